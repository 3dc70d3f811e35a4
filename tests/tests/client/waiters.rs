//! Waiting until an operation answers as wanted, by a clock that sleeping moves.

use fixture_waiters::client::Waiters;
use fixture_waiters::config::retry::RetryConfig;
use fixture_waiters::config::{
    BehaviorVersion, Credentials, Region, SharedAsyncSleep, StalledStreamProtectionConfig,
};
use fixture_waiters::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use fixture_waiters::operation::get_job::{GetJobError, GetJobOutput};
use fixture_waiters::types::State;
use fixture_waiters::waiters::job_done::{JobDoneFinalPoll, WaitUntilJobDoneError};
use fixture_waiters::{Client, Config};
use smithwright_runtime::aws_smithy_async::time::SharedTimeSource;
use smithwright_runtime::waiter::WaiterError;
use smithwright_tests::canned::{Answer, Canned};
use smithwright_tests::clock::Clock;
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

/// How long each sleep was, in seconds.
fn slept(clock: &Clock) -> Vec<u64> {
    clock.slept().iter().map(Duration::as_secs).collect()
}

fn client(canned: &Canned, clock: &Clock) -> Client {
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("AKID", "secret", None, None, "test"))
        .retry_config(RetryConfig::disabled())
        // It sleeps, too.
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .sleep_impl(SharedAsyncSleep::new(clock.clone()))
        .time_source(SharedTimeSource::new(clock.clone()))
        .http_client(canned.clone());
    Client::from_conf(config.build())
}

fn job(job: &str) -> Answer {
    Answer::json(200, format!(r#"{{"Job": {job}}}"#))
}

fn jobs(jobs: &str) -> Answer {
    Answer::json(200, format!(r#"{{"Jobs": {jobs}}}"#))
}

fn not_found() -> Answer {
    Answer::json(404, r#"{"__type": "NotFoundException", "message": "no such job"}"#)
}

fn error(status: u16, code: &str) -> Answer {
    Answer::json(status, format!(r#"{{"__type": "{code}"}}"#))
}

async fn job_done(answers: &[Answer]) -> Result<JobDoneFinalPoll, WaitUntilJobDoneError> {
    let canned = Canned::new(answers.to_vec());
    client(&canned, &Clock::default()).wait_until_job_done().job_id("j1").wait(60 * MINUTE).await
}

#[tokio::test]
async fn it_asks_until_the_answer_is_as_wanted() {
    let (clock, pending) = (Clock::default(), job(r#"{"State": "PENDING"}"#));
    let canned = Canned::new([not_found(), not_found(), not_found(), pending.clone(), pending]);
    let waiter = client(&canned, &clock).wait_until_job_exists().set_job_id(Some("j/1".into()));
    assert_eq!(waiter.get_job_id().as_deref(), Some("j/1"));
    assert_eq!(waiter.as_input().get_job_id().as_deref(), Some("j/1"));
    let poll = waiter.wait(MINUTE).await.unwrap();
    let output = poll.into_result().unwrap();
    assert_eq!(output.job().unwrap().state(), Some(&State::Pending));
    let asked = canned.asked();
    assert_eq!(asked.len(), 4, "the fourth answer is the first that is no error");
    assert!(asked.iter().all(|asked| asked.path() == "/jobs/j%2F1"));
    // Smithy's bounds: from 1 s to 1, 2 and 4 s.
    let slept = slept(&clock);
    assert_eq!(slept.len(), 3);
    assert!(
        slept.iter().zip([1, 2, 4]).all(|(slept, most)| (1..=most).contains(slept)),
        "{slept:?}"
    );
}

/// `B` is the waiter's letter among the features that the user agent tells.
#[tokio::test]
async fn the_user_agent_tells_that_a_waiter_asks() {
    let features = |canned: &Canned| canned.only().features().contains(&"B");
    let canned = Canned::new([job("{}")]);
    let client = client(&canned, &Clock::default());
    client.wait_until_job_exists().job_id("j").wait(MINUTE).await.unwrap();
    assert!(features(&canned));
    canned.answer_with(job("{}"));
    client.get_job().job_id("j").send().await.unwrap();
    assert!(!features(&canned));
}

#[tokio::test]
async fn an_error_can_be_what_is_waited_for() {
    let clock = Clock::default();
    let canned = Canned::new([job("{}"), not_found()]);
    let client = client(&canned, &clock);
    let poll = client.wait_until_job_deleted().job_id("j").wait(5 * MINUTE).await.unwrap();
    let error = poll.as_result().unwrap_err();
    assert!(matches!(error, SdkError::ServiceError(error) if error.err().is_not_found_exception()));
    assert_eq!(slept(&clock), [5]);

    canned.answer_with(Answer::json(418, "{}"));
    let poll = client.wait_until_type().job_id("j").wait(MINUTE).await.unwrap();
    assert!(poll.as_result().is_err(), "any error will do, known or not");
}

#[tokio::test]
async fn what_cannot_come_any_more_is_a_failure_with_the_last_answer() {
    let pending = job(r#"{"State": "PENDING"}"#);
    let answers = [pending, job(r#"{"State": "FAILED", "JobId": "j1"}"#)];
    let Err(WaiterError::FailureState(failure)) = job_done(&answers).await else {
        panic!("a failure is expected");
    };
    let output: &GetJobOutput = failure.final_poll().as_result().unwrap();
    assert_eq!(output.job().unwrap().job_id(), Some("j1"));

    let reason = job(r#"{"State": "NEW", "Outcome": {"Reason": "out of memory"}}"#);
    assert!(matches!(job_done(&[reason]).await, Err(WaiterError::FailureState(_))));
    // Another member of the union, one that the model does not know, an empty text: nothing matches.
    for outcome in [r#"{"Code": 3}"#, r#"{"Later": 1}"#, r#"{"Reason": ""}"#] {
        let answers = [job(&format!(r#"{{"Outcome": {outcome}}}"#)), job(r#"{"State": "DONE"}"#)];
        assert!(job_done(&answers).await.is_ok(), "{outcome}");
    }
}

#[tokio::test]
async fn the_time_can_be_up() {
    let (clock, canned) = (Clock::default(), Canned::new([job(r#"{"State": "PENDING"}"#)]));
    let waiter = client(&canned, &clock).wait_until_job_done().job_id("j");
    let error = waiter.clone().wait(11 * MINUTE).await.unwrap_err();
    assert_eq!(error.to_string(), "exceeded max wait time (660s)");
    let WaiterError::ExceededMaxWait(exceeded) = error else { panic!("{error}") };
    assert_eq!(exceeded.max_wait(), 11 * MINUTE);
    assert_eq!(exceeded.poll_count() as usize, canned.asked().len());
    // The delay of 300 s is longer than the most that Smithy's default allows, so there is no other.
    assert_eq!(slept(&clock), [300, 360]);

    canned.answer_with(job(r#"{"State": "DONE"}"#));
    assert!(waiter.wait(Duration::ZERO).await.is_ok(), "it asks once in any case");
    canned.only();
}

#[tokio::test]
async fn an_error_that_is_not_expected_ends_the_wait() {
    for answer in [not_found(), error(403, "AccessDenied"), Answer::json(502, "<html>")] {
        let Err(WaiterError::OperationFailed(failed)) =
            job_done(std::slice::from_ref(&answer)).await
        else {
            panic!("{answer:?}");
        };
        let error: &SdkError<GetJobError> = failed.error();
        assert!(matches!(error, SdkError::ServiceError(_)), "{error:?}");
    }
    let failed = job_done(&[error(403, "AccessDenied")]).await.unwrap_err();
    assert_eq!(failed.code(), Some("AccessDenied"), "the code is that of the operation's error");
    let failed = fixture_waiters::Error::from(failed);
    assert!(DisplayErrorContext(failed).to_string().contains("AccessDenied"), "it is told to all");
    let again = [error(500, "Oops"), job(r#"{"State": "DONE"}"#)];
    assert!(job_done(&again).await.is_ok(), "an error of this status is expected");
}

#[tokio::test]
async fn an_input_that_cannot_be_sent_ends_the_wait() {
    let canned = Canned::new([]);
    let waiter = client(&canned, &Clock::default()).wait_until_job_exists();
    let Err(WaiterError::OperationFailed(failed)) = waiter.wait(MINUTE).await else {
        panic!("the label is missing");
    };
    assert!(matches!(failed.error(), SdkError::ConstructionFailure(_)));
    assert_eq!(canned.asked(), []);
}

/// Whether a wait with this answer is over: success, failure, or, if it goes on, neither.
macro_rules! verdict {
    ($start:ident, $answer:expr) => {
        match client(&Canned::new([$answer]), &Clock::default()).$start().wait(Duration::ZERO).await
        {
            Ok(_) => "success",
            Err(WaiterError::FailureState(_)) => "failure",
            Err(WaiterError::ExceededMaxWait(_)) => "retry",
            Err(_) => "error",
        }
    };
}

#[tokio::test]
async fn all_items_must_match_and_there_must_be_one() {
    let steps = |states: &str| jobs(&format!(r#"[{{"Steps": [{states}]}}]"#));
    for (answer, expected) in [
        (steps(r#"{"State": "DONE"}, {"State": "DONE"}"#), "success"),
        (steps(r#"{"State": "DONE"}, {"State": "PENDING"}"#), "retry"),
        (steps(r#"{"State": "DONE"}, {}"#), "success"),
        (steps(""), "retry"),
        (
            jobs(r#"[{"Steps": [{"State": "DONE"}]}, {}, {"Steps": [{"State": "DONE"}]}]"#),
            "success",
        ),
        (jobs("[]"), "retry"),
        (jobs("null"), "retry"),
        (jobs(r#"[{"State": "DONE"}, {"State": "FAILED"}]"#), "failure"),
        (jobs(r#"[{"State": "DONE"}]"#), "retry"),
    ] {
        assert_eq!(verdict!(wait_until_jobs_done, answer.clone()), expected, "{answer:?}");
    }
}

#[tokio::test]
async fn what_is_left_out_is_empty() {
    assert_eq!(verdict!(wait_until_jobs_gone, jobs("[]")), "success");
    assert_eq!(verdict!(wait_until_jobs_gone, jobs("null")), "success");
    assert_eq!(verdict!(wait_until_jobs_gone, Answer::json(200, "{}")), "success");
    assert_eq!(verdict!(wait_until_jobs_gone, jobs("[{}]")), "retry");
}

#[tokio::test]
async fn filters_compare_members() {
    let with = |running: u8, steps: &str| {
        format!(r#"{{"Running": {running}, "Wanted": 2, "Steps": [{steps}]}}"#)
    };
    for (list, expected) in [
        (with(2, "{}"), "success"),
        (with(1, "{}"), "retry"),
        (with(2, "{}, {}"), "retry"),
        (format!("{}, {}", with(2, "{}"), with(2, "{}")), "success"),
        (format!("{}, {}", with(2, "{}"), with(3, "{}")), "retry"),
    ] {
        let answer = jobs(&format!("[{list}]"));
        assert_eq!(verdict!(wait_until_jobs_stable, answer), expected, "{list}");
    }
}

#[tokio::test]
async fn maps_indexes_slices_and_selections_are_looked_into() {
    for (list, expected) in [
        (r#"[{"Checks": {"a": {"Result": "ok"}, "b": {"Result": "ok"}}}]"#, "success"),
        (r#"[{"Checks": {"a": {"Result": "ok"}, "b": {"Result": "bad"}}}]"#, "retry"),
        (r#"[{"Steps": [{"State": "FAILED"}]}, {"Steps": [{"State": "DONE"}]}]"#, "retry"),
        (r#"[{}, {"Steps": [{"State": "DONE"}, {"State": "FAILED"}]}]"#, "failure"),
        (r#"[{}, {"Steps": [{"State": "FAILED"}], "Verified": false}]"#, "retry"),
        (r#"[{"Running": 2}]"#, "failure"),
        (r#"[{"Running": 3}]"#, "retry"),
    ] {
        assert_eq!(verdict!(wait_until_jobs_verified, jobs(list)), expected, "{list}");
    }
    let next = |next: &str| Answer::json(200, format!(r#"{{"Next": "{next}"}}"#));
    assert_eq!(verdict!(wait_until_jobs_verified, next("b")), "failure");
    assert_eq!(verdict!(wait_until_jobs_verified, next("xyz")), "failure");
    assert_eq!(verdict!(wait_until_jobs_verified, next("c")), "retry");
}

/// The builder takes what the request's takes.
#[tokio::test]
async fn members_are_sent() {
    let canned = Canned::new([jobs("[]")]);
    let check = fixture_waiters::types::Check::builder().result("r").build();
    client(&canned, &Clock::default())
        .wait_until_jobs_gone()
        .job_ids("a")
        .job_ids("b")
        .filters("f", check)
        .all(true)
        .wait(MINUTE)
        .await
        .unwrap();
    let body: serde_json::Value = serde_json::from_str(&canned.only().body).unwrap();
    let expected =
        serde_json::json!({"JobIds": ["a", "b"], "Filters": {"f": {"Result": "r"}}, "All": true});
    assert_eq!(body, expected);
}

#[tokio::test]
async fn a_wait_can_go_to_another_task() {
    let canned = Canned::new([job("{}")]);
    let waiter = client(&canned, &Clock::default()).wait_until_job_exists().job_id("j");
    assert!(tokio::spawn(waiter.wait(MINUTE)).await.unwrap().is_ok());
}
