//! Short names for what the widget's script gives its WebAssembly.
//!
//! wasm-bindgen names two hundred functions after their types, each with a hash of sixteen digits that no
//! compression can shorten, and names them in both files. Nobody but the two files reads these names.
//!
//! **Invariant:** only names of imports change, and each in both files; a module that cannot be read stays
//! as it is, with its script.

/// Script and module with short names for their imports.
pub(super) fn shorten(js: String, wasm: Vec<u8>) -> (String, Vec<u8>) {
    let Some((short_wasm, long_names)) = rename(&wasm) else {
        return (js, wasm);
    };
    // The longest first, for one name may begin another.
    let mut names: Vec<(usize, &String)> = long_names.iter().enumerate().collect();
    names.sort_by_key(|(_, long)| std::cmp::Reverse(long.len()));
    let js = names.into_iter().fold(js, |js, (index, long)| {
        js.replace(long.as_str(), &short(index))
    });
    (js, short_wasm)
}

fn short(index: usize) -> String {
    format!("_{index}")
}

const HEADER_BYTES: usize = 8;
const IMPORT_SECTION: u8 = 2;

/// The module with its imports numbered, and their former names in that order.
fn rename(wasm: &[u8]) -> Option<(Vec<u8>, Vec<String>)> {
    let (header, mut rest) = wasm.split_at_checked(HEADER_BYTES)?;
    let (mut out, mut names) = (header.to_vec(), Vec::new());
    while let Some((id, after)) = rest.split_first() {
        let (size, after) = number(after)?;
        let (content, after) = after.split_at_checked(size)?;
        out.push(*id);
        if *id == IMPORT_SECTION {
            let section = imports(content, &mut names)?;
            put_text(&mut out, &section);
        } else {
            put_text(&mut out, content);
        }
        rest = after;
    }
    Some((out, names))
}

/// The import section (WebAssembly core specification, 5.5.5): module, name, kind and type of each.
fn imports(section: &[u8], names: &mut Vec<String>) -> Option<Vec<u8>> {
    let (count, mut rest) = number(section)?;
    let mut out = Vec::new();
    put_number(&mut out, count);
    for index in 0..count {
        let (module, after) = text(rest)?;
        let (name, after) = text(after)?;
        // Functions only: what else the script could give has types of more bytes.
        let after_kind = after.strip_prefix(&[0])?;
        let (kind, _) = number(after_kind)?;
        let size = after.len() - after_kind.len() + number_bytes(kind);
        let (described, after) = after.split_at_checked(size)?;
        put_text(&mut out, module);
        put_text(&mut out, short(index).as_bytes());
        out.extend_from_slice(described);
        names.push(String::from_utf8(name.to_vec()).ok()?);
        rest = after;
    }
    rest.is_empty().then_some(out)
}

/// An unsigned LEB128 number and what follows it.
fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut value = 0;
    for (index, byte) in bytes.iter().enumerate().take(5) {
        value |= usize::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Some((value, bytes.get(index + 1..)?));
        }
    }
    None
}

fn number_bytes(value: usize) -> usize {
    let mut out = Vec::new();
    put_number(&mut out, value);
    out.len()
}

fn put_number(out: &mut Vec<u8>, mut value: usize) {
    loop {
        let low = u8::try_from(value & 0x7f).unwrap_or_default();
        value >>= 7;
        out.push(if value == 0 { low } else { low | 0x80 });
        if value == 0 {
            return;
        }
    }
}

fn text(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (size, rest) = number(bytes)?;
    rest.split_at_checked(size)
}

fn put_text(out: &mut Vec<u8>, text: &[u8]) {
    put_number(out, text.len());
    out.extend_from_slice(text);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One type, two imported functions of module `m`, and an empty custom section.
    fn module() -> Vec<u8> {
        let mut wasm = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0".to_vec();
        wasm.extend_from_slice(b"\x02\x19\x02\x01m\x05f_abc\0\0\x01m\x09f_abc_def\0\0");
        wasm.extend_from_slice(b"\0\x02\x01c");
        wasm
    }

    #[test]
    fn both_files_get_the_same_short_names() {
        let js = "m={f_abc:1,f_abc_def:2}".to_owned();
        let (js, wasm) = shorten(js, module());
        assert_eq!(js, "m={_0:1,_1:2}");
        let mut expected = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0".to_vec();
        expected.extend_from_slice(b"\x02\x0f\x02\x01m\x02_0\0\0\x01m\x02_1\0\0\0\x02\x01c");
        assert_eq!(wasm, expected);
    }

    #[test]
    fn what_is_no_module_stays_as_it_is() {
        for end in 1..module().len() {
            let broken: Vec<u8> = module().into_iter().take(end).collect();
            let (js, wasm) = shorten("f_abc".to_owned(), broken.clone());
            assert!(js == "f_abc" && wasm == broken || rename(&broken).is_some());
        }
    }
}
