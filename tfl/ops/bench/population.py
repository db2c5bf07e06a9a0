"""Many students with six months of history, written by the database itself: only their number matters."""

from datetime import date, timedelta

from django.db import connection

from tfl.core.months import month_of
from tfl.ops.seeding import seed_taxonomy

HISTORY = 6
"""Months of milestones behind each student."""


def populate(students: int, month: date) -> None:
    """`students` people with `HISTORY` months before `month`, in a database without people."""
    seed_taxonomy()
    first = month
    for _ in range(HISTORY):
        first = month_of(first - timedelta(days=1))
    with connection.cursor() as cursor:
        for statement in STATEMENTS:
            cursor.execute(statement, {"students": students, "first": first, "months": HISTORY})
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")


STATEMENTS = (
    # A number 0–99 that looks random and is the same in every run; `draw` tells draws apart.
    """
    CREATE FUNCTION pg_temp.chance(student bigint, draw bigint) RETURNS int LANGUAGE sql IMMUTABLE
    AS $$ SELECT ((student * 7919 + draw * 104729) %% 100)::int $$
    """,
    """
    INSERT INTO accounts_user (password, email, name, is_active, date_joined)
    SELECT '!', 'student' || n || '@example.org', 'Student ' || n, true, now()
    FROM generate_series(1, %(students)s) AS n
    """,
    """
    INSERT INTO role_grants (user_id, role, granted_at) SELECT id, 'student', now() FROM accounts_user
    """,
    """
    INSERT INTO students (user_id, target_job_role_id, weekly_minutes, joined_on)
    SELECT u.id, r.job_role_id, 300, %(first)s::date - 20
    FROM accounts_user u
    JOIN (SELECT job_role_id, row_number() OVER (ORDER BY job_role_id) - 1 AS place,
                 count(*) OVER () AS number FROM job_roles) r ON u.id %% r.number = r.place
    """,
    """
    INSERT INTO skill_assessments (student_id, skill_id, score, source, taken_on, recorded_at)
    SELECT s.student_id, q.skill_id, 15 + pg_temp.chance(s.student_id, q.skill_id) / 2, 'Import',
           %(first)s::date - 10, now()
    FROM students s JOIN job_role_skills q ON q.job_role_id = s.target_job_role_id
    """,
    """
    INSERT INTO monthly_milestones (student_id, milestone_month, primary_job_role_id, milestone_title,
        milestone_description, expected_employability_level, milestone_type, generated_by,
        generation_reason, status, created_at, policy_version, trace, outdated)
    SELECT s.student_id, %(first)s::date + m * interval '1 month', s.target_job_role_id, 'A month',
           'What is proven', 'Intermediate',
           CASE WHEN m %% 3 = 2 THEN 'ProjectDelivery' ELSE 'SkillConsolidation' END, 'System', 'Because',
           CASE WHEN pg_temp.chance(s.student_id, m) < 70 THEN 'Achieved' ELSE 'PartiallyAchieved' END,
           now(), 1, '{}', false
    FROM students s CROSS JOIN generate_series(0, %(months)s - 1) AS m
    """,
    """
    INSERT INTO milestone_skill_outcomes (milestone_id, skill_id, starting_score, expected_score,
        criticality, met)
    SELECT c.milestone_id, q.skill_id, 30, 50, q.criticality,
           c.status = 'Achieved' OR pg_temp.chance(s.student_id, q.skill_id) < 50
    FROM monthly_milestones c
    JOIN students s USING (student_id)
    JOIN (SELECT job_role_id, skill_id, criticality,
                 row_number() OVER (PARTITION BY job_role_id ORDER BY id) - 1 AS place
          FROM job_role_skills) q ON q.job_role_id = s.target_job_role_id
    WHERE q.place / 2 = extract(month FROM c.milestone_month)::int %% 4
    """,
    """
    INSERT INTO skill_assessments (student_id, skill_id, score, source, taken_on, recorded_at)
    SELECT s.student_id, o.skill_id, 35 + pg_temp.chance(s.student_id, o.outcome_id) / 2, 'Mentor',
           c.milestone_month + 18, now()
    FROM milestone_skill_outcomes o
    JOIN monthly_milestones c USING (milestone_id) JOIN students s USING (student_id)
    """,
    """
    INSERT INTO confidence_reports (student_id, skill_id, confidence, reported_on)
    SELECT s.student_id, o.skill_id, pg_temp.chance(s.student_id, o.outcome_id + 1), c.milestone_month + 12
    FROM milestone_skill_outcomes o
    JOIN monthly_milestones c USING (milestone_id) JOIN students s USING (student_id)
    """,
    """
    INSERT INTO milestone_projects (milestone_id, project_title, project_description, tech_stack,
        evaluation_type, completion_status, backlog_item_id, level, completed_on)
    SELECT c.milestone_id, b.title, b.description, b.tech_stack, b.evaluation_type,
           CASE WHEN pg_temp.chance(s.student_id, b.id) < 60 THEN 'Completed' ELSE 'InProgress' END,
           b.id, b.level,
           CASE WHEN pg_temp.chance(s.student_id, b.id) < 60 THEN c.milestone_month + 20 END
    FROM monthly_milestones c
    JOIN students s USING (student_id)
    JOIN (SELECT *, row_number() OVER (PARTITION BY job_role_id ORDER BY id) AS place
          FROM backlog_projects) b ON b.job_role_id = s.target_job_role_id
    WHERE b.place = extract(month FROM c.milestone_month)::int %% 9 + 1
    """,
    """
    INSERT INTO milestone_interview_checkpoints (milestone_id, checkpoint_type,
        expected_confidence_level, result, taken_on, attempts)
    SELECT c.milestone_id, 'Technical', 3,
           CASE WHEN pg_temp.chance(s.student_id, c.milestone_id) < 50 THEN 'Passed' ELSE 'NotYet' END,
           c.milestone_month + 22, 1
    FROM monthly_milestones c JOIN students s USING (student_id)
    WHERE c.milestone_type = 'ProjectDelivery'
    """,
    """
    INSERT INTO milestone_evidence (milestone_id, evidence_type, evidence_reference, scale,
        submitted_at, outcome_id, note, state, reason, verified_at)
    SELECT c.milestone_id, 'ProjectLink', 'https://code.example.com/work', 100,
           c.milestone_month + interval '15 days', o.outcome_id, '', 'Verified', '',
           c.milestone_month + interval '18 days'
    FROM milestone_skill_outcomes o JOIN monthly_milestones c USING (milestone_id)
    """,
    """
    INSERT INTO milestone_reviews (milestone_id, status, feedback, override_reason, reviewed_at)
    SELECT milestone_id, status, 'Well done', '', milestone_month + interval '1 month'
    FROM monthly_milestones
    """,
)
