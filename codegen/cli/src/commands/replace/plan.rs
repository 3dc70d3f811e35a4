//! Which crates are generated from which models.

use super::lock::Package;
use super::models::{Models, Unclear};
use crate::list::{all_or_every_error, did_you_mean};
use anyhow::{Result, anyhow, bail};
use std::path::PathBuf;

/// An official crate, and the model that its stand-in is generated from.
#[derive(Debug, PartialEq, Eq)]
pub struct Choice {
    /// The name of the crate.
    pub package: String,
    /// Its version, which the stand-in has, too: Cargo takes no other.
    pub version: String,
    /// The model.
    pub model: PathBuf,
}

/// What is done about the packages of a lock.
#[derive(Debug, PartialEq, Eq)]
pub struct Plan {
    /// The crates to generate.
    pub choices: Vec<Choice>,
    /// What is left as it is, and why.
    pub left: Vec<String>,
}

/// What to do about the official crates in a lock, of which `wanted` names some or none, which means all. A patch of an
/// earlier run has replaced those in `patched`.
///
/// # Errors
///
/// When there is nothing to replace, a wanted crate is not there, or one has no model, or several.
pub fn plan(
    locked: &[Package],
    patched: &[String],
    wanted: &[String],
    models: &Models,
) -> Result<Plan> {
    if locked.is_empty() {
        bail!("no package in it is called aws-sdk-*: there is nothing to replace");
    }
    let unknown = |name: &String| match locked.iter().any(|package| package.name == *name) {
        true => Ok(()),
        false => {
            let hint = did_you_mean(name, locked.iter().map(|package| &package.name));
            Err(anyhow!("it has no package {name}{hint}"))
        }
    };
    all_or_every_error(wanted.iter().map(unknown))?;
    let wanted =
        locked.iter().filter(|package| wanted.is_empty() || wanted.contains(&package.name));
    let (fit, unfit): (Vec<_>, Vec<_>) =
        wanted.partition(|package| why_not(package, patched).is_none());
    let left = unfit.into_iter().filter_map(|package| {
        let why = why_not(package, patched)?;
        Some(format!("{} {} is left as it is: {why}", package.name, package.version))
    });
    let left: Vec<_> = left.collect();
    if fit.is_empty() {
        bail!("there is nothing to replace:\n{}", left.join("\n"));
    }
    let choices = all_or_every_error(fit.into_iter().map(|package| choice(package, models)))?;
    Ok(Plan { choices, left })
}

/// Why a package is left as it is.
fn why_not(package: &Package, patched: &[String]) -> Option<&'static str> {
    match package.is_folder() && !patched.contains(&package.name) {
        true => Some("it is a folder already"),
        false => package.unfit().map(super::lock::Unfit::why),
    }
}

fn choice(package: &Package, models: &Models) -> Result<Choice> {
    let name = &package.name;
    let model = models.find(name).map_err(|unclear| match unclear {
        Unclear::None => anyhow!(
            "{name}: no model is of this service; add one to the folder of models, or name the packages to replace \
             without this one"
        ),
        Unclear::Several(several) => {
            let several: Vec<_> = several.iter().map(|path| path.display().to_string()).collect();
            anyhow!(
                "{name}: {} models are of this service, {}; keep one of them in the folder of models",
                several.len(),
                several.join(" and ")
            )
        }
    })?;
    let (package, version) = (name.clone(), package.version.clone());
    Ok(Choice { package, version, model: model.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::replace::lock;

    const LOCK: &str = "
        [[package]]
        name = 'aws-sdk-s3'
        version = '1.2.3'
        source = 'registry+https://github.com/rust-lang/crates.io-index'
        [[package]]
        name = 'aws-sdk-s3'
        version = '0.34.0'
        source = 'registry+https://github.com/rust-lang/crates.io-index'
        [[package]]
        name = 'aws-sdk-sts'
        version = '1.0.0'
        [[package]]
        name = 'aws-sdk-own'
        version = '1.0.0'";

    /// A folder with models of S3 and STS.
    fn models(files: &[(&str, &str)]) -> Models {
        let folder = tempfile::tempdir().unwrap();
        for (file, sdk_id) in files {
            let text = format!(r#"{{"metadata": {{"serviceId": {sdk_id:?}}}}}"#);
            std::fs::write(folder.path().join(file), text).unwrap();
        }
        Models::below(folder.path()).unwrap()
    }

    fn planned(patched: &[&str], wanted: &[&str], files: &[(&str, &str)]) -> Result<Plan, String> {
        let owned =
            |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let locked = lock::official(LOCK).unwrap();
        plan(&locked, &owned(patched), &owned(wanted), &models(files))
            .map_err(|error| error.to_string())
    }

    const BOTH: &[(&str, &str)] = &[("s3.json", "S3"), ("sts.json", "STS")];

    #[test]
    fn crates_get_the_version_of_the_lock_and_the_model_of_their_service() {
        let plan = planned(&["aws-sdk-sts"], &[], BOTH).unwrap();
        let choices: Vec<_> = plan.choices.iter().map(|c| (&*c.package, &*c.version)).collect();
        assert_eq!(choices, [("aws-sdk-s3", "1.2.3"), ("aws-sdk-sts", "1.0.0")]);
        assert!(plan.choices[1].model.ends_with("sts.json"));
        let left = [
            "aws-sdk-s3 0.34.0 is left as it is: its public API is another than that of the versions since 1.0",
            "aws-sdk-own 1.0.0 is left as it is: it is a folder already",
        ];
        assert_eq!(plan.left, left);
    }

    #[test]
    fn some_can_be_named() {
        let plan = planned(&["aws-sdk-sts"], &["aws-sdk-sts"], BOTH).unwrap();
        assert_eq!((plan.choices.len(), plan.left.len()), (1, 0));
        let error = planned(&[], &["aws-sdk-s4", "x"], BOTH).unwrap_err();
        assert_eq!(
            error,
            "it has no package aws-sdk-s4: did you mean `aws-sdk-s3`?\nit has no package x"
        );
    }

    #[test]
    fn every_crate_without_one_model_is_told() {
        let error =
            planned(&["aws-sdk-sts"], &[], &[("a.json", "S3"), ("b.json", "S3")]).unwrap_err();
        let (several, none) = error.split_once('\n').unwrap();
        assert!(several.starts_with("aws-sdk-s3: 2 models are of this service, "), "{error}");
        assert!(several.ends_with("b.json; keep one of them in the folder of models"), "{error}");
        assert!(none.starts_with("aws-sdk-sts: no model is of this service"), "{error}");
    }

    #[test]
    fn there_may_be_nothing_to_replace() {
        let error = plan(&[], &[], &[], &models(BOTH)).unwrap_err().to_string();
        assert!(error.contains("no package in it is called aws-sdk-*"), "{error}");
        let error = planned(&[], &["aws-sdk-own"], BOTH).unwrap_err();
        assert!(
            error.starts_with("there is nothing to replace:\naws-sdk-own 1.0.0 is left"),
            "{error}"
        );
    }
}
