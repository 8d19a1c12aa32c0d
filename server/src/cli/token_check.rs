//! `klantbeeld token check`: what this server's configuration makes of a token, claim by claim.

use std::io::{self, Read as _};
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use clap::Args;
use klantbeeld_server::auth::demo::{DEMO_KID, demo_key_record};
use klantbeeld_server::auth::diagnosis::{Against, Finding, Judgement};
use klantbeeld_server::auth::{Authenticator, MAX_TOKEN_BYTES};
use klantbeeld_server::config::{Origin, Overrides, ServerConfig, loopback_hosts};

use super::text::say;

/// Say what is right and wrong about a token, against the configuration of this server.
///
/// The token comes from a file or the standard input, never from the command line, where others of the machine
/// could read it. It is not printed, nor whom it is for. The exit code is 1 when the server would refuse it, or
/// its holder would see nothing.
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// A file with the token; `-` is the standard input.
    #[arg(default_value = "-", value_name = "FILE")]
    file: PathBuf,
    /// The configuration file (TOML), as `serve` takes it.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Who sees what (TOML).
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// The store, whose demo key counts with --demo.
    #[arg(long, value_name = "STORE")]
    store: Option<String>,
    /// Judge as a server that was started with --demo.
    #[arg(long)]
    demo: bool,
}

/// Does it.
pub(super) fn check(args: &CheckArgs) -> Result<()> {
    let overrides = Overrides {
        config: args.config.clone(),
        policy: args.policy.clone(),
        store: args.store.clone(),
        demo: args.demo,
        ..Overrides::default()
    };
    let config = ServerConfig::from_process(&overrides).context("the settings are wrong")?;
    let mut keys = config.keys.clone();
    if config.demo {
        let record = demo_key_record(&config.demo_key, config.tenant.clone())?;
        keys.insert(DEMO_KID.to_owned(), record);
    }
    let text = read(args)?;
    let own = loopback_hosts(config.listen).into_iter();
    let own: Vec<String> = own.map(|host| format!("http://{host}")).collect();
    let named = config.allowed_origins.iter().chain(&config.public_origin);
    let own = own.iter().map(String::as_str);
    let origins: Vec<&str> = named.map(Origin::as_str).chain(own).collect();
    let findings = Authenticator::new(keys, config.token_max_life_s).diagnose(
        text.trim(),
        Against {
            policy: &config.policy,
            origins: &origins,
            now_ms: chrono::Utc::now().timestamp_millis(),
        },
    );
    findings.iter().try_for_each(tell)?;
    let wrong = findings
        .iter()
        .filter(|f| f.judgement == Judgement::Wrong)
        .count();
    match wrong {
        0 => Ok(say("this server accepts the token")?),
        1 => bail!("1 part of the token is wrong"),
        more => bail!("{more} parts of the token are wrong"),
    }
}

fn read(args: &CheckArgs) -> Result<String> {
    let mut bytes = Vec::new();
    // Far more than a token, so that a page that came instead is recognised, and no more than that.
    let limit = 8 * MAX_TOKEN_BYTES as u64;
    if args.file.as_os_str() == "-" {
        let read = io::stdin().lock().take(limit).read_to_end(&mut bytes);
        read.context("cannot read the standard input")?;
    } else {
        let cannot = || format!("cannot read {}", args.file.display());
        let file = std::fs::File::open(&args.file).with_context(cannot)?;
        file.take(limit)
            .read_to_end(&mut bytes)
            .with_context(cannot)?;
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn tell(finding: &Finding) -> io::Result<()> {
    let mark = match finding.judgement {
        Judgement::Right => "ok",
        Judgement::Doubtful => "?",
        Judgement::Wrong => "WRONG",
    };
    say(format_args!("{mark:6}{:10} {}", finding.part, finding.says))?;
    if !finding.advice.is_empty() {
        say(format_args!("{:17}-> {}", "", finding.advice))?;
    }
    Ok(())
}
