"""Who signs in, and what kinds of thing each person may do."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What kind of thing a person may do; relation rows (Student, Employer, …) say to whom."""

    STUDENT = "student", _("Student")
    MENTOR = "mentor", _("Mentor")
    EMPLOYER = "employer", _("Employer")
    PARENT = "parent", _("Parent")
    ADMIN = "admin", _("Admin")


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def with_role(self, role: Role) -> Self:
        return self.filter(role_grants__role=role)

    def visible_to(self, user: "User") -> Self:
        """Admins see people; everybody sees themselves. One query, with the roles cached on `user`."""
        return self if user.has_role(Role.ADMIN) else self.filter(pk=user.pk)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Without a password the person cannot sign in until they set one through an invitation."""
        user = User(email=email, **fields)
        user.set_password(password)
        user.save(using=self.db)
        return user

    def get_by_natural_key(self, email: str | None) -> "User":
        return User.objects.get(email=(email or "").lower())


class User(AbstractBaseUser):
    """A person, known by an email address that is kept in lower case.

    There are no permission rows: a role is what a person may do, an admin is what Django calls staff.
    """

    email = models.EmailField(_("email address"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects = UserQuerySet.as_manager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_user_per_email_whatever_case")
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.lower()
        super().save(*args, **kwargs)

    @cached_property
    def roles(self) -> frozenset[str]:
        """One query, once per instance."""
        return frozenset(self.role_grants.values_list("role", flat=True))

    def has_role(self, *roles: Role) -> bool:
        """Whether this person is active and holds at least one of `roles`."""
        return self.is_active and not self.roles.isdisjoint(roles)

    # What Django's own admin and allauth ask of a user.
    @property
    def is_staff(self) -> bool:
        return self.has_role(Role.ADMIN)

    @property
    def is_superuser(self) -> bool:
        return self.has_role(Role.ADMIN)

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_staff

    def has_perms(self, perm_list: Iterable[str], obj: object = None) -> bool:
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff


class RoleGrant(models.Model):
    """That a person holds a role, since when and from whom. Granting and taking are in the audit log."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    granted_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    granted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "role_grants"
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="one_grant_per_role")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"
