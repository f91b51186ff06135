"""The project whose exports other programs are given, and what each of them needs to be installed."""

from __future__ import annotations

from tests.project.conftest import empty, filled

__all__ = ["empty", "filled"]
