//! Whether a policy is whole: every name it uses exists, every built-in kind is classified.

use super::{Policy, ValueType};
use crate::vocabulary::KINDS;

/// What is wrong with a policy file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// A field or kind names a role that `[role]` does not have.
    #[error("`{place}` names the role `{role}`, which [role] does not have")]
    UnknownRole {
        /// The field or kind.
        place: String,
        /// The role.
        role: String,
    },
    /// A role, field or kind names a purpose that `[purpose]` does not have.
    #[error("`{place}` names the purpose `{purpose}`, which [purpose] does not have")]
    UnknownPurpose {
        /// The role, field or kind.
        place: String,
        /// The purpose.
        purpose: String,
    },
    /// A field or kind depends on a consent field that does not exist.
    #[error("`{place}` needs the consent `{field}`, which [field] does not have")]
    UnknownConsent {
        /// The field or kind.
        place: String,
        /// The consent field.
        field: String,
    },
    /// A kind is neither built in nor based on a built-in one with a label.
    #[error("the kind `{0}` is not built in: give it a `base` and a `label`")]
    UnknownKind(String),
    /// A built-in kind that the policy forgot: its items would reach nobody.
    #[error("the kind `{0}` is not classified, and is not among `unused_kinds`")]
    UnclassifiedKind(String),
    /// A kind that is said to be unused and is none, or is classified all the same.
    #[error("`unused_kinds` names `{0}`, which is no built-in kind or stands under [kind] as well")]
    UnusedKind(String),
    /// What is withheld is neither a name nor the beginning of one.
    #[error("`{0}` under `withheld` is neither a name nor a beginning such as `trait.*`")]
    Withheld(String),
    /// A source of which nobody says on which legal basis it delivers: its data is refused.
    #[error("the source `{0}` has no legal `basis`: nothing of it is taken in")]
    NoBasis(String),
    /// Bought data without a licence.
    #[error("the source `{0}` is bought and has no `licence`")]
    NoLicence(String),
    /// What stands of a source in the registry cannot be.
    #[error("the source `{slug}`: `{key}` is {allowed}, not `{value}`")]
    Source {
        /// The source.
        slug: String,
        /// Which key.
        key: &'static str,
        /// What stands there; dots for what may be secret.
        value: String,
        /// What may stand there.
        allowed: &'static str,
    },
    /// A field of type `option` without options.
    #[error("`{0}` is of type option but has no options")]
    NoOptions(String),
}

impl Policy {
    /// Checks that every name used exists and every built-in kind is classified.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self) -> Result<(), PolicyError> {
        // A star alone would classify everything by saying nothing.
        let is_name = |said: &String| match said.split_once('*') {
            Some((beginning, rest)) => beginning.ends_with('.') && rest.is_empty(),
            None => !said.is_empty(),
        };
        if let Some(said) = self.withheld.iter().find(|said| !is_name(said)) {
            return Err(PolicyError::Withheld(said.clone()));
        }
        for (slug, source) in &self.source {
            source.check(slug)?;
        }
        for (name, r) in &self.role {
            self.check_purposes(&format!("role.{name}"), &r.purposes)?;
        }
        for (name, f) in &self.field {
            self.check_roles(name, f.read.iter().chain(&f.write))?;
            self.check_purposes(name, &f.purposes)?;
            self.check_consent(name, f.requires_consent.as_deref())?;
            if f.value_type == ValueType::Option && f.options.is_empty() {
                return Err(PolicyError::NoOptions(name.clone()));
            }
        }
        for (name, k) in &self.kind {
            let of_money = k.money.iter().flat_map(|m| &m.read);
            self.check_roles(name, k.read.iter().chain(of_money))?;
            self.check_purposes(name, &k.purposes)?;
            self.check_consent(name, k.requires_consent.as_deref())?;
            let builtin = |slug: &str| KINDS.iter().any(|w| w.word.slug == slug);
            let based = k.base.as_deref().is_some_and(builtin) && k.label.is_some();
            if !builtin(name) && !based {
                return Err(PolicyError::UnknownKind(name.clone()));
            }
        }
        self.check_kinds()
    }

    /// Checks that each built-in kind is either classified or said to be unused.
    fn check_kinds(&self) -> Result<(), PolicyError> {
        let is_builtin = |slug: &str| KINDS.iter().any(|w| w.word.slug == slug);
        let mut unused = self.unused_kinds.iter();
        if let Some(slug) = unused.find(|k| !is_builtin(k) || self.kind.contains_key(*k)) {
            return Err(PolicyError::UnusedKind(slug.clone()));
        }
        let is_named = |slug: &str| {
            self.kind.contains_key(slug) || self.unused_kinds.iter().any(|k| k == slug)
        };
        match KINDS.iter().find(|w| !is_named(w.word.slug)) {
            Some(missing) => Err(PolicyError::UnclassifiedKind(missing.word.slug.to_owned())),
            None => Ok(()),
        }
    }

    fn check_roles<'a>(
        &self,
        place: &str,
        mut roles: impl Iterator<Item = &'a String>,
    ) -> Result<(), PolicyError> {
        match roles.find(|r| !self.role.contains_key(*r)) {
            Some(role) => Err(PolicyError::UnknownRole {
                place: place.to_owned(),
                role: role.clone(),
            }),
            None => Ok(()),
        }
    }

    fn check_purposes(&self, place: &str, purposes: &[String]) -> Result<(), PolicyError> {
        match purposes.iter().find(|p| !self.purpose.contains_key(*p)) {
            Some(purpose) => Err(PolicyError::UnknownPurpose {
                place: place.to_owned(),
                purpose: purpose.clone(),
            }),
            None => Ok(()),
        }
    }

    fn check_consent(&self, place: &str, consent: Option<&str>) -> Result<(), PolicyError> {
        match consent.filter(|field| !self.field.contains_key(*field)) {
            Some(field) => Err(PolicyError::UnknownConsent {
                place: place.to_owned(),
                field: field.to_owned(),
            }),
            None => Ok(()),
        }
    }
}
