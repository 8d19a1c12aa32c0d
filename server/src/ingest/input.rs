//! Where lines come from: a file, gzip or not, or the standard input, opened as often as needed.

use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::read::MultiGzDecoder;

/// Bytes read so far, before unpacking; shared with whoever shows the progress.
pub type BytesRead = Arc<AtomicU64>;

type Open = Box<dyn FnMut() -> io::Result<Box<dyn Read + Send>> + Send>;

/// One source of lines.
pub struct Input {
    /// How reports call it.
    pub name: String,
    /// Its size before unpacking, when it is known.
    pub size_bytes: Option<u64>,
    /// How much of it has been read, of the present reading.
    pub bytes_read: BytesRead,
    open: Open,
}

impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Input")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl Input {
    /// Takes a file.
    ///
    /// # Errors
    /// It is not there, is a folder, or may not be read.
    pub fn file(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        if metadata.is_dir() {
            return Err(io::Error::from(io::ErrorKind::IsADirectory));
        }
        let size_bytes = metadata.is_file().then_some(metadata.len());
        let path = path.to_owned();
        Ok(Self::new(
            path.display().to_string(),
            size_bytes,
            move || Ok(Box::new(File::open(&path)?)),
        ))
    }

    /// Takes the standard input, spooled to an unnamed temporary file so that it can be read twice.
    ///
    /// # Errors
    /// It cannot be read, or the spool cannot be written.
    pub fn spooled(name: &str, mut reader: impl Read) -> io::Result<Self> {
        let mut spool = tempfile::tempfile()?;
        let size_bytes = io::copy(&mut reader, &mut spool)?;
        Ok(Self::new(name.to_owned(), Some(size_bytes), move || {
            let mut again = spool.try_clone()?;
            again.seek(SeekFrom::Start(0))?;
            Ok(Box::new(again))
        }))
    }

    /// Makes a source that `open` opens, from its start each time.
    pub fn new(
        name: String,
        size_bytes: Option<u64>,
        open: impl FnMut() -> io::Result<Box<dyn Read + Send>> + Send + 'static,
    ) -> Self {
        Self {
            name,
            size_bytes,
            bytes_read: BytesRead::default(),
            open: Box::new(open),
        }
    }

    /// Opens it from its start, unpacked when it is gzip.
    ///
    /// # Errors
    /// It cannot be opened or read.
    pub fn reader(&mut self) -> io::Result<Box<dyn BufRead + Send>> {
        self.bytes_read.store(0, Ordering::Relaxed);
        let mut counted = Counted {
            inner: (self.open)()?,
            count: Arc::clone(&self.bytes_read),
        };
        let mut start = Vec::with_capacity(2);
        counted.by_ref().take(2).read_to_end(&mut start)?;
        let is_gzip = start == [0x1F, 0x8B];
        let whole = io::Cursor::new(start).chain(counted);
        if is_gzip {
            let unpacked = MultiGzDecoder::new(BufReader::new(whole));
            Ok(Box::new(BufReader::with_capacity(1 << 16, unpacked)))
        } else {
            Ok(Box::new(BufReader::with_capacity(1 << 16, whole)))
        }
    }
}

struct Counted {
    inner: Box<dyn Read + Send>,
    count: BytesRead,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.count.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn text_of(input: &mut Input) -> String {
        let mut text = String::new();
        input.reader().unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn gzip_is_known_by_its_first_bytes_and_can_be_read_twice() {
        let mut packed = GzEncoder::new(Vec::new(), Compression::default());
        packed.write_all(b"one\ntwo\n").unwrap();
        let packed = packed.finish().unwrap();
        let mut input = Input::spooled("-", packed.as_slice()).unwrap();
        assert_eq!(text_of(&mut input), "one\ntwo\n");
        assert_eq!(text_of(&mut input), "one\ntwo\n");
        assert_eq!(
            input.bytes_read.load(Ordering::Relaxed),
            input.size_bytes.unwrap()
        );
    }

    #[test]
    fn a_plain_input_of_no_or_one_byte_is_read_as_it_is() {
        for text in ["", "x", "xyz"] {
            let mut input = Input::spooled("-", text.as_bytes()).unwrap();
            assert_eq!(text_of(&mut input), text);
        }
    }
}
