"""If a compartment is lost: the recovery key, its holders' drills, and the ceremonies that use it."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from safeconduct.access import lookup
from safeconduct.access.desk import entrusting, overseeing, recovering, safeguarding
from safeconduct.access.desk.overseeing import CeremonySeen, HolderSeen, RecoverySeen
from safeconduct.access.keyring import Keyring
from safeconduct.access.recovery import RECOVERY, REGISTRARS, REHEARSAL
from safeconduct.sealing.splitting import LEAST_NEEDED, MOST_NEEDED
from safeconduct.vocabulary.refusal import NotFound
from safeconduct.web import wrong
from safeconduct.web.staff import proving, sign_in_gate
from safeconduct.web.staff.door import for_members, for_registrars, frame
from safeconduct.web.staff.people_forms import Confirm, Proving
from safeconduct.web.staff.wording import moment

KEY_VERBS = {
    "make": "Make the key and split it",
    "sign": "Sign: these holders, this many needed",
    "entrust": "I know these holders: wrap my compartments to it",
    "check": "Check my parts",
}
CEREMONY_VERBS = {
    "agree": "I have spoken to this person and agree",
    "hand_in": "Hand in my parts",
    "join": "Join the parts",
    "stop": "Stop it",
}
PURPOSES = {REHEARSAL: "A rehearsal with a made-up secret", RECOVERY: "The recovery of a compartment"}

Errors = dict[str, forms.Form]


class Propose(Proving):
    names = forms.CharField(
        label=_("Holders, one name on a line"),
        help_text=_("Three to seven people in two countries or more, of any organisation on this instance."),
        error_messages={"required": _("No holder is named yet. Write one name on a line.")},
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off", "spellcheck": "false"}),
    )
    needed = forms.TypedChoiceField(
        label=_("How many of them are needed"),
        choices=[(number, number) for number in range(LEAST_NEEDED, MOST_NEEDED + 1)],
        coerce=int,
        initial=3,
    )


class Begin(Proving):
    purpose = forms.ChoiceField(label=_("What it is"), choices=list(PURPOSES.items()))
    compartment = forms.ChoiceField(label=_("Compartment"), required=False)

    def __init__(self, *given: Any, compartments: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["compartment"].choices = [("", _("None: it is a rehearsal")), *compartments]


@require_safe
@for_members
def recovery(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    return _page(request, keyring, {})


@require_POST
@for_registrars
def propose(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    form = Propose(request.POST, prefix="propose", proved=proving.has_proved(request))

    def act(typed: dict[str, Any], proved: bool, at: datetime) -> None:
        names = tuple(line.strip().casefold() for line in typed["names"].splitlines() if line.strip())
        safeguarding.propose_key(names, typed["needed"], keyring, has_proved=proved, at=at)

    return _acted(request, keyring, form, "propose", act)


@require_POST
@for_members
def begin(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    compartments = overseeing.compartments(keyring)
    form = Begin(request.POST, prefix="begin", compartments=compartments, proved=proving.has_proved(request))

    def act(typed: dict[str, Any], proved: bool, at: datetime) -> None:
        recovering.open_ceremony(typed["purpose"], typed["compartment"], keyring, has_proved=proved, at=at)

    return _acted(request, keyring, form, "begin", act)


@require_POST
@for_members
def use_key(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    seen = overseeing.key(ref, keyring)
    shown = request.POST.get("shown", "")
    verbs: dict[str, Callable[..., object]] = {
        "make": partial(safeguarding.make_key, shown=shown),
        "sign": partial(safeguarding.sign_key, shown=shown),
        "entrust": partial(entrusting.entrust, shown=shown),
        "check": safeguarding.check_parts,
    }
    verb = verbs[_verb(request, seen.verbs)]

    def act(_: object, proved: bool, at: datetime) -> None:
        verb(ref, keyring, has_proved=proved, at=at)

    return _acted(request, keyring, _proof(request, ref), ref, act)


@require_POST
@for_members
def use_ceremony(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    waiting, shown = settings.SAFECONDUCT_RECOVERY_WAITING, request.POST.get("shown", "")
    seen = overseeing.ceremony(ref, keyring, waiting=waiting, at=timezone.now())
    verbs: dict[str, Callable[..., object]] = {
        "agree": partial(recovering.agree, shown=shown),
        "hand_in": partial(recovering.hand_in, shown=shown, waiting=waiting),
        "join": partial(recovering.join, waiting=waiting),
        "stop": recovering.stop,
    }
    verb = verbs[_verb(request, seen.verbs)]

    def act(_: object, proved: bool, at: datetime) -> None:
        verb(ref, keyring, has_proved=proved, at=at)

    return _acted(request, keyring, _proof(request, ref), ref, act)


def _proof(request: HttpRequest, ref: str) -> Confirm:
    return Confirm(request.POST, prefix=ref, proved=proving.has_proved(request))


def _verb(request: HttpRequest, verbs: tuple[str, ...]) -> str:
    verb = request.POST.get("do", "")
    if verb not in verbs:
        raise NotFound
    return verb


def _acted(
    request: HttpRequest,
    keyring: Keyring,
    form: forms.Form,
    name: str,
    act: proving.Verb,
) -> HttpResponse:
    """Prove the passphrase, act, and back to the page; or the page with what is wrong."""
    try:
        if proving.done(request, form, act):
            return HttpResponseRedirect(reverse("staff:recovery"))
    except sign_in_gate.Full:
        return wrong.too_busy(request)
    return _page(request, keyring, {name: form})


def _page(request: HttpRequest, keyring: Keyring, wrong_forms: Errors) -> HttpResponse:
    keys, proved, now = overseeing.keys(keyring), proving.has_proved(request), timezone.now()
    standing = [one for one in keys if one.is_standing and one.organisation == lookup.office_name(keyring.organisation)]
    seen = overseeing.ceremonies(keyring, waiting=settings.SAFECONDUCT_RECOVERY_WAITING, at=now)
    context = {
        **frame(keyring, "account"),
        "back": {"address": reverse("staff:account"), "text": "My account"},
        "title": "If a compartment is lost",
        "sentence": _how_things_stand(standing),
        "keys": [_key(one, wrong_forms, proved=proved) for one in keys],
        "ceremonies": [_ceremony(one, wrong_forms, proved=proved) for one in seen],
        "propose": _part(
            "propose", Propose(prefix="propose", proved=proved), "recovery_propose", "Propose", wrong_forms
        )
        if keyring.is_registrar
        else None,
        "begin": _part(
            "begin",
            Begin(prefix="begin", compartments=overseeing.compartments(keyring), proved=proved),
            "recovery_begin",
            "Open it",
            wrong_forms,
        )
        if standing
        else None,
    }
    return render(request, "staff/recovery.html", context)


def _how_things_stand(standing: list[RecoverySeen]) -> str:
    if not standing:
        return (
            "Your organisation has no recovery key. When the last member of a compartment loses their keys, what it read is "
            "lost for good. Two administrators make one, with three to seven people who hold its parts."
        )
    key = standing[0]
    rehearsed = f"last rehearsed on {_day(key.rehearsed_on)}" if key.rehearsed_on else "never rehearsed yet"
    return f"{key.needed} of {len(key.holders)} holders together open it again; {rehearsed}."


def _part(name: str, form: forms.Form, address: str, button: str, wrong_forms: Errors) -> dict[str, Any]:
    return {"form": wrong_forms.get(name, form), "address": reverse(f"staff:{address}"), "button": button}


def _key(key: RecoverySeen, wrong_forms: Errors, *, proved: bool) -> dict[str, Any]:
    shape, word = ("done", "Stands") if key.is_standing else ("ring", "Waits")
    lines = [f"{key.needed} of {len(key.holders)} holders, since {_day(key.made_on)}"]
    if key.is_made and not key.is_standing:
        lines = ["It counts when two administrators of today have signed it for these holders"]
    elif not key.is_standing:
        lines = ["One administrator proposes, another makes it, and both have signed before it counts"]
    if not key.is_standing and not key.verbs:
        lines.append("The next step is another administrator’s; their first page shows it")
    if key.joined_on:
        lines.append(f"Its secret was joined on {_day(key.joined_on)}: make a new key")
    left = sum(holder.has_left for holder in key.holders)
    if left:
        who = "A holder has" if left == 1 else f"{left} holders have"
        lines.append(f"{who} left, so {len(key.holders) - left} can still hand in: make a new key and rehearse it")
    if key.unwrapped:
        lines.append(f"Not wrapped yet: {', '.join(key.unwrapped)}. Somebody of each must let it be wrapped")
    if key.untrusted:
        names = ", ".join(key.untrusted)
        lines.append(f"{key.needed} of these holders together could open what you hold: {names}")
        lines.append("Ask about anybody whom you do not know, before you let it be wrapped")
    return {
        "organisation": key.organisation,
        "shape": shape,
        "word": word,
        "lines": [f"{line}." for line in lines],
        "holders": [
            {"name": holder.name or f"Holder {holder.number}", "organisation": holder.organisation, **_checked(holder)}
            for holder in key.holders
        ],
        "form": wrong_forms.get(key.ref, Confirm(prefix=key.ref, proved=proved)),
        "address": reverse("staff:recovery_key", args=[key.ref]),
        "shown": key.shown,
        "verbs": [{"verb": verb, "word": KEY_VERBS[verb]} for verb in key.verbs],
    }


def _checked(holder: HolderSeen) -> dict[str, str]:
    if holder.has_left:
        return {"shape": "gap", "word": "Left"}
    if holder.checked_on is None:
        return {"shape": "ring", "word": "Never checked"}
    return {"shape": "done", "word": f"Checked {_day(holder.checked_on)}"}


def _ceremony(one: CeremonySeen, wrong_forms: Errors, *, proved: bool) -> dict[str, Any]:
    what = f"Recovery of “{one.compartment}”" if one.purpose == RECOVERY else "Rehearsal"
    if one.ended_on:
        shape, word, lines = "ended", one.outcome.capitalize(), [f"Ended on {_day(one.ended_on)}"]
    else:
        shape, word = "ring", "Open"
        lines = [
            f"{one.agreed} of 2 administrators agree",
            f"{one.handed} of {one.needed} holders have handed in",
            _when(one),
        ]
    return {
        "title": f"{what}, {one.organisation}",
        "by": f"Opened by {one.opener} on {_day(one.opened_on)}{_what_it_opens(one)}.",
        "shape": shape,
        "word": word,
        "lines": [f"{line}." for line in lines],
        "form": wrong_forms.get(one.ref, Confirm(prefix=one.ref, proved=proved)),
        "address": reverse("staff:ceremony", args=[one.ref]),
        "shown": one.shown,
        "verbs": [{"verb": verb, "word": CEREMONY_VERBS[verb]} for verb in one.verbs],
    }


def _what_it_opens(one: CeremonySeen) -> str:
    if one.purpose != RECOVERY:
        return "; it opens nothing"
    if not one.ended_on:
        return "; this member will hold what it opens"
    return "; this member holds what it opened" if one.outcome == "joined" else "; nothing was opened"


def _when(one: CeremonySeen) -> str:
    if one.joins_from:
        return f"Holders hand in, and it is joined, from {moment(one.joins_from)}"
    if one.agreed >= REGISTRARS:
        return "Those who agreed are no administrators today, or did so too long ago: stop it and open another"
    return "The waiting time has not begun"


def _day(day: Any) -> str:
    return date_format(day, "j F Y")
