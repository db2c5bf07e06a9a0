"""The demo: enough of everything to look at, the same each time, in nobody's way."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from badges.models import (
    Badge,
    BadgeImport,
    BadgeStatus,
    BadgeTemplate,
    How,
    MilestoneAchievement,
    MilestoneConfig,
    ShownAs,
    TemplateState,
)
from badges.selectors.next_milestone import next_milestone
from badges.services import (
    catch_up,
    claim_badge,
    send_claim_links,
    sweep_everything,
    work_off_imports,
)
from childprogress.ages import BANDS, AgeBand, age_band, age_on, band_ends
from childprogress.models import (
    Child,
    ChildMilestone,
    GuardianInvitation,
    Guardianship,
    MilestoneDefinition,
    Observation,
)
from childprogress.rules import History, moment
from childprogress.scores import radar
from childprogress.services import send_guardian_invitations
from childprogress.services.observations import a_year_before
from childprogress.vocabulary import Dimension, Sentiment
from milestones.generation.vocabulary import MilestoneType
from milestones.models import (
    EmployerDemand,
    Evidence,
    GenerationRunEntry,
    InterviewCheckpoint,
    MentorConstraint,
    MilestoneProject,
    MilestoneReview,
    MilestoneSkillOutcome,
    MonthlyMilestone,
    RunResult,
)
from tfl.accounts.models import (
    AuditEntry,
    Cohort,
    EmployerConsent,
    EmployerMembership,
    MailState,
    MembershipState,
    Notice,
    Role,
    Student,
    User,
)
from tfl.accounts.services import invite_person
from tfl.core.months import month_of
from tfl.ops import demo
from tfl.ops.demo import ACCOUNTS, build_demo
from tfl.ops.demo.badge_script import ADDRESSES, MENTOR
from tfl.ops.demo.family_script import ANDER, FAMILIES, ILYAS, MAIALEN, SAFIYA, TOBI
from tfl.ops.demo.people import (
    COPARENT,
    FORMER_MENTOR,
    GRANDMOTHER,
    GUARDIANS,
    PARENT,
    STUDENTS,
    email_of,
)
from tfl.ops.demo.script import (
    CALLED_ENOUGH,
    LATE,
    LIVELY,
    NOTES,
    NOTES_AGAIN,
    RETURNED,
    Kind,
)
from tfl.ops.errors import OpsError
from tfl.skills.models import JobRole

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]  # one worker makes it

ON = date(2026, 11, 20)
NOVEMBER = date(2026, 11, 1)
MIDNIGHT = datetime(2026, 11, 20, tzinfo=UTC)
ANY_DATES = [
    date(2026, 1, 10),
    date(2026, 2, 28),
    date(2026, 3, 31),
    date(2026, 11, 20),
    date(2028, 2, 15),
]
OUTSIDER = "somebody.else@example.com"
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Told:
    lines: list[str]
    """What was said while it was made."""
    small: tuple[Rows, Rows]
    """What a demo with few students holds, made twice from nothing."""
    lively: dict[date, Rows]
    """The listed student's items of the month when the demo is made on other days: whether proven, in which
    states, whether returned with a reason, whether reminded of. Then the number of earlier months, of items
    the last of them misses, and of pieces that were answered after their month.
    """
    to_claim: dict[date, Rows]
    """What the listed student has to claim then, how many of their badges count, what comes next, and what
    claiming reaches.
    """
    records: dict[date, Rows]
    """Each child's name and age band then, and what is wrong with its record."""
    without_children: tuple[int, ...]
    """How many people listed as guardians, children and definitions there are where they are left out."""


@pytest.fixture(scope="module", autouse=True)
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Told]:
    """One demo for all tests here, in an installation that has a student of its own already."""
    with django_db_blocker.unblock(), transaction.atomic():
        small = (_small_demo(), _small_demo())
        seen = {on: _lively_student(on) for on in ANY_DATES}
        without_children = _without_children()
        call_command("seed", stdout=StringIO())
        outsider = invite_person(email=OUTSIDER, name="", roles=[Role.STUDENT], by=None)
        role = JobRole.objects.get(slug="qa-engineer-entry")
        Student.objects.filter(user=outsider).update(target_job_role=role)
        lines: list[str] = []
        assert build_demo(on=ON, tell=lines.append)
        lively, to_claim, records = (
            {on: found[place] for on, found in seen.items()} for place in range(3)
        )
        yield Told(lines, small, lively, to_claim, records, without_children)
        transaction.set_rollback(True)


def _small_demo() -> Rows:
    with transaction.atomic():
        build_demo(on=ON, size=6)
        rows = _content()
        transaction.set_rollback(True)
    return rows


def _lively_student(on: date) -> tuple[Rows, Rows, Rows]:
    with transaction.atomic():
        build_demo(on=on, size=1)
        month = _lively_month()
        with time_machine.travel(datetime(on.year, on.month, on.day, 12, tzinfo=UTC)):
            badges = _to_claim()
            records = [(each.name, each.age_band, _faults(each, on)) for each in _children()]
        transaction.set_rollback(True)
    return month, badges, records


def _without_children() -> tuple[int, ...]:
    with transaction.atomic():
        with override_settings(CHILDPROGRESS=False):
            build_demo(on=ON, size=1)
        guardians = User.objects.filter(email__in=[email_of(name) for name in GUARDIANS])
        counts = guardians.count(), Child.objects.count(), MilestoneDefinition.objects.count()
        transaction.set_rollback(True)
    return counts


def _lively_month() -> Rows:
    *earlier, current = MonthlyMilestone.objects.order_by("milestone_month")
    rows: Rows = [_state(item) for item in current.items()]
    late = [each for month in earlier for each in month.evidence.all() if _was_late(each)]
    rows.append((len(earlier), len(earlier[-1].missing()), len(late)))
    return rows


def _to_claim() -> Rows:
    listed = User.objects.get(email=email_of(STUDENTS[LIVELY]))
    pending = Badge.objects.claimable().get(recipient=listed)
    counting = Badge.objects.counting().filter(recipient=listed).count()
    following = next_milestone(listed)
    reached = [each.milestone.title for each in claim_badge(badge=pending, by=listed)]
    assert following
    return [(pending.template.name, counting, str(following.milestone), following.to_go, reached)]


def _was_late(evidence: Evidence) -> bool:
    assert evidence.verified_at
    return month_of(evidence.verified_at.date()) > evidence.milestone.milestone_month


def _state(item: MilestoneSkillOutcome | MilestoneProject | InterviewCheckpoint) -> tuple[Any, ...]:
    asked = item.evidence.filter(evidence_type="ProjectLink").get()
    return type(item), item.met, asked.state, asked.reason != "", asked.reminded_at is not None


def _content() -> Rows:
    """Everything that happened, with its moments, without ids."""
    who = "milestone__student__user__email"
    item = ("outcome__skill__slug", "project__project_title", "checkpoint__checkpoint_type")
    rows: Rows = []
    for queryset, *fields in (
        (MonthlyMilestone.objects, "student__user__email", "milestone_title", "status"),
        (MonthlyMilestone.objects, "student__user__email", "generation_reason", "created_at"),
        (MilestoneSkillOutcome.objects, who, "skill__slug", "starting_score", "expected_score"),
        (Evidence.objects, who, *item, "score", "state", "note", "reason", "submitted_at"),
        (MilestoneReview.objects, who, "status", "feedback", "override_reason", "reviewed_at"),
        (Notice.objects, "user__email", "kind", "created_at", "read_at"),
        (AuditEntry.objects, "actor__email", "action", "reason", "at"),
        (EmployerConsent.objects, "student__user__email", "employer__name", "granted_at"),
        (
            Badge.objects,
            "template__name",
            "recipient__email",
            "issued_to",
            "issued_at",
            "claimed_at",
        ),
        (Badge.objects, "template__name", "recipient__email", "status", "expires_at", "shown_as"),
        (MilestoneAchievement.objects, "milestone__title", "user__email", "achieved_at", "how"),
        (MilestoneConfig.objects, "title", "type", "description", "active", "created_at"),
        (BadgeTemplate.objects, "name", "state", "validity_days", "category", "created_at"),
        (Guardianship.objects, "user__email", "child__name", "child__date_of_birth", "role"),
        (ChildMilestone.objects, "child__name", "milestone__code", "achieved_history"),
        (Observation.objects, "text", "observed_on", "author__email", "created_at", "deleted_at"),
    ):
        rows += sorted(queryset.values_list(*fields), key=repr)
    return rows


def this_month() -> Any:
    return MonthlyMilestone.objects.of_month(NOVEMBER)


def test_everybody_is_there() -> None:
    demo_people = User.objects.filter(email__endswith="@example.org")
    students = Student.objects.active().filter(user__in=demo_people)
    assert students.count() == 60
    assert Cohort.objects.count() == 3
    assert {cohort.students.count() for cohort in Cohort.objects.all()} == {20}
    assert demo_people.with_role(Role.MENTOR).count() == 4
    assert demo_people.with_role(Role.ADMIN).count() == 1
    states = EmployerMembership.objects.order_by("state").values_list("state", flat=True)
    assert list(states) == [MembershipState.APPROVED] * 3 + [MembershipState.REQUESTED]
    assert User.objects.get(email=email_of(FORMER_MENTOR)).roles == frozenset()


def test_each_listed_account_can_sign_in_in_its_role() -> None:
    assert [role for role, _email, _password in ACCOUNTS] == [
        "Student",
        "Mentor",
        "Admin",
        "Employer",
        "Parent",
        "Parent, editor",
        "Parent, six dimensions",
        "Parent, viewer",
        "Parent, two dimensions",
    ]
    for role, email, password in ACCOUNTS:
        user = User.objects.get(email=email)
        assert user.check_password(password)
        assert user.has_role(Role(role.partition(",")[0].lower()))
        assert EmailAddress.objects.filter(user=user, verified=True).exists()
        validate_password(password, user)


def test_there_are_seven_months_and_each_is_announced(told: Told) -> None:
    months = MonthlyMilestone.objects.order_by("milestone_month")
    found = months.values_list("milestone_month", flat=True).distinct()
    assert list(found) == [date(2026, month, 1) for month in range(5, 12)]
    assert told.lines == [f"2026-{month:02} …" for month in range(5, 12)]


def test_this_month_shows_every_type_recovery_and_somebody_ready() -> None:
    assert set(this_month().values_list("milestone_type", flat=True)) == set(MilestoneType)
    assert (
        this_month().filter(milestone_type=MilestoneType.EMPLOYER_DRIVEN, demand=None).count() == 0
    )
    assert this_month().filter(recovers__isnull=False).count() >= 3
    assert this_month().filter(generated_by="Mentor").count() == 1
    ready = GenerationRunEntry.objects.filter(run__month=NOVEMBER, result=RunResult.SKIPPED)
    assert ready.filter(reason__startswith="Ready").count() >= 2
    assert this_month().count() + ready.count() == 60


def test_proof_stands_in_every_state() -> None:
    now = Evidence.objects.filter(milestone__in=this_month())
    assert set(now.values_list("state", flat=True)) == {"Waiting", "Returned", "Verified"}
    assert Evidence.objects.awaiting_review().filter(reminded_at__isnull=False).exists()
    types = Evidence.objects.values_list("evidence_type", flat=True).distinct().order_by()
    assert set(types) == {"AssessmentScore", "ProjectLink", "MentorRating", "EmployerFeedback"}


def test_the_listed_students_month_is_half_proven_on_any_date(told: Told) -> None:
    """One outcome and the interview proven, the other returned, the project waiting with a reminder; and no
    earlier month left anything open on the mentor's desk.
    """
    expected = [
        (MilestoneSkillOutcome, True, "Verified", False, False),
        (MilestoneSkillOutcome, False, "Returned", True, False),
        (MilestoneProject, False, "Waiting", False, True),
        (InterviewCheckpoint, True, "Verified", False, False),
        (6, 0, 0),
    ]
    assert told.lively == dict.fromkeys(ANY_DATES, expected)
    mine = this_month().get(student__user__email=email_of(STUDENTS[LIVELY]))
    assert [_state(item) for item in mine.items()] == expected[:4]


def test_what_is_asked_for_was_not_proven_before() -> None:
    """The listed student's targets lie above every score their proof page shows from earlier months."""
    mine = this_month().get(student__user__email=email_of(STUDENTS[LIVELY]))
    for outcome in mine.outcomes.all():
        before = mine.student.assessments.filter(skill=outcome.skill, taken_on__lt=NOVEMBER)
        assert max(before.values_list("score", flat=True)) == outcome.starting_score
        assert outcome.starting_score < outcome.expected_score


@pytest.mark.parametrize(
    ("kind", "item"),
    [(Kind.SCORE, "outcome"), (Kind.LINK, "project"), (Kind.INTERVIEW, "checkpoint")],
)
def test_words_fit_the_kind_of_evidence_and_the_attempt(kind: Kind, item: str) -> None:
    asked = Evidence.objects.filter(evidence_type="ProjectLink", **{f"{item}__isnull": False})
    assert asked.exclude(note="").exists()
    returned: set[int] = set()
    for evidence in asked.order_by("submitted_at", "pk"):
        of = evidence.item.pk
        assert evidence.note in (NOTES_AGAIN if of in returned else NOTES)[kind]
        if evidence.state == "Returned":
            assert evidence.reason in RETURNED[kind]
            returned.add(of)
    assert returned
    assert asked.filter(note__in=NOTES_AGAIN[kind]).exists()


def test_no_words_serve_two_kinds() -> None:
    for words in (NOTES, NOTES_AGAIN, RETURNED):
        used = [text for kind in Kind for text in words[kind] if text]
        assert len(set(used)) == len(used)
    assert not any("link" in text.lower() for text in RETURNED[Kind.SCORE])


def test_all_is_proven_is_said_only_where_it_is() -> None:
    reviews = MilestoneReview.objects.exclude(override_reason="")
    assert set(reviews.values_list("feedback", flat=True)) == {CALLED_ENOUGH}
    assert not MilestoneReview.objects.filter(feedback=CALLED_ENOUGH, override_reason="").exists()


def test_two_mentors_have_something_to_do_and_the_listed_one_the_most() -> None:
    waiting = Evidence.objects.awaiting_review().values_list("milestone__student__mentor__email")
    queues = sorted(
        ((waiting.filter(milestone__student__mentor=mentor).count(), mentor.email))
        for mentor in User.objects.with_role(Role.MENTOR)
    )
    assert queues[-1][1] == ACCOUNTS[1][1]
    assert queues[-1][0] >= 10
    assert queues[-2][0] >= 1
    undecided = MonthlyMilestone.objects.filter(milestone_month__lt=NOVEMBER, status="InProgress")
    assert 1 <= undecided.count() <= 10


def test_history_carries_over_what_was_missed_links_included() -> None:
    assert MilestoneSkillOutcome.objects.filter(carried_from__isnull=False).exists()
    carried = MilestoneProject.objects.filter(carried_from__evidence__isnull=False)
    assert carried.exists()


def test_mentors_departed_from_proposals_and_said_why() -> None:
    assert MentorConstraint.objects.exclude(note="").count() == 6
    assert MentorConstraint.objects.filter(month=date(2026, 12, 1)).count() == 1
    assert MilestoneReview.objects.exclude(override_reason="").filter(status="Achieved").exists()


def test_a_late_review_would_change_this_month() -> None:
    """October was handed in on its last evening, waited on the 1st, and fell short on the 2nd."""
    mine = MonthlyMilestone.objects.filter(student__user__email=email_of(STUDENTS[LATE]))
    october, november = (
        mine.get(milestone_month=date(2026, 10, 1)),
        mine.get(milestone_month=NOVEMBER),
    )
    assert october.status == "PartiallyAchieved"
    assert october.missing()
    assert all(review.reviewed_at > november.created_at for review in october.reviews.all())
    assert november.recovers is None
    assert not november.evidence.exists()
    assert not november.reviews.exists()


def test_employers_ask_and_some_students_let_them_look() -> None:
    demands = EmployerDemand.objects.open_on(ON)
    assert set(demands.values_list("urgency", flat=True)) == {"Normal", "Urgent"}
    assert demands.filter(open_until__lte=date(2026, 11, 27)).exists()
    active = Student.objects.filter(consents__withdrawn_at__isnull=True, consents__isnull=False)
    assert 10 <= active.distinct().count() < 40
    assert EmployerConsent.objects.filter(withdrawn_at__isnull=False).exists()
    listed = EmployerConsent.objects.active().filter(student__user__email=ACCOUNTS[0][1])
    assert listed.get().employer is None


# Badges ----------------------------------------------------------------------------------------------


def on_the_day() -> time_machine.travel:
    return time_machine.travel(MIDNIGHT, tick=False)


def counting_badges() -> Counter[str]:
    """By address of their holder, on the demo's day."""
    with on_the_day():
        return Counter(Badge.objects.counting().values_list("recipient__email", flat=True))


def test_there_are_templates_of_every_state_and_badges_of_archived_ones() -> None:
    states = Counter(BadgeTemplate.objects.values_list("state", flat=True))
    assert states[TemplateState.ACTIVE] >= 30
    assert states[TemplateState.DRAFT] == states[TemplateState.ARCHIVED] == 2
    for archived in BadgeTemplate.objects.filter(state=TemplateState.ARCHIVED):
        assert archived.badges.exists()
    assert not Badge.objects.filter(template__state=TemplateState.DRAFT).exists()


def test_there_are_badge_milestones_of_all_valid_combinations_and_most_are_reached() -> None:
    active = MilestoneConfig.objects.active()
    assert active.count() >= 6
    assert {(each.trigger["metric"], each.trigger["scope"]) for each in active} == {
        ("badge_count", "global"),
        ("badge_count", "category"),
        ("category_count", "global"),
    }
    reached = MilestoneAchievement.objects.standing().values("milestone")
    assert not active.exclude(pk__in=reached).exists()
    inactive = MilestoneConfig.objects.filter(active=False)
    assert [(each.title, each.achievements.count()) for each in inactive] == [
        ("Wide Horizon", 0),
        ("Communicator", 2),
    ]


def test_people_stand_at_nothing_just_below_at_and_over_thresholds() -> None:
    """Of Badge Collector, at five, and of Solid Ground, at four of the databases."""
    counts = counting_badges()
    students = [counts[email_of(name)] for name in STUDENTS]
    assert students.count(0) >= 5
    assert students.count(4) >= 3
    assert students.count(5) >= 2
    assert len([count for count in students if count > 5]) >= 2
    databases = Badge.objects.filter(template__skills__category__parent__slug="databases")
    with on_the_day():
        held = Counter(databases.counting().order_by().values_list("recipient", "pk").distinct())
    assert {3, 4, 5} <= set(Counter(recipient for recipient, _badge in held).values())


def test_the_listed_student_has_one_to_claim_whose_claim_reaches_a_badge_milestone(
    told: Told,
) -> None:
    expected = [("Red, Then Green", 4, "Badge Collector", "1 more to go", ["Badge Collector"])]
    assert told.to_claim == dict.fromkeys(ANY_DATES, expected)


def test_badges_wait_to_be_claimed_expired_and_were_revoked() -> None:
    with on_the_day():
        assert Badge.objects.claimable().filter(recipient__isnull=False).count() >= 5
        drills = Badge.objects.filter(template__name="Restore Drill", expires_at__lte=MIDNIGHT)
        states = sorted(drills.values_list("status", flat=True))
    assert states == [BadgeStatus.CLAIMED, BadgeStatus.CLAIMED, BadgeStatus.PENDING]
    assert Badge.objects.filter(status=BadgeStatus.REVOKED).exclude(revoked_because="").count() == 2


def test_one_lost_an_achievement_with_a_badge_and_one_earned_it_again() -> None:
    lost, kept = (
        MilestoneAchievement.objects.get(
            milestone__title="Badge Collector", user__email=email_of(STUDENTS[number])
        )
        for number in (5, 7)
    )
    assert lost.revoked_at is not None
    assert lost.revoked_with is not None
    assert lost.revoked_with.status == BadgeStatus.REVOKED
    revoked = Badge.objects.get(recipient=kept.user, status=BadgeStatus.REVOKED)
    assert (kept.revoked_at, kept.revoked_with) == (None, None)
    assert revoked.revoked_at is not None
    assert kept.celebrated_at is not None
    assert kept.celebrated_at < revoked.revoked_at < kept.achieved_at
    assert MilestoneAchievement.objects.filter(revoked_at__isnull=False).count() == 1


def test_an_expired_badge_took_nothing_away() -> None:
    mine = MilestoneAchievement.objects.standing().filter(user__email=email_of(STUDENTS[6]))
    assert mine.filter(milestone__title="Calm in the Storm").exists()


def test_one_badge_milestone_was_activated_when_somebody_had_reached_it() -> None:
    found = MilestoneAchievement.objects.filter(how=How.BACKFILL)
    assert [(each.milestone.title, each.user.name) for each in found] == [
        ("Solid Ground", STUDENTS[4])
    ]
    assert Notice.objects.filter(user=found[0].user, kind="achievement").count() == 1


def test_a_mentor_and_the_parent_hold_badges_too() -> None:
    counts = counting_badges()
    assert counts[email_of(MENTOR)] == 2
    assert counts[email_of(PARENT)] == 1
    reached = MilestoneAchievement.objects.filter(milestone__title="First Badge")
    assert reached.filter(user__email__in=[email_of(MENTOR), email_of(PARENT)]).count() == 2


def test_two_badges_wait_for_whoever_proves_their_addresses_and_no_link_leaves() -> None:
    waiting = Badge.objects.filter(recipient__isnull=True)
    assert set(waiting.values_list("issued_to", flat=True)) == {each[0] for each in ADDRESSES}
    with on_the_day():
        assert waiting.claimable().count() == 2
        assert send_claim_links() == 0
    assert mail.outbox == []


def test_some_let_the_public_page_name_them() -> None:
    shown = Counter(Badge.objects.public().values_list("shown_as", flat=True))
    assert min(shown[way] for way in ShownAs) >= 10


def test_a_list_was_issued_but_for_its_wrong_line() -> None:
    issued = BadgeImport.objects.get()
    assert (issued.issued, issued.left_out, issued.rows) == (5, 1, [])
    listed = Badge.objects.filter(template__name="Thoughtful Reviewer").exclude(
        recipient__email=email_of(MENTOR)
    )
    states = Counter(listed.values_list("status", flat=True))
    assert states == {BadgeStatus.CLAIMED: 4, BadgeStatus.PENDING: 1}


def test_every_dialog_was_closed_and_no_sweep_finds_anything_more() -> None:
    assert not MilestoneAchievement.objects.to_celebrate().exists()
    assert not MilestoneAchievement.objects.to_tell().exists()
    assert not MilestoneConfig.objects.awaiting_backfill().exists()
    before = _content()
    with on_the_day():
        assert (catch_up(), sweep_everything(), work_off_imports()) == (0, 0, 0)
    assert _content() == before


# Families --------------------------------------------------------------------------------------------

DAYS = [date(2024, 1, 1) + timedelta(days=number) for number in range(8 * 366)]
FAMILY_OF = {child.name: family for family in FAMILIES for child in family.children}
SEASONAL = re.compile(
    r"spring|summer|autumn|winter|snow|\b(?:ice|heat|beach)\b|\w+day\b|weekend|holiday|term\b"
    r"|ramadan|\beid\b|christmas|easter",
    re.IGNORECASE,
)
DAYS_OF_ANY_SEASON = {"day", "today", "birthday", "everyday"}


def _children() -> list[Child]:
    return list(Child.objects.order_by("name"))


def record_of(name: str) -> Child:
    return Child.objects.get(name=name)


def _faults(child: Child, on: date) -> list[str]:
    """What could not have been recorded, or not yet, or is no history."""
    end = datetime(on.year, on.month, on.day, tzinfo=UTC)
    faults = []
    for note in child.observations.all():
        written = note.created_at.astimezone(child.zone).date()
        if not a_year_before(written) <= note.observed_on <= written:
            faults.append(f"of {note.observed_on}, written on {written}")
        if not child.created_at <= note.created_at <= end:
            faults.append(f"written at {note.created_at}")
    for row in child.milestones.select_related("milestone"):
        faults += _history_faults(row.achieved_history, child.created_at, end)
        since = row.achieved_history[-1]["achievedAt"]
        ticked = moment(row.achieved_history[0]["achievedAt"]).astimezone(child.zone).date()
        band = age_band(child.date_of_birth, ticked)
        if band is None or BANDS.index(AgeBand(row.milestone.age_band)) > BANDS.index(band):
            faults.append(f"{row.milestone} at {band}")
        if row.achieved_at != (moment(since) if row.achieved else None):
            faults.append(f"{row.milestone} since {row.achieved_at}, by its history {since}")
    return faults


def _history_faults(history: History, begin: datetime, end: datetime) -> list[str]:
    """Closed in order, but perhaps the last, between `begin` and `end`."""
    texts = [text for entry in history for text in (entry["achievedAt"], entry["unmarkedAt"])]
    closed = texts[:-1] if texts[-1] is None else texts
    times = [begin, *(moment(text) for text in closed if text), end]
    is_sound = len(times) == len(closed) + 2 and times == sorted(times)
    return [] if is_sound else [repr(history)]


def test_children_of_all_age_bands_are_there_on_any_day() -> None:
    """Ander is born on 29 February. Safiya turns six within days. Nobody was too young when records began."""
    for on in DAYS:
        born = {child.name: child.born(on) for family in FAMILIES for child in family.children}
        assert {name: age_band(day, on) for name, day in born.items()} == {
            "Ander": AgeBand.PRIMARY,
            "Maialen": AgeBand.EARLY_YEARS,
            "Ilyas": AgeBand.UPPER_PRIMARY,
            "Safiya": AgeBand.EARLY_YEARS,
            "Tobi": AgeBand.SECONDARY,
        }
        assert (born["Ander"].month, born["Ander"].day) == (2, 29)
        assert age_band(born["Safiya"], on + timedelta(days=4)) == AgeBand.PRIMARY
        for name, day in born.items():
            begun = on - timedelta(days=FAMILY_OF[name].since)
            assert age_on(day, begun) >= 3
        assert born["Maialen"] - born["Ander"] > timedelta(days=600)


def test_their_records_are_sound_whatever_day_the_demo_is_made_for(told: Told) -> None:
    expected: Rows = [
        ("Ander", "primary", []),
        ("Ilyas", "upper_primary", []),
        ("Maialen", "early_years", []),
        ("Safiya", "early_years", []),
        ("Tobi", "secondary", []),
    ]
    assert told.records == dict.fromkeys(ANY_DATES, expected)
    with on_the_day():
        assert [(each.name, each.age_band, _faults(each, ON)) for each in _children()] == expected


def test_each_record_holds_months_and_something_of_every_feeling() -> None:
    for child in _children():
        moments = sorted(each.achieved_at for each in child.milestones.all() if each.achieved_at)
        days = sorted(child.observations.values_list("observed_on", flat=True))
        assert days[-1] - days[0] > timedelta(days=150)
        assert moments[-1] - moments[0] > timedelta(days=120)
        assert set(child.observations.values_list("sentiment", flat=True)) == set(Sentiment)


def test_there_are_up_to_a_hundred_notes_and_no_two_say_the_same() -> None:
    texts = list(Observation.objects.values_list("text", flat=True))
    assert 60 <= len(texts) <= 100
    assert len(set(texts)) == len(texts)


def test_no_note_knows_the_season_or_the_weekday() -> None:
    for note in Observation.objects.all():
        found = {word.lower() for word in SEASONAL.findall(note.text)}
        assert found <= DAYS_OF_ANY_SEASON, note.text


def test_a_coparent_was_let_into_two_records_by_one_invitation_and_writes_there() -> None:
    invitation = GuardianInvitation.objects.get(email=email_of(COPARENT))
    assert invitation.accepted_at is not None
    assert {child.name for child in invitation.children.all()} == {"Ander", "Maialen"}
    for name in ("Ander", "Maialen"):
        child = record_of(name)
        roles = child.guardianships.values_list("user__email", "role")
        assert set(roles) == {(email_of(PARENT), "owner"), (email_of(COPARENT), "editor")}
        authors = set(child.observations.values_list("author__email", flat=True))
        assert authors == {email_of(PARENT), email_of(COPARENT)}


def test_a_grandmother_reads_and_a_second_invitation_waits_unmailed() -> None:
    mine = Guardianship.objects.filter(user__email=email_of(GRANDMOTHER))
    assert sorted(mine.values_list("child__name", "role")) == [
        ("Ilyas", "viewer"),
        ("Safiya", "viewer"),
    ]
    assert not Observation.objects.filter(author__email=email_of(GRANDMOTHER)).exists()
    with on_the_day():
        waiting = GuardianInvitation.objects.open().get()
        assert [child.name for child in waiting.children.all()] == ["Tobi"]
        assert send_guardian_invitations() == 0
    assert mail.outbox == []


def test_families_show_all_dimensions_all_but_religion_and_two() -> None:
    without = [each.value for each in Dimension if each != Dimension.ISLAMIC]
    assert record_of("Ander").dimensions == record_of("Maialen").dimensions == without
    assert record_of("Ilyas").dimensions == record_of("Safiya").dimensions == list(Dimension)
    assert record_of("Tobi").dimensions == [Dimension.ASPIRATIONAL, Dimension.PHYSICAL]


def test_a_band_ended_with_ticks_and_notes_and_in_the_new_one_a_dimension_is_empty() -> None:
    child = record_of("Ilyas")
    ended = band_ends(child.date_of_birth, AgeBand.PRIMARY)
    assert ended == ON - timedelta(days=76)
    assert child.milestones.filter(milestone__age_band="primary", achieved=True).count() >= 20
    assert child.observations.filter(observed_on__lte=ended).count() >= 8
    with on_the_day():
        recorded = radar(child).recorded
    assert [name for name, each in recorded.items() if each.is_empty] == [Dimension.PHYSICAL]


def test_some_ticks_were_taken_back_and_some_of_these_set_again() -> None:
    for name in ("Ander", "Ilyas", "Maialen", "Safiya", "Tobi"):
        rows = record_of(name).milestones
        taken_back = rows.filter(achieved=False)
        again = [row for row in rows.all() if len(row.achieved_history) == 2]
        slips = next(
            each.slips for each in (ANDER, ILYAS, MAIALEN, SAFIYA, TOBI) if each.name == name
        )
        assert taken_back.count() == len([slip for slip in slips if slip.again is None])
        assert len(again) == len([slip for slip in slips if slip.again is not None])


def test_one_note_was_taken_away_and_can_be_brought_back() -> None:
    with on_the_day():
        gone = Observation.objects.exclude(deleted_at=None)
        assert [each.child.name for each in gone] == ["Maialen"]
        assert Observation.objects.restorable().count() == 1


def test_left_out_of_the_installation_there_are_no_families(told: Told) -> None:
    assert told.without_children == (0, 0, 0)


# The demo as a whole ---------------------------------------------------------------------------------


def test_nothing_is_mailed_and_only_this_months_news_is_unread() -> None:
    theirs = Notice.objects.filter(user__email__endswith="@example.org")
    assert not theirs.filter(mail_state=MailState.WAITING).exists()
    assert theirs.unread().exists()
    assert not theirs.unread().filter(created_at__lt=datetime(2026, 11, 1, tzinfo=UTC)).exists()


def test_nothing_lies_ahead_of_the_day_it_was_made_for() -> None:
    assert not Evidence.objects.filter(submitted_at__gt=MIDNIGHT).exists()
    assert not MilestoneReview.objects.filter(reviewed_at__gt=MIDNIGHT).exists()
    assert not Badge.objects.filter(issued_at__gt=MIDNIGHT).exists()
    assert not Badge.objects.filter(claimed_at__gt=MIDNIGHT).exists()
    assert not MilestoneAchievement.objects.filter(achieved_at__gt=MIDNIGHT).exists()
    assert not Guardianship.objects.filter(since__gt=MIDNIGHT).exists()


def test_whoever_was_there_before_is_left_alone() -> None:
    assert not MonthlyMilestone.objects.filter(student__user__email=OUTSIDER).exists()
    assert Notice.objects.get(user__email=OUTSIDER).mail_state == MailState.WAITING


def test_made_again_it_changes_nothing() -> None:
    before = _content()
    out = StringIO()
    call_command("demo", stdout=out)
    assert "there already" in out.getvalue()
    assert _content() == before


def test_the_same_date_tells_the_same_story(told: Told) -> None:
    first, second = told.small
    assert len(first) > 300
    assert first == second


def test_it_is_refused_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[date] = []
    monkeypatch.setattr(
        "tfl.ops.management.commands.demo.build_demo", lambda on, tell: made.append(on)
    )
    with override_settings(DEMO_ALLOWED=False, DEBUG=True):
        with pytest.raises(CommandError, match="--force"):
            call_command("demo")
        assert made == []
        call_command("demo", force=True, stdout=StringIO())
    assert len(made) == 1


def test_production_settings_do_not_allow_it() -> None:
    """Read as text: nobody imports settings."""
    folder = Path(settings.BASE_DIR) / "tfl" / "settings"
    assert "DEMO_ALLOWED = False\n" in (folder / "base.py").read_text()
    assert "DEMO_ALLOWED" not in (folder / "prod.py").read_text()


def test_accounts_are_printed_unless_the_caller_prints_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tfl.ops.management.commands.demo.build_demo", lambda on, tell: True)
    alone, within = StringIO(), StringIO()
    call_command("demo", stdout=alone)
    call_command("demo", accounts=False, stdout=within)
    assert alone.getvalue().count("@example.org") == len(ACCOUNTS)
    assert within.getvalue() == ""


@pytest.mark.parametrize("obstacle", [IntegrityError("taken"), OpsError("Taken.")])
def test_what_is_in_the_way_is_said_in_a_sentence(
    obstacle: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def obstructed(on: date, tell: object) -> bool:
        raise obstacle

    monkeypatch.setattr("tfl.ops.management.commands.demo.build_demo", obstructed)
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("demo")


def test_rows_come_from_services_where_there_is_one() -> None:
    """Sign-up and the back office have none: an address and a demand are written as those pages do."""
    package = Path(demo.__file__).parent
    writes = re.compile(r"\w+(?:\.objects)?\.(?:create|bulk_create|save|delete|update_or_create)\(")
    found = {match for file in package.glob("*.py") for match in writes.findall(file.read_text())}
    assert found == {"EmailAddress.objects.create(", "row.save("}
