"""A mistake in a definition or in its file is told with file, item and field, before anything is used."""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import seeds.definitions
from seeds.definitions.schema import Checklist, Definition, load_definitions, sentences_in

DEFINITIONS = list(load_definitions())
FIRST = DEFINITIONS[0]
ACADEMIC = "seeds/definitions/academic.py"


def definition(**changes: str) -> Definition:
    return Definition.model_validate(FIRST.model_dump() | changes)


# A definition --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Wait.", 1),
        ("Say: “Off it goes!” Then wait.", 2),
        ("Ask “Where to?” and wait.", 1),
        ("Ask: “Where to? Or not?” “There!” is an answer.", 3),
        ("When you hear “I wish…”, wait. 3 rounds are enough.", 2),
        ("Sit, wait; ask: what, where?", 1),
    ],
)
def test_sentences_are_counted_inside_quotation_marks_too(text: str, number: int) -> None:
    assert sentences_in(text) == number


@pytest.mark.parametrize(
    ("field", "most"), [("title", 100), ("description", 300), ("guidance", 500)]
)
def test_a_text_is_as_long_as_its_column_and_no_longer(field: str, most: int) -> None:
    text = "Can " + "a" * (most - 5)

    assert definition(**{field: f"{text}."})
    with pytest.raises(ValueError, match=f"field {field}: String should have at most {most}"):
        definition(**{field: f"{text}a."})


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"code": "sports.primary.a"}, "field code: there is no dimension 'sports'"),
        ({"code": "physical.toddlers.a"}, "field code: there is no age band 'toddlers'"),
        ({"code": "physical.primary.Rolls"}, "field code: String should match pattern"),
        ({"topic": "quran"}, "field topic: academic has no topic 'quran'"),
        ({"title": " Rolls"}, "field title: String should match pattern"),
        ({"description": "Rolls it."}, "field description: has to start with “Can ”"),
        ({"guidance": "A. B. C. D."}, "field guidance: has 4 sentences, more than 3"),
    ],
)
def test_a_definition_refuses_what_is_wrong_within_itself(
    changes: dict[str, str], told: str
) -> None:
    code = changes.get("code", definition().code)

    with pytest.raises(ValueError, match=re.escape(f"{code!r}, {told}")):
        definition(**changes)


# A malformed file ------------------------------------------------------------------------------------

Rewrite = Callable[..., None]


@pytest.fixture
def rewrite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rewrite:
    """Has load_definitions read a file in which the first such text is another."""
    package = seeds.definitions
    originals = Path(package.__path__[0])
    monkeypatch.setattr(package, "__path__", [str(tmp_path), *package.__path__])

    def write(old: str, new: str, *, dimension: str = "academic") -> None:
        source = (originals / f"{dimension}.py").read_text(encoding="utf-8")
        assert old in source
        (tmp_path / f"{dimension}.py").write_text(source.replace(old, new, 1), encoding="utf-8")
        monkeypatch.setattr(package, dimension, None)
        monkeypatch.delitem(sys.modules, f"seeds.definitions.{dimension}")

    return write


def problems_told() -> list[str]:
    with pytest.raises(ValueError, match="seeds/definitions/") as refused:
        load_definitions()
    return str(refused.value).splitlines()


NO_LIST = "AttributeError: module 'seeds.definitions.academic' has no attribute 'DEFINITIONS'"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (f'title="{FIRST.title}",', "", [f"{FIRST.code!r}, field title: Field required"]),
        (
            f'title="{FIRST.title}"',
            f'titel="{FIRST.title}"',
            [
                f"{FIRST.code!r}, field title: Field required",
                f"{FIRST.code!r}, field titel: Extra inputs are not permitted",
            ],
        ),
        (
            f'title="{FIRST.title}"',
            f'title="{"s" * 101}"',
            [f"{FIRST.code!r}, field title: String should have at most 100 characters"],
        ),
        (
            'topic="study habits"',
            'topic="cooking"',
            [f"{FIRST.code!r}, field topic: academic has no topic 'cooking'"],
        ),
        (
            FIRST.code,
            "academic.toddlers.brings-question",
            ["'academic.toddlers.brings-question', field code: there is no age band 'toddlers'"],
        ),
        (f'code="{FIRST.code}",', "", ["'without a code', field code: Field required"]),
        (
            f'code="{DEFINITIONS[1].code}"',
            f'code="{FIRST.code}"',
            [f"{FIRST.code!r}, field code: stands there 2 times"],
        ),
        (
            f'code="{FIRST.code}",\n        topic="study habits"',
            'code="physical.early_years.brings-question",\n        topic="sport"',
            ["'physical.early_years.brings-question', field code: is of another dimension"],
        ),
        (
            " = (\n",
            ' = (\n    "Brings a question",\n    None,\n',
            ["item 1 is no Definition: 'Brings a question'", "item 2 is no Definition: None"],
        ),
        ("DEFINITIONS: ", "ITEMS: ", [NO_LIST]),
        ("    Definition(", "    Definitio(", ["NameError: name 'Definitio' is not defined"]),
    ],
)
def test_a_mistake_is_told_with_file_item_and_field(
    rewrite: Rewrite, old: str, new: str, told: list[str]
) -> None:
    rewrite(old, new)

    assert problems_told() == [f"{ACADEMIC}: {each}" for each in told]


def test_a_file_that_is_no_python_is_told_with_its_line(rewrite: Rewrite) -> None:
    rewrite(f'code="{FIRST.code}"', f'code="{FIRST.code}')

    [problem] = problems_told()
    assert re.fullmatch(rf"{ACADEMIC}: SyntaxError: .*\(academic\.py, line 11\)", problem)


def test_mistakes_in_several_files_are_told_at_once(rewrite: Rewrite) -> None:
    rewrite("    Definition(", "    Definitio(")
    rewrite('topic="nutrition"', 'topic="cooking"', dimension="physical")
    rewrite('topic="empathy"', 'topic="friendship"', dimension="social_emotional")
    rewrite('topic="quran"', 'topic="salah"', dimension="islamic")

    assert [problem.split(": ")[0] for problem in problems_told()] == [
        ACADEMIC,
        "seeds/definitions/physical.py",
    ]


def test_what_a_band_lacks_is_told() -> None:
    fewer = tuple(each for each in DEFINITIONS[1:40] if each.topic != "science")

    assert list(Checklist({"academic": fewer}).problems()) == [
        f"{ACADEMIC}: early_years has 7 items, not 10",  # but for the first, and two about science
        f"{ACADEMIC}: early_years has nothing about science",
        f"{ACADEMIC}: primary has 8 items, not 10",
        f"{ACADEMIC}: primary has nothing about science",
        f"{ACADEMIC}: upper_primary has 8 items, not 10",
        f"{ACADEMIC}: upper_primary has nothing about science",
        f"{ACADEMIC}: secondary has 8 items, not 10",
        f"{ACADEMIC}: secondary has nothing about science",
    ]


def test_an_unknown_age_band_is_no_reason_to_stop_telling() -> None:
    odd = FIRST.model_copy(update={"code": "academic.toddlers.brings-question"})

    [problem] = Checklist({"academic": (odd, *DEFINITIONS[1:40])}).problems()
    assert problem == f"{ACADEMIC}: early_years has 9 items, not 10"
