"""What the verbs of cases share: open a dossier, append to it as a member, and write the journal."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial

from safeconduct.access import lookup as directory
from safeconduct.access.desk import journaling
from safeconduct.access.journal import Line
from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import CaseFile, casefile, refusal_to_writing
from safeconduct.dossiers.desk import reading, writing
from safeconduct.dossiers.entry import Author, NewEntry
from safeconduct.dossiers.opening import OpenDossier
from safeconduct.dossiers.signing import Checked, checked, with_partners
from safeconduct.intake.consent import shares
from safeconduct.intake.desk import progressing
from safeconduct.sealing.unopened import Unopened
from safeconduct.vocabulary.refusal import insist


@dataclass(frozen=True)
class Opened:
    """A dossier as a member of its office has it open during one request, and whose signatures in it fit."""

    case: CaseFile = field(repr=False)
    dossier: OpenDossier = field(repr=False)
    signatures: Checked = field(repr=False)


def opened(ref: str, keyring: Keyring) -> Opened:
    """Raises NotFound, and Unopened when the entries that the rest stands on are not signed."""
    dossier = reading.open_with_keyring(ref, keyring)
    # The reader's own organisation says who its members are: the one in the row could be anybody's.
    signatures = checked(dossier, member_key=keys_of_members(keyring.organisation))
    partners = {share.terms.organisation for share in shares(signatures.believed(dossier, "shared"))}
    signatures = with_partners(signatures, dossier, member_key=keys_of_members(*partners))
    if not signatures.believed(dossier, "arrived") or not signatures.believed(dossier, "told"):
        raise Unopened
    return Opened(casefile(dossier, signatures), dossier, signatures)


def keys_of_members(*organisations: str) -> partial[bytes | None]:
    """Looks up the certified signing key of a member of any of these organisations, once each."""
    return partial(cache(_member_key), tuple(dict.fromkeys(organisations)))


def _member_key(organisations: tuple[str, ...], member: str) -> bytes | None:
    statements = (directory.certified_member(organisation, member) for organisation in organisations)
    return next((statement.public_sign for statement in statements if statement), None)


def append(one: Opened, keyring: Keyring, entries: list[NewEntry], facts: dict[str, object], *, at: datetime) -> None:
    insist(refusal_to_writing(one.case))
    writing.append(
        one.dossier.ref,
        entries,
        facts,
        held=one.signatures.keys_for_writing(one.dossier),
        codes=one.signatures.own_seals,
        by=author(keyring),
        at=at,
    )
    if any(entry.scope == "messages" for entry in entries):
        progressing.tell(one.dossier.ref, reading.open_with_keyring(one.dossier.ref, keyring).written())


def author(keyring: Keyring) -> Author:
    return Author("member", keyring.member, keyring.member_name, keyring.post, keyring.post_name, keyring.identity)


def journal(event: str, ref: str, keyring: Keyring, *, at: datetime, note: str = "") -> None:
    journaling.journal(keyring.organisation, Line(event, ref, keyring.member, keyring.post, at, note), on=at.date())
