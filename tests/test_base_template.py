"""The frame of every page, as far as a test can tell: tokens, weight, forms, allauth's pages, error pages."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.core import mail
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.make import PASSWORD, make_user
from tests.personas import Browser
from tfl.accounts.models import Student, User
from tfl.ops.context import longest_prefix, navigation

PROJECT = Path(__file__).resolve().parent.parent
STYLESHEETS = sorted((PROJECT / "static" / "css").glob("*.css"))
TEMPLATES = sorted((PROJECT / "templates").rglob("*.html"))

GROUNDS = ("paper", "surface", "sunk")
STATUSES = ("good", "warn", "bad", "info")
WORDS = (
    "ink",
    "ink-soft",
    "accent",
    "accent-strong",
    *STATUSES,
    *(f"dimension-{number}" for number in range(1, 7)),
)
ON_GROUNDS = [(word, ground) for word in dict.fromkeys(WORDS) for ground in GROUNDS]
ON_THEIR_OWN = [(status, f"{status}-soft") for status in STATUSES]
ON_SOFT = [("ink", f"{status}-soft") for status in STATUSES]
ON_BUTTONS = [("on-accent", "accent"), ("on-accent", "accent-strong")]


# Tokens -----------------------------------------------------------------------------------------
def colours(theme: int) -> dict[str, str]:
    """Token names with their hexadecimal colours; theme 0 is light, 1 dark."""
    text = (PROJECT / "static" / "css" / "tokens.css").read_text()
    pairs = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", text)
    return {name: values[theme] for name, *values in pairs}


def contrast(one: str, other: str) -> float:
    """WCAG 2.2: (lighter + 0.05) / (darker + 0.05), in relative luminance."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def test_contrast_is_computed_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("word", "ground"), ON_GROUNDS + ON_THEIR_OWN + ON_SOFT + ON_BUTTONS)
def test_words_can_be_read_in_both_themes(word: str, ground: str, theme: int) -> None:
    palette = colours(theme)
    assert contrast(palette[word], palette[ground]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("line", ["line-strong", "focus"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_edges_of_controls_and_the_focus_can_be_seen(line: str, ground: str, theme: int) -> None:
    palette = colours(theme)
    assert contrast(palette[line], palette[ground]) >= 3


# Weight and manners -----------------------------------------------------------------------------
def gzipped(paths: list[Path]) -> int:
    return len(gzip.compress(b"".join(path.read_bytes() for path in paths)))


def test_all_styles_together_are_light() -> None:
    assert gzipped(STYLESHEETS) < 25_000


def test_our_own_scripts_are_lighter() -> None:
    assert gzipped(sorted((PROJECT / "static" / "js").glob("*.js"))) < 10_000


PHYSICAL = re.compile(
    r"(?<![\w-])((margin|padding|border|inset|scroll-\w+)-(left|right|top|bottom)[\w-]*"
    r"|left|right|top|bottom|(min-|max-)?(width|height)|float|clear)\s*:"
    r"|text-align:\s*(left|right)"
    r"|(margin|padding|inset):\s*([^\s;]+\s+){3}[^\s;]+;"
)


@pytest.mark.parametrize("stylesheet", STYLESHEETS, ids=lambda path: path.name)
def test_styles_know_no_left_or_right(stylesheet: Path) -> None:
    without_comments = re.sub(r"/\*.*?\*/", "", stylesheet.read_text(), flags=re.DOTALL)
    assert [match[0] for match in PHYSICAL.finditer(without_comments)] == []


@pytest.mark.parametrize(
    "declaration", ["margin-left: 1px", "width: 3px", "padding: 1px 2px 3px 4px;"]
)
def test_left_and_right_would_be_noticed(declaration: str) -> None:
    assert PHYSICAL.search(declaration)


PAGES = [path for path in TEMPLATES if "emails" not in path.parts and "email" not in path.parts]


@pytest.mark.parametrize("template", PAGES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_no_template_needs_what_the_content_policy_forbids(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"<[^>]*\sstyle=", text)
    assert not re.search(r"<[^>]*\son\w+=", text)
    assert not re.search(r"<script(?![^>]*\b(src|type=\"application/json\"))", text)
    assert "//cdn" not in text


def test_every_static_file_the_frame_names_exists() -> None:
    frame = (PROJECT / "templates" / "base.html").read_text()
    named = re.findall(r"\{% static \"([^\"]+)\" %\}", frame)
    assert named
    assert [name for name in named if not finders.find(name)] == []


# The frame --------------------------------------------------------------------------------------
def page(user: Any = None, path: str = "/", template: str = "landing.html", **context: Any) -> str:
    """A page in the frame, rendered for a person without sending a request."""
    request = RequestFactory().get(path)
    request.user = user or AnonymousUser()
    return render_to_string(template, context, request)


def test_a_visitor_gets_a_whole_page_without_the_database() -> None:
    html = page()
    assert html.lstrip().startswith("<!DOCTYPE html>")
    assert '<html lang="en" dir="ltr">' in html
    assert 'href="#main"' in html
    assert 'id="main"' in html
    assert "What can you now prove?" in html
    assert reverse("account_login") in html
    assert reverse("account_signup") in html


def test_htmx_is_told_to_keep_to_the_content_policy_and_to_show_refused_forms() -> None:
    html = page()
    assert '"includeIndicatorStyles":false' in html
    assert '"allowEval":false' in html
    assert '{"code":"422","swap":true}' in html
    assert '"historyCacheSize":0' in html, "pages about people do not stay in the browser's storage"


def test_messages_and_trouble_have_live_regions_from_the_start() -> None:
    html = page()
    assert re.search(r'id="messages"\s+role="status"', html)
    assert re.search(r'id="trouble"\s+role="alert"', html)


def test_a_visitor_gets_no_navigation() -> None:
    request = RequestFactory().get("/")
    assert list(navigation(request)["navigation"]) == []
    assert navigation(request)["unread_notices"]() == 0
    assert list(navigation(request)["celebrated"]()) == []
    assert "site-nav" not in page()


def request_of(person: User, path: str = "/") -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = person
    return request


def labels(person: User) -> list[str]:
    return [str(place.label) for place in navigation(request_of(person))["navigation"]]


def test_people_are_shown_the_places_of_their_roles(alice: Student, bob: User, grace: User) -> None:
    assert not set(labels(alice.user)) & set(labels(bob))
    assert "People" in labels(grace)
    assert "People" not in labels(bob)


def test_nothing_is_asked_of_the_database_until_a_page_looks(
    grace: User, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        context = navigation(request_of(grace))
    with django_assert_num_queries(2):
        list(context["navigation"])
        context["unread_notices"]()
        context["unread_notices"]()
        context["celebrated"]()


def test_the_place_one_is_at_is_marked(grace: User) -> None:
    people = reverse("people")
    current = [
        place.url for place in navigation(request_of(grace, people))["navigation"] if place.current
    ]
    assert current == [people]


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/", "/"),
        ("/people/7/", "/people/"),
        ("/people/import/", "/people/import/"),
        ("/elsewhere/", None),
    ],
)
def test_a_page_belongs_to_the_nearest_place(path: str, place: str | None) -> None:
    assert longest_prefix(path, ["/", "/people/", "/people/import/"]) == place


def test_signing_out_is_a_form(ivan: User) -> None:
    html = page(ivan)
    assert f'<form method="post" action="{reverse("account_logout")}">' in html
    assert "ivan@example.org" in html


# Forms ------------------------------------------------------------------------------------------
class ProofForm(forms.Form):
    link = forms.URLField(help_text="http or https", assume_scheme="https")
    note = forms.CharField(required=False)
    sure = forms.ChoiceField(choices=[("1", "not"), ("2", "very")], widget=forms.RadioSelect)
    agree = forms.BooleanField()
    secret = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        raise forms.ValidationError("The month is closed.")


def test_a_fresh_form_labels_and_explains_its_fields() -> None:
    html = str(ProofForm())
    assert "error-summary" not in html
    assert re.search(r'<label for="id_link">\s*Link\s*</label>', html)
    assert 'id="id_link_helptext">http or https' in html
    assert 'aria-describedby="id_link_helptext"' in html
    assert html.count("optional</span>") == 1
    assert "<legend>" in html
    assert 'name="secret"' in html


def test_a_refused_form_keeps_what_was_typed_and_says_what_is_wrong_twice() -> None:
    html = str(ProofForm({"link": "nowhere at all", "note": "typed"}))
    summary = html[: html.index('class="field')]
    assert "The month is closed." in summary
    assert 'href="#id_link"' in summary
    assert 'href="#id_sure_0"' in summary, "a group is reached by its first choice"
    assert "autofocus" in summary
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_link_helptext id_link_error"' in html
    assert 'id="id_link_error"' in html
    assert 'value="nowhere at all"' in html
    assert 'value="typed"' in html


def test_what_is_typed_is_never_markup() -> None:
    html = str(ProofForm({"link": "<script>alert(1)</script>"}))
    assert "<script>" not in html


# Shared fragments -------------------------------------------------------------------------------
def test_pages_of_a_list_keep_the_rest_of_the_address() -> None:
    request = RequestFactory().get("/people/?cohort=3&page=2")
    html = render_to_string(
        "includes/_pagination.html", {"page": Paginator(range(30), 10).page(2)}, request
    )
    assert "?cohort=3&amp;page=1" in html
    assert "?cohort=3&amp;page=3" in html
    assert "Page 2 of 3" in html


def test_one_page_needs_no_pagination() -> None:
    html = render_to_string("includes/_pagination.html", {"page": Paginator([1], 10).page(1)})
    assert "nav" not in html


def test_a_status_says_its_word() -> None:
    html = render_to_string("includes/_status.html", {"kind": "good", "label": "Proven"})
    assert '<span class="status good">Proven</span>' in html


# allauth's pages --------------------------------------------------------------------------------
ENTRANCE = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "account_inactive",
]
OWN = ["account_email", "account_change_password", "account_logout", "mfa_index"]


@pytest.mark.parametrize("name", ENTRANCE)
@pytest.mark.django_db
def test_ways_in_are_in_our_frame(client: Client, name: str) -> None:
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert 'class="narrow entrance' in response.content.decode()


@pytest.mark.parametrize("name", OWN)
def test_pages_about_ones_account_are_in_our_frame(
    browser_of: Browser, ivan: User, name: str
) -> None:
    response = browser_of(ivan).get(reverse(name))
    assert response.status_code == 200
    assert 'class="section-nav"' in response.content.decode()


@pytest.mark.django_db
def test_signing_up_says_whom_it_is_for(client: Client) -> None:
    html = client.get(reverse("account_signup")).content.decode()
    assert "For parents." in html
    assert "Students and mentors do not sign up" in html
    assert "Employers: create an account here" in html


@pytest.mark.django_db
def test_links_that_no_longer_work_say_what_to_do(client: Client) -> None:
    confirm = client.get(reverse("account_confirm_email", args=["nothing"])).content.decode()
    reset = client.get("/accounts/password/reset/key/1-nothing/").content.decode()
    assert "This link no longer works" in confirm
    assert "This link no longer works" in reset


def sign_in(person: User) -> Client:
    """Through the forms, the second of which lets one change what is important for a while."""
    client = Client()
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def test_the_second_factor_is_set_up_on_our_page(ivan: User) -> None:
    html = sign_in(ivan).get(reverse("mfa_activate_totp")).content.decode()
    assert 'class="qr"' in html
    assert 'src="data:image/svg+xml' in html
    assert "I cannot scan it" in html


# Mails ------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_forgotten_password_gets_one_mail_with_one_action(client: Client) -> None:
    make_user("ivan@example.org")
    client.post(reverse("account_reset_password"), {"email": "ivan@example.org"})
    (message,) = mail.outbox
    assert message.subject == "Choose a new password"
    assert isinstance(message, mail.EmailMultiAlternatives)
    html = str(message.alternatives[0][0])
    assert html.count("<a ") == 1
    link = re.search(rf"{settings.SITE_URL}\S+", str(message.body))
    assert link
    assert f'href="{link[0]}"' in html
    assert "example.com" not in html


@pytest.mark.django_db
def test_signing_up_twice_tells_the_owner(client: Client) -> None:
    make_user("heidi@example.org")
    form = {
        "email": "heidi@example.org",
        "password1": "a longish one 7",
        "password2": "a longish one 7",
    }
    client.post(reverse("account_signup"), form)
    (message,) = mail.outbox
    assert message.subject == "You have an account already"


def test_a_new_address_is_confirmed_by_mail(ivan: User) -> None:
    form = {"action_add": "", "email": "ivan@home.example"}
    sign_in(ivan).post(reverse("account_email"), form)
    assert EmailAddress.objects.filter(
        user=ivan, email="ivan@home.example", verified=False
    ).exists()
    (message,) = mail.outbox
    assert message.subject == "Confirm your email address"


NOTIFICATIONS = sorted(
    str(path.relative_to(PROJECT / "templates"))
    for folder in ("account", "mfa")
    for path in (PROJECT / "templates" / folder / "email").glob("*_message.*")
)


@pytest.mark.parametrize("template", NOTIFICATIONS)
def test_every_mail_says_something_and_offers_one_link(template: str) -> None:
    address = "https://tfl.example/there"
    links = dict.fromkeys(("activate_url", "password_reset_url", "signup_url"), address)
    context = {"app_name": "TFL", "email": "o'hara@example.org", **links}
    text = render_to_string(template, context, RequestFactory().get("/"))
    assert len(re.findall(r"https?://", text)) == 1
    if template.endswith(".txt"):
        assert "&#x27;" not in text, "plain text is not escaped"
        assert "<" not in text


# Error pages ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "template", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"]
)
def test_a_visitors_error_page_needs_no_database(template: str) -> None:
    html = page(template=template)
    assert "<h1>" in html
    assert 'href="/"' in html


@pytest.mark.parametrize("template", ["400.html", "500.html"])
def test_the_worst_error_pages_need_not_even_a_request(template: str) -> None:
    html = render_to_string(template)
    assert html.lstrip().startswith("<!DOCTYPE html>")
    assert "css/base.css" in html


@pytest.mark.django_db
def test_an_unknown_address_offers_the_way_back(client: Client) -> None:
    response = client.get("/nothing/here/")
    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode()


@pytest.mark.django_db
def test_a_stale_form_says_that_nothing_was_saved() -> None:
    response = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "x"})
    assert response.status_code == 403
    assert "Nothing was saved." in response.content.decode()
