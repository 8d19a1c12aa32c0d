//! Names of fields, as [`crate::ui::Why`] takes them.

/// Returns the names of fields, owned.
pub(super) fn names(fields: &[&str]) -> Vec<String> {
    fields
        .iter()
        .map(|name| (*name).to_owned())
        .collect::<Vec<_>>()
}
