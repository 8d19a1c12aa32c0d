//! From the mapping file to a mapping in which every name is known to be right.

use encoding_rs::Encoding;
use klantbeeld_core::model::Direction;
use klantbeeld_core::money::Currency;
use klantbeeld_core::vocabulary::CustomKind;

use super::choice::Choice;
use super::error::MappingError;
use super::rules::{Amount, FieldRule, FieldValue, ItemRule, Mapping, Moment};
use super::template::Template;
use super::{
    CsvSection, DecimalMark, FieldSection, ItemSection, MappingFile, MomentSection, MoneySection,
    word,
};
use crate::ingest::options::is_slug;
use crate::ingest::table::Delimiter;
use crate::ingest::text::find_encoding;
use crate::ingest::when::{FormatKind, Zone, format_kind};

impl Mapping {
    /// Reads and checks a mapping file. `custom` are the kinds that the organisation added.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place.
    pub fn parse(text: &str, custom: &[CustomKind]) -> Result<Self, MappingError> {
        let file: MappingFile =
            toml::from_str(text).map_err(|e| MappingError::Shape(e.to_string()))?;
        let zone = zone(&file.csv)?;
        if !is_slug(&file.source) {
            return Err(unknown("source", &file.source, SLUG));
        }
        let mapping = Self {
            no_ids: file.no_ids,
            region: optional(file.region.as_ref(), |said| {
                Choice::check("region", said, &word::regions())
            })?,
            delimiter: delimiter(&file.csv)?,
            columns: columns(&file.csv)?,
            encoding: encoding(&file.csv)?,
            customer_id: template("customer.id", &file.customer.id)?,
            customer_kind: file.customer.kind,
            known_at: optional(file.customer.known_at.as_ref(), |m| {
                moment("customer.known_at", m, zone)
            })?,
            identities: file.identity,
            fields: file
                .field
                .into_iter()
                .map(field)
                .collect::<Result<_, _>>()?,
            item: optional(file.item.as_ref(), |i| item(i, zone, custom))?,
            source: file.source,
        };
        if let Some(columns) = &mapping.columns {
            super::Columns::bind(&mapping, columns)?;
        }
        Ok(mapping)
    }
}

const SLUG: &str = "a name of lower-case letters, digits, `-` and `_`";

fn unknown(place: &str, name: &str, expected: &'static str) -> MappingError {
    MappingError::Unknown {
        place: place.to_owned(),
        name: name.to_owned(),
        expected,
    }
}

fn optional<T, U, E>(value: Option<T>, check: impl Fn(T) -> Result<U, E>) -> Result<Option<U>, E> {
    value.map(check).transpose()
}

fn delimiter(csv: &CsvSection) -> Result<Delimiter, MappingError> {
    let mut chars = csv.delimiter.chars();
    match (csv.delimiter.as_str(), chars.next(), chars.next()) {
        ("whitespace", ..) => Ok(Delimiter::Whitespace),
        (_, Some(c), None) if c == '\t' || !(c.is_alphanumeric() || c.is_control() || c == '"') => {
            Ok(if csv.quotes {
                Delimiter::Quoted(c)
            } else {
                Delimiter::Plain(c)
            })
        }
        _ => Err(unknown(
            "csv.delimiter",
            &csv.delimiter,
            "one character that is no letter, digit or quote, or `whitespace`",
        )),
    }
}

fn columns(csv: &CsvSection) -> Result<Option<Vec<String>>, MappingError> {
    match (csv.header, csv.columns.is_empty()) {
        (true, true) => Ok(None),
        (false, false) => Ok(Some(csv.columns.clone())),
        _ => Err(MappingError::Columns),
    }
}

fn encoding(csv: &CsvSection) -> Result<Option<&'static Encoding>, MappingError> {
    optional(csv.encoding.as_deref(), |label| {
        find_encoding(label).ok_or_else(|| {
            unknown(
                "csv.encoding",
                label,
                "an encoding that can be read line by line",
            )
        })
    })
}

fn zone(csv: &CsvSection) -> Result<Zone, MappingError> {
    let expected = "an offset such as `+01:00` or a zone such as `Europe/Amsterdam`";
    let named = optional(csv.zone.as_deref(), |text| {
        text.parse()
            .map_err(|_| unknown("csv.zone", text, expected))
    })?;
    Ok(named.unwrap_or_default())
}

fn template(place: &'static str, text: &str) -> Result<Template, MappingError> {
    Template::parse(text).ok_or_else(|| MappingError::Template {
        place,
        text: text.to_owned(),
    })
}

fn moment(place: &str, of: &MomentSection, zone: Zone) -> Result<Moment, MappingError> {
    let kind = format_kind(&of.format)
        .ok_or_else(|| unknown(place, &of.format, "a format of a date, such as `%Y-%m-%d`"))?;
    if of.time_column.is_some() && kind == FormatKind::Date {
        return Err(MappingError::NoTime {
            place: place.to_owned(),
        });
    }
    Ok(Moment {
        column: of.column.clone(),
        time_column: of.time_column.clone(),
        format: of.format.clone(),
        kind,
        zone,
    })
}

fn field(section: FieldSection) -> Result<FieldRule, MappingError> {
    let place = format!("field `{}`", section.field);
    let one_of = |keys| MappingError::OneOf {
        place: place.clone(),
        keys,
    };
    if section.field.is_empty() || section.field.contains(char::is_control) {
        return Err(unknown("field", &section.field, "the name of a field"));
    }
    let value = match (section.column, section.value, section.date) {
        (None, Some(value), None) if section.values.is_empty() => FieldValue::Constant(value),
        (Some(column), None, Some(format)) if section.values.is_empty() => {
            if format_kind(&format).is_none() {
                return Err(unknown(&place, &format, "the format of a date"));
            }
            FieldValue::Date { column, format }
        }
        (Some(_), None, Some(_)) => return Err(one_of("`date` and `values`")),
        (Some(column), None, None) if section.values.is_empty() => FieldValue::Column(column),
        (Some(column), None, None) => FieldValue::Listed {
            column,
            values: section.values,
        },
        _ => return Err(one_of("`column` and `value`")),
    };
    Ok(FieldRule {
        field: section.field,
        value,
    })
}

fn item(of: &ItemSection, zone: Zone, custom: &[CustomKind]) -> Result<ItemRule, MappingError> {
    let direction = optional(of.direction.as_ref(), |said| {
        Choice::check("item.direction", said, &word::directions())
    })?;
    Ok(ItemRule {
        kind: Choice::check_needed("item.kind", &of.kind, &word::kinds(custom))?,
        channel: Choice::check_needed("item.channel", &of.channel, &word::channels())?,
        department: Choice::check_needed("item.department", &of.department, &word::departments())?,
        direction: direction.unwrap_or(Choice::Always(Direction::None)),
        status: optional(of.status.as_ref(), |said| {
            Choice::check("item.status", said, &word::statuses())
        })?,
        id: optional(of.id.as_ref(), |id| template("item.id", id))?,
        at: moment("item.at", &of.at, zone)?,
        due: optional(of.due.as_ref(), |due| moment("item.due", due, zone))?,
        reply_to: optional(of.reply_to.as_ref(), |id| template("item.reply_to", id))?,
        amount: optional(of.amount.as_ref(), amount)?,
        title: template("item.title", &of.title)?,
        summary: template("item.summary", &of.summary)?,
        reason: template("item.reason", &of.reason)?,
        payload: of.payload.clone(),
    })
}

fn amount(of: &MoneySection) -> Result<Amount, MappingError> {
    let currency = match (&of.currency, &of.currency_column) {
        (Some(code), None) => Ok(Currency::parse(code)
            .map_err(|_| unknown("item.amount.currency", code, "an ISO 4217 currency code"))?),
        (None, Some(column)) => Err(column.clone()),
        _ => {
            return Err(MappingError::OneOf {
                place: "item.amount".to_owned(),
                keys: "`currency` and `currency_column`",
            });
        }
    };
    let decimal = optional(of.decimal.as_ref(), |said| {
        Choice::check("item.amount.decimal", said, &word::decimal_marks())
    })?;
    Ok(Amount {
        column: of.column.clone(),
        currency,
        decimal: decimal.unwrap_or(Choice::Always(DecimalMark::default())),
    })
}

#[cfg(test)]
mod tests;
