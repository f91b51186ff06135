"""How many examples the fuzzing tries: few in each run of the tests, as many as are asked for by `--fuzz N`."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

ASKED = "ANNOTUI_FUZZ"
"""Where the option is passed to this module: how many examples, each."""


def examples(usual: int) -> settings:
    """Settings for a test that tries `usual` examples in each run of the tests."""
    asked = int(os.environ.get(ASKED, "0"))
    return settings(
        max_examples=asked or usual,
        deadline=None,
        derandomize=not asked,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
