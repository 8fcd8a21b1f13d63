"""What an office does with a request and a case: read, triage, answer, hold, need, and who is beside the person."""

from safeconduct.cases.acquaintance import Acquaintance
from safeconduct.cases.coded_fact import CodedFact
from safeconduct.cases.desk import acquaintance, casework, coding, consenting, experience, need, relief, theme, triage
from safeconduct.cases.eligibility import Assessment
from safeconduct.cases.need import Dependant, Need, needs
from safeconduct.cases.triage import NewDecline
from safeconduct.intake.experience import Experience
from safeconduct.program.invented.moment import Moment


def reads(now: Moment) -> None:
    casework.open_case(now.ref, now.keyring, at=now.at)


def accepts(now: Moment) -> None:
    casework.accept(now.ref, now.keyring, at=now.at)


def answers(now: Moment) -> None:
    casework.answer(now.ref, now.text("text"), now.keyring, at=now.at)


def notes(now: Moment) -> None:
    casework.note(now.ref, now.text("text"), now.keyring, at=now.at)


def asks_back(now: Moment) -> None:
    triage.ask_back(now.ref, now.text("text"), now.keyring, at=now.at)


def declines(now: Moment) -> None:
    elsewhere = now.texts("elsewhere")
    declining = NewDecline(now.text("reason"), now.text("words"), elsewhere, nobody_else=not elsewhere)
    triage.decline(now.ref, declining, now.keyring, at=now.at)


def reopens(now: Moment) -> None:
    triage.reopen(now.ref, now.keyring, at=now.at)


def judges_pair(now: Moment) -> None:
    other = now.walk.begun[now.text("other")].refs[now.keyring.organisation]
    triage.judge_pair(now.ref, other, now.keyring, same=bool(now.move.says["same"]), at=now.at)


def assesses_eligibility(now: Moment) -> None:
    said = Assessment(now.text("status"), now.texts("acts"), now.text("said_by", "referee"), now.text("words"))
    triage.assess(now.ref, said, now.keyring, at=now.at)


def confirms_facts(now: Moment) -> None:
    facts = tuple(CodedFact(name, code, ()) for name, codes in now.move.says["facts"].items() for code in codes)
    coding.confirm_facts(now.ref, facts, now.keyring, at=now.at)


def takes(now: Moment) -> None:
    relief.take(now.ref, now.keyring, at=now.at)


def asks_relief(now: Moment) -> None:
    relief.ask_relief(now.ref, now.keyring, at=now.at)


def warns_of_content(now: Moment) -> None:
    relief.warn_of_content(now.ref, now.texts("kinds"), now.keyring, at=now.at)


def chooses_themes(now: Moment) -> None:
    theme.choose_themes(now.ref, now.texts("themes"), now.keyring, person=now.texts("person"), at=now.at)


def notes_acquaintance(now: Moment) -> None:
    known = Acquaintance("yes", now.day_of("since", -100), bool(now.move.says.get("planned")))
    acquaintance.note_acquaintance(now.ref, known, now.keyring, at=now.at)


def notes_experience(now: Moment) -> None:
    seen = {name: now.text(name) for name in ("name", "year", "answered", "helped", "words")}
    experience.note_experience(now.ref, Experience("", **seen), now.keyring, at=now.at)


def notes_need(now: Moment) -> None:
    whose = now.move.says.get("dependant")
    dependant = Dependant(**whose) if whose else None
    coded = (now.text("kind"), now.text("level", "strong"), now.text("stage", "danger"))
    wanted = Need("", *coded, now.text("asked_by", "defender"), now.text("words"), dependant)
    need.note_need(now.ref, wanted, now.keyring, at=now.at)


def settles_need(now: Moment) -> None:
    """The newest need of this kind."""
    ref = [one.ref for one in needs(now.case.written) if one.kind == now.text("kind")][-1]
    said = {"state": now.text("state"), "provider": now.text("provider"), "why": now.text("why")}
    need.settle_need(now.ref, ref, now.keyring, **said, at=now.at)


def adds_person(now: Moment) -> None:
    said = (now.text("role"), now.text("label"), now.text("name"))
    consenting.add_person(now.ref, *said, now.keyring, at=now.at)
