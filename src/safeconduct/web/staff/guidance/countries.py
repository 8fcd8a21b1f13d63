"""A country on one page: who can help, what holds there, what is closed and what remains, what worked and what fell short."""

from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from safeconduct.access import lookup
from safeconduct.access.desk import adopting
from safeconduct.access.keyring import Keyring
from safeconduct.cases.closed_way import closed_in, closed_ways
from safeconduct.cases.desk import casework
from safeconduct.coordination.desk import strategies
from safeconduct.guidance.country_fact import KINDS, CountryFact, country_facts, facts_of
from safeconduct.guidance.defender_law import cautions as laws_cautions
from safeconduct.guidance.instrument import in_force
from safeconduct.guidance.mechanism import EVERYWHERE, Mechanism, cautions, sides_of
from safeconduct.guidance.office_record import office_record
from safeconduct.guidance.register import the_register
from safeconduct.vocabulary.place_name import country_code, country_name, official_languages
from safeconduct.vocabulary.refusal import NotFound
from safeconduct.web.staff.coordination.strategy_wording import NO_STRATEGY, strategy_row
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.fields import Country

NO_FACT = (
    "Nobody has written anything down of these. For all cases, ask an administrator of the server to add it to countries.toml: "
    "what is so, its source, its day and your post. On one case, note it on that case."
)
SPEAKERS = {"state": "The state", "defenders": "Defenders", "others": "Others"}
SIDES = ("How it is made", "For whom", "How it is carried out", "What came of it")
Section = dict[str, Any]


class Choose(forms.Form):
    country = Country(_("Country"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def countries(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    form = Choose(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        return HttpResponseRedirect(reverse("staff:country", args=[form.cleaned_data["country"]]))
    written = {one.country for one in country_facts(settings.SAFECONDUCT_COUNTRIES)}
    known = sorted(written | _with_mechanisms_of_their_own(), key=country_name)
    context = {
        **frame(keyring, "cases"),
        "title": "Countries",
        "sentence": "Facts with a source and a day, or none.",
        "back": {"text": "Guidance", "address": reverse("staff:guidance")},
        "sections": [
            {"title": "Any country", "part": {"form": form, "button": "Open", "first": True}},
            {
                "title": "With facts of their own",
                "rule": "Written down here, or a mechanism of that country alone",
                "names": [
                    {"text": country_name(code), "address": reverse("staff:country", args=[code])} for code in known
                ],
            },
        ],
    }
    return render(request, "staff/guidance.html", context)


def _with_mechanisms_of_their_own() -> set[str]:
    return {
        code for one in the_register().mechanisms if len(one.countries) == 1 for code in one.countries - {EVERYWHERE}
    }


@require_safe
@for_members
def country(request: HttpRequest, keyring: Keyring, code: str) -> HttpResponse:
    if country_code(code) != code:
        raise NotFound
    today = timezone.localdate()
    facts = facts_of(code, country_facts(settings.SAFECONDUCT_COUNTRIES))
    context = {
        **frame(keyring, "cases"),
        "title": country_name(code),
        "sentence": "What is not here, nobody has written down.",
        "back": {"text": "Countries", "address": reverse("staff:countries")},
        "sections": [
            *_written(facts, today),
            _noted(code, keyring),
            _strategies(code, keyring),
            _alike(code),
            _closed(code),
            _languages(code),
            _texts(keyring),
            _laws(code, today),
            *_mechanisms(code, today),
            _adopted(code, keyring),
            *_gaps(facts),
        ],
    }
    return render(request, "staff/guidance.html", context)


def _written(facts: tuple[CountryFact, ...], today: date) -> list[Section]:
    """A section for each kind of fact, by the order of kinds."""
    by_kind = {kind: list(rows) for kind, rows in groupby(facts, key=lambda one: one.kind)}
    return [
        {"title": title, "id": kind, "rows": [_fact(one, today) for one in by_kind[kind]]}
        for kind, title in KINDS.items()
        if kind in by_kind
    ]


def _fact(fact: CountryFact, today: date) -> dict[str, str]:
    doubt = fact.doubt(today=today)
    known_from = f"Source: {fact.source}. Noted by: {fact.noted_by}."
    return {
        "state_shape": "soon" if doubt else "ring",
        "state_word": _day(fact.on),
        "sentence": fact.says,
        "reason": " ".join(part for part in (known_from, doubt) if part),
    }


def _noted(code: str, keyring: Keyring) -> Section:
    """What officers noted on cases that this post may open: kinds and days; the words stand in the file."""
    now = timezone.now()
    known = casework.cards_for(code, keyring, at=now)
    noted = [(on, kind, card) for card in known.cards for country, kind, on in card.country_notes if country == code]
    return {
        "title": "Noted on cases",
        "id": "noted",
        "rule": "What changed there; words and source stand in the file",
        "rows": [
            {
                "state_shape": "ring",
                "state_word": _day(on),
                "codename": card.codename,
                "address": reverse("staff:dossier", args=[card.dossier]) + "#country",
                "sentence": f": {KINDS[kind]}",
            }
            for on, kind, card in sorted(noted, key=lambda row: (row[0], row[2].codename), reverse=True)
        ],
        "empty": "Nothing is noted on a case that this post may open.",
        "doubts": (f"Only the newest {casework.MOST_CARDS} cards of this country were looked at.",)
        if known.is_cut
        else (),
    }


def _strategies(code: str, keyring: Keyring) -> Section:
    now = timezone.now()
    found = strategies.of_country(code, keyring, at=now)
    return {
        "title": "Strategies",
        "id": "strategies",
        "rule": "What groups of this office mean to do there",
        "rows": [strategy_row(group, one, on=timezone.localdate(now)) for group, one in found],
        "empty": NO_STRATEGY,
    }


def _alike(code: str) -> Section:
    return {
        "title": "Like cases",
        "rule": "Whether they were treated alike, here and beside other countries",
        "links": [
            {"text": "How decided cases were treated", "address": reverse("staff:country_alike", args=[code])},
        ],
    }


def _gaps(facts: tuple[CountryFact, ...]) -> list[Section]:
    """The kinds of which nothing is written, together: a gap is shown."""
    written = {one.kind for one in facts}
    missing = [title for kind, title in KINDS.items() if kind not in written]
    return [{"title": "Not written down", "id": "gaps", "words": [NO_FACT], "points": missing}] if missing else []


def _closed(code: str) -> Section:
    closed = closed_in(code, closed_ways(settings.SAFECONDUCT_CLOSED_WAYS))
    return {
        "title": "Closed ways",
        "rule": "Levels and channels",
        "rows": [
            {
                "state_shape": "bar",
                "state_word": f"Since {_day(one.since)}",
                "sentence": one.says,
                "reason": f"Source: {one.source}. Noted by: {one.noted_by}.",
            }
            for one in closed
        ],
        "empty": "No level or channel is written down as closed.",
    }


def _languages(code: str) -> Section:
    names = official_languages(code)
    return {
        "title": "Languages",
        "rule": "Official ones, as Unicode CLDR has them",
        "points": names,
        "words": () if names else ("CLDR has none for this country.",),
        "doubts": ("What defenders there read may be another language: ask.",),
    }


def _texts(keyring: Keyring) -> Section:
    """What this office is bound by, there as everywhere."""
    office = keyring.office or lookup.office_by_ref(keyring.organisation)
    owners = office_record(settings.SAFECONDUCT_OFFICES, office.slug).texts_of
    bound = [
        (one, version)
        for one in the_register().instruments
        if one.binds and one.owner in owners and (version := in_force(one))
    ]
    return {
        "title": "What binds this office there",
        "points": [f"{one.title}, {version.name}" for one, version in bound],
        "words": () if bound else ("Nobody has written down which texts bind this office.",),
    }


def _laws(code: str, today: date) -> Section:
    """For and against beside each other."""
    laws = [one for one in the_register().laws if one.country == code]
    return {
        "title": "Laws on defenders in the register",
        "rule": "What each gives and what is said against it; not that it is kept",
        "rows": [
            {
                "state_shape": "half",
                "state_word": f"Of {one.adopted}",
                "sentence": one.name,
                "reason": " ".join(
                    (
                        f"For: {one.gives} Against: {one.against}",
                        *laws_cautions(one, today=today),
                        f"Read: {_day(one.last_checked)}.",
                    )
                ),
                "verb": "Source",
                "verb_address": one.source.address,
                "verb_about": one.name,
            }
            for one in laws
        ],
        "links": [
            {"text": "What is said against it", "remark": one.name, "address": one.criticised_at, "is_outside": True}
            for one in laws
            if one.criticised_at
        ],
        "empty": "The register holds none.",
    }


def _mechanisms(code: str, today: date) -> list[Section]:
    """Those of the country first, then those that work in several; by name, never by merit."""
    fitting = [one for one in the_register().mechanisms if code in one.countries or EVERYWHERE in one.countries]
    own = [one for one in fitting if one.countries == {code}]
    return [
        {
            "title": title,
            "rule": rule,
            "rows": [_mechanism(one, today) for one in sorted(chosen, key=lambda one: one.name.casefold())],
            "empty": "The register holds none.",
            "folded": f"{len(chosen)} of them" if is_long and chosen else "",
        }
        for title, rule, is_long, chosen in (
            ("Mechanisms of this country", "By name", False, own),
            ("That work there too", "By name", True, [one for one in fitting if one not in own]),
        )
    ]


def _mechanism(one: Mechanism, today: date) -> dict[str, Any]:
    views = [f"{SPEAKERS[view.by]}: {view.says}" for view in one.views]
    sides = [f"{title}: {said}" for title, said in zip(SIDES, sides_of(one), strict=True) if said]
    said = [one.opens, *sides, *views, *cautions(one, today=today), f"Read: {_day(one.last_checked)}."]
    return {
        "state_shape": "waits" if one.pause else "ring",
        "state_word": "Paused" if one.pause else "Listed",
        "sentence": one.name,
        "reason": " ".join(part for part in said if part),
        "verb": "Source",
        "verb_address": one.source.address,
        "verb_about": one.name,
    }


def _adopted(code: str, keyring: Keyring) -> Section:
    names = {one.id: one.name for one in the_register().practices}
    planned = [one for one in adopting.adoptions(keyring.organisation) if one.country == code]
    return {
        "title": "Good practices planned here",
        "rows": [
            {
                "state_shape": {"": "ring", "done": "done", "dropped": "ended"}[one.outcome],
                "state_word": {"": f"By {_day(one.due_on)}", "done": "Done", "dropped": "Dropped"}[one.outcome],
                "sentence": names.get(one.practice, one.practice),
            }
            for one in planned
        ],
        "empty": "This office has planned none for this country.",
    }


def _day(day: date) -> str:
    return date_format(day, "j F Y")
