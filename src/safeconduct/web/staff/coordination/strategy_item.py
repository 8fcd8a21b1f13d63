"""One item of a strategy: what the minimum asks and from where, what is done here, by whom and when; its end, or why not."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from safeconduct.access.desk import standings
from safeconduct.access.keyring import Keyring
from safeconduct.coordination.country_strategy import LEFT_OUT, OPEN, StrategyItem
from safeconduct.coordination.desk import belonging
from safeconduct.coordination.desk import strategies as desk
from safeconduct.vocabulary.place_name import country_name
from safeconduct.vocabulary.refusal import the_one
from safeconduct.web.staff import doing
from safeconduct.web.staff.coordination.strategy_forms import DoneForm, ItemForm, LeaveOutForm
from safeconduct.web.staff.coordination.strategy_wording import (
    address_of,
    item_address,
    part_label,
    rests_on,
    short_row,
)
from safeconduct.web.staff.door import for_members, frame


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def page(request: HttpRequest, keyring: Keyring, group: str, country: str, item: str) -> HttpResponse:
    """Writes it, ends it or leaves it out, as the pressed button says."""
    now, go = timezone.now(), request.POST.get("go", "")
    one = belonging.open_group(group, keyring, at=now)
    strategy = desk.strategy_of(one, country)
    known = the_one(strategy.items, item)

    def given(name: str) -> Any:
        return request.POST if go == name else None

    posts = standings.posts_to_name(keyring.organisation, on=now.date()).items()
    write = ItemForm(one.group, keyring.organisation, posts, given("write"), of=known)
    done = DoneForm(given("done"), prefix="done")
    leave_out = LeaveOutForm(given("leave_out"), prefix="leave_out")
    where = (group, country, item)
    if (
        doing.is_done(write, lambda typed: desk.write_item(group, country, write.item(item), keyring, at=now))
        or doing.is_done(done, lambda typed: desk.finish_item(*where, typed["note"], keyring, at=now))
        or doing.is_done(leave_out, lambda typed: desk.leave_out_item(*where, typed["note"], keyring, at=now))
    ):
        return HttpResponseRedirect(address_of(group, country))
    row = short_row(known, item_address(*where), on=timezone.localdate(now))
    context = {
        **frame(keyring, "groups"),
        "title": f"{country_name(country)}: {part_label(known.part)}",
        "sentence": known.asks or known.says,
        "back": {"text": f"Strategy: {country_name(country)}", "address": address_of(group, country)},
        "tab": {"kind": "Strategy of a country", "marking": strategy.marking, "group": one.group.name},
        "sections": [
            {
                "title": "As it stands",
                "rows": [{**row, "verb": ""}],
            },
            *_from(known),
            {
                "title": "Write it",
                "rule": "Who and when may come later; until then the gap shows",
                "part": {"form": write, "button": "Keep it", "go": "write", "first": True},
            },
            *_ends(known, done, leave_out, keyring),
        ],
    }
    return render(request, "staff/coordination/strategy.html", context)


def _from(known: StrategyItem) -> list[dict[str, Any]]:
    if not known.is_minimum:
        return []
    rule = "Which texts ask for it. Each binds whom it says, and nobody else"
    return [{"title": "Common minimum", "rule": rule, "words": [rests_on(known)]}]


def _ends(known: StrategyItem, done: DoneForm, leave_out: LeaveOutForm, keyring: Keyring) -> list[dict[str, Any]]:
    """Offered where it may be; a form that came back with something to correct is shown too."""
    folded = []
    if done.is_bound or (known.state == OPEN and known.organisation == keyring.organisation):
        folded.append({"form": done, "button": "It is done", "go": "done"})
    if leave_out.is_bound or known.state == OPEN:
        folded.append({"form": leave_out, "button": "Leave it out", "go": "leave_out"})
    if known.state == LEFT_OUT or not folded:
        return []
    return [{"title": "End it", "rule": "What came of it, or why it is left out", "all_folded": folded}]
