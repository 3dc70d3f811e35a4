//! `head` asks for an object's headers, `put` sends a small one, `list` lists 1,000 keys.

mod calls;

use aws_sdk_s3::primitives::ByteStream;

const HEADERS: [(&str, &str); 6] = [
    ("x-amz-request-id", "r1"),
    ("x-amz-id-2", "i2"),
    ("last-modified", "Mon, 06 May 2024 07:08:09 GMT"),
    ("etag", "\"5d41402abc4b2a76b9719d911017c592\""),
    ("x-amz-server-side-encryption", "AES256"),
    ("x-amz-meta-team", "shop"),
];

fn object(index: usize) -> String {
    format!(
        "<Contents><Key>photos/2024/05/image-{index:05}.jpg</Key><LastModified>2024-05-06T07:08:09.000Z</LastModified>\
         <ETag>&quot;{index:032x}&quot;</ETag><ChecksumAlgorithm>CRC32</ChecksumAlgorithm>\
         <ChecksumType>FULL_OBJECT</ChecksumType><Size>{index}</Size><StorageClass>STANDARD</StorageClass></Contents>"
    )
}

fn main() {
    let (what, count) = calls::arguments();
    let objects: Vec<_> = (0..if what == "list" { 1000 } else { 0 }).map(object).collect();
    let body = match what.as_str() {
        "list" => format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\
             <Name>shop</Name><Prefix>photos/</Prefix><KeyCount>1000</KeyCount><MaxKeys>1000</MaxKeys>\
             <IsTruncated>false</IsTruncated>{}</ListBucketResult>",
            objects.concat()
        ),
        _ => String::new(),
    };
    let client = calls::client!(aws_sdk_s3, HEADERS, body);
    match what.as_str() {
        "head" => calls::measure(count, async || {
            let head = client.head_object().bucket("shop").key("photos/1.jpg").send().await;
            assert!(head.expect("an answer").e_tag().is_some());
        }),
        "put" => calls::measure(count, async || {
            let put = client.put_object().bucket("shop").key("photos/1.jpg");
            let put = put.body(ByteStream::from_static(b"hello, shop")).send().await;
            assert!(put.expect("an answer").e_tag().is_some());
        }),
        _ => calls::measure(count, async || {
            let list = client.list_objects_v2().bucket("shop").prefix("photos/").send().await;
            assert_eq!(list.expect("an answer").contents().len(), 1000);
        }),
    }
}
