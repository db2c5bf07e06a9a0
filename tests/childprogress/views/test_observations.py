"""The notes of a record: reading, finding, writing, taking away and bringing back."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.test import Client

from childprogress.models import Child, GuardianRole, Observation
from childprogress.vocabulary import Dimension, Sentiment
from tests.html import read
from tests.make import make_parent
from tests.make_children import make_child, make_guardianship, make_observation
from tests.make_milestones import MARCH_10, noon
from tests.milestones.views.months import queries, text_of
from tests.personas import Browser
from tfl.accounts.models import User

POSITIVE, NEUTRAL, ATTENTION = Sentiment
BY_HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(noon(MARCH_10), tick=False) as traveller:
        yield traveller


@pytest.fixture
def child(olga: User, edith: User, viktor: User) -> Child:
    """Maryam, Olga's. Edith may edit, Viktor may read."""
    child = make_child(olga, name="Maryam", dimensions=[Dimension.ACADEMIC, Dimension.PHYSICAL])
    make_guardianship(child, edith, GuardianRole.EDITOR)
    make_guardianship(child, viktor, GuardianRole.VIEWER)
    return child


@pytest.fixture
def desk(olga: User, browser_of: Browser) -> Client:
    return browser_of(olga)


def path(child: Child, note: Observation | None = None, act: str = "") -> str:
    return f"/children/{child.pk}/notes/" + (f"{note.pk}/{act}/" if note else "")


def typed(**changes: Any) -> dict[str, Any]:
    whole = {
        "text": "Counted the stairs.",
        "dimension": "academic",
        "sentiment": "positive",
        "observed_on": "2026-03-10",
        "from": "observations",
    }
    return whole | changes


def texts(response: Any) -> list[str]:
    """The notes on the page, in its order."""
    assert response.status_code == 200, response.status_code
    return re.findall(r'<p class="written">(.*?)</p>', response.content.decode())


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


# Reading ---------------------------------------------------------------------------------------------


def test_notes_stand_newest_first_by_month(child: Child, olga: User, desk: Client) -> None:
    for day, text in (((2026, 2, 27), "two"), ((2026, 3, 9), "one"), ((2025, 2, 27), "three")):
        make_observation(child, author=olga, observed_on=date(*day), text=text)
    page = desk.get(path(child))

    assert texts(page) == ["one", "two", "three"]
    headings = re.findall(r"<h2[^>]*>(.*?)</h2>", page.content.decode())
    assert headings == ["March 2026", "February 2026", "February 2025"]


def test_a_note_says_when_about_what_how_it_felt_and_by_whom(
    child: Child, olga: User, edith: User, desk: Client
) -> None:
    make_observation(child, author=olga, text="a")
    make_observation(
        child, author=edith, observed_on=date(2026, 3, 9), text="b", sentiment=ATTENTION
    )
    make_observation(
        child,
        observed_on=date(2026, 3, 1),
        text="c",
        sentiment=NEUTRAL,
        dimension=Dimension.PHYSICAL,
    )
    page = text_of(desk.get(path(child)))

    assert "Today · Academic · you a Positive" in page
    assert "Yesterday · Academic · Edith b Needs attention" in page
    assert "March 1 · Physical · somebody who has left c Neutral" in page


def test_the_line_breaks_of_a_note_are_kept_and_its_signs_are_only_signs(
    child: Child, desk: Client
) -> None:
    make_observation(child, text="One <b>\nTwo & three")

    assert texts(desk.get(path(child))) == ["One &lt;b&gt;<br>Two &amp; three"]


def test_today_is_the_childs_not_the_installations(
    olga: User, desk: Client, clock: time_machine.Traveller
) -> None:
    clock.move_to(noon(MARCH_10, hour=13))  # the 11th has begun on Kiritimati
    child = make_child(olga, time_zone="Pacific/Kiritimati")
    make_observation(child, observed_on=date(2026, 3, 11))
    page = desk.get(path(child))

    assert "Today ·" in text_of(page)
    day = next(e for e in read(page.content.decode()).all("input") if _named(e, "observed_on"))
    assert (day.attributes["value"], day.attributes["max"]) == ("2026-03-11", "2026-03-11")
    assert day.attributes["min"] == "2025-03-11"


def _named(element: Any, name: str) -> bool:
    return bool(element.attributes.get("name") == name)


def test_what_is_deleted_hidden_or_somebody_elses_childs_is_not_there(
    child: Child, olga: User, desk: Client
) -> None:
    make_observation(child, text="deleted", deleted_at=noon(MARCH_10))
    make_observation(child, text="hidden", dimension=Dimension.ISLAMIC)
    make_observation(make_child(olga), text="of a sibling")
    make_observation(child, text="there")

    assert texts(desk.get(path(child))) == ["there"]


def test_a_viewer_reads_and_finds_no_form_that_changes_anything(
    child: Child, olga: User, viktor: User, browser_of: Browser
) -> None:
    make_observation(child, author=olga, text="there")
    page = browser_of(viktor).get(path(child))

    assert texts(page) == ["there"]
    actions = {
        form.attributes.get("action", "") for form in read(page.content.decode()).forms("post")
    }
    assert not [action for action in actions if "/children/" in action]
    assert "Write a note" not in text_of(page)


def test_a_closed_record_is_read_only(olga: User, desk: Client) -> None:
    child = make_child(olga, born=date(2009, 3, 10))  # seventeen today
    note = make_observation(child, author=olga, observed_on=date(2026, 3, 9), text="last")
    page = desk.get(path(child))

    assert texts(page) == ["last"]
    assert "Write a note" not in text_of(page)
    assert "Delete" not in text_of(page)

    refused = desk.post(path(child), typed(observed_on="2026-03-09"))
    assert refused.status_code == 422
    assert "ended with the seventeenth birthday" in text_of(refused)
    assert "Counted the stairs." in text_of(refused)

    kept = desk.post(path(child, note, "delete"))
    assert (kept.status_code, kept["Location"]) == (302, path(child))
    assert "ended with the seventeenth birthday" in said(kept)[0]
    assert desk.post(path(child, note, "delete"), headers=BY_HTMX)["HX-Refresh"] == "true"
    assert Observation.objects.kept().count() == 1


def test_with_nothing_noted_the_page_says_what_to_do_and_the_form_is_open(
    child: Child, desk: Client
) -> None:
    page = desk.get(path(child))

    assert "Nothing noted yet" in text_of(page)
    assert "a sentence is enough" in text_of(page)
    add = next(e for e in read(page.content.decode()).all("details") if "Write a note" in e.text)
    assert "open" in add.attributes


@pytest.mark.parametrize("number", [1, 30, 300])
def test_the_page_asks_as_often_with_one_note_as_with_300(
    child: Child, olga: User, edith: User, desk: Client, number: int
) -> None:
    for place in range(number):
        make_observation(child, author=(olga, edith)[place % 2], text=f"note {place}")
    desk.get(path(child))
    with queries() as ran:
        desk.get(path(child))

    assert len(ran) <= 12
    assert len(ran) == 8, ran  # session, reader, roles, child, authors, number, notes, news


@pytest.mark.parametrize(
    ("asked", "number"), [("abc", 1), ("0", 2), ("2", 2), ("99", 2), ("", 1), ("9" * 40, 2)]
)
def test_a_page_that_is_not_there_is_the_nearest_one(
    child: Child, desk: Client, asked: str, number: int
) -> None:
    for _n in range(26):
        make_observation(child)

    page = desk.get(path(child), {"page": asked})
    assert f"Page {number} of 2" in text_of(page)


# Finding ---------------------------------------------------------------------------------------------


@pytest.fixture
def noted(child: Child, olga: User, edith: User) -> None:
    for author, dimension, sentiment, day, text in (
        (olga, Dimension.ACADEMIC, POSITIVE, 1, "a"),
        (olga, Dimension.PHYSICAL, ATTENTION, 2, "b"),
        (edith, Dimension.ACADEMIC, NEUTRAL, 3, "c"),
        (edith, Dimension.PHYSICAL, POSITIVE, 4, "d"),
    ):
        make_observation(
            child,
            author=author,
            dimension=dimension,
            sentiment=sentiment,
            observed_on=date(2026, 3, day),
            text=text,
        )


@pytest.mark.usefixtures("noted")
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, "dcba"),
        ({"dimension": "academic"}, "ca"),
        ({"sentiment": "positive"}, "da"),
        ({"since": "2026-03-02"}, "dcb"),
        ({"until": "2026-03-02"}, "ba"),
        ({"since": "2026-03-02", "until": "2026-03-03"}, "cb"),
        ({"dimension": "physical", "sentiment": "positive"}, "d"),
        ({"dimension": "islamic"}, "dcba"),
        ({"dimension": "x\x00", "sentiment": "sad"}, "dcba"),
        ({"since": "2026-02-30"}, "dcba"),
        ({"since": "2026-03-03", "until": "2026-03-02"}, "dc"),
        ({"author": "9" * 30}, "dcba"),
    ],
)
def test_notes_are_found_by_what_they_say_of_themselves(
    child: Child, desk: Client, asked: dict[str, str], found: str
) -> None:
    assert "".join(texts(desk.get(path(child), asked))) == found


@pytest.mark.usefixtures("noted")
def test_notes_are_found_by_who_wrote_them_where_several_did(
    child: Child, edith: User, desk: Client
) -> None:
    page = desk.get(path(child), {"author": edith.pk})

    assert texts(page) == ["d", "c"]
    options = [each.text.strip() for each in read(page.content.decode()).all("option")]
    assert options[-3:] == ["Everybody", "Edith", "You"]

    Observation.objects.filter(author=edith).delete()
    assert "Written by" not in text_of(desk.get(path(child)))


@pytest.mark.usefixtures("noted")
def test_what_cannot_be_searched_for_is_said_beside_its_field(child: Child, desk: Client) -> None:
    page = text_of(desk.get(path(child), {"since": "2026-03-03", "until": "2026-03-02"}))

    assert "This is before the first day." in page


@pytest.mark.usefixtures("noted")
def test_where_nothing_is_found_the_way_back_is_there(child: Child, desk: Client) -> None:
    page = desk.get(path(child), {"dimension": "physical", "sentiment": "neutral"})

    assert "Nothing found" in text_of(page)
    assert f'href="{path(child)}">Show all' in page.content.decode()


def test_the_next_page_keeps_the_filter(child: Child, desk: Client) -> None:
    for _n in range(26):
        make_observation(child)
    page = desk.get(path(child), {"sentiment": "positive"}).content.decode()

    assert 'href="?sentiment=positive&amp;page=2"' in page


# Writing ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("came_from", "address"), [("child", ""), ("observations", "notes/")])
def test_a_note_is_added_and_leads_back_to_where_it_was_written(
    child: Child, edith: User, browser_of: Browser, came_from: str, address: str
) -> None:
    answer = browser_of(edith).post(path(child), typed(**{"from": came_from}))

    assert (answer.status_code, answer["Location"]) == (302, f"/children/{child.pk}/{address}")
    assert said(answer) == ["Noted."]
    note = Observation.objects.get()
    assert (note.text, note.author, note.child) == ("Counted the stairs.", edith, child)
    assert (note.dimension, note.sentiment) == (Dimension.ACADEMIC, POSITIVE)
    assert note.observed_on == date(2026, 3, 10)


def test_htmx_is_sent_back_to_the_whole_page(child: Child, desk: Client) -> None:
    answer = desk.post(path(child), typed(**{"from": "child"}), headers=BY_HTMX)

    assert (answer.status_code, answer["HX-Redirect"]) == (200, f"/children/{child.pk}/")


def test_a_new_line_is_one_character_as_browsers_count_it(child: Child, desk: Client) -> None:
    """They count “\\n” and send “\\r\\n”: 500 lines of one letter are 999 characters, and arrive as 1,498."""
    assert desk.post(path(child), typed(text="\r\n".join("a" * 500))).status_code == 302

    assert Observation.objects.get().text == "\n".join("a" * 500)


@pytest.mark.parametrize(
    ("field", "value", "answer"),
    [
        ("text", "x" * 1001, "This is longer than 1000 characters. Shorten it."),
        ("text", "  \n ", "Write what you saw."),
        ("text", "Nul \x00 within", "Null characters are not allowed."),
        ("text", "\u200b\u200b", "Nobody can see this. Write some words."),
        ("text", "turned \u202e around", "This holds characters nobody can see. Type it anew."),
        ("observed_on", "2026-03-11", "This day is still to come."),
        ("observed_on", "2025-03-09", "Notes go back a year at most, to March 10, 2025."),
        (
            "observed_on",
            "2026-02-30",
            "There is no such day. Choose one from the calendar, or write it like 2026-03-10.",
        ),
        ("observed_on", "0001-01-01", "Notes go back a year at most, to March 10, 2025."),
        ("observed_on", "", "Choose the day."),
        ("dimension", "islamic", "Choose one of the dimensions you see."),
        ("dimension", "musical", "Choose one of the dimensions you see."),
        ("dimension", "", "Choose one of the dimensions you see."),
        ("sentiment", "sad", "Choose how it felt."),
        ("sentiment", "", "Choose how it felt."),
    ],
)
@pytest.mark.parametrize("opened", [{}, BY_HTMX], ids=["page", "htmx"])
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_lost(
    child: Child, desk: Client, field: str, value: str, answer: str, opened: dict[str, str]
) -> None:
    sent = typed(**{field: value, "from": "child"})
    refused = desk.post(path(child), sent, headers=opened)

    assert refused.status_code == 422
    page = read(refused.content.decode())
    beside = [each.text for each in page.all("ul") if each.attributes.get("class") == "errorlist"]
    assert [" ".join(each.split()) for each in beside] == [f"Error: {answer}"]
    kept = next(each for each in page.all("textarea") if _named(each, "text"))
    assert kept.text.strip() == sent["text"].strip()
    came_from = next(each for each in page.all("input") if _named(each, "from"))
    assert came_from.attributes["value"] == "child"
    assert ("<main" in refused.content.decode()) is not bool(opened)
    assert not Observation.objects.exists()


def test_nothing_sent_at_all_is_refused_as_well(child: Child, desk: Client) -> None:
    assert desk.post(path(child)).status_code == 422
    assert not Observation.objects.exists()


@pytest.mark.parametrize("first_or_last", ["2025-03-10", "2026-03-10"])
def test_a_note_goes_back_a_year_to_the_day(child: Child, desk: Client, first_or_last: str) -> None:
    assert desk.post(path(child), typed(observed_on=first_or_last)).status_code == 302


def test_a_viewer_may_not_and_a_stranger_finds_nothing(
    child: Child, viktor: User, heidi: User, browser_of: Browser
) -> None:
    assert browser_of(viktor).post(path(child), typed()).status_code == 403
    assert browser_of(heidi).post(path(child), typed()).status_code == 404
    assert browser_of(heidi).get(path(child)).status_code == 404
    assert not Observation.objects.exists()


def test_a_word_typed_is_in_no_message(child: Child, desk: Client) -> None:
    secret = "Maryam spoke of a canary."
    added = desk.post(path(child), typed(text=secret))
    note = Observation.objects.get()
    deleted = desk.post(path(child, note, "delete"), headers=BY_HTMX)
    restored = desk.post(path(child, note, "restore"))

    assert said(added) + said(deleted) + said(restored)
    assert not any("canary" in each or "Maryam" in each for each in said(restored))


# Taking away and back --------------------------------------------------------------------------------


def test_without_scripts_a_deleted_note_leaves_the_way_to_undo_it(
    child: Child, olga: User, desk: Client
) -> None:
    note = make_observation(child, author=olga, text="gone")
    make_observation(child, text="stays")
    answer = desk.post(path(child, note, "delete") + "?sentiment=positive")
    assert answer["Location"] == f"{path(child)}?sentiment=positive&deleted={note.pk}"

    page = desk.get(answer["Location"])
    assert texts(page) == ["stays"]
    assert "It can be brought back for 30 days. Undo" in text_of(page)
    undo = f"{path(child, note, 'restore')}?sentiment=positive"
    assert f'action="{undo}"' in page.content.decode()

    back = desk.post(undo)
    assert back["Location"] == f"{path(child)}?sentiment=positive"
    assert sorted(texts(desk.get(back["Location"]))) == ["gone", "stays"]


def test_htmx_puts_undo_where_the_note_was_and_the_note_where_undo_was(
    child: Child, olga: User, desk: Client
) -> None:
    note = make_observation(child, author=olga, text="gone")
    deleted = desk.post(path(child, note, "delete"), headers=BY_HTMX)
    body = deleted.content.decode()

    assert body.strip().startswith("<li")
    assert f'id="note-{note.pk}"' in body
    assert "The note is deleted." in text_of(deleted)
    assert "gone" not in text_of(deleted)
    assert f'hx-post="{path(child, note, "restore")}"' in body
    assert 'hx-swap-oob="innerHTML:#messages"' in body

    restored = desk.post(path(child, note, "restore"), headers=BY_HTMX)
    assert texts(restored) == ["gone"]
    assert "The note is back." in text_of(restored)


@pytest.mark.parametrize("act", ["delete", "restore"])
def test_a_fragment_costs_little(child: Child, olga: User, desk: Client, act: str) -> None:
    note = make_observation(child, author=olga)
    path_ = path(child, note, act)
    desk.post(path_, headers=BY_HTMX)
    with queries() as ran:
        desk.post(path_, headers=BY_HTMX)

    assert len(ran) <= 12, ran


def test_an_author_takes_their_own_note_away_and_nobody_elses(
    child: Child, olga: User, edith: User, browser_of: Browser
) -> None:
    own = make_observation(child, author=edith, text="own")
    olgas = make_observation(child, author=olga, text="of Olga")
    editor = browser_of(edith)
    page = editor.get(path(child)).content.decode()

    assert path(child, own, "delete") in page
    assert path(child, olgas, "delete") not in page
    assert editor.post(path(child, olgas, "delete")).status_code == 403
    assert editor.post(path(child, own, "delete")).status_code == 302
    assert texts(editor.get(path(child))) == ["of Olga"]


def test_an_owner_takes_any_note_away(child: Child, edith: User, desk: Client) -> None:
    note = make_observation(child, author=edith)

    assert desk.post(path(child, note, "delete")).status_code == 302
    assert not Observation.objects.kept().exists()


def test_recently_deleted_notes_can_be_brought_back_for_30_days(
    child: Child, olga: User, edith: User, desk: Client, browser_of: Browser
) -> None:
    now = noon(MARCH_10)
    for author, ago, text in (
        (olga, timedelta(days=1), "of Olga"),
        (edith, timedelta(days=30) - timedelta(seconds=1), "of Edith, for a second"),
        (edith, timedelta(days=30), "too late"),
    ):
        make_observation(child, author=author, deleted_at=now - ago, text=text)
    make_observation(child, author=olga, text="kept")
    make_observation(child, author=olga, dimension=Dimension.ISLAMIC, deleted_at=now, text="hidden")
    make_observation(make_child(olga), author=olga, deleted_at=now, text="of a sibling")
    deleted = {"show": "deleted"}

    assert texts(desk.get(path(child), deleted)) == ["of Olga", "of Edith, for a second"]
    editor = browser_of(edith)
    assert texts(editor.get(path(child), deleted)) == ["of Edith, for a second"]

    note = Observation.objects.get(text="of Edith, for a second")
    back = editor.post(path(child, note, "restore") + "?show=deleted")
    assert back["Location"] == f"{path(child)}?show=deleted"
    assert "Nothing is deleted" in text_of(editor.get(back["Location"]))
    late = Observation.objects.get(text="too late")
    assert desk.post(path(child, late, "restore")).status_code == 404


def test_a_viewer_does_not_see_what_was_deleted(
    child: Child, viktor: User, browser_of: Browser
) -> None:
    note = make_observation(child, author=viktor, text="gone", deleted_at=noon(MARCH_10))
    reader = browser_of(viktor)

    assert reader.get(path(child), {"show": "deleted"}).status_code == 403
    assert "gone" not in text_of(reader.get(path(child), {"deleted": note.pk}))
    assert "brought back" not in text_of(reader.get(path(child), {"deleted": note.pk}))
    assert reader.post(path(child, note, "restore")).status_code == 403


@pytest.mark.parametrize("asked", ["x", "", "9" * 30, "0", "²"])
def test_an_address_that_names_no_deleted_note_shows_the_page(
    child: Child, desk: Client, asked: str
) -> None:
    assert desk.get(path(child), {"deleted": asked}).status_code == 200


def test_the_note_of_another_child_is_not_found(
    child: Child, olga: User, heidi: User, desk: Client
) -> None:
    other = make_observation(make_child(olga))
    foreign = make_observation(make_child(heidi))

    for note in (other, foreign):
        for act in ("delete", "restore"):
            assert desk.post(path(child, note, act)).status_code == 404
    assert desk.post(f"/children/{child.pk}/notes/{10**30}/delete/").status_code == 404
    assert Observation.objects.kept().count() == 2


def test_a_record_left_meanwhile_is_not_there_any_more(desk: Client, edith: User) -> None:
    child = make_child(make_parent())

    assert desk.get(path(child)).status_code == 404
