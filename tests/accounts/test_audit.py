import pytest
from django.db import IntegrityError

from tests.make import make_token
from tfl.accounts.models import AuditEntry, Student, User
from tfl.accounts.services import record
from tfl.core.append_only import AppendOnlyError


def test_an_entry_says_who_did_what_to_what(grace: User, alice: Student) -> None:
    entry = record(actor=grace, action="look", on=alice, before={"a": 1}, after={"a": 2})
    assert (entry.actor, entry.action) == (grace, "look")
    assert (entry.object_type, entry.object_id) == ("accounts.Student", str(alice.pk))
    assert (entry.before, entry.after) == ({"a": 1}, {"a": 2})


def test_a_system_acts_with_its_token(alice: Student) -> None:
    token, _secret = make_token()
    entry = record(actor=None, action="look", on=alice, token=token)
    assert (entry.actor, entry.token) == (None, token)


def test_an_override_needs_a_student_and_a_reason(bob: User, alice: Student) -> None:
    with pytest.raises(IntegrityError):
        record(actor=bob, action="override", on=alice, layer="milestone", student=alice)


def test_the_student_reads_overrides_and_no_other_entries(
    bob: User, alice: Student, charlie: Student
) -> None:
    override = record(
        actor=bob,
        action="override",
        on=alice,
        student=alice,
        layer="milestone",
        reason="Ill in May",
    )
    record(actor=bob, action="look", on=alice, student=alice)
    assert list(AuditEntry.objects.visible_to(alice.user)) == [override]
    assert not AuditEntry.objects.visible_to(charlie.user)


def test_entries_are_never_changed_or_deleted(grace: User, alice: Student) -> None:
    entry = record(actor=grace, action="look", on=alice)
    with pytest.raises(AppendOnlyError):
        entry.save()
    with pytest.raises(AppendOnlyError):
        entry.delete()
    with pytest.raises(AppendOnlyError):
        AuditEntry.objects.update(action="other")
    with pytest.raises(AppendOnlyError):
        AuditEntry.objects.all().delete()


def test_entries_outlive_who_acted(grace: User, alice: Student) -> None:
    entry = record(actor=grace, action="look", on=alice)
    grace.delete()
    assert AuditEntry.objects.get(pk=entry.pk).actor is None
