"""What happened and who says so: incidents, marks, sources, verification."""

from datetime import timedelta

from safeconduct.cases.desk import incidents as desk
from safeconduct.cases.desk import linking, verifying
from safeconduct.cases.incident import Detention, Hearing, Incident, Joint
from safeconduct.cases.incident_date import IncidentDate
from safeconduct.cases.source import Source
from safeconduct.cases.source_question import source_questions
from safeconduct.cases.verification import PERSON, Verification, VerificationCheck
from safeconduct.intake.desk import linking as links
from safeconduct.program.invented.country import countries
from safeconduct.program.invented.moment import Moment


def records_incident(now: Moment) -> None:
    desk.record_incident(now.ref, _incident(now, now.new(now.text("name"))), now.keyring, at=now.at)


def corrects_incident(now: Moment) -> None:
    corrected = _incident(now, now.known(now.text("name")))
    desk.correct_incident(now.ref, corrected, now.text("why"), now.keyring, at=now.at)


def _incident(now: Moment, ref: str) -> Incident:
    told = now.one.case.telling
    code = next(one.code for one in countries() if told.country in one.names)
    return Incident(
        ref=ref,
        acts=now.texts("acts"),
        first=IncidentDate(now.iso_of("first")[: now.move.says.get("precision", 10)], bool(now.move.says.get("about"))),
        last=IncidentDate(now.iso_of("last")),
        country=code,
        region_part=now.text("part", "capital"),
        place=now.text("place", told.place),
        perpetrator=now.text("perpetrator", "unknown"),
        stigmas=now.texts("stigmas"),
        text=now.text("text"),
        sources=tuple(now.known(name) for name in now.texts("sources")),
        joints=tuple(Joint(one["kind"], now.known(one["to"])) for one in now.rows("joints")),
        detention=_detention(now),
        follow_up_on=now.iso_of("follow_up"),
        reprisal_for=now.text("reprisal_for"),
        contact=now.text("contact"),
        told_at=now.at,
    )


def _detention(now: Moment) -> Detention | None:
    said = now.move.says.get("detention")
    if not said:
        return None
    hearing = said.get("hearing")
    return Detention(
        held_by=said["held_by"],
        since=IncidentDate(now.iso_of("first")),
        where=said["where"],
        charge=said.get("charge", ""),
        lawyer=said.get("lawyer", "not_known"),
        family=said.get("family", "not_known"),
        doctor=said.get("doctor", "not_known"),
        hearing=Hearing(now.day(hearing["day"]).isoformat(), hearing["hour"], "UTC") if hearing else None,
    )


def takes_reprisal_step(now: Moment) -> None:
    taken = (now.text("step"), now.text("state", "done"), now.text("text"))
    desk.take_step(now.ref, now.known(now.text("incident")), *taken, now.keyring, at=now.at)


def sets_mark(now: Moment) -> None:
    hours = now.move.says.get("hours")
    hour = now.at + timedelta(hours=hours) if hours else None
    desk.set_mark(now.ref, now.text("mark"), now.text("text"), hour, now.keyring, at=now.at)


def handles_mark(now: Moment) -> None:
    desk.handle_mark(now.ref, now.text("mark"), now.text("text"), now.keyring, at=now.at)


def adds_source(now: Moment) -> None:
    heard_from = now.text("heard_from", "first_hand")
    source = Source(
        ref=now.new(now.text("name")),
        name=now.text("who"),
        basis=now.text("basis", "referee"),
        heard_from=now.one.named.get(heard_from, heard_from),
        may_be_named=bool(now.move.says.get("may_be_named")),
        words=now.text("words"),
    )
    verifying.add_source(now.ref, source, now.keyring, at=now.at)


def asks_source(now: Moment) -> None:
    said = (now.known(now.text("source")), _target(now), now.text("text"), now.day_of("answer_in", 5))
    verifying.ask_source(now.ref, *said, now.keyring, at=now.at)


def makes_link(now: Moment) -> None:
    """For the newest question; whoever has the link answers without an account."""
    question, until = source_questions(now.case.written)[-1].ref, now.day_of("until", 7)
    now.one.named["link"] = linking.make_link(now.ref, question, until, now.keyring, at=now.at)


def answers_link(now: Moment) -> None:
    if not links.answer_link(now.known("link"), now.text("says"), now.text("words"), at=now.at):
        raise LookupError("the link opens nothing")


def records_verification(now: Moment) -> None:
    result = Verification(
        ref=now.new(now.text("name", "verification")),
        target=_target(now),
        facts=now.texts("facts") or ("person",),
        basis=now.text("basis", "referee"),
        source=now.known(now.text("source")),
        origin="",
        grade=now.text("grade", "B"),
        information=now.text("information", "i2"),
        says=now.text("says", "confirms"),
        confidence=now.text("confidence", "moderate"),
        until=now.day_of("until", 120),
        at=now.at,
        asked=source_questions(now.case.written)[-1].ref if now.move.says.get("asked") else "",
    )
    verifying.record_verification(now.ref, result, now.text("words"), now.keyring, at=now.at)


def _target(now: Moment) -> str:
    return now.known(now.text("of")) if now.text("of") else PERSON


def doubts_verification(now: Moment) -> None:
    result, retracted = now.known(now.text("name", "verification")), bool(now.move.says.get("retracted"))
    verifying.doubt_verification(now.ref, result, now.text("text"), now.keyring, retracted=retracted, at=now.at)


def plans_check(now: Moment) -> None:
    check = VerificationCheck(now.text("check"), now.day_of("within", 7).isoformat())
    verifying.plan_check(now.ref, check, now.keyring, at=now.at)
