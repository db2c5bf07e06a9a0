"""Monthly generation against its floor: a plain SQL read of the same inputs, a COPY of the same rows."""

import gc
import io
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from django.db import connection
from django.test.utils import CaptureQueriesContext
from psycopg import Connection

from milestones.generation.policy import POLICY
from milestones.generation.run import CHUNK
from milestones.models import GenerationRun
from milestones.services import generate_month
from tfl.accounts.models import Student

MADE = """
CREATE TEMPORARY TABLE made AS SELECT milestone_id, m.student_id, user_id
FROM monthly_milestones m JOIN generation_run_entries e USING (student_id)
JOIN students s ON s.student_id = m.student_id
WHERE e.run_id = %(run)s AND e.result = 'Created' AND milestone_month = %(month)s
"""
"""The milestones one run made."""

WRITTEN = {
    "monthly_milestones": "milestone_id IN (SELECT milestone_id FROM made)",
    "milestone_skill_outcomes": "milestone_id IN (SELECT milestone_id FROM made)",
    "milestone_projects": "milestone_id IN (SELECT milestone_id FROM made)",
    "milestone_interview_checkpoints": "milestone_id IN (SELECT milestone_id FROM made)",
    "milestone_checkpoint_skills": (
        "interviewcheckpoint_id IN (SELECT checkpoint_id FROM milestone_interview_checkpoints "
        "JOIN made USING (milestone_id))"
    ),
    "notices": "user_id IN (SELECT user_id FROM made)",
    "generation_run_entries": "run_id = %(run)s",
}
"""The tables a run writes, in an order their foreign keys allow, and which of their rows it wrote."""


@dataclass(frozen=True, slots=True)
class Measured:
    students: int
    seconds: float
    floor_seconds: float
    rows: int
    statements_per_chunk: int
    peak_megabytes: float

    @property
    def ratio(self) -> float:
        return self.seconds / self.floor_seconds

    @property
    def students_per_second(self) -> float:
        return self.students / self.seconds


def measure(month: date) -> Measured:
    """Generate `month` for everybody, then do the floor's work on the same data. The statements are counted
    over the first three chunks, which are not timed: counting takes time itself.
    """
    students = list(Student.objects.active().order_by("pk"))
    per_chunk = _statements(month, students[CHUNK : 3 * CHUNK]) - _statements(
        month, students[:CHUNK]
    )
    rest = students[3 * CHUNK :]
    gc.collect()
    started = time.perf_counter()
    run = generate_month(month=month, students=rest)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    read = _time_read(month) * len(rest) / len(students)
    rows, written = _time_copy(run)
    return Measured(
        students=len(rest),
        seconds=seconds,
        floor_seconds=read + written,
        rows=rows,
        statements_per_chunk=per_chunk,
        peak_megabytes=peak,
    )


def _statements(month: date, students: list[Student]) -> int:
    with CaptureQueriesContext(connection) as captured:
        generate_month(month=month, students=students)
    return len(captured)


def _time_read(month: date) -> float:
    """Every input as plain SQL, fetched and thrown away."""
    started = time.perf_counter()
    with connection.cursor() as cursor:
        for statement in READS:
            cursor.execute(
                statement, {"month": month, "since": month - timedelta(POLICY.trajectory.days)}
            )
            while cursor.fetchmany(5000):
                pass
    return time.perf_counter() - started


READS = (
    "SELECT student_id, target_job_role_id, joined_on, u.id, u.is_active FROM students "
    "JOIN accounts_user u ON u.id = user_id",
    "SELECT DISTINCT ON (student_id, skill_id, taken_on > %(since)s) student_id, skill_id, score "
    "FROM skill_assessments WHERE taken_on <= %(month)s "
    "ORDER BY student_id, skill_id, taken_on > %(since)s, taken_on DESC, id DESC",
    "SELECT DISTINCT ON (student_id, skill_id) student_id, skill_id, confidence "
    "FROM confidence_reports WHERE reported_on <= %(month)s "
    "ORDER BY student_id, skill_id, reported_on DESC, id DESC",
    "SELECT DISTINCT ON (student_id) student_id, milestone_id, milestone_month, status "
    "FROM monthly_milestones WHERE milestone_month < %(month)s "
    "ORDER BY student_id, milestone_month DESC",
    "SELECT DISTINCT ON (student_id, skill_id) student_id, outcome_id, skill_id, expected_score, met "
    "FROM milestone_skill_outcomes JOIN monthly_milestones USING (milestone_id) "
    "WHERE milestone_month < %(month)s ORDER BY student_id, skill_id, milestone_month DESC",
    "SELECT student_id, project_id, backlog_item_id, level, completion_status "
    "FROM milestone_projects JOIN monthly_milestones USING (milestone_id) "
    "WHERE milestone_month < %(month)s",
    "SELECT student_id, checkpoint_id, checkpoint_type, result, attempts "
    "FROM milestone_interview_checkpoints JOIN monthly_milestones USING (milestone_id) "
    "WHERE milestone_month < %(month)s",
)


def _time_copy(run: GenerationRun) -> tuple[int, float]:
    """Take the rows of the run out, and COPY the same rows in again. How many, and how long the COPY took."""
    with _raw() as raw, raw.cursor() as cursor:
        names = {"run": run.pk, "month": run.month}
        cursor.execute(MADE, names)
        taken = {}
        for table, condition in WRITTEN.items():
            columns = _columns(raw, table)
            query = f"COPY (SELECT {columns} FROM {table} WHERE {condition}) TO STDOUT"  # noqa: S608  ours
            buffer = io.BytesIO()
            with cursor.copy(query, names) as copy:
                for block in copy:
                    buffer.write(block)
            taken[table] = (columns, buffer.getvalue())
        for table, condition in reversed(WRITTEN.items()):
            cursor.execute(f"DELETE FROM {table} WHERE {condition}", names)  # noqa: S608  ours
        raw.commit()
        started = time.perf_counter()
        for table, (columns, data) in taken.items():
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                copy.write(data)
        raw.commit()
        seconds = time.perf_counter() - started
    return sum(data.count(b"\n") for _columns, data in taken.values()), seconds


@contextmanager
def _raw() -> Iterator[Connection]:
    """Psycopg's own connection, in one transaction at a time."""
    connection.ensure_connection()
    raw = cast(Connection, connection.connection)
    raw.autocommit = False
    try:
        yield raw
    finally:
        raw.rollback()
        raw.autocommit = True


def _columns(raw: Connection, table: str) -> str:
    """The columns that are written, without generated ones."""
    rows = raw.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s "
        "AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    return ", ".join(f'"{name}"' for (name,) in rows)
