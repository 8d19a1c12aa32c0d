//! Names and what stands beside them.

use super::super::testing::Customer;
use super::super::{display_name, header, initials};

fn customer(fields: &[(&'static str, &'static str)]) -> Customer {
    Customer {
        fields: fields.to_vec(),
        ..Customer::default()
    }
}

/// Fields, the name, the letters of the avatar.
type Case = (
    &'static [(&'static str, &'static str)],
    &'static str,
    &'static str,
);

#[test]
fn the_name_is_built_from_what_is_known() {
    let cases: [Case; 9] = [
        (
            &[
                ("person.salutation", "mevr."),
                ("person.initials", "M."),
                ("person.first_name", "Marijke"),
                ("person.last_name", "van der Veen-Jansen"),
            ],
            "mevr. M. (Marijke) van der Veen-Jansen",
            "MV",
        ),
        (
            &[("person.initials", "J."), ("person.last_name", "de Boer")],
            "J. de Boer",
            "JB",
        ),
        (
            &[
                ("person.first_name", "Émile"),
                ("person.last_name", "ögren"),
            ],
            "Émile ögren",
            "ÉÖ",
        ),
        (
            &[
                ("person.salutation", "dhr."),
                ("person.last_name", "'t Hart"),
            ],
            "dhr. 't Hart",
            "H",
        ),
        (&[("person.first_name", "Bo")], "Bo", "B"),
        (&[("person.salutation", "mevr.")], "", ""),
        (
            &[("organisation.name", "Bakkerij de Korenaar B.V.")],
            "Bakkerij de Korenaar B.V.",
            "BD",
        ),
        (
            &[("organisation.name", "Zon"), ("person.last_name", "Bakker")],
            "Zon",
            "Z",
        ),
        (
            &[("organisation.name", " "), ("person.last_name", "Bakker")],
            "Bakker",
            "B",
        ),
    ];
    for (fields, name, letters) in cases {
        customer(fields).see(|facts| {
            assert_eq!(display_name(facts), name);
            assert_eq!(initials(facts), letters, "{name}");
        });
    }
}

#[test]
fn roles_are_split_and_numbers_read() {
    let known = customer(&[
        ("relation.roles", "klant, lid,"),
        ("household.size", "4"),
        ("relation.value_minor", "veel"),
        ("loyalty.tier", "gold"),
    ]);
    let header = known.see(header);
    assert_eq!(header.roles, ["klant", "lid"]);
    assert_eq!(header.household, Some(4));
    assert_eq!(header.value_minor, None);
    let tiers = (header.tier, header.programme_tier.as_deref());
    assert_eq!(
        tiers,
        (None, Some("gold")),
        "a programme's tier is not the customer's"
    );
}

#[test]
fn whole_years_count_from_the_day_and_a_mistyped_date_counts_none() {
    let cases = [
        ("2019-03-14", Some(7)),
        ("2019-11-22", Some(7)),
        ("2019-11-23", Some(6)),
        ("2026-11-22T10:00:00Z", Some(0)),
        ("2027-01-01", None),
        ("14 maart 2019", None),
        ("2019", None),
        ("€€€€", None),
    ];
    for (date, years) in cases {
        let header = customer(&[("relation.since", date)]).see(header);
        assert_eq!(header.years, years, "{date}");
        assert_eq!(header.since.as_deref(), Some(date));
    }
}
