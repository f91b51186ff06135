"""`annotui export`: the annotations that are wanted, each checked against its text, in any of the formats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from annotui import __version__
from annotui.core.model import Annotation, Label, link_status, text_of
from annotui.errors import UsageError
from annotui.formats.contents import Contents, Options
from annotui.formats.exported import ExportArticle
from annotui.formats.losses import Losses
from annotui.formats.registry import FORMATS, Format, names, of_ending
from annotui.formats.targets import write_zip
from annotui.project.jobs import Progress, Stopped, quietly
from annotui.project.opening import Project
from annotui.project.output import write_folder, write_out
from annotui.project.pending import pending_in
from annotui.storage import articles, catalogue, span_rows

__all__ = ["Exported", "Options", "Selection", "export", "export_to", "format_of_ending", "formats"]

_PATHS_AT_ONCE = 500
_DEFAULTS = Options()


@dataclass(frozen=True, slots=True)
class Selection:
    """Which annotations go out; empty means all. `anchored` leaves out moved and orphaned ones.

    With `suggestions` go those that the annotator still has to decide on.
    """

    articles: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    anchored: bool = False
    suggestions: bool = False

    @property
    def takes_all(self) -> bool:
        """Whether every span of an article goes out."""
        return not (self.labels or self.by or self.anchored)


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export held: counts, and how much of it is unfinished or does not stand where it says.

    `lost` is what the format has no place for, counted.
    """

    articles: int
    annotations: int
    open_links: int
    unsure: int
    moved: int
    not_done: int
    wrong: tuple[str, ...]
    lost: tuple[str, ...] = ()


def export(
    project: Project,
    out: BinaryIO,
    format: str,
    selection: Selection,
    options: Options = _DEFAULTS,
    *,
    progress: Progress = quietly,
) -> Exported:
    """Write the selected annotations to `out`, every span checked against its article's text.

    A format of several files is written as a zip archive. Raises UsageError for an unknown format, option, article,
    label or annotator, before anything is written; Stopped where `progress` says so.
    """
    chosen, contents, tally, losses = _prepared(project, format, selection, options, progress)
    if chosen.several:
        write_zip(out, chosen.maker()(contents, options))
    else:
        chosen.writer()(out, contents, options)
    return tally.result(losses.told())


def export_to(
    project: Project,
    path: Path | None,
    stdout: BinaryIO,
    format: str,
    selection: Selection,
    options: Options = _DEFAULTS,
    *,
    force: bool = False,
    progress: Progress = quietly,
) -> Exported:
    """Write them to a file (None or `-`: to `stdout`), which is there whole or not at all; raises as `export` does.

    A format of several files makes a folder, unless `path` ends in `.zip`. A file that is there is replaced only with
    `force`, a folder never. Raises UsageError where it is there, StorageError where it cannot be written.
    """
    chosen = FORMATS.get(format)
    if chosen is not None and chosen.several and path is not None and str(path) != "-" and path.suffix != ".zip":
        made, contents, tally, losses = _prepared(project, format, selection, options, progress)
        write_folder(path, ((member.name, member.data) for member in made.maker()(contents, options)))
        return tally.result(losses.told())
    results: list[Exported] = []

    def fill(out: BinaryIO) -> None:
        results.append(export(project, out, format, selection, options, progress=progress))

    write_out(path, stdout, fill, force=force)
    return results[0]


def format_of_ending(name: str) -> str:
    """The format that a file's name tells; empty where it tells none."""
    found = of_ending(name, written=True)
    return found.name if found else ""


def formats() -> Mapping[str, tuple[str, str]]:
    """What annotations are written in, by its name: what it is, and what the name of its file or folder ends in."""
    return {
        one.name: (one.about, ".zip" if one.several else (one.endings or one.parts)[0])
        for one in FORMATS.values()
        if one.writes
    }


def _prepared(
    project: Project, format: str, selection: Selection, options: Options, progress: Progress
) -> tuple[Format, Contents, _Tally, Losses]:
    """The format, what goes into it, and what counts that as it goes."""
    chosen = FORMATS.get(format)
    if chosen is None or not chosen.writes:
        raise UsageError(f"There is no format {format!r}.", f"The formats are {', '.join(names(written=True))}.")
    for name in ("columns", "delimiter", "raw"):
        if getattr(options, name) and name not in chosen.options:
            heeding = [one.name for one in FORMATS.values() if name in one.options]
            raise UsageError(f"{format} knows no --{name}.", f"It goes with {', '.join(heeding)}.")
    total, paths = _chosen_articles(project, selection)
    for name in selection.labels:
        project.label(name)
    everybody = catalogue.annotators(project.store.connection)
    for name in selection.by:
        if name not in everybody:
            raise UsageError(f"There is no annotator {name!r}.", f"The annotators are: {', '.join(everybody)}.")
    labels = {label.name: label for label in project.labels()}
    tally = _Tally(labels)
    losses = Losses(() if chosen.quietly else chosen.loses, needed=("texts", "paths"))
    stream = losses.taken_out(tally.counted(_selected(project, total, paths, selection, progress)))
    return chosen, Contents(stream, labels, project.agreements, __version__), tally, losses


def _chosen_articles(project: Project, selection: Selection) -> tuple[int, Iterator[str]]:
    """How many articles go out, and their paths in order."""
    connection = project.store.connection
    for path in selection.articles:
        if articles.article_id(connection, path) is None:
            raise UsageError(f"There is no article {path!r}.", "Give its path relative to corpus/.")
    if selection.articles:
        chosen = sorted(set(selection.articles))
        return len(chosen), iter(chosen)
    return articles.count(connection), _all_paths(project)


def _all_paths(project: Project) -> Iterator[str]:
    after = ""
    while paths := articles.paths_after(project.store.connection, after, _PATHS_AT_ONCE):
        yield from paths
        after = paths[-1]


def _selected(
    project: Project, total: int, paths: Iterator[str], selection: Selection, progress: Progress
) -> Iterator[ExportArticle]:
    connection = project.store.connection
    asked = selection.by or (project.annotator,)
    for number, path in enumerate(paths):
        if not progress("export", number, total):
            raise Stopped
        with project.store.snapshot():
            found = articles.article(connection, path, asked[0])
            id = articles.article_id(connection, path)
            spans = [] if id is None else span_rows.annotations_of(connection, id)
            status = articles.status_of(connection, path, asked)
            pending = pending_in(project, path, found.text, spans) if found and selection.suggestions else ()
        if found is not None:
            wanted = spans if selection.takes_all else [span for span in spans if _wanted(span, selection)]
            also = [span for span in pending if _wanted(span, selection)]
            yield ExportArticle(found._replace(status=status), (*wanted, *also), is_sorted=not also)


def _wanted(span: Annotation, selection: Selection) -> bool:
    return (
        (not selection.labels or span.label in selection.labels)
        and (not selection.by or span.annotator in selection.by)
        and (not selection.anchored or span.anchor == "exact")
    )


class _Tally:
    """Counts what passes by, and checks each span against its text."""

    def __init__(self, labels: dict[str, Label]) -> None:
        self._linking = {name for name, label in labels.items() if label.links}
        self._articles = self._spans = self._open = self._unsure = self._moved = self._not_done = 0
        self._wrong: list[str] = []

    def counted(self, stream: Iterator[ExportArticle]) -> Iterator[ExportArticle]:
        for item in stream:
            self._articles += 1
            self._not_done += item.article.status in {"todo", "in progress"}
            self._spans += len(item.annotations)
            for span in item.annotations:
                self._count(span, item.article.text)
            yield item

    def _count(self, span: Annotation, text: str) -> None:
        if span.links or span.label in self._linking:
            status = link_status(span, label_links=True)
            self._open += status == "open"
            self._unsure += status == "unsure"
        if span.anchor != "exact":
            self._moved += 1
        if text_of(span.fragments, text) != span.text and span.anchor != "orphaned":
            self._wrong.append(f"{span.article} {span.start}-{span.end} {span.id}")

    def result(self, lost: Sequence[str]) -> Exported:
        return Exported(
            self._articles,
            self._spans,
            self._open,
            self._unsure,
            self._moved,
            self._not_done,
            tuple(self._wrong),
            tuple(lost),
        )
