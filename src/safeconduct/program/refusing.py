"""How a command says that it did not do what was asked."""

import sys


def no(sentence: str) -> int:
    """The sentence goes to standard error; the answer is the status of the process."""
    print(sentence, file=sys.stderr)
    return 1
