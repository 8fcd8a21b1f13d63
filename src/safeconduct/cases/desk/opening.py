"""What the verbs of cases share: open a dossier, append to it as a member, and write the journal."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial, wraps
from typing import Any, TypeVar

from django.db import transaction

from safeconduct.access import lookup as directory
from safeconduct.access.desk import journaling
from safeconduct.access.desk.seeing import see_only
from safeconduct.access.journal import Line
from safeconduct.access.keyring import Keyring, refusal_to_signing
from safeconduct.cases.casefile import CaseFile, casefile, facts_from, refusal_to_writing
from safeconduct.cases.desk.counting_once import insist_on_first_time
from safeconduct.dossiers import lookup as dossiers
from safeconduct.dossiers.desk import ending, reading, writing
from safeconduct.dossiers.entry import Author, NewEntry, foreseen
from safeconduct.dossiers.opening import OpenDossier
from safeconduct.dossiers.reach import Reach
from safeconduct.dossiers.scope import ScopeKey
from safeconduct.dossiers.signing import Checked, checked, with_partners
from safeconduct.intake.consent import shares
from safeconduct.intake.desk import progressing
from safeconduct.sealing.unopened import Unopened
from safeconduct.vocabulary.refusal import insist

Verb = TypeVar("Verb", bound=Callable[..., Any])


def in_one_transaction(verb: Verb) -> Verb:
    """All of a verb or nothing of it, and the directory is read once, in that transaction."""

    @wraps(verb)
    def done(*args: Any, **kwargs: Any) -> Any:
        with transaction.atomic(), directory.reading_once():
            return verb(*args, **kwargs)

    return done  # type: ignore[return-value]


@dataclass(frozen=True)
class Opened:
    """A dossier as a member of its office has it open during one request, and whose signatures in it fit."""

    case: CaseFile = field(repr=False)
    dossier: OpenDossier = field(repr=False)
    signatures: Checked = field(repr=False)


def opened(ref: str, keyring: Keyring) -> Opened:
    """Held until the transaction ends: what a verb decides by is still so when it writes.

    Raises NotFound, and Unopened when the entries that the rest stands on are not signed.
    """
    see_only(keyring.organisation)
    dossier = reading.open_row(ending.hold_dossier(ref), ref, keyring)
    # The reader's own organisation says who its members are: the one in the row could be anybody's.
    signatures = checked(dossier, member_keys=keys_of_members(keyring.organisation))
    partners = {share.terms.organisation for share in shares(signatures.believed(dossier, "shared"))}
    signatures = with_partners(signatures, dossier, member_keys=keys_of_members(*partners))
    if not signatures.believed(dossier, "arrived") or not signatures.believed(dossier, "told"):
        raise Unopened
    return Opened(casefile(dossier, signatures), dossier, signatures)


def keys_of_members(*organisations: str) -> partial[tuple[bytes, ...]]:
    """Looks up the signing keys that a member of any of these organisations had on a day, once each."""
    return partial(cache(_member_keys), tuple(dict.fromkeys(organisations)))


def _member_keys(organisations: tuple[str, ...], member: str, day: str) -> tuple[bytes, ...]:
    registers = (directory.register(organisation, (member,)) for organisation in organisations)
    return tuple(key for register in registers for key in register.signing_keys(member, day))


def append(
    one: Opened,
    keyring: Keyring,
    entries: list[NewEntry],
    *,
    channel: ScopeKey | None = None,
    apart: str = "",
    at: datetime,
) -> Reach:
    """Put entries in, and on the card what they change there; how far the dossier goes then. `channel` is the key for the
    words of a share; what goes into the scope `apart` gets a key of its own."""
    insist(refusal_to_writing(one.case))
    insist_on_first_time(at=at)
    by = author(keyring)
    reach = writing.append(
        one.dossier.ref,
        entries,
        _changed_facts(one, entries, by=by, at=at),
        held=tuple(key for key in _keys_for_writing(one) if key.name != apart),
        codes=one.signatures.own_seals,
        channel=channel,
        by=by,
        at=at,
    )
    if any(entry.scope == "messages" for entry in entries):
        progressing.tell(one.dossier.ref, reading.open_with_keyring(one.dossier.ref, keyring).written())
    return reach


def _keys_for_writing(one: Opened) -> tuple[ScopeKey, ...]:
    return _not_shared(one, _since_the_last_epoch(one.dossier, one.signatures.keys_for_writing(one.dossier)))


def _changed_facts(one: Opened, entries: list[NewEntry], *, by: Author, at: datetime) -> dict[str, Any]:
    believed, last = one.signatures.believed(one.dossier), len(one.dossier.entries)
    new = tuple(foreseen(entry, seq=seq, by=by, at=at) for seq, entry in enumerate(entries, start=last + 1))
    before = facts_from(believed)
    return {name: value for name, value in facts_from((*believed, *new)).items() if before.get(name) != value}


def _not_shared(one: Opened, keys: tuple[ScopeKey, ...]) -> tuple[ScopeKey, ...]:
    """The grants of a share are rows that somebody may delete; what was shared stands in signed entries too."""
    shared = {ref for share in one.case.sharing.shares for ref in share.scope_refs}
    return tuple(key for key in keys if key.ref not in shared)


def _since_the_last_epoch(dossier: OpenDossier, keys: tuple[ScopeKey, ...]) -> tuple[ScopeKey, ...]:
    """A key from before the compartment's newest epoch may be in the hands of somebody who left: new entries get
    a fresh one."""
    began_on = directory.began_on(dossier.compartment)
    older = dossiers.scopes_used_until(dossier.ref, began_on) if began_on else frozenset()
    return tuple(key for key in keys if key.ref not in older)


def author(keyring: Keyring) -> Author:
    insist(refusal_to_signing(keyring))
    return Author("member", keyring.member, keyring.member_name, keyring.post, keyring.post_name, keyring.identity)


def journal(
    event: str, ref: str, keyring: Keyring, *, at: datetime, note: str = "", reach: Reach | None = None
) -> None:
    """`reach`: how far the dossier goes now, so that the auditors can tell when its end is gone."""
    told = reach.as_text() if reach else ""
    line = Line(event, ref, keyring.member, keyring.post, at, note, told)
    journaling.journal(keyring.organisation, line, on=at.date())
