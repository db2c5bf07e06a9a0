"""Noon of 10 March 2026, until a test moves it. Alice, whose mentor is Bob, delivers a project this month."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from milestones.generation.vocabulary import ProjectLevel
from milestones.models import MonthlyMilestone
from tests.make import make_student
from tests.make_milestones import (
    AT_REQUIRED,
    MARCH_10,
    make_assessments,
    make_backlog_project,
    make_milestone,
    make_role,
    noon,
)
from tfl.accounts.models import Student, User
from tfl.skills.models import JobRole


@pytest.fixture(autouse=True)
def clock(request: pytest.FixtureRequest) -> Iterator[time_machine.Traveller | None]:
    """None for tests with a worker of its own, which keeps its own time."""
    if request.node.get_closest_marker("broker"):
        yield None
        return
    with time_machine.travel(noon(MARCH_10), tick=False) as traveller:
        yield traveller


@pytest.fixture
def role(db: None) -> JobRole:
    role = make_role()
    make_backlog_project(role, "SQL", title="Shop", level=ProjectLevel.PRODUCTION)
    return role


@pytest.fixture
def alice(bob: User, role: JobRole) -> Student:
    student = make_student("alice@example.org", name="Alice", mentor=bob, job_role=role)
    make_assessments(
        student, {**AT_REQUIRED, "SQL": 70, "REST APIs": 60}, taken_on=date(2026, 1, 20)
    )
    return student


@pytest.fixture
def milestone(alice: Student) -> MonthlyMilestone:
    """A delivery: REST APIs 60 → 70, SQL 70 → 80, the project “Shop”, a technical interview on both."""
    return make_milestone(alice)
