//! `aws.parseArn`.

use super::owned::{owned, owned_items};
use std::borrow::Cow;
use std::sync::Arc;

/// An ARN taken apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Arn<'a> {
    pub(super) partition: Cow<'a, str>,
    pub(super) service: Cow<'a, str>,
    pub(super) region: Cow<'a, str>,
    pub(super) account_id: Cow<'a, str>,
    pub(super) resource_id: Arc<[Cow<'a, str>]>,
}

impl<'a> Arn<'a> {
    /// Takes an ARN apart, its resource split at `:` and `/`.
    ///
    /// Gives nothing unless there are six fields of which the first is `arn` and the partition,
    /// the service and the resource are not empty.
    pub fn parse(arn: &'a str) -> Option<Self> {
        let mut fields = arn.splitn(6, ':');
        if fields.next()? != "arn" {
            return None;
        }
        let [partition, service] = [fields.next()?, fields.next()?];
        let [region, account_id] = [fields.next()?, fields.next()?];
        let resource = fields.next()?;
        if [partition, service, resource].contains(&"") {
            return None;
        }
        Some(Self {
            partition: partition.into(),
            service: service.into(),
            region: region.into(),
            account_id: account_id.into(),
            resource_id: resource.split([':', '/']).map(Cow::Borrowed).collect(),
        })
    }

    pub(super) fn to_static(&self) -> Arn<'static> {
        Arn {
            partition: owned(&self.partition),
            service: owned(&self.service),
            region: owned(&self.region),
            account_id: owned(&self.account_id),
            resource_id: owned_items(&self.resource_id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::Attribute;
    use super::super::value::Value;
    use super::*;

    fn resource(arn: &str) -> Vec<String> {
        let arn = Arn::parse(arn).expect("an ARN");
        arn.resource_id.iter().map(|piece| piece.to_string()).collect()
    }

    #[test]
    fn fields_are_taken_apart() {
        let arn = Arn::parse("arn:aws:s3:us-east-2:012345678:bucket").expect("an ARN");
        let text = |attribute| arn.attribute(attribute);
        assert_eq!(text(Attribute::ArnPartition), Some("aws".into()));
        assert_eq!(text(Attribute::ArnService), Some("s3".into()));
        assert_eq!(text(Attribute::ArnRegion), Some("us-east-2".into()));
        assert_eq!(text(Attribute::ArnAccountId), Some("012345678".into()));
        assert_eq!(text(Attribute::ArnResourceId), Some(Value::List(arn.resource_id.clone())));
        assert_eq!(text(Attribute::UrlPath), None);
    }

    #[test]
    fn resources_are_split_at_colons_and_slashes() {
        assert_eq!(resource("arn:aws:s3:::a/b:c"), ["a", "b", "c"]);
        assert_eq!(resource("arn:aws:s3:::a::"), ["a", "", ""]);
    }

    #[test]
    fn region_and_account_may_be_empty() {
        assert!(Arn::parse("arn:aws:s3:::bucket").is_some());
    }

    #[test]
    fn what_is_no_arn_gives_nothing() {
        let broken = [
            "",
            "arn",
            "arn:aws:s3:us-east-1:1",
            "ARN:aws:s3:::bucket",
            "nra:aws:s3:::bucket",
            "arn::s3:::bucket",
            "arn:aws::::bucket",
            "arn:aws:s3:::",
        ];
        for arn in broken {
            assert_eq!(Arn::parse(arn), None, "{arn}");
        }
    }

    #[test]
    fn a_copy_that_borrows_nothing_is_equal() {
        let arn = Arn::parse("arn:aws:s3:r:a:x/y").expect("an ARN");
        assert_eq!(arn.to_static(), arn);
    }
}
