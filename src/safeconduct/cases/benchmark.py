"""The questions on which the choice between private and public rests, answered one by one and kept with the choice.

No answer decides by itself: a no is allowed and stays readable, an empty one is not.
"""

from collections.abc import Mapping

from safeconduct.cases.coded_list import choices_of
from safeconduct.vocabulary.refusal import Refusal

LIST = "benchmarks"
ANSWERS = ("yes", "no", "unknown")
CHOICES = ("publish", "later", "private")
"""What becomes of a private step that could be made public."""


def refusal_without_benchmarks(answers: Mapping[str, str]) -> Refusal | None:
    """`answers` by the value of the list `benchmarks`."""
    missing = next((label for value, label in choices_of(LIST) if answers.get(value) not in ANSWERS), None)
    if missing:
        return Refusal(f"Private or public: “{missing}” is not answered. Choose yes, no or not known.")
    return None


def refusal_to_choosing_publicity(choice: str, reason: str, answers: Mapping[str, str]) -> Refusal | None:
    if choice not in CHOICES:
        return Refusal("It is not chosen whether this is made public. Choose one of the three.")
    if not reason.strip():
        return Refusal("There is no reason yet. Say in a sentence why it is made public, or why not.")
    return refusal_without_benchmarks(answers)
