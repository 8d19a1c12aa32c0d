//! Tables that models read: a header, then rows, parted by commas, semicolons, tabs or blanks; `.gz` is unpacked.

use std::io::Read as _;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use klantbeeld_models::churn::Table;

/// Reads a table; a file without a header is refused by name.
pub(super) fn read_table(path: &Path) -> Result<Table> {
    let name = path.display();
    let mut bytes = std::fs::read(path).with_context(|| format!("cannot read {name}"))?;
    if path.extension().is_some_and(|ending| ending == "gz") {
        let mut unpacked = Vec::new();
        let mut decoder = flate2::read::MultiGzDecoder::new(bytes.as_slice());
        let read = decoder.read_to_end(&mut unpacked);
        read.with_context(|| format!("cannot unpack {name}"))?;
        bytes = unpacked;
    }
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches('\u{feff}');
    let Some(header) = text.lines().find(|line| !line.trim().is_empty()) else {
        bail!("not enough data: {name} is empty");
    };
    let mark = [b',', b';', b'\t']
        .into_iter()
        .find(|mark| header.contains(char::from(*mark)));
    match mark {
        Some(mark) => parted(text, mark).with_context(|| format!("cannot read {name}")),
        None => Ok(by_blanks(text)),
    }
}

fn parted(text: &str, mark: u8) -> Result<Table> {
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader
        .delimiter(mark)
        .flexible(true)
        .from_reader(text.as_bytes());
    let names = reader.headers()?.iter().map(str::to_owned).collect();
    let mut rows = Vec::new();
    for record in reader.records() {
        rows.push(record?.iter().map(str::to_owned).collect());
    }
    Ok(Table::new(names, rows))
}

fn by_blanks(text: &str) -> Table {
    let cells = |line: &str| {
        line.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let mut lines = text.lines().map(cells).filter(|cells| !cells.is_empty());
    Table::new(lines.next().unwrap_or_default(), lines.collect())
}
