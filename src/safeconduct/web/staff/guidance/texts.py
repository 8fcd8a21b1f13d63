"""The texts of the register: each with its versions, what it asks of whom, and what became of each entry."""

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from safeconduct.access.keyring import Keyring
from safeconduct.guidance.commitment import Commitment, cautions, history
from safeconduct.guidance.instrument import Instrument, Version, in_force, standing
from safeconduct.guidance.register import action_kinds, the_register
from safeconduct.guidance.source import doubt
from safeconduct.vocabulary.place_name import country_name
from safeconduct.vocabulary.refusal import NotFound
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.promises import rule_in_words

STATES = {
    "in_force": ("done", "In force"),
    "superseded": ("ended", "Superseded"),
    "archived": ("ended", "Archived"),
    "confidential": ("bar", "Confidential"),
    "uncertain": ("soon", "Uncertain"),
}
BOUND = {
    "company": "companies",
    "consulate": "consulates",
    "council_wg": "the Council's working group",
    "embassy": "embassies",
    "eu_delegation": "EU delegations",
    "focal_point": "focal points",
    "head_of_mission": "heads of mission",
    "home_state": "the state itself",
    "hq": "headquarters",
    "hrd": "defenders",
    "like_minded": "like-minded states",
    "ms_capital": "capitals of member states",
    "ms_embassy": "embassies of member states",
    "ngo": "organisations",
    "osce_state": "states of the OSCE",
    "permanent_mission": "permanent missions",
    "submitter": "whoever submits",
    "un": "the United Nations",
    "visiting_official": "visiting officials",
}
STRENGTHS = {
    "advice": "advises",
    "benchmark": "measures",
    "call": "calls for",
    "may": "allows",
    "must": "demands",
    "should": "asks for",
}


@require_safe
@for_members
def texts(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    register = the_register()
    known = sorted(register.instruments, key=lambda one: (_owner(one).casefold(), one.title.casefold()))
    asked = {one.id: sum(said.version in _ids(one) for said in register.commitments) for one in known}
    context = {
        **frame(keyring, "cases"),
        "title": "Texts and commitments",
        "sentence": f"{len(known)} texts and {len(register.commitments)} commitments, in our own words, by whose they are.",
        "back": {"text": "Guidance", "address": reverse("staff:guidance")},
        "sections": [
            {"title": owner, "links": [_link_to(one, asked[one.id]) for one in of]}
            for owner, of in groupby(known, _owner)
        ],
    }
    return render(request, "staff/guidance.html", context)


@require_safe
@for_members
def text(request: HttpRequest, keyring: Keyring, text_id: str) -> HttpResponse:
    instrument = next((one for one in the_register().instruments if one.id == text_id), None)
    if instrument is None:
        raise NotFound
    binds = "It binds those whom it names." if instrument.binds else "A yardstick that binds nobody."
    context = {
        **frame(keyring, "cases"),
        "title": instrument.title,
        "sentence": f"{instrument.nature.replace('_', ' ').capitalize()} of {_owner(instrument)}. {binds}",
        "back": {"text": "Texts and commitments", "address": reverse("staff:texts")},
        "sections": [
            {
                "title": "Versions",
                "rule": "One at most is in force",
                "rows": [_version(one, instrument) for one in instrument.versions],
            },
            *_where_read(instrument),
            *_commitments(instrument),
        ],
    }
    return render(request, "staff/guidance.html", context)


def _ids(instrument: Instrument) -> set[str]:
    return {version.id for version in instrument.versions}


def _owner(instrument: Instrument) -> str:
    return country_name(instrument.owner) if len(instrument.owner) == 2 else instrument.owner


def _link_to(instrument: Instrument, asked: int) -> dict[str, str]:
    version = in_force(instrument)
    stands = f"In force: {version.name}." if version else "No version is known to be in force."
    commitments = (
        "No commitment is held." if not asked else "One commitment." if asked == 1 else f"{asked} commitments."
    )
    address = reverse("staff:text", args=[instrument.id])
    return {"text": instrument.title, "remark": f"{stands} {commitments}", "address": address}


def _version(version: Version, instrument: Instrument) -> dict[str, str]:
    shape, word = STATES[version.status]
    before = next((one.name for one in instrument.versions if one.id == version.supersedes), "")
    told = (
        f"The text is of {version.dated}." if version.dated else "The day of the text is not known.",
        f"Its page is of {version.page_dated}." if version.page_dated else "",
        f"The page was changed on {version.edited}." if version.edited else "",
        f"It takes the place of: {before}." if before else "",
        standing(version),
        doubt(version.verification),
        version.note,
        f"Told in: {version.said_in}." if version.said_in else "",
    )
    reason = " ".join(part for part in told if part)
    return {"state_shape": shape, "state_word": word, "sentence": version.name, "reason": reason}


def _where_read(instrument: Instrument) -> list[dict[str, Any]]:
    """Links for people, once each; of a confidential version nothing but that it exists."""
    shown = [version for version in instrument.versions if version.status != "confidential"]
    addresses = {one.address: one.remark for version in shown for one in version.addresses}
    links = [{"text": to, "remark": remark, "address": to, "is_outside": True} for to, remark in addresses.items()]
    return [{"title": "Where it was read", "links": links}] if links else []


def _commitments(instrument: Instrument) -> list[dict[str, Any]]:
    known = the_register().commitments
    return [
        {
            "title": "What it asks",
            "rule": version.name,
            "remarked": [_commitment(one, instrument, version) for one in asked],
        }
        for version in instrument.versions
        if (asked := [one for one in known if one.version == version.id])
    ]


def _commitment(commitment: Commitment, instrument: Instrument, version: Version) -> dict[str, Any]:
    steps = "; ".join(action_kinds()[kind].name for kind in commitment.actions)
    whom = ", ".join(BOUND[one] for one in commitment.bound)
    asked = f"It {STRENGTHS[commitment.strength]} this of {whom}, {commitment.clause}. When: {commitment.trigger}."
    doubts = (*cautions(commitment, instrument, version), commitment.note, *history(commitment, version))
    remarks = (
        asked,
        f"Steps that serve it: {steps}." if steps else "",
        rule_in_words(commitment.evidence) or "No recorded event can show it; somebody has to read and judge.",
        " ".join(part for part in doubts if part),
    )
    return {"says": commitment.says, "remarks": [remark for remark in remarks if remark]}
