"""One group: who belongs, its cards and hearings, and the invitation while one is only invited."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from safeconduct.access import lookup
from safeconduct.access.keyring import Keyring
from safeconduct.cases.coded_list import label_of
from safeconduct.coordination.desk import belonging, hearings
from safeconduct.coordination.desk.opening import OpenGroup
from safeconduct.coordination.group import ACCEPTED, DECLINED, INVITED, Group, GroupInvitation, Seat
from safeconduct.coordination.group_item import GroupCard, group_cards
from safeconduct.coordination.hearing import BACKUP, LEAD, Hearing
from safeconduct.coordination.hearing import hearings as hearings_in
from safeconduct.coordination.month import following
from safeconduct.coordination.tlp import MARKINGS
from safeconduct.vocabulary.place_name import country_name
from safeconduct.vocabulary.refusal import NotFound, Refused, the_one
from safeconduct.web.staff.coordination import calendar, hearing_wording
from safeconduct.web.staff.coordination.groups import GROUPINGS
from safeconduct.web.staff.coordination.hearing import turns
from safeconduct.web.staff.coordination.meeting_part import meeting_part
from safeconduct.web.staff.coordination.parts import parts_of_group
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.wording import NEED_SHORT, moment


class InviteOffice(forms.Form):
    invited = forms.ChoiceField(label=_("Organisation"), required=False)

    def __init__(self, offices: list[tuple[str, str]], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["invited"].choices = [("", _("Choose")), *offices]

    def clean_invited(self) -> str:
        if not self.cleaned_data["invited"]:
            raise forms.ValidationError(_("No organisation is chosen yet. Choose one of the list."))
        return str(self.cleaned_data["invited"])


@require_safe
@for_members
def group(request: HttpRequest, keyring: Keyring, group: str) -> HttpResponse:
    return _page(request, keyring, group)


@require_POST
@for_members
def members(request: HttpRequest, keyring: Keyring, group: str) -> HttpResponse:
    """Invite, answer, let in, end, leave: as the pressed button says."""
    go, now, form = request.POST.get("go", ""), timezone.now(), None
    try:
        if go in ("yes", "no"):
            belonging.answer_invitation(group, yes=go == "yes", keyring=keyring, at=now)
        elif go == "let_in":
            belonging.let_in(group, request.POST.get("invitation", ""), keyring, at=now)
        elif go == "end":
            belonging.end_membership(group, request.POST.get("organisation", ""), keyring, at=now)
        elif go == "leave":
            belonging.leave(group, keyring, at=now)
            return HttpResponseRedirect(reverse("staff:groups"))
        else:
            form = InviteOffice(_offices(keyring), request.POST)
            if not form.is_valid():
                return _page(request, keyring, group, form=form)
            belonging.invite(group, form.cleaned_data["invited"], keyring, at=now)
    except Refused as refused:
        return _page(request, keyring, group, form=form, problem=str(refused))
    return HttpResponseRedirect(reverse("staff:group", args=[group]))


@require_POST
@for_members
def answer(request: HttpRequest, keyring: Keyring, group: str, hearing: str) -> HttpResponse:
    """Lead, backup or cannot, in one press."""
    try:
        hearings.answer(group, hearing, request.POST.get("role", ""), keyring, at=timezone.now())
    except Refused as refused:
        return _page(request, keyring, group, problem=str(refused))
    return HttpResponseRedirect(reverse("staff:group", args=[group]) + "#hearings")


def _offices(keyring: Keyring) -> list[tuple[str, str]]:
    return [(office.ref, office.name) for office in lookup.offices() if office.ref != keyring.organisation]


def _page(
    request: HttpRequest, keyring: Keyring, ref: str, *, form: InviteOffice | None = None, problem: str = ""
) -> HttpResponse:
    now = timezone.now()
    try:
        one = belonging.open_group(ref, keyring, at=now)
    except NotFound:
        return _invitation(request, keyring, ref, problem=problem)
    known = hearings_in(one.written)
    is_holder = one.group.holder == keyring.organisation
    ahead = [hearing for hearing in known if hearing.is_ahead(now)]
    behind = [hearing for hearing in reversed(known) if not hearing.is_ahead(now)]
    context = {
        **frame(keyring, "groups"),
        "title": one.group.name,
        "sentence": _sentence(one.group, ahead, at=now),
        "back": {"text": "Groups", "address": reverse("staff:groups")},
        "tab": GROUPINGS[one.group.grouping],
        "problem": problem,
        "parts": parts_of_group(ref, "group"),
        "meeting": meeting_part(one, keyring, today=timezone.localdate(now), at=now),
        "months": _months(known, at=now),
        "rows": [_hearing_row(hearing, one, keyring, at=now) for hearing in ahead],
        "over": [_hearing_row(hearing, one, keyring, at=now) for hearing in behind],
        "cards": [_card_row(card) for card in group_cards(one.written)],
        "seats": [_seat_row(seat, one.group, is_holder=is_holder) for seat in one.group.seats],
        "invitations": [_invitation_row(made, is_holder=is_holder) for made in _unsettled(one.group)],
        "invite": {"form": form or InviteOffice(_offices(keyring)), "button": "Invite", "go": "invite"}
        if is_holder
        else None,
        "feeds_address": reverse("staff:feeds", args=[ref]),
        "members_address": reverse("staff:group_members", args=[ref]),
        "markings": MARKINGS,
    }
    return render(request, "staff/coordination/group.html", context)


def _sentence(group: Group, ahead: list[Hearing], *, at: datetime) -> str:
    if not group.others(group.holder):
        return "Nobody else belongs to it yet. Invite an organisation; it reads nothing before it said yes."
    if not ahead:
        return "No hearing is called out. Times are those of the courts."
    uncovered = sum(hearing_wording.state(hearing, at=at)[0] == "gap" for hearing in ahead)
    told = "One hearing is ahead." if len(ahead) == 1 else f"{len(ahead)} hearings are ahead."
    gap = "" if not uncovered else " One has nobody." if uncovered == 1 else f" {uncovered} have nobody."
    return f"{told}{gap} Times are those of the courts."


def _months(known: tuple[Hearing, ...], *, at: datetime) -> list[dict[str, Any]]:
    """This month, and the next one in which something is."""
    today = timezone.localdate(at)
    later = [one.sitting.day for one in known if one.sitting.day and one.is_ahead(at) and not _is_in(today, one)]
    first_later = min((day for day in later if day > today), default=None)
    year, number = following(today.year, today.month)
    if first_later:
        year, number = first_later.year, first_later.month
    return [
        calendar.picture(*month, known, at=at, today=today) for month in ((today.year, today.month), (year, number))
    ]


def _is_in(day: date, hearing: Hearing) -> bool:
    on = hearing.sitting.day
    return on is not None and (on.year, on.month) == (day.year, day.month)


def _hearing_row(hearing: Hearing, one: OpenGroup, keyring: Keyring, *, at: datetime) -> dict[str, Any]:
    shape, word = hearing_wording.state(hearing, at=at)
    args = [one.group.ref, hearing.ref]
    return {
        "shape": shape,
        "word": word,
        "zone": hearing_wording.zone_of(hearing.sitting),
        "about": hearing_wording.about(hearing.sitting, on=timezone.localdate(at)),
        "marking": hearing.marking,
        "lead": hearing.office_that(LEAD),
        "backup": hearing.office_that(BACKUP),
        "address": reverse("staff:group_hearing", args=args),
        **turns(hearing, one, keyring, at=at),
    }


def _card_row(card: GroupCard) -> dict[str, Any]:
    facts = card.facts
    told = [NEED_SHORT[need] for need in facts.get("needs", ()) if need in NEED_SHORT]
    told += [label_of("violation_type", kind).lower() for kind in facts.get("told_kinds", ())]
    told += [label_of("themes", theme).lower() for theme in facts.get("themes", ())]
    where = country_name(facts["country"]) if facts.get("country") else ""
    danger = {"now": "danger now", "days": "danger within days"}.get(facts.get("urgency", ""), "")
    return {
        "marking": card.marking,
        "codename": facts.get("codename", ""),
        "text": "; ".join(part for part in (danger, ", ".join(told), where) if part),
        "note": f"{card.owner_office}, {moment(card.at)}",
    }


def _seat_row(seat: Seat, group: Group, *, is_holder: bool) -> dict[str, Any]:
    is_founder = seat.organisation == group.holder
    return {
        "office": seat.office,
        "note": f"{'founded it' if is_founder else 'since'} {moment(seat.since)}",
        "organisation": seat.organisation if is_holder and not is_founder else "",
    }


def _unsettled(group: Group) -> list[GroupInvitation]:
    return [made for made in group.invitations if made.state in (INVITED, ACCEPTED, DECLINED)]


def _invitation_row(made: GroupInvitation, *, is_holder: bool) -> dict[str, Any]:
    words = {INVITED: ("ring", "Invited"), ACCEPTED: ("soon", "Said yes"), DECLINED: ("ended", "Said no")}
    shape, word = words[made.state]
    return {
        "shape": shape,
        "word": word,
        "office": made.seat.office,
        "note": moment(made.seat.since),
        "invitation": made.ref if is_holder and made.state == ACCEPTED else "",
    }


def _invitation(request: HttpRequest, keyring: Keyring, ref: str, *, problem: str) -> HttpResponse:
    """For who is invited and does not belong to it yet. Raises NotFound."""
    _known, letters = belonging.groups(keyring, at=timezone.now())
    letter = the_one(letters, ref)
    said = {INVITED: "", ACCEPTED: "You said yes. They let you in with their next visit.", DECLINED: "You said no."}
    context = {
        **frame(keyring, "groups"),
        "title": letter.name,
        "sentence": f"{letter.from_office} invites you into this group.",
        "back": {"text": "Groups", "address": reverse("staff:groups")},
        "tab": GROUPINGS[letter.grouping],
        "problem": problem,
        "said": said[letter.state],
        "members_address": reverse("staff:group_members", args=[ref]),
        "markings": MARKINGS,
    }
    return render(request, "staff/coordination/group_invitation.html", context)
