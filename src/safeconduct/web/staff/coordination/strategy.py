"""One strategy of a country: its gaps, the items for all defenders and for each group of them, and who has it."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from safeconduct.access.desk import standings
from safeconduct.access.keyring import Keyring
from safeconduct.coordination.country_strategy import CountryStrategy, parts
from safeconduct.coordination.desk import belonging
from safeconduct.coordination.desk import strategies as desk
from safeconduct.coordination.desk.opening import OpenGroup
from safeconduct.coordination.strategy_rule import gaps, refusal_to_receiving
from safeconduct.coordination.tlp import marking
from safeconduct.vocabulary.place_name import country_name
from safeconduct.web.staff import doing
from safeconduct.web.staff.coordination.strategy_forms import NAME_NOBODY, ItemForm, MarkingForm
from safeconduct.web.staff.coordination.strategy_wording import (
    NO_PART,
    address_of,
    gap_rows,
    gaps_in_words,
    item_address,
    item_row,
    part_label,
    receipt_rows,
    short_row,
)
from safeconduct.web.staff.door import for_members, frame

Section = dict[str, Any]


class ReceiptForm(forms.Form):
    """Nothing is asked: the button says it."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def page(request: HttpRequest, keyring: Keyring, group: str, country: str) -> HttpResponse:
    """Adds an item, marks the strategy anew or says that our organisation has it, as the pressed button says."""
    now, go = timezone.now(), request.POST.get("go", "")
    one = belonging.open_group(group, keyring, at=now)
    found = desk.strategy_of(one, country)

    def given(name: str) -> Any:
        return request.POST if go == name else None

    posts = standings.posts_to_name(keyring.organisation, on=now.date()).items()
    add = ItemForm(one.group, keyring.organisation, posts, given("add"))
    mark = MarkingForm(given("mark"), prefix="mark", initial={"marking": found.marking})
    receipt = ReceiptForm(given("received"), prefix="received")
    if (
        doing.is_done(add, lambda typed: desk.write_item(group, country, add.item(), keyring, at=now))
        or doing.is_done(mark, lambda typed: desk.mark_strategy(group, country, typed["marking"], keyring, at=now))
        or doing.is_done(receipt, lambda typed: desk.say_received(group, country, keyring, at=now))
    ):
        return HttpResponseRedirect(address_of(group, country))
    today = timezone.localdate(now)
    gone = gaps(found, on=today)
    context = {
        **frame(keyring, "groups"),
        "title": f"Strategy: {country_name(country)}",
        "sentence": gaps_in_words(gone),
        "back": {"text": "Strategies", "address": reverse("staff:strategies", args=[group])},
        "tab": {"kind": "Strategy of a country", "marking": found.marking, "group": one.group.name},
        "sections": [
            {
                "id": "gaps",
                "title": "Gaps",
                "rule": "What is late, which groups have no part, who and when is missing",
                "rows": gap_rows(gone, found, group, on=today),
                "empty": "Nothing is missing.",
            },
            *_items(found, group, on=today),
            *_past(found, group, on=today),
            {
                "id": "add",
                "title": "Add an item",
                "rule": NAME_NOBODY,
                "folded": {"form": add, "button": "Add an item", "go": "add"},
            },
            _sharing(found, one, receipt, mark, keyring),
        ],
    }
    return render(request, "staff/coordination/strategy.html", context)


def _items(found: CountryStrategy, group: str, *, on: date) -> list[Section]:
    """For all defenders first, then for each group of them."""
    return [
        {
            "id": part or "all",
            "title": part_label(part),
            "rows": [
                item_row(item, item_address(group, found.country, item.ref), on=on) for item in found.of_part(part)
            ],
            "empty": NO_PART,
        }
        for part in ("", *parts())
    ]


def _past(found: CountryStrategy, group: str, *, on: date) -> list[Section]:
    lapsed = gaps(found, on=on).lapsed
    rows = [short_row(item, item_address(group, found.country, item.ref), on=on) for item in lapsed]
    rule = "Items whose last day went by before they were done or put off"
    return [{"id": "past", "title": "Was overdue", "rule": rule, "rows": rows}] if rows else []


def _sharing(
    found: CountryStrategy, one: OpenGroup, receipt: forms.Form, mark: forms.Form, keyring: Keyring
) -> Section:
    known = marking(found.marking)
    promised = f"{known.by_key} {known.by_people}" if known else ""
    own = keyring.organisation
    refused = refusal_to_receiving(found, own=own)
    ask = {"form": receipt, "button": "Our office has it", "go": "received"}
    return {
        "id": "sharing",
        "title": "Who has it",
        "rule": f"{found.marking}: {promised}",
        "rows": receipt_rows(found, one.group),
        "part": None if refused and not receipt.errors else ask,
        "folded": {"form": mark, "button": "Change the marking", "go": "mark"},
    }
