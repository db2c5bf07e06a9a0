"""The relation rows: whose student, in which cohort, for which organisation, and who may look."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tfl.accounts.models.users import Role, User
from tfl.skills.models import JobRole


class Cohort(models.Model):
    name = models.CharField(_("name"), max_length=100, unique=True)
    starts_on = models.DateField(_("starts on"))

    class Meta:
        db_table = "cohorts"
        ordering = ["name"]
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")

    def __str__(self) -> str:
        return self.name


class Employer(models.Model):
    """An organisation. People belong to it through an approved `EmployerMembership`."""

    name = models.CharField(_("name"), max_length=150)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "employers"
        ordering = ["name"]
        verbose_name = _("employer")
        verbose_name_plural = _("employers")
        constraints = [
            models.UniqueConstraint(Lower("name"), name="one_employer_per_name_whatever_case")
        ]

    def __str__(self) -> str:
        return self.name


class MembershipState(models.TextChoices):
    REQUESTED = "Requested", _("Requested")
    APPROVED = "Approved", _("Approved")
    REFUSED = "Refused", _("Refused")


class EmployerMembership(models.Model):
    """That a person asked to act for an organisation, and what an admin answered."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="membership")
    organisation_name = models.CharField(_("organisation"), max_length=150)
    employer = models.ForeignKey(
        Employer, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    message = models.CharField(_("message"), max_length=500, blank=True)
    state = models.CharField(
        max_length=10, choices=MembershipState.choices, default=MembershipState.REQUESTED
    )
    requested_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    """What the admin wrote to the person when refusing."""

    class Meta:
        db_table = "employer_memberships"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="Approved") | models.Q(employer__isnull=False),
                name="approved_membership_names_an_employer",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.state}"


class StudentQuerySet(models.QuerySet["Student"]):
    def active(self) -> Self:
        """Those who are students now: an account in use that holds the role."""
        return self.filter(user__is_active=True, user__role_grants__role=Role.STUDENT)

    def assigned_to(self, mentor: User) -> Self:
        return self.filter(mentor=mentor)

    def consenting_to(self, employer: Employer) -> Self:
        """Those who let this organisation, or all of them, see what they proved."""
        consents = EmployerConsent.objects.active().to(employer)
        return self.active().filter(pk__in=consents.values("student"))

    def visible_to(self, user: User) -> Self:
        """A student sees themselves, a mentor those assigned, an admin everybody, an approved employer
        those who consented. At most two queries before this one: roles and membership of `user`.
        """
        if user.has_role(Role.ADMIN):
            return self
        seen = models.Q(user=user) if user.has_role(Role.STUDENT) else models.Q(pk__in=[])
        if user.has_role(Role.MENTOR):
            seen |= models.Q(mentor=user)
        employer = user.has_role(Role.EMPLOYER) and employer_of(user)
        if employer:
            consenting = Student.objects.consenting_to(employer)
            seen |= models.Q(pk__in=consenting.values("pk"))
        return self.filter(seen)


class Student(models.Model):
    """A person's life as a student: with whom, for which job role, for how many minutes a week."""

    id = models.AutoField(primary_key=True, db_column="student_id")
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="student")
    mentor = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="students",
        verbose_name=_("mentor"),
    )
    cohort = models.ForeignKey(
        Cohort,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="students",
        verbose_name=_("cohort"),
    )
    target_job_role = models.ForeignKey(
        JobRole,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="students",
        verbose_name=_("target job role"),
    )
    weekly_minutes = models.PositiveSmallIntegerField(
        _("minutes a week"),
        default=300,
        validators=[MinValueValidator(15), MaxValueValidator(3000)],
    )
    joined_on = models.DateField(_("joined on"))
    consent_offered_at = models.DateTimeField(null=True, blank=True)
    """When the page asked about employers, which it does once: at the first verified proof."""

    objects = StudentQuerySet.as_manager()

    class Meta:
        db_table = "students"
        ordering = ["id"]
        verbose_name = _("student")
        verbose_name_plural = _("students")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(mentor=models.F("user")), name="nobody_is_their_own_mentor"
            )
        ]

    def __str__(self) -> str:
        return str(self.user)


def employer_of(user: User) -> Employer | None:
    """The organisation an approved employer acts for, or None. At most one query."""
    membership = (
        EmployerMembership.objects.filter(user=user, state=MembershipState.APPROVED)
        .select_related("employer")
        .first()
    )
    return membership.employer if membership else None


class EmployerConsentQuerySet(models.QuerySet["EmployerConsent"]):
    def active(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)

    def to(self, employer: Employer) -> Self:
        """Given to this organisation or to all of them."""
        return self.filter(models.Q(employer=employer) | models.Q(employer__isnull=True))

    def visible_to(self, user: User) -> Self:
        return self.filter(student__user=user)


class EmployerConsent(models.Model):
    """A student's yes to one organisation, or to all of them where `employer` is empty."""

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="consents")
    employer = models.ForeignKey(
        Employer, on_delete=models.CASCADE, null=True, blank=True, related_name="consents"
    )
    wording_version = models.CharField(max_length=20)
    granted_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = EmployerConsentQuerySet.as_manager()

    class Meta:
        db_table = "employer_consents"
        constraints = [
            models.UniqueConstraint(
                fields=["student", "employer"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_active_consent_per_employer",
            ),
            models.UniqueConstraint(
                fields=["student"],
                condition=models.Q(withdrawn_at__isnull=True, employer__isnull=True),
                name="one_active_consent_to_all",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student_id} → {self.employer_id or 'all'}"


class ProfileOpeningQuerySet(models.QuerySet["ProfileOpening"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(student__user=user)


class ProfileOpening(models.Model):
    """An employer opened a student's profile; the student sees it."""

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="openings")
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="openings")
    opened_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)

    objects = ProfileOpeningQuerySet.as_manager()

    class Meta:
        db_table = "profile_openings"
        ordering = ["-opened_at"]
        indexes = [models.Index(fields=["student", "-opened_at"], name="openings_by_student")]

    def __str__(self) -> str:
        return f"{self.employer_id} opened {self.student_id}"
