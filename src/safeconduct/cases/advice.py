"""Lines of advice and of plans, each with what the guidance says it rests on, and how sure that is."""

from dataclasses import dataclass

from safeconduct.cases.coded_list import coded_list
from safeconduct.guidance.commitment import cautions
from safeconduct.guidance.instrument import version_of
from safeconduct.guidance.register import the_register
from safeconduct.guidance.source import doubt


@dataclass(frozen=True)
class Advice:
    """`rests_on` is a sentence, or "" where no commitment and no kind of action speaks of it."""

    text: str
    rests_on: str


def advice_for(mark: str) -> tuple[Advice, ...]:
    rows = (row for row in coded_list(f"advice_{mark}") if not row.ended)
    return tuple(Advice(row.label, source_in_words(row.source)) for row in rows)


def source_in_words(source: str) -> str:
    """What a commitment or a kind of action (by its id) says, with the doubts that it must not be shown without."""
    register = the_register()
    if commitment := next((one for one in register.commitments if one.id == source), None):
        found = version_of(register.instruments, commitment.version)
        if found is None:
            return ""
        instrument, version = found
        return " ".join(
            [f"{instrument.title}, {commitment.clause} ({version.name}).", *cautions(commitment, instrument, version)]
        )
    if action := next((one for one in register.actions if one.id == source), None):
        return " ".join(part for part in (f"Action {action.id}: {action.name}.", doubt(action.verification)) if part)
    return ""
