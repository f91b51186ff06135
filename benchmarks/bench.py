"""What a measurement is given, and what it is: tools, data, how often to measure; which figures it brings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.data import Data, Size
from benchmarks.environments import Tools
from benchmarks.figures import Value
from benchmarks.terminal import Terminal

MIN_APP = Path(__file__).with_name("min_app.py")


@dataclass(frozen=True, slots=True)
class Counts:
    """How often and how much.

    `million` is the size of the large library, `files` what `init` reads in `rounds` times, `mixed` are
    the keys of an hour’s use, `openings` is how often 10 MB are opened at most to press keys from the first paint on.
    `queries` are asked of catalogues; `names` are how many names these have, and how many of the queries the peer is
    asked, which takes seconds each.
    """

    presses: int = 200
    starts: int = 20
    million: int = 1_000_000
    files: int = 20_000
    rounds: int = 3
    mixed: int = 5_000
    idle_seconds: float = 12.0
    openings: int = 150
    queries: int = 200
    names: Mapping[str, tuple[int, int]] = field(
        default_factory=lambda: {"100k": (100_000, 200), "1m": (1_000_000, 40)}
    )


FULL = Counts()
QUICK = Counts(40, 5, 50_000, 2_000, 1, 500, 4.0, 15, 40, {"100k": (10_000, 20), "1m": (20_000, 10)})


@dataclass(frozen=True, slots=True)
class Bench:
    """What measurements share."""

    tools: Tools
    data: Data
    counts: Counts

    def open(self, arguments: list[str], folder: Path, columns: int = 80, rows: int = 24) -> Terminal:
        """A program in a terminal."""
        return Terminal(arguments, columns=columns, rows=rows, environment=self.tools.environment, folder=folder)

    def annotui(self, project: Path, columns: int = 80, rows: int = 24) -> Terminal:
        """A project in annotui."""
        return self.open([self.tools.annotui], project, columns, rows)

    def less(self, size: Size, columns: int = 80, rows: int = 24) -> Terminal:
        """A text in less. Raises Missing."""
        return self.open([self.tools.peer("less"), str(self.data.text(size))], self.data.work, columns, rows)

    def vim(self, size: Size) -> Terminal:
        """A text in vim, without anybody's settings and without a swap file. Raises Missing."""
        return self.open([self.tools.peer("vim"), "-u", "NONE", "-n", str(self.data.text(size))], self.data.work)

    def slate(self, size: Size) -> Terminal:
        """A text in SLATE, in a folder of its own, for it writes beside the text. Raises Missing."""
        program = self.tools.peer("slate")
        folder = self.data.scratch("slate")
        (folder / "text.txt").write_bytes(self.data.text(size).read_bytes())
        return self.open([program, "text.txt"], folder)


@dataclass(frozen=True, slots=True)
class Measurement:
    """Something to run: its name, the ids of the bars that it brings values for, and the function."""

    name: str
    bars: tuple[str, ...]
    run: Callable[[Bench], Mapping[str, Value]]
