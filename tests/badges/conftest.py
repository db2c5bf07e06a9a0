"""Somebody who holds badges."""

import pytest

from tests.make import make_user
from tfl.accounts.models import User


@pytest.fixture
def holder(db: None) -> User:
    return make_user("holder@example.org")
