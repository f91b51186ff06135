"""Reading many files at once, in child processes: telling dates and languages takes longer than all else together.

They can be started before it is known which files there are to read, and read ahead what they probably will be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import Self

from annotui.project import workers
from annotui.project.reading_in import Batch, FileRead, read_batch, read_file
from annotui.project.workers import Team
from annotui.storage.survey import SurveyedFile

FROM_FILES = 1000
"""From how many files on it pays to start processes."""
BATCH = 100
"""Files given to a process at a time, at most."""
BATCH_BYTES = 2_000_000
"""Bytes of the files given to a process at a time, about."""
_MOST_FORESEEN = 32
"""Batches that are read before they are asked for, at most."""
_MOST_FORESEEN_BYTES = 20_000_000
"""And bytes of their files: what was read is held until it is asked for."""
_PROGRAM = "from annotui.project.reading_in import serve; serve()"


class Readers:
    """Reads files of `corpus`. What it starts ends with the `with` block that it is used in."""

    def __init__(self, corpus: Path) -> None:
        self._corpus = str(corpus)
        self._ending = ExitStack()
        self._team: Team[Batch, list[FileRead]] | None = None
        self._foreseen: list[SurveyedFile] = []
        self._foreseen_size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.close()

    def expect(self, files: int) -> None:
        """Start the processes if they are not there and it pays for so many files."""
        count = workers.how_many()
        if files >= FROM_FILES and count > 1 and self._team is None:
            self._team = self._ending.enter_context(Team(_PROGRAM, count))

    def foresee(self, files: Iterable[SurveyedFile]) -> None:
        """Read ahead what `read` will probably be asked for; called again, what comes after that."""
        room = _MOST_FORESEEN * BATCH - len(self._foreseen)
        if room <= 0:
            return
        for file in islice(files, room):
            if self._foreseen_size >= _MOST_FORESEEN_BYTES:
                break
            self._foreseen.append(file)
            self._foreseen_size += file.size
        self.expect(len(self._foreseen))
        if self._team is not None:
            whole = list(self._batches(self._foreseen))[:-1]  # what comes next may belong to the last one
            for batch in whole[len(self._team.waiting) :]:
                self._team.begin(batch)

    def read(self, files: Iterable[SurveyedFile]) -> Iterator[tuple[str, FileRead]]:
        """Read files, in their order: (path, what was read)."""
        if self._team is None:
            yield from ((file.path, read_file(self._corpus, file.path)) for file in files)
            return
        batches, begun = self._batches(files), self._team.waiting
        asked = list(islice(batches, len(begun)))
        if asked != begun:
            self._ending.close()
            self._team = self._ending.enter_context(Team(_PROGRAM, workers.how_many()))
            batches = chain(asked, batches)
        for (_, paths), found in self._team.answers(batches):
            # What a process that was killed has not read is read here.
            yield from zip(paths, found if found is not None else read_batch((self._corpus, paths)), strict=True)

    def _batches(self, files: Iterable[SurveyedFile]) -> Iterator[Batch]:
        """What the processes are asked: files of the corpus to be read."""
        paths: list[str] = []
        size = 0
        for file in files:
            paths.append(file.path)
            size += file.size
            if len(paths) >= BATCH or size >= BATCH_BYTES:
                yield self._corpus, paths
                paths, size = [], 0
        if paths:
            yield self._corpus, paths
