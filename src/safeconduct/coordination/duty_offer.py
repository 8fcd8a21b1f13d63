"""What a post owes to a group, in a handover: offered to a successor in one piece, taken up with one yes, kept until then.

An offer lies under a key of its own organisation. The other organisations of the group learn which post took a duty up,
and neither that somebody leaves, nor who said no and why.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from safeconduct.cases.handover import ACCEPTED, KEPT, REFUSED, Offer
from safeconduct.coordination.country_strategy import StrategyItem, strategies
from safeconduct.coordination.group import Group
from safeconduct.coordination.group_duty import GroupDuty, group_duties, open_group_duties
from safeconduct.coordination.strategy_rule import planned_items
from safeconduct.dossiers.entry import Entry, NewEntry
from safeconduct.dossiers.scope import SHARE
from safeconduct.vocabulary.refusal import Refusal

OFFER_STEPS = {"group_duties_accepted": ACCEPTED, "group_duties_kept": KEPT, "group_duties_refused": REFUSED}


@dataclass(frozen=True)
class DutyOffer:
    """`duties` are those that it still moves: open, held by the post that gives, and in no newer offer. `scope_ref`: the key
    that our organisation alone holds."""

    offer: Offer
    duties: tuple[GroupDuty, ...]
    scope_ref: str

    def waits_for(self, on: date) -> str:
        return self.offer.waits_for(on) if self.duties else ""


@dataclass(frozen=True)
class Owing:
    """What our organisation owes one group, the nearest last day first. `compartment` holds our keys of the group.
    `planned`: what our posts do of strategies of countries."""

    group: str
    name: str = field(repr=False)
    compartment: str
    duties: tuple[GroupDuty, ...]
    offers: tuple[DutyOffer, ...]
    planned: tuple[tuple[str, StrategyItem], ...] = ()

    def held_by(self, post: str) -> tuple[GroupDuty, ...]:
        return tuple(one for one in self.duties if one.post == post)

    def free_of(self, post: str, *, on: date) -> tuple[GroupDuty, ...]:
        """Those that the post holds and that wait for no successor."""
        waiting = {
            duty.ref
            for one in self.offers
            if one.waits_for(on) and not one.offer.is_escalated(on)
            for duty in one.duties
        }
        return tuple(one for one in self.held_by(post) if one.ref not in waiting)

    def hangs_on(self, post: str, *, on: date) -> bool:
        """Whether the post holds a duty or an item of a strategy, or must still say something of what was handed over."""
        asked = any(one.waits_for(on) and post in (one.waits_for(on), one.offer.head) for one in self.offers)
        return asked or bool(self.held_by(post)) or any(item.post == post for _country, item in self.planned)


def owing_of(written: Iterable[Entry], group: Group, own: str, *, compartment: str) -> Owing:
    """`own`: our organisation. What others wrote of our posts does not count."""
    written = tuple(written)
    owed = tuple(one for one in open_group_duties(group_duties(written, group)) if one.organisation == own)
    known: dict[str, DutyOffer] = {}
    newest: dict[str, str] = {}
    for entry in written:
        data = entry.data
        if data.get("organisation") != own:
            continue
        if entry.kind == "group_duties_offered":
            known[data["ref"]] = DutyOffer(_offer(entry), (), entry.scope_ref)
            newest |= dict.fromkeys(data["duties"], data["ref"])
        elif entry.kind in OFFER_STEPS and data["offer"] in known:
            one = known[data["offer"]]
            known[data["offer"]] = replace(one, offer=_stepped(one.offer, entry))
    offers = (_with_duties(one, [duty for duty in owed if newest.get(duty.ref) == ref]) for ref, one in known.items())
    planned = planned_items(strategies(written, (), group).values(), own)
    return Owing(group.ref, group.name, compartment, owed, tuple(offers), planned)


def _offer(entry: Entry) -> Offer:
    data = entry.data
    named = {name: data[name] for name in ("ref", "handover", "to_post", "head")}
    last_day = date.fromisoformat(data["ends_on"])
    duties = len(data["duties"])
    return Offer(**named, from_post=entry.by.post, by=entry.by.ref, at=entry.at, ends_on=last_day, duties=duties)


def _stepped(offer: Offer, entry: Entry) -> Offer:
    state = OFFER_STEPS[entry.kind]
    if state == REFUSED:
        return replace(offer, state=state, why=entry.data["reason"])
    return replace(offer, state=state, post=entry.by.post)


def _with_duties(one: DutyOffer, named: Iterable[GroupDuty]) -> DutyOffer:
    return replace(one, duties=tuple(duty for duty in named if duty.post == one.offer.from_post))


# What is written


def offering(ref: str, handover: str, to_post: str, head: str, ends_on: date, duties: Iterable[GroupDuty]) -> NewEntry:
    posts = {"to_post": to_post, "head": head}
    data = {
        "ref": ref,
        "handover": handover,
        **posts,
        "ends_on": ends_on.isoformat(),
        "duties": [o.ref for o in duties],
    }
    return NewEntry(SHARE, "group_duties_offered", data)


def taking_offered(one: DutyOffer, kind: str, taker: str) -> list[tuple[NewEntry, str]]:
    """Each entry with the key that it goes under: the group reads that the post `taker` took each duty up, our organisation
    that this was the answer. `kind`: group_duties_accepted or group_duties_kept."""
    moved = [duty for duty in one.duties if duty.post != taker]
    taken = [(NewEntry(SHARE, "group_duty_taken", {"duty": duty.ref}), duty.scope_ref) for duty in moved]
    return [*taken, (NewEntry(SHARE, kind, {"offer": one.offer.ref}), one.scope_ref)]


def refusal_to_answering_offered(one: DutyOffer) -> Refusal | None:
    if not one.duties:
        return Refusal("Nothing of this is open any more, or other posts took it up. Look at what the group is owed.")
    return None
