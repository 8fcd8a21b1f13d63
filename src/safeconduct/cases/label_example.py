"""Where a label that sets somebody apart was used in public: a file of the case, or the address of the text, tied to the label."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from safeconduct.vocabulary.refusal import Refusal
from safeconduct.vocabulary.web_address import is_web_address


@dataclass(frozen=True)
class LabelExample:
    """`label` is a value of the list of labels, "" for the one in own words; `file` is a number of a file of the case, or 0."""

    label: str
    address: str = field(default="", repr=False)
    file: int = 0


def refusal_to_examples(
    examples: Iterable[LabelExample], labels: Collection[str], own_label: str, files: Collection[int]
) -> Refusal | None:
    """`labels` and `own_label` are those of the incident; `files` the numbers of the files of its case."""
    for one in examples:
        if one.label not in labels if one.label else not own_label:
            return Refusal("An example belongs to a label that is not chosen. Tick the label, or take the example out.")
        if not one.address and not one.file:
            return Refusal("An example is missing. Choose a file of the case, or write the address of the text.")
        if one.address and not is_web_address(one.address):
            return Refusal("This is no address of a text. Write all of it; it begins with https://.")
        if one.file and one.file not in files:
            return Refusal("This file is not in the case. Choose one of the list.")
    return None
