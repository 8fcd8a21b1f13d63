"""How a post and the access of who held it come to an end, in words: for who leaves, the head, and who closes posts."""

from datetime import date
from typing import Any

from django.utils.formats import date_format

from safeconduct.access.desk import standings
from safeconduct.access.keyring import Keyring
from safeconduct.cases.handover import Offer
from safeconduct.cases.request_card import RequestCard
from safeconduct.coordination.desk import emptying
from safeconduct.coordination.desk.handing_over import hangs_on
from safeconduct.coordination.duty_offer import Owing
from safeconduct.dossiers import lookup as dossiers


def of_reader(keyring: Keyring) -> str:
    """What becomes of the reader's own account, in a sentence."""
    if day := standings.last_day(keyring.organisation, keyring.member):
        return f"Your account ends by itself after {date_format(day, 'j F Y')}, as an administrator has signed."
    return (
        "No end of your account is signed. When you leave the organisation, ask an administrator to sign your last day: "
        "People, your name, End this account. Your access then ends by itself."
    )


def of_posts(
    keyring: Keyring, cards: tuple[RequestCard, ...], owing: tuple[Owing, ...], *, on: date
) -> list[dict[str, Any]]:
    """Posts without people, and how much hangs on each as far as the reader's cards and groups tell."""
    said = standings.said_empty(keyring.organisation, on=on)
    posts = [one for one in standings.open_posts(keyring.organisation) if not one.members]
    rows = []
    for one in posts if keyring.compartments else ():
        hangs = {card.dossier for card in (*hangs_on(one.ref, cards), *emptying.waiting_for(one.ref, cards, on=on))}
        groups = sum(owed.hangs_on(one.ref, on=on) for owed in owing)
        shape, word = (
            ("gap", "Holds work") if hangs or groups else ("done", "Said") if one.ref in said else ("ring", "Empty")
        )
        told = (
            "Signed as empty. An administrator can close it."
            if one.ref in said
            else "Nothing that you can read hangs on it."
        )
        work = [
            counted(len(hangs), "case hangs", "cases hang") + " on it" if hangs else "",
            f"it owes something to {counted(groups, 'group', 'groups')}" if groups else "",
        ]
        held = first_upper(f"{', '.join(part for part in work if part)}: take each over, or pass on what it owes.")
        rows.append(
            {
                "shape": shape,
                "word": word,
                "name": one.name,
                "ref": one.ref,
                "reason": held if hangs or groups else told,
                "may_say": not hangs and not groups and one.ref not in said,
            }
        )
    return rows


def may_know(offer: Offer, keyring: Keyring) -> bool:
    """Who leaves, and the head's post."""
    return offer.by == keyring.member or offer.head == keyring.post


def of_leaver(member: str, keyring: Keyring) -> str:
    if ended := standings.ended_on(keyring.organisation, member):
        return f"The account of who left ended with {date_format(ended, 'j F Y')}; its keys are deleted."
    if day := standings.last_day(keyring.organisation, member):
        return f"The account of who leaves ends by itself after {date_format(day, 'j F Y')}, as an administrator has signed."
    return "No end of this account is signed. An administrator signs it under People, on the page of who leaves."


def could_have_read(member: str, keyring: Keyring, *, on: date) -> list[dict[str, Any]]:
    """By compartment into which the member was let, how many dossiers its key opened until they left."""
    until = standings.ended_on(keyring.organisation, member) or on
    rows = standings.compartments_of(keyring.organisation, member)
    return [{"name": row.name, "number": dossiers.extent(row.ref, until=until).dossiers} for row in rows]


def counted(number: int, one: str, many: str) -> str:
    return f"one {one}" if number == 1 else f"{number} {many}"


def first_upper(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"
