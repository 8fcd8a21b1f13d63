"""Where the register holds nobody who can help: states, and groups of defenders. That none is held is not that none exists."""

from collections.abc import Iterable
from dataclasses import dataclass

from safeconduct.guidance.defender_law import DefenderLaw
from safeconduct.guidance.mechanism import EVERYWHERE, Mechanism

STATE_MECHANISM = "state_mechanism"
INTERGOVERNMENTAL = "intergovernmental"


@dataclass(frozen=True)
class ProtectionGaps:
    """Codes of countries: those with a mechanism of their own state, those with a law on defenders and no mechanism, those that
    only a body of several states reaches, those with none of it. `groups` are those for whom alone no mechanism is there, by
    their value."""

    with_own: tuple[str, ...]
    with_law: tuple[str, ...]
    regional_only: tuple[str, ...]
    neither: tuple[str, ...]
    groups: tuple[str, ...]


def protection_gaps(
    mechanisms: Iterable[Mechanism], laws: Iterable[DefenderLaw], *, countries: Iterable[str], groups: Iterable[str]
) -> ProtectionGaps:
    """What may take no requests at present counts as not there. What works in every country closes no gap of one."""
    working = [one for one in mechanisms if not one.pause]
    own = {code for one in working if one.kind == STATE_MECHANISM for code in one.countries}
    regional = {
        code
        for one in working
        if one.run_by == INTERGOVERNMENTAL and EVERYWHERE not in one.countries
        for code in one.countries
    }
    law = {one.country for one in laws} - own
    served = {group for one in working for group in one.groups}
    known = tuple(countries)
    return ProtectionGaps(
        with_own=tuple(code for code in known if code in own),
        with_law=tuple(code for code in known if code in law),
        regional_only=tuple(code for code in known if code in regional - own - law),
        neither=tuple(code for code in known if code not in own | law | regional),
        groups=tuple(group for group in groups if group not in served),
    )
