-- +goose Up
-- Letters that must leave: written in the transaction that causes them, sent
-- afterwards, and tried again until they are gone or given up.
CREATE TABLE letters (
  id         TEXT      NOT NULL PRIMARY KEY,
  account_id TEXT      NOT NULL REFERENCES accounts (id),
  kind       TEXT      NOT NULL,
  to_name    TEXT      NOT NULL,
  to_address TEXT      NOT NULL,
  search     TEXT      NOT NULL,
  facts      TEXT      NOT NULL,
  status     TEXT      NOT NULL CHECK (status IN ('waiting', 'sent', 'failed')),
  tries      BIGINT    NOT NULL DEFAULT 0,
  due_at     TIMESTAMP NOT NULL,
  leased_to  TIMESTAMP,
  problem    TEXT      NOT NULL,
  sent_at    TIMESTAMP,
  again      BIGINT    NOT NULL DEFAULT 0,
  created_at TIMESTAMP NOT NULL
);
CREATE INDEX letters_due ON letters (due_at, id) WHERE status = 'waiting';
CREATE INDEX letters_by_reader ON letters (to_address, id);
CREATE INDEX letters_by_status ON letters (status, id);
CREATE INDEX letters_by_kind ON letters (kind, id);
