"""The rota of a group: what each member can do, a proposal with its reasons, what is agreed, and publishing it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.coordination.desk import belonging, planning
from safeconduct.coordination.desk.planning import GroupProposal, Place
from safeconduct.coordination.hearing import BACKUP, LEAD, Hearing, hearings
from safeconduct.coordination.occasion import Role
from safeconduct.coordination.rota_group import (
    Planning,
    SeatWish,
    refusal_to_publishing,
    seat_wishes,
    ways_told,
)
from safeconduct.coordination.rota_proposal import SECONDS
from safeconduct.coordination.rota_reason import Reason, why_chosen, why_gap
from safeconduct.coordination.rota_wish import Assignment
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.staff.coordination import calendar, hearing_wording
from safeconduct.web.staff.coordination.parts import parts_of_group
from safeconduct.web.staff.coordination.rota_forms import WaysForm, WishForm, typed_of, typed_ways
from safeconduct.web.staff.door import for_members, frame

GAP_WORDS = {Role.LEAD: _("No lead"), Role.BACKUP: _("No backup")}
ROLE_WORDS = {Role.LEAD: _("Lead"), Role.BACKUP: _("Backup")}
LONGEST_PLACE = 32 + 1 + 10 + 1 + 32
MOST_PLACES = 2_000


class LockForm(forms.Form):
    """Somebody whom the proposal does not name."""

    hearing = forms.ChoiceField(label=_("Hearing"), required=False)
    role = forms.ChoiceField(label=_("As"), choices=[(LEAD, _("Lead")), (BACKUP, _("Backup"))], required=False)
    who = forms.ChoiceField(label=_("Organisation"), required=False)

    def __init__(self, found: Planning, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["hearing"].choices = [("", _("None")), *((one.ref, name) for name, one in found.hearings.items())]
        self.fields["who"].choices = [
            ("", _("Nobody")),
            *((seat.organisation, name) for name, seat in found.seats.items()),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and bool(cleaned["hearing"]) != bool(cleaned["who"]):
            raise forms.ValidationError(_("Hearing and organisation belong together. Choose both, or neither."))
        return cleaned

    def places(self) -> list[Place]:
        typed = self.cleaned_data
        return [(typed["hearing"], typed["role"] or LEAD, typed["who"])] if typed["hearing"] else []


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def rota(request: HttpRequest, keyring: Keyring, group: str) -> HttpResponse:
    """As the pressed button says. A proposal is shown and kept nowhere until it is published."""
    now, go = timezone.now(), request.POST.get("go", "")
    here, problem, shown = reverse("staff:rota", args=[group]), "", None
    wish = WishForm(request.POST if go == "wish" else None, prefix="wish")
    ways = WaysForm(request.POST if go == "ways" else None, prefix="ways")
    found = planning.ground(group, keyring, at=now)
    lock = LockForm(found, request.POST if go == "propose" else None, prefix="lock")
    agreed = _places(request.POST.getlist("agreed"))
    try:
        if go == "wish" and wish.is_valid():
            planning.tell_wish(group, wish.wish(keyring.organisation), keyring, at=now)
            return HttpResponseRedirect(f"{here}#wishes")
        if go == "ways" and ways.is_valid():
            planning.tell_ways(group, ways.cleaned_data["ways"], keyring, at=now)
            return HttpResponseRedirect(f"{here}#wishes")
        if go == "publish":
            planning.publish(group, _places(request.POST.getlist("place")), keyring, at=now)
            return HttpResponseRedirect(reverse("staff:group", args=[group]) + "#hearings")
        if go == "propose" and lock.is_valid():
            agreed = [*agreed, *lock.places()]
            shown = planning.proposed(found, agreed, seconds=SECONDS)
    except Refused as refused:
        problem = str(refused)
        if go == "wish":
            wish.add_error(None, problem)
            problem = ""
    return _page(request, keyring, group, found, shown, agreed, (wish, ways, lock), problem=problem)


def _places(typed: Iterable[str]) -> list[Place]:
    """What does not name a hearing, a role and an organisation is left out: no page of ours sends it."""
    split = (text.split(":") for text in list(typed)[:MOST_PLACES] if len(text) <= LONGEST_PLACE)
    return [(parts[0], parts[1], parts[2]) for parts in split if len(parts) == 3]


def _page(
    request: HttpRequest,
    keyring: Keyring,
    ref: str,
    found: Planning,
    shown: GroupProposal | None,
    agreed: list[Place],
    asked: tuple[WishForm, WaysForm, LockForm],
    *,
    problem: str,
) -> HttpResponse:
    now, (wish, ways, lock) = timezone.now(), asked
    one = belonging.open_group(ref, keyring, at=now)
    told, known = seat_wishes(one.written), hearings(one.written)
    if own := told.get(keyring.organisation):
        wish.initial = typed_of(own)
    ways.initial = {"ways": typed_ways(ways_told(one.written))}
    context = {
        **frame(keyring, "groups"),
        "title": "Rota",
        "sentence": _sentence(found),
        "back": {"text": one.group.name, "address": reverse("staff:group", args=[ref])},
        "parts": parts_of_group(ref, "rota"),
        "problem": problem,
        "says": shown.proposal.says if shown else "",
        "rows": _rows(shown, found) if shown else [],
        # What was ticked stays ticked when it cannot be kept, so that one tick can be taken away.
        "locks": [] if shown else _locks(agreed, found),
        "months": _months(shown, found, at=now) if shown else [],
        "lock": {"form": lock if lock.errors else LockForm(found, prefix="lock")},
        "can_propose": bool(found.hearings),
        "publish_refusal": refusal_to_publishing(one.group, own=keyring.organisation),
        "wishes": [_wish_row(seat.office, told.get(seat.organisation)) for seat in one.group.seats],
        "wish": {"form": wish, "button": "Keep what we can do", "go": "wish"},
        "ways": {"form": ways, "button": "Keep the ways", "go": "ways"},
        "left_out": _left_out(known, found),
    }
    return render(request, "staff/coordination/rota.html", context)


def _sentence(found: Planning) -> str:
    count = len(found.hearings)
    ahead = "No hearing" if not count else "One hearing" if count == 1 else f"{count} hearings"
    return f"{ahead} of the next three months can be planned. What members said themselves is kept."


def _left_out(known: Iterable[Hearing], found: Planning) -> int:
    """Hearings ahead that no rota can plan: without a day, closed, or later than three months."""
    planned = {one.ref for one in found.hearings.values()}
    return sum(one.is_ahead(found.wish.at) and one.ref not in planned for one in known)


# A proposal in words


def _rows(shown: GroupProposal, found: Planning) -> list[dict[str, Any]]:
    """One for each hearing, the next one first."""
    rows = []
    for name, hearing in found.hearings.items():
        places = [_place_row(one, shown, found) for one in shown.proposal.rota if one.occasion == name]
        gaps = [
            {"word": GAP_WORDS[gap.role], "why": _why(why_gap(gap, shown.standing))}
            for gap in shown.proposal.gaps
            if gap.occasion == name
        ]
        rows.append(
            {
                "when": hearing_wording.when(hearing.sitting),
                "where": hearing_wording.where(hearing.sitting),
                "places": sorted(places, key=lambda row: row["order"]),
                "gaps": gaps,
            }
        )
    return rows


def _place_row(one: Assignment, shown: GroupProposal, found: Planning) -> dict[str, Any]:
    is_own_word = one in found.wish.locks
    return {
        "order": list(Role).index(one.role),
        "role": ROLE_WORDS[one.role],
        "who": one.observer,
        "value": _value(one, found),
        "is_agreed": one in shown.agreed,
        "is_own_word": is_own_word,
        "is_published": one in shown.standing.published,
        "why": {"sentence": "They said so themselves.", "others": []}
        if is_own_word
        else _why(why_chosen(one, shown.standing)),
    }


def _why(reason: Reason) -> dict[str, Any]:
    return {"sentence": reason.sentence, "others": [other.says for other in reason.alternatives]}


def _value(one: Assignment, found: Planning) -> str:
    return f"{found.hearings[one.occasion].ref}:{one.role}:{found.seats[one.observer].organisation}"


def _locks(agreed: list[Place], found: Planning) -> list[dict[str, str]]:
    known = ((place, found.place(*place)) for place in dict.fromkeys(agreed))
    return [
        {"value": ":".join(place), "text": f"{one.observer}, {one.role} of {one.occasion}"}
        for place, one in known
        if one
    ]


def _months(shown: GroupProposal, found: Planning, *, at: datetime) -> list[dict[str, Any]]:
    """Each month that is planned, as it would be with this rota."""
    taken: dict[str, dict[str, tuple[str, str]]] = {}
    for one in shown.proposal.rota:
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


def _wish_row(office: str, wish: SeatWish | None) -> dict[str, str]:
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
    ]
    text = "; ".join(part for part in parts if part)
    return {"office": office, "text": f"{text[0].upper()}{text[1:]}."}


def _days(first: Any, last: Any) -> str:
    shown = date_format(first, "j M")
    return shown if first == last else f"{shown} to {date_format(last, 'j M')}"
