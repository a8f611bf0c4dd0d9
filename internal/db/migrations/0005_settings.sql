-- +goose Up
-- Stored settings. On a managed account a row is its own value; on a partner it
-- is the default of its managed accounts. No row means inherited.
CREATE TABLE settings (
  account_id  TEXT      NOT NULL REFERENCES accounts (id),
  name        TEXT      NOT NULL,
  value       TEXT      NOT NULL,
  set_by      TEXT      NOT NULL,
  set_by_name TEXT      NOT NULL,
  set_at      TIMESTAMP NOT NULL,
  PRIMARY KEY (account_id, name)
);
