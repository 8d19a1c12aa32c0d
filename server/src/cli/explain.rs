//! `klantbeeld import --explain`: the words that a mapping may use, and what it makes of a file's columns.
//!
//! It exists so that nobody has to look for lists in the documentation of another version. It reads the first row
//! of each file and stores nothing.

use std::io;

use anyhow::{Context as _, Result};
use klantbeeld_core::policy::Policy;
use klantbeeld_core::vocabulary::find_kind;
use klantbeeld_server::ingest::mapping::word::{self, Words};
use klantbeeld_server::ingest::{self, Format, Input, Mapping};

use super::text::say;

/// Prints the words that a mapping may use, under a policy if there is one.
pub(super) fn words(policy: &Policy) -> io::Result<()> {
    let custom = policy.custom_kinds();
    let is_shown = |slug: &str| {
        policy
            .kind
            .get(slug)
            .is_some_and(|kind| !kind.read.is_empty())
    };
    let (shown, hidden): (Vec<String>, Vec<String>) = word::kinds(&custom)
        .names()
        .map(str::to_owned)
        .partition(|slug| is_shown(slug));
    list("kind", &shown)?;
    if !hidden.is_empty() {
        list("kind, which this policy shows to nobody", &hidden)?;
    }
    for kind in &custom {
        if let Some(base) = find_kind(&kind.slug, &custom) {
            say(format_args!(
                "    `{}` behaves like `{}`",
                kind.slug, base.word.slug
            ))?;
        }
    }
    all("channel", &word::channels())?;
    all("department", &word::departments())?;
    all("direction", &word::directions())?;
    all("status", &word::statuses())?;
    list(
        "source, which the policy names",
        &owned(policy.source.keys()),
    )?;
    list("field, which the policy names", &owned(policy.field.keys()))
}

fn owned<'a>(names: impl Iterator<Item = &'a String>) -> Vec<String> {
    names.cloned().collect()
}

fn all<T: Clone>(title: &str, words: &Words<T>) -> io::Result<()> {
    list(title, &words.names().map(str::to_owned).collect::<Vec<_>>())
}

/// Prints a list under its title, in lines that fit a terminal.
fn list(title: &str, words: &[String]) -> io::Result<()> {
    const WIDTH: usize = 100;
    say(title)?;
    let mut line = String::new();
    for word in words {
        if line.len() + word.len() + 2 > WIDTH {
            say(format_args!("    {line}"))?;
            line.clear();
        }
        if !line.is_empty() {
            line.push_str(", ");
        }
        line.push_str(word);
    }
    say(format_args!("    {line}"))
}

/// Prints what a mapping makes of the columns of a file, and what the policy does with it.
pub(super) fn columns(
    input: &mut Input,
    format: &Format,
    encoding: &'static encoding_rs::Encoding,
    policy: &Policy,
) -> Result<()> {
    let Format::Table(mapping) = format else {
        let text = format!(
            "{}: messages of the Segment specification, which need no mapping",
            input.name
        );
        return Ok(say(text)?);
    };
    say(&input.name)?;
    let name = input.name.clone();
    let names = ingest::column_names(input, mapping, encoding);
    let names = names.with_context(|| format!("cannot read {name}"))?;
    let uses = mapping.uses();
    for column in &names {
        let of: Vec<&str> = uses
            .iter()
            .filter(|u| u.column == column)
            .map(|u| u.of.as_str())
            .collect();
        let of = if of.is_empty() {
            "not read".to_owned()
        } else {
            of.join("; ")
        };
        say(format_args!("    {column:24} {of}"))?;
    }
    for column in mapping.used_columns() {
        if !names.iter().any(|name| name == column) {
            say(format_args!(
                "    {column:24} IS NOT THERE, and the mapping reads it"
            ))?;
        }
    }
    unseen(mapping, policy)
}

/// Tells what the mapping brings in that the policy shows to nobody.
fn unseen(mapping: &Mapping, policy: &Policy) -> Result<()> {
    if !policy.source.contains_key(&mapping.source) {
        say(format_args!(
            "    the policy has no [source.{}]: nobody sees where this is from",
            mapping.source
        ))?;
    }
    for field in mapping
        .fields
        .iter()
        .filter(|f| !policy.field.contains_key(&f.field))
    {
        say(format_args!(
            "    the policy does not name the field {}: nobody sees it",
            field.field
        ))?;
    }
    for kind in mapping.item.iter().flat_map(|item| item.kind.named()) {
        if !policy.kind.contains_key(kind) {
            say(format_args!(
                "    the policy does not name the kind {kind}: nobody sees such items"
            ))?;
        }
    }
    Ok(())
}
