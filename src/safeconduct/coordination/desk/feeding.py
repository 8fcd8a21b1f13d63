"""The address that a calendar asks: make it, keep what it opens as things stand, end it; and answer it without a key."""

from datetime import datetime

from django.db import transaction

from safeconduct.access import lookup as directory
from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk.opening import journal
from safeconduct.coordination.appointment import calendar
from safeconduct.coordination.desk.opening import OpenGroup, append, key_under, opened
from safeconduct.coordination.feed import (
    LASTS,
    Feed,
    SealedFeed,
    feed_place,
    feed_with,
    feeds,
    key_of,
    refusal_to_making_feed,
    sealed_feed_from,
)
from safeconduct.coordination.hearing import hearings
from safeconduct.dossiers import lookup
from safeconduct.dossiers.desk import sharing
from safeconduct.dossiers.entry import NewEntry
from safeconduct.dossiers.scope import SHARE
from safeconduct.intake.desk import linking
from safeconduct.intake.link import row_of
from safeconduct.sealing.record import new_ref, seal, unseal
from safeconduct.sealing.unopened import Unopened
from safeconduct.vocabulary.refusal import NotFound, insist, the_one


@transaction.atomic
def make_feed(group: str, keyring: Keyring, *, at: datetime) -> str:
    """Its token, for showing once. Raises NotFound."""
    one = opened(group, keyring, at=at)
    insist(refusal_to_making_feed(feeds(one.written, keyring.organisation), on=at.date()))
    token, channel = new_ref(), sharing.new_channel()
    made = Feed(new_ref(), row_of(token), key_of(token), channel.ref, (at + LASTS).date(), at)
    sharing.grant(group, channel, directory.recipient(one.own.compartment), made.until)
    data = {"feed": made.ref, "row": made.row, "key": made.key.hex(), "until": made.until.isoformat()}
    append(one, keyring, NewEntry(SHARE, "feed_made", data), channel, at=at)
    linking.keep(made.row, _sealed(made, _fed(one, keyring)), made.until)
    journal("FeedMade", group, keyring, at=at)
    return token


@transaction.atomic
def end_feed(group: str, feed: str, keyring: Keyring, *, at: datetime) -> None:
    """From now on its address opens nothing. Raises NotFound."""
    one = opened(group, keyring, at=at)
    ended = the_one(feeds(one.written, keyring.organisation), feed)
    linking.take_away(ended.row)
    append(one, keyring, NewEntry(SHARE, "feed_ended", {"feed": feed}), key_under(one, ended.scope_ref), at=at)
    journal("FeedEnded", group, keyring, at=at)


def renew_feeds(one: OpenGroup, keyring: Keyring) -> None:
    """What the feeds of our organisation open, as it stands now. Nothing is written where nothing changed."""
    for feed in feeds(one.written, keyring.organisation):
        body, now = linking.kept(feed.row), _fed(one, keyring)
        if body is not None and _opened(body, feed.key, feed.row) != now:
            linking.take_away(feed.row)
            linking.keep(feed.row, _sealed(feed, now), feed.until)


def calendar_of(token: str, *, at: datetime) -> str:
    """What a feed opens today, without a key of the group. Raises NotFound."""
    row = row_of(token)
    body = linking.kept(row, at=at)
    fed = _opened(body, key_of(token), row) if body is not None else None
    if fed is None or lookup.is_hidden(fed.group):
        raise NotFound
    read = lookup.scopes_read_by(fed.compartment, fed.group, on=at.date())
    return calendar([one for scope, one in fed.appointments if scope in read], at=at)


def _fed(one: OpenGroup, keyring: Keyring) -> SealedFeed:
    return feed_with(one.group.ref, one.own.compartment, hearings(one.written), keyring.organisation)


def _sealed(feed: Feed, fed: SealedFeed) -> bytes:
    return seal(feed.key, fed.as_bytes(), feed_place(feed.row))


def _opened(body: bytes, key: bytes, row: str) -> SealedFeed | None:
    try:
        return sealed_feed_from(unseal(key, body, feed_place(row)))
    except Unopened:
        return None
