"""What the rows of `tests.access_matrix` send: a path's arguments, and a body that the actor who may do it
would send. Where a row needs something that is not always there, its call makes it.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone

from badges.models import BadgeStatus
from badges.services import preview_badges
from childprogress.models import GuardianRole
from childprogress.selectors.invitations import guardian_invitation_path
from childprogress.services import invite_guardian
from milestones.generation.vocabulary import EvaluationType
from milestones.models import MilestoneProject
from tests.make import (
    PASSWORD,
    make_category,
    make_job_role,
    make_organisation,
    make_skill,
    make_token,
    make_user,
)
from tests.make_badges import (
    everywhere,
    make_achievement,
    make_badge,
    make_badge_milestone,
    make_claim_link,
)
from tests.make_children import make_definition, make_observation
from tests.make_milestones import (
    APRIL,
    make_backlog_project,
    make_demand,
    make_milestone,
    make_role,
)
from tests.world import LINK, World, prove
from tfl.accounts.models import User
from tfl.accounts.selectors import invitation_path
from tfl.accounts.services import WORDING_VERSION, record
from tfl.ops.people_import import preview_people


@dataclass(frozen=True)
class Call:
    args: tuple[object, ...] = ()
    form: Mapping[str, Any] = field(default_factory=dict)
    json: Mapping[str, Any] | None = None
    query: str = ""

    def send(self, client: Client, method: str, path: str) -> HttpResponseBase:
        """By `client` to `path`, which is the row's, made with `args`. PUT and DELETE send nothing."""
        if method == "GET":
            return client.get(path + self.query)
        if method in {"POST", "PATCH"} and self.json is not None:
            return client.generic(method, path, json.dumps(self.json), "application/json")
        if method != "POST":
            return client.generic(method, path)
        for value in self.form.values():
            if isinstance(value, SimpleUploadedFile):
                value.seek(0)  # somebody may have sent it before
        return client.post(path, dict(self.form))


def at(*args: object, **form: Any) -> Call:
    return Call(args, form)


def sending(*args: object, **body: Any) -> Call:
    return Call(args, json=body)


# Ours ------------------------------------------------------------------------------------------------


def _project_for_employers(w: World) -> MilestoneProject:
    """Alice's project, had employers to evaluate it."""
    MilestoneProject.objects.filter(pk=w.project.pk).update(
        evaluation_type=EvaluationType.EMPLOYER_REVIEW
    )
    return w.project


def _all_proven(w: World) -> Call:
    """Her whole March, so that there is something to confirm."""
    for item in w.march.items():
        prove(item)
    return at()


def _april(w: World) -> Call:
    """A month nobody began to work on."""
    april = make_milestone(w.people.alice, month=APRIL)
    return at(april.pk, reason="February came to light late.")


def _people_list(w: World) -> Call:
    preview = preview_people(raw=b"email,roles\nnew@example.org,mentor", by=w.people.grace)
    return at(preview.pk)


def _uploaded(w: World) -> Call:
    return at(file=SimpleUploadedFile("people.csv", b"email,roles\nnew@example.org,mentor"))


def _link_to_alices_badge(w: World) -> Call:
    """Issued to the address she has proven, and not hers yet."""
    email = w.people.alice.user.email
    badge = make_badge(issued_to=email, template=w.template, status=BadgeStatus.PENDING)
    return at(make_claim_link(badge))


BADGES: Final = b"email,template\nalice@example.org,SQL Basics"


def _template_form(w: World) -> dict[str, Any]:
    return {
        "description": "Joined three tables.",
        "icon": "key",
        "validity_days": 365,
        "skills": [w.outcome.skill_id],
    }


def _badge_list(w: World) -> Call:
    """What Bob uploaded."""
    return at(preview_badges(raw=BADGES, by=w.people.bob).pk)


def _uploaded_badges(w: World) -> Call:
    return at(file=SimpleUploadedFile("badges.csv", BADGES))


def _fresh_token(w: World) -> Call:
    token, _secret = make_token()
    return at(token.pk)


def _reached_just_now(w: World) -> int:
    """What Alice is to be congratulated on."""
    return make_achievement(w.people.alice.user, make_badge_milestone(active=False)).pk


def _invitation_to_heidi(w: World) -> int:
    """Olga’s, to her child’s record."""
    return invite_guardian(
        email=w.people.parent.email,
        role=GuardianRole.EDITOR,
        children=[w.child],
        by=w.people.owner,
    ).pk


def _link_of_heidi(w: World) -> Call:
    return at(guardian_invitation_path(_invitation_to_heidi(w)).split("/")[3])


def _details(**changed: str) -> dict[str, Any]:
    return {"name": "Wren", "date_of_birth": "2018-07-23", "time_zone": "UTC"} | changed


def _deleted_note(w: World) -> Call:
    note = make_observation(w.child, author=w.people.owner, deleted_at=timezone.now())
    return at(w.child.pk, note.pk)


OURS: Final[dict[str, Callable[[World], Call]]] = {
    "invitation": lambda w: at(
        invitation_path(w.invitation.pk).split("/")[2],
        name="Nina",
        password="a long enough phrase",
        again="a long enough phrase",
    ),
    "account": lambda w: at(name="Another Name"),
    "account_delete": lambda w: at(confirmation=PASSWORD),
    "notices": lambda w: at(notice=w.notice.pk),
    "employer_request": lambda w: at(organisation_name="Initech", message="We hire."),
    "mentor_invite": lambda w: at(email="new@example.org", name="New", job_role=w.role.pk),
    "mentor_resend": lambda w: at(w.people.newcomer.student.pk),
    # People
    "people_invite": lambda w: at(
        email="new@example.org",
        name="New",
        roles=["student"],
        mentor=w.people.bob.pk,
        job_role=w.role.pk,
    ),
    "people_import": _uploaded,
    "people_import_preview": _people_list,
    "employer_answer": lambda w: at(
        w.membership.pk, do="approve", seen=w.membership.requested_at.isoformat()
    ),
    "cohorts": lambda w: at(name="Spring", starts_on="2026-04-01"),
    "person": lambda w: at(w.people.alice.user_id),
    "person_role": lambda w: at(w.people.nobody.pk, role="mentor", do="grant"),
    "person_access": lambda w: at(w.people.alice.user_id, do="deactivate"),
    "person_resend": lambda w: at(w.people.newcomer.pk),
    "person_assign": lambda w: at(
        w.people.alice.user_id, mentor=w.people.dora.pk, job_role=w.role.pk, weekly_minutes=200
    ),
    "tokens": lambda w: at(name="Another system", scopes=["evidence"]),
    "token_revoke": _fresh_token,
    # Students
    "milestone": lambda w: at(w.february.pk),
    "ask_for_review": lambda w: at(
        w.march.pk, "checkpoint", w.checkpoint.pk, note="I am ready.", confidence=4
    ),
    "evidence_withdraw": lambda w: at(w.waiting.pk),
    "evidence_remind": lambda w: at(w.waiting.pk),
    "consent": lambda w: at(
        scope="all", employers=[w.consent.employer_id], wording=WORDING_VERSION
    ),
    "consent_withdraw": lambda w: at(w.consent.pk),
    # Mentors
    "mentor_student": lambda w: at(w.people.alice.pk),
    "mentor_next_role": lambda w: at(
        w.people.alice.pk, job_role=make_role(name="Data Engineer").pk
    ),
    "mentor_constraint": lambda w: at(
        w.people.alice.pk,
        month="2026-04-01",
        fixed_type="InterviewReadiness",
        include=[w.outcome.skill_id],
        most_outcomes=2,
        note="Interviews come first.",
    ),
    "mentor_constraint_remove": lambda w: at(w.constraint.pk),
    "evidence_verify": lambda w: at(
        w.waiting.pk, score=4, taken_on="2026-03-05", note="Well done."
    ),
    "evidence_return": lambda w: at(w.waiting.pk, reason="The tests are missing."),
    "outcome_score": lambda w: at(w.outcome.pk, score=80, taken_on="2026-03-09", note=""),
    "project_evaluate": lambda w: at(w.project.pk, score=4),
    "checkpoint_record": lambda w: at(w.checkpoint.pk, result="Passed", confidence=4, note="Calm."),
    "milestone_review": lambda w: at(
        w.march.pk, status="Achieved", feedback="Go on.", override_reason="Shown live."
    ),
    "milestone_regenerate": _april,
    "mentor_confirm": _all_proven,
    "score_sheet": lambda w: at(
        rows=f"{w.people.alice.user.email}, SQL, 75", taken_on="2026-03-09", save=""
    ),
    "mentor_generate": lambda w: at(month="2026-04-01", who="some", students=[w.people.alice.pk]),
    # Employers
    "employer_student": lambda w: at(w.people.alice.pk),
    "employer_feedback": lambda w: at(_project_for_employers(w).pk, score=4, note="Well done."),
    # Runs
    "runs": lambda w: at(month="2026-03-01"),
    "run": lambda w: at(w.bobs_run.pk),
    # Badges: who holds them
    "badge_claim": lambda w: at(w.pending_badge.pk),
    "badge_shown_as": lambda w: at(w.badge.pk, shown_as="Initials"),
    "badge_claim_link": _link_to_alices_badge,
    # Badges, what is reached
    "celebrated": lambda w: at(achievement=_reached_just_now(w)),
    "badge_milestone_why": lambda w: at(w.badge_milestone.pk),
    "badge_milestone_why_person": lambda w: at(w.reached.pk, w.people.alice.user_id),
    # Badge milestones
    "badge_milestone_create": lambda w: at(
        title="Well-Rounded",
        icon="globe",
        description="",
        metric="badge_count",
        scope="category",
        category=str(w.outcome.skill.category_id),
        include_sub_categories="on",
        threshold=5,
        confirmed="1",
    ),
    "badge_milestone_edit": lambda w: at(
        w.badge_milestone.pk, title="Renamed", icon="star", description="New.", threshold=6
    ),
    "badge_milestone_activate": lambda w: at(w.inactive_milestone.pk, back="show=inactive"),
    "badge_milestone_deactivate": lambda w: at(w.badge_milestone.pk, back="show=active"),
    "badge_milestone_delete": lambda w: at(w.inactive_milestone.pk, back=""),
    "badge_milestone_reached": lambda w: at(w.reached.pk),
    # Badges: templates, issuing one, revoking
    "badge_template_create": lambda w: at(**_template_form(w), name="New"),
    "badge_template_edit": lambda w: at(w.template.pk, **_template_form(w), name="Renamed"),
    "badge_template_state": lambda w: at(w.draft.pk, to="Active"),
    "badge_issue": lambda w: at(
        template=w.template.pk,
        email=w.people.alice.user.email,
        evidence_link=LINK,
        request_key="6e4e6f2e-1c5b-4b7e-9d1d-0c5f3c8a2b11",
    ),
    "badge_revoke": lambda w: at(w.badge.pk, reason="Given by mistake."),
    "badge_claim_link_renew": lambda w: at(w.address_badge.pk),
    # Badges: many by a list
    "badges_issue_many": _uploaded_badges,
    "badge_import": _badge_list,
    # Badges, for everybody
    "badge_verify": lambda w: at(w.badge.public_id),
    "badge_assertion": lambda w: at(w.badge.public_id),
    "badge_class": lambda w: at(w.template.pk),
    "badge_image": lambda w: at(w.template.pk),
    # Children
    "child_add": lambda w: at(**_details(), dimensions=["academic", "physical"]),
    "guardian_invite": lambda w: at(email="new@example.org", role="viewer", children=[w.child.pk]),
    "guardian_invitation_revoke": lambda w: at(_invitation_to_heidi(w)),
    "guardian_invitation": _link_of_heidi,
    "child": lambda w: at(w.child.pk),
    "child_details": lambda w: at(w.child.pk, **_details(name="Renamed")),
    "child_dimensions": lambda w: at(w.child.pk, dimensions=["academic"]),
    "child_delete": lambda w: at(w.child.pk, confirmation=w.child.name),
    "checklist": lambda w: at(w.child.pk, "academic"),
    "checklist_item": lambda w: at(w.child.pk, w.item.pk),
    "item_tick": lambda w: at(w.child.pk, w.item.pk),
    "item_untick": lambda w: at(w.child.pk, w.ticked_item.pk),
    "item_clear": lambda w: at(w.child.pk, w.item.pk, clear="yes"),
    "observations": lambda w: at(
        w.child.pk,
        text="Sang a song.",
        dimension="academic",
        sentiment="positive",
        observed_on="2026-03-09",
    ),
    "observation_delete": lambda w: at(w.child.pk, w.note.pk),
    "observation_restore": _deleted_note,
    "guardians": lambda w: at(w.child.pk),
    "guardian_role": lambda w: at(w.child.pk, w.viewers_part.pk, role="editor"),
    "guardian_remove": lambda w: at(w.child.pk, w.viewers_part.pk),
    "guardian_remove POST owner’s": lambda w: at(w.child.pk, w.owners_part.pk),
    "child_summary": lambda w: at(w.child.pk),
    "child_keepsake": lambda w: at(w.child.pk, "early_years"),
    "child_export": lambda w: at(w.child.pk),
    # The JSON endpoints
    "api-1:evidence POST link": lambda w: sending(
        milestoneId=w.march.pk, type="ProjectLink", reference=LINK, checkpointId=w.checkpoint.pk
    ),
    "api-1:evidence POST rating": lambda w: sending(
        milestoneId=w.march.pk, type="MentorRating", score=4
    ),
    "api-1:evidence POST score": lambda w: sending(
        milestoneId=w.march.pk, type="AssessmentScore", score=71, skillId=w.outcome.skill_id
    ),
    "api-1:evidence POST feedback": lambda w: sending(
        milestoneId=w.march.pk,
        type="EmployerFeedback",
        score=4,
        projectId=_project_for_employers(w).pk,
    ),
    "api-1:review": lambda w: sending(
        milestoneId=w.march.pk, status="PartiallyAchieved", feedback="Go on."
    ),
    "api-1:generate": lambda w: sending(month="2026-04", studentIds=[w.people.alice.pk]),
    "api-1:run": lambda w: at(w.bobs_run.pk),
    "api-1:run GET token's": lambda w: at(w.tokens_run.pk),
    "api-1:issue": lambda w: sending(
        templateId=w.template.pk,
        email=w.people.alice.user.email,
        evidenceLink=LINK,
        requestId="0b54a5a3-98c1-4f1c-8a5e-6a4dd1f8f6f0",
    ),
    "api-1:claim": lambda w: sending(w.pending_badge.pk),
    "api-1:revoke": lambda w: sending(w.badge.pk, reason="Given by mistake."),
    "api-1:achievements GET Alice's": lambda w: Call(query=f"?email={w.people.alice.user.email}"),
    "api-1:checklists": lambda w: at(w.child.pk),
    "api-1:set_achieved": lambda w: sending(w.child.pk, w.item.pk, achieved=True),
    "api-1:create_badge_milestone": lambda w: sending(
        title="Explorer", trigger=everywhere(3, metric="category_count")
    ),
}


# Allauth's pages -------------------------------------------------------------------------------------


def _second_factor(w: World) -> Call:
    """Everybody has one."""
    for user in w.users().values():
        TOTP.activate(user, generate_totp_secret())
        RecoveryCodes.activate(user)
    return at()


def _confirmation(w: World) -> Call:
    user = make_user("unproven@example.org", verified=False)
    address = EmailAddress.objects.create(user=user, email=user.email, primary=True)
    return at(EmailConfirmationHMAC(address).key)


def _reset_key(w: World) -> Call:
    user = User.objects.get(pk=w.people.parent.pk)  # since when she signed in is part of the key
    return at(user_pk_to_url_str(user), default_token_generator.make_token(user))


ALLAUTHS: Final[dict[str, Callable[[World], Call]]] = {
    "account_login": lambda w: at(login="heidi@example.org", password=PASSWORD),
    "account_signup": lambda w: at(
        email="new@example.org", password1="a long enough phrase", password2="a long enough phrase"
    ),
    "account_reauthenticate": lambda w: at(password=PASSWORD),
    "account_email": lambda w: at(action_add="", email="new@example.org"),
    "account_change_password": lambda w: at(
        oldpassword=PASSWORD, password1="a long enough phrase", password2="a long enough phrase"
    ),
    "account_reset_password": lambda w: at(email="heidi@example.org"),
    "account_confirm_email": _confirmation,
    "account_reset_password_from_key": _reset_key,
    "mfa_reauthenticate": _second_factor,
    "mfa_deactivate_totp": _second_factor,
    "mfa_view_recovery_codes": _second_factor,
    "mfa_generate_recovery_codes": _second_factor,
    "mfa_download_recovery_codes": _second_factor,
}


# The back office -------------------------------------------------------------------------------------


def _category(w: World) -> Call:
    return at(make_category("Unused").pk, name="Renamed", slug="renamed")


def _skill(w: World) -> Call:
    skill = make_skill("Unused")
    return at(skill.pk, name="Renamed", slug="renamed", category=skill.category_id)


def _job_role(w: World) -> Call:
    return at(make_job_role("Unused").pk, name="Renamed", slug="renamed", level="Mid", **NO_ROWS)


def _backlog_project(w: World) -> Call:
    project = make_backlog_project(w.role, title="Unused")
    skill = make_skill()
    form = {"description": "Runs.", "level": "Mini", "evaluation_type": "MentorReview"}
    return at(
        project.pk, slug="renamed", title="Renamed", job_role=w.role.pk, skills=[skill.pk], **form
    )


def _demand(w: World) -> Call:
    demand = make_demand(w.role, employer=make_organisation())
    form = {"urgency": "Normal", "positions": 2, "open_from": "2026-04-01"}
    return at(demand.pk, employer=demand.employer_id, job_role=w.role.pk, **form)


def _definition(w: World) -> Call:
    review = {"reviewed_by": "Dr. Ada Novak, paediatrics", "reviewed_on": "2026-03-09"}
    return at(make_definition().pk, review_state="reviewed", **review)


def _entry(w: World) -> Call:
    return at(record(actor=w.people.grace, action="looked", on=w.role).pk)


NO_ROWS: Final = {"requirements-TOTAL_FORMS": 0, "requirements-INITIAL_FORMS": 0}


def _of(model: str, one: Callable[[World], Call]) -> dict[str, Callable[[World], Call]]:
    """The calls of a registered model's pages; `one` makes a row nobody refers to, and what it becomes."""

    def chosen(w: World) -> Call:
        pk = one(w).args[0]
        return at(action="delete_selected", _selected_action=pk, post="yes")

    return {
        f"admin:{model}_changelist": chosen,
        f"admin:{model}_add": lambda w: at(**one(w).form),
        f"admin:{model}_change": one,
        f"admin:{model}_delete": lambda w: at(*one(w).args, post="yes"),
        f"admin:{model}_history": lambda w: at(*one(w).args),
        f"backoffice/{model.replace('_', '/')}/<path:object_id>/": lambda w: at(*one(w).args),
    }


BACK_OFFICE: Final[dict[str, Callable[[World], Call]]] = {
    "admin:autocomplete": lambda w: Call(
        query="?app_label=skills&model_name=skill&field_name=category&term=a"
    ),
    "admin:app_list": lambda w: at("skills"),
    "backoffice/(?P<url>.*)$": lambda w: at("nothing"),
    **_of("skills_skillcategory", _category),
    **_of("skills_skill", _skill),
    **_of("skills_jobrole", _job_role),
    **_of("milestones_backlogproject", _backlog_project),
    **_of("milestones_employerdemand", _demand),
    **_of("childprogress_milestonedefinition", _definition),
    **_of("accounts_auditentry", _entry),
}

CALLS: Final = OURS | ALLAUTHS | BACK_OFFICE


def call_for(world: World, route: str, label: str) -> Call:
    """The row's call: by `route METHOD what`, else by route, else without arguments and body."""
    make = CALLS.get(f"{route} {label}") or CALLS.get(route) or (lambda w: at())
    return make(world)
