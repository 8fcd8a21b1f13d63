"""A working copy of a file without its hidden data (place, device, author), made in a locked room in memory.

mat2 runs in bwrap: no network, no disk, one folder in memory, 30 seconds. It removes what it knows; it does not
remove what a picture shows, watermarks or a way of writing. When it fails there is no copy, never a half-cleaned one.
"""

import resource
import shutil
import subprocess
from pathlib import Path

LONGEST_SECONDS = 30
LARGEST_MEMORY_BYTES = 2 * 1024**3
ROOM_BYTES = 256 * 1024**2
NEEDS = {"bwrap": "bubblewrap", "mat2": "mat2"}
"""Programs, and the Debian packages that bring them."""

_ROOM = (
    "bwrap",
    "--unshare-all",
    "--die-with-parent",
    "--new-session",
    "--clearenv",
    *("--setenv", "PATH", "/usr/bin", "--setenv", "HOME", "/tmp", "--setenv", "LANG", "C.UTF-8"),  # noqa: S108
    *("--ro-bind", "/usr", "/usr", "--symlink", "usr/bin", "/bin"),
    *("--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64"),
    *("--ro-bind-try", "/etc/alternatives", "/etc/alternatives", "--ro-bind-try", "/etc/fonts", "/etc/fonts"),
    *("--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"),
    *("--proc", "/proc", "--dev", "/dev", "--size", str(ROOM_BYTES), "--tmpfs", "/tmp", "--chdir", "/tmp"),  # noqa: S108
)
_WORK = 'cat > "$0" && mat2 --no-sandbox --inplace "$0" >/dev/null 2>&1 && exec cat "$0"'


def missing() -> tuple[str, ...]:
    """The Debian packages without which there are only sealed originals."""
    return tuple(package for program, package in NEEDS.items() if not shutil.which(program))


def cleaned(content: bytes, ending: str) -> bytes | None:
    """The content without the hidden data that mat2 knows; None when that is not possible for certain."""
    if missing() or not (ending.isascii() and ending.isalnum()):
        return None
    try:
        done = subprocess.run(
            [*_ROOM, "sh", "-c", _WORK, f"/tmp/in.{ending}"],  # noqa: S108
            input=content,
            capture_output=True,
            timeout=LONGEST_SECONDS,
            preexec_fn=_limited,
            cwd=Path("/"),
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 and done.stdout else None


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (LARGEST_MEMORY_BYTES, LARGEST_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM_BYTES, ROOM_BYTES))
