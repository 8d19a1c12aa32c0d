//! What a file is, by its content: the types that are taken, and no others.
//!
//! It exists because a name proves nothing, and because a page or script that somebody uploads must never be
//! answered as one. Pictures, documents and sound are known by their first bytes; plain text by being text.

/// The types as an error names them.
pub(super) const NAMES: &str = "PDF, pictures (JPEG, PNG, WebP, HEIC, GIF, TIFF), Word, Excel, PowerPoint, \
    OpenDocument, plain text and sound (MP3, M4A, WAV, Ogg)";

const TAKEN: [&str; 20] = [
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/heif",
    "image/gif",
    "image/tiff",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.presentation",
    "audio/mpeg",
    "audio/m4a",
    "audio/x-wav",
    "audio/ogg",
];

/// Returns the type of a file; none when it is not taken.
pub(super) fn of(name: &str, content: &[u8]) -> Option<&'static str> {
    match infer::get(content) {
        Some(kind) => TAKEN.into_iter().find(|taken| *taken == kind.mime_type()),
        None => is_plain_text(name, content).then_some("text/plain"),
    }
}

/// Text is known by its name and by being UTF-8 without control characters; markup is never plain.
fn is_plain_text(name: &str, content: &[u8]) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    let is_named = ending.is_some_and(|ending| ending.eq_ignore_ascii_case("txt"));
    let is_text = |text: &str| {
        text.chars()
            .all(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t'))
    };
    is_named && std::str::from_utf8(content).is_ok_and(is_text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_says_what_a_file_is_and_not_its_name() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
        assert_eq!(of("brief.pdf", png), Some("image/png"));
        assert_eq!(of("brief.pdf", b"%PDF-1.7\n"), Some("application/pdf"));
        assert_eq!(
            of("foto.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF"),
            Some("image/jpeg")
        );
        assert_eq!(
            of("nota.TXT", "Belt liever na vijven ✓\n".as_bytes()),
            Some("text/plain")
        );
    }

    #[test]
    fn pages_programs_and_the_unknown_are_not_taken() {
        for (name, content) in [
            (
                "a.html",
                b"<!DOCTYPE html><script>alert(1)</script>".as_slice(),
            ),
            ("a.txt", b"<html><script>alert(1)</script></html>"),
            ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            ("a.xml", b"<?xml version='1.0'?><a/>"),
            ("a.exe", b"MZ\x90\0\x03\0\0\0"),
            ("a.sh", b"#!/bin/sh\necho"),
            ("a.pdf", b"no pdf at all"),
            ("a.zip", b"PK\x03\x04\x14\0\0\0"),
            ("a.txt", b"bin\0ary"),
            ("a.txt", b"\xff\xfe\x00"),
        ] {
            assert_eq!(of(name, content), None, "{name}");
        }
    }
}
