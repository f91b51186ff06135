"""Where measured programs come from: environments made for the purpose, and the peers that a system has."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import processes

ROOT = Path(__file__).resolve().parent.parent
FILL = Path(__file__).with_name("fill.py")
ANNOTATOR = "bench"

Say = Callable[[str], None]


class Missing(Exception):
    """A program that a figure needs is not here: which, and how to get it."""


@dataclass(frozen=True, slots=True)
class Tools:
    """The programs, by where they are; in `missing` why a peer is not there.

    `format` changes whenever the format of annotui's database does.
    """

    annotui: str
    python: str
    sqlite_utils: str
    peers: dict[str, str]
    missing: dict[str, str]
    format: str
    environment: dict[str, str]

    def peer(self, name: str) -> str:
        """Where a peer is. Raises Missing."""
        if name not in self.peers:
            raise Missing(self.missing[name])
        return self.peers[name]


def prepare(work: Path, source: Path, say: Say) -> Tools:
    """Make (or take up) the environments in `work`: annotui from the clone at `source`, and SLATE.

    Raises CommandFailed where annotui cannot be installed.
    """
    home = work / "home"
    home.mkdir(parents=True, exist_ok=True)
    ours = work / "annotui"
    _install(ours, [str(source)], _state_of(source), say)
    peers: dict[str, str] = {}
    missing: dict[str, str] = {}
    try:
        _install(work / "slate", ["slate-nlp"], "slate-nlp", say)
        peers["slate"] = str(work / "slate/bin/slate")
    except processes.CommandFailed as error:
        missing["slate"] = f"SLATE (slate-nlp on PyPI) could not be installed: {str(error).splitlines()[-1]}"
    for name in ("less", "vim", "sqlite3"):
        found = shutil.which(name)
        if found:
            peers[name] = found
        else:
            missing[name] = f"{name} is not on the PATH: install it with the system's packages"
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "USER": ANNOTATOR,
        "LOGNAME": ANNOTATOR,
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LESSHISTFILE": "-",
    }
    binaries = ours / "bin"
    python = str(binaries / "python")
    told = processes.run([python, str(FILL), "format"], environment=environment, folder=work).output.decode()
    return Tools(str(binaries / "annotui"), python, str(binaries / "sqlite-utils"), peers, missing, told, environment)


def machine(tools: Tools) -> dict[str, str]:
    """What kind of machine and which versions this is; no names."""
    versions = (
        "import platform, sqlite3, textual, sqlite_utils, importlib.metadata as m\n"
        "print(platform.python_version(), sqlite3.sqlite_version, *map(m.version, ('textual', 'sqlite-utils')))"
    )
    told = subprocess.run([tools.python, "-c", versions], capture_output=True, text=True, check=True).stdout.split()
    named = dict(zip(("Python", "SQLite", "Textual", "sqlite-utils"), told, strict=True))
    count = os.cpu_count() or 1
    kind = f"{count} CPU{'s' if count > 1 else ''}, {platform.machine()}, {platform.system()}"
    if "less" in tools.peers:
        named["less"] = _version([tools.peers["less"], "--version"], 1)
    if "slate" in tools.peers:
        slate = Path(tools.peers["slate"]).with_name("python")
        named["SLATE"] = _version(
            [str(slate), "-c", "import importlib.metadata as m; print(m.version('slate-nlp'))"], 0
        )
    return {"machine": kind, **named}


def _version(command: Sequence[str], word: int) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[word]


def _install(folder: Path, packages: Sequence[str], state: str, say: Say) -> None:
    """Have packages in an environment of their own, byte code and all; nothing is done where `state` is the same."""
    note = folder / "installed"
    if note.is_file() and note.read_text() == state:
        return
    say(f"installing {' '.join(Path(package).name for package in packages)} into {folder}")
    here = dict(os.environ)
    if not (folder / "bin/python").exists():
        processes.run([sys.executable, "-m", "venv", str(folder)], environment=here, folder=ROOT)
    pip = [str(folder / "bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    processes.run([*pip, *packages], environment=here, folder=ROOT)
    # pip leaves a package alone whose version is there already, though its source may have changed.
    processes.run([*pip, "--force-reinstall", "--no-deps", *packages], environment=here, folder=ROOT)
    note.write_text(state)


def _state_of(source: Path) -> str:
    """Changes whenever what would be installed does."""
    digest = hashlib.sha256()
    for file in [source / "pyproject.toml", *sorted((source / "src").rglob("*"))]:
        if file.is_file() and "__pycache__" not in file.parts:
            digest.update(str(file.relative_to(source)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()
