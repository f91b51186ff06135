"""annotui over SSH on a slow line, beside the line's own round trip and a page of less.

`python -m benchmarks.slow_line` starts an sshd of its own on 127.0.0.1 and a proxy before it that delays every byte by
100 ms each way and lets 20,000 through in a second, and presses keys in the installed command at the other end. It ends
with 1 where an act takes 100 ms longer than the line itself: then it is no longer felt as immediate.
"""

from __future__ import annotations

import argparse
import getpass
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from time import monotonic, sleep

from benchmarks.__main__ import CACHE, say
from benchmarks.environments import ROOT, Missing, Tools, prepare
from benchmarks.figures import median
from benchmarks.terminal import Press, Terminal

DELAY = 0.1
"""Seconds by which the line delays each byte, in each direction."""
RATE = 20_000
"""Bytes that it lets through in a second, in each direction."""
FELT = 100.0
"""Milliseconds beyond the line's own round trip that an act may take."""
PRESSES = 20
GAP = 0.35
"""Seconds without a byte after which an act has settled on the line."""
_COLUMNS, _ROWS = 80, 24
_CHUNK = 512
_TIMES = 8
"""How often the text is repeated, so that there are pages enough."""


@dataclass
class Line:
    """A port that leads to another one over a slow line; `carried` counts the bytes of both directions."""

    to: int
    carried: int = 0
    port: int = 0
    _server: socket.socket = field(default_factory=socket.socket)

    def __post_init__(self) -> None:
        self._server.bind(("127.0.0.1", 0))
        self._server.listen()
        self.port = self._server.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._server.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._server.accept()
                far = socket.create_connection(("127.0.0.1", self.to))
                for one, other in ((near, far), (far, near)):
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    self._carry(one, other)

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        """Carry what comes from one end to the other, late and not too much at a time."""
        waiting: Queue[tuple[float, bytes]] = Queue()

        def read() -> None:
            with suppress(OSError):
                while data := source.recv(_CHUNK):
                    waiting.put((monotonic(), data))
            waiting.put((monotonic(), b""))

        def write() -> None:
            free = 0.0
            with suppress(OSError):
                while True:
                    came, data = waiting.get()
                    if not data:
                        target.shutdown(socket.SHUT_WR)
                        return
                    free = max(free, came) + len(data) / RATE
                    sleep(max(0.0, free + DELAY - monotonic()))
                    target.sendall(data)
                    self.carried += len(data)

        for job in (read, write):
            threading.Thread(target=job, daemon=True).start()


@contextmanager
def sshd(folder: Path) -> Iterator[tuple[int, Path]]:
    """Run an sshd of our own. Gives its port and the key that it lets in. Raises Missing where there is none."""
    program = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
    if program is None or shutil.which("ssh") is None:
        raise Missing("there is no sshd or no ssh here: install OpenSSH")
    for name in ("host", "own"):
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)],
            check=True,
        )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {
        "Port": port,
        "ListenAddress": "127.0.0.1",
        "HostKey": folder / "host",
        "PidFile": folder / "pid",
        "AuthorizedKeysFile": folder / "own.pub",
        "StrictModes": "no",
        "UsePAM": "no",
        "PasswordAuthentication": "no",
        "PermitRootLogin": "prohibit-password",
    }
    (folder / "sshd.conf").write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    server = subprocess.Popen([program, "-D", "-e", "-f", str(folder / "sshd.conf")], stderr=subprocess.DEVNULL)
    try:
        sleep(0.5)
        yield port, folder / "own"
    finally:
        server.terminate()
        server.wait()


def over_ssh(line: Line, key: Path, command: str, tools: Tools, folder: Path) -> Terminal:
    """Run a command at the far end of the line, in a terminal here."""
    options = ("StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR", "IPQoS=none")
    arguments = ["ssh", "-tt", "-i", str(key), "-p", str(line.port)]
    arguments += [part for option in options for part in ("-o", option)]
    return Terminal(
        [*arguments, f"{getpass.getuser()}@127.0.0.1", command],
        columns=_COLUMNS,
        rows=_ROWS,
        environment={**tools.environment, "TERM": "xterm-256color"},
        folder=folder,
    )


def measured(terminal: Terminal, line: Line, keys: bytes, between: bytes = b"") -> tuple[float, int, int]:
    """Median ms until a key's effect is there, median bytes in the terminal, bytes on the line for each press."""
    presses: list[Press] = []
    carried = 0
    for _ in range(PRESSES):
        if between:
            terminal.press(between, gap=GAP)
        before = line.carried
        presses.append(terminal.press(keys, gap=GAP))
        carried += line.carried - before
    return median([press.settled for press in presses]), int(median([p.bytes for p in presses])), carried // PRESSES


def main() -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=CACHE, help="where environments are kept")
    given = parser.parse_args()
    tools = prepare(given.work, ROOT, say)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        project = folder / "project"
        (project / "corpus").mkdir(parents=True)
        text = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus").glob("2022-0*.txt")))
        for path in (project / "corpus" / "long.txt", project / "long.txt"):
            path.write_text(_TIMES * f"{text}\n", encoding="utf-8")
        subprocess.run(
            [tools.annotui, "init", str(project)], check=True, env=tools.environment, stderr=subprocess.DEVNULL
        )
        try:
            rows = list(_rows(tools, folder, project))
        except Missing as error:
            say(f"not measured: {error}")
            return 0
    round_trip = rows[0][1]
    print("| act over SSH, 100 ms each way, 20 kB/s | ms | beyond the line | bytes drawn | bytes on the line |")
    print("| --- | --- | --- | --- | --- |")
    for what, ms, drawn, carried in rows:
        print(f"| {what} | {ms:.0f} | {ms - round_trip:.0f} | {drawn:,} | {carried:,} |")
    late = [what for what, ms, _, _ in rows if what.startswith("annotui, ") and ms - round_trip > FELT]
    if late:
        print(f"later than {FELT:.0f} ms beyond the line: {', '.join(late)}")
    return 1 if late else 0


def _rows(tools: Tools, folder: Path, project: Path) -> Iterator[tuple[str, float, int, int]]:
    environment = " ".join(f"{name}='{value}'" for name, value in tools.environment.items() if name != "TERM")
    with sshd(folder) as (port, key):
        line = Line(port)
        with over_ssh(line, key, "stty raw -echo; printf ready; cat", tools, folder) as echo:
            echo.wait_written("ready")
            yield "the line itself: a key comes back", *measured(echo, line, b"x")
        with over_ssh(line, key, f"cd '{project}' && LC_ALL=C.UTF-8 less long.txt", tools, folder) as less:
            less.wait_written("long.txt")
            less.quiet(GAP)
            yield "less, page", *measured(less, line, b" ")
        app = f"cd '{project}' && env {environment} '{tools.annotui}'"
        with over_ssh(line, key, app, tools, folder) as annotui:
            annotui.wait_written("1 of 1")
            annotui.idle()
            annotui.press(b"\r", lambda shown: any("1-9 tag" in row for row in shown.rows), gap=GAP)
            annotui.idle()
            for what, keys, between in (
                ("page", b" ", b""),
                ("back a page", b"\x02", b""),
                ("line", b"j", b""),
                ("word", b"w", b""),
                ("tag a word", b"6", b"w"),
                ("undo", b"u", b""),
            ):
                yield f"annotui, {what}", *measured(annotui, line, keys, between)
        line.close()


if __name__ == "__main__":
    sys.exit(main())
