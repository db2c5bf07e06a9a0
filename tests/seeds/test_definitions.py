"""The 240 definitions: whole, each in its place, and in the words they are held to."""

import re
from collections import Counter

import pytest

from seeds.definitions.schema import AGE_BANDS, TOPICS, Checklist, Definition, load_definitions

DEFINITIONS = list(load_definitions())

NEVER = re.compile(
    r"\b(should|must|normal|properly|correctly|without|grade level|ahead of|behind|peers)\b",
    re.IGNORECASE,
)
NOT_SEEN = {
    "Knows",
    "Understands",
    "Demonstrates",
    "Shows",
    "Learns",
    "Likes",
    "Feels",
    "Can",
    "Is",
}
MOST_TITLES_A_VERB = 15


def test_there_are_ten_for_each_dimension_and_age_band() -> None:
    places = Counter((each.dimension, each.age_band) for each in DEFINITIONS)

    assert places == {(dimension, band): 10 for dimension in TOPICS for band in AGE_BANDS}
    assert len({each.code for each in DEFINITIONS}) == 240


def test_every_topic_occurs_in_every_age_band() -> None:
    there = {(each.dimension, each.age_band, each.topic) for each in DEFINITIONS}

    assert there == {(d, band, topic) for d in TOPICS for band in AGE_BANDS for topic in TOPICS[d]}


@pytest.mark.parametrize("each", DEFINITIONS, ids=lambda each: each.code)
def test_its_words(each: Definition) -> None:
    verb = each.title.split()[0]

    assert not NEVER.search(f"{each.title} {each.description} {each.guidance}")
    assert verb.endswith("s")
    assert verb not in NOT_SEEN
    assert " and " not in each.title
    assert each.description.startswith("Can ")


def test_no_verb_opens_more_than_fifteen_titles() -> None:
    verbs = Counter(each.title.split()[0] for each in DEFINITIONS)

    assert verbs.most_common(1)[0][1] <= MOST_TITLES_A_VERB


def test_only_the_islamic_dimension_speaks_of_religion() -> None:
    religious = re.compile(
        r"\b(Allah|Quran|salah|mosque|church|pray\w*|God|Bible)\b", re.IGNORECASE
    )
    others = [each for each in DEFINITIONS if each.dimension != "islamic"]

    assert [each.code for each in others if religious.search(str(each))] == []


def test_a_mistake_is_told_with_file_item_and_field() -> None:
    first = DEFINITIONS[0]
    with pytest.raises(ValueError, match=f"'{first.code}', field title"):
        Definition.model_validate(first.model_dump() | {"title": ""})

    fewer = Checklist({first.dimension: tuple(DEFINITIONS[1:40])})
    [problem] = fewer.problems()
    assert problem == "seeds/definitions/academic.py: early_years has 9 items, not 10"
