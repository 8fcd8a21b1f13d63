"""What people read of an instance, as plain values: lists, dossiers, files, boxes and the journal.

Two releases read the same when these are equal. A later release that tells more adds it here, and says for the frozen
ones what it was before.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from safeconduct.access.models import Member
from safeconduct.cases.desk.opening import keys_of_members
from safeconduct.dossiers.desk import listing, reading
from safeconduct.dossiers.entry import EmptySlip, Entry
from safeconduct.dossiers.models import Dossier
from safeconduct.dossiers.sealed_file import chunks_of, sealed_file_from
from safeconduct.dossiers.signing import checked
from safeconduct.intake import visit as seeing
from safeconduct.intake.desk import returning
from safeconduct.sealing.code import Code
from safeconduct.vocabulary.refusal import NotFound
from tests.embedded import AUDITORS, Call, Embedded

Reading = dict[str, Any]


def as_read(embedded: Embedded, boxes: Mapping[str, Call]) -> Reading:
    here = set(Member.objects.filter(ended_on=None).values_list("name", flat=True))
    members = sorted(here & embedded.frozen.sign_ins.keys())
    return {
        "cards": {name: _cards(embedded, name) for name in members},
        "dossiers": {name: _dossiers(embedded, name) for name in members},
        "boxes": {label: _box(call) for label, call in boxes.items()},
        "journal": {slug: embedded.journal(slug) for slug in AUDITORS},
    }


def _cards(embedded: Embedded, name: str) -> dict[str, Any]:
    return {card.dossier: dict(card.facts) for card in listing.cards(embedded.keyring(name), on=embedded.now.date())}


def _dossiers(embedded: Embedded, name: str) -> dict[str, Any]:
    refs = Dossier.objects.order_by("ref").values_list("ref", flat=True)
    opened = {ref: _dossier(embedded, ref, name) for ref in refs}
    return {ref: told for ref, told in opened.items() if told}


def _dossier(embedded: Embedded, ref: str, name: str) -> list[dict[str, Any]]:
    keyring = embedded.keyring(name)
    try:
        dossier = reading.open_with_keyring(ref, keyring)
    except NotFound:
        return []
    believed = {
        entry.seq for entry in checked(dossier, member_keys=keys_of_members(keyring.organisation)).believed(dossier)
    }
    assert dossier.broken_at is None
    return [_entry(embedded, one, believed) for one in dossier.entries]


def _entry(embedded: Embedded, one: Entry | EmptySlip, believed: Iterable[int]) -> dict[str, Any]:
    if isinstance(one, EmptySlip):
        return {"seq": one.seq, "day": one.day, "erased": one.erased}
    told = {
        "seq": one.seq,
        "scope": one.scope,
        "kind": one.kind,
        "at": one.at.isoformat(),
        "by": [one.by.kind, one.by.name, one.by.post_name],
        "data": dict(one.data),
        "is_believed": one.seq in believed,
    }
    if one.kind == "file":
        content = b"".join(chunks_of(embedded.files, sealed_file_from(one.data)))
        told["content"] = sha256(content).hexdigest()
    return told


def _box(call: Call) -> list[dict[str, Any]]:
    return [
        {
            "dossier": office.ref,
            "steps": dict(office.progress.days) if office.progress else {},
            "read_by": office.progress.read_by.isoformat() if office.progress else "",
            "is_hidden": office.erase_after is not None,
            "messages": [[one.office, one.from_office, one.at.isoformat(), one.text] for one in _messages(office)],
            "consents": sorted(seeing.wishes([office.dossier]).consents) if office.dossier else [],
        }
        for office in returning.look(call.visit()).offices
    ]


def _messages(office: seeing.Office) -> tuple[seeing.Message, ...]:
    return seeing.messages(office.dossier) if office.dossier else ()


def call_as_data(call: Call) -> dict[str, Any]:
    return {"refs": list(call.refs), "code": call.code.bits.hex(), "own_word": call.own_word}


def call_from(data: Mapping[str, Any]) -> Call:
    return Call(tuple(data["refs"]), Code(bytes.fromhex(data["code"])), data["own_word"])
