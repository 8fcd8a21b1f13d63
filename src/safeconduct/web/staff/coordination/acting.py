"""Who acts on which card of a group, and what only the owner of a case is told: two act apart, or nobody does."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.cases.coded_list import choices_of, label_of
from safeconduct.coordination.acting_apart import APART, SAME_PERSON, Alert, card_acts
from safeconduct.coordination.desk import acting as desk
from safeconduct.coordination.desk import belonging
from safeconduct.coordination.group_item import group_cards
from safeconduct.reports.agenda_words import day
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.fields import Day


class ActOnCard(forms.Form):
    card = forms.ChoiceField(label=_("Card"), required=False)
    what = forms.ChoiceField(
        label=_("What we do"), choices=[("", _("Choose")), *choices_of("group_acts")], required=False
    )
    on = Day(_("Since"))

    def __init__(self, cards: list[tuple[str, str]], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["card"].choices = cards

    def clean_card(self) -> str:
        if not self.cleaned_data["card"]:
            raise forms.ValidationError(_("No card is chosen yet. Choose one of the list."))
        return str(self.cleaned_data["card"])


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def acting(request: HttpRequest, keyring: Keyring, group: str) -> HttpResponse:
    """Says by posting that our organisation acts on a card."""
    now = timezone.now()
    today = timezone.localdate(now)
    one = belonging.open_group(group, keyring, at=now)
    cards = group_cards(one.written)
    choices = [(card.ref, str(card.facts.get("codename", ""))) for card in cards]
    form = ActOnCard(choices, request.POST if request.method == "POST" else None, initial={"on": today})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            desk.note_act(group, typed["card"], typed["what"], typed["on"], keyring, today=today, at=now)
            return HttpResponseRedirect(reverse("staff:group_acting", args=[group]))
        except Refused as refused:
            form.add_error(None, str(refused))
    acts = card_acts(one.written)
    context = {
        **frame(keyring, "groups"),
        "title": "Who acts",
        "sentence": "What one does on a card is read by whoever reads the card.",
        "back": {"text": one.group.name, "address": reverse("staff:group", args=[group])},
        "alerts": [alert_row(alert) for alert in desk.our_alerts(one, keyring, today=today, at=now)],
        "rows": [
            {
                "codename": card.facts.get("codename", ""),
                "note": f"{card.owner_office}; {card.marking}",
                "acts": [
                    f"{act.office}: {label_of('group_acts', act.what).lower()}, {day(act.on)}"
                    for act in acts
                    if act.card == card.ref
                ],
            }
            for card in cards
        ],
        "part": {"form": form, "button": "Tell the group"} if cards else None,
    }
    return render(request, "staff/coordination/acting.html", context)


def alert_row(alert: Alert) -> dict[str, str]:
    codename = str(alert.card.facts.get("codename", ""))
    if alert.kind == SAME_PERSON and alert.other:
        other = str(alert.other.facts.get("codename", ""))
        text = f"{alert.offices[0]} put a card of the same person before this group, as {other}."
        return {"word": "Two cases of one person", "codename": codename, "text": f"{text} Agree on who acts."}
    if alert.kind == APART:
        who = ", ".join(alert.offices)
        verb = "acts" if len(alert.offices) == 1 else "act"
        text = f"{who} {verb} on it too, and no meeting has spoken of it."
        return {"word": "Acting apart", "codename": codename, "text": f"{text} Agree on who does what."}
    text = "Neither we nor anybody of the group has acted since it was put in. Plan a step, or ask at the meeting."
    return {"word": "Nobody acts", "codename": codename, "text": text}
