"""What is measured, one file a subject; `ALL` is the order in which it is run."""

from __future__ import annotations

from benchmarks.bench import Measurement
from benchmarks.measurements import (
    against_slate,
    against_vim,
    busy,
    commands,
    export,
    growth,
    idle,
    init,
    library,
    linking,
    memory,
    reading,
    start,
)

ALL: tuple[Measurement, ...] = (
    start.MEASUREMENT,
    *reading.MEASUREMENTS,
    *against_slate.MEASUREMENTS,
    *growth.MEASUREMENTS,
    *busy.MEASUREMENTS,
    idle.MEASUREMENT,
    *memory.MEASUREMENTS,
    commands.MEASUREMENT,
    *library.MEASUREMENTS,
    init.MEASUREMENT,
    *linking.MEASUREMENTS,
    *against_vim.MEASUREMENTS,
    export.MEASUREMENT,
)
"""Every measurement."""
