"""Children's records in the demo: added, shared, ticked and written about, through the services."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from childprogress.models import Child, GuardianInvitation, MilestoneDefinition
from childprogress.services import (
    accept_guardian_invitation,
    add_child,
    delete_observation,
    invite_guardian,
    observe,
    tick,
    untick,
)
from tfl.accounts.models import User
from tfl.ops.demo import people
from tfl.ops.demo.badges import Stage
from tfl.ops.demo.chance import chance
from tfl.ops.demo.family_notes import Note
from tfl.ops.demo.family_script import FAMILIES, DemoChild, Family, Share, Slip, Ticks

AT_ONCE = 0.4
"""Share of the ticks that are set in the first week, when parents note what a child has long been doing."""
FIRST_WEEK = 7
SETTLED = 12
"""Days after which there are ticks again, and the coparent sets some of them."""


class FamilyStory:
    def __init__(self, stage: Stage) -> None:
        self.stage, self.cast = stage, stage.cast

    def schedule(self) -> None:
        for family in FAMILIES:
            self.at(family.since, 12, partial(self.begin, family))

    def at(self, before: int, hour: int, act: Callable[[], object]) -> None:
        """So many days before the demo's date."""
        self.stage.sharp_at(self.stage.on - timedelta(days=before), hour, act)

    def person(self, name: str) -> User:
        email = people.email_of(name)
        return next(user for user in self.cast.everybody() if user.email == email)

    def begin(self, family: Family) -> None:
        owner = self.person(family.owner)
        children = []
        for each in family.children:
            child = add_child(
                name=each.name,
                date_of_birth=each.born(self.stage.on),
                time_zone=family.time_zone,
                dimensions=family.dimensions,
                by=owner,
            )
            children.append(child)
            RecordStory(self, family, each, child).schedule()
        for share in family.shares:
            self.at(share.before, 10, partial(self.share, share, children, owner))

    def share(self, share: Share, children: list[Child], owner: User) -> None:
        invitation = invite_guardian(
            email=share.email, role=share.role, children=children, by=owner
        )
        if share.accepted_after is not None:
            act = partial(self.accept, invitation)
            self.at(share.before - share.accepted_after, 11, act)

    def accept(self, invitation: GuardianInvitation) -> None:
        invited = next(user for user in self.cast.everybody() if user.email == invitation.email)
        accept_guardian_invitation(invitation=invitation, by=invited)

    def stop_the_mail(self) -> None:
        """As for badges: of what is told here nothing is mailed."""
        sent = GuardianInvitation.objects.filter(invited_by__in=self.cast.everybody())
        sent.update(mail_due_at=None)


class RecordStory:
    """What is recorded about one child."""

    def __init__(self, story: FamilyStory, family: Family, script: DemoChild, child: Child) -> None:
        self.story, self.family, self.script, self.child = story, family, script, child
        self.owner = story.person(family.owner)
        self.editors = [self.owner]
        if family.coparent:
            self.editors.append(story.person(family.coparent))

    def schedule(self) -> None:
        for dimension in self.family.dimensions:
            for place in range(self.script.caught_up):
                act = partial(self.tick, dimension, place, self.owner, of_band_before=True)
                self.story.at(self.family.since, 13, act)
        for ticks in self.script.ticks:
            self.plan_ticks(ticks)
        for place, slip in enumerate(self.script.slips):
            self.story.at(slip.before, 18, partial(self.slip, slip, place))
        for note in self.script.notes:
            by = self.editors[note.by_coparent]
            hour = chance("note", self.script.name, note.before).randint(16, 20)
            self.story.at(note.before, hour, partial(self.write, note, by))

    def plan_ticks(self, ticks: Ticks) -> None:
        fate = chance("ticks", self.script.name, ticks.dimension)
        for place in range(ticks.number):
            first, last, editors = self.family.since - SETTLED, ticks.until, self.editors
            if place < round(ticks.number * AT_ONCE):
                first = self.family.since - 1
                last, editors = first - FIRST_WEEK, [self.owner]
            act = partial(self.tick, ticks.dimension, place, fate.choice(editors))
            self.story.at(fate.randint(last, first), fate.randint(16, 20), act)

    def tick(
        self, dimension: str, place: int, by: User, *, of_band_before: bool = False
    ) -> MilestoneDefinition | None:
        """One of the next two nobody ticked yet. None where there is none, or no band before."""
        bands = self.child.age_band.earlier if of_band_before else (self.child.age_band,)
        waiting = MilestoneDefinition.objects.current().filter(
            dimension=dimension, age_band__in=bands[-1:]
        )
        next_two = list(waiting.exclude(ticks__child=self.child).order_by("sort_order")[:2])
        if not next_two:
            return None
        chosen = chance("item", self.script.name, dimension, place).choice(next_two)
        tick(child=self.child, definition=chosen, by=by)
        return chosen

    def slip(self, slip: Slip, place: int) -> None:
        definition = self.tick(slip.dimension, place, self.owner)
        if definition is None:
            return
        again = partial(tick, child=self.child, definition=definition, by=self.owner)
        back = partial(untick, child=self.child, definition=definition, by=self.owner)
        self.story.at(slip.before - slip.after, 18, back)
        if slip.again is not None:
            self.story.at(slip.before - slip.after - slip.again, 18, again)

    def write(self, note: Note, by: User) -> None:
        observation = observe(
            child=self.child,
            dimension=note.dimension,
            observed_on=self.child.today() - timedelta(days=note.seen),
            text=note.text,
            sentiment=note.sentiment,
            by=by,
        )
        if note.taken_away is not None:
            take_away = partial(delete_observation, observation=observation, by=by)
            self.story.at(note.before - note.taken_away, 21, take_away)
