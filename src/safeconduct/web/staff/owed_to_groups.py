"""What a post owes to groups, in rows: on the day's page, among what hangs on it, and in a handover."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format

from safeconduct.access import lookup
from safeconduct.access.keyring import Keyring
from safeconduct.cases.handover import Offer
from safeconduct.coordination.duty_offer import DutyOffer, Owing
from safeconduct.coordination.group_duty import GroupDuty
from safeconduct.vocabulary.place_name import country_name
from safeconduct.web.staff.post_end import counted, first_upper
from safeconduct.web.staff.wording import due_in_words

DUE_SOON = timedelta(days=7)
OPEN_DUTY = ("open duty", "open duties")


def for_today(keyring: Keyring, owing: tuple[Owing, ...], *, on: date) -> list[dict[str, Any]]:
    """A section of the day's page: the groups to which the reader's post, or a post without people, owes something soon."""
    if not any(one.duties or one.planned for one in owing):
        return []
    staffed = lookup.posts_with_members(keyring.organisation)
    found = []
    for one in owing:
        ours = [duty for duty in one.duties if duty.post == keyring.post or duty.post not in staffed]
        if ours and ours[0].due <= on + DUE_SOON:
            found.append((one, ours))
    found.sort(key=lambda pair: (pair[1][0].due, pair[0].group))
    rows = [_due_row(one, ours, keyring, on=on) for one, ours in found]
    rows += [row for one in owing for row in _planned_rows(one, keyring, staffed, on=on)]
    rule = "What meetings decided and strategies plan; due within a week, the latest first"
    return [{"title": "Owed to groups", "rule": rule, "rows": rows, "empty": ""}] if rows else []


def _planned_rows(one: Owing, keyring: Keyring, staffed: Collection[str], *, on: date) -> list[dict[str, Any]]:
    """One for each strategy of which the reader's post, or a post without people, does something soon."""
    ours: dict[str, list[date]] = {}
    for country, item in one.planned:
        is_ours = item.post == keyring.post or item.post not in staffed
        if is_ours and item.due and item.due <= on + DUE_SOON:
            ours.setdefault(country, []).append(item.due)
    return [
        {
            **due_in_words(days[0], on=on),
            "group_name": f"Strategy: {country_name(country)}",
            "address": reverse("staff:strategy", args=[one.group, country]),
            "reason": f"{first_upper(counted(len(days), 'item', 'items'))} to do, of {one.name}.",
            "verb": "Open",
            "verb_address": reverse("staff:strategy", args=[one.group, country]),
        }
        for country, days in ours.items()
    ]


def _due_row(one: Owing, ours: list[GroupDuty], keyring: Keyring, *, on: date) -> dict[str, Any]:
    nobodys = sum(duty.post != keyring.post for duty in ours)
    held = len(ours) - nobodys
    parts = [
        f"{counted(held, *OPEN_DUTY)} of your post" if held else "",
        f"{counted(nobodys, 'duty', 'duties')} that nobody holds" if nobodys else "",
    ]
    told = ", ".join(part for part in parts if part)
    verb = {"verb": "Do" if held else "Take up", "verb_address": reverse("staff:group_duties", args=[one.group])}
    return {**_named(one), **due_in_words(ours[0].due, on=on), "reason": f"{first_upper(told)}.", **verb}


def _named(one: Owing) -> dict[str, Any]:
    return {"group_name": one.name, "address": reverse("staff:group_duties", args=[one.group])}


def mine(keyring: Keyring, owing: Iterable[Owing]) -> list[dict[str, Any]]:
    """Beside the cases: what hangs on the reader's post."""
    held = [(one, duties) for one in owing if (duties := one.held_by(keyring.post))]
    return [
        {**_named(one), "state_shape": "soon", "state_word": "Group", "reason": _open_until(duties)}
        for one, duties in held
    ]


def _open_until(duties: tuple[GroupDuty, ...]) -> str:
    day = date_format(duties[0].due, "j F Y")
    return f"{first_upper(counted(len(duties), *OPEN_DUTY))}, {'by' if len(duties) == 1 else 'the next by'} {day}."


def waiting_for(keyring: Keyring, owing: Iterable[Owing], *, on: date) -> list[tuple[Owing, DutyOffer]]:
    """Of which the reader's post must say something; never their own offer to their own post."""
    return [
        (one, made)
        for one in owing
        for made in one.offers
        if made.waits_for(on) == keyring.post and (made.offer.by != keyring.member or made.offer.is_escalated(on))
    ]


def offer_row(one: Owing, made: DutyOffer, names: dict[str, str]) -> dict[str, Any]:
    """Without its state: whose turn it is, and how much goes along."""
    offer, day = made.offer, date_format(made.offer.ends_on, "j F Y")
    posts = f", from {names.get(offer.from_post, '')} to {names.get(offer.to_post, '')}, until {day}"
    along = f"Goes along: {counted(len(made.duties), *OPEN_DUTY)}." if made.duties else "Nothing is owed in it now."
    return {**_named(one), "sentence": posts, "reason": along}


def of_handover(handover: str, owing: Iterable[Owing]) -> list[tuple[Owing, DutyOffer]]:
    return [(one, made) for one in owing for made in one.offers if made.offer.handover == handover]


def all_offers(owing: Iterable[Owing]) -> list[Offer]:
    return [made.offer for one in owing for made in one.offers]
