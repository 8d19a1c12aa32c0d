//! `import --explain` names what a mapping may say, and what it makes of a file.

use std::fs;

use crate::harness::{file, klantbeeld};

fn explained(args: &[&str]) -> String {
    let output = klantbeeld(&[&["import", "--explain"], args].concat());
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{args:?}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// Returns the words under a title, in the lines that are set in.
fn under<'a>(text: &'a str, title: &str) -> Vec<&'a str> {
    let lines = text.lines().skip_while(|line| *line != title).skip(1);
    let lines = lines.take_while(|line| line.starts_with("    "));
    lines.flat_map(|line| line.trim().split(", ")).collect()
}

#[test]
fn without_a_file_the_words_of_the_policy_are_listed() {
    let text = explained(&[]);
    assert!(under(&text, "kind").contains(&"order"), "{text}");
    assert!(under(&text, "kind").contains(&"showroom_visit"), "{text}");
    assert!(under(&text, "channel").contains(&"whatsapp"), "{text}");
    assert!(under(&text, "department").contains(&"sales"), "{text}");
    assert_eq!(under(&text, "direction"), ["in", "out", "none"]);
    assert_eq!(under(&text, "status").len(), 10, "{text}");
    assert!(text.contains("person.last_name"), "{text}");
}

#[test]
fn kinds_that_the_policy_shows_to_nobody_stand_apart() {
    let folder = tempfile::tempdir().unwrap();
    let policy = folder.path().join("p.toml").display().to_string();
    assert!(
        klantbeeld(&["policy", "new", "--out", &policy])
            .status
            .success()
    );
    let text = explained(&["--policy", &policy]);
    assert!(under(&text, "kind").contains(&"call"), "{text}");
    assert!(!under(&text, "kind").contains(&"loyalty"), "{text}");
    let hidden = under(&text, "kind, which this policy shows to nobody");
    assert!(hidden.contains(&"loyalty"), "{text}");
}

#[test]
fn each_column_is_told_with_what_is_made_of_it() {
    let data = file("demo/data/CDNOW_master.txt.gz").display().to_string();
    let mapping = file("demo/cdnow.toml").display().to_string();
    let text = explained(&["--mapping", &mapping, &data]);
    let line = |column: &str| {
        let mut lines = text
            .lines()
            .filter(|line| line.starts_with(&format!("    {column} ")));
        lines.next().unwrap_or_default().to_owned()
    };
    assert!(
        line("customer_id").ends_with("customer.id; identity customer_number"),
        "{text}"
    );
    assert!(line("date").ends_with("item.at, as %Y%m%d"), "{text}");
    assert!(line("dollar_value").ends_with("item.amount"), "{text}");
    assert!(
        line("number_of_cds").ends_with("item.title; item.payload quantity"),
        "{text}"
    );
    assert!(text.contains("the policy has no [source.cdnow]"), "{text}");
}

#[test]
fn columns_that_are_missing_and_columns_that_are_not_read_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let (data, mapping) = (folder.path().join("t.csv"), folder.path().join("m.toml"));
    fs::write(&data, "nummer,kleur\n1,rood\n").unwrap();
    let text = "source = \"crm\"\n[customer]\nid = \"{nummer}\"\n[[field]]\nfield = \"x.y\"\ncolumn = \"naam\"\n";
    fs::write(&mapping, text).unwrap();
    let (data, mapping) = (data.display().to_string(), mapping.display().to_string());
    let text = explained(&["--mapping", &mapping, &data]);
    assert!(text.contains("kleur                    not read"), "{text}");
    assert!(
        text.contains("naam                     IS NOT THERE"),
        "{text}"
    );
    assert!(text.contains("does not name the field x.y"), "{text}");
}
