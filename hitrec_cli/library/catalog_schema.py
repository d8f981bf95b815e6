"""The tables of a catalog database, version by version. What was once released is never edited, only added to."""

from __future__ import annotations

APPLICATION = 0x68726374
"""SQLite's application_id of our files: "hrct"."""

COLUMNS = (
    "id", "kind", "title", "artists", "license", "source", "location", "resources", "duration", "notes", "theme",
    "offered", "recommended", "votes", "release", "agreement", "expires", "withdrawn", "withdrawn_on", "territories",
    "minor", "guardian", "extra", "origin", "line",
)  # fmt: skip
"""Of a contribution, in the order in which rows are written."""

WORDS = ("id", "title", "artists", "theme", "notes")
"""Columns whose words are searched."""

_CONTRIBUTIONS = f"""
-- What was imported: a file or folder, seen from the database's folder, or an address; `folder` is where its locations
-- count from.
CREATE TABLE origin (
    number INTEGER PRIMARY KEY, file TEXT NOT NULL, folder TEXT NOT NULL, imported TEXT NOT NULL
);
-- Lists are JSON ('' is none), a duration is seconds as an exact decimal, dates are ISO 8601, '' is not known.
CREATE TABLE contribution (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL, title TEXT NOT NULL, artists TEXT NOT NULL, license TEXT NOT NULL, source TEXT NOT NULL,
    location TEXT NOT NULL, resources TEXT NOT NULL, duration TEXT NOT NULL, notes TEXT NOT NULL,
    theme TEXT NOT NULL, offered TEXT NOT NULL, recommended INTEGER NOT NULL, votes INTEGER NOT NULL,
    release TEXT NOT NULL, agreement TEXT NOT NULL, expires TEXT NOT NULL,
    withdrawn TEXT NOT NULL, withdrawn_on TEXT NOT NULL,
    extra TEXT NOT NULL, origin INTEGER NOT NULL REFERENCES origin (number), line INTEGER NOT NULL
);
CREATE INDEX contribution_theme ON contribution (theme COLLATE NOCASE);
CREATE INDEX contribution_offered ON contribution (offered);
-- What a contribution was made from, by place in its list. The resource may be unknown, so it is an id.
CREATE TABLE made_from (
    maker INTEGER NOT NULL, place INTEGER NOT NULL, resource TEXT NOT NULL, PRIMARY KEY (maker, place)
) WITHOUT ROWID;
CREATE INDEX made_from_resource ON made_from (resource);
CREATE VIRTUAL TABLE words USING fts5 (
    {", ".join(WORDS)},
    content = 'contribution', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
);
"""

_CURATION = """
-- What people decided and looked at stays when the catalog is imported anew: it is kept by id, apart from the rows.
CREATE TABLE decision (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL, mark TEXT NOT NULL, note TEXT NOT NULL, who TEXT NOT NULL,
    day TEXT NOT NULL
);
CREATE INDEX decision_id ON decision (id);
CREATE TABLE opened (id TEXT PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE withdrawal (id TEXT PRIMARY KEY, reason TEXT NOT NULL, day TEXT NOT NULL) WITHOUT ROWID;
"""

_PLACES_AND_AGE = """
-- Where it may be shown, and what there is of people under age.
ALTER TABLE contribution ADD COLUMN territories TEXT NOT NULL DEFAULT '';
ALTER TABLE contribution ADD COLUMN minor TEXT NOT NULL DEFAULT '';
ALTER TABLE contribution ADD COLUMN guardian TEXT NOT NULL DEFAULT '';
"""

_MADE_BY = """
-- Who made what, by name and day: whose first work something is, is asked of the whole catalog.
CREATE TABLE made_by (
    name TEXT NOT NULL, offered TEXT NOT NULL, work INTEGER NOT NULL, PRIMARY KEY (name, offered, work)
) WITHOUT ROWID;
INSERT OR IGNORE INTO made_by
    SELECT a.value, c.offered, c.number FROM contribution AS c, json_each(c.artists) AS a WHERE c.artists <> '';
"""

MIGRATIONS = (_CONTRIBUTIONS, _CURATION, _PLACES_AND_AGE, _MADE_BY)
"""One script for each version; `user_version` counts those that a file has had."""

CONTRIBUTION = """
SELECT c.number, c.id, c.kind, c.title, c.artists, c.license, c.source, c.location, c.resources, c.duration, c.notes,
    c.theme, c.offered, c.recommended, c.votes, c.release, c.agreement, c.expires,
    coalesce(w.reason, c.withdrawn) AS withdrawn, coalesce(w.day, c.withdrawn_on) AS withdrawn_on,
    c.territories, c.minor, c.guardian, c.extra, c.line, o.file, o.folder
FROM contribution AS c JOIN origin AS o ON o.number = c.origin LEFT JOIN withdrawal AS w ON w.id = c.id
"""
"""All that is known of contributions, withdrawals included."""
