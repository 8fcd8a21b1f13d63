"""Who does not sign in and was asked about a hearing: make a link, write down what was said, withdraw a link."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.desk import casework
from safeconduct.cases.mission_link import all_mission_links
from safeconduct.coordination.desk import asking_outside as desk
from safeconduct.coordination.desk import belonging
from safeconduct.coordination.desk.asking_outside import LinkTerms, Word
from safeconduct.coordination.desk.hearing_changes import called_out, of_group
from safeconduct.coordination.hearing import BACKUP, CANNOT, LEAD, Hearing
from safeconduct.coordination.hearing_answer import LINK, OFFERED, Asked
from safeconduct.coordination.hearing_link import LONGEST_REGION, Outsider, needs_of
from safeconduct.intake.link import LONGEST
from safeconduct.vocabulary.refusal import NotFound, Refused
from safeconduct.web.defender.questions import Text
from safeconduct.web.staff import doing
from safeconduct.web.staff.case.link_address import HELD_WORDS, HOWS, link_address
from safeconduct.web.staff.case.page import case_frame
from safeconduct.web.staff.coordination import hearing_wording
from safeconduct.web.staff.door import for_members
from safeconduct.web.staff.fields import Day

LONGEST_NAME = 200
KINDS = (("mission", _("A mission")), ("network", _("A network or NGO")), ("body", _("An international body")))
SAYS = {LEAD: "Takes the lead", BACKUP: "Takes the backup", CANNOT: "Cannot", OFFERED: "Would lead too"}
SHAPES = {LEAD: "done", BACKUP: "done", CANNOT: "ended", OFFERED: "soon"}


class OutsiderForm(forms.Form):
    office = Text(label=_("Organisation"), max_length=LONGEST_NAME, required=False)
    kind = forms.ChoiceField(label=_("It is"), choices=list(KINDS))

    def outsider(self) -> Outsider:
        return Outsider(self.cleaned_data["office"], self.cleaned_data["kind"])


class LinkForm(OutsiderForm):
    region = Text(
        label=_("Region, as it goes out"),
        help_text=_("As wide as it can be: never the court or its city."),
        max_length=LONGEST_REGION,
        required=False,
    )
    language = Text(
        label=_("Language, as it goes out"),
        help_text=_("Leave it empty where few trials are held in it."),
        max_length=LONGEST_REGION,
        required=False,
    )
    until = Day(_("Good until"), required=True, help_text=_("Two weeks at most."))

    def told(self) -> LinkTerms:
        typed = self.cleaned_data
        return LinkTerms(self.outsider(), typed["region"], typed["language"], typed["until"])


class WordForm(OutsiderForm):
    role = forms.ChoiceField(
        label=_("What they take"),
        choices=[(LEAD, _("The lead")), (BACKUP, _("The backup")), (CANNOT, _("They cannot"))],
        widget=forms.RadioSelect,
        required=False,
    )
    said_by = Text(
        label=_("Who said it"),
        help_text=_("A function, such as “political officer”. The group reads it."),
        max_length=LONGEST_NAME,
        required=False,
    )
    how = forms.ChoiceField(label=_("How it came"), choices=list(HOWS.items()))
    said_on = Day(_("On which day"))

    def word(self) -> Word:
        typed = self.cleaned_data
        return Word(self.outsider(), typed["role"], typed["said_by"], typed["how"], typed["said_on"])


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def page(request: HttpRequest, keyring: Keyring, ref: str, hearing: str, group: str) -> HttpResponse:
    """As the pressed button says. A link is shown once."""
    now, go = timezone.now(), request.POST.get("go", "")
    link = LinkForm(request.POST if go == "link" else None, prefix="link")
    word = WordForm(request.POST if go == "word" else None, prefix="word")
    form = {"link": link, "word": word}.get(go)
    if go == "withdraw":
        desk.withdraw(ref, hearing, group, request.POST.get("link", ""), keyring, at=now)
        return _back(ref, hearing, group)
    if form is not None and form.is_valid():
        try:
            doing.pass_ticked(form, ref, keyring, at=now)
            if form is link:
                token = desk.make_link(ref, hearing, group, link.told(), keyring, at=now)
                return _shown_once(request, keyring, ref, hearing, group, token, link.cleaned_data["until"])
            desk.record_word(ref, hearing, group, word.word(), keyring, at=now)
            return _back(ref, hearing, group)
        except Refused as refused:
            doing.say_why(form, refused)
    case, _card = casework.open_case(ref, keyring, at=now)
    if not any(item.group == group for item in called_out(case.written, hearing)):
        raise NotFound
    found = of_group(belonging.open_group(group, keyring, at=now), hearing)
    today = timezone.localdate(now)
    link.initial = {"language": found.sitting.language, "until": _last_day(found, today)}
    word.initial = {"said_on": today}
    title = hearing_wording.where(found.sitting)
    context = {
        **case_frame(case, keyring, title, _sentence(found)),
        "facts": hearing_wording.facts(found, on=today),
        "rows": [
            *_held(case, hearing, group, found, on=today),
            *(_row(one, on=today) for one in reversed(found.asked)),
        ],
        "consent_address": reverse("staff:consent", args=[ref]),
        "link": {"form": link, "button": "Make the link", "go": "link", "first": True},
        "word": {"form": word, "button": "Write it down", "go": "word"},
    }
    return render(request, "staff/case/outside.html", context)


def _back(ref: str, hearing: str, group: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("staff:hearing_outside", args=[ref, hearing, group]))


def _last_day(hearing: Hearing, today: date) -> date:
    return min(hearing.sitting.day or today, today + LONGEST // 2)


def _sentence(hearing: Hearing) -> str:
    missing = " and ".join({LEAD: "a lead", BACKUP: "a backup"}[role] for role in needs_of(hearing))
    needs = f"It needs {missing}." if missing else "Lead and backup are both taken."
    return f"{needs} Who does not sign in answers by a link, or says it and you write it down."


def _held(case: CaseFile, hearing: str, group: str, found: Hearing, *, on: date) -> list[dict[str, Any]]:
    """The group does not read of them any more: the case tells what became of them."""
    asked = {one.organisation for one in found.asked}
    return [
        {
            "shape": "ended",
            "word": "Held back",
            "office": one.office,
            "note": f"The link: {HELD_WORDS[one.why]}",
            "link": "",
        }
        for one in all_mission_links(case.written)
        if (one.hearing, one.group) == (hearing, group) and one.why and on <= one.until
        if Outsider(one.office, "").ref not in asked
    ]


def _row(one: Asked, *, on: date) -> dict[str, Any]:
    day = date_format(one.until, "j F Y")
    if one.waits:
        is_over = one.until < on
        shape, said = ("ended", "No answer came") if is_over else ("ring", "No answer yet")
    else:
        shape, said = SHAPES.get(one.says, "ended"), SAYS.get(one.says, "Ended without an answer")
    came = f"Link, good until {day}" if one.how == LINK else f"{HOWS[one.how]}, {day}, by {one.said_by}"
    return {
        "shape": shape,
        "word": said,
        "office": one.office,
        "note": f"{came}. {_why(one)}".strip(),
        "link": one.ref if one.waits else "",
    }


def _why(one: Asked) -> str:
    return "Somebody else led already when their answer came. Speak to both." if one.says == OFFERED else ""


def _shown_once(
    request: HttpRequest, keyring: Keyring, ref: str, hearing: str, group: str, token: str, until: date
) -> HttpResponse:
    case, _card = casework.open_case(ref, keyring, at=timezone.now())
    sentence = f"It is shown once and good for one answer, until {date_format(until, 'j F Y')}."
    context = {
        **case_frame(case, keyring, "Give this link to the organisation", sentence),
        "address": link_address(request, f"/en/m/{token}/"),
        "next_address": reverse("staff:hearing_outside", args=[ref, hearing, group]),
    }
    return render(request, "staff/case/outside_once.html", context)
