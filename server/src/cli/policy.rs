//! `klantbeeld policy`: a policy to begin with.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::{Args, Subcommand, ValueEnum};

use super::text::{create_new, note, say};

/// Begin a policy.
#[derive(Debug, Args)]
pub(super) struct PolicyArgs {
    #[command(subcommand)]
    action: PolicyAction,
}

#[derive(Debug, Subcommand)]
enum PolicyAction {
    /// Write a policy that works, to be made your own.
    New(NewArgs),
}

#[derive(Debug, Args)]
struct NewArgs {
    /// What to begin with.
    #[arg(long, default_value = "minimal")]
    template: Template,
    /// Where it goes; without it, to the standard output. Overwrites nothing.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Template {
    /// Contacts, notes, promises and orders, for agents and the customers themselves.
    Minimal,
    /// A service desk: tickets, complaints, visits, invoices, consent, with departments apart.
    Service,
    /// A shop: orders, returns, payments, loyalty, marketing with consent.
    Shop,
}

impl Template {
    fn text(self) -> &'static str {
        match self {
            Self::Minimal => include_str!("policy/minimal.toml"),
            Self::Service => include_str!("policy/service.toml"),
            Self::Shop => include_str!("policy/shop.toml"),
        }
    }
}

/// Does it.
pub(super) fn policy(args: &PolicyArgs) -> Result<()> {
    let PolicyAction::New(new) = &args.action;
    let text = new.template.text();
    match &new.out {
        None => say(text.trim_end())?,
        Some(path) => {
            create_new(path, text).with_context(|| format!("cannot write {}", path.display()))?;
            note(format_args!(
                "{}: name it with `policy` in the configuration or with --policy, and make it your own",
                path.display()
            ))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use klantbeeld_core::policy::Policy;

    use super::*;

    #[test]
    fn every_template_is_a_whole_policy() {
        for template in Template::value_variants() {
            let policy: Policy = toml::from_str(template.text()).unwrap();
            assert_eq!(policy.check(), Ok(()), "{template:?}");
        }
    }

    #[test]
    fn the_smallest_one_is_read_in_two_minutes() {
        assert!(Template::Minimal.text().lines().count() < 100);
    }
}
