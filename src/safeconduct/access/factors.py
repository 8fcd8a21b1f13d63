"""What a member signs in with besides the passphrase, sealed under a key from the member's own secret.

It opens for every way in, so digits that were used on one way are used on the others too.
"""

import json
from dataclasses import dataclass, field, replace

from safeconduct.sealing.place import place
from safeconduct.sealing.record import derived_key, seal, unseal
from safeconduct.sealing.unopened import Unopened


@dataclass(frozen=True)
class Factors:
    """The authenticator's secret and the last step used (0: none), and the ISO day of the paper code, if there is one."""

    totp_secret: str = field(repr=False)
    totp_step: int = 0
    paper_on: str = ""

    def used(self, step: int) -> "Factors":
        return replace(self, totp_step=max(step, self.totp_step))


def seal_factors(member_secret: bytes, member: str, factors: Factors) -> bytes:
    written = {"v": 1, "totp": factors.totp_secret, "step": factors.totp_step, "paper": factors.paper_on}
    return seal(derived_key(member_secret, "factors"), json.dumps(written).encode(), place("factors", member))


def opened_factors(member_secret: bytes, member: str, sealed: bytes) -> Factors | None:
    try:
        written = json.loads(unseal(derived_key(member_secret, "factors"), sealed, place("factors", member)))
    except Unopened:
        return None
    return Factors(written["totp"], written["step"], written["paper"])
