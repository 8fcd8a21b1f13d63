"""Coordination groups: those that we belong to, the invitations that wait for us, and founding one."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.coordination.desk import belonging
from safeconduct.coordination.desk.belonging import Letter
from safeconduct.coordination.group import CASE, INVITED, REGION, THEME, Group
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.defender.questions import Text
from safeconduct.web.staff.door import for_members, frame

GROUPINGS = {REGION: _("A region"), THEME: _("A theme"), CASE: _("One case")}


class FoundGroup(forms.Form):
    name = Text(
        label=_("Its name"),
        help_text=_("Every organisation of the group reads it. Name nobody in it."),
        max_length=200,
        required=False,
    )
    grouping = forms.ChoiceField(
        label=_("It comes together for"), choices=list(GROUPINGS.items()), widget=forms.RadioSelect, required=False
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def groups(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    now = timezone.now()
    form = FoundGroup(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            ref = belonging.found(form.cleaned_data["name"], form.cleaned_data["grouping"], keyring, at=now)
            return HttpResponseRedirect(reverse("staff:group", args=[ref]))
        except Refused as refused:
            form.add_error(None, str(refused))
    known, letters = belonging.groups(keyring, at=now)
    waiting = [letter for letter in letters if letter.state == INVITED]
    context = {
        **frame(keyring, "groups"),
        "title": "Groups",
        "sentence": _sentence(len(known), len(waiting)),
        "rows": [*(_letter_row(letter) for letter in letters), *(_group_row(group, keyring) for group in known)],
        "part": {"form": form, "button": "Found the group"},
    }
    return render(request, "staff/coordination/groups.html", context)


def _sentence(known: int, waiting: int) -> str:
    groups = "no group" if not known else "one group" if known == 1 else f"{known} groups"
    asked = "" if not waiting else " One invitation waits for you." if waiting == 1 else f" {waiting} invitations wait."
    return f"We belong to {groups}.{asked}"


def _letter_row(letter: Letter) -> dict[str, Any]:
    waits = letter.state == INVITED
    return {
        "state_shape": "soon" if waits else "ring",
        "state_word": "Invited" if waits else "You said yes" if letter.state == "accepted" else "You said no",
        "codename": letter.name,
        "address": reverse("staff:group", args=[letter.ref]),
        "sentence": f", founded by {letter.from_office}",
        "reason": "Answer whether you belong to it." if waits else "",
    }


def _group_row(group: Group, keyring: Keyring) -> dict[str, Any]:
    others = group.others(keyring.organisation)
    return {
        "state_shape": "done" if others else "ring",
        "state_word": f"{len(group.seats)} organisations" if others else "Nobody else yet",
        "codename": group.name,
        "address": reverse("staff:group", args=[group.ref]),
        "sentence": "",
        "reason": ", ".join(seat.office for seat in group.seats),
    }
