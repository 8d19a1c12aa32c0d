//! A system that delivers data: who answers for it, on which basis, and how fresh it has to be.
//!
//! It exists so that a source is data: registered once, refused when nobody says on which basis it delivers, and
//! known by its credentials. **Invariant:** no secret stands here: keys are hashed, secrets are named by where they
//! are.

use serde::{Deserialize, Serialize};

use super::error::PolicyError;
use crate::vocabulary::Label;

/// Where the data of a source comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// A system of the organisation itself.
    #[default]
    Internal,
    /// Somebody else's, for nothing: open data, a partner.
    External,
    /// Somebody else's, for money; under a licence.
    Bought,
}

/// A system that delivers data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourcePolicy {
    /// Its name on screen.
    pub label: Label,
    /// What type of system: `crm`, `logistics`, `reservation`, `care`, `social`, `finance`,
    /// `production`, `campaign`, `research`, `web`, `field`, `geo`, `app`, `commerce`.
    pub system: String,
    /// The legal basis on which it delivers. A source without one is refused.
    #[serde(default)]
    pub basis: String,
    /// The department that answers for it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub owner: String,
    /// What sorts of data it brings, in the organisation's own words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// Whose data it is.
    #[serde(default)]
    pub origin: Origin,
    /// Under which licence it is used; bought data needs one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// How often it delivers, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub cadence: String,
    /// The longest time without anything from it, such as `90m`, `24h` or `7d`; after that it is late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fresh_within: Option<String>,
    /// SHA-256 of the write keys that it may use, as 64 hexadecimal digits each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub write_keys: Vec<String>,
    /// Where the secrets are that it signs with: `env:NAME` or `file:PATH`. Several while one takes over from another.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub secrets: Vec<String>,
}

impl SourcePolicy {
    /// Returns the agreed freshness in milliseconds; none where nothing was agreed.
    #[must_use]
    pub fn fresh_within_ms(&self) -> Option<i64> {
        span_ms(self.fresh_within.as_deref()?)
    }

    /// Returns whether it is late at a moment, when that was the last that came of it. What never delivered is late
    /// as soon as a freshness was agreed.
    #[must_use]
    pub fn is_late(&self, last_ms: Option<i64>, now_ms: i64) -> bool {
        self.fresh_within_ms().is_some_and(|within_ms| {
            last_ms.is_none_or(|last_ms| now_ms.saturating_sub(last_ms) > within_ms)
        })
    }

    /// Checks what stands in the registry about it.
    pub(super) fn check(&self, slug: &str) -> Result<(), PolicyError> {
        let wrong = |key: &'static str, value: &str, allowed: &'static str| PolicyError::Source {
            slug: slug.to_owned(),
            key,
            value: value.to_owned(),
            allowed,
        };
        if self.basis.trim().is_empty() {
            return Err(PolicyError::NoBasis(slug.to_owned()));
        }
        let has_licence = self
            .licence
            .as_deref()
            .is_some_and(|l| !l.trim().is_empty());
        if self.origin == Origin::Bought && !has_licence {
            return Err(PolicyError::NoLicence(slug.to_owned()));
        }
        if let Some(text) = self
            .fresh_within
            .as_deref()
            .filter(|t| span_ms(t).is_none())
        {
            return Err(wrong("fresh_within", text, "such as 90m, 24h or 7d"));
        }
        let is_hash = |key: &&String| key.len() == 64 && key.bytes().all(|b| b.is_ascii_hexdigit());
        if self.write_keys.iter().any(|key| !is_hash(&key)) {
            // Whoever wrote the key itself here must not find it in a log.
            let allowed = "the SHA-256 of the key as 64 hexadecimal digits, never the key itself";
            return Err(wrong("write_keys", "...", allowed));
        }
        let is_named = |secret: &&String| {
            let place = secret.strip_prefix("env:").or(secret.strip_prefix("file:"));
            place.is_some_and(|place| !place.is_empty())
        };
        if self.secrets.iter().any(|secret| !is_named(&secret)) {
            let allowed = "where the secret is: env:NAME or file:PATH, never the secret itself";
            return Err(wrong("secrets", "...", allowed));
        }
        Ok(())
    }
}

/// Returns the milliseconds of a whole number of minutes, hours or days, at least one.
fn span_ms(text: &str) -> Option<i64> {
    const UNITS: [(char, i64); 3] = [('m', 60_000), ('h', 3_600_000), ('d', 86_400_000)];
    UNITS.into_iter().find_map(|(unit, ms)| {
        let number: u32 = text.trim().strip_suffix(unit)?.parse().ok()?;
        (number > 0).then(|| i64::from(number) * ms)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn source(more: serde_json::Value) -> SourcePolicy {
        let mut whole =
            serde_json::json!({"label": {"nl": "Winkel", "en": "Shop"}, "system": "web"});
        for (name, value) in more.as_object().unwrap() {
            whole[name] = value.clone();
        }
        serde_json::from_value(whole).unwrap()
    }

    #[test]
    fn a_source_without_a_basis_is_refused_by_name() {
        for none in [json!({}), json!({"basis": ""}), json!({"basis": "  "})] {
            let refused = source(none).check("shop").unwrap_err();
            assert_eq!(refused, PolicyError::NoBasis("shop".to_owned()));
            assert!(refused.to_string().contains("shop"), "{refused}");
        }
        assert_eq!(source(json!({"basis": "contract"})).check("shop"), Ok(()));
    }

    #[test]
    fn bought_data_needs_a_licence() {
        let bought = |licence| json!({"basis": "contract", "origin": "bought", "licence": licence});
        let refused = source(bought("")).check("area").unwrap_err();
        assert_eq!(refused, PolicyError::NoLicence("area".to_owned()));
        assert_eq!(source(bought("CC BY 4.0")).check("area"), Ok(()));
    }

    #[test]
    fn a_credential_that_stands_there_itself_is_refused_and_not_repeated() {
        for more in [
            json!({"basis": "contract", "write_keys": ["wk_live_1234"]}),
            json!({"basis": "contract", "secrets": ["s3cret"]}),
            json!({"basis": "contract", "secrets": ["env:"]}),
        ] {
            let told = source(more).check("shop").unwrap_err().to_string();
            assert!(told.contains("shop"), "{told}");
            assert!(!told.contains("1234") && !told.contains("s3cret"), "{told}");
        }
    }

    #[test]
    fn a_source_is_late_after_its_agreed_time_and_never_without_one() {
        let within = |text: &str| source(json!({"basis": "contract", "fresh_within": text}));
        let minute = 60_000;
        assert!(!within("90m").is_late(Some(0), 90 * minute));
        assert!(within("90m").is_late(Some(0), 90 * minute + 1));
        assert!(within("24h").is_late(None, 0));
        assert!(!source(json!({"basis": "contract"})).is_late(None, i64::MAX));
        for wrong in ["90", "h", "-1h", "0d", "1.5h", "1w"] {
            assert!(within(wrong).check("shop").is_err(), "{wrong}");
        }
    }
}
