"""The world of a naive replay in the database, and the product made to do what happens in it."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import connection

from badges.models import (
    Badge,
    BadgeTemplate,
    How,
    MilestoneAchievement,
    MilestoneConfig,
    TemplateState,
)
from badges.services import (
    BadgesError,
    activate_badge_milestone,
    celebrate,
    check_milestones,
    claim_badge,
    deactivate_badge_milestone,
    edit_badge_milestone,
    issue_badge,
    revoke_badge,
    save_template,
)
from tests.badges.replay import Replay, Rule
from tests.make_badges import make_achievement
from tfl.accounts.models import Notice, User
from tfl.skills.models import Skill, SkillCategory

State = dict[tuple[int, int], tuple[Any, ...]]

ROUTES = ("back office", "orm", "sql")
"""By which the taxonomy changes."""


class Product:
    """What happens goes through the services, or for the taxonomy past them. Everything is named by its place
    in a list, as in the replay.
    """

    def __init__(self, world: Replay, admin: User, people: list[User]) -> None:
        self.admin, self.people = admin, people
        self.categories = SkillCategory.objects.bulk_create(
            SkillCategory(name=f"Category {n}", slug=f"c-{n}") for n in world.parents
        )
        for n, parent in world.parents.items():
            self.put_category(n, parent, "orm")
        self.skills = Skill.objects.bulk_create(
            Skill(name=f"Skill {n}", slug=f"s-{n}", category=self.categories[category])
            for n, category in world.category_of.items()
        )
        self.templates = BadgeTemplate.objects.bulk_create(
            BadgeTemplate(
                name=f"Badge {n}",
                description="Shown.",
                state=TemplateState.ACTIVE,
                validity_days=days,
            )
            for n, days in world.validity.items()
        )
        for n, known in world.skills_of.items():
            self.put_skills(n, known, "orm")
        self.milestones = MilestoneConfig.objects.bulk_create(
            MilestoneConfig(
                title=f"Milestone {n}", trigger=self.trigger_of(rule), active=rule.active
            )
            for n, rule in enumerate(world.rules)
        )
        self.badges: list[Badge] = []

    def trigger_of(self, rule: Rule) -> dict[str, Any]:
        """Sub-categories are left out where that means the same."""
        trigger: dict[str, Any] = {"metric": rule.metric, "threshold": rule.threshold}
        if rule.category is None:
            return trigger | {"scope": "global"}
        trigger |= {"scope": "category", "categoryId": str(self.categories[rule.category].pk)}
        return trigger if rule.with_sub_categories else trigger | {"includeSubCategories": False}

    # Badges ------------------------------------------------------------------------------------------

    def issue(self, person: int, template: int) -> None:
        badge = issue_badge(
            template=self.templates[template], by=self.admin, recipient=self.people[person]
        )
        self.badges.append(badge)

    def claim(self, badge: int) -> set[int] | None:
        it = self.badges[badge]
        assert it.recipient is not None
        try:
            return self._places(claim_badge(badge=it, by=it.recipient))
        except BadgesError:
            return None

    def revoke(self, badge: int) -> bool:
        return is_done(revoke_badge, badge=self.badges[badge], by=self.admin, reason="A mistake.")

    # Badge milestones --------------------------------------------------------------------------------

    def activate(self, rule: int) -> bool:
        return is_done(activate_badge_milestone, milestone=self.milestones[rule], by=self.admin)

    def deactivate(self, rule: int) -> None:
        deactivate_badge_milestone(milestone=self.milestones[rule], by=self.admin)

    def set_threshold(self, rule: int, threshold: int) -> bool:
        it = self.milestones[rule]
        return is_done(
            edit_badge_milestone, milestone=it, by=self.admin, title=it.title, threshold=threshold
        )

    # Achievements ------------------------------------------------------------------------------------

    def import_achievement(self, rule: int, person: int) -> None:
        make_achievement(self.people[person], self.milestones[rule], how=How.IMPORT)

    def celebrate(self, person: int) -> int:
        waiting = MilestoneAchievement.objects.to_celebrate().filter(user=self.people[person])
        ids = list(waiting.values_list("pk", flat=True))
        return celebrate(achievements=ids, by=self.people[person])

    def check(self, person: int) -> set[int]:
        return self._places(check_milestones(self.people[person]))

    def state(self) -> State:
        """By badge milestone and person: since when, how, whether told, until when, by which badge."""
        badge_at = {badge.pk: n for n, badge in enumerate(self.badges)}
        return {
            (self.milestones.index(each.milestone), self.people.index(each.user)): (
                each.achieved_at,
                each.how,
                each.celebrated_at is not None,
                each.revoked_at,
                badge_at.get(each.revoked_with_id or 0),
            )
            for each in MilestoneAchievement.objects.select_related("milestone", "user")
        }

    def notices(self) -> Counter[int]:
        told = Notice.objects.filter(kind="achievement").values_list("user", flat=True)
        place = {person.pk: n for n, person in enumerate(self.people)}
        return Counter(place[user] for user in told)

    def _places(self, achievements: list[MilestoneAchievement]) -> set[int]:
        return {self.milestones.index(each.milestone) for each in achievements}

    # The taxonomy, by any route ----------------------------------------------------------------------

    def put_skill(self, skill: int, category: int, route: str) -> None:
        it, to = self.skills[skill], self.categories[category]
        if route == "sql":
            run_sql("UPDATE skills SET category_id = %s WHERE skill_id = %s", uuid_of(to), it.pk)
        elif route == "orm":
            Skill.objects.filter(pk=it.pk).update(category=to)
        else:
            it.category = to
            it.save()

    def put_skills(self, template: int, known: set[int], route: str) -> None:
        it, wanted = self.templates[template], [self.skills[n] for n in known]
        if route == "sql":
            run_sql("DELETE FROM badge_template_skills WHERE badgetemplate_id = %s", it.pk)
            for skill in wanted:
                run_sql(
                    "INSERT INTO badge_template_skills (badgetemplate_id, skill_id)"
                    " VALUES (%s, %s)",
                    it.pk,
                    skill.pk,
                )
        elif route == "orm":
            it.skills.set(wanted)
        else:
            save_template(
                by=self.admin,
                template=it,
                name=it.name,
                description=it.description,
                icon=it.icon,
                skills=wanted,
                validity_days=it.validity_days,
            )

    def put_category(self, category: int, parent: int | None, route: str) -> None:
        """Also below itself."""
        it, to = self.categories[category], None if parent is None else self.categories[parent]
        if route == "sql":
            run_sql(
                "UPDATE skill_categories SET parent_id = %s WHERE id = %s",
                to and uuid_of(to),
                uuid_of(it),
            )
        else:
            SkillCategory.objects.filter(pk=it.pk).update(parent=to)

    def remove_category(self, category: int) -> None:
        SkillCategory.objects.filter(pk=self.categories[category].pk).delete()


def is_done(service: Callable[..., Any], **arguments: Any) -> bool:
    """Whether it was not refused."""
    try:
        service(**arguments)
    except BadgesError:
        return False
    return True


def run_sql(sql: str, *parameters: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def uuid_of(category: SkillCategory) -> str:
    """As the database writes it."""
    return str(category.pk) if connection.vendor == "postgresql" else category.pk.hex
