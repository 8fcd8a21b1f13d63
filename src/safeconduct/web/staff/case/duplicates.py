"""Dossiers whose cards are like this one's: say of each whether it is the same, in both files."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.desk import casework
from safeconduct.cases.desk import triage as desk
from safeconduct.cases.duplicate import Likeness, Pair, likenesses, pairs
from safeconduct.cases.request_card import RequestCard
from safeconduct.vocabulary.refusal import NotFound, Refused
from safeconduct.web.staff import wording
from safeconduct.web.staff.case.page import case_frame
from safeconduct.web.staff.door import for_members

SAID = {"same": True, "not_same": False}


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def page(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    case, card = casework.open_case(ref, keyring, at=timezone.now())
    held, _shared = casework.cards(keyring, at=timezone.now())
    refused = ""
    if request.method == "POST" and request.POST.get("go") in SAID:
        same, other = SAID[request.POST["go"]], request.POST.get("other", "")
        try:
            if other not in {card.dossier for card in held}:
                raise NotFound
            desk.judge_pair(ref, other, keyring, same=same, at=timezone.now())
            return HttpResponseRedirect(reverse("staff:duplicates", args=[ref]))
        except Refused as refusal:
            refused = str(refusal)
        except NotFound:
            refused = "The other file cannot be opened by this post any more. Nothing was written."
    context = {
        **case_frame(case, keyring, "Possible duplicates", "Alike by coded facts alone: a reason to look, no finding."),
        "refused": refused,
        "rows": [_row(alike) for alike in likenesses([card], held)[ref]],
        "judged": [_judged(pair, held) for pair in pairs(case.written)],
    }
    return render(request, "staff/case/duplicates.html", context)


def line(case: CaseFile) -> dict[str, str]:
    """On the case's page: what was said of pairs, and the way to more."""
    same = [pair.codename for pair in pairs(case.written) if pair.same]
    text = f"The same as {', '.join(same)}." if same else "Compare it with others that came from there in those days."
    address = reverse("staff:duplicates", args=[case.ref])
    return {
        "shape": "half" if same else "ring",
        "word": "Duplicates",
        "text": text,
        "verb": "Compare",
        "address": address,
    }


def _row(alike: Likeness) -> dict[str, Any]:
    shape, word = wording.state_of(alike.other, at=timezone.now())
    return {
        "ref": alike.other.dossier,
        "shape": shape,
        "word": word,
        "codename": alike.other.codename,
        "address": reverse("staff:dossier", args=[alike.other.dossier]),
        "sentence": wording.sentence_of(alike.other),
        "reason": wording.likeness_in_words(alike),
    }


def _judged(pair: Pair, held: tuple[RequestCard, ...]) -> dict[str, Any]:
    can_open = any(card.dossier == pair.other for card in held)
    return {
        "ref": pair.other,
        "shape": "half" if pair.same else "ring",
        "word": "The same" if pair.same else "Not the same",
        "codename": pair.codename,
        "address": reverse("staff:dossier", args=[pair.other]) if can_open else "",
        "opposite": ("not_same", "They are not the same") if pair.same else ("same", "They are the same"),
    }
