"""Who is let in: whoever knows the token, and asks for this machine by a name of its own."""

from __future__ import annotations

import hmac
import re

from annotui.web.addresses import is_loopback

_HOST = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z.-]+)(?::[0-9]{1,5})?")

WRONG_HOST = (
    "annotui is not served under this name.\n"
    "Open the address that `annotui serve` printed; by way of ssh -L, with localhost in it.\n"
)
WRONG_ORIGIN = "annotui answers its own page alone, and this was asked by another one.\n"
NO_TOKEN = "The address lacks the right token.\nOpen the whole address that `annotui serve` printed.\n"


def refusal(token: str, *, host: str, origin: str | None, path: str) -> str:
    """Why a request is refused, to be told with status 403; empty where it is let in.

    - `host`, the Host header: a page of another site whose name is made to mean this machine (DNS rebinding) asks with
      that name. Any port will do: `ssh -L` may lead from another one.
    - `origin`, where a browser tells which page asks: none but our own.
    - `path`: its first part is the token; how long it takes to compare tells nothing about how much of it is right.
    """
    found = _HOST.fullmatch(host)
    if found is None or not is_loopback(found["name"].strip("[]")):
        return WRONG_HOST
    if origin is not None and origin.lower() != f"http://{host.lower()}":
        return WRONG_ORIGIN
    given = path.removeprefix("/").partition("/")[0]
    if not hmac.compare_digest(given.encode("utf-8", "replace"), token.encode()):
        return NO_TOKEN
    return ""


def headers(host: str) -> dict[str, str]:
    """What a browser is told with every answer to a request for `host`, which was let in or is replaced by nothing.

    The page loads nothing but what this server has, is in no other page's frame, and its address, which holds the
    token, goes nowhere. Styles may stand in the page: the terminal's emulator sets the sizes of its cells that way.
    """
    sockets = f" ws://{host}" if _HOST.fullmatch(host) else ""
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
        f"img-src 'self' data:; connect-src 'self'{sockets}; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
