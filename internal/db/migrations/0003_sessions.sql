-- +goose Up
-- Sessions: the cookie holds a signed random id, the row its hash. A session
-- is whole when nothing is left to prove; proved_at is the last proof. The id
-- stays when the secret changes.
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
  ended_at   TIMESTAMP
);
CREATE INDEX sessions_by_user ON sessions (user_id, created_at);
CREATE INDEX sessions_by_time ON sessions (created_at);

-- Visits: the managed accounts that a session has entered, from which seat, since when, and why it ended.
-- previews is the role whose view is looked at, or empty; preview_seat is the person's whose view it is, if it is one's.
CREATE TABLE visits (
  id           TEXT      NOT NULL PRIMARY KEY,
  session_hash TEXT      NOT NULL REFERENCES sessions (hash),
  user_id      TEXT      NOT NULL REFERENCES users (id),
  account_id   TEXT      NOT NULL REFERENCES accounts (id),
  seat_id      TEXT      NOT NULL REFERENCES accounts (id),
  previews     TEXT      NOT NULL DEFAULT '',
  preview_seat TEXT      NOT NULL DEFAULT '',
  entered_at   TIMESTAMP NOT NULL,
  left_at      TIMESTAMP,
  left_why     TEXT      NOT NULL DEFAULT '',
  FOREIGN KEY (account_id, seat_id) REFERENCES lineage (account_id, ancestor_id)
);
CREATE UNIQUE INDEX visits_live ON visits (session_hash, account_id) WHERE left_at IS NULL;
CREATE INDEX visits_by_session ON visits (session_hash);
CREATE INDEX visits_recent ON visits (user_id, entered_at);
