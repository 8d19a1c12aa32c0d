//! The command line of Klantbeeld: `serve`, `import`, `demo`, `stats`, `token`.

fn main() {}
