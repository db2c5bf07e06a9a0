"""What badges stand for changes, by any way: the sweep finds whom it concerns, and only ever adds."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from badges.models import (
    BadgeTemplate,
)
from badges.services import (
    catch_up,
    revoke_badge,
    save_template,
    sweep_everything,
)
from tests.badges.product import run_sql, uuid_of
from tests.badges.ways import give, reached, told
from tests.make import make_category, make_skill, make_user
from tests.make_badges import (
    make_badge_milestone,
    make_template,
    within,
)
from tests.personas import Browser
from tfl.accounts.models import User
from tfl.skills.models import Skill, SkillCategory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def other(db: None) -> User:
    return make_user("other@example.org")


@pytest.fixture
def data(db: None) -> SkillCategory:
    return make_category("Data")


@pytest.fixture
def talks(db: None) -> SkillCategory:
    return make_category("Talks")


@pytest.fixture
def template(talks: SkillCategory) -> BadgeTemplate:
    """It stands for a skill in Talks."""
    return make_template("SQL Basics", skills=[make_skill("SQL", category=talks)])


Change = Callable[[BadgeTemplate, SkillCategory, User, Browser], None]
"""Whatever makes a badge of this template one in Data."""


def the_service_changes_its_skills(
    template: BadgeTemplate, data: SkillCategory, grace: User, browser_of: Browser
) -> None:
    save_template(
        by=grace,
        template=template,
        name=template.name,
        description=template.description,
        icon=template.icon,
        skills=[make_skill(category=data)],
    )


def the_orm_changes_its_skills(
    template: BadgeTemplate, data: SkillCategory, grace: User, browser_of: Browser
) -> None:
    template.skills.add(make_skill(category=data))


def sql_changes_its_skills(
    template: BadgeTemplate, data: SkillCategory, grace: User, browser_of: Browser
) -> None:
    run_sql("UPDATE badge_template_skills SET skill_id = %s", make_skill(category=data).pk)


def the_orm_moves_its_skill(
    template: BadgeTemplate, data: SkillCategory, grace: User, browser_of: Browser
) -> None:
    Skill.objects.filter(name="SQL").update(category=data)


def sql_moves_its_skill(
    template: BadgeTemplate, data: SkillCategory, grace: User, browser_of: Browser
) -> None:
    run_sql("UPDATE skills SET category_id = %s WHERE name = 'SQL'", uuid_of(data))


def the_back_office_moves_its_skill(
    template: BadgeTemplate, data: SkillCategory, grace: User, browser_of: Browser
) -> None:
    skill = Skill.objects.get(name="SQL")
    fields = {"name": skill.name, "slug": skill.slug, "category": data.pk}
    answer = browser_of(grace).post(reverse("admin:skills_skill_change", args=[skill.pk]), fields)
    assert answer.status_code == 302


def the_orm_moves_its_category(
    template: BadgeTemplate, data: SkillCategory, grace: User, browser_of: Browser
) -> None:
    SkillCategory.objects.filter(name="Talks").update(parent=data)


def sql_moves_its_category(
    template: BadgeTemplate, data: SkillCategory, grace: User, browser_of: Browser
) -> None:
    run_sql("UPDATE skill_categories SET parent_id = %s WHERE name = 'Talks'", uuid_of(data))


def the_back_office_moves_its_category(
    template: BadgeTemplate, data: SkillCategory, grace: User, browser_of: Browser
) -> None:
    talks = SkillCategory.objects.get(name="Talks")
    fields = {"name": talks.name, "slug": talks.slug, "parent": data.pk}
    address = reverse("admin:skills_skillcategory_change", args=[talks.pk])
    assert browser_of(grace).post(address, fields).status_code == 302


@pytest.mark.parametrize(
    "change",
    [
        the_service_changes_its_skills,
        the_orm_changes_its_skills,
        sql_changes_its_skills,
        the_orm_moves_its_skill,
        sql_moves_its_skill,
        the_back_office_moves_its_skill,
        the_orm_moves_its_category,
        sql_moves_its_category,
        the_back_office_moves_its_category,
    ],
)
def test_a_change_by_any_way_is_found_by_the_sweep_and_by_none_after_it(
    change: Change,
    template: BadgeTemplate,
    data: SkillCategory,
    holder: User,
    other: User,
    grace: User,
    browser_of: Browser,
) -> None:
    make_badge_milestone("One in Data", trigger=within(data))
    give(holder, template=template)
    give(other)
    assert catch_up() == 0
    change(template, data, grace, browser_of)
    assert catch_up() == 1
    assert (reached(holder), reached(other)) == ({"One in Data"}, set())
    assert told(holder) == [{"titles": ["One in Data"], "more": 0}]
    assert catch_up() == 0
    assert sweep_everything() == 0


def test_a_change_only_ever_adds(holder: User, template: BadgeTemplate, data: Any) -> None:
    make_badge_milestone("Talks", trigger=within(SkillCategory.objects.get(name="Talks")))
    make_badge_milestone("Data", trigger=within(data))
    give(holder, template=template)
    Skill.objects.update(category=data)
    assert catch_up() == 1
    template.skills.clear()
    assert catch_up() == 0
    assert sweep_everything() == 0
    assert reached(holder) == {"Talks", "Data"}


def test_who_claims_while_a_template_is_wrong_is_not_forgotten_when_it_is_put_right(
    holder: User, template: BadgeTemplate, data: SkillCategory, talks: SkillCategory
) -> None:
    """The sweep comes after both changes, and finds everything as it left it."""
    make_badge_milestone("Two in Talks", trigger=within(talks, 2))
    other_template = make_template(skills=[make_skill(category=talks)])
    give(holder, template=template)
    catch_up()
    Skill.objects.filter(name="SQL").update(category=data)
    give(holder, template=other_template)
    assert reached(holder) == set()
    Skill.objects.filter(name="SQL").update(category=talks)
    assert catch_up() == 1
    assert reached(holder) == {"Two in Talks"}
    assert catch_up() == 0


def test_who_loses_something_while_a_template_is_wrong_gets_it_back_when_it_is_put_right(
    holder: User, template: BadgeTemplate, data: SkillCategory, talks: SkillCategory, grace: User
) -> None:
    make_badge_milestone("One in Talks", trigger=within(talks))
    give(holder, template=template)
    one_more = give(holder, skills=[make_skill(category=talks)])
    catch_up()
    Skill.objects.filter(name="SQL").update(category=data)
    revoke_badge(badge=one_more, by=grace, reason="A mistake.")
    assert reached(holder) == set()
    Skill.objects.filter(name="SQL").update(category=talks)
    assert catch_up() == 1
    assert reached(holder) == {"One in Talks"}


@pytest.mark.parametrize("mended", ["the other", "the skill's own"])
def test_a_cycle_that_is_mended_is_found_by_the_sweep(
    mended: str, holder: User, template: BadgeTemplate, data: SkillCategory, talks: SkillCategory
) -> None:
    """Talks and Data stand below each other until one of them is taken out; the skill is in Talks, and the
    way up from it is the same before and after.
    """
    SkillCategory.objects.filter(pk=talks.pk).update(parent=data)
    SkillCategory.objects.filter(pk=data.pk).update(parent=talks)
    make_badge_milestone("One in Talks", trigger=within(talks))
    give(holder, template=template)
    assert catch_up() == 0
    taken_out = data if mended == "the other" else talks
    SkillCategory.objects.filter(pk=taken_out.pk).update(parent=None)
    assert catch_up() == 1
    assert sweep_everything() == 0


def test_whose_badge_expired_is_not_concerned(
    holder: User, template: BadgeTemplate, data: SkillCategory, clock: time_machine.Traveller
) -> None:
    make_badge_milestone("One in Data", trigger=within(data))
    give(holder, template=template, expires_at=NOON + timedelta(minutes=5))
    catch_up()
    clock.move_to(LATER)
    Skill.objects.update(category=data)
    assert catch_up() == 0
