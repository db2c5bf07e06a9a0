"""Random facts, as wild as the database lets them be."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from milestones.generation.inputs import (
    BacklogItem,
    Constraint,
    Demand,
    JobRoleInputs,
    LastMilestone,
    MissedCheckpoint,
    MissedOutcome,
    MissedProject,
    Requirement,
    StudentInputs,
    Trajectory,
)
from milestones.generation.vocabulary import CheckpointType, MilestoneType, ProjectLevel
from tests.milestones.generation.given import FEBRUARY, MARCH
from tfl.core.months import last_day
from tfl.skills.vocabulary import Criticality, RoleLevel

MOST_ID = 2**31 - 1
"""The largest id of an `AutoField`: what makes the trace longest."""

scores = st.decimals(0, 100, places=2)
confidences = st.integers(0, 100)
ids = st.integers(1, MOST_ID)
days = st.dates(date(2025, 12, 1), date(2026, 6, 30))


def names_of(skills: list[int]) -> dict[int, str]:
    return {skill: f"Skill {skill}" for skill in skills}


@st.composite
def trajectories(draw: st.DrawFn) -> Trajectory:
    return Trajectory(draw(scores), draw(st.none() | scores))


@st.composite
def demands(draw: st.DrawFn) -> Demand:
    open_from = draw(days)
    until = draw(st.none() | st.integers(0, 120).map(lambda n: open_from + timedelta(n)))
    return Demand(draw(ids), "Acme", draw(days), open_from, until)


@st.composite
def job_roles(draw: st.DrawFn, skills: list[int]) -> JobRoleInputs:
    asked = draw(st.lists(st.sampled_from(skills), min_size=1, unique=True))
    backlog = st.builds(
        BacklogItem,
        id=ids,
        title=st.just("A project"),
        level=st.sampled_from(ProjectLevel),
        skills=st.frozensets(st.sampled_from(skills), min_size=1, max_size=4),
    )
    return JobRoleInputs(
        id=draw(ids),
        name="Backend Developer",
        level=draw(st.sampled_from(RoleLevel)),
        requirements=tuple(
            Requirement(
                skill,
                weight=draw(st.integers(1, 10)),
                required=draw(st.integers(0, 100)),
                criticality=draw(st.sampled_from(Criticality)),
            )
            for skill in asked
        ),
        backlog=tuple(draw(st.lists(backlog, max_size=5, unique_by=lambda each: each.id))),
        demands=tuple(draw(st.lists(demands(), max_size=3, unique_by=lambda each: each.id))),
    )


@st.composite
def constraints(draw: st.DrawFn, skills: list[int]) -> Constraint:
    some = st.lists(st.sampled_from(skills), max_size=6, unique=True)
    return Constraint(
        fixed_type=draw(st.none() | st.sampled_from(MilestoneType)),
        include=tuple(draw(some)),
        leave_out=frozenset(draw(some)),
        most_outcomes=draw(st.none() | st.integers(1, 4)),
    )


@st.composite
def student_inputs(draw: st.DrawFn) -> StudentInputs:
    """Any facts one student can have for March 2026."""
    most = draw(st.sampled_from([3, 8, 45]))
    skills = draw(st.lists(ids, min_size=1, max_size=most, unique=True))
    role = draw(job_roles(skills))
    some = st.lists(st.sampled_from(skills), unique=True)
    left_open: Mapping[str, Any] = {}
    last = draw(
        st.none()
        | st.builds(
            LastMilestone, ids, st.just(FEBRUARY), achieved=st.booleans(), waiting=st.booleans()
        )
    )
    if last:
        left_open = {
            "missed_outcomes": tuple(
                MissedOutcome(
                    draw(ids), skill, draw(st.none() | scores), draw(st.sampled_from(Criticality))
                )
                for skill in draw(some)
            ),
            "missed_project": draw(
                st.none()
                | st.builds(
                    MissedProject,
                    ids,
                    st.none() | ids,
                    st.sampled_from(ProjectLevel),
                    st.just("The project"),
                )
            ),
            "missed_checkpoints": tuple(
                MissedCheckpoint(draw(ids), kind, draw(st.integers(0, 9)))
                for kind in draw(st.lists(st.sampled_from(CheckpointType), unique=True))
            ),
        }
    done = [each.id for each in role.backlog]
    return StudentInputs(
        student=draw(ids),
        month=MARCH,
        as_of=draw(st.dates(MARCH, last_day(MARCH))),
        role=role,
        skill_names=names_of(skills),
        scores=draw(st.dictionaries(st.sampled_from(skills), trajectories())),
        confidence=draw(st.dictionaries(st.sampled_from(skills), confidences)),
        constraint=draw(st.just(Constraint()) | constraints(skills)),
        last=last,
        completed_items=frozenset(draw(st.lists(st.sampled_from(done)))) if done else frozenset(),
        production_completed=draw(st.booleans()),
        passed=draw(st.frozensets(st.sampled_from(CheckpointType))),
        **left_open,
    )
