"""The 240 definitions: whole, each in its place, and in the words they are held to."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest

from seeds.definitions.schema import AGE_BANDS, TOPICS, Definition, load_definitions

DEFINITIONS = list(load_definitions())


def definition(**changes: Any) -> Definition:
    written = {
        "code": "physical.primary.rolls-hoop",
        "topic": "sport",
        "title": "Rolls a hoop across the room",
        "description": "Can send it off so that it reaches the wall.",
        "guidance": "Say: “Off it goes!” Then wait.",
    }
    return Definition(**(written | changes))


# Number and place ------------------------------------------------------------------------------------


def test_there_are_ten_for_each_dimension_and_age_band() -> None:
    places = Counter((each.dimension, each.age_band) for each in DEFINITIONS)

    assert places == {(dimension, band): 10 for dimension in TOPICS for band in AGE_BANDS}
    assert len({each.code for each in DEFINITIONS}) == 240


def test_every_topic_occurs_in_every_age_band() -> None:
    there = {(each.dimension, each.age_band, each.topic) for each in DEFINITIONS}

    assert there == {(d, band, topic) for d in TOPICS for band in AGE_BANDS for topic in TOPICS[d]}


def test_no_title_is_used_twice() -> None:
    titles = Counter(each.title.casefold() for each in DEFINITIONS)

    assert [title for title, times in titles.items() if times > 1] == []


def test_no_verb_opens_more_than_fifteen_titles() -> None:
    [(verb, times)] = Counter(map(opening_verb, DEFINITIONS)).most_common(1)

    assert times <= 15, verb


# Words -----------------------------------------------------------------------------------------------


def any_of(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(words)})\b", re.IGNORECASE)


NOT_SEEN = any_of(
    "appreciates", "becomes", "believes", "can", "demonstrates", "develops", "enjoys", "feels", "has",
    "improves", "is", "knows", "learns", "likes", "loves", "masters", "needs", "realises", "shows", "thinks",
    "tries", "understands", "wants",
)  # fmt: skip
VERBS = {each.title.split()[0].lower() for each in DEFINITIONS}
TEMPLATE = any_of("with help", "with support", "alone", "independently", "well")

NEVER = {
    "a demand": any_of("should", "ought", "must", "normal(ly)?", "properly", "correctly"),
    "a deficit": any_of("without", "delay(s|ed)?", "struggl\\w+", "on track"),
    "a yardstick": any_of(
        "grade[- ]levels?", "age[- ]appropriate", "(for|of) (his|her|their) age", "ahead of", "behind"
    ),
    "a comparison": any_of(
        "(other|most|many) (children|kids|teenagers|families)",
        "than (others|other \\w+|most|anybody|everybody|(his|her|their) \\w+)",
        "peers?",
        "(best|first|fastest) (in|of) (the|their) \\w+",
        "brothers?",
        "sisters?",
        "siblings?",
    ),
    "praise or blame": any_of(
        "well done", "good (boy|girl|job)", "clever", "naughty", "lazy", "proud", "punish\\w*", "reward\\w*"
    ),
    "a family form": any_of("mum(my)?", "mom", "dad(dy)?", "mothers?", "fathers?", "(grand)?parents?"),
    "money": any_of(
        "money", "coins?", "prices?", "buy(s|ing)?", "bought", "pay(s|ing)?", "paid", "purchas\\w+",
        "shop(s|ping)?", "expensive", "cheap", "subscri\\w+",
    ),
    "a school system": any_of(
        "grades?", "year \\d+", "key stage", "kindergarten", "preschool", "nursery",
        "(primary|secondary|middle|high) school", "exams?", "curriculum", "syllabus", "semester",
        "report card",
    ),
    "a sport": any_of(
        "football", "soccer", "cricket", "basketball", "netball", "tennis", "hockey", "rugby", "golf",
        "karate", "judo", "ballet", "yoga", "swim\\w*", "skat(e|es|ing)", "bikes?", "bicycles?", "cycl\\w+",
    ),
    "a brand": any_of(
        "YouTube", "Google", "TikTok", "Instagram", "WhatsApp", "Netflix", "Minecraft", "Roblox",
        "iP(ad|hone)s?", "PlayStation", "Xbox", "Lego", "Disney", "Velcro",
    ),
    "eye contact": any_of("eye contact", "(in|into) (the|your|their|his|her) eyes?"),
    "American spelling": any_of(
        "colors?", "favorites?", "centers?", "behaviors?", "neighbors?", "gray", "math", "learned",
        "spelled", "spilled", "practic(ed|ing)", "(travel|model|label)(ed|ing)",
        "(apolog|categor|emphas|memor|organ|priorit|real|recogn|summar)iz\\w+",
    ),
    "a typewriter’s sign": re.compile(r"[\"'$£€]|\.\.\.| - |--|  "),
}  # fmt: skip
RELIGION = any_of(
    "Allah", "God", "relig\\w+", "faith\\w*", "pray\\w*", "worship\\w*", "holy", "sacred", "bless\\w*",
    "souls?", "heaven\\w*", "angels?", "sins?", "prophets?", "priests?", "imams?", "Islam\\w*",
    "Muslims?", "Quran\\w*", "surahs?", "salah", "salam", "duas?", "sadaqah", "hadith", "Ramadan", "Eid",
    "halal", "mosques?", "Christ\\w*", "Jesus", "Bibl\\w+", "church\\w*", "Easter", "Jew\\w*", "Torah",
    "synagogues?", "Hanukkah", "Hindu\\w*", "Diwali", "Buddh\\w*", "Sikh\\w*", "temples?",
)  # fmt: skip
NEVER_OF_ISLAM = {
    "a school or sect": any_of(
        "sects?", "madhhabs?", "madhabs?", "sunnis?", "shi[’']?(a|ah|i|ites?)", "sufis?", "salaf\\w*",
        "wahhab\\w*", "deoband\\w*", "barelvis?", "ahmadi\\w*", "ismailis?", "zaydis?", "ja[’']?faris?",
        "hanafis?", "malikis?", "shafi[’']?is?", "hanbalis?",
    ),
    "an obligation": any_of(
        "ha(s|ve|d) to", "obligat\\w+", "oblig(e|es|ed)", "compulsory", "required?", "dut(y|ies)", "wajib",
        "fardh?", "sunnah", "mustahabb?", "makruh", "haram", "halal", "forbid\\w*", "allowed", "permitted",
        "sin(s|ful)?", "hell",
    ),
    "salah by another name": re.compile(r"(?<!salah \()\bpray\w*", re.IGNORECASE),
    "the Prophet by his title only": re.compile(r"\bthe Prophet\b(?! ﷺ)"),
}  # fmt: skip


def opening_verb(each: Definition) -> str:
    return each.title.split()[0]


def complaints(each: Definition) -> Iterator[str]:
    """What its words break of the rules that one item can break."""
    text = f"{each.title}\n{each.description}\n{each.guidance}"
    yield from (what for what, words in NEVER.items() if words.search(text))
    if each.dimension == "islamic":
        yield from (what for what, words in NEVER_OF_ISLAM.items() if words.search(text))
    elif RELIGION.search(text):
        yield "religion"
    yield from complaints_about_title(each.title)
    if not re.fullmatch(r"Can .*[.?!]”?", each.description):
        yield "description: “Can …”, a whole sentence"
    if not re.fullmatch(r"\W?[A-Z].*[.?!]”?", each.guidance):
        yield "guidance: whole sentences"


def complaints_about_title(title: str) -> Iterator[str]:
    verb, *others = title.split()
    if not re.fullmatch(r"[A-Z][a-z]+s", verb) or NOT_SEEN.match(verb):
        yield "title: an observable verb"
    if {"and", "&"} & set(others) or re.search(r"[/;]", title):
        yield "title: one skill"
    if any(word in VERBS for word in re.findall(r"(?:,|\bor)(?: then)? (\w+)", title)):
        yield "title: one skill"
    if TEMPLATE.search(title):
        yield "title: a template"
    if title[-1] in ".,:;!?…":
        yield "title: no full stop"


@pytest.mark.parametrize("each", DEFINITIONS, ids=lambda each: each.code)
def test_its_words(each: Definition) -> None:
    assert list(complaints(each)) == []


def test_what_is_well_put_is_not_complained_of() -> None:
    assert list(complaints(definition())) == []
    assert list(complaints(islamic("Ask before salah (prayer) what the Prophet ﷺ said."))) == []


def islamic(guidance: str) -> Definition:
    return definition(code="islamic.primary.rolls-hoop", topic="salah", guidance=guidance)


@pytest.mark.parametrize(
    ("title", "complaint"),
    [
        ("Roll a hoop", "title: an observable verb"),
        ("Knows how a hoop rolls", "title: an observable verb"),
        ("Rolls and catches a hoop", "title: one skill"),
        ("Rolls a hoop, then asks for another", "title: one skill"),
        ("Rolls a hoop or brings it", "title: one skill"),
        ("Rolls a hoop with help", "title: a template"),
        ("Rolls a hoop alone", "title: a template"),
        ("Rolls a hoop.", "title: no full stop"),
    ],
)
def test_a_title_that_is_no_single_thing_to_be_seen_is_noticed(title: str, complaint: str) -> None:
    assert list(complaints(definition(title=title))) == [complaint]


@pytest.mark.parametrize(
    ("guidance", "complaint"),
    [
        ("Your child should roll it.", "a demand"),
        ("Have it rolled properly.", "a demand"),
        ("Roll it without a stick.", "a deficit"),
        ("Aim at grade level.", "a yardstick"),
        ("Say: “That is age-appropriate.”", "a yardstick"),
        ("Look at what other children do.", "a comparison"),
        ("Let it go further than others.", "a comparison"),
        ("Roll it with peers.", "a comparison"),
        ("Say: “Well done!”", "praise or blame"),
        ("Ask mum.", "a family form"),
        ("Buy a hoop.", "money"),
        ("Ask what comes in year 4.", "a school system"),
        ("Take it to football.", "a sport"),
        ("Look for hoops on YouTube.", "a brand"),
        ("Look your child in the eye.", "eye contact"),
        ("Wait for eye contact.", "eye contact"),
        ("Ask for the color.", "American spelling"),
        ("Ask how they organize it.", "American spelling"),
        ("Say: 'Off it goes.'", "a typewriter’s sign"),
        ("Roll it on the way to church.", "religion"),
        ("Roll it during Ramadan.", "religion"),
        ("Roll it after a prayer.", "religion"),
        ("Say “go”, and", "guidance: whole sentences"),
    ],
)
def test_a_word_that_is_never_used_is_noticed(guidance: str, complaint: str) -> None:
    assert complaint in list(complaints(definition(guidance=guidance)))


@pytest.mark.parametrize(
    ("guidance", "complaint"),
    [
        ("Ask how the Hanafi school sees it.", "a school or sect"),
        ("Ask a Shi’a friend.", "a school or sect"),
        ("Say that it is obligatory.", "an obligation"),
        ("Say that one has to.", "an obligation"),
        ("Count the five daily prayers.", "salah by another name"),
        ("Tell what the Prophet said.", "the Prophet by his title only"),
    ],
)
def test_what_the_islamic_items_leave_open_is_noticed(guidance: str, complaint: str) -> None:
    assert complaint in list(complaints(islamic(guidance)))


def test_a_description_that_is_no_whole_sentence_is_noticed() -> None:
    half = definition(description="Can send it off so that")

    assert list(complaints(half)) == ["description: “Can …”, a whole sentence"]


# Overlap ---------------------------------------------------------------------------------------------

LITTLE_WORDS = set(
    re.findall(
        r"\w+",
        "a about again all also am an and another any anybody are as at away be been before "
        "being both but by can come could did do does done down each else every everybody for "
        "from get gets give gives go had has have he her here him his how i if in instance "
        "into is it its itself just like make makes may me might mine more most much my no "
        "nobody nor not nothing now of off on once one or other our out over own perhaps put "
        "say says self she so some somebody something such than that the their theirs them "
        "themselves then there these they thing things this those three through to too two "
        "under until up us very was way we were what when where which while who whom whose why "
        "will with would you your yours",
    )
)


def content_words(each: Definition) -> set[str]:
    """Of title and description, plurals as their singulars; words that say little left out."""
    words = re.findall(r"[\w’]+", f"{each.title} {each.description}".casefold())
    return {word.removesuffix("s") for word in words if word not in LITTLE_WORDS}


def overlap(one: Definition, other: Definition) -> float:
    """The share of their content words that the one with fewer of them has in common with the other."""
    first, second = content_words(one), content_words(other)
    return len(first & second) / min(len(first), len(second))


def test_no_two_items_overlap_by_half_their_words() -> None:
    pairs = combinations(DEFINITIONS, 2)

    assert [(a.code, b.code) for a, b in pairs if overlap(a, b) >= 0.5] == []


def test_the_same_in_other_words_overlaps() -> None:
    # rolls, hoop, across, room, send, reaches, wall · spins, hoop, across, room, reaches, door
    again = definition(
        title="Spins hoops across a room", description="Can do it until one reaches the door."
    )

    assert overlap(definition(), again) == 4 / 6
