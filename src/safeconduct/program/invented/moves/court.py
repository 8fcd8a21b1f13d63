"""Who sits in: wishes for the rota and the rota, organisations outside the group, and the note that is written after court."""

from datetime import timedelta

from safeconduct.coordination.desk import asking_outside, observing, planning
from safeconduct.coordination.desk.asking_outside import LinkTerms, Word
from safeconduct.coordination.greedy_rota import greedy_rota
from safeconduct.coordination.hearing_link import Outsider
from safeconduct.coordination.observation import CourtNote
from safeconduct.coordination.observer import Absence
from safeconduct.coordination.rota_group import SeatWish
from safeconduct.coordination.rota_proposal import grounds_for
from safeconduct.coordination.travel import Way
from safeconduct.program.invented.moment import Moment
from safeconduct.sealing.record import new_ref

# The rota


def tells_rota_wish(now: Moment) -> None:
    says = now.move.says
    wish = SeatWish(
        now.keyring.organisation,
        now.text("seat"),
        now.texts("languages"),
        tuple(Absence(now.day(first), now.day(last)) for first, last in says.get("away", ())),
        now.texts("barred"),
        says.get("farthest_hours"),
        says.get("at_most"),
    )
    planning.tell_wish(now.group, wish, (), now.keyring, at=now.at)


def tells_ways(now: Moment) -> None:
    ways = [Way(one, other, timedelta(hours=hours)) for one, other, hours in now.move.says["ways"]]
    planning.tell_ways(now.group, ways, now.keyring, at=now.at)


def publishes_rota(now: Moment) -> None:
    """Made by simple steps, so that it is the same with a solver and without."""
    found = planning.ground(now.group, now.keyring, at=now.at)
    places = [
        (found.hearings[one.occasion].ref, str(one.role), found.seats[one.observer].organisation)
        for one in greedy_rota(grounds_for(found.wish))
    ]
    planning.publish(now.group, places, now.keyring, at=now.at)


# Outside the group


def records_word(now: Moment) -> None:
    said = (now.text("role"), now.text("said_by"), now.text("how", "telephone"), now.at.date())
    word = Word(_outsider(now), *said)
    asking_outside.record_word(now.ref, now.known(now.text("name")), now.group, word, now.keyring, at=now.at)


def makes_hearing_link(now: Moment) -> None:
    """Nobody has used it yet."""
    terms = LinkTerms(_outsider(now), now.text("region"), now.text("language", "English"), now.day_of("until", 10))
    asking_outside.make_link(now.ref, now.known(now.text("name")), now.group, terms, now.keyring, at=now.at)


def _outsider(now: Moment) -> Outsider:
    return Outsider(now.text("office"), now.text("kind", "network"))


# After court


def writes_court_note(now: Moment) -> None:
    note = CourtNote(
        new_ref(),
        now.text("what", "observed"),
        answers=now.move.says["answers"],
        incidents=now.texts("incidents"),
        texts=now.move.says["texts"],
    )
    observing.write_note(now.ref, now.known(now.text("name")), note, now.keyring, at=now.at)
