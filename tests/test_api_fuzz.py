"""Whatever is sent to the endpoints, by whomever: no 500, no answer that the OpenAPI page does not declare,
none of another shape than declared.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.world import SESSION, World, moment, rolled_back
from tfl.ops.api import api

pytestmark = pytest.mark.django_db

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
ACTORS = (
    "anonymous",
    "student",
    "mentor",
    "employer with consent",
    "guardian owner",
    "admin",
    "token",
)
EXAMPLES = 15
"""For each actor and operation."""
CSRF = "a" * 32

application = get_wsgi_application()
schema = schemathesis.openapi.from_dict(
    json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/")))
)
schema.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])


@pytest.fixture(autouse=True)
def kept_connection() -> Iterator[None]:
    """A server closes connections between requests; here that would end the world."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("actor", ACTORS)
@schema.given(real=st.booleans())
@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
def test_an_endpoint_answers_as_it_declares(
    case: Any, real: bool, actor: str, world: World
) -> None:
    """With `real` the ids sent are of things that are there, where any are sent."""
    headers, cookies = credentials(world, actor)
    with moment(), rolled_back():
        if real:
            name_real_things(case, world)
        case.call_and_validate(app=application, headers=headers, cookies=cookies, checks=CHECKS)


def credentials(world: World, actor: str) -> tuple[dict[str, str], dict[str, str]]:
    """Headers and cookies of a caller, as a browser or a system would send them."""
    if actor == "anonymous":
        return {}, {}
    if actor == "token":
        return {"Authorization": f"Bearer {world.secret}"}, {}
    return {"X-CSRFToken": CSRF}, {"csrftoken": CSRF, SESSION: world.sessions[actor]}


def name_real_things(case: Any, world: World) -> None:
    things = {
        "milestoneId": world.march.pk,
        "skillId": world.outcome.skill_id,
        "projectId": world.project.pk,
        "checkpointId": world.checkpoint.pk,
        "studentIds": [world.people.alice.pk],
        "templateId": world.template.pk,
        "email": world.people.alice.user.email,
    }
    if isinstance(case.body, dict):
        case.body.update({key: id_ for key, id_ in things.items() if key in case.body})
    if "run_id" in case.path_parameters:
        case.path_parameters["run_id"] = world.bobs_run.pk
    if "badge_id" in case.path_parameters:
        case.path_parameters["badge_id"] = world.pending_badge.pk
    if "child_id" in case.path_parameters:
        case.path_parameters["child_id"] = world.child.pk
    if "milestone_id" in case.path_parameters:
        case.path_parameters["milestone_id"] = world.item.pk


def test_all_endpoints_are_there_to_be_tried() -> None:
    assert len(list(schema.get_all_operations())) == 12
