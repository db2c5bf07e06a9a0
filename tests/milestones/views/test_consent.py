from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client

from tests.make import make_consent, make_employer, make_organisation
from tests.milestones.views.months import (
    make_milestone,
    make_outcome,
    make_project,
    queries,
    rate,
    score,
    text_of,
    travel,
)
from tests.personas import Browser
from tfl.accounts.models import AuditEntry, Employer, EmployerConsent, Student, User
from tfl.accounts.services import WORDING_VERSION, record_opening

CONSENT = "/consent/"
GRANT = {"scope": "all", "wording": WORDING_VERSION}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with travel(date(2026, 3, 10)) as traveller:
        yield traveller


def test_without_proof_the_page_explains_what_would_be_seen_and_what_never(
    alice: Student, browser_of: Browser
) -> None:
    page = text_of(browser_of(alice).get(CONSENT))

    assert "Nothing is proven yet, so they would see your name and job role alone." in page
    assert "how sure you felt, your notes, your mentor’s notes and feedback" in page
    assert "Nobody has opened your profile." in page
    assert "You agree to what this page says (wording of November 2026)." in page


def test_the_preview_is_word_for_word_what_an_employer_sees(
    alice: Student, bob: User, erin: User, browser_of: Browser
) -> None:
    milestone = make_milestone(alice)
    score(make_outcome(milestone), 76, by=bob)
    rate(make_project(milestone), 4, by=bob)
    make_consent(alice)

    preview = text_of(browser_of(alice).get(CONSENT))
    profile = text_of(browser_of(erin).get(f"/employer/students/{alice.pk}/"))

    start, end = "Skills proven", "evaluated 4 of 5 by Bob"
    shown = profile[profile.index(start) : profile.index(end) + len(end)]
    assert "SQL 76 of 100" in shown
    assert shown in preview


def test_consent_to_all_is_stored_with_wording_and_time(
    alice: Student, acme: Employer, browser_of: Browser
) -> None:
    response = browser_of(alice).post(CONSENT, GRANT, follow=True)

    consent = EmployerConsent.objects.get()
    assert (consent.student, consent.employer) == (alice, None)
    assert consent.wording_version == WORDING_VERSION
    assert consent.granted_at.date() == date(2026, 3, 10)
    page = text_of(response)
    assert "All organisations, also later ones since March 10, 2026" in page


def test_consent_names_the_organisations_chosen(
    alice: Student, acme: Employer, globex: Employer, browser_of: Browser
) -> None:
    browser_of(alice).post(
        CONSENT, {"scope": "some", "employers": [acme.pk], "wording": WORDING_VERSION}
    )

    assert [consent.employer for consent in EmployerConsent.objects.all()] == [acme]


def test_more_can_be_let_in_until_all_are(
    alice: Student, acme: Employer, browser_of: Browser
) -> None:
    browser = browser_of(alice)
    browser.post(CONSENT, {"scope": "some", "employers": [acme.pk], "wording": WORDING_VERSION})
    assert "Let more see it" in text_of(browser.get(CONSENT))
    browser.post(CONSENT, GRANT)
    page = text_of(browser.get(CONSENT))
    assert "Let more see it" not in page
    assert "All organisations, also later ones" in page


def test_consenting_twice_is_one_consent(
    alice: Student, acme: Employer, browser_of: Browser
) -> None:
    client = browser_of(alice)
    client.post(CONSENT, GRANT)
    client.post(CONSENT, GRANT)

    assert EmployerConsent.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ({}, "Choose who may see it."),
        ({"scope": "some"}, "Choose at least one organisation, or all of them."),
        ({"scope": "some", "employers": ["999999"]}, "999999 is not one of the available choices"),
        ({"scope": "some", "employers": ["x"]}, "x is not one of the available choices"),
        ({"scope": "everybody"}, "everybody is not one of the available choices"),
    ],
)
def test_a_choice_that_is_none_is_refused_with_what_is_missing(
    alice: Student, acme: Employer, browser_of: Browser, typed: dict[str, object], answer: str
) -> None:
    response = browser_of(alice).post(CONSENT, {"wording": WORDING_VERSION} | typed)

    assert response.status_code == 422
    assert answer in text_of(response)
    assert not EmployerConsent.objects.exists()


def test_a_wording_that_has_changed_meanwhile_is_agreed_to_anew(
    alice: Student, acme: Employer, browser_of: Browser
) -> None:
    response = browser_of(alice).post(CONSENT, {"scope": "all", "wording": "2020-01"})

    assert response.status_code == 422
    assert "What you agree to has changed meanwhile." in text_of(response)
    assert f'value="{WORDING_VERSION}"' in response.content.decode()
    assert not EmployerConsent.objects.exists()


def test_before_any_organisation_is_here_only_all_can_be_chosen(
    alice: Student, browser_of: Browser
) -> None:
    response = browser_of(alice).get(CONSENT)

    assert "Only these organisations" not in text_of(response)
    assert browser_of(alice).post(CONSENT, GRANT).status_code == 302


def test_not_now_is_remembered_and_leaves_the_page_as_it_was(
    alice: Student, browser_of: Browser
) -> None:
    response = browser_of(alice).post(CONSENT, {"decline": "1"})

    assert response["Location"] == "/mission/"
    assert AuditEntry.objects.filter(student=alice, action="decline-consent").exists()
    assert not EmployerConsent.objects.exists()


def test_each_consent_is_withdrawn_by_itself(
    alice: Student, acme: Employer, globex: Employer, browser_of: Browser
) -> None:
    kept, gone = make_consent(alice, acme), make_consent(alice, globex)

    response = browser_of(alice).post(f"/consent/{gone.pk}/withdraw/", follow=True)

    assert list(EmployerConsent.objects.active()) == [kept]
    assert "Withdrawn: Globex." in text_of(response)
    assert "Acme since March 10, 2026" in text_of(response)
    assert "Globex since" not in text_of(response)


def test_everything_is_withdrawn_at_once(
    alice: Student, charlie: Student, acme: Employer, globex: Employer, browser_of: Browser
) -> None:
    make_consent(alice, acme)
    make_consent(alice, globex)
    others = make_consent(charlie)

    response = browser_of(alice).post("/consent/withdraw/", follow=True)

    assert list(EmployerConsent.objects.active()) == [others]
    assert "From now on no employer sees anything." in text_of(response)


def test_somebody_elses_consent_is_not_there(
    alice: Student, charlie: Student, browser_of: Browser
) -> None:
    foreign = make_consent(charlie)

    assert browser_of(alice).post(f"/consent/{foreign.pk}/withdraw/").status_code == 404
    assert EmployerConsent.objects.active().exists()


def test_withdrawing_is_posted(alice: Student, browser_of: Browser) -> None:
    consent = make_consent(alice)

    assert browser_of(alice).get("/consent/withdraw/").status_code == 405
    assert browser_of(alice).get(f"/consent/{consent.pk}/withdraw/").status_code == 405


def test_who_looked_is_there_to_read(
    alice: Student,
    charlie: Student,
    acme: Employer,
    globex: Employer,
    erin: User,
    frank: User,
    browser_of: Browser,
) -> None:
    record_opening(student=alice, employer=acme, by=erin)
    record_opening(student=charlie, employer=globex, by=frank)

    page = text_of(browser_of(alice).get(CONSENT))

    assert "Acme Erin · March 10, 2026" in page
    assert "Frank" not in page


@pytest.mark.parametrize("persona", ["bob", "erin", "grace", "heidi", "ivan"])
@pytest.mark.parametrize("path", [CONSENT, "/consent/withdraw/", "/consent/1/withdraw/"])
def test_only_students_consent(
    persona: str, path: str, browser_of: Browser, request: pytest.FixtureRequest
) -> None:
    assert browser_of(request.getfixturevalue(persona)).post(path, GRANT).status_code == 403


def test_who_is_not_signed_in_goes_to_the_login(client: Client, db: None) -> None:
    assert "/login/" in client.get(CONSENT)["Location"]


def test_it_costs_the_same_at_1_and_30_rows(alice: Student, bob: User, browser_of: Browser) -> None:
    milestone = make_milestone(alice)
    score(make_outcome(milestone), 76, by=bob)
    rate(make_project(milestone), 4, by=bob)
    organisation = make_organisation()
    make_consent(alice, organisation)
    record_opening(
        student=alice, employer=organisation, by=make_employer(organisation=organisation)
    )
    client = browser_of(alice)
    client.get(CONSENT)
    with queries() as few:
        client.get(CONSENT)

    for number in range(30):
        score(make_outcome(milestone, f"Skill no. {number}"), 76, by=bob)
        rate(make_project(milestone, f"Project {number}"), 4, by=bob)
        organisation = make_organisation()
        make_consent(alice, organisation)
        by = make_employer(organisation=organisation)
        record_opening(student=alice, employer=organisation, by=by)
    with queries() as many:
        client.get(CONSENT)

    assert len(many) == len(few) <= 12
