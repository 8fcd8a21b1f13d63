"""Calendar files, read by another library than the one that writes them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import vobject


@dataclass(frozen=True)
class Read:
    ref: str
    begins: date
    ends: date
    title: str
    privacy: str


def appointments_in(text):
    file = vobject.readOne(text)
    file.validate(raiseException=True)
    return [
        Read(
            one.uid.value,
            _moment(one.dtstart.value),
            _moment(one.dtend.value),
            one.summary.value,
            one.contents["class"][0].value,
        )
        for one in file.contents.get("vevent", ())
    ]


def _moment(value):
    return value.astimezone(UTC) if isinstance(value, datetime) else value
