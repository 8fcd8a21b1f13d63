"""The evidence of a post as a paper: no case and no day of one in it, few are not counted, and nothing is added up."""

from datetime import date
from types import SimpleNamespace

from safeconduct.guidance.commitment import EvidenceRule
from safeconduct.guidance.evidence import RecordedEvent
from safeconduct.guidance.office_record import OfficeEvent
from safeconduct.reports.figures import Period
from safeconduct.reports.paper import plain_text
from safeconduct.reports.post_paper import evidence_paper
from safeconduct.reports.post_promises import PostEvidence
from safeconduct.reports.promises import PromiseRow

DAY = date(2026, 3, 4)
READING = EvidenceRule("reading")


def of_cases(number):
    card = SimpleNamespace(codename="quiet heron", dossier="c4" * 16)
    return tuple(PromiseRow(RecordedEvent(str(one), "PRE-05", DAY), card=card) for one in range(number))


def noted():
    event = OfficeEvent("coordination_meeting", DAY, "They met.", "Duty officer")
    return PromiseRow(RecordedEvent("n", event.kind, DAY), noted=event)


def paper(*found):
    commitment = SimpleNamespace(says="Visit defenders.", clause="4.2", evidence=READING)
    known = [PostEvidence(commitment, SimpleNamespace(title="Guidelines"), *one) for one in found]
    return plain_text(evidence_paper("Duty officer", "Harbour Desk", Period(date(2025, 3, 5), DAY), known))


def test_cases_are_counted_by_what_was_done_and_few_are_not():
    told = paper((of_cases(6), of_cases(2), ()))
    assert (
        "Shown. " in told and "in 6 cases" in told and "No answer in time. " in told and "in fewer than 5 cases" in told
    )
    assert "quiet heron" not in told and "c4c4" not in told and "8" not in told.split("Guidelines")[1]


def test_what_the_post_noted_stands_in_its_words_with_its_day():
    told = paper(((noted(),), (), ()))
    assert "Shown. They met." in told and "4 March 2026" in told
    assert "Harbour Desk. 5 March 2025 to 4 March 2026." in told and "TLP:AMBER+STRICT" in told


def test_without_a_record_it_does_not_say_that_nothing_was_done():
    assert "No record of this post shows it. That does not mean that nothing was done." in paper(((), (), ()))
