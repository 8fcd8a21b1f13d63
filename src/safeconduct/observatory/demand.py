"""What a text asks for: release and how soon, an inquiry, something else; and whether it voices concern alone. Codebook 2."""

from dataclasses import dataclass

from safeconduct.observatory.phrase import Hit, Hits
from safeconduct.observatory.reading import Reading

_NEAR = 12  # words between a release and the word of haste that goes with it


@dataclass(frozen=True)
class Demand:
    """`release`: immediate, other or none. The hits are what each rests on."""

    release: str
    release_hits: tuple[Hit, ...]
    inquiry_hits: tuple[Hit, ...]
    other_hits: tuple[Hit, ...]
    concern_hits: tuple[Hit, ...]
    concern_only: bool


def demand(reading: Reading, hits: Hits, *, about_people: bool, telling: bool = False) -> Demand:
    """`telling`: what befalls people voices concern, without a word for it."""
    asked = _sentences(reading, hits.get("ask", ()))
    calls = [hit for hit in hits.get("release", ()) if _counts(reading, hit) and reading.sentences[hit.start] in asked]
    hasty = [
        (call, haste)
        for call in calls
        for haste in hits.get("at_once", ())
        if reading.sentences[call.start] == reading.sentences[haste.start] and abs(call.start - haste.start) <= _NEAR
    ]
    release = "immediate" if hasty else "other" if calls else "none"
    inquiries = tuple(hit for hit in hits.get("inquiry", ()) if _counts(reading, hit))
    shielding = [hit for hit in hits.get("protection", ()) if reading.sentences[hit.start] in asked]
    others = (*hits.get("demand", ()), *_called_for(reading, hits), *shielding)
    others = tuple(sorted((hit for hit in dict.fromkeys(others) if _counts(reading, hit)), key=lambda hit: hit.start))
    concerns = hits.get("concern", ()) or (hits.get("plight", ()) if telling else ())
    return Demand(
        release,
        tuple(hit for pair in hasty for hit in pair) if hasty else tuple(calls),
        inquiries,
        others,
        concerns,
        about_people and bool(concerns) and not (calls or inquiries or others),
    )


def _called_for(reading: Reading, hits: Hits) -> list[Hit]:
    """What may be asked for is without end; what is general is said in few words, and then nothing is asked for but that, up to
    the next ask of the sentence. Where a text breaks off, it cannot be seen what was (codebook 3.15)."""
    cut = reading.sentences[-1] if reading.is_cut else -1
    calls = [hit for hit in hits.get("calling", ()) if reading.sentences[hit.start] != cut]
    general = _sentences(reading, hits.get("general", ()))
    return [
        hit
        for hit in calls
        if reading.sentences[hit.start] not in general or not _is_general(reading, hits, hit, calls)
    ]


def _is_general(reading: Reading, hits: Hits, call: Hit, calls: list[Hit]) -> bool:
    """What stands before the first ask of a sentence belongs to it."""
    sentence = reading.sentences[call.start]
    others = [hit.start for hit in calls if reading.sentences[hit.start] == sentence and not hit.meets(call)]
    start = call.start if any(other < call.start for other in others) else 0
    end = min((other for other in others if other > call.start), default=len(reading.forms))
    return any(start <= hit.start < end for hit in hits.get("general", ()) if reading.sentences[hit.start] == sentence)


def _sentences(reading: Reading, hits: tuple[Hit, ...]) -> set[int]:
    return {reading.sentences[hit.start] for hit in hits}


def _counts(reading: Reading, hit: Hit) -> bool:
    """A question asks whether something will be asked for; it does not ask for it."""
    if "?" not in reading.text and "؟" not in reading.text:
        return True
    sentence, last = reading.sentences[hit.start], hit.end - 1
    while last + 1 < len(reading.sentences) and reading.sentences[last + 1] == sentence:
        last += 1
    after = reading.text[reading.ends[last] : reading.ends[last] + 2]
    return "?" not in after and "؟" not in after
