"""Issuing one badge: choosing it and whom it is for, looking at it first, once."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client

from badges.models import Badge, BadgeTemplate, TemplateState
from tests.make import make_skill, make_student, make_user
from tests.make_badges import make_template
from tests.make_milestones import MARCH_10, noon
from tests.milestones.views.months import queries, text_of
from tests.personas import Browser
from tfl.accounts.models import Role, Student, User

PATH = "/badges/issue/"
HTMX = {"HX-Request": "true"}
LINK = "https://github.com/alice/orders"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(noon(MARCH_10), tick=False) as traveller:
        yield traveller


@pytest.fixture
def sql(db: None) -> BadgeTemplate:
    return make_template("SQL Basics", skills=[make_skill("SQL")], validity_days=30)


@pytest.fixture
def admins(grace: User, browser_of: Browser) -> Client:
    return browser_of(grace)


@pytest.fixture
def mentors(bob: User, browser_of: Browser) -> Client:
    return browser_of(bob)


def key_in(html: str) -> str:
    found = re.search(r'name="request_key" value="([^"]*)"', html)
    assert found
    return found.group(1)


def students_in(html: str) -> list[str]:
    """Those to choose from."""
    field = re.search(r'<select name="student".*?</select>', html, re.DOTALL)
    assert field
    options = re.findall(r"<option[^>]*>(.*?)</option>", field.group(0), re.DOTALL)
    return [" ".join(option.split()) for option in options]


def send(client: Client, of: BadgeTemplate, **typed: Any) -> Any:
    return client.post(PATH, {"template": of.pk, "request_key": str(uuid4()), **typed})


# Whom it is for --------------------------------------------------------------------------------------


def test_an_admin_issues_to_an_address_somebody_has_proven(
    sql: BadgeTemplate, alice: Student, grace: User, admins: Client
) -> None:
    response = send(admins, sql, email="Alice@example.org", evidence_link=LINK)

    assert response["Location"] == "/badges/issued/"
    badge = Badge.objects.get()
    assert (badge.recipient, badge.template, badge.issued_by) == (alice.user, sql, grace)
    assert badge.evidence_link == LINK
    page = text_of(admins.get("/badges/issued/"))
    assert "“SQL Basics” is issued to Alice. They are told here and by mail." in page


def test_an_address_nobody_has_proven_gets_a_link(sql: BadgeTemplate, admins: Client) -> None:
    send(admins, sql, email="nina@example.org")

    assert Badge.objects.get().issued_to == "nina@example.org"
    page = text_of(admins.get("/badges/issued/"))
    assert (
        "“SQL Basics” is issued to nina@example.org. They get a mail with a link to claim it; the link "
        "works for seven days." in page
    )


def test_an_admin_has_no_students_to_choose_from(sql: BadgeTemplate, admins: Client) -> None:
    assert 'name="student"' not in admins.get(PATH).content.decode()


def test_a_mentor_chooses_among_their_own_students(
    sql: BadgeTemplate, alice: Student, charlie: Student, bob: User, mentors: Client
) -> None:
    make_student("zoe@example.org", mentor=bob)
    gone = make_student("gone@example.org", mentor=bob)
    User.objects.filter(pk=gone.user_id).update(is_active=False)

    html = mentors.get(PATH).content.decode()
    assert students_in(html) == ["Choose a student", "zoe@example.org", "Alice · alice@example.org"]

    send(mentors, sql, student=alice.pk)

    badge = Badge.objects.get()
    assert (badge.recipient, badge.issued_by) == (alice.user, bob)
    assert "is issued to Alice" in text_of(mentors.get("/badges/issued/"))


def test_a_student_who_has_not_accepted_yet_gets_a_link(
    sql: BadgeTemplate, bob: User, mentors: Client
) -> None:
    nina = make_student("nina@example.org", name="Nina", mentor=bob, verified=False)

    send(mentors, sql, student=nina.pk)

    badge = Badge.objects.get()
    assert (badge.recipient, badge.issued_to) == (None, "nina@example.org")
    assert "They get a mail with a link" in text_of(mentors.get("/badges/issued/"))


def test_a_mentor_may_write_an_address_instead(
    sql: BadgeTemplate, alice: Student, mentors: Client
) -> None:
    EmailAddress.objects.create(user=alice.user, email="alice@home.example", verified=True)

    send(mentors, sql, student="", email="alice@home.example")

    assert Badge.objects.get().recipient == alice.user


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"student": "own", "email": "alice@example.org"}, "email", "not both"),
        ({}, "student", "Choose a student, or write an email address."),
        ({"student": "others"}, "student", "Select a valid choice."),
        ({"student": "x"}, "student", "Select a valid choice."),
        ({"student": "9" * 40}, "student", "Select a valid choice."),
        ({"email": "charlie@example.org"}, "email", "This is none of them."),
        ({"email": "stranger@example.org"}, "email", "This is none of them."),
        ({"email": "nobody"}, "email", "Enter a valid email address."),
    ],
)
def test_a_mentor_is_told_what_is_wrong_with_whom_they_chose(
    sql: BadgeTemplate,
    alice: Student,
    charlie: Student,
    mentors: Client,
    typed: dict[str, str],
    field: str,
    said: str,
) -> None:
    students = {"own": alice.pk, "others": charlie.pk}
    sent = {name: students.get(value, value) for name, value in typed.items()}

    response = send(mentors, sql, **sent)

    assert response.status_code == 422
    assert f'href="#id_{field}"' in response.content.decode()
    assert said in text_of(response)
    assert not Badge.objects.exists()


def test_all_that_is_missing_is_said_at_once(
    sql: BadgeTemplate, alice: Student, mentors: Client
) -> None:
    page = text_of(mentors.post(PATH, {"request_key": str(uuid4())}))

    assert "Badge – This field is required." in page
    assert "Your student – Choose a student, or write an email address." in page


def test_who_is_admin_and_mentor_chooses_or_writes_to_anybody(
    sql: BadgeTemplate, charlie: Student, browser_of: Browser
) -> None:
    both = make_user(roles=[Role.ADMIN, Role.MENTOR])
    make_student("zoe@example.org", mentor=both)
    client = browser_of(both)
    assert students_in(client.get(PATH).content.decode())[1:] == ["zoe@example.org"]

    send(client, sql, email="charlie@example.org")

    assert Badge.objects.get().recipient == charlie.user


# What is wrong ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "bad", "said"),
    [
        ("template", "", "Badge – This field is required."),
        ("template", "0", "Badge – Select a valid choice."),
        ("template", "x", "Badge – Select a valid choice."),
        ("template", "9" * 400, "Badge – Select a valid choice."),
        ("email", "", "Email address – This field is required."),
        ("email", f"{'x' * 400}@example.org", "Email address –"),
        ("email", "a\x00@example.org", "Email address – Null characters are not allowed."),
        ("evidence_link", "github.com/alice", "Evidence link – This is no link."),
        ("evidence_link", "https://localhost/", "Evidence link – Nobody else can open this"),
        ("evidence_link", f"https://example.org/{'x' * 300}", "longer than 255 characters"),
    ],
    ids=lambda value: value[:25],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    sql: BadgeTemplate, admins: Client, field: str, bad: str, said: str
) -> None:
    typed = {"email": "nina@example.org", "evidence_link": LINK, "template": sql.pk} | {field: bad}

    response = send(admins, sql, **typed)

    assert response.status_code == 422
    assert said in text_of(response)
    html = response.content.decode()
    for name, value in typed.items():
        assert name in {field, "template"} or f'value="{value}"' in html
    assert field == "template" or f'value="{sql.pk}" selected' in html
    assert not Badge.objects.exists()


@pytest.mark.parametrize("state", [TemplateState.DRAFT, TemplateState.ARCHIVED])
def test_a_template_that_is_not_active_is_no_choice(
    sql: BadgeTemplate, admins: Client, state: TemplateState
) -> None:
    other = make_template("Git", state=state)
    assert "Git" not in text_of(admins.get(f"{PATH}?template={other.pk}"))

    response = send(admins, other, email="nina@example.org")

    assert response.status_code == 422
    assert "Badge – Select a valid choice." in text_of(response)
    assert not Badge.objects.exists()


# Once ------------------------------------------------------------------------------------------------


def test_each_opening_of_the_form_has_a_key_of_its_own(sql: BadgeTemplate, admins: Client) -> None:
    keys = {key_in(admins.get(PATH).content.decode()) for _ in range(3)}

    assert len({UUID(key) for key in keys}) == 3


def test_sending_the_form_twice_issues_one_badge(sql: BadgeTemplate, admins: Client) -> None:
    key = key_in(admins.get(PATH).content.decode())

    for _ in range(2):
        response = send(admins, sql, email="nina@example.org", request_key=key)
        assert response["Location"] == "/badges/issued/"

    assert Badge.objects.count() == 1


def test_going_back_and_changing_it_issues_another(
    sql: BadgeTemplate, alice: Student, admins: Client
) -> None:
    """The browser may bring the old key back; the second badge is not to be swallowed."""
    key, git = str(uuid4()), make_template("Git")

    send(admins, sql, email="nina@example.org", request_key=key)
    send(admins, sql, email="alice@example.org", request_key=key)
    send(admins, git, email="alice@example.org", request_key=key)

    assert Badge.objects.count() == 3


def test_the_key_stays_while_mistakes_are_mended(sql: BadgeTemplate, admins: Client) -> None:
    key = str(uuid4())

    assert key_in(send(admins, sql, email="", request_key=key).content.decode()) == key


@pytest.mark.parametrize("key", ["", "x", "1", "\x00"])
def test_without_a_key_nothing_is_issued(sql: BadgeTemplate, admins: Client, key: str) -> None:
    response = send(admins, sql, email="nina@example.org", request_key=key)

    assert response.status_code == 422
    assert not Badge.objects.exists()


# Looking at it first ---------------------------------------------------------------------------------

SHOWN = "SQL Basics Valid for 30 days Showed it, and explained it. SQL"


def test_a_link_chooses_the_badge_and_the_student(
    sql: BadgeTemplate, alice: Student, mentors: Client
) -> None:
    response = mentors.get(f"{PATH}?template={sql.pk}&student={alice.pk}")

    html = response.content.decode()
    assert f'<option value="{sql.pk}" selected>' in html
    assert f'<option value="{alice.pk}" selected>' in html
    assert SHOWN in text_of(response)


def test_without_a_choice_it_says_to_choose(sql: BadgeTemplate, admins: Client) -> None:
    for query in ("", "?template=", "?template=0", "?template=x", f"?template={'9' * 400}"):
        assert "Choose a badge to see what it says." in text_of(admins.get(PATH + query))


def test_looking_issues_nothing_and_keeps_what_is_typed(sql: BadgeTemplate, admins: Client) -> None:
    key = str(uuid4())

    response = send(
        admins, sql, email="nina@", evidence_link="half a l", request_key=key, preview="1"
    )

    assert response.status_code == 200
    assert SHOWN in text_of(response)
    html = response.content.decode()
    assert 'value="nina@"' in html
    assert 'value="half a l"' in html
    assert key_in(html) == key
    assert "error-summary" not in html
    assert not Badge.objects.exists()


def test_htmx_gets_the_badge_alone(sql: BadgeTemplate, mentors: Client, alice: Student) -> None:
    response = mentors.post(PATH, {"template": sql.pk, "preview": "1"}, headers=HTMX)

    assert response.content.decode().strip().startswith('<div id="preview"')
    assert text_of(response) == f"Preview {SHOWN}"


# Nobody, nothing -------------------------------------------------------------------------------------


def test_a_mentor_without_students_is_told_how_to_get_some(
    sql: BadgeTemplate, mentors: Client, charlie: Student
) -> None:
    response = mentors.get(PATH)

    assert "No students yet" in text_of(response)
    assert "/mentor/invite/" in response.content.decode()
    assert 'name="template"' not in response.content.decode()


def test_without_an_active_template_it_says_what_to_do(
    admins: Client, mentors: Client, alice: Student
) -> None:
    make_template(state=TemplateState.DRAFT)

    assert "Only active badge templates can be issued." in text_of(admins.get(PATH))
    assert "/badge-templates/" in admins.get(PATH).content.decode()
    assert "An admin has to activate a badge template first." in text_of(mentors.get(PATH))


# Cost ------------------------------------------------------------------------------------------------


def test_the_page_costs_the_same_however_much_there_is_to_choose(
    bob: User, mentors: Client
) -> None:
    costs = []
    for more in (1, 29, 270):
        for _ in range(more):
            make_student(mentor=bob, password=None)
            template = make_template(skills=[make_skill()])
        with queries() as page:
            mentors.get(f"{PATH}?template={template.pk}")
        with queries() as fragment:
            mentors.post(PATH, {"template": template.pk, "preview": "1"}, headers=HTMX)
        costs.append((len(page), len(fragment)))

    # session, person, roles, badge chosen, whether there are students, whether there are badges, badges,
    # students, skills, news · session, person, roles, badge chosen, students, skills
    assert costs == [(10, 6)] * 3
