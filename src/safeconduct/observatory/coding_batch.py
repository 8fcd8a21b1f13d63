"""A file of texts coded in parts, on as many processors or machines as there are.

Each part becomes a file that appears when it is whole. A run that was stopped loses no more than the parts that were not, and the
next one codes those and no others: nothing is lost and nothing counts twice. Which machine coded a part is not seen in it."""

import hashlib
import json
import multiprocessing
import os
import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO

from safeconduct.observatory.coding import coded
from safeconduct.observatory.coding_rules import coding_rules
from safeconduct.observatory.published_text import LONGEST_LINE, UnreadLine, doubted, numbered_lines, read_line
from safeconduct.observatory.spark import each_on_spark
from safeconduct.vocabulary.whole_file import appearing

PART = 8_000_000  # octets, and what is left of the last line
_PLAN = "plan.json"
_CODINGS, _REJECTS = "codings.jsonl", "rejects.jsonl"


@dataclass(frozen=True)
class Part:
    """From which octet, how many, and the number of its first line."""

    start: int
    octets: int
    first_line: int


@dataclass(frozen=True)
class Batch:
    """`texts` and `coded_by` are hashes: a part fits only the same texts, coded by the same rules."""

    source: Path
    folder: Path
    parts: tuple[Part, ...]
    texts: str
    coded_by: str

    def file(self, number: int, what: str) -> Path:
        return self.folder / f"{number:06}.{what}"

    def missing(self) -> list[int]:
        return [number for number in range(len(self.parts)) if not self.file(number, _CODINGS).exists()]


def batch(source: Path, folder: Path, *, part: int = PART) -> Batch:
    """What has to be coded, and what was before. Parts of other texts, or by other rules, are thrown away."""
    parts, texts = _cut(source, part)
    one = Batch(source.absolute(), folder.absolute(), parts, texts, coding_rules())
    plan = json.dumps({"texts": one.texts, "coded_by": one.coded_by, "parts": [asdict(part) for part in parts]})
    kept = folder / _PLAN
    if not kept.exists() or kept.read_text(encoding="utf-8").strip() != plan:
        for path in folder.glob("[0-9]*"):
            path.unlink()
        _appear(kept, [plan])
    return one


def _cut(source: Path, size: int) -> tuple[tuple[Part, ...], str]:
    """Parts end with a line; the hash of all of it is taken on the way."""
    digest, sizes, lines = hashlib.sha256(), [], []
    with source.open("rb") as file:
        while chunk := file.read(size):
            octets, ends = len(chunk), chunk.count(b"\n")
            digest.update(chunk)
            while not chunk.endswith(b"\n") and (chunk := file.readline(LONGEST_LINE)):
                digest.update(chunk)
                octets, ends = octets + len(chunk), ends + chunk.endswith(b"\n")
            sizes.append(octets)
            lines.append(ends)
    starts, firsts = accumulate(sizes, initial=0), accumulate(lines, initial=1)
    return tuple(map(Part, starts, sizes, firsts)), digest.hexdigest()


def code_part(one: Batch, number: int) -> int:
    """Codes a part, wherever this runs: the folder and the texts have to be seen from there. Its number comes back."""
    part = one.parts[number]
    with one.source.open("rb") as file:
        file.seek(part.start)
        codings, rejects = _coded(file, part)
    _appear(one.file(number, _REJECTS), rejects)
    _appear(one.file(number, _CODINGS), codings)
    return number


def _coded(file: BinaryIO, part: Part) -> tuple[list[str], list[str]]:
    codings, rejects = [], []
    for line, raw in numbered_lines(file, first=part.first_line, end=part.start + part.octets):
        read = read_line(raw, line=line)
        if isinstance(read, UnreadLine):
            rejects.append(read.as_line())
            continue
        coding = coded(read)
        codings.append(coding.as_line())
        rejects += [doubted(read.id, field, why, line=line) for field, why in coding.doubts.items()]
    return codings, rejects


def _appear(path: Path, lines: Iterable[str]) -> None:
    """Whole, or not at all. Two that write the same part do not meet."""
    unfinished = path.with_name(f"{path.name}.{os.uname().nodename}-{os.getpid()}.unfinished")
    with unfinished.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def code_missing(one: Batch, *, processes: int = 1, spark: str = "") -> Iterator[int]:
    """The numbers of the parts as they are done: in this process, in several of this machine, or on Spark."""
    missing = one.missing()
    if spark and missing:
        yield from each_on_spark(spark, partial(code_part, one), missing)
    elif min(processes, len(missing)) > 1:
        yield from _side_by_side(one, missing, processes)
    else:
        yield from (code_part(one, number) for number in missing)


def _side_by_side(one: Batch, missing: list[int], processes: int) -> Iterator[int]:
    beside = multiprocessing.get_context("spawn")
    workers = min(processes, len(missing))
    with ProcessPoolExecutor(workers, beside, initializer=_end_with, initargs=(os.getpid(),)) as pool:
        waiting = [pool.submit(code_part, one, number) for number in missing]
        try:
            yield from (done.result() for done in as_completed(waiting))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _end_with(parent: int) -> None:
    """A process that helps does not outlive the one that it helps, however that ended."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def joined(one: Batch, out: Path, rejects: Path) -> tuple[int, int]:
    """Writes codings and rejects in the order of the texts, each whole when it appears, and clears the parts away. How many lines."""
    found = []
    for path, what in ((rejects, _REJECTS), (out, _CODINGS)):
        lines = 0
        with appearing(path) as unfinished, unfinished.open("wb") as whole:
            for number in range(len(one.parts)):
                octets = one.file(number, what).read_bytes()
                lines += octets.count(b"\n")
                whole.write(octets)
        found.append(lines)
    if not found[0]:
        rejects.unlink()
    shutil.rmtree(one.folder)
    return found[1], found[0]
