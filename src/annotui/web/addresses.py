"""Where the server listens: on this machine alone, at an address that nobody guesses."""

from __future__ import annotations

import errno
import secrets
import socket
from ipaddress import ip_address

from annotui.errors import UsageError

USUAL_PORT = 8000
_TOKEN_BYTES = 24


def new_token() -> str:
    """A secret of 192 random bits, as it may stand in an address."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def is_loopback(host: str) -> bool:
    """Whether a name or an address, without brackets, means this machine and cannot be made to mean another one."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def listen(host: str, port: int | None) -> socket.socket:
    """A socket that listens at `host`; without a port on the usual one, or a free one where that is taken.

    Raises UsageError where others could reach it, and where it cannot listen there.
    """
    bare = host.removeprefix("[").removesuffix("]")
    if not is_loopback(bare):
        raise UsageError(
            f"--host {host} is not this machine alone: whoever reaches the app can change the project.",
            "Leave --host out. To work from another machine, run there: "
            f"ssh -L {port or USUAL_PORT}:127.0.0.1:{port or USUAL_PORT} THIS-MACHINE, and open the address there.",
        )
    address = "127.0.0.1" if bare.lower() == "localhost" else bare
    try:
        return _socket(address, USUAL_PORT if port is None else port)
    except OSError as error:
        if port is None and error.errno == errno.EADDRINUSE:
            return _socket(address, 0)
        hint = "Give another --port, or none for a free one."
        raise UsageError(f"Cannot listen at {host}, port {port or USUAL_PORT}: {error.strerror}.", hint) from error


def url_of(listening: socket.socket, token: str) -> str:
    """The address to open in a browser."""
    address, port = listening.getsockname()[:2]
    shown = f"[{address}]" if listening.family == socket.AF_INET6 else address
    return f"http://{shown}:{port}/{token}/"


def _socket(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return socket.create_server((address, port), family=family)
