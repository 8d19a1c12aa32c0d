//! `klantbeeld match` on files, by the binary.

use std::collections::{BTreeSet, HashMap};
use std::fs;

use crate::harness::{file, json, klantbeeld};

/// Returns the pairs of a table, as they are written, and its header.
fn pairs(path: &std::path::Path) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let own = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
    let header = own(reader.headers().unwrap());
    let rows = reader.records().map(|record| own(&record.unwrap()));
    (header, rows.collect())
}

fn data(name: &str) -> String {
    let path = file(&format!("identity/tests/data/{name}"));
    path.to_str().unwrap().to_owned()
}

#[test]
fn doubles_of_a_file_are_found_with_the_evidence_of_each_field() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.csv");
    let persons = folder.path().join("persons.csv");
    let summary = json(&[
        "match",
        &data("febrl1.csv"),
        "--map",
        &data("febrl.toml"),
        "--pairs",
        out.to_str().unwrap(),
        "--persons",
        persons.to_str().unwrap(),
        "--json",
        "--quiet",
    ]);
    let (header, rows) = pairs(&out);
    assert_eq!(header[..4], ["id_a", "id_b", "probability", "given_name"]);
    assert_eq!(header.len(), 3 + 9 + 1);
    let person = |id: &str| id.split('-').nth(1).unwrap().to_owned();
    let right = rows
        .iter()
        .filter(|row| person(&row[0]) == person(&row[1]))
        .count();
    let (precision, recall) = (right as f64 / rows.len() as f64, right as f64 / 500.0);
    assert!(2.0 * precision * recall / (precision + recall) >= 0.99);
    assert!(rows.iter().all(|row| {
        row[2]
            .parse::<f64>()
            .is_ok_and(|p| (0.5..=1.0).contains(&p))
    }));
    assert!(
        rows.iter().any(|row| row[3].starts_with("same +")),
        "evidence in words and bits"
    );
    assert_eq!(summary["records"], serde_json::json!([1000]));
    assert_eq!(summary["pairs"], rows.len());
    assert_eq!(summary["model"]["fields"][8]["name"], "date_of_birth");
    let written: HashMap<String, BTreeSet<String>> =
        pairs(&persons)
            .1
            .into_iter()
            .fold(HashMap::new(), |mut all, row| {
                all.entry(row[1].clone())
                    .or_default()
                    .insert(person(&row[0]));
                all
            });
    assert_eq!(summary["persons"], written.len());
    assert!(written.values().all(|people| people.len() == 1));
}

#[test]
fn two_files_with_other_columns_are_linked_and_wrong_lines_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(
        path("a.csv"),
        "nr;naam;geboren\n1;Jan de Boer;24-12-1980\n2;Ann Smit;01-02-1970\n;x;\n1;y;\n",
    )
    .unwrap();
    fs::write(
        path("b.csv"),
        "id;name;born\nx;\"Boer, Jan de\";1980-12-24\ny;Piet Vos;1955-05-05\nz;one\n",
    )
    .unwrap();
    let map = "id = 'nr'\nother_id = 'id'\ndelimiter = ';'\n\
        [[field]]\ncolumn = 'naam'\nother_column = 'name'\nkind = 'name'\n\
        [[field]]\ncolumn = 'geboren'\nother_column = 'born'\nkind = 'birth_date'\n";
    fs::write(path("map.toml"), map).unwrap();
    let output = klantbeeld(&[
        "match",
        &path("a.csv"),
        &path("b.csv"),
        "--map",
        &path("map.toml"),
        "--pairs",
        &path("out.csv"),
        "--quiet",
    ]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{told}");
    for line in [
        "a.csv:4: has no id",
        "a.csv:5: the id `1` stands there before",
        "b.csv:4: has 2 columns",
    ] {
        assert!(told.contains(line), "{line} in {told}");
    }
    let (_, rows) = pairs(std::path::Path::new(&path("out.csv")));
    let ids: Vec<&[String]> = rows.iter().map(|row| &row[..2]).collect();
    assert_eq!(ids, [["1", "x"]]);
}

#[test]
fn what_cannot_be_matched_is_said_plainly() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(path("a.csv"), "nr,naam\n1,Jan\n").unwrap();
    fs::write(path("empty.csv"), "").unwrap();
    fs::write(
        path("map.toml"),
        "id = 'nr'\n[[field]]\ncolumn = 'name'\nkind = 'name'\n",
    )
    .unwrap();
    for (people, map, said) in [
        (
            "a.csv",
            "map.toml",
            "has no column `name`; it has: nr, naam",
        ),
        ("empty.csv", "map.toml", "is empty"),
        ("none.csv", "map.toml", "there is no file"),
        ("a.csv", "none.toml", "cannot read"),
        ("a.csv", "a.csv", "the map"),
    ] {
        let out = path("out.csv");
        let output = klantbeeld(&[
            "match",
            &path(people),
            "--map",
            &path(map),
            "--pairs",
            &out,
            "--quiet",
        ]);
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success());
        assert!(told.contains(said), "{told}");
    }
}
