"""What guardians can do with a record, and what keeps the checklists up to date."""

from childprogress.services.children import (
    add_child,
    choose_dimensions,
    correct_child,
    delete_child,
)
from childprogress.services.definitions import say_whether_clear, seed_definitions
from childprogress.services.errors import ChildProgressError
from childprogress.services.guardians import (
    LAST_OWNER,
    change_guardian_role,
    leave_all_records,
    name_successors,
    remove_guardian,
)
from childprogress.services.invitations import (
    accept_guardian_invitation,
    forget_invitations,
    invite_guardian,
    revoke_guardian_invitation,
    send_guardian_invitations,
)
from childprogress.services.observations import (
    delete_observation,
    forget_observations,
    observe,
    restore_observation,
)
from childprogress.services.ticking import tick, untick

__all__ = [
    "LAST_OWNER",
    "ChildProgressError",
    "accept_guardian_invitation",
    "add_child",
    "change_guardian_role",
    "choose_dimensions",
    "correct_child",
    "delete_child",
    "delete_observation",
    "forget_invitations",
    "forget_observations",
    "invite_guardian",
    "leave_all_records",
    "name_successors",
    "observe",
    "remove_guardian",
    "restore_observation",
    "revoke_guardian_invitation",
    "say_whether_clear",
    "seed_definitions",
    "send_guardian_invitations",
    "tick",
    "untick",
]
