-- +goose Up
-- The append-only record of facts.
CREATE TABLE events (
  id           TEXT      NOT NULL PRIMARY KEY,
  account_id   TEXT      NOT NULL REFERENCES accounts (id),
  parent_id    TEXT      NOT NULL,
  kind         TEXT      NOT NULL,
  user_id      TEXT      NOT NULL,
  user_name    TEXT      NOT NULL,
  as_id        TEXT      NOT NULL,
  seat_id      TEXT      NOT NULL,
  subject_id   TEXT      NOT NULL,
  subject_name TEXT      NOT NULL,
  topic        TEXT      NOT NULL DEFAULT '',
  changes      TEXT      NOT NULL,
  request_id   TEXT      NOT NULL,
  at           TIMESTAMP NOT NULL
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
