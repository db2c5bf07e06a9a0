"""What a milestone is called and why: whole sentences from the facts, within the columns they go to."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.conf import LazySettings
from django.utils import translation

from milestones.generation import words
from milestones.generation.inputs import Constraint, StudentInputs
from milestones.generation.vocabulary import MilestoneType
from tests.milestones.generation.given import (
    API,
    BEHAVIORAL,
    CSS,
    GIT,
    HR,
    PRODUCTION,
    SQL,
    SUPPORTING,
    TECHNICAL,
    TESTING,
    deliverer,
    demand,
    graduate,
    item,
    last_month,
    missed,
    missed_checkpoint,
    missed_project,
    need,
    newcomer,
    planned,
    role,
)

LONG = "Extraordinarily long-winded " * 3 + "name"
"""88 characters, as a name of at most 100 may be."""


def title(inputs: StudentInputs) -> str:
    return words.title(planned(inputs), inputs)


def description(inputs: StudentInputs) -> str:
    return words.description(planned(inputs), inputs)


def reason(inputs: StudentInputs) -> str:
    return words.reason(planned(inputs), inputs)


# Titles ------------------------------------------------------------------------------------------
def test_a_delivery_reads_as_the_project_and_the_interview_it_asks_for() -> None:
    inputs = deliverer({SQL: 70, API: 65}, role=role(backlog=(item(1, SQL, level=PRODUCTION),)))
    assert title(inputs) == (
        "March Milestone: Deliver the project “Project 1” and clear "
        "the REST APIs + SQL technical interview checkpoint"
    )


def test_consolidation_reads_as_the_skills_to_prove() -> None:
    assert title(newcomer({SQL: 40, API: 30})) == "March Milestone: Prove REST APIs and SQL"


def test_interviews_read_as_the_checkpoints_to_clear() -> None:
    assert title(graduate({SQL: 70}, passed=frozenset())) == (
        "March Milestone: Clear the SQL technical interview, HR interview and behavioral interview "
        "checkpoints"
    )


def test_a_title_names_the_month_of_the_milestone() -> None:
    inputs = newcomer(month=date(2026, 12, 1), as_of=date(2026, 12, 1))
    assert title(inputs).startswith("December Milestone: ")


def test_a_project_without_an_interview_is_delivered() -> None:
    inputs = graduate(last=last_month(), missed_project=missed_project())
    plan = replace(planned(inputs), checkpoints=())
    assert words.title(plan, inputs) == "March Milestone: Deliver the project “Lending database”"


def test_a_month_of_nothing_but_checkpoints_says_what_it_is_for() -> None:
    inputs = newcomer(
        last=last_month(achieved=True),
        missed_checkpoints=(missed_checkpoint(HR),),
        constraint=Constraint(leave_out=frozenset({SQL, API, TESTING, GIT})),
    )
    assert title(inputs) == "March Milestone: Prove what is left for Backend Developer"
    assert description(inputs) == "Clear the HR interview checkpoint."


# Descriptions ------------------------------------------------------------------------------------
def test_a_description_has_a_sentence_for_each_kind_of_proof() -> None:
    inputs = deliverer({SQL: "62.5", API: 65}, role=role(backlog=(item(1, SQL, level=PRODUCTION),)))
    assert description(inputs) == (
        "Deliver the project “Project 1”. Prove SQL at 80 and REST APIs at 70. "
        "Clear the SQL + REST APIs technical interview checkpoint."
    )


def test_a_target_is_written_without_needless_zeros() -> None:
    inputs = newcomer({SQL: "20.50", API: "30.00"})
    assert description(inputs) == "Prove SQL at 40.5 and REST APIs at 50."
    hundred = newcomer({SQL: 90, API: 100}, role=role(need(SQL, 100), need(API, 100)))
    assert "SQL at 100" in description(hundred)


def test_a_first_assessment_is_described_as_one() -> None:
    assert description(newcomer({SQL: 40})) == (
        "Prove REST APIs with a first assessment and SQL at 60."
    )


def test_a_project_the_backlog_does_not_hold_is_named_after_the_skills() -> None:
    inputs = deliverer({SQL: 70, API: 65})
    plan = planned(inputs)
    assert words.project_title(plan, inputs) == "Production project with REST APIs and SQL"
    assert words.project_description(plan, inputs).endswith("REST APIs and SQL at work in it.")
    assert "the project “Production project with REST APIs and SQL”" in words.title(plan, inputs)


def test_a_described_project_without_skills_is_named_after_the_role() -> None:
    everything = frozenset({SQL, API, TESTING, GIT})
    inputs = deliverer(constraint=Constraint(leave_out=everything))
    plan = planned(inputs)
    assert words.project_title(plan, inputs) == "Production project for Backend Developer"
    assert "the skills of the role at work" in words.project_description(plan, inputs)


# Reasons -----------------------------------------------------------------------------------------
DEMANDED = role(demands=(demand(),))


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        (
            graduate(constraint=Constraint(fixed_type=MilestoneType.PROJECT_DELIVERY)),
            "Your mentor set the direction of this month.",
        ),
        (
            deliverer({SQL: 70}, role=DEMANDED),
            "Acme urgently hires for Backend Developer, and you are within reach.",
        ),
        (
            deliverer(
                last=last_month(),
                missed_outcomes=(missed(SQL), missed(API)),
                missed_project=missed_project(),
                missed_checkpoints=(missed_checkpoint(HR),),
            ),
            "Brings back what February left open: REST APIs, SQL, Lending database and HR interview.",
        ),
        (
            newcomer({SQL: 40, API: 30}),
            "Backend Developer stands on REST APIs and SQL: first make the core strong.",
        ),
        (
            deliverer(),
            "Your core is there; a production project as Backend Developer is not proven yet.",
        ),
        (
            graduate(passed=frozenset({TECHNICAL})),
            "Skills and project are proven. What is left is being tested: "
            "HR interview and behavioral interview.",
        ),
        (
            graduate({GIT: 40}),
            "Almost ready: this closes what Backend Developer still asks for.",
        ),
    ],
)
def test_each_rule_says_why_in_its_own_sentence(inputs: StudentInputs, expected: str) -> None:
    assert reason(inputs) == expected


def test_only_critical_skills_are_called_the_core() -> None:
    carried = newcomer(
        {SQL: 40, API: 75, GIT: 10},
        last=last_month(achieved=True),
        missed_outcomes=(missed(GIT, criticality=SUPPORTING),),
    )
    assert reason(carried) == "Backend Developer stands on SQL: first make the core strong."


def test_a_weak_core_the_mentor_left_out_is_still_named() -> None:
    inputs = newcomer({SQL: 40, API: 75}, constraint=Constraint(leave_out=frozenset({SQL})))
    assert reason(inputs) == "Backend Developer stands on SQL: first make the core strong."


def test_a_recovery_names_what_it_brings_back_and_not_what_it_adds() -> None:
    inputs = newcomer({SQL: 40, API: 30}, last=last_month(), missed_outcomes=(missed(SQL),))
    assert reason(inputs) == "Brings back what February left open: SQL."
    delivery = graduate(last=last_month(), missed_project=missed_project())
    assert [c.type for c in planned(delivery).checkpoints] == [TECHNICAL]
    assert reason(delivery) == "Brings back what February left open: Lending database."


def test_a_recovery_of_which_the_mentor_left_all_out_names_nothing() -> None:
    inputs = newcomer(
        constraint=Constraint(leave_out=frozenset({CSS})),
        last=last_month(),
        missed_outcomes=(missed(CSS),),
    )
    assert reason(inputs) == "Goes on from what February left open."


def test_the_reason_says_which_interview_confidence_added() -> None:
    weak = newcomer({SQL: 40, API: 30}, confidence={SQL: 100, API: 100})
    assert reason(weak).endswith(
        "Your confidence is ahead of your scores: show it in a technical interview."
    )
    modest = newcomer({SQL: 40, API: 30}, confidence={SQL: 0, API: 0})
    assert reason(modest).endswith(
        "Your scores are ahead of your confidence: say it in an interview."
    )


# Lengths -----------------------------------------------------------------------------------------
def long_winded(**facts: Any) -> StudentInputs:
    names = {skill: f"{LONG} {skill}" for skill in (SQL, API, TESTING, GIT, CSS)}
    job = replace(role(backlog=(item(1, SQL, level=PRODUCTION),)), name=LONG)
    return newcomer(
        {SQL: 40, API: 30},
        skill_names=names,
        role=job,
        last=last_month(),
        missed_outcomes=tuple(missed(skill) for skill in names),
        missed_checkpoints=(
            missed_checkpoint(),
            missed_checkpoint(HR),
            missed_checkpoint(BEHAVIORAL),
        ),
        **facts,
    )


@pytest.mark.parametrize("type_", [None, *MilestoneType])
def test_the_longest_words_fit_their_columns_and_end_after_a_whole_word(
    type_: MilestoneType | None,
) -> None:
    inputs = long_winded(constraint=Constraint(fixed_type=type_))
    plan = planned(inputs)
    for text, most in (
        (words.title(plan, inputs), 150),
        (words.reason(plan, inputs), 255),
        (words.project_title(plan, inputs), 150),
    ):
        assert len(text) <= most
        last_word = re.split(r"[ “]", text.removesuffix("…"))[-1]
        assert text[-1] in ".”" or last_word in {"Extraordinarily", "long-winded", "name", "and"}


def test_a_long_reason_is_shortened_before_what_it_says_of_confidence() -> None:
    inputs = long_winded(confidence={SQL: 100})
    text = reason(inputs)
    assert len(text) <= 255
    assert "… Your confidence is ahead of your scores: show it in a technical interview." in text


@pytest.mark.parametrize(("length", "ends"), [(255, "is not proven yet."), (256, "not proven…")])
def test_a_text_of_exactly_the_length_stays_whole(length: int, ends: str) -> None:
    around = len(reason(deliverer(role=replace(role(), name=""))))
    text = reason(deliverer(role=replace(role(), name="x" * (length - around))))
    assert len(text) <= 255
    assert text.endswith(ends)


def test_one_word_longer_than_the_column_is_cut() -> None:
    inputs = newcomer(skill_names=dict.fromkeys((SQL, API, TESTING, GIT), "x" * 300))
    text = words.project_title(planned(inputs), inputs)
    assert len(text) <= 150
    assert text.endswith("…")


def test_a_percent_sign_in_a_name_is_only_a_character() -> None:
    inputs = newcomer({SQL: 40}, skill_names=dict.fromkeys((SQL, API, TESTING, GIT), "100 %s"))
    assert "100 %s" in title(inputs)
    assert "100 %s" in reason(inputs)


def test_words_are_in_the_installations_language_whatever_is_active(settings: LazySettings) -> None:
    inputs = newcomer({SQL: 40, API: 30})
    settings.LANGUAGE_CODE = "de"
    with translation.override("fr"):
        assert title(inputs).startswith("März ")
