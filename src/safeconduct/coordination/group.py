"""A coordination group: which organisations belong to it, and which entries of its dossier are believed.

The dossier is held by the organisation that founded the group. An entry counts when a member of an organisation that
belonged to the group at that place signed it; rows that somebody else put in are left out.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from safeconduct.dossiers.entry import Entry
from safeconduct.dossiers.opening import OpenDossier
from safeconduct.dossiers.scope import ScopeKey
from safeconduct.dossiers.signing import MemberKeys
from safeconduct.vocabulary.refusal import Refusal

REGION, THEME, CASE = "region", "theme", "case"
MEMBERS = "coordination"
"""The scope that holds who belongs; every organisation of the group opens it."""

INVITED, ACCEPTED, DECLINED, LET_IN = "invited", "accepted", "declined", "let in"
_OF_THE_HOLDER = (
    "organisation_invited",
    "organisation_let_in",
    "membership_ended",
    "hearing_planned",
    "trip_shared_out",
)
ENDS = ("group_left", "membership_ended")
BY_LINK = "outside"
"""Who answers by a link that a member made: an author whose key counts for one entry."""

KeysOfMembers = Callable[[str], MemberKeys]
"""From an organisation to the signing keys of its members."""


@dataclass(frozen=True)
class Seat:
    """An organisation's place in a group. `kind`: mission, network or body."""

    organisation: str
    office: str
    compartment: str
    kind: str
    since: datetime


@dataclass(frozen=True)
class GroupInvitation:
    """`state` is invited, accepted, declined or let in."""

    ref: str
    seat: Seat
    state: str


@dataclass(frozen=True)
class Group:
    """`holder` is the organisation that founded it. `seats` are those of today, the holder's first; `former` are
    organisations that left or whose reading was ended."""

    ref: str
    name: str = field(repr=False)
    grouping: str
    holder: str
    seats: tuple[Seat, ...]
    invitations: tuple[GroupInvitation, ...] = ()
    former: frozenset[str] = frozenset()

    def seat(self, organisation: str) -> Seat | None:
        return next((one for one in self.seats if one.organisation == organisation), None)

    def others(self, organisation: str) -> tuple[Seat, ...]:
        return tuple(one for one in self.seats if one.organisation != organisation)

    def invitation(self, ref: str) -> GroupInvitation | None:
        return next((one for one in self.invitations if one.ref == ref), None)


# What counts


def believed(dossier: OpenDossier, keys_of: KeysOfMembers) -> tuple[Entry, ...]:
    """The readable entries that organisations of the group signed while they belonged to it, oldest first. Nothing
    counts when the first entry is not signed by the organisation that holds the dossier."""
    entries = dossier.written()
    if not entries or not _is_founding(entries[0], dossier) or not _is_signed(entries[0], keys_of):
        return ()
    found, present, invited = [entries[0]], {dossier.organisation}, set[str]()
    links: dict[str, Entry] = {}
    for entry in entries[1:]:
        if _is_answer_by_link(entry, links):
            found.append(entry)
            del links[entry.data["link"]]
            continue
        if not _may_write(entry, dossier.organisation, present, invited) or not _is_signed(entry, keys_of):
            continue
        found.append(entry)
        if entry.kind == "hearing_link_made":
            links[entry.data["link"]] = entry
        if entry.kind == "organisation_invited":
            invited.add(entry.data["invited"])
        elif entry.kind == "organisation_let_in":
            present.add(entry.data["let_in"])
        elif entry.kind in ENDS:
            present.discard(_leaver(entry))
    return tuple(found)


def _is_founding(entry: Entry, dossier: OpenDossier) -> bool:
    """The first entry says whose group it is; the row beside it may have been changed."""
    says = (entry.data.get("organisation"), entry.data.get("compartment"))
    return (entry.seq, entry.kind) == (1, "group_founded") and says == (dossier.organisation, dossier.compartment)


def _may_write(entry: Entry, holder: str, present: set[str], invited: set[str]) -> bool:
    organisation = entry.data.get("organisation")
    if entry.kind == "group_invitation_answered":
        return organisation in invited
    return organisation in present and (entry.kind not in _OF_THE_HOLDER or organisation == holder)


def _is_signed(entry: Entry, keys_of: KeysOfMembers) -> bool:
    if entry.by.kind != "member":
        return False
    keys = keys_of(str(entry.data.get("organisation")))(entry.by.ref, entry.at.date().isoformat())
    return any(entry.signed_with(public_sign) for public_sign in keys)


def _is_answer_by_link(entry: Entry, links: Mapping[str, Entry]) -> bool:
    """The key of a link counts for one answer, to the hearing that a member made it for, under the key of that link."""
    made = links.get(str(entry.data.get("link")))
    if made is None or (entry.by.kind, entry.kind) != (BY_LINK, "hearing_answered_by_link"):
        return False
    is_meant = (entry.data.get("hearing"), entry.scope_ref) == (made.data["hearing"], made.scope_ref)
    in_time = entry.at.date().isoformat() <= made.data["until"]
    return is_meant and in_time and entry.signed_with(bytes.fromhex(made.data["sign"]))


def _leaver(entry: Entry) -> str:
    return str(entry.data["organisation"] if entry.kind == "group_left" else entry.data["ended"])


# Folding


def group_from(ref: str, written: Iterable[Entry]) -> Group:
    """`written` are believed entries, the founding first."""
    first, *rest = (entry for entry in written if entry.scope == MEMBERS or entry.kind == "group_invitation_answered")
    data = first.data
    founder = Seat(data["organisation"], data["office"], data["compartment"], data["kind"], first.at)
    group = Group(ref, data["name"], data["grouping"], data["organisation"], (founder,))
    for entry in rest:
        group = _CHANGES[entry.kind](group, entry) if entry.kind in _CHANGES else group
    return group


def _invited(group: Group, entry: Entry) -> Group:
    data = entry.data
    seat = Seat(data["invited"], data["invited_office"], data["invited_compartment"], data["kind"], entry.at)
    return replace(group, invitations=(*group.invitations, GroupInvitation(data["invitation"], seat, INVITED)))


def _answered(group: Group, entry: Entry) -> Group:
    made = group.invitation(entry.data["invitation"])
    if made is None or made.seat.organisation != entry.data["organisation"] or made.state == LET_IN:
        return group
    return _with_state(group, made, ACCEPTED if entry.data["yes"] else DECLINED)


def _let_in(group: Group, entry: Entry) -> Group:
    made = group.invitation(entry.data["invitation"])
    if made is None or made.seat.organisation != entry.data["let_in"] or group.seat(entry.data["let_in"]):
        return group
    return replace(_with_state(group, made, LET_IN), seats=(*group.seats, replace(made.seat, since=entry.at)))


def _ended(group: Group, entry: Entry) -> Group:
    leaver = _leaver(entry)
    return replace(group, seats=group.others(leaver), former=group.former | {leaver})


_CHANGES: dict[str, Callable[[Group, Entry], Group]] = {
    "organisation_invited": _invited,
    "group_invitation_answered": _answered,
    "organisation_let_in": _let_in,
    "group_left": _ended,
    "membership_ended": _ended,
}


def _with_state(group: Group, made: GroupInvitation, state: str) -> Group:
    changed = tuple(replace(one, state=state) if one.ref == made.ref else one for one in group.invitations)
    return replace(group, invitations=changed)


def key_of_members(dossier: OpenDossier, written: Iterable[Entry]) -> ScopeKey | None:
    """The newest key of the list of members that a believed entry vouches for; None after somebody left: they had it."""
    newest: ScopeKey | None = None
    by_ref = {key.ref: key for key in dossier.scope_keys if key.name == MEMBERS}
    for entry in written:
        if entry.scope_ref in by_ref:
            newest = None if entry.kind in ENDS else by_ref[entry.scope_ref]
    return newest


# What may be done


def refusal_to_founding(name: str, grouping: str) -> Refusal | None:
    if not name.strip():
        return Refusal("The group has no name yet. Give it one that its members know it by.")
    if grouping not in (REGION, THEME, CASE):
        return Refusal("It is not said what the group comes together for. Choose a region, a theme or a case.")
    return None


def refusal_to_inviting(group: Group, organisation: str, *, own: str) -> Refusal | None:
    if own != group.holder:
        return Refusal("Only the organisation that founded the group invites others. Ask it to.")
    if group.seat(organisation):
        return Refusal("This organisation belongs to the group already. Choose another one.")
    if organisation in group.former:
        return Refusal("This organisation left, and its keys are not given back. Found a new group with it.")
    if any(one.seat.organisation == organisation and one.state in (INVITED, ACCEPTED) for one in group.invitations):
        return Refusal("This organisation was invited already. Wait for its answer.")
    return None


def refusal_to_letting_in(group: Group, invitation: GroupInvitation, *, own: str) -> Refusal | None:
    if own != group.holder:
        return Refusal("Only the organisation that founded the group lets others in. Ask it to.")
    if invitation.state != ACCEPTED:
        return Refusal("There is no yes to this invitation that waits. Look at who belongs to the group.")
    return None


def refusal_to_leaving(group: Group, *, own: str) -> Refusal | None:
    if own == group.holder:
        return Refusal("This organisation founded the group and holds it. End the reading of the others instead.")
    return None


def refusal_to_ending(group: Group, organisation: str, *, own: str) -> Refusal | None:
    if own != group.holder:
        return Refusal("Only the organisation that founded the group ends the reading of others. Ask it to.")
    if organisation == own or group.seat(organisation) is None:
        return Refusal("This organisation does not read here as a guest. Look at who belongs to the group.")
    return None
