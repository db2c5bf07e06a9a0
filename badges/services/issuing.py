"""Giving badges to people, or to addresses whose owner has yet to prove them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from badges.models import Badge, BadgeTemplate
from badges.selectors.recipients import proven_owners
from badges.services.errors import Actor, BadgesError, require_staff
from badges.services.stillness import hold_person
from tfl.accounts.models import ApiToken, Notice, Role, User
from tfl.accounts.services import notify_all, record
from tfl.core.addresses import undeliverable
from tfl.core.errors import Refusal
from tfl.core.jobs import hint
from tfl.core.links import BadLinkError, public_link


@dataclass(frozen=True, kw_only=True)
class Award:
    """One badge to issue, checked: to a `recipient`, or to an `address` in lower case."""

    template: BadgeTemplate
    recipient: User | None = None
    address: str = ""
    evidence_link: str = ""


@transaction.atomic
def issue_badge(
    *,
    template: BadgeTemplate,
    by: Actor,
    recipient: User | None = None,
    email: str = "",
    evidence_link: str = "",
    request_key: UUID | None = None,
) -> Badge:
    """Give a badge to a person or to an address; it waits to be claimed. An address somebody has proven is
    that person. Asking again with the same `request_key` answers with the badge issued before.

    Admins and tokens with the scope: to anybody; mentors: to their students. Raises BadgesError.
    """
    require_staff(by)
    asked_for = (template, recipient, email)
    if before := _issued_before(request_key, by, *asked_for):
        return before
    award = check_award(
        template=_as_it_is(template),
        by=by,
        recipient=recipient,
        email=email,
        evidence_link=evidence_link,
    )
    if award.recipient and not hold_person(award.recipient.pk):
        raise _gone()
    try:
        with transaction.atomic():
            [badge] = issue_all(awards=[award], by=by, request_key=request_key)
    except IntegrityError:  # the other of two clicks was first
        if found := _issued_before(request_key, by, *asked_for):
            return found
        raise
    record(
        actor=by if isinstance(by, User) else None,
        token=by if isinstance(by, ApiToken) else None,
        action="issue-badge",
        on=badge,
        after={"template": template.pk},
    )
    return badge


def _issued_before(
    request_key: UUID | None, by: Actor, template: BadgeTemplate, recipient: User | None, email: str
) -> Badge | None:
    """What the same issuer was given for this key; another's key says nothing of their badge, and a key used
    for another badge is a mistake that must not look like success.
    """
    found = request_key and Badge.objects.filter(request_key=request_key).first()
    if not found:
        return None
    if by.pk != (found.issued_by_id if isinstance(by, User) else found.issued_with_id):
        raise BadgesError(
            _("This request was made by somebody else. Make a new request id."),
            field="request_key",
            refusal=Refusal.CONFLICT,
        )
    email = email.strip().lower()
    owner = recipient or proven_owners([email]).get(email)
    same_person = found.recipient_id == owner.pk if owner else found.issued_to == email
    if found.template_id != template.pk or not same_person:
        raise BadgesError(
            _("This request id was used for another badge. Make a new one."),
            field="request_key",
            refusal=Refusal.CONFLICT,
        )
    return found


def check_award(
    *,
    template: BadgeTemplate,
    by: Actor,
    recipient: User | None = None,
    email: str = "",
    evidence_link: str = "",
) -> Award:
    """What a single badge must hold; `badges.services.badge_rows` asks the same of the rows of a list. Raises
    BadgesError with the field.
    """
    require_active(template, named=template.name)
    if recipient is None:
        email = read_address(email)
        recipient = proven_owners([email]).get(email)
    require_may_give(by, recipient, email)
    return Award(
        template=template,
        recipient=recipient,
        address="" if recipient else email,
        evidence_link=read_link(evidence_link),
    )


def issue_all(*, awards: list[Award], by: Actor, request_key: UUID | None = None) -> list[Badge]:
    """Write checked awards and tell their recipients, in two statements for any number. People get a notice;
    addresses get a mail with a claim link, which the sweep sends.
    """
    now = timezone.now()
    badges = Badge.objects.bulk_create(
        _badge(award, by=by, now=now, request_key=request_key) for award in awards
    )
    notify_all(_notice(badge) for badge in badges if badge.recipient_id)
    if any(badge.issued_to for badge in badges):
        hint("badges.send_claim_links")
    return badges


def require_may_give(by: Actor, recipient: User | None, email: str) -> None:
    """Whether `by` may give badges to, or take them from, this person or address."""
    require_staff(by)
    if isinstance(by, ApiToken) or by.has_role(Role.ADMIN):
        return
    theirs = Q(user=recipient) if recipient else Q(user__email=email)
    if not by.students.filter(theirs).exists():
        raise none_of_yours()


def none_of_yours() -> BadgesError:
    return BadgesError(
        _("You can give badges to the students assigned to you. This is none of them."),
        field="email",
        refusal=Refusal.NOT_FOUND,
    )


def require_active(template: BadgeTemplate, *, named: str) -> None:
    if not template.is_active:
        raise BadgesError(
            _("“%(name)s” is not active, so it cannot be issued.") % {"name": named},
            field="template",
            refusal=Refusal.CONFLICT,
        )


def read_address(text: str) -> str:
    """The address in lower case. Refuses one nobody has: such a badge could never be claimed."""
    address = text.strip().lower()
    if problem := undeliverable(address):
        raise BadgesError(problem, field="email")
    return address


def read_link(text: str) -> str:
    """A link to evidence, or none."""
    if not text.strip():
        return ""
    try:
        return public_link(text)
    except BadLinkError as error:
        raise BadgesError(str(error), field="evidence_link") from error


# Addresses become people -----------------------------------------------------------------------------


def attach_badges(user: User | None = None) -> int:
    """Badges issued to an address become those of whoever has proven it: `user`'s at each sign-in,
    everybody's in the sweep. What was revoked meanwhile stays nobody's: it may have been the wrong address.
    One statement. Returns how many.
    """
    proven = EmailAddress.objects.filter(verified=True, user__is_active=True)
    if user is not None:
        proven = proven.filter(user=user)
    waiting = Badge.objects.pending().filter(recipient__isnull=True)
    owner = proven.filter(email=OuterRef("issued_to")).values("user")[:1]
    return waiting.filter(issued_to__in=proven.values("email")).update(
        recipient=Subquery(owner), issued_to="", claim_link_due_at=None
    )


def _badge(award: Award, *, by: Actor, now: datetime, request_key: UUID | None) -> Badge:
    days = award.template.validity_days
    return Badge(
        template=award.template,
        recipient=award.recipient,
        issued_to=award.address,
        issued_at=now,
        issued_by=by if isinstance(by, User) else None,
        issued_with=by if isinstance(by, ApiToken) else None,
        request_key=request_key,
        expires_at=now + timedelta(days=days) if days else None,
        evidence_link=award.evidence_link,
        claim_link_due_at=now if award.address else None,
    )


def _notice(badge: Badge) -> Notice:
    return Notice(
        user=badge.recipient,
        kind="badge-to-claim",
        key=f"badge-to-claim-{badge.pk}",
        facts={"badge": badge.template.name},
        path=f"{reverse('wallet')}#badge-{badge.pk}",
    )


def _as_it_is(template: BadgeTemplate) -> BadgeTemplate:
    """What the caller holds may have been archived meanwhile."""
    found = BadgeTemplate.objects.filter(pk=template.pk).first()
    if found is None:
        raise BadgesError(
            _("There is no such badge template."), field="template", refusal=Refusal.NOT_FOUND
        )
    return found


def _gone() -> BadgesError:
    return BadgesError(
        _("The person is gone meanwhile. Nothing was issued."), refusal=Refusal.CONFLICT
    )
