"""Where a group liaises with defenders: regions, who cares for them, trips that lead there, dialogues and their rhythm."""

from safeconduct.coordination.desk import covering, keeping_contact, keeping_media, travelling
from safeconduct.coordination.desk.travelling import TripMarking
from safeconduct.coordination.dialogue import Dialogue
from safeconduct.coordination.media_contact import MediaContact
from safeconduct.coordination.region import Region
from safeconduct.coordination.tlp import AMBER
from safeconduct.coordination.trip import TripPlan
from safeconduct.program.invented.moment import Moment
from safeconduct.vocabulary.place_name import country_code


def names_region(now: Moment) -> None:
    place = (country_code(now.text("country")), now.text("part"), now.text("title"))
    region = Region("", *place, now.texts("themes"), now.texts("languages"), now.texts("barriers"), "")
    now.keep(covering.name_region(now.group, region, now.keyring, at=now.at))


def liaises(now: Moment) -> None:
    said = (now.texts("themes"), now.texts("languages"))
    covering.liaise(now.group, now.known(now.text("region")), *said, now.keyring, at=now.at)


def plans_trip(now: Moment) -> None:
    plan = TripPlan(
        now.text("kind", "meet"),
        now.day_of("on", 14),
        now.day_of("until", 15),
        tuple(now.known(name) for name in now.texts("regions")),
        now.text("meets"),
        now.texts("removes"),
    )
    now.keep(travelling.plan_trip(now.group, plan, TripMarking(AMBER), now.keyring, at=now.at))


def answers_trip(now: Moment) -> None:
    travelling.answer_trip(now.group, now.known(now.text("name")), now.text("answer"), now.keyring, at=now.at)


def reports_trip(now: Moment) -> None:
    said = (now.text("effect"), now.text("words"))
    travelling.report_trip(now.group, now.known(now.text("name")), *said, now.keyring, at=now.at)


def logs_dialogue(now: Moment) -> None:
    region = now.text("region")
    where = now.known(region) if region else ""
    own = (now.keyring.organisation, now.keyring.office_name)
    held = Dialogue(now.text("pair"), now.day(now.move.says["on"]), now.text("form"), where, *own)
    keeping_contact.log_dialogue(now.group, held, now.keyring, took_part=True, at=now.at)


def sets_rhythm(now: Moment) -> None:
    keeping_contact.set_rhythm(now.group, now.text("pair"), now.text("every"), now.keyring, at=now.at)


def notes_media(now: Moment) -> None:
    what = (now.text("outlet"), now.text("kind"), now.text("desk"), now.text("reach"), now.texts("languages"))
    contact = MediaContact("", "", "", *what, now.text("free"), bool(now.move.says.get("may_pass_on")))
    keeping_media.note_media(now.group, contact, now.keyring, at=now.at)
