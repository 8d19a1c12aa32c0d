//! Whether a policy is whole: every name it uses exists, every built-in kind is classified.

use super::error::PolicyError;
use super::{Policy, ValueType};
use crate::vocabulary::KINDS;

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
