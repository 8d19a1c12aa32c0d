//! From Rust to one WebAssembly module that can still be cut.

use std::env;
use std::path::PathBuf;

use anyhow::Result;

use crate::process::run;
use crate::workspace::Workspace;

const TARGET: &str = "wasm32-unknown-unknown";
/// As release, but with its names.
const PROFILE: &str = "widget";

/// How much time goes into making the module small.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Size {
    /// As the product ships it.
    Shipped,
    /// In many units and without optimisation at the link: a change shows in seconds.
    AsItComes,
}

/// Returns where the compiled module is.
pub(super) fn output(workspace: &Workspace) -> PathBuf {
    workspace
        .target
        .join(TARGET)
        .join(PROFILE)
        .join("klantbeeld.wasm")
}

/// Compiles the widget with its parts. The linker keeps the relocations: they say which function needs which.
///
/// # Errors
/// It does not compile.
pub(super) fn compile(workspace: &Workspace, size: Size) -> Result<()> {
    let mut cargo = workspace.command("cargo");
    cargo.args(["rustc", "--locked", "-p", "klantbeeld", "--lib"]);
    cargo.args(["--crate-type", "cdylib", "--features", "csr,split"]);
    cargo.args(["--target", TARGET, "--profile", PROFILE]);
    cargo.args(["--", "-C", "link-args=--emit-relocs"]);
    // Cargo adds these to the flags of `.cargo/config.toml`.
    cargo.env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        short_paths(),
    );
    if size == Size::AsItComes {
        cargo.env("CARGO_PROFILE_WIDGET_LTO", "off");
        cargo.env("CARGO_PROFILE_WIDGET_CODEGEN_UNITS", "16");
        cargo.env("CARGO_PROFILE_WIDGET_OPT_LEVEL", "1");
        cargo.env("CARGO_PROFILE_WIDGET_INCREMENTAL", "true");
    }
    run(&mut cargo)
}

/// Panics name their source file. Where the crates lie on this machine is nobody's business, and would be
/// in every bundle a hundred times.
fn short_paths() -> String {
    let home =
        env::var("CARGO_HOME").or_else(|_| env::var("HOME").map(|home| format!("{home}/.cargo")));
    home.map_or_else(
        |_| String::new(),
        |home| format!("--remap-path-prefix={home}/registry/src="),
    )
}
