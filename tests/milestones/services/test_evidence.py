"""Proof is handed in, answered, returned, withdrawn, reminded of. Who may what, and what it does."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from milestones.generation.vocabulary import (
    AssessmentSource,
    CheckpointResult,
    CompletionStatus,
    EvaluationType,
    EvidenceState,
    EvidenceType,
    MilestoneStatus,
    MilestoneType,
)
from milestones.models import (
    ConfidenceReport,
    Evidence,
    MilestoneProject,
    MonthlyMilestone,
    SkillAssessment,
)
from milestones.services import (
    may_remind,
    remind_mentor,
    return_evidence,
    review_milestone,
    submit_evidence,
    verify_evidence,
    withdraw_evidence,
)
from tests.make import (
    make_consent,
    make_employer,
    make_organisation,
    make_student,
    make_token,
    make_user,
)
from tests.make_milestones import (
    APRIL,
    MARCH,
    MARCH_10,
    await_employer,
    checkpoint_of,
    fresh,
    make_milestone,
    noon,
    outcome_of,
    project_of,
)
from tests.milestones.services.refusals import CONFLICT, FORBIDDEN, INVALID, NOT_FOUND, refused
from tfl.accounts.models import (
    Employer,
    EmployerMembership,
    MembershipState,
    Notice,
    Role,
    RoleGrant,
    Student,
    TokenScope,
    User,
)
from tfl.accounts.services import withdraw_all
from tfl.core.errors import Refusal

pytestmark = pytest.mark.django_db

SCORE = EvidenceType.ASSESSMENT_SCORE
LINK = EvidenceType.PROJECT_LINK
RATING = EvidenceType.MENTOR_RATING
FEEDBACK = EvidenceType.EMPLOYER_FEEDBACK

SHOP = "https://example.org/shop"


def ask(milestone: MonthlyMilestone, item: Any = None, **what: Any) -> Evidence:
    """Alice asks for review of an item, SQL by default."""
    return submit_evidence(
        milestone=milestone,
        type=LINK,
        by=milestone.student.user,
        item=item or outcome_of(milestone),
        **{"reference": SHOP, **what},
    )


def rate(milestone: MonthlyMilestone, by: User, rating: str = "4", **what: Any) -> Evidence:
    return submit_evidence(
        milestone=milestone,
        type=RATING,
        by=by,
        item=project_of(milestone),
        score=Decimal(rating),
        **what,
    )


def evaluated_by(milestone: MonthlyMilestone, type_: EvaluationType) -> MilestoneProject:
    milestone.projects.update(evaluation_type=type_)
    return project_of(milestone)


# Asking for review -------------------------------------------------------------------------------
def test_a_student_hands_in_a_link_a_note_and_how_sure_they_are(
    milestone: MonthlyMilestone, alice: Student
) -> None:
    evidence = ask(milestone, note=" See the joins. ", confidence=4)
    assert evidence.state == EvidenceState.WAITING
    assert evidence.evidence_type == LINK
    assert (evidence.evidence_reference, evidence.note) == (SHOP, "See the joins.")
    assert evidence.submitted_by == alice.user
    assert evidence.item == outcome_of(milestone)
    assert not outcome_of(milestone).met


@pytest.mark.parametrize(("sure", "recorded"), [(1, 0), (2, 25), (3, 50), (4, 75), (5, 100)])
def test_how_sure_they_are_is_their_confidence_report(
    milestone: MonthlyMilestone, alice: Student, sure: int, recorded: int
) -> None:
    ask(milestone, confidence=sure)
    report = ConfidenceReport.objects.get()
    assert (report.student, report.skill.name) == (alice, "SQL")
    assert (report.confidence, report.reported_on) == (recorded, MARCH_10)


def test_saying_nothing_of_ones_confidence_reports_nothing(milestone: MonthlyMilestone) -> None:
    ask(milestone)
    assert not ConfidenceReport.objects.exists()


def test_confidence_in_a_checkpoint_is_reported_for_each_of_its_skills(
    milestone: MonthlyMilestone,
) -> None:
    ask(milestone, checkpoint_of(milestone), confidence=5)
    reported = ConfidenceReport.objects.values_list("skill__name", "confidence")
    assert sorted(reported) == [("REST APIs", 100), ("SQL", 100)]


def test_confidence_in_a_project_is_reported_for_the_skills_it_covers(
    milestone: MonthlyMilestone,
) -> None:
    ask(milestone, project_of(milestone), confidence=2)
    assert list(ConfidenceReport.objects.values_list("skill__name", "confidence")) == [("SQL", 25)]


def test_confidence_in_a_project_of_ones_own_is_about_no_skill(milestone: MonthlyMilestone) -> None:
    milestone.projects.update(backlog_item=None)
    ask(milestone, project_of(milestone), confidence=2)
    assert not ConfidenceReport.objects.exists()


@pytest.mark.parametrize("confidence", [0, 6, -1])
def test_confidence_is_from_1_to_5(milestone: MonthlyMilestone, confidence: int) -> None:
    with refused(INVALID, field="confidence"):
        ask(milestone, confidence=confidence)


def test_a_link_is_optional_for_a_skill_and_an_interview(milestone: MonthlyMilestone) -> None:
    assert ask(milestone, reference="").evidence_reference == ""
    assert ask(milestone, checkpoint_of(milestone), reference=" ").evidence_reference == ""


def test_a_project_needs_its_link(milestone: MonthlyMilestone) -> None:
    with refused(INVALID, field="reference"):
        ask(milestone, project_of(milestone), reference="")


def test_the_first_link_puts_a_project_in_progress(milestone: MonthlyMilestone) -> None:
    evidence = ask(milestone, project_of(milestone))
    assert project_of(milestone).completion_status == CompletionStatus.IN_PROGRESS
    withdraw_evidence(evidence=evidence, by=milestone.student.user)
    assert project_of(milestone).completion_status == CompletionStatus.IN_PROGRESS


def test_one_piece_waits_for_an_item_at_a_time(milestone: MonthlyMilestone) -> None:
    ask(milestone)
    with refused(CONFLICT):
        ask(milestone, confidence=5)
    ask(milestone, outcome_of(milestone, "REST APIs"))
    assert Evidence.objects.awaiting_review().count() == 2


def test_what_is_proven_cannot_be_asked_about_again(milestone: MonthlyMilestone, bob: User) -> None:
    seen_before = outcome_of(milestone)
    submit_evidence(
        milestone=milestone, type=SCORE, by=bob, item=outcome_of(milestone), score=Decimal(80)
    )
    with refused(CONFLICT):
        ask(milestone, seen_before)


def test_the_only_fitting_item_needs_no_naming(milestone: MonthlyMilestone) -> None:
    evidence = submit_evidence(
        milestone=milestone, type=LINK, by=milestone.student.user, reference=SHOP
    )
    assert evidence.item == project_of(milestone)


def test_among_several_fitting_items_one_is_named(milestone: MonthlyMilestone, bob: User) -> None:
    with refused(INVALID, field="item"):
        submit_evidence(milestone=milestone, type=SCORE, by=bob, score=Decimal(80))


def test_without_a_project_a_link_is_about_the_only_thing_there_is(
    milestone: MonthlyMilestone,
) -> None:
    milestone.projects.all().delete()
    milestone.checkpoints.all().delete()
    with refused(INVALID, field="item"):
        submit_evidence(milestone=milestone, type=LINK, by=milestone.student.user)
    outcome_of(milestone, "REST APIs").delete()
    evidence = submit_evidence(milestone=milestone, type=LINK, by=milestone.student.user)
    assert evidence.item == outcome_of(milestone)


def test_the_only_skill_of_a_month_needs_no_naming(milestone: MonthlyMilestone, bob: User) -> None:
    outcome_of(milestone, "REST APIs").delete()
    evidence = submit_evidence(milestone=milestone, type=SCORE, by=bob, score=Decimal(80))
    assert evidence.item == outcome_of(milestone)


def test_an_item_of_another_milestone_is_refused(
    milestone: MonthlyMilestone, clock: time_machine.Traveller
) -> None:
    clock.move_to(noon(APRIL))
    april = make_milestone(milestone.student)
    with refused(INVALID, field="item"):
        ask(april, outcome_of(milestone))


@pytest.mark.parametrize("length", [1001, 10_000])
def test_a_note_too_long_is_refused(milestone: MonthlyMilestone, length: int) -> None:
    with refused(INVALID, field="note"):
        ask(milestone, note="x" * length)
    assert len(ask(milestone, note=" " + "x" * 1000).note) == 1000


# Links -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "ftp://example.org/file",
        "file:///etc/passwd",
        "mailto:alice@example.org",
        "//example.org/shop",
        "example.org/shop",
        "https://",
        "https:///shop",
        "https://alice:secret@example.org/",
        "https://alice@example.org/",
        "https://@example.org/",
        "http://localhost/",
        "http://localhost./",
        "http://localhost:8000/shop",
        "http://10.0.0.1/",
        "http://127.0.0.1:8000/",
        "http://192.168.1.20/",
        "http://172.16.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://0x7f.1/",
        "http://0x7f000001/",
        "http://2130706433/",
        "http://127.1/",
        "http://0177.0.0.1/",
        "http://127.0.0.1./",
        "http://１２７.０.０.１０/",
        "http://127。0。0。1/",
        "http://printer.lan。local/",
        "http://printer.local/",
        "http://printer.local./",
        "http://db.internal/",
        "http://tools.localhost/",
        "http://intranet/",
        "https://example.org/a b",
        "https://example.org/\nx",
        "https://example.org/\tx",
        "https://exa mple.org/",
        "nonsense",
        "https://example.org/" + "x" * 236,  # 256 characters
    ],
)
def test_a_link_that_others_cannot_or_should_not_open_is_refused(
    milestone: MonthlyMilestone, link: str
) -> None:
    with refused(INVALID, field="reference"):
        ask(milestone, reference=link)


@pytest.mark.parametrize(
    "link",
    [
        "https://example.org/" + "x" * 235,  # 255 characters
        "http://example.org",
        "HTTPS://Example.org/Shop?a=1&b=2#part",
        "https://example.org./shop",
        "https://shop.example.org:8443/",
        "https://bücher.example/",
        "https://xn--bcher-kva.example/",
        "https://пример.рф/",
        "https://93.184.216.34/",
        "https://93.184.215.14/",
        "https://example.org/%7Ealice/?q=a@b",
    ],
)
def test_a_public_link_is_taken_as_it_is(milestone: MonthlyMilestone, link: str) -> None:
    assert ask(milestone, reference=f"  {link}\n").evidence_reference == link


# When --------------------------------------------------------------------------------------------
def test_after_its_last_day_a_month_is_closed_to_the_student(
    milestone: MonthlyMilestone, clock: time_machine.Traveller
) -> None:
    clock.move_to(noon(date(2026, 3, 31), 23, 59))
    ask(milestone)
    clock.move_to(noon(APRIL, 0))
    with refused(CONFLICT):
        ask(milestone, outcome_of(milestone, "REST APIs"))


def test_a_decided_month_is_closed_to_the_student(milestone: MonthlyMilestone, bob: User) -> None:
    review_milestone(
        milestone=milestone, by=bob, status=milestone.proposed_status, feedback="For now."
    )
    with refused(CONFLICT):
        ask(milestone)


def test_a_month_still_to_come_takes_nothing(alice: Student, bob: User) -> None:
    april = make_milestone(alice, month=APRIL)
    with refused(CONFLICT):
        ask(april)
    with refused(CONFLICT):
        submit_evidence(
            milestone=april, type=SCORE, by=bob, item=outcome_of(april), score=Decimal(90)
        )


# Who ---------------------------------------------------------------------------------------------
def standing(name: str, milestone: MonthlyMilestone) -> Any:
    student = milestone.student
    if name == "employer":
        organisation = make_organisation("Acme")
        make_consent(student, organisation)
        await_employer(milestone)
        return make_employer(organisation=organisation)
    return {
        "student": student.user,
        "mentor": student.mentor,
        "system": make_token(TokenScope.EVIDENCE)[0],
    }[name]


MAY = {
    "student": {LINK},
    "mentor": {RATING, SCORE},
    "system": {SCORE},
    "employer": {FEEDBACK},
}


@pytest.mark.parametrize("type_", list(EvidenceType))
@pytest.mark.parametrize("who", list(MAY))
def test_each_submits_their_own_kind_and_no_other(
    milestone: MonthlyMilestone, who: str, type_: EvidenceType
) -> None:
    item = outcome_of(milestone) if type_ is SCORE else project_of(milestone)
    by = standing(who, milestone)

    def submit() -> Evidence:
        return submit_evidence(
            milestone=milestone,
            type=type_,
            by=by,
            item=item,
            reference="" if who == "employer" else SHOP,
            score=Decimal(4),
        )

    if type_ in MAY[who]:
        expected = EvidenceState.WAITING if who == "student" else EvidenceState.VERIFIED
        assert submit().state == expected
    elif (who, type_) == ("mentor", FEEDBACK):
        with refused(INVALID, field="note"):  # no employer can: the mentor must say so
            submit()
    else:
        with refused(FORBIDDEN):
            submit()


def test_to_a_stranger_the_milestone_does_not_exist(
    milestone: MonthlyMilestone, charlie: Student, dora: User, grace: User, heidi: User
) -> None:
    no_consent = make_employer()
    for stranger in (charlie.user, dora, grace, heidi, no_consent, make_user()):
        for type_ in EvidenceType:
            with refused(NOT_FOUND):
                submit_evidence(
                    milestone=milestone, type=type_, by=stranger, item=project_of(milestone)
                )


def test_a_milestone_that_is_gone_does_not_exist(milestone: MonthlyMilestone) -> None:
    item = outcome_of(milestone)
    MonthlyMilestone.objects.all().delete()
    milestone.pk = item.milestone_id
    with refused(NOT_FOUND):
        submit_evidence(milestone=milestone, type=LINK, by=milestone.student.user, item=item)


def test_a_token_without_the_scope_submits_nothing(milestone: MonthlyMilestone) -> None:
    token, _secret = make_token(TokenScope.GENERATE)
    with refused(FORBIDDEN):
        submit_evidence(
            milestone=milestone, type=SCORE, by=token, item=outcome_of(milestone), score=Decimal(9)
        )


def test_a_student_without_the_role_any_more_is_a_stranger(
    milestone: MonthlyMilestone, alice: Student
) -> None:
    RoleGrant.objects.filter(user=alice.user).delete()
    with refused(NOT_FOUND):
        submit_evidence(
            milestone=milestone, type=LINK, by=User.objects.get(pk=alice.user_id), reference=SHOP
        )


def test_nobody_rates_themselves_whatever_else_they_are(
    milestone: MonthlyMilestone, alice: Student, acme: Employer
) -> None:
    """A mentor who learns, and hires for an organisation they consented to."""
    evidence = ask(milestone)
    for role in (Role.MENTOR, Role.EMPLOYER, Role.ADMIN):
        RoleGrant.objects.create(user=alice.user, role=role)
    EmployerMembership.objects.create(
        user=alice.user,
        organisation_name="Acme",
        employer=acme,
        state=MembershipState.APPROVED,
    )
    make_consent(alice, acme)
    all_of_them = User.objects.get(pk=alice.user_id)
    for type_ in (SCORE, RATING, FEEDBACK):
        with refused(FORBIDDEN):
            submit_evidence(
                milestone=milestone,
                type=type_,
                by=all_of_them,
                item=project_of(milestone),
                score=Decimal(5),
            )
    with refused(NOT_FOUND):
        verify_evidence(evidence=evidence, by=all_of_them, score=Decimal(100))


# Scores, ratings, feedback -----------------------------------------------------------------------
def test_a_mentors_score_is_verified_on_entry_and_is_one_fact(
    milestone: MonthlyMilestone, alice: Student, bob: User
) -> None:
    evidence = submit_evidence(
        milestone=milestone, type=SCORE, by=bob, item=outcome_of(milestone), score=Decimal("80.00")
    )
    assert (evidence.state, evidence.verified_by) == (EvidenceState.VERIFIED, bob)
    assert evidence.verified_at is not None
    assessment = SkillAssessment.objects.exclude(source=AssessmentSource.IMPORT).get()
    assert evidence.assessment == assessment
    assert (assessment.student, assessment.skill.name) == (alice, "SQL")
    assert (assessment.score, assessment.taken_on) == (80, MARCH_10)
    assert (assessment.source, assessment.recorded_by) == (AssessmentSource.MENTOR, bob)
    outcome = outcome_of(milestone)
    assert (outcome.met, outcome.met_by) == (True, assessment)


def test_a_systems_score_is_verified_on_entry_and_names_the_system(
    milestone: MonthlyMilestone,
) -> None:
    token, _secret = make_token(TokenScope.EVIDENCE)
    evidence = submit_evidence(
        milestone=milestone,
        type=SCORE,
        by=token,
        item=outcome_of(milestone),
        score=Decimal(80),
        taken_on=date(2026, 3, 4),
    )
    assert evidence.state == EvidenceState.VERIFIED
    assert (evidence.submitted_by, evidence.submitted_with) == (None, token)
    assert evidence.assessment is not None
    assert evidence.assessment.source == AssessmentSource.SYSTEM
    assert (evidence.assessment.recorded_by, evidence.assessment.taken_on) == (
        None,
        date(2026, 3, 4),
    )
    assert outcome_of(milestone).met


@pytest.mark.parametrize(("score", "met"), [("79.99", False), ("80", True), ("100", True)])
def test_an_outcome_is_met_at_or_above_its_target(
    milestone: MonthlyMilestone, bob: User, score: str, met: bool
) -> None:
    submit_evidence(
        milestone=milestone, type=SCORE, by=bob, item=outcome_of(milestone), score=Decimal(score)
    )
    assert outcome_of(milestone).met is met
    assert SkillAssessment.objects.filter(score=Decimal(score), skill__name="SQL").exists()


def test_a_later_lower_score_is_recorded_and_takes_nothing_back(
    milestone: MonthlyMilestone, bob: User
) -> None:
    first = submit_evidence(
        milestone=milestone, type=SCORE, by=bob, item=outcome_of(milestone), score=Decimal(85)
    )
    submit_evidence(
        milestone=milestone, type=SCORE, by=bob, item=outcome_of(milestone), score=Decimal(60)
    )
    outcome = outcome_of(milestone)
    assert (outcome.met, outcome.met_by) == (True, first.assessment)
    assert SkillAssessment.objects.filter(score=60, skill__name="SQL").exists()


def test_any_score_meets_a_first_assessment(bob: User, role: Any) -> None:
    newcomer = make_student(mentor=bob, job_role=role)
    milestone = make_milestone(newcomer)
    assert outcome_of(milestone).expected_score is None
    submit_evidence(
        milestone=milestone, type=SCORE, by=bob, item=outcome_of(milestone), score=Decimal(0)
    )
    assert outcome_of(milestone).met


@pytest.mark.parametrize(
    ("score", "scale", "recorded"),
    [("4", 5, "80.00"), ("7", 9, "77.78"), ("1", 8, "12.50"), ("1", 1, "100.00"), ("0", 3, "0")],
)
def test_a_score_of_another_scale_is_recorded_out_of_100(
    milestone: MonthlyMilestone, bob: User, score: str, scale: int, recorded: str
) -> None:
    evidence = submit_evidence(
        milestone=milestone,
        type=SCORE,
        by=bob,
        item=outcome_of(milestone),
        score=Decimal(score),
        scale=scale,
    )
    assert (evidence.score, evidence.scale) == (Decimal(score), scale)
    assert evidence.assessment is not None
    assert evidence.assessment.score == Decimal(recorded)


@pytest.mark.parametrize("scale", [0, -1, 101])
def test_a_scale_lies_between_1_and_100(milestone: MonthlyMilestone, bob: User, scale: int) -> None:
    with refused(INVALID, field="scale"):
        submit_evidence(
            milestone=milestone,
            type=SCORE,
            by=bob,
            item=outcome_of(milestone),
            score=Decimal(0),
            scale=scale,
        )


@pytest.mark.parametrize("score", [None, "-0.01", "100.01", "NaN", "Infinity", "-Infinity"])
def test_a_score_lies_between_0_and_100(
    milestone: MonthlyMilestone, bob: User, score: str | None
) -> None:
    with refused(INVALID, field="score"):
        submit_evidence(
            milestone=milestone,
            type=SCORE,
            by=bob,
            item=outcome_of(milestone),
            score=None if score is None else Decimal(score),
        )


@pytest.mark.parametrize("rating", ["0", "0.99", "5.01", "6"])
def test_a_rating_lies_between_1_and_5(milestone: MonthlyMilestone, bob: User, rating: str) -> None:
    with refused(INVALID, field="score"):
        rate(milestone, bob, rating)


@pytest.mark.parametrize(
    ("taken_on", "fine"),
    [
        (date(2026, 2, 28), False),
        (MARCH, True),
        (MARCH_10, True),
        (date(2026, 3, 11), False),  # tomorrow
    ],
)
def test_a_score_is_taken_within_the_month_and_not_ahead(
    milestone: MonthlyMilestone, bob: User, taken_on: date, fine: bool
) -> None:
    def score() -> Evidence:
        return submit_evidence(
            milestone=milestone,
            type=SCORE,
            by=bob,
            item=outcome_of(milestone),
            score=Decimal(80),
            taken_on=taken_on,
        )

    if fine:
        assessment = score().assessment
        assert assessment is not None
        assert assessment.taken_on == taken_on
    else:
        with refused(INVALID, field="taken_on"):
            score()


def test_after_its_end_the_mentor_still_scores_what_was_taken_within_the_month(
    milestone: MonthlyMilestone, bob: User, clock: time_machine.Traveller
) -> None:
    clock.move_to(noon(date(2026, 4, 2)))
    evidence = submit_evidence(
        milestone=milestone,
        type=SCORE,
        by=bob,
        item=outcome_of(milestone),
        score=Decimal(80),
        taken_on=date(2026, 3, 31),
    )
    assert evidence.assessment is not None
    assert evidence.assessment.taken_on == date(2026, 3, 31)
    with refused(INVALID, field="taken_on"):  # nobody guesses when, once the month is over
        rate(milestone, bob)
    with refused(INVALID, field="taken_on"):
        rate(milestone, bob, taken_on=APRIL)


@pytest.mark.parametrize("type_", [RATING, FEEDBACK])
def test_a_skill_is_proven_by_a_score_alone(
    milestone: MonthlyMilestone, bob: User, type_: EvidenceType
) -> None:
    with refused(INVALID, field="item"):
        submit_evidence(
            milestone=milestone, type=type_, by=bob, item=outcome_of(milestone), score=Decimal(5)
        )


@pytest.mark.parametrize("type_", [SCORE, RATING, FEEDBACK])
def test_an_interview_gets_a_result_not_a_score(
    milestone: MonthlyMilestone, bob: User, type_: EvidenceType
) -> None:
    with refused(INVALID, field="item"):
        submit_evidence(
            milestone=milestone, type=type_, by=bob, item=checkpoint_of(milestone), score=Decimal(5)
        )


# Projects ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rating", "completed"), [("3", True), ("2.99", False), ("2", False), ("5", True)]
)
def test_a_rating_of_3_of_5_completes_a_project(
    milestone: MonthlyMilestone, bob: User, rating: str, completed: bool
) -> None:
    rate(milestone, bob, rating)
    project = project_of(milestone)
    assert project.met is completed
    assert project.completed_on == (MARCH_10 if completed else None)


@pytest.mark.parametrize(
    ("score", "scale", "completed"),
    [("60", 100, True), ("59.99", 100, False), ("6", 10, True), ("5.99", 10, False)],
)
def test_an_automatic_assessment_of_exactly_60_percent_completes_a_project(
    milestone: MonthlyMilestone, score: str, scale: int, completed: bool
) -> None:
    project = evaluated_by(milestone, EvaluationType.AUTO_ASSESSMENT)
    token, _secret = make_token(TokenScope.EVIDENCE)
    submit_evidence(
        milestone=milestone, type=SCORE, by=token, item=project, score=Decimal(score), scale=scale
    )
    assert project_of(milestone).met is completed
    assert not SkillAssessment.objects.exclude(source=AssessmentSource.IMPORT).exists()


def test_another_kind_of_evidence_completes_nothing_and_answers_nothing(
    milestone: MonthlyMilestone, bob: User
) -> None:
    project = evaluated_by(milestone, EvaluationType.AUTO_ASSESSMENT)
    asked = ask(milestone, project)
    rate(milestone, bob, "5")
    assert not project_of(milestone).met
    assert fresh(asked).state == EvidenceState.WAITING  # for a score, which counts


def test_a_second_rating_moves_no_date_of_completion(
    milestone: MonthlyMilestone, bob: User, clock: time_machine.Traveller
) -> None:
    rate(milestone, bob, "4")
    clock.move_to(noon(date(2026, 3, 20)))
    rate(milestone, bob, "5")
    rate(milestone, bob, "1")
    assert project_of(milestone).completed_on == MARCH_10


def test_an_employer_with_consent_evaluates_an_employers_project(
    milestone: MonthlyMilestone, acme: Employer, erin: User
) -> None:
    project = evaluated_by(milestone, EvaluationType.EMPLOYER_REVIEW)
    asked = ask(milestone, project)
    make_consent(milestone.student, acme)
    evidence = submit_evidence(
        milestone=milestone, type=FEEDBACK, by=erin, score=Decimal(3), note="Well done."
    )
    assert (evidence.state, evidence.answers) == (EvidenceState.VERIFIED, asked)
    assert project_of(milestone).met
    assert fresh(asked).state == EvidenceState.VERIFIED


def test_an_employer_says_nothing_any_more_once_consent_is_withdrawn(
    milestone: MonthlyMilestone, acme: Employer, erin: User
) -> None:
    make_consent(milestone.student, acme)
    withdraw_all(student=milestone.student, by=milestone.student.user)
    with refused(NOT_FOUND):
        submit_evidence(milestone=milestone, type=FEEDBACK, by=erin, score=Decimal(3))


def test_the_mentor_stands_in_for_an_employer_where_none_can_and_says_so(
    milestone: MonthlyMilestone, bob: User
) -> None:
    evaluated_by(milestone, EvaluationType.EMPLOYER_REVIEW)
    with refused(INVALID, field="note"):
        submit_evidence(milestone=milestone, type=FEEDBACK, by=bob, score=Decimal(3), note=" ")
    submit_evidence(
        milestone=milestone, type=FEEDBACK, by=bob, score=Decimal(3), note="No employer yet."
    )
    assert project_of(milestone).met


def test_the_mentor_does_not_stand_in_where_an_employer_can(
    milestone: MonthlyMilestone, bob: User, acme: Employer, erin: User
) -> None:
    asked = ask(milestone, evaluated_by(milestone, EvaluationType.EMPLOYER_REVIEW))
    make_consent(milestone.student, acme)
    with refused(FORBIDDEN):
        submit_evidence(
            milestone=milestone, type=FEEDBACK, by=bob, score=Decimal(3), note="I can too."
        )
    with refused(FORBIDDEN):
        verify_evidence(evidence=asked, by=bob, score=Decimal(3), note="I can too.")


@pytest.mark.parametrize("to_all", [True, False])
def test_a_consent_to_organisations_nobody_acts_for_lets_no_employer_evaluate(
    milestone: MonthlyMilestone, bob: User, acme: Employer, erin: User, to_all: bool
) -> None:
    evaluated_by(milestone, EvaluationType.EMPLOYER_REVIEW)
    make_consent(milestone.student, None if to_all else acme)
    EmployerMembership.objects.filter(user=erin).update(state=MembershipState.REFUSED)
    submit_evidence(
        milestone=milestone, type=FEEDBACK, by=bob, score=Decimal(3), note="Nobody acts for them."
    )
    assert project_of(milestone).met


def test_a_consent_to_one_organisation_lets_another_evaluate_nothing(
    milestone: MonthlyMilestone, bob: User, globex: Employer, erin: User
) -> None:
    make_consent(milestone.student, globex)
    with refused(NOT_FOUND):
        submit_evidence(milestone=milestone, type=FEEDBACK, by=erin, score=Decimal(3))
    submit_evidence(milestone=milestone, type=FEEDBACK, by=bob, score=Decimal(3), note="Nobody.")


def test_a_consent_to_all_lets_any_employer_evaluate(
    milestone: MonthlyMilestone, bob: User, erin: User
) -> None:
    make_consent(milestone.student)
    with refused(FORBIDDEN):
        submit_evidence(milestone=milestone, type=FEEDBACK, by=bob, score=Decimal(3), note="I.")
    await_employer(milestone)
    submit_evidence(milestone=milestone, type=FEEDBACK, by=erin, score=Decimal(3))


def test_to_an_employer_what_does_not_wait_for_them_does_not_exist(
    milestone: MonthlyMilestone, erin: User
) -> None:
    make_consent(milestone.student)
    project = await_employer(milestone)
    for item in (outcome_of(milestone), checkpoint_of(milestone)):
        with refused(NOT_FOUND):
            submit_evidence(
                milestone=milestone, type=FEEDBACK, by=erin, item=item, score=Decimal(5)
            )
    with refused(INVALID, field="reference"):
        submit_evidence(
            milestone=milestone,
            type=FEEDBACK,
            by=erin,
            item=project,
            score=Decimal(5),
            reference=SHOP,
        )
    submit_evidence(milestone=milestone, type=FEEDBACK, by=erin, item=project, score=Decimal(5))
    with refused(NOT_FOUND):  # once
        submit_evidence(milestone=milestone, type=FEEDBACK, by=erin, item=project, score=Decimal(1))


def test_a_project_for_the_mentor_is_none_of_an_employers_business(
    milestone: MonthlyMilestone, erin: User
) -> None:
    make_consent(milestone.student)
    ask(milestone, project_of(milestone))
    with refused(NOT_FOUND):
        submit_evidence(
            milestone=milestone,
            type=FEEDBACK,
            by=erin,
            item=project_of(milestone),
            score=Decimal(5),
        )


def test_a_decided_month_takes_only_what_it_still_waits_for(
    milestone: MonthlyMilestone, bob: User
) -> None:
    asked = ask(milestone)
    review_milestone(milestone=milestone, by=bob, status=MilestoneStatus.PARTIALLY_ACHIEVED)
    with refused(CONFLICT):
        rate(milestone, bob)
    verify_evidence(evidence=asked, by=bob, score=Decimal(80))
    assert outcome_of(milestone).met


# The mentor's answer -----------------------------------------------------------------------------
def test_a_score_answers_what_was_handed_in(
    milestone: MonthlyMilestone, alice: Student, bob: User, clock: time_machine.Traveller
) -> None:
    asked = ask(milestone)
    clock.move_to(noon(date(2026, 3, 14)))
    answered = verify_evidence(evidence=asked, by=bob, score=Decimal(80), note="Clean joins.")
    assert answered == asked
    assert (answered.state, answered.verified_by) == (EvidenceState.VERIFIED, bob)
    score = Evidence.objects.get(answers=asked)
    assert (score.evidence_type, score.note) == (SCORE, "Clean joins.")
    assert score.score == 80
    assert score.evidence_reference == SHOP
    assert score.assessment is not None
    assert score.assessment.taken_on == MARCH_10  # the day it was handed in
    assert outcome_of(milestone).met
    notice = Notice.objects.get(kind="evidence-verified")
    assert (notice.user, notice.facts) == (alice.user, {"item": "SQL", "met": True})


def test_a_score_below_the_target_answers_as_well(milestone: MonthlyMilestone, bob: User) -> None:
    asked = ask(milestone)
    verify_evidence(evidence=asked, by=bob, score=Decimal(75))
    assert not outcome_of(milestone).met
    assert Notice.objects.get(kind="evidence-verified").facts == {"item": "SQL", "met": False}
    ask(milestone)  # and may be asked for again


def test_an_answer_may_be_dated_otherwise_within_the_month(
    milestone: MonthlyMilestone, bob: User
) -> None:
    asked = ask(milestone)
    with refused(INVALID, field="taken_on"):
        verify_evidence(evidence=asked, by=bob, score=Decimal(80), taken_on=date(2026, 2, 27))
    verify_evidence(evidence=asked, by=bob, score=Decimal(80), taken_on=date(2026, 3, 4))
    assert SkillAssessment.objects.get(source=AssessmentSource.MENTOR).taken_on == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("type_", "score", "answering"),
    [
        (EvaluationType.MENTOR_REVIEW, "3", RATING),
        (EvaluationType.AUTO_ASSESSMENT, "60", SCORE),
        (EvaluationType.EMPLOYER_REVIEW, "3", FEEDBACK),
    ],
)
def test_a_project_is_answered_by_an_evaluation_of_its_type(
    milestone: MonthlyMilestone,
    bob: User,
    type_: EvaluationType,
    score: str,
    answering: EvidenceType,
) -> None:
    asked = ask(milestone, evaluated_by(milestone, type_))
    verify_evidence(evidence=asked, by=bob, score=Decimal(score), note="No employer yet.")
    assert project_of(milestone).met
    assert Evidence.objects.get(answers=asked).evidence_type == answering
    assert fresh(asked).state == EvidenceState.VERIFIED


def test_a_project_rated_too_low_is_answered_and_stays_in_progress(
    milestone: MonthlyMilestone, bob: User
) -> None:
    asked = ask(milestone, project_of(milestone))
    verify_evidence(evidence=asked, by=bob, score=Decimal(2))
    assert project_of(milestone).completion_status == CompletionStatus.IN_PROGRESS
    assert fresh(asked).state == EvidenceState.VERIFIED


def test_an_interview_is_answered_by_its_result(milestone: MonthlyMilestone, bob: User) -> None:
    asked = ask(milestone, checkpoint_of(milestone), confidence=4)
    with refused(INVALID, field="result"):
        verify_evidence(evidence=asked, by=bob, score=Decimal(5))
    verify_evidence(evidence=asked, by=bob, result=CheckpointResult.PASSED, note="Calm and exact.")
    checkpoint = checkpoint_of(milestone)
    assert (checkpoint.met, checkpoint.passed, checkpoint.attempts) == (True, True, 1)
    assert checkpoint.actual_confidence_level == 4  # what the student said
    assert checkpoint.taken_on == MARCH_10
    assert fresh(asked).state == EvidenceState.VERIFIED


@pytest.mark.parametrize("score", [None, "-1", "101"])
def test_an_answer_needs_a_score_of_its_scale(
    milestone: MonthlyMilestone, bob: User, score: str | None
) -> None:
    asked = ask(milestone)
    with refused(INVALID, field="score"):
        verify_evidence(evidence=asked, by=bob, score=None if score is None else Decimal(score))


def test_a_rating_answers_from_1_to_5(milestone: MonthlyMilestone, bob: User) -> None:
    asked = ask(milestone, project_of(milestone))
    for rating in ("0", "6"):
        with refused(INVALID, field="score"):
            verify_evidence(evidence=asked, by=bob, score=Decimal(rating))


@pytest.mark.parametrize("item", [outcome_of, checkpoint_of])
def test_an_answer_with_too_long_a_note_is_refused(
    milestone: MonthlyMilestone, bob: User, item: Any
) -> None:
    asked = ask(milestone, item(milestone))
    with refused(INVALID, field="note"):
        verify_evidence(
            evidence=asked,
            by=bob,
            score=Decimal(80),
            result=CheckpointResult.PASSED,
            note="x" * 1001,
        )


def test_only_the_mentor_of_the_student_answers(
    milestone: MonthlyMilestone, dora: User, grace: User, charlie: Student
) -> None:
    asked = ask(milestone)
    for person in (milestone.student.user, dora, grace, charlie.user):
        with refused(NOT_FOUND):
            verify_evidence(evidence=asked, by=person, score=Decimal(80))
        with refused(NOT_FOUND):
            return_evidence(evidence=asked, by=person, reason="Not enough.")


def test_on_the_2nd_the_mentor_answers_what_came_on_the_last_evening(
    milestone: MonthlyMilestone, bob: User, clock: time_machine.Traveller
) -> None:
    clock.move_to(noon(date(2026, 3, 31), 23, 59))
    asked = ask(milestone)
    clock.move_to(noon(date(2026, 4, 2)))
    verify_evidence(evidence=asked, by=bob, score=Decimal(80))
    outcome = outcome_of(milestone)
    assert outcome.met
    assert outcome.met_by is not None
    assert outcome.met_by.taken_on == date(2026, 3, 31)


# Returned ----------------------------------------------------------------------------------------
def test_a_piece_is_returned_with_a_reason_the_student_reads(
    milestone: MonthlyMilestone, alice: Student, bob: User
) -> None:
    asked = return_evidence(evidence=ask(milestone), by=bob, reason=" The link shows nothing. ")
    assert (asked.state, asked.reason) == (EvidenceState.RETURNED, "The link shows nothing.")
    notice = Notice.objects.get(kind="evidence-returned")
    assert (notice.user, notice.facts) == (alice.user, {"item": "SQL"})
    assert not outcome_of(milestone).met
    again = ask(milestone)
    assert again.state == EvidenceState.WAITING


@pytest.mark.parametrize("reason", ["", "  \n", "x" * 1001, "x" * 10_000])
def test_a_return_says_why_in_at_most_1000_characters(
    milestone: MonthlyMilestone, bob: User, reason: str
) -> None:
    asked = ask(milestone)
    with refused(INVALID, field="reason"):
        return_evidence(evidence=asked, by=bob, reason=reason)


def test_what_is_answered_is_answered_once(milestone: MonthlyMilestone, bob: User) -> None:
    verified, returned = ask(milestone), ask(milestone, outcome_of(milestone, "REST APIs"))
    withdrawn = ask(milestone, checkpoint_of(milestone))
    verify_evidence(evidence=verified, by=bob, score=Decimal(80))
    return_evidence(evidence=returned, by=bob, reason="Once more, please.")
    withdraw_evidence(evidence=withdrawn, by=milestone.student.user)
    for evidence in (verified, returned, withdrawn):
        with refused(CONFLICT):
            verify_evidence(evidence=evidence, by=bob, score=Decimal(90))
        with refused(CONFLICT):
            return_evidence(evidence=evidence, by=bob, reason="No.")
        with refused(CONFLICT):
            withdraw_evidence(evidence=evidence, by=milestone.student.user)
        with refused(CONFLICT):
            remind_mentor(evidence=evidence, by=milestone.student.user)


# Withdrawn, reminded -----------------------------------------------------------------------------
def test_a_student_withdraws_what_waits(milestone: MonthlyMilestone) -> None:
    withdrawn = withdraw_evidence(evidence=ask(milestone), by=milestone.student.user)
    assert withdrawn.state == EvidenceState.WITHDRAWN
    assert ask(milestone).state == EvidenceState.WAITING


def test_after_the_month_what_was_handed_in_stays_with_the_mentor(
    milestone: MonthlyMilestone, bob: User, clock: time_machine.Traveller
) -> None:
    asked = ask(milestone)
    clock.move_to(noon(APRIL, 0))
    with refused(CONFLICT):
        withdraw_evidence(evidence=asked, by=milestone.student.user)
    verify_evidence(evidence=asked, by=bob, score=Decimal(80))


def test_only_the_student_withdraws_and_reminds(
    milestone: MonthlyMilestone, bob: User, charlie: Student, clock: time_machine.Traveller
) -> None:
    asked = ask(milestone)
    clock.shift(timedelta(days=4))
    for person in (bob, charlie.user):
        with refused(NOT_FOUND):
            withdraw_evidence(evidence=asked, by=person)
        with refused(NOT_FOUND):
            remind_mentor(evidence=asked, by=person)


def test_after_exactly_three_days_a_student_reminds_once(
    milestone: MonthlyMilestone, alice: Student, bob: User, clock: time_machine.Traveller
) -> None:
    asked = ask(milestone)
    clock.shift(timedelta(days=3) - timedelta(seconds=1))
    assert not may_remind(asked)
    with refused(CONFLICT):
        remind_mentor(evidence=asked, by=alice.user)
    clock.shift(timedelta(seconds=1))
    assert may_remind(asked)
    reminded = remind_mentor(evidence=asked, by=alice.user)
    assert not may_remind(reminded)
    notice = Notice.objects.get(kind="evidence-reminder")
    assert (notice.user, notice.facts) == (
        bob,
        {"student": alice.pk, "name": "Alice", "item": "SQL"},
    )
    clock.shift(timedelta(days=30))
    with refused(CONFLICT):
        remind_mentor(evidence=asked, by=alice.user)


def test_without_a_mentor_nobody_is_reminded(
    milestone: MonthlyMilestone, alice: Student, clock: time_machine.Traveller
) -> None:
    asked = ask(milestone)
    Student.objects.filter(pk=alice.pk).update(mentor=None)
    clock.shift(timedelta(days=3))
    with refused(CONFLICT):
        remind_mentor(evidence=Evidence.objects.get(pk=asked.pk), by=alice.user)


# Consent -----------------------------------------------------------------------------------------
def test_consent_is_offered_once_at_the_first_verified_proof(
    milestone: MonthlyMilestone, alice: Student, bob: User, clock: time_machine.Traveller
) -> None:
    verify_evidence(evidence=ask(milestone), by=bob, score=Decimal(75))
    assert Student.objects.get(pk=alice.pk).consent_offered_at is None  # verified, but no proof
    verify_evidence(evidence=ask(milestone), by=bob, score=Decimal(80))
    offered = Student.objects.get(pk=alice.pk).consent_offered_at
    assert offered == noon(MARCH_10)
    clock.shift(timedelta(days=1))
    rate(milestone, bob, "5")
    assert Student.objects.get(pk=alice.pk).consent_offered_at == offered


@pytest.mark.parametrize("type_", list(MilestoneType))
def test_every_type_of_month_takes_proof(alice: Student, bob: User, type_: MilestoneType) -> None:
    milestone = make_milestone(alice, type=type_)
    for item in milestone.items():
        assert ask(milestone, item).state == EvidenceState.WAITING


def test_a_refusal_is_an_answer_of_http() -> None:
    assert [refusal.value for refusal in Refusal] == [403, 404, 409, 422]
