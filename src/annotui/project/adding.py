"""`annotui add`: articles from files, folders, archives and stdin are copied into corpus/ and read in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from annotui.corpus.html_text import Extract
from annotui.corpus.incoming import Incoming, Rejected, incoming, incoming_stdin
from annotui.corpus.names import Names
from annotui.corpus.trafilatura_text import main_text
from annotui.errors import StorageError
from annotui.project.jobs import Progress, quietly
from annotui.project.opening import Project
from annotui.project.output import write_whole
from annotui.project.sync import Synced, Tell, silently, sync
from annotui.project.wording import shown
from annotui.storage.survey import Claims

_MOST_TWINS = 10_000


@dataclass(slots=True)
class Added:
    """What came in: how many articles were copied, were there already, and were refused; and what sync made of them."""

    copied: int = 0
    same: int = 0
    rejected: int = 0
    synced: Synced = field(default_factory=Synced)


def add(
    project: Project,
    paths: Iterable[Path],
    stdin: bytes | None = None,
    progress: Progress = quietly,
    tell: Tell = silently,
    *,
    trafilatura: bool = False,
) -> Added:
    """Copy articles into corpus/ and read them in; an existing file is never overwritten, a twin is not added again.

    A name that is taken by another text gets a number. With `trafilatura` that finds the text of web pages. Raises
    StorageError where corpus/ cannot be written, UsageError where trafilatura is not installed.
    """
    extract = main_text if trafilatura else None
    done = Added()
    make_folder(project.corpus)
    with Claims() as claims:
        for number, item in enumerate(_all(paths, stdin, claims, extract)):
            if not progress("copy", number, 0):
                break
            _take(project, item, done, tell)
    done.synced = sync(project, progress, tell)
    return done


def _all(
    paths: Iterable[Path], stdin: bytes | None, claims: Claims, extract: Extract | None
) -> Iterator[Incoming | Rejected]:
    if stdin is not None:
        yield from incoming_stdin(stdin, extract)
    for path in paths:
        yield from incoming(path, names=Names(claims.claim), extract=extract)
        claims.forget()


def _take(project: Project, item: Incoming | Rejected, done: Added, tell: Tell) -> None:
    if isinstance(item, Incoming):
        try:
            name, is_new = place(project.corpus, item)
        except (FileExistsError, NotADirectoryError):
            item = Rejected(item.where, f"corpus/{item.name} would lie in a folder that is a file")
    if isinstance(item, Rejected):
        done.rejected += 1
        tell("rejected", item.where, item.reason)
        return
    if item.guessed:
        tell("note", name, f"{shown(item.where)} is not UTF-8; read as {item.guessed}, which was detected: check it.")
    done.copied += is_new
    done.same += not is_new
    tell("added" if is_new else "same", name, "")


def make_folder(corpus: Path) -> None:
    """Make the corpus' folder where there is none. Raises StorageError."""
    try:
        corpus.mkdir(exist_ok=True)
    except OSError as error:
        raise _unwritable(str(corpus), error) from error


def place(corpus: Path, item: Incoming) -> tuple[str, bool]:
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
