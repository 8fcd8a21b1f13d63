"""An organisation as the directory shows it."""

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True)
class Office:
    """An organisation as the directory shows it, with what it promises to those who ask for help. `kind`: mission,
    network or body."""

    ref: str
    slug: str
    name: str
    reads_within_hours: int
    urgent_within_hours: int | None
    staffed_from: time | None
    staffed_until: time | None
    time_zone: str
    kind: str = "network"
