"""A handover loses nothing, whatever is offered, accepted, refused, kept or answered, by whomever and in any order."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from safeconduct.cases.duty import DONE, OPEN, duties, open_duties
from safeconduct.cases.handover import (
    ASK_AGAIN,
    NO,
    TELL_CONTACT,
    UNTOLD,
    YES,
    refusal_to_accepting_offer,
    refusal_to_contact_answer,
    refusal_to_keeping,
    standing_offer,
)
from safeconduct.cases.relief import holding
from safeconduct.coordination.crisis import letter
from safeconduct.coordination.handover import Post, answering, asker_of, ended, taking
from safeconduct.coordination.hearing import hearings
from safeconduct.dossiers.entry import Author, NewEntry, foreseen
from safeconduct.intake.consent import Terms, covering, shares
from tests.builders import MORNING
from tests.coordinating import a_sitting
from tests.owing import OwedToGroup

POSTS = [Post(letter * 32, letter) for letter in "abcd"]
SITTING = {"change": "c1", "after": "", "organisation": "0f" * 16, "office": "Harbour Desk", **a_sitting().as_data()}

OTHERS = Terms("0b" * 16, "Lighthouse Network", ("story",), "support", "TLP:AMBER", "2026-03-31")


class Case:
    """The entries of one case, as its posts write them; it may only be changed as the rules allow."""

    def __init__(self):
        self.written, self.at, self.refs = [], MORNING, 0
        self.write(POSTS[0], NewEntry("messages", "accepted", {}))
        for number, post in enumerate((POSTS[0], POSTS[0], POSTS[1])):
            self.write(post, self.a_duty(f"duty {number}"))
        self.write(POSTS[0], NewEntry("coordination", "hearing_set", {"hearing": "h1", **SITTING}))

    def write(self, post, *entries):
        author = Author("member", f"member {post.name}", "", post.ref, post.name)
        for entry in entries:
            self.written.append(foreseen(entry, seq=len(self.written) + 1, by=author, at=self.at))

    def ref(self):
        self.refs += 1
        return f"ref {self.refs}"

    def a_duty(self, says):
        due = MORNING.date().isoformat()
        data = {"ref": says, "step": "", "says": says, "due": due, "waits_for": ""}
        return NewEntry("decisions", "duty_opened", data)

    @property
    def duties(self):
        return duties(self.written, {})

    @property
    def offer(self):
        return standing_offer(self.written)

    def work(self):
        """What a handover must not lose: duties apart from its own, with their day and state, and the hearings."""
        own = (TELL_CONTACT, ASK_AGAIN)
        return {(one.ref, one.says, one.due, one.state) for one in self.duties if one.says not in own}, hearings(
            self.written
        )

    # What people do

    def start(self, giver, taker, head):
        posts = {"from_post": giver.ref, "to_post": taker.ref, "to_name": taker.name, "head": head.ref}
        data = {"ref": self.ref(), "handover": "h", **posts, "duties": 0, "hearings": 0}
        last_day = (self.at.date() + timedelta(days=3)).isoformat()
        self.write(giver, NewEntry("coordination", "handover_offered", {**data, "ends_on": last_day}))

    def accept(self, post):
        member = f"member {post.name}"
        if not refusal_to_accepting_offer(self.offer, post=post.ref, member=member, on=self.at.date()):
            self.take(post, "handover_accepted")

    def keep(self, post):
        if not refusal_to_keeping(self.offer, post=post.ref, on=self.at.date()):
            self.take(post, "handover_kept")

    def take(self, post, kind):
        giver, on = self.offer.post or self.offer.from_post, self.at.date()
        held = holding(self.written).post
        self.write(post, *taking(self.written, self.duties, self.offer, kind, post, self.ref(), on=on))
        assert holding(self.written).post == (post.ref if held == giver else held)
        if giver != post.ref:
            assert not [one for one in open_duties(self.duties) if one.post == giver]

    def refuse(self, post):
        member = f"member {post.name}"
        if not refusal_to_accepting_offer(self.offer, post=post.ref, member=member, on=self.at.date()):
            data = {"offer": self.offer.ref, "reason": "Too many files."}
            self.write(post, NewEntry("coordination", "handover_refused", data))

    def tell(self, post):
        if self.offer and self.offer.is_settled and self.offer.contact == UNTOLD:
            data = {"offer": self.offer.ref, "channel": "page", "text": "Words."}
            self.write(post, NewEntry("messages", "contact_told", data), *ended(self.duties, self.offer.tell))

    def answer(self, post, answer):
        if not refusal_to_contact_answer(self.offer, answer):
            asks = next(one for one in POSTS if one.ref == asker_of(self.offer, on=self.at.date()))
            entries = answering(self.duties, self.offer, answer, self.ref(), asks, on=self.at.date())
            self.write(post, *entries)

    def crisis(self, post):
        """A wish for that day is read by one member and confirmed by another; what it covers is shared, with a letter."""
        consent = self.ref()
        self.write(post, NewEntry("messages", "consent_witnessed", {"consent": consent, "way": "", **OTHERS.as_data()}))
        second = POSTS[(POSTS.index(post) + 1) % len(POSTS)]
        self.write(second, NewEntry("messages", "consent_confirmed", {"consent": consent}))
        assert covering(OTHERS, self.written, kind="network") == consent
        share = {"share": self.ref(), "consent": consent, "compartment": "c2", "scope_refs": []}
        self.write(post, NewEntry("messages", "shared", {**share, **OTHERS.as_data()}))
        text = letter("Harbour Desk", self.duties, hearings(self.written), at=self.at)
        self.write(post, NewEntry("share", "share_note", {"share": share["share"], "text": text}))
        assert shares(self.written)[-1].reads_on(MORNING.date())


class WhoseTurn:
    """In place of a post: the one that the rules wait for now, so that many steps do something."""

    def on(self, case):
        offer = case.offer
        waits = offer.waits_for(case.at.date()) if offer else holding(case.written).post
        return next((post for post in POSTS if post.ref == waits), POSTS[3])


ANY_POST = st.one_of(st.just(WhoseTurn()), st.sampled_from(POSTS))
THREE = st.tuples(st.one_of(st.just("holder"), st.sampled_from(POSTS)), ANY_POST, ANY_POST)
STEPS = st.one_of(
    st.tuples(st.just("start"), THREE),
    st.tuples(st.sampled_from(("accept", "keep", "refuse", "tell")), st.tuples(ANY_POST)),
    st.tuples(st.just("answer"), st.tuples(ANY_POST, st.sampled_from((YES, NO)))),
    st.tuples(st.sampled_from(("crisis", "take_up")), st.tuples(ANY_POST)),
    st.tuples(st.just("days pass"), st.just(())),
)
MOVES = {"accept", "keep", "take_up"}


def as_post(case, said):
    """`said` is a post, whose turn it is, the holder, or an answer as it was drawn."""
    if said == "holder":
        return next(post for post in POSTS if post.ref == holding(case.written).post)
    return said.on(case) if isinstance(said, WhoseTurn) else said


@given(st.lists(STEPS, max_size=25))
def test_no_sequence_of_handovers_loses_an_entry_a_duty_or_a_hearing(steps):
    case, group = Case(), OwedToGroup()
    before, entries = case.work(), list(case.written)
    owed, agreed = group.work(), list(group.written)
    for name, given_to in steps:
        held = holding(case.written).post, {one.ref: one.post for one in case.duties}, group.holders()
        if name == "days pass":
            case.at += timedelta(days=4)
            group.at = case.at
        else:
            said = [as_post(case, one) for one in given_to]
            for place in (case, group):
                if hasattr(place, name):
                    getattr(place, name)(*said)
        assert (case.work(), group.work()) == (before, owed)
        assert (case.written[: len(entries)], group.written[: len(agreed)]) == (entries, agreed)
        assert holding(case.written).post in {post.ref for post in POSTS}
        assert sum(one.says == TELL_CONTACT for one in open_duties(case.duties)) <= 1
        assert {one.post for one in case.duties} | set(group.holders().values()) <= {post.ref for post in POSTS}
        if name == "crisis":
            assert held == (holding(case.written).post, {one.ref: one.post for one in case.duties}, group.holders())
        if name not in MOVES:
            assert held[0] == holding(case.written).post and held[2] == group.holders()


def test_the_sequences_reach_what_they_are_about():
    case, group = Case(), OwedToGroup()
    for place in (case, group):
        place.start(*POSTS[:3])
    assert set(group.holders().values()) == {POSTS[0].ref, POSTS[1].ref}
    case.crisis(POSTS[0])
    assert holding(case.written).post == POSTS[0].ref and "Open duties: 3." in case.written[-1].data["text"]
    group.refuse(POSTS[1])
    group.accept(POSTS[1])
    assert set(group.holders().values()) == {POSTS[0].ref, POSTS[1].ref}
    group.keep(POSTS[2])
    assert group.holders() == {"d1": POSTS[2].ref, "d2": POSTS[2].ref, "d3": POSTS[1].ref}


def handed_over(ends="accept"):
    case = Case()
    case.start(*POSTS[:3])
    getattr(case, ends)(POSTS[1])
    return case


def test_an_offer_moves_nothing_and_a_yes_moves_all_of_the_leaver():
    case = Case()
    case.start(*POSTS[:3])
    assert holding(case.written).post == POSTS[0].ref
    assert [one.post_name for one in case.duties] == ["a", "a", "b"]
    case.accept(POSTS[1])
    assert holding(case.written).post == POSTS[1].ref
    assert [(one.post_name, one.state) for one in case.duties] == [("b", OPEN)] * 4


def test_a_yes_opens_the_duty_to_tell_the_person_and_telling_ends_it():
    case = handed_over()
    (tell,) = [one for one in case.duties if one.says == TELL_CONTACT]
    assert (tell.state, tell.post_name, tell.due) == (OPEN, "b", MORNING.date() + timedelta(days=5))
    case.tell(POSTS[1])
    assert [one.state for one in case.duties if one.says == TELL_CONTACT] == [DONE]


def test_after_a_no_the_leaver_asks_again_and_once_gone_the_head():
    for days, asker in ((0, "a"), (4, "c")):
        case = handed_over()
        case.tell(POSTS[1])
        case.at += timedelta(days=days)
        case.answer(POSTS[1], NO)
        (again,) = [one for one in case.duties if one.says == ASK_AGAIN]
        assert (again.state, again.post_name) == (OPEN, asker)
        case.answer(POSTS[1], YES)
        assert [one.state for one in case.duties if one.says == ASK_AGAIN] == [DONE]


def test_another_post_that_keeps_it_after_a_no_has_the_work_and_tells_the_person_anew():
    case = handed_over()
    case.tell(POSTS[1])
    case.answer(POSTS[1], NO)
    case.keep(POSTS[3])
    assert holding(case.written).post == POSTS[3].ref
    still = {(one.says, one.post_name) for one in open_duties(case.duties)}
    assert still == {("duty 0", "d"), ("duty 1", "d"), ("duty 2", "d"), (TELL_CONTACT, "d")}
