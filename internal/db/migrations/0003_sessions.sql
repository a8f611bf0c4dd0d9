-- +goose Up
-- Sessions: the cookie holds a signed random id, the row its hash. A session
-- is whole when nothing is left to prove; proved_at is the last proof. The id
-- stays when the secret changes. visit_id is the visit in which the session acts in
-- somebody's place, until whoever does was told that it ended.
CREATE TABLE sessions (
  hash       TEXT      NOT NULL PRIMARY KEY,
  id         TEXT      NOT NULL,
  user_id    TEXT      NOT NULL REFERENCES users (id),
  created_at TIMESTAMP NOT NULL,
  seen_at    TIMESTAMP NOT NULL,
  address    TEXT      NOT NULL,
  agent      TEXT      NOT NULL,
  whole      BOOLEAN   NOT NULL,
  proved_at  TIMESTAMP NOT NULL,
  visit_id   TEXT      NOT NULL DEFAULT '',
  ended_at   TIMESTAMP
);
CREATE INDEX sessions_by_user ON sessions (user_id, created_at);
CREATE INDEX sessions_by_time ON sessions (created_at);

-- Secrets, as their hashes, that sessions exchanged when acting in somebody's place began, went on or ended: one that
-- comes again is refused, and that is a fact of the visit.
CREATE TABLE spent_secrets (
  hash     TEXT      NOT NULL PRIMARY KEY,
  visit_id TEXT      NOT NULL,
  spent_at TIMESTAMP NOT NULL
);
CREATE INDEX spent_secrets_by_time ON spent_secrets (spent_at);

-- Visits: the stays of a person in an account where they have no seat, each in one session: from which seat, since
-- when, and until when and why. Viewing is in one's own name; previews is the role whose view is looked at meanwhile,
-- or empty, and preview_seat the person's whose view it is. Acting is in somebody's place: as_id is that person and
-- as_seat their seat, ends_at its hard end, writes_at when changes were allowed. A visit outlives its session.
CREATE TABLE visits (
  id           TEXT      NOT NULL PRIMARY KEY,
  session_hash TEXT      NOT NULL,
  user_id      TEXT      NOT NULL REFERENCES users (id),
  account_id   TEXT      NOT NULL REFERENCES accounts (id),
  seat_id      TEXT      NOT NULL REFERENCES accounts (id),
  previews     TEXT      NOT NULL DEFAULT '',
  preview_seat TEXT      NOT NULL DEFAULT '',
  as_id        TEXT      NOT NULL DEFAULT '',
  as_seat      TEXT      NOT NULL DEFAULT '',
  reason       TEXT      NOT NULL DEFAULT '',
  ticket       TEXT      NOT NULL DEFAULT '',
  grant_id     TEXT      NOT NULL DEFAULT '',
  entered_at   TIMESTAMP NOT NULL,
  writes_at    TIMESTAMP,
  writes_why   TEXT      NOT NULL DEFAULT '',
  extended_at  TIMESTAMP,
  extended_why TEXT      NOT NULL DEFAULT '',
  ends_at      TIMESTAMP,
  left_at      TIMESTAMP,
  left_why     TEXT      NOT NULL DEFAULT '',
  ended_by     TEXT      NOT NULL DEFAULT '',
  FOREIGN KEY (account_id, seat_id) REFERENCES lineage (account_id, ancestor_id),
  CHECK ((as_id = '') = (as_seat = '') AND (as_id = '') = (ends_at IS NULL) AND (as_id = '' OR reason <> '') AND as_id <> user_id)
);
CREATE UNIQUE INDEX visits_live ON visits (session_hash, account_id) WHERE left_at IS NULL;
CREATE UNIQUE INDEX visits_acting ON visits (session_hash) WHERE left_at IS NULL AND as_id <> '';
CREATE INDEX visits_by_session ON visits (session_hash);
CREATE INDEX visits_recent ON visits (user_id, entered_at);
CREATE INDEX visits_by_account ON visits (account_id, id);
CREATE INDEX visits_here ON visits (account_id, id) WHERE left_at IS NULL;
CREATE INDEX visits_acts ON visits (id) WHERE as_id <> '';
CREATE INDEX visits_live_acting ON visits (id) WHERE left_at IS NULL AND as_id <> '';
