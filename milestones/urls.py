"""The monthly engine's pages. Who gets what answer where is in tests/access_matrix.py."""

from django.urls import path

from milestones.views import answers, employer, mentor, months, runs, scores, student, timeline

urlpatterns = [
    # Everybody
    path("timeline/", timeline.timeline, name="timeline"),
    # Students
    path("mission/", student.mission, name="mission"),
    path("milestones/<int:pk>/", student.milestone, name="milestone"),
    path(
        "milestones/<int:pk>/ask/<str:kind>/<int:item>/",
        student.ask_for_review,
        name="ask_for_review",
    ),
    path("evidence/<int:pk>/withdraw/", student.withdraw, name="evidence_withdraw"),
    path("evidence/<int:pk>/remind/", student.remind, name="evidence_remind"),
    path("overrides/", student.overrides, name="overrides"),
    path("consent/", student.consent, name="consent"),
    path("consent/withdraw/", student.consent_withdraw_all, name="consent_withdraw_all"),
    path("consent/<int:pk>/withdraw/", student.consent_withdraw, name="consent_withdraw"),
    # Mentors
    path("mentor/", mentor.home, name="mentor_home"),
    path("mentor/students/<int:pk>/", mentor.student, name="mentor_student"),
    path("mentor/students/<int:pk>/role/", months.next_role, name="mentor_next_role"),
    path("mentor/students/<int:pk>/constraint/", months.constraint, name="mentor_constraint"),
    path(
        "mentor/constraints/<int:pk>/remove/",
        months.constraint_remove,
        name="mentor_constraint_remove",
    ),
    path("mentor/evidence/<int:pk>/verify/", answers.verify, name="evidence_verify"),
    path("mentor/evidence/<int:pk>/return/", answers.return_, name="evidence_return"),
    path("mentor/outcomes/<int:pk>/score/", answers.score, name="outcome_score"),
    path("mentor/projects/<int:pk>/evaluate/", answers.evaluate, name="project_evaluate"),
    path("mentor/checkpoints/<int:pk>/record/", answers.record, name="checkpoint_record"),
    path("mentor/milestones/<int:pk>/review/", months.review, name="milestone_review"),
    path(
        "mentor/milestones/<int:pk>/regenerate/",
        months.regenerate,
        name="milestone_regenerate",
    ),
    path("mentor/confirm/", mentor.confirm, name="mentor_confirm"),
    path("mentor/scores/", scores.score_sheet, name="score_sheet"),
    path("mentor/generate/", runs.generate, name="mentor_generate"),
    # Employers
    path("employer/", employer.home, name="employer_home"),
    path("employer/students/<int:pk>/", employer.student, name="employer_student"),
    path("employer/projects/<int:pk>/feedback/", employer.feedback, name="employer_feedback"),
    # Runs: admins see all, mentors those they asked for
    path("runs/", runs.index, name="runs"),
    path("runs/<int:pk>/", runs.detail, name="run"),
]
