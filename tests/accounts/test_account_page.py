from tests.personas import Browser
from tfl.accounts.models import User


def test_a_person_changes_their_name(browser_of: Browser, ivan: User) -> None:
    browser = browser_of(ivan)
    assert "ivan@example.org" in browser.get("/account/").content.decode()
    response = browser.post("/account/", {"name": "Ivan II"}, follow=True)
    assert "Saved." in response.content.decode()
    ivan.refresh_from_db()
    assert ivan.name == "Ivan II"


def test_a_name_that_is_too_long_is_said(browser_of: Browser, ivan: User) -> None:
    assert browser_of(ivan).post("/account/", {"name": "x" * 10_000}).status_code == 422


def test_a_name_that_reads_as_another_is_refused_and_kept_to_mend(
    browser_of: Browser, ivan: User
) -> None:
    response = browser_of(ivan).post("/account/", {"name": "\u202egnp.exe"})

    assert response.status_code == 422
    assert "This holds characters nobody can see. Type it anew." in response.content.decode()
    ivan.refresh_from_db()
    assert ivan.name == "Ivan"
