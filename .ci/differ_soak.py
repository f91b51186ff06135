"""Press random keys in two apps, one with the frame differ and one without, and compare their screens after each step.

    python .ci/differ_soak.py [--keys 5000] [--seed 1] [--seat pty] [--seat tmux] [--seat screen]

Over all screens of the shipped example, at three sizes with resizes between, in a plain pseudo-terminal, inside tmux
and inside GNU screen. Each walk is told by its seed. Exit code 1 where screens differ, with the steps that led there.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.terminal.driver import ANNOTUI  # noqa: E402
from tests.terminal.twins import SIZES, PtySeat, ScreenSeat, TmuxSeat, Twins, walk  # noqa: E402

SEATS: dict[str, type[PtySeat | TmuxSeat]] = {"pty": PtySeat, "tmux": TmuxSeat, "screen": ScreenSeat}
STRANGE = """\
title: Widths of every kind
date: 2022-05-03

Wide 漢字かな交じり文 and narrow, combining e\u0301 a\u0308\u0301 n\u0303, a boat ⛵ and a wave 🌊, tabs\tand\tmore,
and all of it in lines that break over the edge, again and again.

Right to left: שלום עולם, السلام عليكم. Armenian: Երևան, Georgian: თბილისი, Greek: Αθήνα.

"""
DISPUTED = """\
Flags 🇫🇮🇪🇪, a family 👩\u200d👩\u200d👧, a heart ❤\ufe0f. Indic: नमस्ते दुनिया.

"""
"""What tmux holds for wider or narrower than Textual does: there plain Textual itself leaves remains on the screen."""


def main() -> int:
    """Walk at each size in each seat."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keys", type=int, default=5000, help="about how many keys in each seat")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seat", choices=SEATS, action="append")
    given = parser.parse_args()
    bad = 0
    for name in given.seat or SEATS:
        if name != "pty" and shutil.which(name) is None:
            print(f"{name}: skipped, it is not installed")
            continue
        for number, size in enumerate(SIZES):
            bad += not soak(name, size, given.keys // len(SIZES), given.seed + number)
    return 1 if bad else 0


def soak(name: str, size: tuple[int, int], keys: int, seed: int) -> bool:
    """One walk. Returns whether the screens were alike all along."""
    started = time.monotonic()
    where = f"{name} {size[0]}x{size[1]}, seed {seed}"
    with tempfile.TemporaryDirectory() as folder:
        twins = Twins(
            SEATS[name],
            example(Path(folder), disputed=name == "pty"),
            Path(folder) / "twins",
            environment(Path(folder)),
            size,
        )
        pressed = 0
        try:
            for step in walk(seed, keys, size=size):
                pressed += len(step.keys)
                twins.do(step)
        except AssertionError as failed:
            print(f"{where}: after {pressed} keys {failed}", flush=True)
            return False
        finally:
            twins.close()
    print(f"{where}: {pressed} keys, {len(twins.steps)} steps alike, {time.monotonic() - started:.0f} s", flush=True)
    return True


def example(folder: Path, *, disputed: bool) -> Path:
    """A copy of the shipped example, with an article more of characters of all widths."""
    project = folder / "example"
    project.mkdir()
    shutil.copytree(ROOT / "corpus", project / "corpus")
    shutil.copyfile(ROOT / "annotations.db", project / "annotations.db")
    (project / "corpus" / "a-widths.txt").write_text((STRANGE + DISPUTED * disputed) * 6, encoding="utf-8")
    subprocess.run([*ANNOTUI, "sync"], cwd=project, env=environment(folder), check=True, capture_output=True)
    return project


def environment(folder: Path) -> dict[str, str]:
    """What the apps get: a terminal of today, nobody's settings."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "ANNOTUI_ANNOTATOR": "ana",
    }


if __name__ == "__main__":
    sys.exit(main())
