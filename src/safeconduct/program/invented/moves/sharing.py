"""Sharing with another organisation, and elsewhere for a time: consent, share, word between offices, haven, relocation."""

from safeconduct.cases.desk import receiving, relocation, verifying
from safeconduct.cases.desk import sharing as desk
from safeconduct.cases.haven import Haven, havens
from safeconduct.cases.relocation import PARTS, Relocation
from safeconduct.intake.consent import Terms
from safeconduct.program.invented.moment import Moment


def asks_share(now: Moment) -> None:
    desk.ask_consent(now.ref, _terms(now), now.keyring, at=now.at)


def witnesses_share(now: Moment) -> None:
    said = (now.text("way", "call"), now.text("words"))
    desk.witness_consent(now.ref, _terms(now), *said, now.keyring, at=now.at)


def confirms_share(now: Moment) -> None:
    desk.confirm_consent(now.ref, now.case.sharing.consents[-1].ref, now.keyring, at=now.at)


def shares(now: Moment) -> None:
    """As was agreed with the newest consent, or by a tick of the form on the terms that are said."""
    if now.text("with"):
        desk.share(now.ref, _terms(now), now.keyring, has_proved=True, at=now.at)
    else:
        agreed = now.case.sharing.consents[-1]
        desk.share_as_agreed(now.ref, agreed.ref, now.keyring, has_proved=True, at=now.at)


def _terms(now: Moment) -> Terms:
    office = now.walk.offices[now.text("with")]
    said = (now.texts("parts") or ("story",), now.text("purpose", "support"), now.text("marking", "TLP:AMBER"))
    return Terms(office.ref, office.name, *said, now.day_of("until", 180).isoformat())


def ends_share(now: Moment) -> None:
    desk.end_share(now.ref, now.case.sharing.shares[-1].ref, now.keyring, at=now.at)


def writes_to_partner(now: Moment) -> None:
    share = now.case.sharing.shares[-1]
    desk.write_to_partner(now.ref, share.ref, now.text("text"), now.keyring, at=now.at)


def lets_reuse(now: Moment) -> None:
    """The partner may rely on a verification of ours."""
    result, share = now.known(now.text("name", "verification")), now.case.sharing.shares[-1].ref
    verifying.let_reuse(now.ref, result, share, now.keyring, at=now.at)


def opens_received(now: Moment) -> None:
    receiving.open_received(now.one.first_ref, now.keyring, at=now.at)


def writes_back(now: Moment) -> None:
    receiving.write_back(now.one.first_ref, now.text("text"), now.keyring, at=now.at)


# Elsewhere for a time


def asks_haven(now: Moment) -> None:
    asked = Haven("", now.text("what", "haven"), now.text("of_whom"), now.text("words"), now.day_of("answer_in", 14))
    relocation.ask_haven(now.ref, asked, now.keyring, at=now.at)


def writes_haven_answer(now: Moment) -> None:
    ref = [one.ref for one in havens(now.case.written) if one.is_open][-1]
    relocation.write_answer(now.ref, ref, now.text("answer"), now.text("words"), now.keyring, at=now.at)


def keeps_relocation(now: Moment) -> None:
    plan = Relocation(
        **{name: now.text(name) for name in PARTS},
        ends_on=now.day(now.move.says["ends"]) if "ends" in now.move.says else None,
        state=now.text("state", "planned"),
        state_duty_met=bool(now.move.says.get("state_duty_met")),
    )
    relocation.keep_plan(now.ref, plan, now.keyring, at=now.at)
