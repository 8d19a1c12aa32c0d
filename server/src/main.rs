//! The command line of Klantbeeld: `serve`, `import`, `demo`, `stats`, `token`, `keys`, `policy`, `fit`, `churn`,
//! `sentiment`.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
