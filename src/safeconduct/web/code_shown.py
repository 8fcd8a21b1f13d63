"""A code as a page shows it once: its words or groups of digits, and its sign."""

from safeconduct.sealing.code import DIGIT_FORM, Code, sign, written


def code_shown(code: Code, form: str) -> dict[str, object]:
    """For the context of a page."""
    return {"words": written(code, form), "is_digits": form == DIGIT_FORM, "sign": " ".join(sign(code, form))}
