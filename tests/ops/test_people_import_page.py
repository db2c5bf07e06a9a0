from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.personas import Browser
from tfl.accounts.models import Invitation, PeopleImport, Student, User

PATH = "/people/import/"


def upload(browser: Client, raw: bytes, **more: Any) -> Any:
    return browser.post(PATH, {"file": SimpleUploadedFile("people.csv", raw)}, **more)


def test_upload_preview_confirm(browser_of: Browser, grace: User) -> None:
    browser = browser_of(grace)
    assert "score:SQL" in browser.get(PATH).content.decode()
    response = upload(browser, b"email,roles\na@example.org,mentor\nnobody,mentor", follow=True)
    page = response.content.decode()
    assert "1 person would be invited." in page
    assert "1 row has an error" in page
    assert page.index("nobody") < page.index("a@example.org"), "errors stand first"
    assert not Invitation.objects.exists()
    done = browser.post(response.request["PATH_INFO"], follow=True).content.decode()
    assert "1 person was invited." in done
    assert "1 row had an error and was left out." in done
    assert Invitation.objects.get().user.email == "a@example.org"


def test_confirmed_twice_is_said(browser_of: Browser, grace: User) -> None:
    browser = browser_of(grace)
    preview = upload(browser, b"email,roles\na@example.org,mentor")["Location"]
    browser.post(preview)
    assert "imported already" in browser.post(preview, follow=True).content.decode()
    assert Invitation.objects.count() == 1


def test_the_wrong_encoding_duplicates_and_unknown_rows_each_get_their_answer(
    browser_of: Browser, grace: User, heidi: User
) -> None:
    browser = browser_of(grace)
    lines = (
        "email,name,roles,cohort\nzoë@example.org,Zoë,student,\n"
        "a@example.org,Ann,student,Winter\nb@example.org,Bo,student,\nB@example.org,Bo,student,\n"
        f"{heidi.email},Heidi,mentor,"
    )
    wrong = upload(browser, lines.encode("latin-1"))
    assert wrong.status_code == 422
    assert "CSV UTF-8" in wrong.content.decode()
    assert not PeopleImport.objects.exists()
    page = upload(browser, lines.encode(), follow=True).content.decode()
    assert "There is no cohort “Winter”." in page
    assert "The same address stands on line 4." in page
    assert "There is an account with this address already." in page


@pytest.mark.parametrize("raw", [b"", b"x" * 1_100_000, b"x" * 3_000_000, bytes(range(256)) * 10])
def test_a_file_that_is_no_list_is_said(browser_of: Browser, grace: User, raw: bytes) -> None:
    assert upload(browser_of(grace), raw).status_code == 422


def test_no_file_is_said(browser_of: Browser, grace: User) -> None:
    response = browser_of(grace).post(PATH)
    assert response.status_code == 422
    assert "Choose a CSV file of at most 1 MB." in response.content.decode()


def test_cells_are_escaped_and_shortened(browser_of: Browser, grace: User) -> None:
    raw = b"email,name,roles\n<script>,x" + b"x" * 10_000 + b",student"
    page = upload(browser_of(grace), raw, follow=True).content.decode()
    assert "&lt;script&gt;" in page
    assert "x" * 1000 not in page


def test_anothers_preview_is_not_found(browser_of: Browser, grace: User, bob: User) -> None:
    preview = PeopleImport.objects.create(uploaded_by=bob, rows=[])
    browser = browser_of(grace)
    assert browser.get(f"{PATH}{preview.pk}/").status_code == 404
    assert browser.post(f"{PATH}{preview.pk}/").status_code == 404


def test_a_list_without_a_good_row_offers_no_confirm(browser_of: Browser, grace: User) -> None:
    page = upload(browser_of(grace), b"email,roles\nnobody,mentor", follow=True).content.decode()
    assert "Invite 0" not in page
    assert "Upload another file" in page


@pytest.mark.parametrize("number", [1, 30, 300])
def test_the_preview_costs_the_same_for_one_and_for_many(
    browser_of: Browser, grace: User, number: int, django_assert_max_num_queries: Any
) -> None:
    browser = browser_of(grace)
    lines = b"\n".join(b"n%d@example.org,mentor" % n for n in range(number))
    preview = upload(browser, b"email,roles\n" + lines)["Location"]
    with django_assert_max_num_queries(5):  # session, user, roles, preview, news
        assert browser.get(preview).status_code == 200


@pytest.mark.parametrize("who", ["alice", "bob", "heidi"])
def test_admins_only(who: str, browser_of: Browser, request: pytest.FixtureRequest) -> None:
    person: User | Student = request.getfixturevalue(who)
    browser = browser_of(person)
    assert upload(browser, b"email,roles\na@example.org,admin").status_code == 403
    assert browser.get(f"{PATH}1/").status_code == 403
