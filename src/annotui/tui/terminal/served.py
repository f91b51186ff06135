"""The driver of an app whose terminal is a page in a browser: keys come and frames go in packets, by pipes."""

from __future__ import annotations

import signal

from textual.drivers.web_driver import WebDriver


class ServedDriver(WebDriver):
    """Textual's driver for that, which ends the app as a lost line does when the page is left or the server is gone.

    The app keeps its places then. By itself Textual's would drop them, and go on for ever without a server.
    """

    def start_application_mode(self) -> None:
        """Begin, without the mouse where the user wants none."""
        super().start_application_mode()
        if not self._mouse:
            self._disable_mouse_support()

    def run_input_thread(self) -> None:
        """Read what the server sends until the app ends, or the server does."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            _hang_up()

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Take what the server tells beside the keys."""
        if packet_type == "quit":
            _hang_up()
        else:
            super().on_meta(packet_type, payload)


def _hang_up() -> None:
    signal.raise_signal(signal.SIGHUP)
