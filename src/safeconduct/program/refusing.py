"""How a command says that it did not do what was asked, and the reasons that several commands have."""

import sys
from pathlib import Path


def no(sentence: str) -> int:
    """The sentence goes to standard error; the answer is the status of the process."""
    print(sentence, file=sys.stderr)
    return 1


def no_file(*paths: Path) -> str:
    """Of the first that is no file; "" where all are."""
    return next((f"There is no file {path}. Check the path." for path in paths if not path.is_file()), "")


def unfit_to_write(path: Path) -> str:
    if path.is_dir() or not path.absolute().parent.is_dir():
        return f"{path} cannot be written. Give a file in a folder that is there."
    return ""


def unfit_files(source: Path, out: Path, rejects: Path, *, read: str, made: str) -> str:
    """Of a command that makes one file, and one of rejects, from another. `read` and `made`: what they hold, in words."""
    if missing := no_file(source):
        return missing
    for path in (out, rejects):
        if unfit := unfit_to_write(path):
            return unfit
        if path.exists() and path.samefile(source):
            return f"{path} would overwrite the {read}. Give another file."
    return (
        f"{made} and rejects would be one file. Give another one for either."
        if out.absolute() == rejects.absolute()
        else ""
    )
