"""Badge templates: written, put into use, put away."""

from datetime import timedelta
from typing import Any

import pytest

from badges.icons import ICONS
from badges.models import BadgeTemplate, TemplateState
from badges.services import catch_up, issue_badge, move_template, save_template
from badges.services.templates import NEXT_STATES
from tests.badges.services.refusals import CONFLICT, FORBIDDEN, NOT_FOUND, refused
from tests.make import make_category, make_skill
from tests.make_badges import (
    make_achievement,
    make_badge,
    make_badge_milestone,
    make_template,
    within,
)
from tfl.accounts.models import AuditEntry, Student, User

DRAFT, ACTIVE, ARCHIVED = TemplateState
MOVES = [(before, to) for before in TemplateState for to in TemplateState if before != to]


def save(by: User, template: BadgeTemplate | None = None, **changes: Any) -> BadgeTemplate:
    said = {"name": "SQL Basics", "description": "Joined tables.", "icon": "key", "skills": []}
    return save_template(**{**said, **changes}, by=by, template=template)


def test_a_new_template_is_a_draft(grace: User) -> None:
    sql, git = make_skill("SQL"), make_skill("Git")

    saved = save(
        grace,
        name="  SQL \n Basics ",
        description=" Joined tables.\n\nExplained why. ",
        skills=[sql, git],
        validity_days=365,
        category=" Data ",
    )

    saved.refresh_from_db()
    assert (saved.state, saved.created_by) == (DRAFT, grace)
    assert saved.name == "SQL Basics"
    assert saved.description == "Joined tables.\n\nExplained why."
    assert (saved.icon, saved.validity_days, saved.category) == ("key", 365, "Data")
    assert set(saved.skills.all()) == {sql, git}
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.action) == (grace, "create-badge-template")
    assert entry.after == {"skills": sorted([sql.pk, git.pk])}


def test_editing_one_keeps_its_state_and_its_author(grace: User) -> None:
    sql, git = make_skill("SQL"), make_skill("Git")
    template = make_template("SQL Basics", skills=[sql], validity_days=30)

    save(grace, template, name="SQL", skills=[git], validity_days=None)

    template.refresh_from_db()
    assert (template.name, template.validity_days) == ("SQL", None)
    assert (template.state, template.created_by) == (ACTIVE, None)
    assert list(template.skills.all()) == [git]
    assert AuditEntry.objects.get().action == "edit-badge-template"


def test_badges_issued_keep_the_day_until_which_they_are_valid(grace: User, alice: Student) -> None:
    template = make_template(validity_days=30)
    badge = issue_badge(template=template, by=grace, recipient=alice.user)

    save(grace, template, validity_days=1)

    badge.refresh_from_db()
    assert badge.expires_at == badge.issued_at + timedelta(days=30)


def test_who_holds_it_gets_what_its_new_skills_earn(grace: User, alice: Student) -> None:
    data = make_category("Data")
    template = make_template()
    make_badge(alice.user, template=template)
    into_data = make_badge_milestone("Into Data", trigger=within(data))
    catch_up()
    assert not alice.user.achievements.exists()

    save(grace, template, skills=[make_skill("SQL", category=data)])
    catch_up()

    assert alice.user.achievements.get().milestone == into_data


def test_taking_a_skill_away_takes_no_achievement(grace: User, alice: Student) -> None:
    data = make_category("Data")
    template = make_template(skills=[make_skill("SQL", category=data)])
    make_badge(alice.user, template=template)
    make_achievement(alice.user, make_badge_milestone(trigger=within(data)))

    save(grace, template, skills=[])
    catch_up()

    assert alice.user.achievements.standing().exists()


@pytest.mark.parametrize(
    ("field", "bad"),
    [
        ("name", ""),
        ("name", " \n"),
        ("name", "x" * 101),
        ("description", "  "),
        ("description", "x" * 1001),
        ("icon", ""),
        ("icon", "unicorn"),
        ("validity_days", 0),
        ("validity_days", -1),
        ("validity_days", 36_501),
        ("category", "x" * 101),
        ("name", "SQL\x01Basics"),
        ("name", "SQL\u202eBasics"),
        ("name", "\u200b"),
        ("description", "Joined\ufffetables."),
        ("description", "\u200b"),
        ("category", "Data\ue000"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(grace: User, field: str, bad: Any) -> None:
    template = make_template()

    with refused(field=field):
        save(grace, **{field: bad})
    with refused(field=field):
        save(grace, template, **{field: bad})


@pytest.mark.parametrize(
    ("field", "good"),
    [
        ("name", "x" * 100),
        ("description", "x" * 1000),
        ("validity_days", 1),
        ("validity_days", 36_500),
        *(("icon", icon) for icon in ICONS),
    ],
)
def test_what_just_can_be_is_saved(grace: User, field: str, good: Any) -> None:
    assert getattr(save(grace, **{field: good}), field) == good


def test_two_templates_share_no_name(grace: User) -> None:
    template = make_template("SQL Basics")
    other = make_template("Git")

    with refused(field="name"):
        save(grace, name="SQL  Basics")
    with refused(field="name"):
        save(grace, other, name="SQL Basics")
    save(grace, template, name="SQL Basics", description="Joined more tables.")


@pytest.mark.parametrize("persona", ["bob", "alice", "erin", "heidi", "ivan"])
def test_only_admins_write_and_move_them(persona: str, request: pytest.FixtureRequest) -> None:
    person = request.getfixturevalue(persona)
    by = person.user if isinstance(person, Student) else person
    template = make_template()

    with refused(FORBIDDEN):
        save(by)
    with refused(FORBIDDEN):
        save(by, template)
    with refused(FORBIDDEN):
        move_template(template=template, to=ARCHIVED, by=by)


def test_one_that_is_gone_is_not_found(grace: User) -> None:
    template = make_template()
    BadgeTemplate.objects.filter(pk=template.pk).delete()

    with refused(NOT_FOUND):
        save(grace, template)
    with refused(NOT_FOUND):
        move_template(template=template, to=ARCHIVED, by=grace)


# States ----------------------------------------------------------------------------------------------

ALLOWED = {(DRAFT, ACTIVE), (DRAFT, ARCHIVED), (ACTIVE, ARCHIVED), (ARCHIVED, ACTIVE)}


@pytest.mark.parametrize(("before", "to"), [move for move in MOVES if move in ALLOWED])
def test_it_is_moved_and_that_is_noted(
    grace: User, before: TemplateState, to: TemplateState
) -> None:
    template = make_template(state=before)

    move_template(template=template, to=to, by=grace)

    assert BadgeTemplate.objects.get().state == to
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.action) == (grace, "move-badge-template")
    assert (entry.before, entry.after) == (before, to)


@pytest.mark.parametrize(("before", "to"), [move for move in MOVES if move not in ALLOWED])
def test_nothing_is_a_draft_again(grace: User, before: TemplateState, to: TemplateState) -> None:
    template = make_template(state=before)

    with refused(CONFLICT):
        move_template(template=template, to=to, by=grace)


@pytest.mark.parametrize("state", TemplateState)
def test_moving_it_to_where_it_is_changes_nothing(grace: User, state: TemplateState) -> None:
    template = make_template(state=state)

    move_template(template=template, to=state, by=grace)

    assert not AuditEntry.objects.exists()


def test_every_state_says_what_may_follow() -> None:
    assert {(before, to) for before, after in NEXT_STATES.items() for to in after} == ALLOWED


def test_badges_of_an_archived_template_stay(grace: User, alice: Student) -> None:
    badge = make_badge(alice.user)

    move_template(template=badge.template, to=ARCHIVED, by=grace)

    badge.refresh_from_db()
    assert badge.counts
