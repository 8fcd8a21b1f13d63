"""Something new that is shown once and typed back before it counts: it travels sealed in the page, and is kept nowhere.

Only this run of the server opens it, for the same person and purpose, within half an hour; so a form cannot be made
to take words of somebody's own choice.
"""

import json
from datetime import datetime, timedelta

from safeconduct.sealing.place import place
from safeconduct.sealing.record import derived_key, seal, unseal
from safeconduct.sealing.unopened import Unopened

LASTS = timedelta(minutes=30)


def sealed_offer(boot_secret: bytes, purpose: str, member: str, text: str, *, at: datetime) -> str:
    """In hexadecimal, for a hidden field. `member` is whose it is: a member, a session or a browser; empty for anybody."""
    written = json.dumps({"v": 1, "text": text, "at": at.isoformat()}).encode()
    return seal(derived_key(boot_secret, "offer"), written, place("offer", purpose, member)).hex()


def offered(
    boot_secret: bytes, purpose: str, member: str, sealed: str, *, at: datetime, lasts: timedelta = LASTS
) -> str | None:
    """The text that was offered, or None when it is too old or not ours."""
    try:
        opened = unseal(derived_key(boot_secret, "offer"), bytes.fromhex(sealed), place("offer", purpose, member))
    except (Unopened, ValueError):
        return None
    written = json.loads(opened)
    made_at = datetime.fromisoformat(written["at"])
    text: str = written["text"]
    return text if made_at <= at < made_at + lasts else None
