//! What texts look like, by the names of their members.

use crate::serde::idempotency_token::uuid;
use fastrand::Rng;

/// How the text of a member of an AWS service is made whose name, in lower case and without marks, ends so. The first that fits
/// counts.
const AWS_TEXTS: [(&str, Form); 15] = [
    ("accountid", Form::Text("123456789012")),
    ("ownerid", Form::Text("123456789012")),
    ("subnetid", Form::Hex("subnet-", 17)),
    ("securitygroupid", Form::Hex("sg-", 17)),
    ("vpcid", Form::Hex("vpc-", 17)),
    ("vpcendpointid", Form::Hex("vpce-", 17)),
    ("instanceid", Form::Hex("i-", 17)),
    ("imageid", Form::Hex("ami-", 17)),
    ("volumeid", Form::Hex("vol-", 17)),
    ("snapshotid", Form::Hex("snap-", 17)),
    ("hostedzoneid", Form::Upper("Z", 20)),
    ("accesskeyid", Form::Upper("AKIA", 16)),
    ("availabilityzone", Form::Text("us-east-1a")),
    ("regionname", Form::Text("us-east-1")),
    ("region", Form::Text("us-east-1")),
];

/// The same for members of all services, unless AWS has something of its own.
const TEXTS: [(&str, Form); 34] = [
    ("requestid", Form::Uuid),
    ("clienttoken", Form::Uuid),
    ("id", Form::Lower(10)),
    ("emailaddress", Form::Email),
    ("email", Form::Email),
    ("domainname", Form::Host),
    ("hostname", Form::Host),
    ("url", Form::Url),
    ("uri", Form::Url),
    ("endpoint", Form::Url),
    ("location", Form::Url),
    ("ipaddress", Form::Address),
    ("ip", Form::Address),
    ("cidrblock", Form::Network),
    ("cidr", Form::Network),
    ("contenttype", Form::Text("application/json")),
    ("mediatype", Form::Text("application/json")),
    ("sha256", Form::Hex("", 64)),
    ("md5", Form::Hex("", 32)),
    ("etag", Form::Hex("", 32)),
    ("digest", Form::Hex("", 64)),
    ("hash", Form::Hex("", 64)),
    ("version", Form::Version),
    ("timestamp", Form::Time),
    ("datetime", Form::Time),
    ("createdat", Form::Time),
    ("updatedat", Form::Time),
    ("time", Form::Time),
    ("date", Form::Date),
    ("token", Form::Lower(32)),
    ("policy", Form::Text("{}")),
    ("json", Form::Text("{}")),
    ("schema", Form::Text("{}")),
    ("template", Form::Text("{}")),
];

/// What ARNs look like, by what stands before `Arn` in the name of their member. The first that fits counts.
const ARNS: [(&str, &str); 16] = [
    ("role", "iam::123456789012:role/"),
    ("user", "iam::123456789012:user/"),
    ("policy", "iam::123456789012:policy/"),
    ("function", "lambda:us-east-1:123456789012:function:"),
    ("lambda", "lambda:us-east-1:123456789012:function:"),
    ("topic", "sns:us-east-1:123456789012:"),
    ("queue", "sqs:us-east-1:123456789012:"),
    ("bucket", "s3:::"),
    ("kmskey", "kms:us-east-1:123456789012:key/"),
    ("key", "kms:us-east-1:123456789012:key/"),
    ("certificate", "acm:us-east-1:123456789012:certificate/"),
    ("secret", "secretsmanager:us-east-1:123456789012:secret:"),
    ("table", "dynamodb:us-east-1:123456789012:table/"),
    ("userpool", "cognito-idp:us-east-1:123456789012:userpool/"),
    ("loggroup", "logs:us-east-1:123456789012:log-group:"),
    ("destination", "logs:us-east-1:123456789012:log-group:"),
];

/// How a text is made.
#[derive(Clone, Copy)]
enum Form {
    Text(&'static str),
    /// So many hexadecimal digits behind a text.
    Hex(&'static str, usize),
    /// So many capital letters and digits behind a text.
    Upper(&'static str, usize),
    /// So many small letters and digits.
    Lower(usize),
    Uuid,
    Email,
    Host,
    Url,
    Address,
    Network,
    Version,
    Time,
    Date,
}

/// The text of a member of this name. `service` is as ARNs name it.
pub fn text(name: &str, service: Option<&str>, random: &mut Rng) -> String {
    let plain: String =
        name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    if let (Some(of), Some(service)) = (plain.strip_suffix("arn"), service) {
        return arn(of, service, random);
    }
    let aws = AWS_TEXTS.iter().filter(|_| service.is_some());
    match aws.chain(&TEXTS).find(|(end, _)| plain.ends_with(end)) {
        Some((_, form)) => formed(*form, random),
        None => format!("{}-{}", kebab(name), hex(4, random)),
    }
}

fn arn(of: &str, service: &str, random: &mut Rng) -> String {
    let name = format!("example-{}", hex(6, random));
    match ARNS.iter().find(|(end, _)| of.ends_with(end)) {
        Some((_, start)) => format!("arn:aws:{start}{name}"),
        None => {
            let kind = if of.is_empty() { "resource" } else { of };
            format!("arn:aws:{service}:us-east-1:123456789012:{kind}/{name}")
        }
    }
}

fn formed(form: Form, random: &mut Rng) -> String {
    match form {
        Form::Text(text) => text.to_owned(),
        Form::Hex(start, digits) => format!("{start}{}", hex(digits, random)),
        Form::Upper(start, letters) => {
            let letters = (0..letters).map(|_| random.digit(36).to_ascii_uppercase());
            letters.fold(start.to_owned(), |text, letter| text + &letter.to_string())
        }
        Form::Lower(letters) => {
            let first = random.lowercase();
            std::iter::once(first).chain((1..letters).map(|_| random.digit(36))).collect()
        }
        Form::Uuid => uuid(random.u128(..)),
        Form::Email => format!("user-{}@example.com", hex(4, random)),
        Form::Host => format!("host-{}.example.com", hex(4, random)),
        Form::Url => format!("https://example.com/{}", hex(8, random)),
        Form::Address => format!("192.0.2.{}", random.u8(1..255)),
        Form::Network => format!("10.{}.0.0/16", random.u8(..)),
        Form::Version => format!("1.{}", random.u8(0..20)),
        Form::Time => format!(
            "2025-{:02}-{:02}T{:02}:{:02}:00Z",
            random.u8(1..=12),
            random.u8(1..=28),
            random.u8(..24),
            random.u8(..60)
        ),
        Form::Date => format!("2025-{:02}-{:02}", random.u8(1..=12), random.u8(1..=28)),
    }
}

fn hex(digits: usize, random: &mut Rng) -> String {
    (0..digits).map(|_| random.digit(16)).collect()
}

/// A name in small letters, with a hyphen before each word.
fn kebab(name: &str) -> String {
    let mut text = String::new();
    let mut before = ' ';
    for letter in name.chars() {
        if letter.is_uppercase() && before.is_lowercase() {
            text.push('-');
        }
        text.extend(letter.to_lowercase());
        before = letter;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_a_text_is() {
        let text = |name| text(name, Some("apigateway"), &mut Rng::with_seed(7));
        assert!(text("TargetRoleArn").starts_with("arn:aws:iam::123456789012:role/example-"));
        assert!(
            text("ResourceArn").starts_with("arn:aws:apigateway:us-east-1:123456789012:resource/")
        );
        assert_eq!(text("AccountId"), "123456789012");
        assert_eq!((text("SubnetId").len(), text("ApiId").len()), (24, 10));
        assert!(text("StageName").starts_with("stage-name-"), "{}", text("StageName"));
        let uuid = text("x-amzn-RequestId");
        assert_eq!((uuid.len(), uuid.as_bytes()[14]), (36, b'4'));
        assert!(text("HTTPEndpoint").starts_with("https://example.com/"));
    }

    #[test]
    fn only_aws_has_arns() {
        let text = super::text("BookArn", None, &mut Rng::with_seed(7));
        assert!(text.starts_with("book-arn-"), "{text}");
        let region = super::text("ShopRegion", None, &mut Rng::with_seed(7));
        assert!(region.starts_with("shop-region-"), "{region}");
    }
}
