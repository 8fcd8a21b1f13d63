"""What posts of one organisation owe to a group, as entries: two duties of who leaves, one of the successor, one of others."""

from datetime import timedelta
from typing import Any

from safeconduct.cases.handover import (
    refusal_to_accepting_offer,
    refusal_to_declining_offer,
    refusal_to_keeping,
)
from safeconduct.coordination.duty_offer import (
    Owing,
    offering,
    owing_of,
    refusal_to_answering_offered,
    taking_offered,
)
from safeconduct.coordination.group import Group, Seat
from safeconduct.coordination.group_duty import group_duties, refusal_to_taking_up
from safeconduct.coordination.tlp import AMBER
from safeconduct.dossiers.entry import Author, Entry
from tests.builders import MORNING

OURS, THEIRS = "0a" * 16, "0b" * 16
OFFICES = {OURS: "Harbour Desk", THEIRS: "Lighthouse Network"}
LEAVER, SUCCESSOR, HEAD = (letter * 32 for letter in "abc")
SEATS = tuple(Seat(one, office, f"of {one}", "mission", MORNING) for one, office in OFFICES.items())
GROUP = Group("9a" * 16, "North", "region", OURS, SEATS)
HOLDERS = {"d1": LEAVER, "d2": LEAVER, "d3": SUCCESSOR}


def written(
    kind: str, organisation: str, *, by_post: str, key: str = "key of ours", at: Any = MORNING, **data: Any
) -> Entry:
    by = Author("member", f"member {by_post[:1]}", "", by_post, by_post[:1])
    office = {"organisation": organisation, "office": OFFICES[organisation]}
    return Entry(1, "share", key, kind, at, by, {**office, **data}, b"", b"")


def ours(kind: str, by_post: str, **data: Any) -> Entry:
    return written(kind, OURS, by_post=by_post, **data)


def agreed() -> list[Entry]:
    """The meeting and what it decided, each with a day of its own."""
    named = {"chair": THEIRS, "chair_office": OFFICES[THEIRS], "readers": list(OFFICES)}
    found = [ours("meeting_set", HEAD, meeting="m1", on="2026-03-10", **named)]
    for number, (duty, post) in enumerate(HOLDERS.items(), 20):
        found += [_decided(duty, OURS, post, f"2026-03-{number}")]
    return [*found, _decided("d4", THEIRS, "", "2026-03-19")]


def _decided(duty: str, organisation: str, post: str, due: str) -> Entry:
    to = {"to": organisation, "to_office": OFFICES[organisation], "post": post, "post_name": post[:1], "due": due}
    more = {"meeting": "m1", "about": "", "says": "Visit.", "marking": AMBER}
    return ours("group_decided", HEAD, key=f"key of {duty}", duty=duty, **to, **more)


def offered(
    *, organisation: str = OURS, ref: str = "o1", duties: tuple[str, ...] = ("d1", "d2"), ends_on: str = "2026-03-11"
) -> Entry:
    posts = {"to_post": SUCCESSOR, "head": HEAD}
    data = {"ref": ref, "handover": "h1", **posts, "ends_on": ends_on, "duties": list(duties)}
    return written("group_duties_offered", organisation, by_post=LEAVER, **data)


class OwedToGroup:
    """The entries of one group, as posts of one organisation write them; they may only be changed as the rules allow."""

    def __init__(self) -> None:
        self.written, self.at, self.refs = agreed(), MORNING, 0

    @property
    def owing(self) -> Owing:
        return owing_of(self.written, GROUP, OURS, compartment="c1")

    def work(self) -> set[tuple[Any, ...]]:
        """What a handover must not lose: every duty to the group, ours and others', with its words, day and state."""
        return {(one.ref, one.organisation, one.says, one.due, one.state) for one in group_duties(self.written, GROUP)}

    def holders(self) -> dict[str, str]:
        return {one.ref: one.post for one in self.owing.duties}

    def ours(self, kind: str, post: Any, key: str = "key of ours", **data: Any) -> None:
        self.written.append(ours(kind, post.ref, key=key, at=self.at, **data))

    # What people do

    def start(self, giver: Any, taker: Any, head: Any) -> None:
        if free := self.owing.free_of(giver.ref, on=self.at.date()):
            self.refs += 1
            last_day = self.at.date() + timedelta(days=3)
            entry = offering(f"o{self.refs}", "h1", taker.ref, head.ref, last_day, free)
            self.ours(entry.kind, giver, **entry.data)

    def accept(self, post: Any) -> None:
        self._answer(post, "group_duties_accepted", refusal_to_accepting_offer, member=f"member {post.name}")

    def keep(self, post: Any) -> None:
        self._answer(post, "group_duties_kept", refusal_to_keeping)

    def _answer(self, post: Any, kind: str, refusal_to: Any, **named: str) -> None:
        for one in self.owing.offers:
            refused = refusal_to(one.offer, post=post.ref, on=self.at.date(), **named)
            if not refused and not refusal_to_answering_offered(one):
                for entry, key in taking_offered(one, kind, post.ref):
                    self.ours(entry.kind, post, key, **entry.data)
                assert {self.holders()[duty.ref] for duty in one.duties} == {post.ref}

    def refuse(self, post: Any) -> None:
        named = {"post": post.ref, "member": f"member {post.name}"}
        for one in self.owing.offers:
            if not refusal_to_declining_offer(one.offer, "Too much.", on=self.at.date(), **named):
                self.ours("group_duties_refused", post, offer=one.offer.ref, reason="Too much.")

    def take_up(self, post: Any) -> None:
        """Beside any handover: the duty that is due first."""
        duty = self.owing.duties[0]
        if not refusal_to_taking_up(duty, own=OURS, post=post.ref):
            self.ours("group_duty_taken", post, duty.scope_ref, duty=duty.ref)
