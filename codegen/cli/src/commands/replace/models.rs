//! Which model in a folder is that of which official crate.

use crate::inputs;
use anyhow::{Context, Result, bail};
use smithwright_codegen::{model_files, official_package};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// How far down models are: AWS publishes them as `<service>/service/<version>/<service>-<version>.json`, and a checkout
/// of these may be given.
const DEPTH: usize = 5;

/// Models by the official crate of their service.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Models(BTreeMap<String, Vec<PathBuf>>);

/// Why a crate has no model.
#[derive(Debug, PartialEq, Eq)]
pub enum Unclear<'a> {
    /// None is of its service.
    None,
    /// Several are, and none of them is but an older version of another.
    Several(&'a [PathBuf]),
}

impl Models {
    /// The models in `folder`: as AWS publishes them, as botocore has them, or all in one folder.
    ///
    /// # Errors
    ///
    /// When the folder or a file in it cannot be read, or none is a model.
    pub fn below(folder: &Path) -> Result<Self> {
        let mut models = Self::default();
        let shown = |entry: &DirEntry| {
            entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
        };
        let entries = WalkDir::new(folder).max_depth(DEPTH).sort_by_file_name();
        for entry in entries.into_iter().filter_entry(shown) {
            let entry = entry.with_context(|| format!("{}: cannot be read", folder.display()))?;
            if entry.file_type().is_file() && may_be_model(entry.path()) {
                models.add(entry.into_path())?;
            }
        }
        match models.0.is_empty() {
            true => bail!(
                "{}: there is no model here; AWS publishes one of each service as \
                 <service>/service/<version>/<service>-<version>.json, and botocore has them in its folder `data`",
                folder.display()
            ),
            false => Ok(models),
        }
    }

    fn add(&mut self, file: PathBuf) -> Result<()> {
        let text = inputs::source(&file, Path::new(""))?.text;
        if let Some(sdk_id) = model_files::sdk_id(&text) {
            self.0.entry(official_package(&sdk_id)).or_default().push(file);
        }
        Ok(())
    }

    /// The model of an official crate: the newest, if all are versions of one service.
    ///
    /// # Errors
    ///
    /// When there is none, or it is not clear which of several is meant.
    pub fn find(&self, package: &str) -> Result<&Path, Unclear<'_>> {
        match self.0.get(package).map(Vec::as_slice) {
            None | Some([]) => Err(Unclear::None),
            Some([one]) => Ok(one),
            Some(several) => newest(several).ok_or(Unclear::Several(several)),
        }
    }

    /// The crates that have a model.
    pub fn packages(&self) -> impl Iterator<Item = &String> {
        self.0.keys()
    }
}

/// botocore has many files beside its models, which need not be read.
fn may_be_model(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let beside = [
        model_files::PAGINATORS,
        model_files::SERVICE_EXTRAS,
        model_files::PAGINATORS_EXTRAS,
        model_files::WAITERS,
        model_files::ENDPOINT_RULES,
        model_files::PARTITIONS,
        "examples-1.json",
    ];
    name.ends_with(".json") && !beside.contains(&name)
}

/// The newest of the models, if they stand in folders of one service that are called after their versions.
fn newest(models: &[PathBuf]) -> Option<&Path> {
    let versions: Option<BTreeMap<_, _>> =
        models.iter().map(|model| Some((version(model)?, model))).collect();
    let versions = versions.filter(|versions| versions.len() == models.len())?;
    let services = versions.keys().map(|folder| folder.parent()).collect::<BTreeSet<_>>();
    let (_, newest) = versions.last_key_value().filter(|_| services.len() == 1)?;
    Some(newest)
}

/// The folder of a model, if it is called after a version, which is a date.
fn version(model: &Path) -> Option<&Path> {
    let folder = model.parent()?;
    let name = folder.file_name()?.to_string_lossy();
    name.starts_with(|c: char| c.is_ascii_digit()).then_some(folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn ast(sdk_id: &str) -> String {
        format!(
            r#"{{"smithy": "2.0", "shapes": {{"a#A": {{"type": "service", "traits": {{"aws.api#service": {{"sdkId": {sdk_id:?}}}}}}}}}}}"#
        )
    }

    fn botocore(sdk_id: &str) -> String {
        format!(r#"{{"metadata": {{"serviceId": {sdk_id:?}}}}}"#)
    }

    fn folder(files: &[(&str, String)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    #[test]
    fn models_are_found_in_each_layout() {
        let layouts = [
            folder(&[
                ("models/sso-oidc/service/2019-06-10/sso-oidc-2019-06-10.json", ast("SSO OIDC")),
                ("models/sts/service/2011-06-15/sts-2011-06-15.json", ast("STS")),
                (".git/x.json", ast("STS")),
            ]),
            folder(&[
                ("sso-oidc.json", ast("SSO OIDC")),
                ("sts.json", ast("STS")),
                ("sdk-partitions.json", "{}".into()),
            ]),
            folder(&[
                ("sso-oidc/2019-06-10/service-2.json", botocore("SSO OIDC")),
                ("sts/2011-06-15/service-2.json", botocore("STS")),
                ("sts/2011-06-15/paginators-1.json", "not read".into()),
                ("partitions.json", "{}".into()),
            ]),
        ];
        for layout in layouts {
            let models = Models::below(layout.path()).unwrap();
            assert_eq!(models.packages().collect::<Vec<_>>(), ["aws-sdk-ssooidc", "aws-sdk-sts"]);
            assert!(models.find("aws-sdk-sts").unwrap().starts_with(layout.path()));
            assert_eq!(models.find("aws-sdk-s3"), Err(Unclear::None));
        }
    }

    #[test]
    fn the_newest_version_of_a_service_is_taken() {
        let folder = folder(&[
            ("cloudfront/2019-03-26/service-2.json", botocore("CloudFront")),
            ("cloudfront/2020-05-31/service-2.json", botocore("CloudFront")),
            ("cloudfront/2014-05-31/service-2.json", botocore("CloudFront")),
        ]);
        let models = Models::below(folder.path()).unwrap();
        let newest = folder.path().join("cloudfront/2020-05-31/service-2.json");
        assert_eq!(models.find("aws-sdk-cloudfront"), Ok(newest.as_path()));
    }

    #[test]
    fn several_models_of_one_crate_are_told() {
        for files in [
            ["a.json", "b.json"],
            ["a/1/a.json", "b/2/b.json"],
            ["a/1/a.json", "a/1/b.json"],
            ["s/x/a.json", "s/y/b.json"],
        ] {
            let folder = folder(&files.map(|file| (file, ast("STS"))));
            let models = Models::below(folder.path()).unwrap();
            let several = files.map(|file| folder.path().join(file));
            assert_eq!(models.find("aws-sdk-sts"), Err(Unclear::Several(&several)));
        }
    }

    #[test]
    fn a_folder_without_models_is_refused() {
        let folder =
            folder(&[("a.json", "{}".into()), ("b.txt", ast("STS")), ("c.json", "{".into())]);
        let error = Models::below(folder.path()).unwrap_err().to_string();
        assert!(error.contains("there is no model here; AWS publishes"), "{error}");
        assert!(Models::below(&folder.path().join("nowhere")).is_err());
    }
}
