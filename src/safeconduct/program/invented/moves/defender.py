"""What the defender does with the code."""

from safeconduct.cases.answering import Line, own_answer
from safeconduct.dossiers.desk import reading
from safeconduct.dossiers.entry import Entry
from safeconduct.intake.consent import ASKED, consents
from safeconduct.intake.desk import allowing, returning
from safeconduct.intake.desk.returning import Word
from safeconduct.intake.experience import Experience
from safeconduct.intake.risk_view import ANSWERS
from safeconduct.program.invented.moment import Moment
from safeconduct.sealing.record import new_ref


def writes(now: Moment) -> None:
    returning.write(now.visit, Word(now.text("text"), urgent=bool(now.move.says.get("urgent"))), at=now.at)


def tells_risk(now: Moment) -> None:
    returning.tell_risk(now.visit, {name: now.text(name) for name in ANSWERS}, at=now.at)


def wants_support(now: Moment) -> None:
    returning.tell_support(now.visit, now.text("stage"), now.texts("kinds"), now.text("words"), at=now.at)


def tells_experience(now: Moment) -> None:
    """Of a helpline or fund that is invented as everything here: none of the register."""
    told = {name: now.text(name) for name in ("name", "year", "answered", "helped", "words")}
    returning.tell_experience(now.visit, Experience("", **told), at=now.at)


def answers_purposes(now: Moment) -> None:
    """Own answers to purposes beyond the ticks of the form."""
    language = now.one.case.telling.language
    answers = [
        own_answer(_line(now, purpose), now.text("word", "yes"), ref=new_ref(), language=language)
        for purpose in now.texts("purposes")
    ]
    allowing.answer_purposes(now.visit, answers, at=now.at)


def _line(now: Moment, purpose: str) -> Line:
    return Line(purpose, now.text("recipient"), now.text("channel"), "", now.texts("scopes") or ("story",))


def agrees_to_share(now: Moment) -> None:
    _answer_share(now, yes=True)


def refuses_to_share(now: Moment) -> None:
    _answer_share(now, yes=False)


def _answer_share(now: Moment, *, yes: bool) -> None:
    asked = next(one for one in consents(_messages(now)) if one.state == ASKED)
    allowing.answer_consent(now.visit, asked.ref, yes=yes, at=now.at)


def withdraws(now: Moment) -> None:
    """A tick of the form, or with `share` the newest consent to share."""
    shared = [one.ref for one in consents(_messages(now))]
    allowing.withdraw_consent(now.visit, shared[-1] if now.move.says.get("share") else now.text("tick"), at=now.at)


def sees_effect(now: Moment) -> None:
    told = [entry for entry in _messages(now) if entry.kind == "feedback_given"]
    returning.say_effect(now.visit, told[-1].data["ref"], now.move.says["scale"], now.text("words"), at=now.at)


WISHES = {
    "contact": ("rhythm", "channel", "hours"),
    "advance": ("detained", "office_closes", "speaks", "never_speaks"),
}


def leaves_wish(now: Moment) -> None:
    what = now.text("what", "contact")
    returning.leave_wish(now.visit, what, {name: now.text(name) for name in WISHES[what]}, at=now.at)


def ends_reading(now: Moment) -> None:
    allowing.end_reading(now.visit, now.one.first_ref, at=now.at)


def asks_erasure(now: Moment) -> None:
    allowing.ask_for_erasure(now.visit, at=now.at)


def freezes_code(now: Moment) -> None:
    returning.freeze(now.visit, at=now.at)


def _messages(now: Moment) -> tuple[Entry, ...]:
    dossier = reading.open_with_code(now.one.first_ref, now.visit.own())
    return dossier.written() if dossier else ()
