"""The rules of enrolling: who may certify whom, in which order, and what an organisation must not be left without."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

from safeconduct.access.invitation import ROLES
from safeconduct.access.presence import NOT_PROVED
from safeconduct.vocabulary.refusal import Refusal

FEWEST_REGISTRARS = 2
DUTIES = ("requests", "auditors", "other")
ONE_OF_EACH = ("requests", "auditors")
LONGEST_NAME = 100
SAID_FOR = timedelta(days=7)
"""How long a word that a post holds nothing may be used to close it."""


@dataclass(frozen=True)
class Joined:
    """What an account is made of; `step` is the last time step whose digits were used."""

    member: str
    name: str
    post: str
    passphrase: str = field(repr=False)
    totp_secret: str = field(repr=False)
    step: int = 0


def refusal_to_acting(*, is_registrar: bool, has_proved: bool) -> Refusal | None:
    """Every change of who may do what needs a registrar whose certificate stands, and their passphrase again."""
    if not is_registrar:
        return Refusal("Only an administrator whose certificate stands today may do this. Ask one.")
    if not has_proved:
        return NOT_PROVED
    return None


def refusal_to_certifying(
    member: str, *, by: str, signed_by: Collection[str], asked_words: bool, words_match: bool
) -> Refusal | None:
    """`asked_words`: the keys are new, so the person must read their words out; else they are known already."""
    if member == by:
        return Refusal("Nobody certifies themself. Two other administrators must do it.")
    if by in signed_by:
        return Refusal("You have certified this already. It waits for another administrator.")
    if asked_words and not words_match:
        return Refusal(
            "These are not the words of the keys that wait here. Have the person read them out again. "
            "If they differ again, somebody changed the keys: withdraw this and invite anew."
        )
    return None


def refusal_to_changing(
    member: str, role: str, *, by: str, has_post: bool, waits: bool, is_signed_today: bool
) -> Refusal | None:
    if member == by:
        return Refusal("Nobody changes their own certificate. Ask two other administrators.")
    if waits:
        return Refusal("Something waits for this member already. Certify it or withdraw it first.")
    if role not in ROLES:
        return Refusal("There is no such role here. Choose one of the list.")
    if is_signed_today:
        return Refusal("A certificate for this role was signed today already. Change the post tomorrow.")
    if not has_post:
        return Refusal("There is no open post of this name. Create the post first.")
    return None


def refusal_to_ending_registrar(*, left: int) -> Refusal | None:
    """`left`: how many registrars would stand without the one who is to go."""
    if left < FEWEST_REGISTRARS:
        return Refusal("An organisation needs at least two administrators. Make another one first.")
    return None


def refusal_to_leaving(member: str, *, by: str, last_holder_of: Collection[str], confirmed: bool) -> Refusal | None:
    """`last_holder_of` are names of compartments that nobody else could open any more."""
    if member == by:
        return Refusal("Nobody ends their own account here. Ask another administrator.")
    if last_holder_of and not confirmed:
        names = ", ".join(f"“{name}”" for name in sorted(last_holder_of))
        return Refusal(
            f"Nobody else holds {names}: what is sealed there then opens by recovery only. "
            "Let somebody else in first, or tick that it must be so."
        )
    return None


def refusal_to_signing_last_day(
    member: str,
    last_day: date,
    *,
    by: str,
    is_registrar: bool,
    is_certified: bool,
    last_holder_of: Collection[str],
    on: date,
) -> Refusal | None:
    if member == by:
        return Refusal("Nobody ends their own account here. Ask another administrator.")
    if last_day < on:
        return Refusal("The last day is in the past. Choose a day from today on, or end the account now.")
    if is_registrar:
        return Refusal("This is an administrator, and only the root key ends one. End the account now, with its words.")
    if not is_certified:
        return Refusal("Nobody has vouched for this person’s keys yet. Withdraw what waits; the account ends with it.")
    if last_holder_of:
        names = ", ".join(f"“{name}”" for name in sorted(last_holder_of))
        return Refusal(f"Nobody else holds {names}. Let somebody else in first; then sign the day.")
    return None


def refusal_to_opening_compartment(
    name: str, duty: str, *, names: Collection[str], duties: Collection[str], holder_stands: bool
) -> Refusal | None:
    """`names` and `duties` are those that the organisation's compartments have already."""
    if refusal := refusal_to_naming(name, taken=names, what="compartment"):
        return refusal
    if duty not in DUTIES:
        return Refusal("There is no such duty. Choose one of the list.")
    if duty in ONE_OF_EACH and duty in duties:
        return Refusal("Another compartment has this duty already, and there can be only one. Choose “other”.")
    if not holder_stands:
        return Refusal("The first holder must be a certified member. Certify the person first, or choose another.")
    return None


def refusal_to_naming(name: str, *, taken: Collection[str], what: str) -> Refusal | None:
    if not name.strip():
        return Refusal(f"The {what} has no name yet. Type one.")
    if len(name.strip()) > LONGEST_NAME:
        return Refusal(f"The name is too long. Choose one of at most {LONGEST_NAME} letters.")
    if name.strip().casefold() in {one.casefold() for one in taken}:
        return Refusal(f"There is a {what} of this name already. Choose another name.")
    return None


def refusal_to_closing_post(*, members: int, invited: int, unsaid: Collection[str]) -> Refusal | None:
    """`unsaid` are names of compartments whose holders have not signed that nothing of the post hangs there."""
    if members or invited:
        return Refusal("Somebody holds this post or is invited to it. Give them another post first, then close it.")
    if unsaid:
        names = ", ".join(f"“{name}”" for name in sorted(unsaid))
        return Refusal(
            f"Nobody who holds {names} has signed in the last seven days that this post holds no work. "
            "Ask a member who can read there: they find it under Handover."
        )
    return None


def refusal_to_saying_empty(*, holds: bool, is_open: bool, members: int, hangs: int, groups: int) -> Refusal | None:
    """`hangs`: the cases, as far as who signs can read, in which the post holds anything; `groups`: those that it owes
    something."""
    if not holds:
        return Refusal("You hold no compartment, so you cannot know what hangs on a post. Ask a member who can read.")
    if not is_open:
        return Refusal("There is no such post any more. Look at the page again.")
    if members:
        return Refusal("Somebody holds this post. Its work is theirs to hand over; then the post can be closed.")
    if hangs:
        held = "One case hangs" if hangs == 1 else f"{hangs} cases hang"
        return Refusal(f"{held} on this post still. Take each over first; then sign that it holds nothing.")
    if groups:
        owed = "to a group" if groups == 1 else f"to {groups} groups"
        return Refusal(
            f"This post owes something {owed} still. Take it up in your post; then sign that it holds nothing."
        )
    return None


def refusal_to_letting_in(*, holds: bool, admitted: bool, stands: bool, waits_for_key: bool) -> Refusal | None:
    if not holds:
        return Refusal("You do not hold this compartment, so you cannot let anybody in. Somebody who holds it can.")
    if not admitted:
        return Refusal("No administrator has asked for this. Let one ask for it under People first.")
    if not stands:
        return Refusal("No two administrators vouch for this person’s keys today. Let them be certified first.")
    if waits_for_key:
        return Refusal("A new key of this compartment waits for an administrator. Let the person in after that.")
    return None


def refusal_to_certifying_epoch(*, made_by_admitted: bool, is_signed: bool, own_key: bool) -> Refusal | None:
    if own_key:
        return Refusal("You made this key yourself. Another administrator must certify it.")
    if not is_signed or not made_by_admitted:
        return Refusal(
            "This key is not signed by a member of the compartment. It was put here by somebody else: "
            "do not use it, ask for another one, and look into who can write to the database."
        )
    return None
