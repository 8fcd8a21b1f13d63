"""`python -m tests.releases 0.2`: freeze the release at hand under its name, once."""

import shutil
import sys
import tempfile
from pathlib import Path

import tests.conftest  # noqa: F401  names an instance folder of its own and loads Django
from tests.releases import freezing

if len(sys.argv) != 2:
    raise SystemExit("Name the release, for example: python -m tests.releases 0.2")
target = freezing.archive_of(sys.argv[1])
if target.exists():
    raise SystemExit(f"{sys.argv[1]} is frozen already. A frozen release is never made anew.")
folder = Path(tempfile.mkdtemp())
try:
    freezing.freeze(folder, target)
finally:
    shutil.rmtree(folder)
print(f"{target}: {target.stat().st_size // 1024} KiB")
