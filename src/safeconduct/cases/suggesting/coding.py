"""Rules of the codebook that join findings: what unknown whereabouts, a beating or a general word mean beside others."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from safeconduct.cases.suggesting.finding import Finding
from safeconduct.cases.suggesting.passage import Passage, Span

Found = dict[str, list[Finding]]
_OF_THE_STATE = {
    *("police", "gendarmerie", "security_forces", "intelligence", "military", "national_guard", "prison_officials"),
    *("prosecutor", "court", "military_court", "government_body", "state_unspecified"),
}
_SAY_LITTLE = {"hrd_general", "woman_hrd", "family_of_hrd"}


def kinds(found: Found, perpetrators: Found, passage: Passage) -> Found:
    """Kinds of violation: `whereabouts_unknown`, `beating` and `taken` become what they mean here."""
    kept = {code: list(listed) for code, listed in found.items()}
    by_state = [one for code in _OF_THE_STATE for one in perpetrators.get(code, ())]
    _put_who_was_taken(kept, by_state, passage)
    _place_the_missing(kept, by_state, passage)
    _put_who_was_beaten(kept, by_state, perpetrators, passage)
    if "sexual_violence" in kept and "prison_officials" in perpetrators:
        kept.setdefault("torture_ill_treatment", []).extend(kept["sexual_violence"])
    _leave_how_somebody_was_killed(kept, passage)
    _put_what_was_stolen(kept, by_state, perpetrators, passage)
    _leave_what_was_confiscated(kept)
    return {code: listed for code, listed in kept.items() if listed}


def _leave_how_somebody_was_killed(kept: Found, passage: Passage) -> None:
    """Shots at who was killed are no attempt besides, unless the heading says so."""
    headed = any(passage.is_headed(one.span) for one in kept.get("attempted_killing", ()))
    if not headed and any(not one.faint for one in kept.get("killing", ())):
        kept["attempted_killing"] = [replace(one, faint=True) for one in kept.get("attempted_killing", ())]


def _put_what_was_stolen(kept: Found, by_state: list[Finding], perpetrators: Found, passage: Passage) -> None:
    """What unknown people take is stolen; only the state confiscates."""
    unknown = perpetrators.get("unknown", [])
    for one in list(kept.get("confiscation", ())):
        sentence = passage.sentence_with(one.span)
        by_others = _any_in(sentence, unknown) or ("break_in_theft" in kept and not by_state)
        if by_others and not _any_in(sentence, by_state):
            kept["confiscation"].remove(one)
            kept.setdefault("break_in_theft", []).append(one)


def _leave_what_was_confiscated(kept: Found) -> None:
    """Computers that were taken are no stolen data besides."""
    taken = [one.span for one in kept.get("confiscation", ())]
    kept["data_theft"] = [one for one in kept.get("data_theft", ()) if not any(one.span.meets(span) for span in taken)]


def _put_who_was_beaten(kept: Found, by_state: list[Finding], perpetrators: Found, passage: Passage) -> None:
    """Beaten by those who hold one is ill-treatment; by others, whom the sentence names, an attack."""
    others = [one for code, listed in perpetrators.items() if code not in _OF_THE_STATE for one in listed]
    held_by_state = "torture_ill_treatment" in kept or ("arbitrary_detention" in kept and bool(by_state))
    for one in kept.pop("beating", []):
        sentence = passage.sentence_with(one.span)
        by_others = _any_in(sentence, others) and not _any_in(sentence, by_state)
        held_here = _any_in(sentence, kept.get("arbitrary_detention", []))
        ill_treated = (held_by_state or held_here) and not by_others
        kept.setdefault("torture_ill_treatment" if ill_treated else "physical_attack", []).append(one)


def _any_in(sentence: Span, listed: list[Finding]) -> bool:
    return any(sentence.holds(one.span) for one in listed)


def _put_who_was_taken(kept: Found, by_state: list[Finding], passage: Passage) -> None:
    """Taken away by the state is detention, by others abduction, of which the word alone says little: things are taken too."""
    for one in kept.pop("taken", []):
        sentence = passage.sentence_with(one.span)
        held = any(sentence.holds(state.span) for state in by_state)
        kept.setdefault("arbitrary_detention" if held else "abduction", []).append(
            one if held else replace(one, faint=True)
        )


def _place_the_missing(kept: Found, by_state: list[Finding], passage: Passage) -> None:
    """Held by the state and nobody says where: enforced disappearance; otherwise nobody knows who did it."""
    unplaced = kept.pop("whereabouts_unknown", []) + kept.pop("disappearance_unknown", [])
    if not unplaced:
        return
    beside = any(passage.sentence_with(one.span).holds(state.span) for one in unplaced for state in by_state)
    if (
        "enforced_disappearance" in kept
        or beside
        or ("arbitrary_detention" in kept and by_state)
        or "arbitrary_detention" in kept
        or ("abduction" in kept and by_state)
    ):
        kept.setdefault("enforced_disappearance", []).extend(unplaced)
    else:
        kept["disappearance_unknown"] = unplaced


def groups(told: Found, found: Mapping[str, Sequence[Finding]]) -> Found:
    """`hrd_general` only where nothing more is said. Where a text is about no group, it is about what it mentions most."""
    others = {code: listed for code, listed in found.items() if code != "hrd_general"}
    if not told and others:
        most = max(sorted(others), key=lambda code: (sum(not one.faint for one in others[code]), len(others[code])))
        return {most: list(others[most])}
    more = told.keys() - _SAY_LITTLE
    return {code: listed for code, listed in told.items() if code != "hrd_general" or not more}


def perpetrators(found: Found, acts: list[Finding], passage: Passage) -> Found:
    """Those named in a sentence that tells an act; general words only where nobody else is named."""
    telling = [passage.sentence_with(act.span) for act in acts]
    near = {
        code: [one for one in listed if any(sentence.holds(one.span) for sentence in telling)]
        for code, listed in found.items()
    }
    named = {code: listed for code, listed in near.items() if listed}
    if named.keys() - {"unknown", "state_unspecified"}:
        named.pop("unknown", None)
    if named.keys() & (_OF_THE_STATE - {"state_unspecified"}):
        named.pop("state_unspecified", None)
    return named
