"""Uploading a list of badges, looking at its rows, confirming it and watching it being issued."""

import csv
import re
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from badges.models import Badge, BadgeImport, BadgeTemplate, LeftOut
from badges.services import bulk_issue, work_off_imports
from tests.html import read
from tests.make import make_student
from tests.make_badges import make_badge, make_template
from tests.milestones.views.months import queries, text_of
from tests.personas import Browser
from tfl.accounts.models import Student, User

PATH = "/badges/issue/many/"
HEADER = b"email,template,evidence_link\n"
HTMX = {"HTTP_HX_REQUEST": "true"}

Upload = Callable[..., str]


@pytest.fixture
def sql(db: None) -> BadgeTemplate:
    return make_template("SQL Basics")


@pytest.fixture
def office(grace: User, sql: BadgeTemplate, browser_of: Browser) -> Client:
    """Where Grace, the admin, sits."""
    return browser_of(grace)


@pytest.fixture
def desk(bob: User, sql: BadgeTemplate, browser_of: Browser) -> Client:
    """Where Bob, a mentor, sits."""
    return browser_of(bob)


def upload(browser: Client, raw: bytes, **more: Any) -> Any:
    return browser.post(PATH, {"file": SimpleUploadedFile("badges.csv", raw)}, **more)


def previewed(browser: Client, *lines: str) -> str:
    """The address of the preview."""
    response = upload(browser, HEADER + "\n".join(lines).encode())
    assert response.status_code == 302
    return str(response["Location"])


def confirmed(browser: Client, *lines: str) -> str:
    path = previewed(browser, *lines)
    assert browser.post(path)["Location"] == path
    return path


def rows(number: int) -> list[str]:
    return [f"p{n}@example.org,SQL Basics," for n in range(number)]


# Uploading -------------------------------------------------------------------------------------------


def test_upload_look_confirm_and_watch_to_the_end(office: Client, alice: Student) -> None:
    path = previewed(
        office, "alice@example.org,sql basics,", "new@example.org,SQL Basics,", "nobody,,"
    )

    page = text_of(office.get(path))
    assert "2 badges would be issued. 1 row has an error and would be left out." in page
    assert page.index("nobody") < page.index("alice@example.org"), "errors stand first"
    assert "Finds it in their wallet" in page
    assert "Gets a link by mail" in page
    assert not Badge.objects.exists()

    page = text_of(office.post(path, follow=True))
    assert "Waiting It starts in the background within a few minutes" in page
    assert "0 of 2" in page
    assert not Badge.objects.exists()

    work_off_imports()
    page = text_of(office.get(path))
    assert "Finished 2 badges were issued." in page
    assert "1 row was left out The row had an error, which the preview named. Line 4" in page
    assert Badge.objects.count() == 2


def test_the_page_says_what_the_file_looks_like(office: Client, desk: Client) -> None:
    make_template("Old Badge", state="Archived")  # type: ignore[arg-type]

    page = text_of(office.get(PATH))

    assert "email,template,evidence_link" in page
    assert "SQL Basics" in page
    assert "Old Badge" not in page
    assert "everybody else gets a link by mail" in page
    assert "the address of a student assigned to you" in text_of(desk.get(PATH))


def test_without_an_active_template_it_says_so(office: Client, sql: BadgeTemplate) -> None:
    BadgeTemplate.objects.update(state="Archived")

    assert "No badge template is active yet" in text_of(office.get(PATH))


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("email,template\nzoë@example.org,SQL Basics".encode("latin-1"), "not in UTF-8"),
        ("email,template\na@example.org,SQL Basics".encode("utf-16"), "not in UTF-8"),
        (b"email,template\na\x00@example.org,SQL Basics", "not in UTF-8"),
        (b"email\na@example.org", "Missing: template."),
        (b"", "Missing: email, template."),
    ],
    ids=["latin-1", "utf-16", "nul", "column", "empty"],
)
def test_what_is_wrong_with_the_file_is_said_at_its_field(
    office: Client, raw: bytes, said: str
) -> None:
    response = upload(office, raw)

    assert response.status_code == 422
    assert said in text_of(response)
    inputs = read(response.content.decode()).all("input")
    [field] = [each for each in inputs if each.attributes.get("type") == "file"]
    assert field.attributes["aria-invalid"] == "true"


def test_without_a_file_it_asks_for_one(office: Client) -> None:
    response = office.post(PATH)

    assert response.status_code == 422
    assert "Choose a CSV file of at most 1 MB." in text_of(response)


@pytest.mark.parametrize(
    "raw",
    [
        b"\x00" * 100,
        b"\n" * 10_000,
        HEADER + b"x" * 10_000 + b"@example.org,SQL Basics",
        HEADER + b"a@example.org," + b"9" * 5000,
        HEADER + b"<script>hostile@example.org,<script>hostile,<script>hostile",
        HEADER + b"a@example.org,SQL Basics,https://" + b"x" * 300 + b".example",
        HEADER + "a@example.org,\ufeff\u202e{{ 7 * 7 }}{% load x %}%s%n,".encode(),
        HEADER + b'a@example.org,"' + b"x" * 200_000 + b'"',
        HEADER + b"=cmd|' /C calc'!A0,=1+1,=1+1",
        HEADER + "\ud800".encode("utf-8", "surrogatepass"),
        b"email;template\r\ra@example.org;SQL Basics",
        HEADER + b"a@example.org,SQL Basics\n" * 2000,
    ],
    ids=lambda raw: repr(raw[-30:]),
)
def test_whatever_is_uploaded(office: Client, raw: bytes) -> None:
    response = upload(office, raw, follow=True)

    assert response.status_code in {200, 422}
    assert b"<script>hostile" not in response.content
    path = response.request["PATH_INFO"]
    if path != PATH:
        for ask in (office.get, office.post):
            assert ask(path, follow=True).status_code == 200
        assert office.get(f"{path}?rows=errors").status_code == 200
        work_off_imports()
        assert office.get(path).status_code == 200


# The preview -----------------------------------------------------------------------------------------


def test_a_list_without_a_good_row_offers_no_confirm(office: Client) -> None:
    path = previewed(office, "nobody,SQL Basics,")

    assert "Issue 0" not in text_of(office.get(path))
    assert "No row of this list can be issued." in text_of(office.post(path, follow=True))


def test_who_has_the_badge_already_is_pointed_out(
    office: Client, alice: Student, sql: BadgeTemplate
) -> None:
    make_badge(alice.user, template=sql)
    path = previewed(office, "new@example.org,SQL Basics,", "alice@example.org,SQL Basics,")

    page = text_of(office.get(path))

    assert "1 row is for somebody who was given this badge before" in page
    assert page.index("alice@example.org") < page.index("new@example.org"), "before what is right"
    assert page.count("Was given this badge before") == 1


def test_a_formula_is_shown_as_text_and_downloaded_safely(office: Client) -> None:
    path = previewed(office, "=1+1,SQL Basics,", "good@example.org,SQL Basics,")

    response = office.get(f"{path}?rows=errors")

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="rows-to-correct.csv"'
    assert "no-store" in response["Cache-Control"]
    lines = list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))
    assert lines == [
        ["email", "template", "evidence_link", "errors"],
        ["'=1+1", "SQL Basics", "", "This looks like a formula, not like an email address."],
    ]


def test_the_rows_to_correct_are_uploaded_as_they_came(office: Client) -> None:
    path = previewed(office, "nobody,SQL Basics,")
    raw = office.get(f"{path}?rows=errors").content.replace(b"nobody", b"ana@example.org")

    page = text_of(upload(office, raw, follow=True))

    assert "1 badge would be issued." in page


@pytest.mark.parametrize("asked", ["", "?rows=all", "?page=9", "?page=x", "?rows=%00"])
def test_anything_else_asked_for_is_the_page(office: Client, asked: str) -> None:
    response = office.get(previewed(office, "nobody,SQL Basics,") + asked)

    assert "What this list would do" in text_of(response)


def test_rows_are_shown_in_pages(office: Client) -> None:
    path = previewed(office, *rows(101), "nobody,SQL Basics,")

    assert "Page 1 of 2" in text_of(office.get(path))
    assert "p99@example.org" in text_of(office.get(f"{path}?page=2"))


def test_an_old_preview_says_so_and_is_not_confirmed(office: Client) -> None:
    path = previewed(office, *rows(1))

    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        office.force_login(User.objects.get(email="grace@example.org"))
        page = text_of(office.get(path))
        assert "This preview is older than a day" in page
        assert "Issue 1 badge" not in page
        assert "older than a day" in text_of(office.post(path, follow=True))
    assert not BadgeImport.objects.filter(confirmed_at__isnull=False).exists()


@pytest.mark.parametrize("number", [1, 30, 300])
def test_the_preview_costs_the_same_for_one_row_and_for_many(
    office: Client, sql: BadgeTemplate, number: int
) -> None:
    path = previewed(office, *rows(number), "nobody,SQL Basics,")
    for _ in range(number):
        make_template()

    for each, most in ((path, 6), (PATH, 6)):
        with queries() as ran:
            office.get(each)
        assert len(ran) <= most, each


# Whose it is -----------------------------------------------------------------------------------------


def test_anothers_list_is_not_found(office: Client, desk: Client, alice: Student) -> None:
    graces, bobs = previewed(office, *rows(1)), previewed(desk, "alice@example.org,SQL Basics,")

    for browser, path in ((desk, graces), (office, bobs)):
        assert browser.get(path).status_code == 404
        assert browser.get(f"{path}?rows=errors").status_code == 404
        assert browser.post(path).status_code == 404
    assert not BadgeImport.objects.filter(confirmed_at__isnull=False).exists()


def test_a_mentor_issues_to_their_students(desk: Client, alice: Student, charlie: Student) -> None:
    path = confirmed(desk, "alice@example.org,SQL Basics,", "charlie@example.org,SQL Basics,")
    work_off_imports()

    assert Badge.objects.get().recipient == alice.user
    assert "1 badge was issued." in text_of(desk.get(path))


@pytest.mark.parametrize("persona", ["alice", "erin", "heidi", "ivan"])
def test_others_issue_nothing(
    persona: str, browser_of: Browser, request: pytest.FixtureRequest
) -> None:
    client = browser_of(request.getfixturevalue(persona))

    assert client.get(PATH).status_code == 403
    assert upload(client, HEADER).status_code == 403
    assert client.get(f"{PATH}1/").status_code == 403


# Watching --------------------------------------------------------------------------------------------


def fragment(browser: Client, path: str) -> str:
    response = browser.get(path, **HTMX)  # type: ignore[arg-type]
    assert response.status_code == 200
    html = response.content.decode()
    assert "<main" not in html
    assert html.lstrip().startswith('<div id="progress"')
    return html


def test_the_page_asks_again_until_the_list_is_done(office: Client) -> None:
    path = confirmed(office, *rows(3))
    found = BadgeImport.objects.get()

    waiting = fragment(office, path)
    bulk_issue.issue_next(found.pk, most=2)
    running = fragment(office, path)
    bulk_issue.issue_next(found.pk, most=2)
    finished = fragment(office, path)

    for html, done, label in ((waiting, 0, "Waiting"), (running, 2, "Running")):
        assert f'hx-get="{path}"' in html
        assert 'hx-trigger="every 2s"' in html
        assert re.search(rf'<progress id="done"\s+max="3"\s+value="{done}"', html)
        assert f"{done} of 3" in html
        assert label in html
        assert f'href="{path}"' in html, "a way to look again without scripts"
    assert "hx-get" not in finished
    assert "<progress" not in finished
    assert "3 badges were issued." in finished


def test_the_end_is_announced_once_and_nothing_before(office: Client) -> None:
    path = confirmed(office, *rows(1))

    assert "hx-swap-oob" not in fragment(office, path)
    work_off_imports()
    assert re.search(
        r'hx-swap-oob="innerHTML:#messages">\s*<p class="visually-hidden">\s*Finished: 1 badge was issued\.',
        fragment(office, path),
    )
    assert "hx-swap-oob" not in office.get(path).content.decode(), "who opens the page reads it"


def test_confirmed_twice_is_said_and_done_once(office: Client) -> None:
    path = confirmed(office, *rows(1))

    assert "confirmed already" in text_of(office.post(path, follow=True))
    work_off_imports()
    assert Badge.objects.count() == 1


def test_what_was_left_out_is_listed_by_line(office: Client) -> None:
    path = confirmed(office, *rows(1))
    BadgeImport.objects.update(
        finished_at=timezone.now(),
        issued=1,
        left_out=29,
        left_out_lines={
            LeftOut.WRONG.value: [3, 5, 6, 7, 9],
            LeftOut.TEMPLATE.value: [2],
            LeftOut.NOT_YOURS.value: list(range(10, 56, 2)),
        },
    )

    response = office.get(path)

    page = text_of(response)
    assert "29 rows were left out" in page
    assert "The row had an error, which the preview named. Lines 3, 5–7, 9" in page
    assert "Its badge template is not active any more. Line 2" in page
    assert "You may not give this person badges any more. Lines 10, 12, " in page
    opened = ["open" in each.attributes for each in read(response.content.decode()).all("details")]
    assert opened[-3:] == [True, True, False], "23 lines are not read at a glance"


@pytest.mark.parametrize("number", [1, 30])
def test_a_look_at_the_progress_costs_the_same_for_one_row_and_for_many(
    office: Client, number: int
) -> None:
    path = confirmed(office, *rows(number), *["nobody,SQL Basics,"] * number)

    with queries() as ran:
        fragment(office, path)
    assert len(ran) <= 4
    assert not any('"badge_imports"."rows"' in each for each in ran), "read every two seconds"
    with queries() as ran:
        office.get(path)
    assert len(ran) <= 6


def test_a_students_list_of_two_thousand_rows_from_upload_to_the_end(
    office: Client, bob: User
) -> None:
    """Bad lines, formulas and duplicates among them."""
    for n in range(0, 100, 10):
        make_student(f"p{n}@example.org", mentor=bob, password=None)
    bad = [
        "nobody,SQL Basics,",
        "=1+1,SQL Basics,",
        "x@example.org,Juggling,",
        "p0@example.org,SQL Basics,",
    ]
    lines = [bad[n // 10 % 4] if n % 10 == 9 else row for n, row in enumerate(rows(2000))]

    path = previewed(office, *lines)
    assert "1800 badges would be issued. 200 rows have errors" in text_of(office.get(path))
    assert not Badge.objects.exists()
    office.post(path)
    work_off_imports()

    assert "1800 badges were issued." in text_of(office.get(path))
    wanted = sorted(row.partition(",")[0] for n, row in enumerate(rows(2000)) if n % 10 != 9)
    given = Badge.objects.select_related("recipient")
    assert sorted(b.recipient.email if b.recipient else b.issued_to for b in given) == wanted
