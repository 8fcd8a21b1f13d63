"""Where files are memory, flushing them costs nothing: settings stay as a real instance has them, the tests are quick."""

import os
import shutil
from pathlib import Path

LEAST_FREE_BYTES = 2 * 1024**3


def folder_in_memory() -> str | None:
    """None where there is no such folder or it is too small: then files lie where temporary files do."""
    memory = Path("/dev/shm")
    enough = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > LEAST_FREE_BYTES
    return str(memory) if enough else None
