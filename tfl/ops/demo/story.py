"""Six months in the life of the demo's people, told through the services.

One queue of acts in the order of time, each lived with the clock set to its moment: a month is generated
and planned, students hand in, mentors answer and review; what an act leads to joins the queue.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from heapq import heappop, heappush
from itertools import count
from math import ceil

import time_machine
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from milestones.models import EmployerDemand, Evidence, MonthlyMilestone, RunResult
from milestones.services import (
    confirm_fully_proven,
    generate_month,
    may_remind,
    remind_mentor,
    set_constraint,
)
from tfl.accounts.models import (
    Employer,
    EmployerConsent,
    MailState,
    Notice,
    Student,
    User,
    employer_of,
)
from tfl.accounts.services import (
    grant_consent,
    mark_read,
    record_opening,
    request_employer_access,
    withdraw_all,
)
from tfl.core.clock import today
from tfl.core.months import last_day, month_of, next_month
from tfl.ops.demo import people, script
from tfl.ops.demo.arrival import Cast, bring_in_everybody
from tfl.ops.demo.badges import BadgeStory
from tfl.ops.demo.chance import chance
from tfl.ops.demo.families import FamilyStory
from tfl.ops.demo.proof import Attempt, answer, hand_in, review, test
from tfl.ops.demo.script import NOW, Demand, Word
from tfl.ops.errors import OpsError
from tfl.ops.seeding import seed_checklists, seed_taxonomy
from tfl.skills.models import JobRole

Act = Callable[[], object]
HURRY = 14
"""Days of a month just begun that are lived in what is over of it, so that it is not empty."""
LAST_EVENING = 0.15
"""Share of the items handed in on the last evening of the month."""
TESTED_ANYWAY = 0.35
"""Share of the items not handed in that the mentor tests of their own accord."""
ONE_ONLY = 0.4
"""Share of the consents that name one organisation; the others are to all."""
REMINDS = 0.4
"""Share of what waits for four days that the student reminds of."""
LEFT_LYING = 0.3
"""Share of last month's milestones that slow mentors did not get to."""


def build_demo(
    *, on: date, size: int = len(people.STUDENTS), tell: Callable[[str], object] = lambda line: None
) -> bool:
    """Make the demo as it stands when day `on` begins, with the first `size` students. One transaction:
    killed in the middle, it leaves nothing. False, and nothing is done, where it was made before.
    Raises ServiceError or IntegrityError where one of its names or addresses is taken.
    """
    if User.objects.filter(email=people.email_of(people.ADMIN)).exists():
        return False
    with transaction.atomic():
        seed_taxonomy()
        if settings.CHILDPROGRESS:
            seed_checklists()
        Story(on, tell).live(size)
    return True


class Story:
    cast: Cast
    badges: BadgeStory
    families: FamilyStory

    def __init__(self, on: date, tell: Callable[[str], object]) -> None:
        self.on, self.tell = on, tell
        self.months = [month_of(on)]
        while len(self.months) <= NOW:
            self.months.insert(0, month_of(self.months[0] - timedelta(days=1)))
        self.now = _moment(self.months[0] - timedelta(days=2), 9)
        self.queue: list[tuple[datetime, int, Act]] = []
        self.order = count()
        self.waiting: dict[int, Attempt] = {}
        """What is handed in and not answered, by evidence id."""
        self.asked: set[int] = set()
        """Numbers of the students who were asked about employers."""

    def live(self, size: int) -> None:
        with time_machine.travel(self.now, tick=False) as clock:
            self.cast = bring_in_everybody(size=size)
            self.schedule()
            self.badges = BadgeStory(self)
            self.badges.schedule()
            self.families = FamilyStory(self)
            if settings.CHILDPROGRESS:
                self.families.schedule()
            while self.queue and self.queue[0][0] <= _moment(self.on, 0):
                self.now, _, act = heappop(self.queue)
                clock.move_to(self.now)
                act()
        self.stop_the_mail()

    def at(self, day: date, hour: int, act: Act) -> None:
        """Let `act` happen then: later than now, and in a month just begun earlier than it says."""
        if month_of(day) == month_of(self.on) and 0 < self.over < HURRY:
            day = (
                day.replace(day=ceil(day.day * self.over / HURRY)) if day.day <= HURRY else self.on
            )
        self.sharp_at(day, hour, act)

    def sharp_at(self, day: date, hour: int, act: Act) -> None:
        """On that very day, however little of the month is over; not before now."""
        heappush(self.queue, (max(_moment(day, hour), self.now), next(self.order), act))

    @property
    def over(self) -> int:
        """Days of the current month that are lived."""
        return self.on.day - 1

    def schedule(self) -> None:
        for number, month in enumerate(self.months):
            self.at(month, 0, partial(self.begin, number))
            self.at(month.replace(day=2), 17, self.confirm)
            self.at(month.replace(day=6), 12, self.ask_about_employers)
            self.at(month.replace(day=9), 15, self.look_at_profiles)
        for demand in script.DEMANDS:
            day = self.months[demand.month].replace(day=demand.day)
            self.at(day, 10, partial(self.open_demand, demand))
        for word in script.WORDS:
            self.at(self.months[word.month - 1].replace(day=12), 16, partial(self.constrain, word))
        self.at(self.months[NOW - 1].replace(day=20), 20, self.think_again)
        self.at(self.on - timedelta(days=2), 11, self.knock)

    # A month ------------------------------------------------------------------------------------

    def begin(self, number: int) -> None:
        if number == NOW:  # what came before is no news any more
            for person in self.cast.everybody():
                mark_read(user=person)
        month, students = self.months[number], [each.student for each in self.cast.students]
        run = generate_month(month=month, students=students)
        if run.entries.filter(result=RunResult.FAILED).exists():
            raise OpsError(f"The generator broke in {month:%Y-%m}; its log says how.")
        milestones = MonthlyMilestone.objects.of_month(month).filter(student__in=students)
        for milestone in milestones.with_items().order_by("student"):
            self.plan(milestone, number)
        self.tell(f"{month:%Y-%m} …")

    def plan(self, milestone: MonthlyMilestone, number: int) -> None:
        """Who hands in what and when, and when the month is reviewed."""
        each = self.cast.of(milestone.student_id)
        fate = chance("month", each.number, number)
        lies = number == NOW - 1 and each.patience[0] > 1 and fate.random() < LEFT_LYING
        for place, item in enumerate(milestone.items()):
            attempt = Attempt(each, item, number, effort=each.effort(number, fate.uniform(-1, 1)))
            self.plan_item(replace(attempt, fate=attempt.drawn_fate(place, lies=lies)), place)
        if number < NOW and not lies:
            days = fate.randint(*each.patience) if each.number != script.LATE else 0
            day = next_month(milestone.milestone_month) + timedelta(days=days + 1)
            self.at(day, 17, partial(review, each, milestone, number, self.waiting))

    def plan_item(self, attempt: Attempt, place: int) -> None:
        each, month = attempt.each, self.months[attempt.month]
        fate = chance("item", each.number, attempt.month, attempt.item.name)
        day, hour = month.replace(day=fate.randint(3, 26)), fate.randint(9, 20)
        if fate.random() < LAST_EVENING or attempt.is_late:
            day, hour = last_day(month), 21
        if attempt.is_early:
            day, hour = month.replace(day=fate.randint(3, 16)), min(hour, 20)
        if attempt.is_lively:
            share = script.LIVELY_DAYS[place % len(script.LIVELY_DAYS)]
            day = month.replace(day=round(share * max(self.over, HURRY)))
        sure = attempt.is_late or attempt.is_early
        if (sure or fate.random() < each.archetype.hands_in) and not attempt.is_put_off:
            self.at(day, hour, partial(self.hand_in, attempt))
        elif fate.random() < TESTED_ANYWAY and not attempt.is_put_off:
            self.at(day, 16, partial(test, attempt))

    # Students -----------------------------------------------------------------------------------

    def hand_in(self, attempt: Attempt) -> None:
        evidence = hand_in(attempt)
        self.waiting[evidence.pk] = attempt
        fate = chance("days", *attempt.key)
        days = 1 if attempt.is_lively else fate.randint(*attempt.each.patience)
        if attempt.fate != "waits":
            self.at(today() + timedelta(days=days), 18, partial(self.answer, evidence))
        if attempt.is_lively or fate.random() < REMINDS:
            self.sharp_at(today() + timedelta(days=4), 9, partial(self.remind, evidence))

    def remind(self, evidence: Evidence) -> None:
        attempt = self.waiting.get(evidence.pk)
        if attempt and may_remind(evidence):
            remind_mentor(evidence=evidence, by=attempt.each.user)

    def ask_about_employers(self) -> None:
        unasked = [each.student for each in self.cast.students if each.number not in self.asked]
        offered = Student.objects.filter(consent_offered_at__isnull=False)
        for student in offered.filter(pk__in=[s.pk for s in unasked]).order_by("pk"):
            each = self.cast.of(student.pk)
            self.asked.add(each.number)
            fate = chance("consent", each.number)
            if each.number == script.LIVELY:
                grant_consent(student=student, employers=None, by=each.user)
            elif fate.random() < each.archetype.opens_up:
                one = employer_of(fate.choice(self.cast.employers))
                employers = [one] if one and fate.random() < ONE_ONLY else None
                grant_consent(student=student, employers=employers, by=each.user)

    def think_again(self) -> None:
        """One student takes their consent back; not the one whose pages are shown first."""
        mine = [each.student for each in self.cast.students if each.number != script.LIVELY]
        consent = EmployerConsent.objects.active().filter(student__in=mine).order_by("pk").first()
        if consent:
            each = self.cast.of(consent.student_id)
            withdraw_all(student=each.student, by=each.user)

    # Mentors ------------------------------------------------------------------------------------

    def answer(self, evidence: Evidence) -> None:
        """Evaluated; or returned, and then the student tries once more while the month runs."""
        attempt = self.waiting.pop(evidence.pk, None)
        if attempt is None:
            return
        answer(evidence, attempt)
        again = today() + timedelta(days=3)
        in_time = month_of(again) == self.months[attempt.month]
        if attempt.fate == "returned" and in_time and not attempt.is_lively:
            once_more = replace(attempt, fate="answered", again=True)
            self.at(again, 19, partial(self.hand_in, once_more))

    def confirm(self) -> None:
        """The two quick mentors review together what is fully proven."""
        for mentor in self.cast.mentors[2:]:
            confirm_fully_proven(by=mentor)

    def constrain(self, word: Word) -> None:
        if word.student >= len(self.cast.students):
            return
        each = self.cast.students[word.student]
        last = each.requirements()[-1].skill
        set_constraint(
            student=each.student,
            month=next_month(self.months[word.month - 1]),
            by=each.mentor,
            note=word.note,
            fixed_type=word.fixed_type,
            include=[last] if word.includes_last else [],
            leave_out=[last] if word.leaves_out_last else [],
            most_outcomes=word.most_outcomes,
        )

    # Employers ----------------------------------------------------------------------------------

    def open_demand(self, demand: Demand) -> None:
        """As an admin does in the back office."""
        row = EmployerDemand(
            employer=Employer.objects.get(name=demand.employer),
            job_role=JobRole.objects.get(slug=demand.job_role),
            urgency=demand.urgency,
            positions=demand.positions,
        )
        if demand.closes is not None:
            row.open_until = self.on + timedelta(days=demand.closes)
        row.full_clean()
        row.save()

    def look_at_profiles(self) -> None:
        for user in self.cast.employers:
            employer = employer_of(user)
            if employer:
                for student in Student.objects.consenting_to(employer).order_by("pk")[:3]:
                    record_opening(student=student, employer=employer, by=user)

    def knock(self) -> None:
        """An organisation asks for access and waits for the admin."""
        request_employer_access(
            user=self.cast.hopeful, organisation_name="Quillwood Games", message=script.QUESTION
        )

    def stop_the_mail(self) -> None:
        """Nobody reads mail at the demo's addresses: none is sent of what is told here. The notices stay,
        marked as the sweep marks news that is mailed to nobody. Others' notices are left alone.
        """
        unsent = Notice.objects.filter(user__in=self.cast.everybody(), mail_state=MailState.WAITING)
        unsent.update(mail_state=MailState.GAVE_UP)
        self.badges.stop_the_mail()
        self.families.stop_the_mail()


def _moment(day: date, hour: int) -> datetime:
    """Midnight is the installation's, whose months these are."""
    local = datetime.combine(day, time(hour), tzinfo=timezone.get_default_timezone())
    return local.astimezone(UTC)
