"""What one reader sees of a dossier: the entries of the scopes whose keys they hold, and slips for the rest."""

from dataclasses import dataclass, field

from safeconduct.dossiers.entry import EmptySlip, Entry, Position, SealedEntry, first_break, key_place, opened_body
from safeconduct.dossiers.reach import NOWHERE, Reach, cut_short
from safeconduct.dossiers.scope import ScopeKey
from safeconduct.sealing.record import unwrap_key


@dataclass(frozen=True)
class OpenDossier:
    """A dossier as one reader holds it during one request. `broken_at` is where its chain does not hold; `cut_short` how
    many entries it once had, if not all of those are here; `end` how far it reaches now, and `kept` how far it did when
    its office last opened it, as far as this reader's keys tell."""

    ref: str
    organisation: str
    compartment: str
    entries: tuple[Entry | EmptySlip, ...] = field(repr=False)
    scope_keys: tuple[ScopeKey, ...] = field(repr=False)
    broken_at: int | None
    cut_short: int | None = None
    end: Reach = NOWHERE
    kept: Reach = NOWHERE

    def written(self, *kinds: str) -> tuple[Entry, ...]:
        """The readable entries of these kinds (of all kinds if none is named), oldest first."""
        return tuple(entry for entry in self.entries if isinstance(entry, Entry) and (not kinds or entry.kind in kinds))

    def key_of(self, scope: str) -> ScopeKey | None:
        """The newest key of a scope, if this reader holds one."""
        return next((key for key in reversed(self.scope_keys) if key.name == scope), None)


def opened(
    ref: str, organisation: str, compartment: str, sealed: tuple[SealedEntry, ...], scope_keys: tuple[ScopeKey, ...]
) -> OpenDossier:
    """Raises Unopened when an entry in a held scope was changed."""
    by_ref = {key.ref: key for key in scope_keys}
    entries = tuple(_entry_or_slip(ref, one, by_ref.get(one.scope_ref)) for one in sealed)
    hashes = tuple(one.hash for one in sealed)
    # Of a scope that no entry stands in, the key may be anybody's.
    first = by_ref.get(sealed[0].scope_ref) if sealed else None
    kept = first.reach if first else NOWHERE
    return OpenDossier(
        ref,
        organisation,
        compartment,
        entries,
        scope_keys,
        first_break(ref, sealed),
        cut_short(hashes, kept),
        Reach(len(hashes), hashes[-1]) if hashes else NOWHERE,
        kept,
    )


def _entry_or_slip(ref: str, sealed: SealedEntry, scope: ScopeKey | None) -> Entry | EmptySlip:
    if sealed.wrapped_key is None or scope is None:
        return EmptySlip(sealed.seq, sealed.day, erased=sealed.wrapped_key is None)
    entry_key = unwrap_key(scope.key, sealed.wrapped_key, key_place(ref, sealed.seq))
    return opened_body(entry_key, Position(ref, sealed.seq, sealed.before, scope), sealed.body)
