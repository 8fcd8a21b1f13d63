"""The machine and the settings: who may look into the folder, what could leave memory, where the door leads."""

import stat
from collections.abc import Iterable
from pathlib import Path

from safeconduct.program.doctor.finding import Finding, broken, ok, warning

LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}
_GIB = 1024**3


def permissions(folder: Path, private: Iterable[str], *, user: int) -> Finding:
    """The folder is its owner's alone; so is each of these files in it that is there."""
    paths = [folder, *(folder / name for name in private if (folder / name).exists())]
    loose = [path.name for path in paths if stat.S_IMODE(path.stat().st_mode) & 0o077]
    if loose:
        return broken(
            "permissions",
            f"Others on this machine may look into {', '.join(loose)}.",
            f"chmod -R go= {folder}",
        )
    if folder.stat().st_uid != user:
        return warning(
            "permissions", f"{folder} belongs to another user than this one.", "Run this as the user of the service."
        )
    return ok("permissions", f"{folder} is open to one user only.")


def disk(free: int, *, reserve: int) -> Finding:
    """Bytes. Below the reserve no file is taken, words still are."""
    left = f"{free / _GIB:.1f} GiB are free"
    if free < reserve:
        return broken("disk", f"Only {left}: files are refused, words are still taken.", "Make room now.")
    if free < 2 * reserve:
        return warning("disk", f"{left}; below {reserve / _GIB:.0f} files are refused.", "Make room.")
    return ok("disk", f"{left}.")


def swap(listed: str) -> Finding:
    """`listed` is /proc/swaps. Swap that is memory itself (zram) leaves nothing behind."""
    devices = [line.split()[0] for line in listed.splitlines()[1:] if line.strip()]
    on_disk = [device for device in devices if not device.startswith("/dev/zram")]
    if on_disk:
        return warning(
            "swap",
            f"Swap is on: {', '.join(on_disk)}. What is in memory can reach the disk.",
            "swapoff -a; see /etc/fstab.",
        )
    return ok("swap", "No swap on a disk.")


def core_dumps(pattern: str) -> Finding:
    """`pattern` is /proc/sys/kernel/core_pattern. The server forbids its own core files; other programs do not."""
    if pattern.startswith("|") and "false" not in pattern:
        return warning(
            "core-dumps",
            "Core files of crashed programs are collected on this machine.",
            "In /etc/systemd/coredump.conf: Storage=none, ProcessSizeMax=0.",
        )
    return ok("core-dumps", "No program collects core files; the server forbids its own.")


def cleaning(missing: tuple[str, ...]) -> Finding:
    if missing:
        return warning(
            "cleaning", "No copies without hidden data can be made of files.", f"apt-get install {' '.join(missing)}"
        )
    return ok("cleaning", "Files get a copy without hidden data.")


def hosts(names: list[str]) -> Finding:
    if any(name.startswith((".", "*")) for name in names):
        return broken(
            "hosts", "The program answers under any name.", "List the names in SAFECONDUCT_HOSTS, with commas."
        )
    if set(names) <= LOOPBACK:
        return warning("hosts", "Only this machine can reach it.", "Set SAFECONDUCT_HOSTS to its names.")
    return ok("hosts", f"It answers as {', '.join(name for name in names if name not in LOOPBACK)}.")


def front(names: list[str], *, behind_tls: bool) -> Finding:
    """An onion address seals the line itself; any other name needs TLS."""
    bare = [name for name in names if name not in LOOPBACK and not name.endswith(".onion")]
    if bare and not behind_tls:
        return broken(
            "front",
            f"No TLS in front of {', '.join(bare)}.",
            "Put a proxy with TLS in front and set SAFECONDUCT_BEHIND_TLS=1; without, nobody can sign in.",
        )
    return ok("front", "TLS, an onion address or only this machine." if not bare else "TLS in front.")


def gallery(shown: bool) -> Finding:
    if shown:
        return warning("gallery", "The gallery of components is served.", "Unset SAFECONDUCT_GALLERY.")
    return ok("gallery", "The gallery is off.")
