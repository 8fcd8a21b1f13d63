"""Hearings in an officer's words: when at the court, who sits in, what came of it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from safeconduct.cases.coded_list import coded_list, label_of
from safeconduct.coordination.hearing import (
    ADJOURNED,
    BACKUP,
    CANCELLED,
    CANNOT,
    CLOSED,
    LEAD,
    MOVED,
    NOT_HELD,
    OBSERVED,
    OPENED,
    REFUSED,
    SET,
    Hearing,
    HearingChange,
    HearingResult,
    hearings,
)
from safeconduct.coordination.observation import NO
from safeconduct.coordination.sitting import Sitting
from safeconduct.dossiers.entry import Entry
from safeconduct.web.staff.wording import moment

CHANGE_WORDS = {
    SET: "Set",
    MOVED: "Moved",
    ADJOURNED: "Adjourned",
    CLOSED: "Closed to observers",
    OPENED: "Open to observers again",
    CANCELLED: "Cancelled",
}
RESULT_WORDS = {OBSERVED: "Observed", REFUSED: "Access refused", NOT_HELD: "Did not take place"}
ROLE_WORDS = {LEAD: "We take the lead", BACKUP: "We take the backup", CANNOT: "We cannot"}


def by_ref(written: Iterable[Entry]) -> dict[str, Hearing]:
    return {one.ref: one for one in hearings(written)}


def when(sitting: Sitting) -> str:
    """On the court's own clock."""
    if sitting.local is None:
        return "No new day yet"
    return f"{date_format(sitting.local, 'D j F Y')}, {sitting.local:%H:%M}"


def zone_of(sitting: Sitting) -> str:
    """Where the court's clock is not ours, what ours shows then."""
    starts = sitting.starts
    if starts is None or starts.utcoffset() == timezone.localtime(starts).utcoffset():
        return ""
    return f"{timezone.localtime(starts):%H:%M} here; {sitting.zone}"


def where(sitting: Sitting) -> str:
    return f"{sitting.court}, {sitting.city}"


def about(sitting: Sitting, *, on: date) -> str:
    parts = [label_of("hearing_stages", sitting.stage), label_of("hearing_access", sitting.access)]
    if sitting.notice_by:
        late = " (that day has passed)" if sitting.notice_by < on else ""
        parts.append(f"tell the court by {date_format(sitting.notice_by, 'j F')}{late}")
    if sitting.language:
        parts.append(f"in {sitting.language}")
    return " · ".join(parts)


def state(hearing: Hearing, *, at: datetime) -> tuple[str, str]:
    """The shape and the word that matter most."""
    if newest := hearing.newest_result:
        return {OBSERVED: "done", REFUSED: "bar", NOT_HELD: "ended"}[newest.what], RESULT_WORDS[newest.what]
    if hearing.state in (CANCELLED, CLOSED):
        return ("ended" if hearing.state == CANCELLED else "bar"), CHANGE_WORDS[hearing.state]
    if hearing.sitting.local is None:
        return "ring", "Adjourned, no day yet"
    if not hearing.is_ahead(at):
        return "soon", "No result yet"
    if not hearing.office_that(LEAD):
        return "gap", "Nobody"
    return ("done", "Covered") if hearing.office_that(BACKUP) else ("soon", "No backup")


def change_row(change: HearingChange) -> dict[str, str]:
    day = f"{date_format(change.local, 'j F Y')}, {change.local:%H:%M}" if change.local else ""
    to = f" {'for' if change.what == SET else 'to'} {day}" if day else ""
    no_day = ", no new day yet" if change.what == ADJOURNED and not change.local else ""
    return {
        "day": date_format(timezone.localtime(change.at), "j M"),
        "kind": f"{CHANGE_WORDS[change.what]}{to}{no_day}.",
        "text": change.why,
        "by": f"{change.office}, {moment(change.at)}",
    }


def result_row(result: HearingResult) -> dict[str, str]:
    how = f": {label_of('hearing_refusals', result.how).lower()}" if result.how else ""
    instead = f"Instead: {label_of('hearing_alternatives', result.instead).lower()}." if result.instead else ""
    return {
        "day": date_format(timezone.localtime(result.at), "j M"),
        "kind": f"{RESULT_WORDS[result.what]}{how}. {instead}".strip(),
        "text": " ".join(part for part in (result.public, result.words, _counted(result)) if part),
        "by": f"{result.office}, {moment(result.at)}",
    }


def _counted(result: HearingResult) -> str:
    """Of a note: what was not as the law asks, and the incidents."""
    items = [row.label for row in coded_list("fair_trial") if result.answers.get(row.value) == NO]
    incidents = [label_of("hearing_incidents", one) for one in result.incidents]
    said = (("Answered no", items), ("Incidents", incidents))
    return " ".join(f"{title}: {'; '.join(labels)}." for title, labels in said if labels)


def history_rows(hearing: Hearing) -> list[dict[str, str]]:
    """Changes and results together, the newest first."""
    lines = [(change.at, change_row(change)) for change in hearing.history]
    lines += [(result.at, result_row(result)) for result in hearing.results]
    return [row for _at, row in sorted(lines, key=lambda line: line[0], reverse=True)]


def facts(hearing: Hearing, *, on: date) -> list[dict[str, Any]]:
    sitting = hearing.sitting
    told = {
        "When, at the court": "; ".join(part for part in (when(sitting), zone_of(sitting)) if part),
        "Where": where(sitting),
        "How": about(sitting, on=on),
        **(
            {"Guest": f"{hearing.guest}. Ask the office whose case it is before you tell them."}
            if hearing.guest
            else {}
        ),
    }
    return [{"label": label, "text": text} for label, text in told.items()]
