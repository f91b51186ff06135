from __future__ import annotations

import tracemalloc

from annotui.project.opening import Project


def test_a_connection_keeps_nothing_of_the_statements_it_has_run(project: Project) -> None:
    connection = project.store.connection
    tracemalloc.start()
    try:
        for number in range(2_000):
            assert connection.execute("SELECT ?", (number,)).fetchone() == (number,)
        before = tracemalloc.get_traced_memory()[0]
        for number in range(4_000):
            connection.execute("SELECT ?", (number,)).fetchall()
        assert tracemalloc.get_traced_memory()[0] - before < 40_000
    finally:
        tracemalloc.stop()
