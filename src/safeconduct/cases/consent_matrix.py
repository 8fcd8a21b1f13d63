"""What the defender allows: each answer by purpose, recipient, channel and person, and which of them stands.

Folded from the messages of a dossier. What one member wrote down never allows more than what stood; a second member
confirms it. Nobody's answer counts while the person does not know of the request.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from safeconduct.cases.consent_purpose import parts_of, purpose_named
from safeconduct.dossiers.entry import Entry
from safeconduct.intake.consent import ASKED, WITNESSED, Consent, consents, plain_name
from safeconduct.intake.consent import YES as SAID_YES
from safeconduct.vocabulary.sharing import OF_KIND, TICKS

YES, NO, ASK_FIRST = "yes", "no", "ask_first"
SELF, REPRESENTATIVE, GROUP, ADVANCE_WISH = "self", "representative", "group", "advance_wish"
_WIDENESS = {NO: 0, ASK_FIRST: 1, YES: 2}
_OF_SHARES = ("consent_asked", "consent_witnessed", "consent_answered", "consent_confirmed", "consent_withdrawn")


@dataclass(frozen=True)
class Answer:
    """`recipient` and `channel` "" mean any that the purpose speaks of; `person` "" is the defender. `until` is the
    last day (ISO) of a yes or ""; `given_by` is self, representative, group or advance_wish. `first_at` is when an answer
    was given that a member repeats alone."""

    purpose: str
    recipient: str
    channel: str
    person: str
    scopes: tuple[str, ...]
    word: str
    until: str
    given_by: str
    at: datetime
    ref: str
    first_at: datetime | None = None

    @property
    def counted_from(self) -> datetime:
        return self.first_at or self.at

    def stands_on(self, day: date) -> bool:
        return not self.until or day.isoformat() <= self.until

    def matches(self, purpose: str, *, recipient: str, channel: str, person: str) -> bool:
        same = self.purpose == purpose and self.person == person
        return same and _covers(self.recipient, recipient) and _covers(self.channel, channel)

    def allows_more_than(self, other: "Answer | None") -> bool:
        """In word, in the parts that it opens, or in time. Without another answer nothing is allowed."""
        if other is None or _WIDENESS[self.word] != _WIDENESS[other.word]:
            return _WIDENESS[self.word] > (_WIDENESS[other.word] if other else 0)
        is_longer = bool(other.until) and (not self.until or self.until > other.until)
        return self.word == YES and (is_longer or not set(self.scopes) <= set(other.scopes))


@dataclass(frozen=True)
class Matrix:
    """The newest answer of each line, oldest first. `over` are lines whose last day has passed: they allow nothing."""

    answers: tuple[Answer, ...]
    over: tuple[Answer, ...] = ()

    def answer(self, purpose: str, *, recipient: str = "", channel: str = "", person: str = "") -> Answer | None:
        """What stands for this purpose and recipient; None when nobody has answered. Of a purpose in parts that are
        answered separately, the narrowest."""
        if not channel and (parts := parts_of(purpose)):
            return self._narrowest(
                [self.answer(purpose, recipient=recipient, channel=part, person=person) for part in parts]
            )
        asked = {"recipient": recipient, "channel": channel, "person": person}
        standing: Answer | None = None
        for answer in self.answers:
            if answer.matches(purpose, **asked) and _replaces(answer, standing):
                standing = answer
        held_back = any(_holds_back(over, standing) for over in self.over if over.matches(purpose, **asked))
        return None if held_back else standing

    def _narrowest(self, answers: list[Answer | None]) -> Answer | None:
        given = [answer for answer in answers if answer]
        return min(given, key=lambda answer: _WIDENESS[answer.word]) if len(given) == len(answers) else None

    def allows(self, purpose: str, *, recipient: str = "", channel: str = "", person: str = "") -> bool:
        standing = self.answer(purpose, recipient=recipient, channel=channel, person=person)
        return standing is not None and standing.word == YES

    def named_yes(self, purpose: str) -> tuple[str, ...]:
        """Those for whom by name a yes of the defender stands."""
        said = (one for one in self.answers if one.purpose == purpose and one.recipient and not one.person)
        named = {plain_name(one.recipient): one.recipient for one in said}
        return tuple(one for one in named.values() if self.allows(purpose, recipient=one))


def _covers(qualifier: str, asked: str) -> bool:
    return not qualifier or plain_name(qualifier) == plain_name(asked)


def _replaces(newer: Answer, standing: Answer | None) -> bool:
    """A newer answer counts, but a wider one for all does not lift what was said of one."""
    if standing is None or _WIDENESS[newer.word] <= _WIDENESS[standing.word]:
        return True
    return _is_as_specific(newer, standing)


def _is_as_specific(one: Answer, other: Answer) -> bool:
    return bool(one.recipient or not other.recipient) and bool(one.channel or not other.channel)


def _holds_back(over: Answer, standing: Answer | None) -> bool:
    """A yes to one until a day is asked again after it: an older yes to all does not take its place, nor does a member
    who repeats that older yes."""
    if standing is None or standing.word != YES:
        return False
    return standing.counted_from <= over.at and not _is_as_specific(standing, over)


# Folding


@dataclass(frozen=True)
class Recorded:
    """An answer that a member wrote down and that waits for a second one. `member` is the first's reference."""

    answer: Answer
    member: str


@dataclass
class _Fold:
    lines: dict[tuple[str, ...], Answer] = field(default_factory=dict)
    waiting: dict[tuple[str, ...], Recorded] = field(default_factory=dict)

    def put(self, answer: Answer) -> None:
        key = _line(answer)
        self.lines.pop(key, None)
        self.waiting.pop(key, None)
        self.lines[key] = answer

    def matrix(self, on: date) -> Matrix:
        lines = tuple(self.lines.values())
        stand = tuple(line for line in lines if line.stands_on(on))
        return Matrix(stand, tuple(line for line in lines if line not in stand))


def matrix(written: Iterable[Entry], *, on: date) -> Matrix:
    """The answers as they stand on a day, from the believed entries of a dossier."""
    return _folded(written).matrix(on)


def waiting(written: Iterable[Entry]) -> tuple[Recorded, ...]:
    """What a member wrote down that counts only when a second member has confirmed it, oldest first."""
    return tuple(_folded(written).waiting.values())


def _line(answer: Answer) -> tuple[str, ...]:
    return (answer.purpose, plain_name(answer.recipient), plain_name(answer.channel), answer.person)


def _folded(written: Iterable[Entry]) -> _Fold:
    entries = sorted(written, key=lambda entry: entry.seq)
    fold, arrived = _Fold(), next((entry for entry in entries if entry.kind == "arrived"), None)
    if arrived and arrived.data.get("about") == "unaware":
        return fold
    through_relay = bool(arrived and arrived.data.get("about", "me") != "me")
    seconds = _confirmations(entries)
    ticked: frozenset[str] | None = None
    for entry, of_share in zip(entries, _of_shares(entries), strict=True):
        if entry.kind == "consent":
            given = frozenset(entry.data["given"])
            for answer in _ticks(entry, given, ticked, through_relay=through_relay):
                fold.put(answer)
            ticked = given
        elif of_share:
            fold.put(of_share)
        elif entry.kind == "answered":
            _put_answered(fold, entry, seconds.get(entry.data["ref"], frozenset()))
    return fold


def _confirmations(entries: Iterable[Entry]) -> dict[str, frozenset[str]]:
    """By reference of the answer, the members who have confirmed it."""
    found: dict[str, frozenset[str]] = {}
    for entry in entries:
        if entry.kind == "answer_confirmed" and entry.by.kind == "member":
            ref = entry.data["ref"]
            found[ref] = found.get(ref, frozenset()) | {entry.by.ref}
    return found


def _ticks(
    entry: Entry, given: frozenset[str], before: frozenset[str] | None, *, through_relay: bool
) -> Iterator[Answer]:
    """Ticks of the form that were set or taken away since the form before. Later ones are set by the defender alone."""
    may_widen = before is None or entry.by.kind == "defender"
    changes = dict.fromkeys(sorted((before or frozenset()) - given), NO)
    changes |= {purpose: YES for purpose in sorted(given - (before or frozenset())) if may_widen}
    for purpose, word in changes.items():
        # Somebody else's tick says that the person agrees; beyond a share without the name, the person is asked first.
        said = ASK_FIRST if through_relay and word == YES and purpose not in TICKS else word
        giver = REPRESENTATIVE if through_relay else SELF
        scopes = ("story",) if purpose in TICKS else purpose_named(purpose).scopes
        yield Answer(purpose, "", "", "", scopes, said, "", giver, entry.at, f"{entry.seq}-{purpose}")


def _put_answered(fold: _Fold, entry: Entry, seconds: frozenset[str]) -> None:
    answer = answer_from(entry)
    now = fold.matrix(entry.at.date())
    standing = now.answer(answer.purpose, recipient=answer.recipient, channel=answer.channel, person=answer.person)
    is_more = answer.allows_more_than(standing)
    if counts_alone(answer, entry.by.kind, is_more=is_more):
        repeats = standing if entry.by.kind == "member" else None
        fold.put(replace(answer, first_at=repeats.counted_from) if repeats else answer)
    elif entry.by.kind == "member" and is_within_reach(answer, standing, ground=entry.data.get("ground", "")):
        if seconds - {entry.by.ref}:
            fold.put(answer)
        else:
            fold.waiting[_line(answer)] = Recorded(answer, entry.by.ref)


def counts_alone(answer: Answer, by: str, *, is_more: bool) -> bool:
    """The defender's own word counts at once; whoever else is named says yes alone. A member's word never adds."""
    return (by == "defender" and not answer.person) or (by in ("defender", "member") and not is_more)


def is_within_reach(answer: Answer, standing: Answer | None, *, ground: str) -> bool:
    """Whether two members can make this wider answer count at all.

    `ground` says why the person cannot be asked. Who speaks for somebody never goes beyond the advance wish.
    """
    if answer.given_by == GROUP:
        return not purpose_named(answer.purpose).names
    if answer.given_by == SELF:
        return True
    is_beyond_wish = standing is not None and standing.given_by == ADVANCE_WISH and answer.given_by != ADVANCE_WISH
    return bool(ground) and not is_beyond_wish


def answer_from(entry: Entry) -> Answer:
    """Only a yes has a last day: a no that ran out by itself could give way to an older yes."""
    data = entry.data
    return Answer(
        purpose=data["purpose"],
        recipient=data["recipient"],
        channel=data["channel"],
        person=data["person"],
        scopes=tuple(data["scopes"]),
        word=data["word"],
        until=data["until"] if data["word"] == YES else "",
        given_by=data["given_by"],
        at=entry.at,
        ref=data["ref"],
    )


# Consents to share


def _of_shares(entries: Iterable[Entry]) -> Iterator[Answer | None]:
    """For each entry, the answer about a share with one organisation that it makes, if it makes one."""
    so_far: list[Entry] = []
    for entry in entries:
        if entry.kind not in _OF_SHARES:
            yield None
            continue
        before = _states(so_far)
        so_far.append(entry)
        changed = [one for one in consents(so_far) if before.get(one.ref) != one.state]
        yield next((_share_answer(one) for one in changed if one.state not in (ASKED, WITNESSED)), None)


def _states(entries: Iterable[Entry]) -> dict[str, str]:
    return {one.ref: one.state for one in consents(entries)}


def _share_answer(consent: Consent) -> Answer:
    terms = consent.terms
    return Answer(
        purpose=OF_KIND.get(consent.kind, "share_receiver"),
        recipient=terms.office,
        channel="",
        person="",
        scopes=terms.parts,
        word=YES if consent.state == SAID_YES else NO,
        until=terms.until if consent.state == SAID_YES else "",
        given_by=consent.way if consent.way in (REPRESENTATIVE, ADVANCE_WISH) else SELF,
        at=consent.at,
        ref=consent.ref,
    )
