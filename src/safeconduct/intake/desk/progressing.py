"""Telling how far things are: seals the steps, without names, to every code that leads to a dossier."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from safeconduct.dossiers.entry import Entry
from safeconduct.intake import models
from safeconduct.intake.progress import Progress, progress_from, progress_of, progress_place
from safeconduct.sealing.keys import Identity, wrap
from safeconduct.sealing.padding import pad, unpad
from safeconduct.sealing.unopened import Unopened


def begin(ref: str, arrival: Mapping[str, Any], *, at: datetime) -> None:
    progress = Progress({"arrived": at.date().isoformat()}, datetime.fromisoformat(arrival["read_by"]))
    _tell(ref, progress, [arrival])


def tell(ref: str, entries: Iterable[Entry]) -> None:
    """Call it in the transaction that put a new entry in; `entries` are all that the reader holds, oldest first."""
    known = list(entries)
    progress = progress_of(known)
    if progress:
        given = [entry.data for entry in known if entry.kind in ("arrived", "code_given")]
        replaced = {data.get("replaces") for data in given}
        _tell(ref, progress, [data for data in given if _alone(data) not in replaced])


def reply(ref: str, identity: Identity, *, at: datetime) -> None:
    """The holder of this code has written back: their own page says so at once, that of another code when the office
    writes next."""
    for row in models.Progress.objects.filter(dossier=ref):
        try:
            progress = progress_from(unpad(identity.unwrap(bytes(row.body), progress_place(ref))))
        except Unopened:
            continue
        row.delete()
        body = wrap(identity.public_seal, pad(progress.after_reply(at).as_bytes()), progress_place(ref))
        models.Progress.objects.create(dossier=ref, body=body)


def _alone(arrival: Mapping[str, Any]) -> str | None:
    """The public key of the code alone, if a code came with it."""
    keys = arrival["keys"]
    return str(keys["alone"]["seal"]) if "alone" in keys else None


def _tell(ref: str, progress: Progress, arrivals: list[Mapping[str, Any]]) -> None:
    models.Progress.objects.filter(dossier=ref).delete()
    for arrival in arrivals:
        if alone := _alone(arrival):
            body = wrap(bytes.fromhex(alone), pad(progress.as_bytes()), progress_place(ref))
            models.Progress.objects.create(dossier=ref, body=body)
