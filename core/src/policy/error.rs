//! What can be wrong with a policy, in words for whoever wrote it.

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
