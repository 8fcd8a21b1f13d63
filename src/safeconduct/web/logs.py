"""Logs that name nobody: the kind of a fault and where in the code it happened, never a text, path or value."""

import logging
import sys
import traceback
from pathlib import Path


class WithoutContents(logging.Formatter):
    """A fault as its type and lines of code; any other record as its unfilled message, or as where it was said.

    A message with nothing to fill in may have been filled in already, so it is not shown.
    """

    def format(self, record: logging.LogRecord) -> str:
        when = self.formatTime(record, "%Y-%m-%d %H:%M:%S")
        if record.exc_info and record.exc_info[1] is not None:
            problem = record.exc_info[1]
            frames = traceback.extract_tb(problem.__traceback__)
            way = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
            return f"{when} {record.levelname} {type(problem).__name__} at {way}"
        said = record.msg if record.args else f"at {Path(record.pathname).name}:{record.lineno}"
        return f"{when} {record.levelname} {record.name}: {said}"


def configure(_settings: object = None) -> None:
    output = logging.StreamHandler(sys.stderr)
    output.setFormatter(WithoutContents())
    logging.basicConfig(handlers=[output], level=logging.WARNING, force=True)
    # "Not Found: /path" and "Bad Request: /path" would fill the log with addresses.
    logging.getLogger("django.request").setLevel(logging.ERROR)
    logging.getLogger("django.security").setLevel(logging.ERROR)
