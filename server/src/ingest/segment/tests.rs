//! What messages become. The shapes are those of the specification's own examples, with own values.

use klantbeeld_core::model::{Direction, Item, Status};

use super::*;
use crate::ingest::identifier::NoIds;
use crate::ingest::import_record::Subject;
use crate::ingest::normal::Region;
use crate::ingest::text::find_encoding;

fn options() -> Options {
    Options {
        tenant: klantbeeld_core::ids::TenantId::parse("demo").unwrap(),
        source: "web".to_owned(),
        region: Region::default(),
        as_of_ms: 1_772_000_000_000,
        no_ids: NoIds::default(),
        dry_run: false,
        encoding: find_encoding("utf-8").unwrap(),
    }
}

pub(super) fn read(line: &str) -> Result<Vec<ImportRecord>, LineError> {
    records(&Message::parse(line, &NoIds::default())?, &options())
}

pub(super) fn claims(record: &ImportRecord) -> Vec<(&str, &str)> {
    let pairs = record.assertions.iter();
    pairs
        .map(|a| (a.field.as_str(), a.value.as_str()))
        .collect()
}

fn track(event: &str, properties: &str) -> Item {
    let line = format!(
        r#"{{"type":"track","userId":"u","messageId":"m","timestamp":"2024-03-01T10:00:00Z",
            "event":"{event}","properties":{properties}}}"#
    );
    read(&line).unwrap().remove(0).items.remove(0)
}

#[test]
fn identify_gives_claims_and_identifiers() {
    let line = r#"{
        "anonymousId": "507f191e810c19729de860ea", "channel": "browser",
        "context": {"ip": "8.8.8.8", "userAgent": "Mozilla/5.0"},
        "integrations": {"All": true}, "messageId": "022bb90c-bbac-11e4-8dfc-aa07a5b093db",
        "receivedAt": "2015-02-23T22:28:55.387Z", "sentAt": "2015-02-23T22:28:55.111Z",
        "timestamp": "2015-02-23T22:28:55.111Z",
        "traits": {"name": "Anna van den Berg", "email": "Anna@Example.nl", "phone": "06-12345678",
            "plan": "premium", "logins": 5, "birthday": "1980-05-02", "website": null,
            "address": {"street": "Dorpsstraat 1", "city": "Utrecht", "state": "UT",
                        "postalCode": "3511 AA", "country": "NL"}},
        "type": "identify", "userId": "97980cfea0067", "version": "1.1"}"#;
    let record = read(line).unwrap().remove(0);
    assert_eq!(record.subject, Subject::User("97980cfea0067".to_owned()));
    let mut found = claims(&record);
    found.sort_unstable();
    assert_eq!(
        found,
        [
            ("contact.address", "Dorpsstraat 1"),
            ("contact.country", "NL"),
            ("contact.email", "anna@example.nl"),
            ("contact.phone", "+31612345678"),
            ("contact.postcode", "3511 AA"),
            ("contact.town", "Utrecht"),
            ("person.birth_date", "1980-05-02"),
            ("person.first_name", "Anna"),
            ("person.last_name", "van den Berg"),
            ("trait.address.state", "UT"),
            ("trait.logins", "5"),
            ("trait.name", "Anna van den Berg"),
            ("trait.plan", "premium"),
            ("trait.website", ""),
        ]
    );
    let mut identifiers: Vec<_> = record.identities.iter().map(|i| i.value.as_str()).collect();
    identifiers.sort_unstable();
    let expected = [
        "+31612345678",
        "507f191e810c19729de860ea",
        "97980cfea0067",
        "anna@example.nl",
    ];
    assert_eq!(identifiers, expected);
    assert_eq!(record.assertions[0].known_at_ms, 1_424_730_535_387);
}

#[test]
fn an_order_has_its_amount_its_lines_and_an_id_that_a_refund_answers() {
    let order = track(
        "Order Completed",
        r#"{"order_id": "5031", "total": 27.50, "revenue": 25.00, "shipping": 3, "currency": "EUR",
            "products": [{"product_id": "1", "name": "Slimme thermostaat", "price": 19.95, "quantity": 1},
                         {"product_id": "2", "name": "Ledlamp", "price": 3, "quantity": 2}]}"#,
    );
    assert_eq!(order.line.kind, "order");
    assert_eq!(order.line.title, "Slimme thermostaat, Ledlamp");
    assert_eq!(order.line.amount.unwrap().amount_minor, 2750);
    assert_eq!(order.line.amount.unwrap().currency.as_str(), "EUR");
    assert_eq!(order.line.status, Some(Status::Done));
    assert_eq!(order.line.direction, Direction::In);
    let lines = &order.payload["lines"];
    assert_eq!(lines[0]["amount_minor"], 1995);
    assert_eq!(lines[1]["product"], "Ledlamp");
    assert_eq!(
        (&lines[1]["quantity"], &lines[1]["amount_minor"]),
        (&2.into(), &600.into())
    );

    let refund = track(
        "Order Refunded",
        r#"{"order_id": "5031", "total": 19.95, "currency": "EUR"}"#,
    );
    assert_eq!(refund.line.kind, "refund");
    assert_eq!(refund.line.amount.unwrap().amount_minor, -1995);
    assert_eq!(refund.line.reply_to, Some(order.line.item_id));
}

#[test]
fn named_events_have_their_kind_and_others_are_events_under_their_name() {
    let kinds = [
        (
            "Product Viewed",
            r#"{"name": "Warmtepomp"}"#,
            "product_view",
            "Warmtepomp",
        ),
        (
            "Products Searched",
            r#"{"query": "blue roses"}"#,
            "search",
            "blue roses",
        ),
        (
            "Order Cancelled",
            r#"{"order_id": "1", "total": 5}"#,
            "order",
            "Order Cancelled",
        ),
        ("Signed In", r#"{"username": "anna"}"#, "login", "Signed In"),
        (
            "Promotion Clicked",
            r#"{"name": "Zomeractie"}"#,
            "campaign_response",
            "Zomeractie",
        ),
        (
            "Live Chat Message Sent",
            r#"{"message_body": "Hallo"}"#,
            "chat",
            "Live Chat Message Sent",
        ),
        ("Coupon Applied", "{}", "event", "Coupon Applied"),
        ("Song Played", "{}", "event", "Song Played"),
    ];
    for (event, properties, kind, title) in kinds {
        let item = track(event, properties);
        assert_eq!(
            (item.line.kind.as_str(), item.line.title.as_str()),
            (kind, title)
        );
        assert!(klantbeeld_core::vocabulary::find_kind(&item.line.kind, &[]).is_some());
        assert!(klantbeeld_core::vocabulary::find_channel(&item.line.channel).is_some());
        assert!(klantbeeld_core::vocabulary::find_department(&item.line.department).is_some());
        assert_eq!(item.line.amount, None, "{event}");
    }
}

#[test]
fn a_page_is_of_the_web_and_a_screen_of_the_app() {
    let item = |kind: &str| {
        let line = format!(
            r#"{{"type":"{kind}","anonymousId":"a","name":"Home","messageId":"m",
                "timestamp":"2015-02-23T22:28:55.111Z",
                "properties":{{"title":"Welkom | Zonnestroom","url":"http://www.example.com"}}}}"#
        );
        read(&line).unwrap().remove(0).items.remove(0).line
    };
    let (page, screen) = (item("page"), item("screen"));
    assert_eq!(
        (page.kind.as_str(), page.channel.as_str()),
        ("page_view", "web")
    );
    assert_eq!(
        (screen.kind.as_str(), screen.channel.as_str()),
        ("page_view", "app")
    );
    assert_eq!(page.title, "Welkom | Zonnestroom");
}

#[test]
fn a_group_is_an_organisation_and_its_members_work_for_it() {
    let line = r#"{"type":"group","userId":"u1","groupId":"0e8c","timestamp":"2015-02-23T22:28:55Z",
        "traits":{"name":"Bakkerij Brood","industry":"Food","employees":329,"total billed":830}}"#;
    let records = read(line).unwrap();
    let organisation = Subject::Customer("org:0e8c".to_owned().try_into().unwrap());
    assert_eq!(records[1].subject, organisation);
    assert_eq!(records[1].kind, Some(CustomerKind::Organisation));
    assert!(claims(&records[1]).contains(&("organisation.name", "Bakkerij Brood")));
    assert!(claims(&records[1]).contains(&("trait.total billed", "830")));
    assert_eq!(records[0].relations[0].to, organisation);
    assert_eq!(records[0].relations[0].name, "Bakkerij Brood");
    assert_eq!(records[0].relations[0].kind, RelationKind::WorksFor);
    assert_eq!(records[1].relations[0].to, Subject::User("u1".to_owned()));
    assert!(
        records[0].assertions.is_empty(),
        "traits of a group are not the person's"
    );
}

#[test]
fn the_clock_of_a_device_is_corrected_as_the_specification_says() {
    let line = r#"{"type":"track","userId":"u","event":"x","originalTimestamp":"2024-01-01T00:00:00Z",
        "sentAt":"2024-01-01T00:01:00Z","receivedAt":"2024-01-01T12:01:00Z"}"#;
    let message = Message::parse(line, &NoIds::default()).unwrap();
    assert_eq!(
        super::super::when::parse_iso_ms("2024-01-01T12:00:00Z"),
        Some(message.at_ms)
    );
}

#[test]
fn a_message_without_an_id_has_the_same_one_every_time() {
    let line = r#"{"type":"track","userId":"u","event":"x","timestamp":"2024-01-01"}"#;
    let id = |line| read(line).unwrap()[0].items[0].line.item_id.clone();
    assert_eq!(id(line), id(line));
    assert_ne!(id(line), id(&line.replace("\"x\"", "\"y\"")));
}

/// Lines that are refused, with the start of the reason.
const WRONG: &[(&str, &str)] = &[
    ("", "not a message: EOF"),
    ("[]", "not a message: a list is no object"),
    (
        "5",
        "not a message: invalid type: integer `5`, expected an object",
    ),
    ("{\"type\":\"track\"", "not a message: EOF"),
    (r#"{"timestamp":"2024-01-01"}"#, "`type` is missing"),
    (r#"{"type":"delete"}"#, "`delete` is not a type of message"),
    (r#"{"type":"page","userId":"u"}"#, "has no `timestamp`"),
    (
        r#"{"type":"page","timestamp":"2024-01-01"}"#,
        "has neither `userId` nor `anonymousId`",
    ),
    (
        r#"{"type":"page","userId":"","timestamp":"2024-01-01"}"#,
        "has neither",
    ),
    (
        r#"{"type":"page","userId":"u","timestamp":"soon"}"#,
        "`timestamp`: `soon` is not a date",
    ),
    (
        r#"{"type":"page","userId":"u","userId":"v","timestamp":"2024-01-01"}"#,
        "not a message: duplicate field `userId`",
    ),
    (
        r#"{"type":"page","userId":{},"timestamp":"2024-01-01"}"#,
        "`userId`: `{}` is no identifier",
    ),
    (
        r#"{"type":"page","userId":"anon:x","timestamp":"2024-01-01"}"#,
        "`userId`: an id cannot start with",
    ),
    (
        r#"{"type":"page","userId":"a\nb","timestamp":"2024-01-01"}"#,
        "`userId`: an id cannot hold control characters",
    ),
    (
        r#"{"type":"page","userId":"u","name":"a\u0000b","timestamp":"2024-01-01"}"#,
        "holds a NUL character",
    ),
    (
        r#"{"type":"page","userId":"\ud800","timestamp":"2024-01-01"}"#,
        "not a message: ",
    ),
    (
        r#"{"type":"track","userId":"u","timestamp":"2024-01-01"}"#,
        "`event` is missing",
    ),
    (
        r#"{"type":"track","userId":"u","timestamp":"2024-01-01","event":"x","properties":{"a":1e400}}"#,
        "not a message: number out of range",
    ),
    (
        r#"{"type":"group","userId":"u","timestamp":"2024-01-01"}"#,
        "`groupId` is missing",
    ),
    (
        r#"{"type":"alias","userId":"u","timestamp":"2024-01-01"}"#,
        "`previousId` is missing",
    ),
    (
        r#"{"type":"page","userId":"undefined","timestamp":"2024-01-01"}"#,
        "`userId`: `undefined` is no identifier",
    ),
    (
        r#"{"type":"page","anonymousId":"null","timestamp":"2024-01-01"}"#,
        "`anonymousId`: `null` is no identifier",
    ),
    (
        r#"{"type":"page","userId":1.5e25,"timestamp":"2024-01-01"}"#,
        "`userId`: `1.5e25` is a number that cannot be kept exactly",
    ),
    (
        r#"{"type":"group","userId":"u","groupId":"NaN","timestamp":"2024-01-01"}"#,
        "`groupId`: `NaN` is no identifier",
    ),
    (
        r#"{"type":"alias","userId":"u","previousId":"0","timestamp":"2024-01-01"}"#,
        "`previousId`: `0` is no identifier",
    ),
    (
        r#"{"type":"track","userId":"u","timestamp":"2024-01-01","event":"Order Completed","properties":{"total":2e13}}"#,
        "`properties.total`: `",
    ),
    (
        r#"{"type":"track","userId":"u","timestamp":"2024-01-01","event":"Order Completed","properties":{"total":"99999999999999999999"}}"#,
        "`properties.total`: `99999999999999999999` is too large",
    ),
];

#[test]
fn what_cannot_be_a_message_is_refused_with_the_reason() {
    for (line, expected) in WRONG {
        let found = read(line).unwrap_err().to_string();
        assert!(found.starts_with(expected), "{line}: {found}");
    }
    let deep = format!(
        "{{\"properties\":{{\"a\":{}{}}}}}",
        "[".repeat(10_000),
        "]".repeat(10_000)
    );
    assert!(
        read(&deep)
            .unwrap_err()
            .to_string()
            .contains("recursion limit")
    );
}
