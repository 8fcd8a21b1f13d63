"""The strategy of a country that a group keeps: begun, its items written, done or left out, and received by the others."""

from safeconduct.coordination.country_strategy import StrategyItem
from safeconduct.coordination.desk import strategies
from safeconduct.program.invented.moment import Moment
from safeconduct.vocabulary.place_name import country_code


def begins_strategy(now: Moment) -> None:
    strategies.begin_strategy(now.group, _country(now), now.text("marking"), now.keyring, at=now.at)


def writes_item(now: Moment) -> None:
    """`item`: one of the minimum, else it is added. `to`: the short name of an office; our own does it with the post that writes."""
    own, to = now.keyring.organisation, now.text("to")
    organisation = now.walk.offices[to].ref if to else ""
    item = StrategyItem(
        now.text("item"),
        now.text("part"),
        says=now.text("says"),
        organisation=organisation,
        post=now.keyring.post if organisation == own else "",
        due=now.day(now.move.says["due"]) if "due" in now.move.says else None,
    )
    strategies.write_item(now.group, _country(now), item, now.keyring, at=now.at)


def finishes_item(now: Moment) -> None:
    told = (now.text("item"), now.text("note"))
    strategies.finish_item(now.group, _country(now), *told, now.keyring, at=now.at)


def leaves_out_item(now: Moment) -> None:
    told = (now.text("item"), now.text("note"))
    strategies.leave_out_item(now.group, _country(now), *told, now.keyring, at=now.at)


def receives_strategy(now: Moment) -> None:
    strategies.say_received(now.group, _country(now), now.keyring, at=now.at)


def _country(now: Moment) -> str:
    return country_code(now.text("country"))
