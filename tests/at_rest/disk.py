"""A disk that tells what was written to it and what was made to last, and what is left of it when the power goes.

Whatever was not synced may be there, be missing, or be there in part: sector by sector, in any order, and for each
file on its own.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import apsw

SECTOR = 512
CHANCES = (0.0, 0.1, 0.5, 0.9, 1.0)
"""How likely each unsynced sector of a file is there after a cut; one of these is drawn for each file and cut."""


@dataclass(frozen=True)
class Act:
    """One thing that was done to a file: write, truncate, sync, delete (at `offset` 1: with its folder synced), or
    "answered" when whoever waited was told that the unit with the number `offset` is done."""

    what: str
    file: str = ""
    offset: int = 0
    content: bytes = field(default=b"", repr=False)


class Disk(apsw.VFS):
    """The files lie in a real folder; `acts` is everything that was done to them, in order."""

    def __init__(self) -> None:
        self.acts: list[Act] = []
        self.name = f"disk-{id(self)}"
        super().__init__(self.name, "")

    def xOpen(self, name: "str | apsw.URIFilename | None", flags: list[int]) -> apsw.VFSFile:
        return _File(self.acts, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        super().xDelete(filename, syncdir)
        self.acts.append(Act("delete", Path(filename).name, int(syncdir)))

    def answered(self, unit: int) -> None:
        self.acts.append(Act("answered", offset=unit))


class _File(apsw.VFSFile):
    def __init__(self, acts: list[Act], name: "str | apsw.URIFilename | None", flags: list[int]) -> None:
        super().__init__("", name, flags)
        whole = name.filename() if isinstance(name, apsw.URIFilename) else name or ""
        self._acts, self._name = acts, Path(whole).name

    def xWrite(self, data: bytes, offset: int) -> None:
        super().xWrite(data, offset)
        self._acts.append(Act("write", self._name, offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:
        super().xTruncate(newsize)
        self._acts.append(Act("truncate", self._name, newsize))

    def xSync(self, flags: int) -> None:
        super().xSync(flags)
        self._acts.append(Act("sync", self._name))


@dataclass(frozen=True)
class Wreck:
    """What is left after a cut, by file name; `answered`: the number of the last unit that was told to be done."""

    answered: int
    files: dict[str, bytes] = field(repr=False)


def wrecks(
    acts: Iterable[Act], before: dict[str, bytes], cuts: Iterable[int], chance: random.Random
) -> Iterator[Wreck]:
    """One for each cut, which comes after so many acts. `before`: what was on the disk, safe, at the start."""
    lasting = {name: bytearray(content) for name, content in before.items()}
    unsynced: dict[str, list[Act]] = {}
    answered, wanted = 0, set(cuts)
    for count, act in enumerate(acts, start=1):
        if act.what == "answered":
            answered = act.offset
        elif act.what == "sync":
            _become(lasting, act.file, unsynced.pop(act.file, []))
        elif act.what == "delete" and act.offset:
            unsynced.pop(act.file, None)
            lasting.pop(act.file, None)
        else:
            unsynced.setdefault(act.file, []).append(act)
        if count in wanted:
            yield Wreck(answered, _left(lasting, unsynced, chance))


def _left(lasting: dict[str, bytearray], unsynced: dict[str, list[Act]], chance: random.Random) -> dict[str, bytes]:
    left = {name: bytearray(content) for name, content in lasting.items()}
    for name, acts in unsynced.items():
        likely = chance.choice(CHANCES)
        there = [piece for act in acts for piece in _pieces(act) if chance.random() < likely]
        if there:
            _become(left, name, there)
    left = {name: content for name, content in left.items() if not name.endswith("-shm")}
    return {name: bytes(content) for name, content in left.items()} | _shared_memory(chance)


def _pieces(act: Act) -> Iterator[Act]:
    """A write cut at the edges of sectors; anything else happens as a whole."""
    if act.what != "write":
        yield act
        return
    start, end = act.offset, act.offset + len(act.content)
    while start < end:
        edge = min(end, start - start % SECTOR + SECTOR)
        yield Act("write", act.file, start, act.content[start - act.offset : edge - act.offset])
        start = edge


def _become(files: dict[str, bytearray], name: str, acts: list[Act]) -> None:
    content = files.setdefault(name, bytearray())
    for act in acts:
        if act.what == "delete":
            files[name] = content = bytearray()
        elif act.what == "truncate":
            del content[act.offset :]
            content.extend(bytes(act.offset - len(content)))
        else:
            content.extend(bytes(max(0, act.offset - len(content))))
            content[act.offset : act.offset + len(act.content)] = act.content


def _shared_memory(chance: random.Random) -> dict[str, bytes]:
    """The index of the write-ahead log is never synced: anything may stand in it."""
    return {"-shm": chance.randbytes(32 * 1024)} if chance.random() < 0.5 else {}
