"""The strategies of countries that a group keeps: one line each with its gaps, and a new one with the common minimum."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.coordination.desk import belonging
from safeconduct.coordination.desk import strategies as desk
from safeconduct.vocabulary.place_name import country_name
from safeconduct.web.staff import doing
from safeconduct.web.staff.coordination.parts import parts_of_group
from safeconduct.web.staff.coordination.strategy_forms import BeginForm
from safeconduct.web.staff.coordination.strategy_wording import address_of, strategy_row
from safeconduct.web.staff.door import for_members, frame


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def page(request: HttpRequest, keyring: Keyring, group: str) -> HttpResponse:
    """Posting begins one."""
    now = timezone.now()
    form = BeginForm(request.POST if request.method == "POST" else None)

    def begin(typed: dict[str, Any]) -> None:
        desk.begin_strategy(group, typed["country"], typed["marking"], keyring, at=now)

    if doing.is_done(form, begin):
        return HttpResponseRedirect(address_of(group, form.cleaned_data["country"]))
    one = belonging.open_group(group, keyring, at=now)
    today = timezone.localdate(now)
    known = sorted(desk.strategies_in(one).values(), key=lambda each: country_name(each.country))
    context = {
        **frame(keyring, "groups"),
        "title": "Strategies",
        "sentence": "One for each country: what is done for defenders there, who does it and by when.",
        "back": {"text": one.group.name, "address": reverse("staff:group", args=[group])},
        "parts": parts_of_group(group, "strategies"),
        "sections": [
            {
                "title": "Countries",
                "rule": "The whole group reads each; who comes later too",
                "rows": [strategy_row(one.group, each, on=today, with_group=False) for each in known],
                "empty": "The group keeps no strategy yet.",
            },
            {
                "title": "Begin one",
                "rule": "The common minimum stands in it at once. Add to it; what is left out asks for a reason",
                "part": {"form": form, "button": "Begin the strategy", "go": "begin", "first": True},
            },
        ],
    }
    return render(request, "staff/coordination/strategy.html", context)
