"""One Argon2id and two openings for every passphrase, right or wrong, and nothing that tells the two slots apart."""

import statistics
from dataclasses import fields, replace
from hashlib import sha256

import pytest

from safeconduct.sealing import passphrase
from safeconduct.sealing.passphrase import Opened, Slot, Slots, new_passphrase, new_slots, open_slots
from safeconduct.sealing.record import KEY_BYTES, wrap_key
from safeconduct.sealing.unopened import Unopened

SECRET = bytes(range(64))
FIRST, SECOND, UNKNOWN = "zoo zebra you", "able about above", "wrong words here"


class QuickArgon2id:
    """Stands in for the slow one, so that only tests about the cost pay it. `runs` is what it was asked for."""

    runs: list[dict] = []

    def __init__(self, **asked):
        self.asked = asked
        self.runs.append(asked)

    def derive(self, typed):
        return sha256(repr(sorted(self.asked.items())).encode() + typed).digest()


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(QuickArgon2id, "runs", [])
    monkeypatch.setattr(passphrase, "Argon2id", QuickArgon2id)
    return QuickArgon2id


def with_second(slots, typed, secret):
    """The slots with a second passphrase in place of the decoy."""
    root = passphrase._root(typed, slots.salt)
    sealed = wrap_key(passphrase._slot_key(root, "second"), secret, passphrase._at(slots.member, "second"))
    return replace(slots, second=Slot(passphrase._verifier(root, "second"), sealed))


@pytest.mark.parametrize(
    ("typed", "slot", "secret"),
    [(FIRST, "first", SECRET), (SECOND, "second", SECRET[::-1]), (UNKNOWN, None, None), ("", None, None)],
    ids=["first passphrase", "second passphrase", "unknown passphrase", "nothing typed"],
)
def test_every_passphrase_costs_one_argon2id_two_comparisons_and_two_openings(quick, monkeypatch, typed, slot, secret):
    slots = with_second(new_slots("member", FIRST, SECRET)[0], SECOND, SECRET[::-1])
    trace = []

    def watched(name, real):
        def call(*given):
            trace.append(name)
            return real(*given)

        return call

    monkeypatch.setattr(passphrase, "unwrap_key", watched("opening", passphrase.unwrap_key))
    monkeypatch.setattr(passphrase, "derived_key", watched("derivation", passphrase.derived_key))
    monkeypatch.setattr(passphrase.hmac, "compare_digest", watched("comparison", passphrase.hmac.compare_digest))
    quick.runs.clear()

    answer = open_slots(slots, typed)

    assert (answer and answer.slot, answer and answer.secret) == (slot, secret)
    assert len(quick.runs) == 1
    assert trace == ["derivation", "derivation", "comparison", "opening"] * 2


def test_the_price_of_a_guess_is_pinned_and_stands_in_no_row(quick):
    slots, _ = new_slots("member", FIRST, SECRET)
    open_slots(slots, UNKNOWN)
    asked = [{name: value for name, value in run.items() if name != "salt"} for run in quick.runs]
    assert asked == [{"length": 32, "iterations": 3, "lanes": 1, "memory_cost": 64 * 1024}] * 2
    assert len(slots.salt) == 16
    assert {field.name for field in fields(Slots)} == {"member", "salt", "first", "second"}
    assert {field.name for field in fields(Slot)} == {"verifier", "sealed_secret"}


def test_slots_made_at_a_lower_price_do_not_open(quick, monkeypatch):
    monkeypatch.setattr(passphrase, "MEMORY_KIB", 8)
    cheap, _ = new_slots("member", FIRST, SECRET)
    monkeypatch.undo()
    monkeypatch.setattr(passphrase, "Argon2id", QuickArgon2id)
    assert open_slots(cheap, FIRST) is None


@pytest.mark.slow
def test_the_real_argon2id_opens_what_it_sealed():
    slots, first_key = new_slots("member", FIRST, SECRET)
    assert open_slots(slots, FIRST) == Opened("first", SECRET, first_key)
    assert open_slots(slots, UNKNOWN) is None


def test_the_slot_key_of_a_new_member_is_the_one_that_signing_in_finds(quick):
    slots, first_key = new_slots("member", FIRST, SECRET)
    assert open_slots(slots, FIRST).slot_key == first_key


@pytest.mark.parametrize("typed", ["  zoo zebra  you ", "Zoo ZEBRA you", "zoo\tzebra\nyou"])
def test_blanks_and_capitals_do_not_matter(quick, typed):
    assert open_slots(new_slots("member", FIRST, SECRET)[0], typed).secret == SECRET


@pytest.mark.parametrize("typed", ["zoozebrayou", "zoo zebra", "zoo zebra you you", "you zebra zoo"])
def test_other_words_or_another_order_do(quick, typed):
    assert open_slots(new_slots("member", FIRST, SECRET)[0], typed) is None


def test_a_decoy_slot_has_the_lengths_and_the_noise_of_a_real_one(quick):
    made = [new_slots(f"member {number}", FIRST, SECRET)[0] for number in range(200)]
    shapes = {(len(slot.verifier), len(slot.sealed_secret)) for slots in made for slot in (slots.first, slots.second)}
    assert len(shapes) == 1
    for side in ("first", "second"):
        noise = b"".join(getattr(slots, side).verifier + getattr(slots, side).sealed_secret for slots in made)
        assert abs(statistics.fmean(noise) - 127.5) < 3
        assert len({getattr(slots, side).verifier for slots in made}) == len(made)


def test_a_decoy_slot_does_not_open_even_by_chance_of_the_first_passphrase(quick):
    slots, _ = new_slots("member", FIRST, SECRET)
    assert passphrase._try(slots, "second", passphrase._root(FIRST, slots.salt)) is None


@pytest.mark.parametrize(
    "changed",
    [
        lambda slots: replace(slots, member="somebody else"),
        lambda slots: replace(slots, salt=bytes(16)),
        lambda slots: replace(slots, first=slots.second, second=slots.first),
        lambda slots: replace(slots, first=replace(slots.first, verifier=bytes(32))),
        lambda slots: replace(slots, first=replace(slots.first, verifier=b"")),
        lambda slots: replace(slots, first=replace(slots.first, sealed_secret=slots.first.sealed_secret[:-1])),
        lambda slots: replace(slots, first=replace(slots.first, sealed_secret=b"")),
        lambda slots: replace(slots, first=replace(slots.first, sealed_secret=slots.second.sealed_secret)),
    ],
    ids=[
        "another member",
        "another salt",
        "slots exchanged",
        "verifier changed",
        "verifier gone",
        "secret cut short",
        "secret gone",
        "secret of the other slot",
    ],
)
def test_a_row_that_was_changed_does_not_open(quick, changed):
    assert open_slots(changed(new_slots("member", FIRST, SECRET)[0]), FIRST) is None


def test_two_members_with_one_passphrase_have_nothing_in_common(quick):
    one, one_key = new_slots("one", FIRST, SECRET)
    other, other_key = new_slots("other", FIRST, SECRET)
    assert one.salt != other.salt
    assert one.first.verifier != other.first.verifier
    assert one_key != other_key


def test_the_verifier_opens_nothing(quick):
    slots, first_key = new_slots("member", FIRST, SECRET)
    assert slots.first.verifier not in (first_key, sha256(first_key).digest())
    for key in (slots.first.verifier, slots.second.verifier):
        with pytest.raises(Unopened):
            passphrase.unwrap_key(key, slots.first.sealed_secret, passphrase._at("member", "first"))


def test_a_generated_passphrase_has_seven_words_of_which_no_two_are_alike_to_guess():
    drawn = [new_passphrase().split() for _ in range(300)]
    assert {len(words) for words in drawn} == {7}
    assert len({word for words in drawn for word in words}) > 1000
    assert len({tuple(words) for words in drawn}) == len(drawn)


def test_secrets_stay_out_of_what_is_printed(quick):
    slots, key = new_slots("member", FIRST, SECRET)
    printed = repr(open_slots(slots, FIRST)) + repr(slots)
    for secret in (SECRET, key, slots.first.sealed_secret):
        assert repr(secret) not in printed
    assert len(key) == KEY_BYTES
