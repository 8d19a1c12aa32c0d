//! Both places where files can lie do the same.

use super::*;

const PDF: &[u8] = b"%PDF-1.7\nGeachte mevrouw";

fn tenant(id: &str) -> TenantId {
    TenantId::parse(id).unwrap()
}

fn customer(id: &str) -> CustomerId {
    CustomerId::parse(id).unwrap()
}

async fn in_both(test: impl AsyncFn(Attachments)) {
    test(Attachments::in_memory(64)).await;
    let folder = tempfile::tempdir().unwrap();
    test(Attachments::in_folder(&folder.path().join("files"), 64).unwrap()).await;
}

#[tokio::test]
async fn a_file_is_its_customers_and_nobody_elses() {
    in_both(async |files| {
        let (t, c) = (tenant("t"), customer("c-1"));
        let content = Bytes::from_static(PDF);
        let added = files.add(&t, &c, " brief.pdf ", content.clone()).await;
        let added = added.unwrap();
        assert_eq!((added.name.as_str(), added.size_bytes), ("brief.pdf", 24));
        assert_eq!(files.read(&t, &c, &added.sha256).await.unwrap(), content);
        assert!(files.has(&t, &c, &added).await.unwrap());
        for (t, c) in [
            (tenant("u"), customer("c-1")),
            (tenant("t"), customer("c-2")),
        ] {
            let read = files.read(&t, &c, &added.sha256).await;
            assert!(matches!(read, Err(AttachmentError::NotFound)));
            assert!(!files.has(&t, &c, &added).await.unwrap());
        }
        let smaller = Attachment {
            size_bytes: 3,
            ..added
        };
        assert!(!files.has(&t, &c, &smaller).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn the_same_file_twice_is_one_file() {
    in_both(async |files| {
        let (t, c) = (tenant("t"), customer("c-1"));
        let first = files
            .add(&t, &c, "a.pdf", Bytes::from_static(PDF))
            .await
            .unwrap();
        let second = files
            .add(&t, &c, "b.pdf", Bytes::from_static(PDF))
            .await
            .unwrap();
        assert_eq!(first.sha256, second.sha256);
        assert_eq!(second.name, "b.pdf");
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_meant_is_refused_with_the_reason() {
    in_both(async |files| {
        let (t, c) = (tenant("t"), customer("c-1"));
        let add = async |name: &str, content: &[u8]| {
            let content = Bytes::copy_from_slice(content);
            files
                .add(&t, &c, name, content)
                .await
                .unwrap_err()
                .to_string()
        };
        let large = [PDF, &[b' '; 64]].concat();
        assert_eq!(add("a.pdf", b"").await, "the file is empty");
        assert_eq!(
            add("a.pdf", &large).await,
            "the file is larger than 64 bytes"
        );
        assert!(add("a.html", b"<html>").await.contains("is not taken"));
        assert!(add("  ", PDF).await.contains("a name of one line"));
        assert!(add("a\r\nb.pdf", PDF).await.contains("a name of one line"));
    })
    .await;
}

#[tokio::test]
async fn no_id_or_hash_leads_out_of_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("secret"), "geheim").unwrap();
    let files = Attachments::in_folder(&folder.path().join("files"), 64).unwrap();
    let t = tenant("t");
    for sha256 in ["../../secret", "..", "../../../secret", "/etc/passwd", ""] {
        let read = files.read(&t, &customer("c-1"), sha256).await;
        assert!(read.is_err(), "{sha256}");
    }
}
