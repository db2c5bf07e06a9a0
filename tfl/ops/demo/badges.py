"""Badges in the demo: given for what a month proved, claimed, lost and earned again, through the services."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Protocol

from badges.models import (
    Badge,
    BadgeTemplate,
    MilestoneConfig,
    ShownAs,
    TemplateState,
)
from badges.services import (
    activate_badge_milestone,
    backfill_milestone,
    celebrate,
    claim_badge,
    confirm_import,
    create_badge_milestone,
    deactivate_badge_milestone,
    issue_badge,
    move_template,
    preview_badges,
    revoke_badge,
    save_template,
    show_as,
    tell_owners,
)
from badges.services.bulk_issue import issue_next
from milestones.generation.vocabulary import MilestoneStatus
from milestones.models import MonthlyMilestone
from seeds import schema
from tfl.accounts.models import User
from tfl.core.clock import today
from tfl.ops.demo import badge_script, people
from tfl.ops.demo.arrival import Cast, DemoStudent
from tfl.ops.demo.badge_script import Gift, Revocation
from tfl.ops.demo.chance import chance
from tfl.ops.demo.script import NOW
from tfl.skills.models import Skill, SkillCategory

REVIEWED_BY = 12
"""Of the next month: by then every mentor has decided."""
NEVER_CLAIMED = 0.08
"""Share of the badges given for a month that their holder leaves lying."""
SHOWS_NAME, SHOWS_INITIALS = 0.15, 0.35
"""Shares of those claimed whose public page names the holder: in full; in full or with initials."""


class Stage(Protocol):
    """The story, as far as badges need it."""

    on: date
    months: list[date]
    cast: Cast

    def at(self, day: date, hour: int, act: Callable[[], object]) -> None: ...
    def sharp_at(self, day: date, hour: int, act: Callable[[], object]) -> None: ...


class BadgeStory:
    def __init__(self, stage: Stage) -> None:
        self.stage, self.cast = stage, stage.cast
        self.content = schema.load_badges()
        self.templates: dict[str, BadgeTemplate] = {}
        self.milestones: dict[str, MilestoneConfig] = {}
        self.given: dict[tuple[int, str], int] = {}
        """Badge by person and template."""

    def schedule(self) -> None:
        self.at(0, 2, 9, self.write_templates)
        self.at(0, 3, 9, self.build_milestones)
        self.at(*badge_script.ARCHIVED_ON, 14, self.archive)
        late, month, day = badge_script.LATE
        self.at(month, day, 10, partial(self.activate, late))
        ended, month, day = badge_script.DEACTIVATED
        self.at(month, day, 10, partial(self.deactivate, ended))
        for number in range(1, NOW + 1):
            self.at(number, REVIEWED_BY, 8, partial(self.look_back, number - 1))
        for gift in badge_script.GIFTS:
            if person := self.person(gift.to):
                self.at(gift.month, gift.day, 15, partial(self.give, gift, person))
        for revocation in badge_script.REVOCATIONS:
            if each := self.student(revocation.student):
                act = partial(self.revoke, revocation, each)
                self.at(revocation.month, revocation.day, 11, act)
        for address, template, month, day in badge_script.ADDRESSES:
            self.at(month, day, 16, partial(self.give_to_address, address, template))
        _template, month, day, _students = badge_script.LIST
        self.at(month, day, 13, self.issue_list)

    def at(self, month: int, day: int, hour: int, act: Callable[[], object]) -> None:
        """On this day of the month, or, below 0, so many days before the demo's date."""
        if day < 0:
            self.stage.sharp_at(self.stage.on + timedelta(days=day), hour, act)
        else:
            self.stage.at(self.stage.months[month].replace(day=day), hour, act)

    def student(self, number: int) -> DemoStudent | None:
        """Small demos have few."""
        return self.cast.students[number] if number < len(self.cast.students) else None

    def person(self, who: int | str) -> User | None:
        if isinstance(who, int):
            each = self.student(who)
            return each.user if each else None
        email = people.email_of(who)
        return next(user for user in self.cast.everybody() if user.email == email)

    # What there is to earn ----------------------------------------------------------------------

    def write_templates(self) -> None:
        admin, skills = self.cast.admin, {skill.slug: skill for skill in Skill.objects.all()}
        for item in self.content.templates:
            template = save_template(
                by=admin,
                name=item.name,
                description=item.description,
                icon=item.icon,
                skills=[skills[slug] for slug in item.skills],
                validity_days=item.validity_days,
                category=item.legacy_category,
            )
            if item.state != "Draft":
                template = move_template(template=template, to=TemplateState.ACTIVE, by=admin)
            self.templates[item.slug] = template

    def archive(self) -> None:
        for item in self.content.templates:
            if item.state == "Archived":
                template = self.templates[item.slug]
                move_template(template=template, to=TemplateState.ARCHIVED, by=self.cast.admin)

    def build_milestones(self) -> None:
        categories = dict(SkillCategory.objects.values_list("slug", "pk"))
        late, _month, _day = badge_script.LATE
        for item in self.content.milestones:
            trigger: dict[str, object] = {
                "metric": item.metric,
                "scope": item.scope,
                "threshold": item.threshold,
            }
            if item.category:
                trigger["categoryId"] = str(categories[item.category])
                trigger["includeSubCategories"] = item.include_sub_categories
            self.milestones[item.slug] = create_badge_milestone(
                title=item.title,
                description=item.description,
                icon=item.icon,
                trigger=trigger,
                by=self.cast.admin,
            )
            if item.slug not in (late, badge_script.NEVER):
                self.activate(item.slug)

    def activate(self, slug: str) -> None:
        """And what the worker does then: award it, and tell those who have it."""
        milestone = self.milestones[slug]
        activate_badge_milestone(milestone=milestone, by=self.cast.admin)
        backfill_milestone(milestone.pk)
        tell_owners()

    def deactivate(self, slug: str) -> None:
        deactivate_badge_milestone(milestone=self.milestones[slug], by=self.cast.admin)

    # Giving and taking --------------------------------------------------------------------------

    def look_back(self, number: int) -> None:
        """For a month that was achieved, a badge for one of the skills that were proven in it."""
        students = [
            each.student for each in self.cast.students if each.number not in badge_script.PLANNED
        ]
        achieved = MonthlyMilestone.objects.of_month(self.stage.months[number]).filter(
            student__in=students, status=MilestoneStatus.ACHIEVED
        )
        for milestone in achieved.prefetch_related("outcomes__skill").order_by("student"):
            each = self.cast.of(milestone.student_id)
            fate = chance("badge", each.number, number)
            proven = {outcome.skill.slug for outcome in milestone.outcomes.all() if outcome.met}
            if fitting := self.fitting(each.user, proven):
                gift = Gift(
                    each.number,
                    fate.choice(fitting),
                    number + 1,
                    fate.randint(REVIEWED_BY, 19),
                    claimed=fate.random() >= NEVER_CLAIMED,
                    shown_as=_shown_as(fate.random()),
                )
                self.at(
                    gift.month, gift.day, fate.randint(9, 18), partial(self.give, gift, each.user)
                )

    def fitting(self, user: User, skills: set[str]) -> list[str]:
        """Templates of one of the skills and of nothing that was not proven, whose badge they do not have."""
        return [
            item.slug
            for item in self.content.templates
            if item.state == "Active"
            and item.skills
            and skills.issuperset(item.skills)
            and (user.pk, item.slug) not in self.given
        ]

    def give(self, gift: Gift, person: User) -> None:
        each = self.student(gift.to) if isinstance(gift.to, int) else None
        badge = issue_badge(
            template=self.templates[gift.template],
            by=each.mentor if each else self.cast.admin,
            recipient=person,
        )
        self.given[person.pk, gift.template] = badge.pk
        if gift.claimed:
            self.plan_claim(badge, person, gift.shown_as)

    def plan_claim(self, badge: Badge, person: User, shown_as: ShownAs) -> None:
        days = chance("claim", person.email, badge.template.name).randint(0, 3)
        act = partial(self.claim, badge, person, shown_as)
        self.stage.at(today() + timedelta(days=days), 20, act)

    def claim(self, badge: Badge, person: User, shown_as: ShownAs) -> None:
        """And close the dialog that says what was reached."""
        reached = claim_badge(badge=badge, by=person)
        if reached:
            celebrate(achievements=[achievement.pk for achievement in reached], by=person)
        if shown_as != ShownAs.NOBODY:
            show_as(badge=badge, shown_as=shown_as, by=person)

    def revoke(self, revocation: Revocation, each: DemoStudent) -> None:
        badge = Badge.objects.get(pk=self.given[each.user.pk, revocation.template])
        revoke_badge(badge=badge, by=each.mentor, reason=revocation.reason)

    def give_to_address(self, address: str, template: str) -> None:
        issue_badge(template=self.templates[template], by=self.cast.admin, email=address)

    def issue_list(self) -> None:
        """As uploaded, with a line that cannot be issued. The last of them is not claimed yet."""
        slug, _month, _day, numbers = badge_script.LIST
        template, admin = self.templates[slug], self.cast.admin
        users = [each.user for number in numbers if (each := self.student(number))]
        if not users:
            return
        raw = _as_csv([*(user.email for user in users), "somebody who was there"], template.name)
        uploaded = preview_badges(raw=raw, by=admin)
        confirm_import(badge_import=uploaded, by=admin)
        issue_next(uploaded.pk)
        for badge in template.badges.filter(recipient__in=users[:-1]).select_related("recipient"):
            if badge.recipient:
                self.plan_claim(badge, badge.recipient, ShownAs.NOBODY)

    def stop_the_mail(self) -> None:
        """No link is sent to the addresses: of what is told here nothing is mailed. Staff can send one."""
        waiting = Badge.objects.filter(issued_by=self.cast.admin, recipient__isnull=True)
        waiting.update(claim_link_due_at=None)


def _shown_as(luck: float) -> ShownAs:
    if luck < SHOWS_NAME:
        return ShownAs.NAME
    return ShownAs.INITIALS if luck < SHOWS_INITIALS else ShownAs.NOBODY


def _as_csv(addresses: list[str], template: str) -> bytes:
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerows([("email", "template"), *((address, template) for address in addresses)])
    return file.getvalue().encode()
