"""`annotui add`: articles from files, folders, archives and stdin are copied into corpus/ and read in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from annotui.corpus.incoming import Incoming, Rejected, incoming, incoming_stdin
from annotui.errors import StorageError
from annotui.project.jobs import Progress, quietly
from annotui.project.opening import Project
from annotui.project.output import write_whole
from annotui.project.sync import Synced, sync

_MOST_TWINS = 10_000


@dataclass(slots=True)
class Added:
    """What came in: paths relative to corpus/, those that were there already, and what was refused."""

    copied: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    synced: Synced = field(default_factory=Synced)


def add(project: Project, paths: Iterable[Path], stdin: bytes | None = None, progress: Progress = quietly) -> Added:
    """Copy articles into corpus/ and read them in; an existing file is never overwritten, a twin is not added again.

    A name that is taken by another text gets a number. Raises StorageError where corpus/ cannot be written.
    """
    done = Added()
    _make_folder(project.corpus)
    for number, item in enumerate(_all(paths, stdin)):
        if not progress("copy", number, 0):
            break
        if isinstance(item, Rejected):
            done.rejected.append(item)
            continue
        try:
            name, is_new = _place(project.corpus, item)
        except (FileExistsError, NotADirectoryError):
            done.rejected.append(Rejected(item.where, f"corpus/{item.name} would lie in a folder that is a file"))
        else:
            (done.copied if is_new else done.same).append(name)
    done.synced = sync(project, progress)
    return done


def _all(paths: Iterable[Path], stdin: bytes | None) -> Iterator[Incoming | Rejected]:
    if stdin is not None:
        yield from incoming_stdin(stdin)
    for path in paths:
        yield from incoming(path)


def _make_folder(corpus: Path) -> None:
    try:
        corpus.mkdir(exist_ok=True)
    except OSError as error:
        raise _unwritable(str(corpus), error) from error


def _place(corpus: Path, item: Incoming) -> tuple[str, bool]:
    """Write the article under its name or, where another text has it, a numbered one. (path, is new).

    Raises FileExistsError or NotADirectoryError where a file stands in place of a folder, StorageError.
    """
    wanted = PurePosixPath(item.name)
    for number in range(1, _MOST_TWINS):
        name = wanted if number == 1 else wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
        target = corpus / name
        try:
            if target.is_file() and target.read_bytes() == item.data:
                return str(name), False
            if target.exists():
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(target, lambda out: out.write(item.data))
        except (FileExistsError, NotADirectoryError):
            raise
        except OSError as error:
            raise _unwritable(f"corpus/{name}", error) from error
        return str(name), True
    raise StorageError(f"There are too many files named like corpus/{wanted}.", "Rename the file and add it again.")


def _unwritable(where: str, error: OSError) -> StorageError:
    return StorageError(f"{where} cannot be written: {error.strerror}.", "What was copied before it stays.")
