"""What a check found: a state, a sentence, and what to do. It names no case and no person."""

from dataclasses import dataclass

STATES = ("ok", "warning", "broken")


@dataclass(frozen=True)
class Finding:
    """`check` is a stable key for programs that watch; `remedy` is empty when all is well."""

    check: str
    state: str
    sentence: str
    remedy: str = ""

    def as_line(self) -> str:
        return f"{self.state:<8} {self.check:<13} {self.sentence}{' ' + self.remedy if self.remedy else ''}"


def ok(check: str, sentence: str) -> Finding:
    return Finding(check, "ok", sentence)


def warning(check: str, sentence: str, remedy: str) -> Finding:
    return Finding(check, "warning", sentence, remedy)


def broken(check: str, sentence: str, remedy: str) -> Finding:
    return Finding(check, "broken", sentence, remedy)


def worst(findings: tuple[Finding, ...]) -> str:
    return max((finding.state for finding in findings), key=STATES.index, default="ok")
