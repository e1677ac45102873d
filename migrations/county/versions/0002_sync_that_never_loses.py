"""Places of records for snapshots and digests, scope history, county keys, relay, attachments, person keys, decisions.

What a record belongs to (its village, the parties of its referral) stands beside it, so that a first sync, a digest
and an eviction cost what they hold and not what the log holds.
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = """
ALTER TABLE record ADD COLUMN village text COLLATE "C";
ALTER TABLE record ADD COLUMN digest bigint;
CREATE INDEX record_of_village ON record (county, village, type, id) WHERE village IS NOT NULL;
CREATE INDEX record_without_digest ON record (county) WHERE digest IS NULL;
CREATE INDEX record_without_place ON record (county) WHERE digest IS NULL;

CREATE TABLE record_party (
    county text COLLATE "C" NOT NULL,
    organisation text COLLATE "C" NOT NULL,
    type text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    PRIMARY KEY (county, organisation, type, id)
);
-- Files that other villages hold too, since a link says that the person is theirs as well.
CREATE INDEX record_of_other_villages ON record_party (county, type, id)
    WHERE organisation >= 'village:' AND organisation < 'village;';

-- What judging a mutation again, or one that stands on it, needs besides its line: the revisions of others that its
-- author had not seen, the common place of a realignment.
ALTER TABLE applied ADD COLUMN context bytea;

ALTER TABLE device ADD COLUMN sealing_key bytea;
ALTER TABLE device ADD COLUMN forked_from text COLLATE "C";
ALTER TABLE device ADD COLUMN forked_at timestamptz;
ALTER TABLE device ADD COLUMN retired_at timestamptz;
ALTER TABLE device ADD COLUMN report bytea;
ALTER TABLE device ADD COLUMN last_success timestamptz;

-- The scope that a device last knew, and those before it: what was added or removed is said once, late writes find
-- their former village.
CREATE TABLE device_scope (
    county text COLLATE "C" NOT NULL,
    device text COLLATE "C" NOT NULL,
    version text COLLATE "C" NOT NULL,
    villages bytea NOT NULL,
    since timestamptz NOT NULL,
    until timestamptz,
    PRIMARY KEY (county, device, version)
);

CREATE TABLE disabled_account (
    county text COLLATE "C" NOT NULL,
    account text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL,
    by text NOT NULL,
    PRIMARY KEY (county, account)
);

-- What a supervisor decided about late, revoked and refused work.
CREATE TABLE decision (
    county text COLLATE "C" NOT NULL,
    mid text COLLATE "C" NOT NULL,
    decision text COLLATE "C" NOT NULL,
    reason text NOT NULL,
    by text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (county, mid, at)
);

CREATE TABLE county_key (
    county text COLLATE "C" NOT NULL REFERENCES county,
    kind text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    public_key bytea NOT NULL,
    private_key bytea NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (county, kind, id)
);

CREATE TABLE relay_package (
    county text COLLATE "C" NOT NULL,
    device text COLLATE "C" NOT NULL,
    number bigint NOT NULL,
    digest bytea NOT NULL,
    received_at timestamptz NOT NULL,
    receipt bytea NOT NULL,
    PRIMARY KEY (county, device, number)
);

-- Attachments: contents that are whole and checked, in pieces; and what a device is still sending, which is its own
-- affair until then: nobody learns from it what others have.
CREATE TABLE blob (
    county text COLLATE "C" NOT NULL,
    sha256 text COLLATE "C" NOT NULL,
    size bigint NOT NULL,
    media_type text COLLATE "C" NOT NULL,
    device text COLLATE "C" NOT NULL,
    complete_at timestamptz NOT NULL,
    PRIMARY KEY (county, sha256)
);
CREATE TABLE blob_chunk (
    county text COLLATE "C" NOT NULL,
    sha256 text COLLATE "C" NOT NULL,
    start bigint NOT NULL,
    data bytea NOT NULL,
    PRIMARY KEY (county, sha256, start)
);
CREATE TABLE blob_upload (
    county text COLLATE "C" NOT NULL,
    device text COLLATE "C" NOT NULL,
    sha256 text COLLATE "C" NOT NULL,
    size bigint NOT NULL,
    media_type text COLLATE "C" NOT NULL,
    received bigint NOT NULL,
    moved_at timestamptz NOT NULL,
    PRIMARY KEY (county, device, sha256)
);
CREATE TABLE blob_upload_chunk (
    county text COLLATE "C" NOT NULL,
    device text COLLATE "C" NOT NULL,
    sha256 text COLLATE "C" NOT NULL,
    start bigint NOT NULL,
    data bytea NOT NULL,
    PRIMARY KEY (county, device, sha256, start),
    FOREIGN KEY (county, device, sha256) REFERENCES blob_upload ON DELETE CASCADE
);
-- Which attachments name a content. Bodies are canonical JSON (protocol/body.py).
CREATE INDEX record_of_blob
    ON record (county, (substring(encode(body, 'escape') from '"sha256":"([0-9a-f]{64})"') COLLATE "C"))
    WHERE type IN ('visit_attachment', 'referral_attachment');

CREATE TABLE person_key (
    county text COLLATE "C" NOT NULL,
    key bytea NOT NULL,
    resident_id text COLLATE "C" NOT NULL,
    PRIMARY KEY (county, key, resident_id)
);
CREATE INDEX person_key_of_resident ON person_key (county, resident_id);

CREATE TABLE looked_up (
    county text COLLATE "C" NOT NULL,
    device text COLLATE "C" NOT NULL,
    resident_id text COLLATE "C",
    at timestamptz NOT NULL
);
CREATE INDEX looked_up_by_device ON looked_up (county, device, at);
"""


def upgrade() -> None:
    """Add the tables and columns. Records of 0001 get their places when the county is opened next (places.py)."""
    op.get_bind().exec_driver_sql(TABLES.replace("%", "%%"))
