"""Badge templates: written as a draft, activated to be issued, archived when they are no longer."""

from collections.abc import Collection
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from badges.icons import ICONS
from badges.models import BadgeTemplate, TemplateState
from badges.models.templates import LONGEST_VALIDITY
from badges.services.errors import BadgesError, require_admin
from tfl.accounts.models import User
from tfl.accounts.services import record
from tfl.core.errors import Refusal
from tfl.core.jobs import hint
from tfl.core.text import too_long, unreadable
from tfl.skills.models import Skill

NEXT_STATES: Final = {
    TemplateState.DRAFT: {TemplateState.ACTIVE, TemplateState.ARCHIVED},
    TemplateState.ACTIVE: {TemplateState.ARCHIVED},
    TemplateState.ARCHIVED: {TemplateState.ACTIVE},
}


@transaction.atomic
def save_template(
    *,
    by: User,
    name: str,
    description: str,
    icon: str,
    skills: Collection[Skill],
    validity_days: int | None = None,
    category: str = "",
    template: BadgeTemplate | None = None,
) -> BadgeTemplate:
    """A new template, a draft; or new words for `template`. Badges issued keep the expiry they were issued
    with. Where the skills change, the sweep evaluates its holders anew. Only admins; raises BadgesError
    with the field.
    """
    require_admin(by)
    held = _hold(template) if template else BadgeTemplate(created_by=by)
    held.name, held.description = " ".join(name.split()), description.strip()
    held.icon, held.validity_days, held.category = icon, validity_days, " ".join(category.split())
    _check(held)
    try:
        with transaction.atomic():
            held.save()
    except IntegrityError as error:
        raise BadgesError(
            _("There is a badge template of this name already."), field="name"
        ) from error
    held.skills.set(skills)
    hint("badges.catch_up")
    record(
        actor=by,
        action="edit-badge-template" if template else "create-badge-template",
        on=held,
        after={"skills": sorted(skill.pk for skill in skills)},
    )
    return held


@transaction.atomic
def move_template(*, template: BadgeTemplate, to: TemplateState, by: User) -> BadgeTemplate:
    """Activate or archive. Nothing goes back to being a draft. Doing it twice changes nothing."""
    require_admin(by)
    held = _hold(template)
    before = TemplateState(held.state)
    if before == to:
        return held
    if to not in NEXT_STATES[before]:
        raise BadgesError(
            _("A template that was active stays active or archived."), refusal=Refusal.CONFLICT
        )
    held.state = to
    held.save(update_fields=["state"])
    record(actor=by, action="move-badge-template", on=held, before=before, after=to)
    return held


def _hold(template: BadgeTemplate) -> BadgeTemplate:
    held = BadgeTemplate.objects.select_for_update(no_key=True).filter(pk=template.pk).first()
    if held is None:
        raise BadgesError(_("There is no such badge template."), refusal=Refusal.NOT_FOUND)
    return held


def _check(template: BadgeTemplate) -> None:
    for field, question in (
        ("name", _("A badge template needs a name.")),
        ("description", _("Say what somebody has to show for it.")),
    ):
        if not getattr(template, field):
            raise BadgesError(question, field=field)
    for field in ("name", "description", "category"):
        text = getattr(template, field)
        if wrong := too_long(BadgeTemplate, field, text) or unreadable(
            text, lines=field == "description"
        ):
            raise BadgesError(wrong, field=field)
    if template.icon not in ICONS:
        raise BadgesError(_("There is no such icon. Choose one of those shown."), field="icon")
    days = template.validity_days
    if days is not None and not 1 <= days <= LONGEST_VALIDITY:
        raise BadgesError(
            _("A badge is valid for 1 to 36,500 days, or for good."), field="validity_days"
        )
