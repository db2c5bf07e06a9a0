"""A list of badges at a real browser: from the upload to the end, with scripts and without."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from badges.models import Badge, BadgeImport
from badges.services import bulk_issue, work_off_imports
from tests.browsing import Sit
from tests.make import make_admin
from tests.make_badges import make_template
from tfl.accounts.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def grace(transactional_db: None) -> User:
    return make_admin("grace@example.org", name="Grace")


@pytest.fixture
def badges_csv(tmp_path: Path) -> Path:
    """Ten right rows and a wrong one."""
    make_template("SQL Basics")
    lines = [f"p{n}@example.org,SQL Basics" for n in range(10)]
    file = tmp_path / "badges.csv"
    file.write_text("\n".join(["email,template", "nobody,SQL Basics", *lines]))
    return file


def upload(page: Page, file: Path) -> None:
    page.goto("/badges/issue/many/")
    page.get_by_label("CSV file").set_input_files(file)
    page.get_by_role("button", name="Check the list").click()
    expect(page.get_by_role("heading", name="What this list would do")).to_be_visible()


def work(rows: int) -> None:
    """What a worker does between two looks."""
    bulk_issue.issue_next(BadgeImport.objects.get().pk, most=rows)


def test_from_upload_to_the_end_the_progress_moves_by_itself(
    grace: User, badges_csv: Path, sit: Sit
) -> None:
    page = sit(grace)
    noise: list[str] = []
    page.on("console", lambda message: noise.append(message.text))
    upload(page, badges_csv)
    expect(page.get_by_text("Left out", exact=True)).to_have_count(1)
    assert not Badge.objects.exists()

    page.get_by_role("button", name="Issue 10 badges").click()
    bar = page.get_by_role("progressbar", name="Rows done")
    expect(bar).to_have_js_property("value", 0)
    expect(page.get_by_text("Waiting")).to_be_visible()
    page.get_by_role("link", name="Reload").focus()
    work(4)
    expect(bar).to_have_js_property("value", 4)
    expect(page.get_by_text("4 of 10").first).to_be_visible()
    expect(page.get_by_role("link", name="Reload")).to_be_focused()
    work(6)

    expect(page.get_by_role("heading", name="The list is done")).to_be_visible()
    expect(page.locator("#messages")).to_have_text("Finished: 10 badges were issued.")
    expect(page.get_by_text("Line 2", exact=True)).to_be_visible()
    assert Badge.objects.count() == 10
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(2500)
    assert asked == [], "it asks no more"
    assert noise == []


def test_with_scripts_off_the_same_by_looking_again(
    grace: User, badges_csv: Path, sit: Sit
) -> None:
    page = sit(grace, java_script_enabled=False)
    upload(page, badges_csv)
    page.get_by_role("button", name="Issue 10 badges").click()
    expect(page.get_by_text("0 of 10").first).to_be_visible()
    work(4)
    page.get_by_role("link", name="Reload").click()
    expect(page.get_by_text("4 of 10").first).to_be_visible()
    work_off_imports()
    page.get_by_role("link", name="Reload").click()

    expect(page.get_by_text("10 badges were issued.")).to_be_visible()
    page.get_by_role("link", name="See the badges issued").click()
    expect(page.get_by_text("p0@example.org", exact=True)).to_be_visible()


def test_the_rows_to_correct_are_downloaded_corrected_and_uploaded(
    grace: User, badges_csv: Path, sit: Sit, tmp_path: Path
) -> None:
    page = sit(grace)
    upload(page, badges_csv)
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Download the rows with errors").click()
    assert downloading.value.suggested_filename == "rows-to-correct.csv"
    raw = downloading.value.path().read_bytes()
    corrected = tmp_path / "corrected.csv"
    corrected.write_bytes(raw.replace(b"nobody", b"ana@example.org"))

    upload(page, corrected)

    expect(page.get_by_role("button", name="Issue 1 badge")).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("written", ["x" * 300, "https://example.org/" + "y" * 230])
def test_whatever_is_written_fits_the_page(
    grace: User, badges_csv: Path, sit: Sit, width: int, written: str
) -> None:
    row = f"{written},{written},{written}"
    badges_csv.write_text(
        f"email,template,evidence_link\n{row}\ngood@example.org,SQL Basics,{written[:240]}"
    )
    page = sit(grace, viewport={"width": width, "height": 800})
    upload(page, badges_csv)

    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0
