//! Data in: files of messages or of rows, to records that the store takes.
//!
//! It exists so that every way in (command line now, HTTP later) reads, checks, normalises and refuses
//! in one manner. **Invariants:** a refused line never stops the others; a value that is left out of a line is
//! told with its line; what is no identifier identifies nobody. What was imported can be imported again and stores nothing. Memory is bounded by
//! the longest line that is accepted and the size of a batch, not by the file; only ids are kept.

pub mod cell;
pub mod decimal;
pub mod desk;
pub mod header;
pub mod identifier;
pub mod import_record;
pub mod input;
pub mod line_error;
pub mod lines;
pub mod loose_date;
pub mod mapping;
pub mod normal;
pub mod oddity;
pub mod options;
pub mod pipeline;
pub mod report;
pub mod row_reader;
pub mod run;
pub mod segment;
pub mod table;
pub mod text;

mod batch;
mod batch_size;
mod forms;
mod reading;
mod recogniser;
mod retold;
pub(crate) mod twice;

pub use header::column_names;
pub use input::Input;
pub use klantbeeld_identity::harmonise::when;
pub use mapping::{Mapping, MappingError};
pub use options::Options;
pub use reading::Format;
pub use report::{ImportReport, Observer, Phase, Refusal, Warning};
pub use run::{ImportError, import};
