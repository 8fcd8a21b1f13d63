"""What a public text of ours promises, passage by passage: each becomes a duty with its day or event, or is set aside for a reason.

The lines are those by which drafts are read. Only the passage is kept, with the duty; what was pasted is not."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from safeconduct.cases.action import actions
from safeconduct.cases.draft import LANGUAGES, lines_of
from safeconduct.cases.published_statement import published_statements
from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import Refusal
from safeconduct.vocabulary.stance import PROMISE

PASSAGE_AT_MOST = 500


@dataclass(frozen=True)
class Promised:
    """A passage of a text, and the step that the text belongs to, "" where none is known."""

    passage: str = field(repr=False)
    step: str = ""


@dataclass(frozen=True)
class PromisedDuty:
    """What an officer makes of a passage. `says`, `due` and `waits_for` as of a duty; `aside` is why it becomes none."""

    promised: Promised
    says: str = field(default="", repr=False)
    due: date | None = None
    waits_for: str = ""
    aside: str = field(default="", repr=False)


def promises_in(text: str) -> tuple[str, ...]:
    """In any of the languages: nobody has to say which it is written in. One passage inside another counts once."""
    said = " ".join(text.split())
    found = dict.fromkeys(
        passage[:PASSAGE_AT_MOST]
        for language in LANGUAGES
        for line in lines_of(said, language)
        if line.kind.value == PROMISE
        for passage in line.passages
    )
    return tuple(one for one in found if not any(one != other and one in other for other in found))


def still_promised(written: Iterable[Entry]) -> tuple[Promised, ...]:
    """Of what this case shows to be public: drafts that were published, and public steps that were taken."""
    written = tuple(written)
    texts = [(one.draft.text, one.draft.step) for one in published_statements(written)]
    for action in actions(written):
        if action.is_taken and action.step.is_public:
            texts += [(said, action.ref) for said in (*action.inputs.values(), *action.shown.values(), action.evidence)]
    found: dict[str, Promised] = {}
    for text, step in texts:
        for passage in promises_in(text):
            # The same words in a draft and in the step that took it: the step says to what the duty belongs.
            if passage not in found or step:
                found[passage] = Promised(passage, step)
    return tuple(one for passage, one in found.items() if passage not in answered(written))


def answered(written: Iterable[Entry]) -> frozenset[str]:
    """The passages of which somebody said what becomes of them."""
    return frozenset(
        entry.data["promise"] for entry in written if entry.kind == "duty_opened" and "promise" in entry.data
    )


def refusal_to_answering_promise(promised: Promised, written: Iterable[Entry]) -> Refusal | None:
    if promised.passage in answered(written):
        return Refusal("Somebody has said already what becomes of this promise. Look at the duties.")
    return None
