"""The tables of annotations.db, in plain words, and how an older file becomes a newer one."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from annotui.errors import StorageError
from annotui.storage.connection import connect_cache, transaction

APPLICATION_ID = 0x414E5549
VERSION = 4

_V1 = """
CREATE TABLE label (
  name TEXT PRIMARY KEY,
  links INTEGER NOT NULL DEFAULT 0 CHECK (links IN (0, 1)),
  key TEXT NOT NULL DEFAULT '',
  color TEXT NOT NULL DEFAULT '',
  guideline TEXT NOT NULL DEFAULT '',
  position INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE annotator (
  name TEXT PRIMARY KEY CHECK (name <> ''),
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE article (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL DEFAULT '',
  date TEXT NOT NULL DEFAULT '',
  source TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT '',
  set_by_hand TEXT NOT NULL DEFAULT '',
  words INTEGER NOT NULL DEFAULT 0,
  present INTEGER NOT NULL DEFAULT 1 CHECK (present IN (0, 1)),
  encoding TEXT NOT NULL DEFAULT '',
  newline TEXT NOT NULL DEFAULT '',
  sha256_bytes TEXT NOT NULL,
  sha256_text TEXT NOT NULL,
  text TEXT NOT NULL,
  revision INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX article_by_path ON article (present, path);
CREATE INDEX article_by_title ON article (present, title, path);
CREATE INDEX article_by_date ON article (present, date, path);
CREATE INDEX article_by_source ON article (present, source, path);

CREATE TABLE article_status (
  article INTEGER NOT NULL REFERENCES article (id),
  annotator TEXT NOT NULL REFERENCES annotator (name),
  status TEXT NOT NULL DEFAULT 'todo' CHECK (status IN ('todo', 'in progress', 'done', 'skipped')),
  note TEXT NOT NULL DEFAULT '',
  revision INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (article, annotator)
) STRICT;

CREATE TABLE agreement (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  title TEXT NOT NULL CHECK (title <> ''),
  short TEXT NOT NULL DEFAULT '',
  place TEXT NOT NULL DEFAULT '',
  kind TEXT NOT NULL DEFAULT '',
  url TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  revision INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE agreement_date (
  agreement TEXT NOT NULL REFERENCES agreement (id),
  position INTEGER NOT NULL,
  date TEXT NOT NULL CHECK (date <> ''),
  PRIMARY KEY (agreement, position)
) STRICT;

CREATE TABLE agreement_party (
  agreement TEXT NOT NULL REFERENCES agreement (id),
  position INTEGER NOT NULL,
  party TEXT NOT NULL CHECK (party <> ''),
  PRIMARY KEY (agreement, position)
) STRICT;

CREATE TABLE agreement_alias (
  agreement TEXT NOT NULL REFERENCES agreement (id),
  alias TEXT NOT NULL CHECK (alias <> ''),
  position INTEGER NOT NULL DEFAULT 0,
  accepted INTEGER NOT NULL DEFAULT 0 CHECK (accepted >= 0),
  PRIMARY KEY (agreement, alias)
) STRICT;

CREATE TABLE annotation (
  uid TEXT PRIMARY KEY CHECK (uid <> ''),
  article INTEGER NOT NULL REFERENCES article (id),
  label TEXT NOT NULL REFERENCES label (name),
  annotator TEXT NOT NULL REFERENCES annotator (name),
  origin TEXT NOT NULL DEFAULT 'manual' CHECK (origin IN ('manual', 'suggested', 'imported', 'propagated')),
  note TEXT NOT NULL DEFAULT '',
  flag INTEGER NOT NULL DEFAULT 0 CHECK (flag IN (0, 1)),
  score REAL CHECK (score BETWEEN 0 AND 1),
  attributes TEXT NOT NULL DEFAULT '{}',
  anchor TEXT NOT NULL DEFAULT 'exact' CHECK (anchor IN ('exact', 'moved', 'orphaned')),
  revision INTEGER NOT NULL DEFAULT 1,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX annotation_by_article ON annotation (article, annotator);
CREATE INDEX annotation_by_label ON annotation (label);

CREATE TABLE fragment (
  annotation TEXT NOT NULL REFERENCES annotation (uid),
  position INTEGER NOT NULL,
  start INTEGER NOT NULL CHECK (start >= 0),
  "end" INTEGER NOT NULL CHECK ("end" > start),
  exact TEXT NOT NULL,
  prefix TEXT NOT NULL DEFAULT '',
  suffix TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (annotation, position)
) STRICT;

CREATE TABLE link (
  annotation TEXT NOT NULL REFERENCES annotation (uid),
  position INTEGER NOT NULL,
  agreement TEXT REFERENCES agreement (id),
  status TEXT NOT NULL CHECK (status IN ('linked', 'nil', 'unsure')),
  method TEXT NOT NULL DEFAULT 'manual',
  score REAL CHECK (score BETWEEN 0 AND 1),
  reasons TEXT NOT NULL DEFAULT '[]',
  part_start INTEGER CHECK (part_start >= 0),
  part_end INTEGER CHECK (part_end > part_start),
  "by" TEXT NOT NULL REFERENCES annotator (name),
  PRIMARY KEY (annotation, position),
  CHECK ((status = 'nil') = (agreement IS NULL) OR status = 'unsure')
) STRICT;
CREATE INDEX link_by_agreement ON link (agreement);

CREATE TABLE history (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  annotator TEXT NOT NULL REFERENCES annotator (name),
  kind TEXT NOT NULL CHECK (kind IN ('act', 'undo', 'redo')),
  summary TEXT NOT NULL,
  article TEXT NOT NULL DEFAULT '',
  focus TEXT NOT NULL DEFAULT '',
  target INTEGER REFERENCES history (id),
  undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1)),
  changes TEXT NOT NULL
) STRICT;
CREATE INDEX history_by_annotator ON history (annotator, kind, undone, id);

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE VIEW v_spans AS
SELECT article.path AS article, min(fragment.start) AS start, max(fragment."end") AS "end",
       annotation.label, group_concat(fragment.exact, ' ') AS text, annotation.annotator,
       annotation.anchor, annotation.note, annotation.flag, annotation.uid AS annotation
FROM annotation JOIN article ON article.id = annotation.article
JOIN fragment ON fragment.annotation = annotation.uid
GROUP BY annotation.uid;

CREATE VIEW v_links AS
SELECT v_spans.*, link.status AS link_status, link.agreement, agreement.title AS agreement_title,
       link.score AS link_score, link."by"
FROM v_spans JOIN link ON link.annotation = v_spans.annotation
LEFT JOIN agreement ON agreement.id = link.agreement;
"""

_V2 = """
DROP INDEX IF EXISTS article_by_path;
CREATE INDEX article_by_path ON article (present, path, words);
DROP INDEX IF EXISTS annotation_by_label;
CREATE INDEX annotation_by_label ON annotation (label, article);
DROP INDEX IF EXISTS link_by_agreement;
CREATE INDEX link_by_agreement ON link (agreement, annotation);
CREATE INDEX agreement_date_by_date ON agreement_date (position, date, agreement);

CREATE TABLE status_order (
  annotator TEXT NOT NULL,
  rank INTEGER NOT NULL CHECK (rank BETWEEN 1 AND 3),
  path TEXT NOT NULL,
  article INTEGER NOT NULL REFERENCES article (id),
  PRIMARY KEY (annotator, rank, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX status_order_by_article ON status_order (article);
INSERT INTO status_order
SELECT annotator, CASE status WHEN 'in progress' THEN 1 WHEN 'done' THEN 2 ELSE 3 END, path, article
FROM article_status JOIN article ON article.id = article_status.article
WHERE present = 1 AND status <> 'todo';
"""

_V3 = """
CREATE TABLE suggestion (
  uid TEXT PRIMARY KEY CHECK (uid <> ''),
  article INTEGER NOT NULL REFERENCES article (id),
  label TEXT NOT NULL REFERENCES label (name),
  start INTEGER NOT NULL CHECK (start >= 0),
  "end" INTEGER NOT NULL CHECK ("end" > start),
  exact TEXT NOT NULL,
  score REAL NOT NULL CHECK (score BETWEEN 0 AND 1),
  origin TEXT NOT NULL CHECK (origin IN ('suggested', 'propagated')),
  surface TEXT NOT NULL,
  agreements TEXT NOT NULL,
  links TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX suggestion_by_article ON suggestion (article, start);
CREATE INDEX suggestion_by_label ON suggestion (label);

CREATE TABLE rejection (
  annotator TEXT NOT NULL REFERENCES annotator (name),
  label TEXT NOT NULL REFERENCES label (name),
  surface TEXT NOT NULL CHECK (surface <> ''),
  agreements TEXT NOT NULL,
  article TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (annotator, label, surface, agreements, article)
) STRICT;
CREATE INDEX rejection_by_label ON rejection (label);
"""

_V4 = """
ALTER TABLE label ADD COLUMN "group" TEXT NOT NULL DEFAULT '';
ALTER TABLE label ADD COLUMN attributes TEXT NOT NULL DEFAULT '';
ALTER TABLE rejection ADD COLUMN score REAL CHECK (score BETWEEN 0 AND 1);
ALTER TABLE label ADD COLUMN articles INTEGER NOT NULL DEFAULT 0 CHECK (articles IN (0, 1));

CREATE TABLE article_label (
  article INTEGER NOT NULL REFERENCES article (id),
  annotator TEXT NOT NULL REFERENCES annotator (name),
  label TEXT NOT NULL REFERENCES label (name),
  PRIMARY KEY (article, annotator, label)
) STRICT;
CREATE INDEX article_label_by_label ON article_label (label, article);
"""

MIGRATIONS: tuple[str, ...] = (_V1, _V2, _V3, _V4)
_EVERYTHING = "".join(MIGRATIONS)


def version_of(connection: sqlite3.Connection, path: Path) -> int:
    """The schema version of an annotui database. Raises StorageError for an empty, foreign or newer file."""
    application_id = int(connection.execute("PRAGMA application_id").fetchone()[0])
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if connection.execute("PRAGMA schema_version").fetchone()[0] == 0:
        raise StorageError(f"{path} is empty.", "Delete it, and `annotui init` makes a new one.")
    if application_id != APPLICATION_ID:
        raise StorageError(
            f"{path} is not an annotui database.", "Move it away, or give another folder: `annotui FOLDER`."
        )
    if version > VERSION:
        raise StorageError(
            f"{path} was made by a newer annotui (its format is {version}, this one knows {VERSION}).",
            "Upgrade annotui; nothing was changed.",
        )
    views = connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall()
    if taken := sorted(name for (name,) in views if f"CREATE TABLE {name} " in _EVERYTHING):
        raise StorageError(
            f"{path} is damaged: {', '.join(taken)} is a view where a table has to be.",
            "Take the last good copy, and ask where this one comes from.",
        )
    return version


def triggers(connection: sqlite3.Connection) -> list[str]:
    """The names of the triggers, of which annotui makes none: they could change what is written."""
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
    return [name for (name,) in found.fetchall()]


def migrate(connection: sqlite3.Connection) -> None:
    """Bring an annotui database (or an empty file) to VERSION, in one transaction; nothing to do writes nothing."""
    connection.execute("PRAGMA foreign_keys=OFF")
    try:
        with transaction(connection):
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
            for number in range(version, VERSION):
                for statement in _statements(MIGRATIONS[number]):
                    connection.execute(statement)
            if version < VERSION:
                connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version={VERSION}")
    finally:
        connection.execute("PRAGMA foreign_keys=ON")


def faults(connection: sqlite3.Connection) -> list[str]:
    """What of our tables, indexes and views is missing or not as we make it, and triggers, of which we make none."""
    fresh = connect_cache(None, _EVERYTHING, VERSION)
    try:
        ours, found = ({(kind, name): sql for kind, name, sql in c.execute(_OBJECTS)} for c in (fresh, connection))
    finally:
        fresh.close()
    missing = [f"{kind} {name} is missing" for kind, name in ours if (kind, name) not in found]
    other = [
        f"{kind} {name} is not as annotui makes it"
        for (kind, name), sql in ours.items()
        if found.get((kind, name), sql) != sql
    ]
    foreign = [f"trigger {name} is not annotui's" for kind, name in found if kind == "trigger"]
    return missing + other + foreign


_OBJECTS = "SELECT type, name, sql FROM sqlite_master"


def _statements(script: str) -> list[str]:
    """Split a script of ours, which has no semicolon inside a statement."""
    return [part for part in script.split(";") if part.strip()]
