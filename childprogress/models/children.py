"""A child's record and who may open it."""

from datetime import date, datetime, time, timedelta
from typing import Final, Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from childprogress import ages
from childprogress.ages import AgeBand
from childprogress.models.labels import GuardianRole
from childprogress.vocabulary import Dimension
from tfl.accounts.models import User

LONGEST_NAME: Final = 100


def every_dimension() -> list[str]:
    return [dimension.value for dimension in Dimension]


class ChildQuerySet(models.QuerySet["Child"]):
    def visible_to(self, user: User) -> Self:
        """Those whose guardian `user` is, and nobody else's, whatever other role they hold."""
        return self.filter(guardianships__user=user)

    def for_guardian(self, user: User) -> Self:
        """The same, each with `guardian_role`."""
        return self.visible_to(user).annotate(guardian_role=models.F("guardianships__role"))

    def owned_by(self, user: User) -> Self:
        return self.filter(guardianships__user=user, guardianships__role=GuardianRole.OWNER)

    def left_without_owner_by(self, user: User) -> Self:
        """Those that others can open too, of which `user` is the only owner who can sign in."""
        others = Guardianship.objects.exclude(user=user)
        owners = others.filter(role=GuardianRole.OWNER, user__is_active=True)
        shared = self.owned_by(user).filter(pk__in=others.values("child"))
        return shared.exclude(pk__in=owners.values("child"))


class Child(models.Model):
    """One child's record. Logs and errors know it by its id alone: so does `str`.

    Age and age band follow from the birth date and the day in `time_zone`; neither is stored.
    """

    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    date_of_birth = models.DateField(_("date of birth"))
    time_zone = models.CharField(_("time zone"), max_length=64)
    dimensions = models.JSONField(_("dimensions"), default=every_dimension)
    """Those shown, in the order of `Dimension`. A hidden one keeps its data."""
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    guardian_role: str
    """What the asking guardian is, where `for_guardian` looked."""

    objects = ChildQuerySet.as_manager()

    class Meta:
        db_table = "children"
        ordering = ["id"]
        verbose_name = _("child")
        verbose_name_plural = _("children")
        constraints = [
            models.CheckConstraint(
                condition=~Q(dimensions=[]), name="child_shows_at_least_one_dimension"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def today(self) -> date:
        """Where the child lives."""
        return timezone.localdate(timezone=self.zone)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def midnight_after(self, day: date) -> datetime:
        """The moment `day` is over there."""
        return datetime.combine(day + timedelta(days=1), time.min, tzinfo=self.zone)

    @property
    def is_closed(self) -> bool:
        """Past sixteen: complete, to read only, as on its last day."""
        return self.today() > ages.last_day(self.date_of_birth)

    @property
    def day(self) -> date:
        """The day the record shows: today, or its last one."""
        return min(self.today(), ages.last_day(self.date_of_birth))

    @property
    def age(self) -> int:
        """In whole years, on the day the record shows."""
        return ages.age_on(self.date_of_birth, self.day)

    @property
    def age_band(self) -> AgeBand:
        """On the day the record shows. A birth date before the third birthday is refused, so there is one."""
        return ages.age_band(self.date_of_birth, self.day) or AgeBand.EARLY_YEARS

    def shows(self, dimension: str) -> bool:
        return dimension in self.dimensions


class GuardianshipQuerySet(models.QuerySet["Guardianship"]):
    def visible_to(self, user: User) -> Self:
        """Guardians see each other."""
        return self.filter(child__guardianships__user=user)


class Guardianship(models.Model):
    """That a person may open a child's record, as what, and since when."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="guardianships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="guardianships")
    role = models.CharField(_("role"), max_length=10, choices=GuardianRole.choices)
    since = models.DateTimeField(default=timezone.now)

    objects = GuardianshipQuerySet.as_manager()

    class Meta:
        db_table = "guardianships"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["child", "user"], name="one_guardianship_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} of {self.child_id}"

    @property
    def is_owner(self) -> bool:
        return self.role == GuardianRole.OWNER
