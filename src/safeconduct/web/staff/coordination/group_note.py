"""The note from court of an organisation that sat in for another: in the parts that the group may read, and no others."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.coordination.desk import belonging, observing
from safeconduct.coordination.hearing import hearings, refusal_to_reporting
from safeconduct.vocabulary.refusal import Refused, the_one
from safeconduct.web.staff.coordination import hearing_wording
from safeconduct.web.staff.coordination.note_form import OF_GROUP, NoteForm
from safeconduct.web.staff.door import for_members, frame

NOTHING_ELSE = (
    "The group reads all of this note. What is for your organisation alone, and every name, stays out of it: "
    "the case is another’s, so there is no place here for it. Each question names what it rests on; the words are ours, "
    "and no lawyer has reviewed them."
)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def page(request: HttpRequest, keyring: Keyring, group: str, hearing: str) -> HttpResponse:
    now, address = timezone.now(), reverse("staff:group_hearing", args=[group, hearing])
    form = NoteForm(request.POST if request.method == "POST" else None, parts=OF_GROUP)
    if request.method == "POST" and form.is_valid():
        try:
            observing.report_note(group, hearing, form.court_note(), keyring, at=now)
            return HttpResponseRedirect(address)
        except Refused as refused:
            form.add_error(None, str(refused))
    one = belonging.open_group(group, keyring, at=now)
    found = the_one(hearings(one.written), hearing)
    refusal = refusal_to_reporting(found, own=keyring.organisation)
    where = hearing_wording.where(found.sitting)
    context = {
        **frame(keyring, "groups"),
        "title": "Note from court",
        "sentence": f"{hearing_wording.when(found.sitting)}, at the court. Called out by {found.owner_office}.",
        "back": {"text": where, "address": address},
        "note_is_for": NOTHING_ELSE,
        "part": {
            "form": form,
            "button": "Keep the note",
            "first": True,
            "refusal": refusal.sentence if refusal else "",
        },
    }
    return render(request, "staff/coordination/court_note.html", context)
