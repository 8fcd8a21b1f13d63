"""What a member signs in with besides the passphrase, sealed under a key from the member's own secret.

It opens for every way in, so digits that were used on one way are used on the others too. Of the paper code it says
which sealed copy counts and how often somebody tried digits with it: neither can be set back without the secret.
"""

import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from safeconduct.sealing.place import place
from safeconduct.sealing.record import derived_key, seal, unseal
from safeconduct.sealing.unopened import Unopened

TRIES_AT_MOST = 5  # wrong digits with one paper code, which is used up by the last of them


@dataclass(frozen=True)
class Factors:
    """The authenticator's secret and the last step used (0: none).

    Of the paper code: the ISO day on which it was made (empty: there is none), the mark of its sealed copy (empty:
    made before there were marks), the ISO moments of wrong digits typed with it, and how many of these are in the journal.
    """

    totp_secret: str = field(repr=False)
    totp_step: int = 0
    paper_on: str = ""
    paper_mark: str = ""
    tries: tuple[str, ...] = ()
    told: int = 0

    def used(self, step: int) -> "Factors":
        return replace(self, totp_step=max(step, self.totp_step))

    def with_paper(self, sealed_copy: bytes, *, on: str) -> "Factors":
        return replace(self, paper_on=on, paper_mark=_mark_of(sealed_copy), tries=(), told=0)

    def without_paper(self) -> "Factors":
        return replace(self, paper_on="", paper_mark="", tries=(), told=0)

    def counts(self, sealed_copy: bytes) -> bool:
        """Whether this copy is the one that was made last: an older one may have been put back."""
        return bool(self.paper_on) and self.paper_mark in ("", _mark_of(sealed_copy))

    def tried(self, at: datetime) -> "Factors":
        tries = (*self.tries, at.isoformat(timespec="minutes"))
        left = self if len(tries) < TRIES_AT_MOST else self.without_paper()
        return replace(left, tries=tries, told=self.told)

    def untold(self) -> tuple[str, ...]:
        """The tries that are not in the journal yet."""
        return self.tries[self.told :]

    def all_told(self) -> "Factors":
        return replace(self, told=len(self.tries))


def _mark_of(sealed_copy: bytes) -> str:
    return sha256(sealed_copy).hexdigest()


def seal_factors(member_secret: bytes, member: str, factors: Factors) -> bytes:
    written = {
        "v": 2,
        "totp": factors.totp_secret,
        "step": factors.totp_step,
        "paper": factors.paper_on,
        "mark": factors.paper_mark,
        "tries": factors.tries,
        "told": factors.told,
    }
    return seal(derived_key(member_secret, "factors"), json.dumps(written).encode(), place("factors", member))


def opened_factors(member_secret: bytes, member: str, sealed: bytes) -> Factors | None:
    try:
        written = json.loads(unseal(derived_key(member_secret, "factors"), sealed, place("factors", member)))
    except Unopened:
        return None
    known = Factors(written["totp"], written["step"], written["paper"])
    if written["v"] == 1:
        return known
    return replace(known, paper_mark=written["mark"], tries=tuple(written["tries"]), told=written["told"])
