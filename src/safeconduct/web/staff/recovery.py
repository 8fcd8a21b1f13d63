"""If a compartment is lost: the recovery key, its holders' drills, and the ceremonies that use it."""

from collections.abc import Callable
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
from safeconduct.access.desk import overseeing, recovering, safeguarding
from safeconduct.access.desk.overseeing import CeremonySeen, RecoverySeen
from safeconduct.access.keyring import Keyring
from safeconduct.access.recovery import RECOVERY, REHEARSAL
from safeconduct.sealing.splitting import LEAST_NEEDED, MOST_NEEDED
from safeconduct.vocabulary.refusal import NotFound, Refused
from safeconduct.web import wrong
from safeconduct.web.staff import door, sign_in_gate
from safeconduct.web.staff.account_forms import Proof, passphrase_field
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.wording import moment

NOT_YOURS = "This is not your passphrase. Type all its words again."
NO_VERB = "This is not yours to do now. Look at how things stand below."
KEY_VERBS = {
    "make": "Make the key and split it",
    "sign": "Sign: these holders, this many needed",
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


class Propose(forms.Form):
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
    passphrase = passphrase_field(_("Your passphrase, again"))


class Begin(forms.Form):
    purpose = forms.ChoiceField(label=_("What it is"), choices=list(PURPOSES.items()))
    compartment = forms.ChoiceField(label=_("Compartment"), required=False)
    passphrase = passphrase_field(_("Your passphrase, again"))

    def __init__(self, *given: Any, compartments: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["compartment"].choices = [("", _("None: it is a rehearsal")), *compartments]


@require_safe
@for_members
def recovery(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    return _page(request, keyring, {})


@require_POST
@for_members
def propose(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    safeguarding.insist_registrar(keyring)
    form = Propose(request.POST, prefix="propose")

    def act() -> None:
        names = tuple(line.strip().casefold() for line in form.cleaned_data["names"].splitlines() if line.strip())
        safeguarding.propose_key(names, form.cleaned_data["needed"], keyring, at=timezone.now())

    return _acted(request, keyring, form, "propose", act, field="names")


@require_POST
@for_members
def begin(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    form = Begin(request.POST, prefix="begin", compartments=overseeing.compartments(keyring))

    def act() -> None:
        typed = form.cleaned_data
        recovering.open_ceremony(typed["purpose"], typed["compartment"], keyring, at=timezone.now())

    return _acted(request, keyring, form, "begin", act, field="compartment")


@require_POST
@for_members
def use_key(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    seen = overseeing.key(ref, keyring)
    verbs = {"make": safeguarding.make_key, "sign": safeguarding.sign_key, "check": safeguarding.check_parts}

    def act() -> None:
        verbs[_verb(request, seen.verbs)](ref, keyring, at=timezone.now())

    return _acted(request, keyring, Proof(request.POST, prefix=ref), ref, act)


@require_POST
@for_members
def use_ceremony(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    seen = overseeing.ceremony(ref, keyring, waiting=settings.SAFECONDUCT_RECOVERY_WAITING)
    verbs = {"agree": recovering.agree, "hand_in": recovering.hand_in, "stop": recovering.stop}

    def act() -> None:
        verb = _verb(request, seen.verbs)
        if verb == "join":
            recovering.join(ref, keyring, waiting=settings.SAFECONDUCT_RECOVERY_WAITING, at=timezone.now())
        else:
            verbs[verb](ref, keyring, at=timezone.now())

    return _acted(request, keyring, Proof(request.POST, prefix=ref), ref, act)


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
    act: Callable[[], None],
    *,
    field: str = "passphrase",
) -> HttpResponse:
    """Prove the passphrase, act, and back to the page; or the page with what is wrong."""
    if form.is_valid():
        try:
            if door.proves(request, form.cleaned_data["passphrase"]):
                act()
                return HttpResponseRedirect(reverse("staff:recovery"))
            form.add_error("passphrase", NOT_YOURS)
        except sign_in_gate.Full:
            return wrong.too_busy(request)
        except Refused as refused:
            form.add_error(field, str(refused))
    return _page(request, keyring, {name: form})


def _page(request: HttpRequest, keyring: Keyring, wrong_forms: Errors) -> HttpResponse:
    keys = overseeing.keys(keyring)
    standing = [one for one in keys if one.is_standing and one.organisation == lookup.office_name(keyring.organisation)]
    seen = overseeing.ceremonies(keyring, waiting=settings.SAFECONDUCT_RECOVERY_WAITING)
    is_registrar = keyring.member in lookup.registrars(keyring.organisation)
    context = {
        **frame(keyring, "account"),
        "back": {"address": reverse("staff:account"), "text": "My account"},
        "title": "If a compartment is lost",
        "sentence": _how_things_stand(standing),
        "keys": [_key(one, wrong_forms) for one in keys],
        "ceremonies": [_ceremony(one, wrong_forms) for one in seen],
        "propose": _part("propose", Propose(prefix="propose", initial={}), "recovery_propose", "Propose", wrong_forms)
        if is_registrar
        else None,
        "begin": _part(
            "begin",
            Begin(prefix="begin", compartments=overseeing.compartments(keyring)),
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
        return "There is no recovery key. When the last member of a compartment loses their keys, what it read is lost for good."
    key = standing[0]
    rehearsed = f"last rehearsed on {_day(key.rehearsed_on)}" if key.rehearsed_on else "never rehearsed yet"
    return f"{key.needed} of {len(key.holders)} holders together open it again; {rehearsed}."


def _part(name: str, form: forms.Form, address: str, button: str, wrong_forms: Errors) -> dict[str, Any]:
    return {"form": wrong_forms.get(name, form), "address": reverse(f"staff:{address}"), "button": button}


def _key(key: RecoverySeen, wrong_forms: Errors) -> dict[str, Any]:
    shape, word = ("done", "Stands") if key.is_standing else ("ring", "Waits")
    lines = [f"{key.needed} of {len(key.holders)} holders, since {_day(key.made_on)}"]
    if not key.is_standing:
        lines = ["One registrar proposes, another makes it, and both have signed before it counts"]
    if key.joined_on:
        lines.append(f"Its secret was joined on {_day(key.joined_on)}: make a new key")
    if key.unwrapped:
        lines.append(f"Not wrapped yet: {', '.join(key.unwrapped)}. Somebody of each must sign in once")
    return {
        "organisation": key.organisation,
        "shape": shape,
        "word": word,
        "lines": [f"{line}." for line in lines],
        "holders": [
            {
                "name": holder.name or f"Holder {holder.number}",
                "organisation": holder.organisation,
                "shape": "done" if holder.checked_on else "gap",
                "word": f"Checked {_day(holder.checked_on)}" if holder.checked_on else "Never checked",
            }
            for holder in key.holders
        ],
        "form": wrong_forms.get(key.ref, Proof(prefix=key.ref)),
        "address": reverse("staff:recovery_key", args=[key.ref]),
        "verbs": [{"verb": verb, "word": KEY_VERBS[verb]} for verb in key.verbs],
    }


def _ceremony(one: CeremonySeen, wrong_forms: Errors) -> dict[str, Any]:
    what = f"Recovery of “{one.compartment}”" if one.purpose == RECOVERY else "Rehearsal"
    if one.ended_on:
        shape, word, lines = "ended", one.outcome.capitalize(), [f"Ended on {_day(one.ended_on)}"]
    else:
        shape, word = "ring", "Open"
        lines = [
            f"{one.agreed} of 2 registrars agree",
            f"{one.handed} of {one.needed} holders have handed in",
            f"It can be joined from {moment(one.joins_from)}" if one.joins_from else "The waiting time has not begun",
        ]
    return {
        "title": f"{what}, {one.organisation}",
        "by": f"Opened by {one.opener} on {_day(one.opened_on)}; this member will hold what it opens."
        if one.purpose == RECOVERY
        else f"Opened by {one.opener} on {_day(one.opened_on)}; it opens nothing.",
        "shape": shape,
        "word": word,
        "lines": [f"{line}." for line in lines],
        "form": wrong_forms.get(one.ref, Proof(prefix=one.ref)),
        "address": reverse("staff:ceremony", args=[one.ref]),
        "verbs": [{"verb": verb, "word": CEREMONY_VERBS[verb]} for verb in one.verbs],
    }


def _day(day: Any) -> str:
    return date_format(day, "j F Y")
