"""The duties of a case: what is owed, by which post and by when; done, waived, passed on, or opened by hand."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from safeconduct.access.desk import standings
from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.desk import acting, casework
from safeconduct.cases.duty import OPEN, REVIEW, TELL, Duty, open_duties
from safeconduct.cases.handover import ASK_AGAIN, TELL_CONTACT
from safeconduct.cases.promised import still_promised
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.staff.case.acting import duty_row
from safeconduct.web.staff.case.acting_forms import DutyEnd, DutyPass, NewDuty, PublicityChoice, steps_of
from safeconduct.web.staff.case.benchmark_fields import CHOICE_WORDS, benchmarks_in
from safeconduct.web.staff.case.page import case_frame
from safeconduct.web.staff.door import for_members

DONE_ON = {
    TELL: ("Tell the person", "staff:tell"),
    TELL_CONTACT: ("New contact", "staff:new_contact"),
    ASK_AGAIN: ("New contact", "staff:new_contact"),
    REVIEW: ("Decide", "staff:decide"),
}
"""Duties that are done on a page of their own."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def duties(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    now = timezone.now()
    case, _card = casework.open_case(ref, keyring, at=now)
    form, problem = NewDuty(steps_of(case), request.POST if request.POST.get("go") == "open" else None), ""
    chosen = PublicityChoice(request.POST) if request.POST.get("go") == "choose" else None
    if request.method == "POST":
        try:
            if _chosen(request, case, chosen, keyring) if chosen else _done(request, case, form, keyring):
                return HttpResponseRedirect(reverse("staff:duties", args=[ref]))
        except Refused as refused:
            problem = str(refused)
    return _page(request, case, keyring, form, problem, chosen)


def _chosen(request: HttpRequest, case: CaseFile, form: PublicityChoice, keyring: Keyring) -> bool:
    if not form.is_valid():
        return False
    typed, duty = form.cleaned_data, request.POST.get("duty", "")
    answers = benchmarks_in(typed)
    acting.choose_publicity(case.ref, duty, typed["choice"], typed["reason"], answers, keyring, at=timezone.now())
    return True


def _done(request: HttpRequest, case: CaseFile, form: NewDuty, keyring: Keyring) -> bool:
    go, duty, now = request.POST.get("go", ""), request.POST.get("duty", ""), timezone.now()
    words = request.POST.get("words", "")[:2_000]
    if go == "open":
        if not form.is_valid():
            return False
        typed = form.cleaned_data
        acting.open_duty(case.ref, typed["step"], typed["says"], typed["due"], typed["waits_for"], keyring, at=now)
    elif go == "waive":
        acting.waive_duty(case.ref, duty, words, keyring, at=now)
    elif go == "pass":
        acting.pass_duty(case.ref, duty, request.POST.get("post", ""), keyring, at=now)
    else:
        acting.end_duty(case.ref, duty, words, keyring, at=now)
    return True


def _done_on(duty: Duty, ref: str) -> dict[str, str] | None:
    if duty.says not in DONE_ON:
        return None
    text, name = DONE_ON[duty.says]
    return {"text": text, "address": reverse(name, args=[ref])}


def _choice(duty: Duty, number: int, chosen: PublicityChoice | None) -> PublicityChoice | None:
    """The form of a duty that ends with a choice; as it was sent, where it was this one's."""
    if not duty.asks_for_publicity:
        return None
    if chosen is not None and chosen.data.get("duty") == duty.ref:
        chosen.auto_id = f"{number}_%s"
        return chosen
    return PublicityChoice(auto_id=f"{number}_%s")


def _page(
    request: HttpRequest,
    case: CaseFile,
    keyring: Keyring,
    form: NewDuty,
    problem: str,
    chosen: PublicityChoice | None = None,
) -> HttpResponse:
    now = timezone.now()
    all_duties = acting.duties_of(case, at=now)
    known = dict(steps_of(case))
    posts = [(one.ref, one.name) for one in standings.open_posts(keyring.organisation)]
    rows: list[dict[str, Any]] = [
        {
            **duty_row(duty, at=now),
            "about": known.get(duty.action, "The case as a whole"),
            "done_on": _done_on(duty, case.ref),
            "choose": _choice(duty, number, chosen),
            "end": DutyEnd(auto_id=f"{number}_%s"),
            "pass": DutyPass(posts, auto_id=f"{number}_%s", initial={"post": duty.post}) if len(posts) > 1 else None,
        }
        for number, duty in enumerate(open_duties(all_duties))
    ]
    late = sum(duty.is_late(now) for duty in all_duties)
    owed = (
        "Nothing is owed." if not rows else "One duty is open." if len(rows) == 1 else f"{len(rows)} duties are open."
    )
    broken = "" if not late else " One is late." if late == 1 else f" {late} are late."
    context = {
        **case_frame(case, keyring, "Duties", owed + broken),
        "problem": problem,
        "rows": rows,
        "ended": [
            {
                **duty_row(duty, at=now),
                "about": known.get(duty.action, "The case as a whole"),
                "choice": CHOICE_WORDS.get(duty.choice, ""),
            }
            for duty in all_duties
            if duty.state != OPEN
        ],
        "open_part": {"form": form, "button": "Open a duty", "go": "open"},
        "address": reverse("staff:duties", args=[case.ref]),
        "promised": len(still_promised(case.written)),
        "promised_address": reverse("staff:promised", args=[case.ref]),
    }
    return render(request, "staff/case/duties.html", context)
