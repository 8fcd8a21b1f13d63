"""The rota of a group: what each member can do, a proposal with its reasons, what is agreed, and publishing it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.coordination.desk import belonging, planning
from safeconduct.coordination.desk.planning import GroupProposal, Place
from safeconduct.coordination.hearing import BACKUP, LEAD, Hearing, hearings
from safeconduct.coordination.rota_group import Planning, refusal_to_publishing, ways_told
from safeconduct.coordination.rota_proposal import SECONDS
from safeconduct.coordination.seat_wish import seat_wishes
from safeconduct.coordination.trip import Trip
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.staff.coordination import hearing_wording
from safeconduct.web.staff.coordination.parts import parts_of_group
from safeconduct.web.staff.coordination.region_wording import titles
from safeconduct.web.staff.coordination.rota_forms import WaysForm, WishForm, typed_of, typed_ways
from safeconduct.web.staff.coordination.rota_wording import left_out, locks, months, rows, sentence, wish_row
from safeconduct.web.staff.door import for_members, frame

LONGEST_PLACE = 32 + 1 + 10 + 1 + 32
MOST_PLACES = 2_000


class LockForm(forms.Form):
    """Somebody whom the proposal does not name."""

    hearing = forms.ChoiceField(label=_("Hearing or trip"), required=False)
    role = forms.ChoiceField(label=_("As"), choices=[(LEAD, _("Lead")), (BACKUP, _("Backup"))], required=False)
    who = forms.ChoiceField(label=_("Organisation"), required=False)

    def __init__(self, found: Planning, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        asked: dict[str, Hearing | Trip] = {**found.hearings, **found.trips}
        self.fields["hearing"].choices = [("", _("None")), *((one.ref, name) for name, one in asked.items())]
        self.fields["who"].choices = [
            ("", _("Nobody")),
            *((seat.organisation, name) for name, seat in found.seats.items()),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and bool(cleaned["hearing"]) != bool(cleaned["who"]):
            raise forms.ValidationError(
                _("Hearing or trip, and organisation, belong together. Choose both, or neither.")
            )
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
    ways = WaysForm(request.POST if go == "ways" else None, prefix="ways")
    found = planning.ground(group, keyring, at=now)
    wish = WishForm(request.POST if go == "wish" else None, prefix="wish", found=found)
    lock = LockForm(found, request.POST if go == "propose" else None, prefix="lock")
    agreed = _places(request.POST.getlist("agreed"))
    try:
        if go == "wish" and wish.is_valid():
            planning.tell_wish(group, wish.wish(keyring.organisation), wish.cleaned_data["apart"], keyring, at=now)
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
    told, known, named = seat_wishes(one.written), hearings(one.written), titles(found.regions.values())
    apart = {seat.organisation: _apart(seat.organisation, known) for seat in one.group.seats}
    if own := told.get(keyring.organisation):
        wish.initial = typed_of(own, [each.ref for each in apart[keyring.organisation]])
    ways.initial = {"ways": typed_ways(ways_told(one.written))}
    context = {
        **frame(keyring, "groups"),
        "title": "Rota",
        "sentence": sentence(found),
        "back": {"text": one.group.name, "address": reverse("staff:group", args=[ref])},
        "parts": parts_of_group(ref, "rota"),
        "problem": problem,
        "says": shown.proposal.says if shown else "",
        "rows": rows(shown, found) if shown else [],
        # What was ticked stays ticked when it cannot be kept, so that one tick can be taken away.
        "locks": [] if shown else locks(agreed, found),
        "months": months(shown, found, at=now) if shown else [],
        "lock": {"form": lock if lock.errors else LockForm(found, prefix="lock")},
        "can_propose": bool(found.wish.occasions),
        "publish_refusal": refusal_to_publishing(one.group, own=keyring.organisation),
        "wishes": [
            wish_row(
                seat.office,
                told.get(seat.organisation),
                [hearing_wording.where(each.sitting) for each in apart[seat.organisation]],
                named,
            )
            for seat in one.group.seats
        ],
        "wish": {"form": wish, "button": "Keep what we can do", "go": "wish"},
        "ways": {"form": ways, "button": "Keep the ways", "go": "ways"},
        "left_out": left_out(known, found),
    }
    return render(request, "staff/coordination/rota.html", context)


def _apart(organisation: str, known: Iterable[Hearing]) -> list[Hearing]:
    """The hearings to come in which it has declared a conflict of interest."""
    return [one for one in known if organisation in one.apart and one.is_ahead(timezone.now())]
