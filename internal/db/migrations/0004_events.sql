-- +goose Up
-- The append-only record of facts. as_id is in whose place, visit_id during which visit. Each account's facts are a
-- chain: place counts them from 1, and hash covers the fact and the hash of the one before.
CREATE TABLE events (
  id           TEXT      NOT NULL PRIMARY KEY,
  account_id   TEXT      NOT NULL REFERENCES accounts (id),
  parent_id    TEXT      NOT NULL,
  kind         TEXT      NOT NULL,
  user_id      TEXT      NOT NULL,
  user_name    TEXT      NOT NULL,
  as_id        TEXT      NOT NULL,
  as_name      TEXT      NOT NULL,
  visit_id     TEXT      NOT NULL,
  seat_id      TEXT      NOT NULL,
  subject_id   TEXT      NOT NULL,
  subject_name TEXT      NOT NULL,
  topic        TEXT      NOT NULL DEFAULT '',
  changes      TEXT      NOT NULL,
  request_id   TEXT      NOT NULL,
  address      TEXT      NOT NULL,
  device       TEXT      NOT NULL,
  at           TIMESTAMP NOT NULL,
  place        BIGINT    NOT NULL,
  hash         TEXT      NOT NULL,
  CHECK (as_id = '' OR (as_name <> '' AND visit_id <> ''))
);
CREATE UNIQUE INDEX events_chain ON events (account_id, place);
CREATE INDEX events_by_visit ON events (visit_id, id) WHERE visit_id <> '';

-- Where each account's chain ends.
CREATE TABLE chains (
  account_id TEXT   NOT NULL PRIMARY KEY REFERENCES accounts (id),
  place      BIGINT NOT NULL,
  hash       TEXT   NOT NULL
);

-- Where chains ended at a time, so that an end that was cut off is missed. Append-only, like what they stand for.
CREATE TABLE checkpoints (
  account_id TEXT      NOT NULL REFERENCES accounts (id),
  place      BIGINT    NOT NULL,
  hash       TEXT      NOT NULL,
  at         TIMESTAMP NOT NULL,
  PRIMARY KEY (account_id, place)
);

-- The record is walked by time, which ids sort by. Each index carries what the
-- filters of a walk read, so that facts that are passed over are never fetched.
CREATE INDEX events_by_account ON events (account_id, id, kind, user_id);
CREATE INDEX events_by_parent ON events (parent_id, id, kind, user_id);
CREATE INDEX events_by_user ON events (user_id, id, kind);
CREATE INDEX events_by_account_user ON events (account_id, user_id, id, kind);
CREATE INDEX events_by_parent_user ON events (parent_id, user_id, id, kind);
CREATE INDEX events_of_defaults ON events (account_id, id) WHERE kind = 'default.changed';
CREATE INDEX events_by_topic ON events (account_id, topic, id) WHERE topic <> '';
