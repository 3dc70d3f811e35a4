//! `aws.partition`.

use regex_lite::Regex;
use std::sync::OnceLock;

/// A service's table of AWS partitions, as in the "AWS rules engine library functions" page of
/// Smithy's documentation.
#[derive(Debug)]
pub struct Partitions {
    list: &'static [Partition],
    /// Leaked, so that a crate which holds a table need not compile how to drop it.
    regexes: OnceLock<&'static [Option<Regex>]>,
}

/// A group of regions that share their host names' suffixes.
#[derive(Debug, PartialEq)]
pub struct Partition {
    /// The partition's name, such as `aws-cn`.
    pub id: &'static str,
    /// What the names of its regions look like; regions not listed yet are matched with it.
    pub region_regex: &'static str,
    /// The regions known today.
    pub regions: &'static [&'static str],
    /// The suffix of host names.
    pub dns_suffix: &'static str,
    /// The suffix of dual-stack host names.
    pub dual_stack_dns_suffix: &'static str,
    /// Whether there are FIPS endpoints.
    pub supports_fips: bool,
    /// Whether there are dual-stack endpoints.
    pub supports_dual_stack: bool,
    /// The region that signs for global services.
    pub implicit_global_region: &'static str,
}

impl Partitions {
    /// Takes the partitions in the order in which they are tried.
    pub const fn new(list: &'static [Partition]) -> Self {
        Self { list, regexes: OnceLock::new() }
    }

    /// Finds a region's partition: the one that lists it, else the first whose regular expression
    /// matches, else `aws`.
    pub fn find(&self, region: &str) -> Option<&'static Partition> {
        self.list
            .iter()
            .find(|partition| partition.regions.contains(&region))
            .or_else(|| self.find_by_regex(region))
            .or_else(|| self.list.iter().find(|partition| partition.id == "aws"))
    }

    fn find_by_regex(&self, region: &str) -> Option<&'static Partition> {
        let compile = |partition: &Partition| Regex::new(partition.region_regex).ok();
        let regexes =
            self.regexes.get_or_init(|| Vec::leak(self.list.iter().map(compile).collect()));
        let matches =
            |regex: &Option<Regex>| regex.as_ref().is_some_and(|regex| regex.is_match(region));
        self.list.get(regexes.iter().position(matches)?)
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::Attribute;
    use super::*;

    const fn partition(
        id: &'static str,
        region_regex: &'static str,
        regions: &'static [&'static str],
    ) -> Partition {
        Partition {
            id,
            region_regex,
            regions,
            dns_suffix: "example.com",
            dual_stack_dns_suffix: "dual.example.com",
            supports_fips: true,
            supports_dual_stack: false,
            implicit_global_region: "global",
        }
    }

    static PARTITIONS: Partitions = Partitions::new(&[
        partition("broken", "(", &[]),
        partition("aws", r"^(us|eu)\-\w+\-\d+$", &["us-east-1", "eu-odd"]),
        partition("aws-cn", r"^cn\-\w+\-\d+$", &["cn-north-1", "us-listed-1"]),
    ]);

    fn found(region: &str) -> Option<&'static str> {
        PARTITIONS.find(region).map(|partition| partition.id)
    }

    #[test]
    fn a_listed_region_is_found() {
        assert_eq!(found("us-east-1"), Some("aws"));
        assert_eq!(found("eu-odd"), Some("aws"));
        assert_eq!(found("cn-north-1"), Some("aws-cn"));
    }

    #[test]
    fn a_list_wins_over_a_regex() {
        assert_eq!(found("us-listed-1"), Some("aws-cn"));
    }

    #[test]
    fn a_new_region_is_found_by_its_looks() {
        assert_eq!(found("cn-new-7"), Some("aws-cn"));
        assert_eq!(found("us-new-7"), Some("aws"));
    }

    #[test]
    fn any_other_region_is_taken_for_aws() {
        assert_eq!(found("mars"), Some("aws"));
        assert_eq!(found(""), Some("aws"));
    }

    #[test]
    fn no_partitions_no_answer() {
        assert_eq!(Partitions::new(&[]).find("us-east-1"), None);
    }

    #[test]
    fn attributes_are_given_by_name() {
        let aws = PARTITIONS.find("us-east-1").expect("a partition");
        assert_eq!(aws.attribute(Attribute::PartitionName), Some("aws".into()));
        assert_eq!(aws.attribute(Attribute::DnsSuffix), Some("example.com".into()));
        assert_eq!(aws.attribute(Attribute::DualStackDnsSuffix), Some("dual.example.com".into()));
        assert_eq!(aws.attribute(Attribute::SupportsFips), Some(true.into()));
        assert_eq!(aws.attribute(Attribute::SupportsDualStack), Some(false.into()));
        assert_eq!(aws.attribute(Attribute::ImplicitGlobalRegion), Some("global".into()));
        assert_eq!(aws.attribute(Attribute::ArnRegion), None);
    }
}
