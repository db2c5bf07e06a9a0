"""Whom badges can be given to."""

from collections.abc import Collection
from dataclasses import dataclass

from allauth.account.models import EmailAddress

from tfl.accounts.models import Role, User


def proven_owners(addresses: Collection[str]) -> dict[str, User]:
    """Who has proven each of these lower-case addresses; one that nobody has is missing. One query."""
    proven = EmailAddress.objects.filter(email__in=addresses, verified=True).select_related("user")
    return {address.email: address.user for address in proven}


@dataclass(frozen=True)
class Reach:
    """Whom somebody may give badges to: anybody, or these people and addresses."""

    anybody: bool
    people: frozenset[int] = frozenset()
    addresses: frozenset[str] = frozenset()

    def includes(self, recipient: User | None, address: str) -> bool:
        """As `badges.services.issuing.require_may_give`, without a query."""
        if self.anybody:
            return True
        return recipient.pk in self.people if recipient else address in self.addresses


def reach_of(by: User) -> Reach:
    """Admins: anybody; mentors: their students; others: nobody. Two queries at most."""
    if by.has_role(Role.ADMIN):
        return Reach(anybody=True)
    if not by.has_role(Role.MENTOR):
        return Reach(anybody=False)
    students = list(by.students.values_list("user_id", "user__email"))
    return Reach(
        anybody=False,
        people=frozenset(person for person, _address in students),
        addresses=frozenset(address for _person, address in students),
    )
