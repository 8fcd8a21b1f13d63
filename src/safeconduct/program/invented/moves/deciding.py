"""Consent, risk, emergency, decision, step, duty, draft and word back: the protective work on a case."""

from collections.abc import Iterable, Mapping
from typing import Any

from safeconduct.access import lookup as directory
from safeconduct.access.desk import standings
from safeconduct.cases.account import Account
from safeconduct.cases.action import Step, actions
from safeconduct.cases.answering import Line, NewAnswer
from safeconduct.cases.benchmark import LIST
from safeconduct.cases.coded_list import choices_of
from safeconduct.cases.consent_matrix import waiting
from safeconduct.cases.decision import Consideration, Decision, Hurdle
from safeconduct.cases.desk import acting, consenting, drafting, telling, telling_press
from safeconduct.cases.desk import deciding as desk
from safeconduct.cases.desk import risk as assessing
from safeconduct.cases.draft import Draft
from safeconduct.cases.duty import OPEN
from safeconduct.cases.feedback import SeenEffect, feedbacks
from safeconduct.cases.press_note import PressBackground, PressNote
from safeconduct.cases.risk import LINES, SECTIONS, Claim, Grounds, Other, Risk, Weighing
from safeconduct.cases.risk import Line as RiskLine
from safeconduct.guidance.action_kind import Input
from safeconduct.guidance.register import action_kinds
from safeconduct.program.invented.moment import Moment
from safeconduct.sealing.record import new_ref

ASKED_NOTHING = "Asked: nothing."

# Consent


def asks_answer(now: Moment) -> None:
    consenting.ask_answer(now.ref, _line(now), now.text("text"), now.keyring, at=now.at)


def records_answer(now: Moment) -> None:
    """An answer that a member heard."""
    told = NewAnswer(
        now.text("word", "yes"),
        now.text("given_by", "self"),
        now.text("words"),
        ground=now.text("ground"),
        heard=now.text("heard"),
        language=now.one.case.telling.language,
    )
    consenting.record_answer(now.ref, _line(now), told, now.keyring, at=now.at)


def confirms_answer(now: Moment) -> None:
    """As the second member: everything that waits for one."""
    for recorded in waiting(now.case.written):
        consenting.confirm_answer(now.ref, recorded.answer.ref, now.keyring, at=now.at)


def _line(now: Moment) -> Line:
    scopes = now.texts("scopes") or ("story",)
    return Line(now.text("purpose"), now.text("recipient"), now.text("channel"), "", scopes, now.iso_of("until"))


# Risk


def takes_view_down(now: Moment) -> None:
    view = {name: now.text(name) for name in ("band", "worries", "does", "helps", "worse")}
    assessing.take_down_view(now.ref, view, now.text("way", "call"), now.keyring, at=now.at)


def assesses_risk(now: Moment) -> None:
    others = tuple(Other(**one) for one in now.rows("others"))
    risk = Risk(
        ref="",
        band=now.text("band"),
        because=now.text("because"),
        others=others,
        review_on=now.day_of("review", 14),
        at=now.at,
        post_name="",
        asked_none=not others,
        grounds=_grounds(now),
    )
    assessing.assess(now.ref, risk, now.keyring, at=now.at)


def _grounds(now: Moment) -> Grounds:
    lists = {name: tuple(_risk_line(now, one) for one in now.rows(name)) for name in LINES}
    told = now.move.says.get("sections", {})
    return Grounds(
        **lists,
        sections={name: told.get(name, ASKED_NOTHING) for name in SECTIONS},
        leverage=now.text("leverage", "Hardly known outside the district; that helps little."),
        exposure=now.text("exposure", "Being named would tell those who threaten who spoke."),
        found_openly=now.text("found_openly", "Looked on the day of the assessment: nothing about relatives."),
        claims=tuple(Claim(**one) for one in now.rows("claims")),
    )


def _risk_line(now: Moment, one: Mapping[str, Any]) -> RiskLine:
    return RiskLine(one["what"], one["shown"], now.day(one.get("on", -1)).isoformat())


# Decision


def declares_emergency(now: Moment) -> None:
    desk.declare_emergency(now.ref, now.text("reason"), now.keyring, at=now.at)


def confirms_emergency(now: Moment) -> None:
    desk.confirm_emergency(now.ref, now.keyring, at=now.at)


def decides(now: Moment) -> None:
    hurdles = (Hurdle(one["says"], one.get("proof", ""), one.get("way_round", "")) for one in now.rows("hurdles"))
    decision = Decision(
        ref=new_ref(),
        wish=now.text("wish"),
        steps=tuple(_step(now, one) for one in now.rows("plan")),
        benefit=now.text("benefit"),
        harm=now.text("harm"),
        departs=now.text("departs"),
        considerations=tuple(Consideration(**one) for one in now.rows("considerations")),
        hurdles=tuple(hurdles),
        conflict="declared" if now.text("conflict") else "none",
        conflict_words=now.text("conflict"),
        agreed=now.text("agreed"),
        objected=now.text("objected"),
        answered=now.text("answered"),
        benchmarks=_benchmarks(now),
        review_on=now.day_of("review", 14),
    )
    desk.decide(now.ref, decision, now.keyring, unlike=now.text("unlike"), at=now.at)


def _step(now: Moment, one: Mapping[str, Any]) -> Step:
    kind = action_kinds()[one["kind"]]
    is_public = bool(one.get("public"))
    return Step(
        ref=now.new(one["name"]),
        kind=kind.id,
        purposes=tuple(one.get("rests_on", ())),
        level=one.get("level", kind.level[0]),
        by_whom=one.get("by_whom", directory.office_name(now.keyring.organisation)),
        visibility="public" if is_public else "private",
        aim=one["aim"],
        weighing=Weighing(
            harm_if_act=one["if_act"],
            harm_if_not=one["if_not"],
            to_whom=one.get("to_whom", "The person; asked who else: nobody."),
            public_already=one.get("public_already", "Looked: nothing." if is_public else ""),
            mitigation=one.get("mitigation", ""),
            leverage=one.get("leverage", "It does not change much here."),
            exposure=one.get("exposure", "Only those in the room learn of it."),
            review_on=now.day(one.get("review", 30)),
        ),
        recipient=one.get("recipient", ""),
        mode=one.get("mode", "reactive"),
        on=now.day(one["on"]) if "on" in one else None,
    )


# Steps and duties


def takes_step(now: Moment) -> None:
    step = now.known(now.text("step"))
    kind = action_kinds()[next(one.step.kind for one in actions(now.case.written) if one.ref == step)]
    account = Account(
        now.text("result", "done"),
        now.day_of("on", 0),
        now.text("evidence"),
        shown=_written(now, kind.evidence, "shown"),
        reply=now.text("reply"),
        inputs=_written(now, kind.inputs, "inputs"),
        contributors=now.texts("contributors"),
        met=frozenset(one.says for one in kind.preconditions),
    )
    acting.take(now.ref, step, account, now.keyring, at=now.at)


def _written(now: Moment, asked: Iterable[Input], name: str) -> dict[str, str]:
    """As an account keeps them: days and moments are days from now."""
    said = now.move.says.get(name, {})
    return {one.name: _as_kept(now, one, said[one.name]) for one in asked if one.name in said}


def _as_kept(now: Moment, one: Input, said: Any) -> str:
    if one.type == "day":
        return now.day(said).isoformat()
    return f"{now.day(said).isoformat()} 09:30 UTC" if one.type == "moment" else str(said)


def drops_step(now: Moment) -> None:
    acting.drop(now.ref, now.known(now.text("step")), now.text("reason"), now.keyring, at=now.at)


def dates_event(now: Moment) -> None:
    said = (now.known(now.text("step")), now.text("event"), now.day_of("on", 0))
    acting.date_event(now.ref, *said, now.keyring, at=now.at)


def opens_duty(now: Moment) -> None:
    step = now.known(now.text("step")) if now.text("step") else ""
    due = now.day(now.move.says["due"]) if "due" in now.move.says else None
    acting.open_duty(now.ref, step, now.text("says"), due, now.text("waits_for"), now.keyring, at=now.at)


def ends_duty(now: Moment) -> None:
    _end(now, _duty(now))


def _end(now: Moment, duty: str) -> None:
    """Done; or, where it ends with the choice between private and public, kept private or what `choice` says."""
    found = next(one for one in acting.duties_of(now.case, at=now.at) if one.ref == duty)
    if found.asks_for_publicity:
        choice = now.text("choice", "private")
        acting.choose_publicity(now.ref, duty, choice, now.text("note"), _benchmarks(now), now.keyring, at=now.at)
    else:
        acting.end_duty(now.ref, duty, now.text("note"), now.keyring, at=now.at)


def _benchmarks(now: Moment) -> dict[str, str]:
    """Each question between private and public: yes, unless the move says else."""
    return {value: "yes" for value, _label in choices_of(LIST)} | dict(now.move.says.get("benchmarks", {}))


def ends_duties(now: Moment) -> None:
    """All that is open of a step."""
    step = now.known(now.text("step"))
    for one in acting.duties_of(now.case, at=now.at):
        if one.state == OPEN and one.action == step:
            _end(now, one.ref)


def waives_duty(now: Moment) -> None:
    acting.waive_duty(now.ref, _duty(now), now.text("reason"), now.keyring, at=now.at)


def passes_duty(now: Moment) -> None:
    post = next(one.ref for one in standings.open_posts(now.keyring.organisation) if one.name == now.text("post"))
    acting.pass_duty(now.ref, _duty(now), post, now.keyring, at=now.at)


def _duty(now: Moment) -> str:
    """The first open one whose words begin so."""
    known = acting.duties_of(now.case, at=now.at)
    return next(one.ref for one in known if one.state == OPEN and one.says.startswith(now.text("duty")))


# Word back


def keeps_draft(now: Moment) -> None:
    step = now.known(now.text("step")) if now.text("step") else ""
    draft = Draft(now.new("draft"), now.text("text"), "en", now.move.says.get("closed", {}), step)
    drafting.keep_draft(now.ref, draft, now.keyring, at=now.at)


def publishes(now: Moment) -> None:
    drafting.publish(now.ref, now.known("draft"), now.day_of("on", 0), now.text("address"), now.keyring, at=now.at)


def keeps_press_note(now: Moment) -> None:
    public = tuple(PressBackground(one["text"], one["address"], now.iso_of("seen"), True) for one in now.rows("public"))
    note = PressNote(
        now.new("note"),
        now.text("outlet"),
        "en",
        now.texts("lines"),
        now.text("quote"),
        background=public,
        post=now.keyring.post_name,
        reach=now.text("reach"),
    )
    telling_press.keep_press_note(now.ref, note, now.keyring, at=now.at)


def tells(now: Moment) -> None:
    steps = tuple(now.known(name) for name in now.texts("steps"))
    said = (steps, now.text("level", "neutral"), now.text("channel", "page"), now.text("text"))
    telling.tell(now.ref, *said, now.keyring, may_raise=bool(now.move.says.get("may_raise")), at=now.at)


def notes_reached(now: Moment) -> None:
    newest = feedbacks(now.case.written)[-1]
    telling.note_reached(now.ref, newest.ref, bool(now.move.says["reached"]), now.keyring, at=now.at)


def notes_effect(now: Moment) -> None:
    said = (now.text(name) for name in ("words", "contribution", "confidence", "reaction"))
    seen = SeenEffect(now.move.says["scale"], *said)
    telling.note_effect(now.ref, now.known(now.text("step")), seen, now.keyring, at=now.at)
