"""What an organisation reads of a dossier that another one shares with it, folded from the shared entries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from safeconduct.cases.reuse import Reused, reused
from safeconduct.cases.story_part import StoryPart, story_parts
from safeconduct.dossiers.entry import Entry
from safeconduct.dossiers.opening import OpenDossier
from safeconduct.dossiers.sealed_file import SealedFile, sealed_file_from
from safeconduct.dossiers.signing import Checked
from safeconduct.intake.consent import Terms, terms_from
from safeconduct.vocabulary.sharing import MARKINGS

OF_THE_CHANNEL = ("share_letter", "share_received", "share_note", "verification_shared", "verification_doubted")


@dataclass(frozen=True)
class Received:
    """`terms` are those of each share that reads today, and `written` the shared entries, both newest first;
    `letters` what both organisations wrote about the shares; `reused` what they verified and let us rely on."""

    ref: str
    codename: str
    from_office: str
    terms: tuple[Terms, ...]
    since: datetime
    story: Mapping[str, Any] = field(repr=False)
    parts: tuple[StoryPart, ...] = field(repr=False)
    contact: Mapping[str, Any] = field(repr=False)
    name: str = field(repr=False)
    files: tuple[tuple[int, SealedFile], ...] = field(repr=False)
    written: tuple[Entry, ...] = field(repr=False)
    letters: tuple[Entry, ...] = field(repr=False)
    reused: tuple[Reused, ...] = field(repr=False)
    unsigned: frozenset[int]

    @property
    def marking(self) -> str:
        """The strictest of those under which something was shared."""
        return min((terms.marking for terms in self.terms), key=MARKINGS.index)

    @property
    def has_name(self) -> bool:
        return any("identity" in terms.parts for terms in self.terms)


def received(dossier: OpenDossier, letters: Sequence[Entry], signatures: Checked) -> Received:
    """`letters` came with the shares, newest first."""
    believed = signatures.believed(dossier)
    newest, first = letters[0], letters[-1]
    return Received(
        ref=dossier.ref,
        codename=newest.data["codename"],
        from_office=newest.data["from_office"],
        terms=tuple(terms_from(letter.data) for letter in letters),
        since=first.at,
        story=_newest(believed, "told"),
        parts=story_parts(believed),
        contact=_newest(believed, "contact"),
        name=str(_newest(believed, "identity").get("name", "")),
        files=tuple((entry.seq, sealed_file_from(entry.data)) for entry in believed if entry.kind == "file"),
        written=tuple(
            entry
            for entry in reversed(dossier.written())
            if entry.kind not in OF_THE_CHANNEL and entry.scope != "identity"
        ),
        letters=tuple(entry for entry in reversed(believed) if entry.kind in OF_THE_CHANNEL),
        reused=reused(believed),
        unsigned=signatures.unsigned,
    )


def _newest(written: tuple[Entry, ...], kind: str) -> Mapping[str, Any]:
    return next((entry.data for entry in reversed(written) if entry.kind == kind), {})
