"""What a commitment asks for and how it is counted, in words."""

from safeconduct.guidance.commitment import EvidenceRule
from safeconduct.guidance.register import action_kinds, the_register


def rule_in_words(rule: EvidenceRule) -> str:
    """How it is counted, in a sentence; "" where somebody has to read."""
    if rule.how == "reading":
        return ""
    shown = _either(rule.shown_by)
    basis = "as the text says" if rule.basis == "published" else "our proposal"
    if rule.how == "at_least":
        return f"Counted: at least {rule.at_least} in {rule.months} months ({basis}) of: {shown}."
    when = "before it" if rule.order == "before" else f"within {rule.within_days} days ({basis})"
    return f"Counted: each of {_either(rule.opened_by)}, answered {when} by: {shown}."


def _either(kinds: frozenset[str]) -> str:
    return "; ".join(sorted(kind_in_words(kind) for kind in kinds))


def kind_in_words(kind: str) -> str:
    """Of a recorded event: an action of the catalogue, or what an office writes down."""
    actions = action_kinds()
    return actions[kind].name if kind in actions else the_register().event_kinds.get(kind, kind)
