"""A rota of a group in words: what is planned, who goes where and why, the months as they would be, what each can do."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from safeconduct.coordination.desk.planning import GroupProposal, Place
from safeconduct.coordination.hearing import Hearing
from safeconduct.coordination.occasion import Role
from safeconduct.coordination.rota_group import Planning
from safeconduct.coordination.rota_reason import Reason, why_chosen, why_gap
from safeconduct.coordination.rota_wish import Assignment
from safeconduct.coordination.seat_wish import SeatWish
from safeconduct.coordination.trip import GOES, Trip
from safeconduct.web.staff.coordination import calendar, hearing_wording
from safeconduct.web.staff.coordination.region_wording import when

GAP_WORDS = {Role.LEAD: _("No lead"), Role.BACKUP: _("No backup")}
ROLE_WORDS = {Role.LEAD: _("Lead"), Role.BACKUP: _("Backup"), Role.GUEST: _("Guest")}
ALONG = (_("Goes along"), _("Nobody goes along"))
"""What a backup of a trip is called, and that there is none."""


def sentence(found: Planning) -> str:
    hearings, trips = len(found.hearings), len(found.trips)
    ahead = "No hearing" if not hearings else "One hearing" if hearings == 1 else f"{hearings} hearings"
    lacking = (
        ""
        if not trips
        else " and one trip that lacks company"
        if trips == 1
        else f" and {trips} trips that lack company"
    )
    return f"{ahead}{lacking} of the next three months can be planned. What members said themselves is kept."


def left_out(known: Iterable[Hearing], found: Planning) -> int:
    """Hearings ahead that no rota can plan: without a day, closed, or later than three months."""
    planned = {one.ref for one in found.hearings.values()}
    return sum(one.is_ahead(found.wish.at) and one.ref not in planned for one in known)


# A proposal


def rows(shown: GroupProposal, found: Planning) -> list[dict[str, Any]]:
    """One for each hearing, the next one first."""
    asked = [
        (name, hearing_wording.when(one.sitting), hearing_wording.where(one.sitting), "")
        for name, one in found.hearings.items()
    ]
    asked += [(name, when(one), name.rpartition(", ")[0], _going(one)) for name, one in found.trips.items()]
    starts = shown.standing.grounds.occasions
    return [
        {
            "when": day,
            "where": where,
            "note": note,
            "places": sorted(
                (_place_row(one, shown, found) for one in shown.proposal.rota if one.occasion == name),
                key=lambda row: row["order"],
            ),
            # Where no guest comes, nothing is missing.
            "gaps": [
                {"word": _word(GAP_WORDS, gap.occasion, gap.role, found), "why": _why(why_gap(gap, shown.standing))}
                for gap in shown.proposal.gaps
                if gap.occasion == name and gap.role != Role.GUEST
            ],
        }
        for name, day, where, note in sorted(asked, key=lambda row: starts[row[0]].starts)
    ]


def _going(trip: Trip) -> str:
    """Those who said so themselves."""
    own = [office for ref, (office, said) in trip.answers.items() if said == GOES and ref not in trip.planned.values()]
    return f"{', '.join(own)} goes." if own else ""


def _word(words: dict[Role, Any], occasion: str, role: Role, found: Planning) -> Any:
    return ALONG[words is GAP_WORDS] if occasion in found.trips and role == Role.BACKUP else words[role]


def _place_row(one: Assignment, shown: GroupProposal, found: Planning) -> dict[str, Any]:
    is_own_word = one in found.wish.locks
    return {
        "order": list(Role).index(one.role),
        "role": _word(ROLE_WORDS, one.occasion, one.role, found),
        "who": one.observer,
        "value": ":".join(found.value(one)),
        "is_agreed": one in shown.agreed,
        "is_own_word": is_own_word,
        "is_published": one in shown.standing.published,
        "why": {"sentence": "They said so themselves.", "others": []}
        if is_own_word
        else _why(why_chosen(one, shown.standing)),
    }


def _why(reason: Reason) -> dict[str, Any]:
    return {"sentence": reason.sentence, "others": [other.says for other in reason.alternatives]}


def locks(agreed: list[Place], found: Planning) -> list[dict[str, str]]:
    known = ((place, found.place(*place)) for place in dict.fromkeys(agreed))
    return [
        {"value": ":".join(place), "text": f"{one.observer}, {one.role} of {one.occasion}"}
        for place, one in known
        if one
    ]


def months(shown: GroupProposal, found: Planning, *, at: datetime) -> list[dict[str, Any]]:
    """Each month that is planned, as it would be with this rota."""
    taken: dict[str, dict[str, tuple[str, str]]] = {}
    for one in (one for one in shown.proposal.rota if one.observer in found.seats):
        taken.setdefault(one.occasion, {})[found.seats[one.observer].organisation] = (one.observer, str(one.role))
    as_proposed = tuple(
        replace(hearing, answers={**_outside(hearing, found), **taken.get(name, {})})
        for name, hearing in found.hearings.items()
    )
    days = sorted({(day.year, day.month) for one in as_proposed if (day := one.sitting.day)})
    today = timezone.localdate(at)
    return [calendar.picture(year, month, as_proposed, at=at, today=today) for year, month in days]


def _outside(hearing: Hearing, found: Planning) -> dict[str, tuple[str, str]]:
    inside = {seat.organisation for seat in found.seats.values()}
    return {ref: answer for ref, answer in hearing.answers.items() if ref not in inside}


# Wishes in words


def wish_row(office: str, wish: SeatWish | None, apart: Iterable[str], named: Mapping[str, str]) -> dict[str, str]:
    """`apart`: the hearings that this reader sees in which it has declared a conflict of interest."""
    where = [*apart, *(named[ref] for ref in (wish.apart_from if wish else ()) if ref in named)]
    declared = f"conflict of interest: {'; '.join(where)}" if where else ""
    if wish is None:
        return {"office": office, "text": "Has said nothing yet: every day, language and city counts as possible."}
    parts = [
        f"from {wish.seat}" if wish.seat else "",
        f"follows {', '.join(wish.languages)}" if wish.languages else "every language",
        *(f"away {_days(one.first, one.last)}" for one in wish.away),
        f"not to {', '.join(wish.barred)}" if wish.barred else "",
        f"up to {wish.farthest_hours} hours away" if wish.farthest_hours is not None else "",
        f"at most {wish.at_most}" if wish.at_most is not None else "",
        f"{wish.notice_days} days to be accredited" if wish.notice_days else "",
        f"{wish.share} shares of the load" if wish.share != 1 else "",
        f"could bring a guest: {wish.guest}" if wish.guest else "",
        declared,
    ]
    text = "; ".join(part for part in parts if part)
    return {"office": office, "text": f"{text[0].upper()}{text[1:]}."}


def _days(first: Any, last: Any) -> str:
    shown = date_format(first, "j M")
    return shown if first == last else f"{shown} to {date_format(last, 'j M')}"
