"""Media that a group may tell in an alarm: each desk with how it is reached, and whether it may be passed on."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.cases.coded_list import choices_of, label_of
from safeconduct.coordination.desk import belonging, keeping_media
from safeconduct.coordination.desk.opening import OpenGroup
from safeconduct.coordination.media_contact import MediaContact, media_contacts
from safeconduct.coordination.region import languages_in
from safeconduct.web.staff import doing
from safeconduct.web.staff.coordination.parts import parts_of_group
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.fields import words


def _short(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, max_length=200, required=False)


class MediaForm(forms.Form):
    outlet = _short(_("Newspaper, station or site"), _("The name that readers know."))
    kind = forms.ChoiceField(
        label=_("What it is"), choices=[("", _("Choose")), *choices_of("media_kinds")], required=False
    )
    desk = _short(_("Which desk"), _("A desk or a function, such as “night desk”. No person’s name."))
    reach = _short(_("How it is reached"), _("A number or an address of the house, and the safest way."))
    languages = _short(_("Languages"), _("With commas between them."))
    free = words(
        _("What shows that it is free to report"),
        help_text=_("Who owns it, what it printed against those in power, that it kept a confidence."),
    )
    may_pass_on = forms.BooleanField(
        label=_("The desk agreed that the whole group knows it"),
        help_text=_("Without the tick only your own organisation can open this row."),
        required=False,
    )

    def contact(self) -> MediaContact:
        typed = self.cleaned_data
        said = (typed["desk"], typed["reach"], languages_in(typed["languages"]), typed["free"], typed["may_pass_on"])
        return MediaContact("", "", "", typed["outlet"], typed["kind"], *said)


class DropForm(forms.Form):
    why = words(_("Why it is taken out"), rows=1)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def page(request: HttpRequest, keyring: Keyring, group: str) -> HttpResponse:
    """Note a desk, or take one out."""
    now, go, contact = timezone.now(), request.POST.get("go", ""), request.POST.get("contact", "")
    one = belonging.open_group(group, keyring, at=now)
    form = MediaForm(request.POST if go == "note" else None, prefix="note")
    drop = DropForm(request.POST, prefix=f"drop-{contact}") if go == "drop" else None
    noted = doing.is_done(form, lambda typed: keeping_media.note_media(group, form.contact(), keyring, at=now))
    if noted or (drop and _is_dropped(group, contact, drop, keyring, now)):
        return HttpResponseRedirect(reverse("staff:media", args=[group]))
    return _page(request, keyring, one, form, drop)


def _is_dropped(group: str, contact: str, form: DropForm, keyring: Keyring, at: datetime) -> bool:
    return doing.is_done(form, lambda typed: keeping_media.drop_media(group, contact, typed["why"], keyring, at=at))


def _page(
    request: HttpRequest, keyring: Keyring, one: OpenGroup, form: MediaForm, drop: DropForm | None
) -> HttpResponse:
    group, known = one.group.ref, media_contacts(one.written, one.group)
    context = {
        **frame(keyring, "groups"),
        "title": "Media",
        "sentence": "Desks that are free to report, known before an alarm. A note for the press is written on a case.",
        "back": {"text": one.group.name, "address": reverse("staff:group", args=[group])},
        "parts": parts_of_group(group, "media"),
        "problem": " ".join(drop.non_field_errors()) if drop and not _has_row(drop, known, keyring) else "",
        "rows": [_row(each, drop, keyring) for each in known],
        "part": {"form": form, "button": "Note it", "go": "note", "first": True},
    }
    return render(request, "staff/coordination/media.html", context)


def _has_row(drop: DropForm, known: Iterable[MediaContact], keyring: Keyring) -> bool:
    return drop.prefix in {f"drop-{one.ref}" for one in known if one.organisation == keyring.organisation}


def _row(one: MediaContact, drop: DropForm | None, keyring: Keyring) -> dict[str, Any]:
    prefix = f"drop-{one.ref}"
    shape, word = ("done", "The group may know") if one.may_pass_on else ("half", "Your office alone")
    return {
        "state_shape": shape,
        "state_word": word,
        "sentence": f"{one.outlet}, {one.desk}",
        "reason": f"{label_of('media_kinds', one.kind)}; {', '.join(one.languages)}. Noted by {one.office}.",
        "reach": one.reach,
        "free": one.free,
        "contact": one.ref,
        "is_ours": one.organisation == keyring.organisation,
        "drop": drop if drop is not None and drop.prefix == prefix else DropForm(prefix=prefix),
    }
