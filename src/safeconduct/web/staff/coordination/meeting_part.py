"""What the page of a group says of its meetings: the next one, what is late, what we owe, and the ways there."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse

from safeconduct.access.keyring import Keyring
from safeconduct.coordination.agenda import agenda
from safeconduct.coordination.desk import acting
from safeconduct.coordination.desk.opening import OpenGroup
from safeconduct.coordination.group_duty import group_duties, open_group_duties
from safeconduct.reports.agenda_words import day
from safeconduct.web.staff.coordination.acting import alert_row
from safeconduct.web.staff.coordination.group_duty import what_we_owe


def meeting_part(one: OpenGroup, keyring: Keyring, *, today: date, at: datetime) -> dict[str, Any]:
    shown, ref = agenda(one.written, one.group, at=at, on=today), one.group.ref
    ours = [
        duty
        for duty in open_group_duties(group_duties(one.written, one.group))
        if duty.organisation == keyring.organisation
    ]
    return {
        "shape": "late" if shown.late_since else "ring",
        "word": _word(shown.meeting.on if shown.meeting else None, shown.late_since),
        "points": len(shown.points),
        "owed": what_we_owe(ours, on=today, nothing="We owe nothing to it"),
        "duties_address": reverse("staff:group_duties", args=[ref]),
        "agenda_address": reverse("staff:group_meeting", args=[ref]),
        "positions_address": reverse("staff:group_positions", args=[ref]),
        "acting_address": reverse("staff:group_acting", args=[ref]),
        "alerts": [alert_row(alert) for alert in acting.our_alerts(one, keyring, today=today, at=at)],
    }


def _word(on: date | None, late_since: date | None) -> str:
    if late_since:
        return f"Due by {day(late_since)}" + (f", set for {day(on)}" if on else "")
    return day(on) if on else "No meeting is set"
