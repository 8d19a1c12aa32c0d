//! The models from the command line: real purchases through file and store, tables, texts, and what is none.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::harness::{file, json, klantbeeld};

fn near(value: &Value, published: f64) {
    let value = value.as_f64().unwrap();
    assert!(
        (value - published).abs() < 5e-4,
        "{value} beside {published}"
    );
}

fn sentiment(args: &[&str], input: &[u8]) -> Vec<Value> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_klantbeeld"))
        .arg("sentiment")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&input).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success());
    let lines = String::from_utf8(output.stdout).unwrap();
    lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn the_shop_gives_the_reference_parameters_from_its_file_and_from_the_store() {
    let data = file("demo/data/CDNOW_master.txt.gz").display().to_string();
    let until = ["fit", "--json", "--until", "1997-09-30"];
    let from_file = json(&[&until[..], &["--csv", &data, "--currency", "USD"]].concat());
    let folder = tempfile::tempdir().unwrap();
    let store = format!("sqlite:{}", folder.path().join("cdnow.sqlite").display());
    let mapping = file("demo/cdnow.toml").display().to_string();
    json(&[
        "import",
        "--json",
        "--store",
        &store,
        "--mapping",
        &mapping,
        &data,
    ]);
    let from_store = json(&[&until[..], &["--store", &store]].concat());
    for answer in [&from_file, &from_store] {
        assert_eq!(answer["counts"]["customers"], 23_570);
        assert_eq!(answer["currency"], "USD");
        for (name, published) in [
            ("r", 0.251_624),
            ("alpha", 4.788_945),
            ("a", 0.723_433),
            ("b", 2.161_087),
        ] {
            near(&answer["purchases"][name], published);
        }
        assert!(answer["value"]["v"].as_f64().unwrap() > 1.0);
    }
    assert_eq!(from_file["value"], from_store["value"]);
}

#[test]
fn a_table_of_contracts_is_foretold_with_reasons() {
    let train = file("models/tests/data/churn_train.csv")
        .display()
        .to_string();
    let test = file("models/tests/data/churn_test.csv")
        .display()
        .to_string();
    let answer = json(&["churn", "--json", &train, &test, "--target", "left"]);
    assert_eq!(answer["predictions"].as_array().unwrap().len(), 300);
    assert!(answer["auc"].as_f64().unwrap() > 0.75);
    assert!(answer["calibration_error"].as_f64().unwrap() < 0.08);
    let first = &answer["predictions"][0];
    assert!((first["probability"].as_f64().unwrap() - 0.902_112).abs() < 1e-5);
    assert!(!first["factors"].as_array().unwrap().is_empty());
}

#[test]
fn each_line_has_its_feeling_language_and_words() {
    let text = "VADER is smart, handsome, and funny.\nWat een waardeloze dienst, niet goed\n\nIch bin nicht zufrieden\n";
    let lines = sentiment(&["--lang", "auto", "--json"], text.as_bytes());
    assert_eq!(lines.len(), 4);
    assert_eq!(
        (&lines[0]["language"], &lines[0]["score"]),
        (&"en".into(), &0.8316.into())
    );
    assert_eq!(lines[0]["words"][0]["text"], "smart");
    assert_eq!(lines[1]["language"], "nl");
    assert!(lines[1]["score"].as_f64().unwrap() < -0.5);
    for nothing in &lines[2..] {
        assert_eq!(
            (&nothing["language"], &nothing["score"]),
            (&Value::Null, &0.0.into())
        );
    }
    let broken = sentiment(&["--json"], b"\xff\xfe not good\nno line end");
    assert_eq!(broken.len(), 2);
}

#[test]
fn too_little_and_too_odd_is_answered_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let empty = write("empty.csv", "");
    let header = write("header.csv", "id,date,amount\n");
    let one = write("one.csv", "id,date,amount\na,1997-01-01,3.50\n");
    let odd = write(
        "odd.csv",
        "id,date,amount\na,1997-01-01,-3\na,soon,4\n,1997-01-01,4\n",
    );
    let other = write("other.csv", "a,b\n1,2\n");
    let refused = |args: &[&str]| {
        let output = klantbeeld(args);
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!said.contains("panicked"), "{said}");
        said
    };
    let fit = |path: &str| refused(&["fit", "--json", "--until", "1997-09-30", "--csv", path]);
    assert!(fit(&empty).contains("not enough data"));
    assert!(fit(&header).contains("not enough data: 0 purchases"));
    assert!(fit(&one).contains("not enough data: 1 purchase ("));
    assert!(fit(&odd).contains("not enough data: 0 purchases"));
    assert!(fit(&other).contains("there is no column `id`"));
    let churn = |train: &str, target: &str| {
        refused(&["churn", "--json", train, &other, "--target", target])
    };
    assert!(churn(&empty, "a").contains("not enough data"));
    assert!(churn(&other, "c").contains("there is no column `c`; there are: a, b"));
    assert!(churn(&other, "b").contains("not enough data: 1 row"));
}
