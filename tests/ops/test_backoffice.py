import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from tests.make import (
    make_category,
    make_job_role,
    make_requirement,
    make_skill,
    make_student,
)
from tests.personas import Browser
from tfl.accounts.models import AuditEntry, Student, User
from tfl.accounts.services import record
from tfl.ops.site import OUR_APPS
from tfl.skills.models import JobRole, Skill, SkillCategory

PATH = "/backoffice/"
NEVER = {"User", "Invitation", "ApiToken", "Notice", "EmployerConsent", "Student", "RoleGrant"}


def test_only_our_apps_are_there_and_nobodys_account() -> None:
    registered = admin.site._registry
    assert {model._meta.app_label for model in registered} <= OUR_APPS
    assert not {model.__name__ for model in registered} & NEVER
    assert {SkillCategory, Skill, JobRole, AuditEntry} <= set(registered)


def test_a_stranger_is_sent_to_the_login_and_back(client: Client) -> None:
    response = client.get(f"{PATH}skills/skill/", follow=False)
    assert response.status_code == 302
    response = client.get(response["Location"])
    assert (
        response["Location"] == f"{reverse('account_login')}?next=%2Fbackoffice%2Fskills%2Fskill%2F"
    )


def test_the_login_is_everybodys(client: Client) -> None:
    assert client.get(f"{PATH}login/")["Location"] == reverse("account_login")
    posted = client.post(f"{PATH}login/", {"username": "x", "password": "y"})
    assert posted["Location"] == reverse("account_login")


@pytest.mark.parametrize("who", ["alice", "bob", "erin", "heidi", "ivan"])
@pytest.mark.parametrize(
    "path", ["", "login/", "skills/skill/", "accounts/auditentry/", "nothing/"]
)
def test_admins_only(
    who: str, path: str, browser_of: Browser, request: pytest.FixtureRequest
) -> None:
    person: User | Student = request.getfixturevalue(who)
    assert browser_of(person).get(PATH + path).status_code == 403


def test_an_admin_gets_in(browser_of: Browser, grace: User) -> None:
    browser = browser_of(grace)
    assert browser.get(PATH).status_code == 200
    assert browser.get(f"{PATH}login/")["Location"] == PATH


def test_passwords_are_changed_where_everybody_does(browser_of: Browser, grace: User) -> None:
    response = browser_of(grace).get(f"{PATH}password_change/")
    assert response["Location"] == reverse("account_change_password")


def test_signing_out_ends_the_session(browser_of: Browser, grace: User) -> None:
    browser = browser_of(grace)
    assert browser.get(f"{PATH}logout/")["Location"] == reverse("account_logout")
    assert browser.post(f"{PATH}logout/")["Location"] == "/"
    assert browser.get(PATH).status_code == 302


def test_no_address_tells_whether_a_row_exists(browser_of: Browser, grace: User) -> None:
    assert browser_of(grace).get(f"{PATH}r/1/1/").status_code == 404


def test_a_skill_is_found_and_changed(browser_of: Browser, grace: User) -> None:
    skill = make_skill("SQL")
    browser = browser_of(grace)
    assert "SQL" in browser.get(f"{PATH}skills/skill/?q=sql").content.decode()
    browser.post(
        f"{PATH}skills/skill/{skill.pk}/change/",
        {"name": "SQL and data", "slug": skill.slug, "category": str(skill.category_id)},
    )
    skill.refresh_from_db()
    assert skill.name == "SQL and data"


def test_a_category_is_not_put_below_itself(browser_of: Browser, grace: User) -> None:
    top = make_category()
    below = make_category(parent=top)
    response = browser_of(grace).post(
        f"{PATH}skills/skillcategory/{top.pk}/change/",
        {"name": top.name, "slug": top.slug, "parent": str(below.pk)},
    )
    assert "cannot stand below itself" in response.content.decode()


def test_a_job_role_is_shown_with_its_requirements(browser_of: Browser, grace: User) -> None:
    job_role = make_job_role()
    make_requirement(job_role, make_skill("SQL"))
    page = browser_of(grace).get(f"{PATH}skills/jobrole/{job_role.pk}/change/")
    assert "SQL" in page.content.decode()


def test_deleting_prints_no_rows_of_other_models(browser_of: Browser, grace: User) -> None:
    job_role = make_job_role()
    make_student("canary@example.org", job_role=job_role)
    page = browser_of(grace).get(f"{PATH}skills/jobrole/{job_role.pk}/delete/").content.decode()
    assert "1 record" in page
    assert "canary" not in page


def test_what_nothing_needs_is_deleted(browser_of: Browser, grace: User) -> None:
    category = make_category()
    browser = browser_of(grace)
    browser.post(f"{PATH}skills/skillcategory/{category.pk}/delete/", {"post": "yes"})
    assert not SkillCategory.objects.exists()


def test_the_audit_log_is_read_only(browser_of: Browser, grace: User, alice: Student) -> None:
    entry = record(actor=grace, action="look", on=alice)
    browser = browser_of(grace)
    assert "look" in browser.get(f"{PATH}accounts/auditentry/").content.decode()
    assert browser.get(f"{PATH}accounts/auditentry/{entry.pk}/change/").status_code == 200
    assert browser.get(f"{PATH}accounts/auditentry/add/").status_code == 403
    assert browser.post(f"{PATH}accounts/auditentry/{entry.pk}/change/", {}).status_code == 403
    assert browser.post(f"{PATH}accounts/auditentry/{entry.pk}/delete/").status_code == 403


@pytest.mark.postgres
def test_a_filter_that_no_text_can_match_is_not_understood(
    browser_of: Browser, grace: User
) -> None:
    """PostgreSQL takes no NUL in a text."""
    page = browser_of(grace).get(f"{PATH}accounts/auditentry/", {"layer": "a\0b"})
    assert page.status_code == 400
