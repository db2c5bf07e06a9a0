"""`among` finds what `in` finds, and sends the ids as one parameter."""

import pytest

from tests.make import make_student
from tfl.accounts.models import Student
from tfl.core.lookups import Ids

pytestmark = pytest.mark.django_db


def test_among_finds_the_rows_of_a_key_and_of_a_foreign_key() -> None:
    students = [make_student() for _ in range(3)]
    chosen = [students[0].pk, students[2].pk, 10**9]

    by_key = Student.objects.filter(pk__among=Ids(chosen)).order_by("pk")
    users = Ids(student.user_id for student in students[1:])

    assert list(by_key) == [students[0], students[2]]
    assert list(Student.objects.filter(user__among=users).order_by("pk")) == students[1:]


def test_among_nothing_is_nobody() -> None:
    make_student()

    assert not Student.objects.filter(pk__among=Ids([])).exists()


def test_a_statement_is_as_long_for_a_thousand_ids_as_for_one() -> None:
    one, many = (
        Student.objects.filter(pk__among=Ids(range(number))).query.sql_with_params()
        for number in (1, 1000)
    )

    assert one[0] == many[0]
    assert len(one[1]) == len(many[1]) == 1
