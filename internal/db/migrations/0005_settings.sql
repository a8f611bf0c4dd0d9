-- +goose Up
-- Stored settings. On a managed account a row is its own value; on a partner it
-- is the default of its managed accounts. No row means inherited.
CREATE TABLE settings (
  account_id  TEXT      NOT NULL REFERENCES accounts (id),
  parent_id   TEXT      NOT NULL REFERENCES accounts (id),
  name        TEXT      NOT NULL,
  value       TEXT      NOT NULL,
  set_by      TEXT      NOT NULL,
  set_by_name TEXT      NOT NULL,
  set_at      TIMESTAMP NOT NULL,
  PRIMARY KEY (account_id, name)
);
CREATE INDEX settings_by_name ON settings (parent_id, name, account_id);

-- Settings that the operator holds at a value: at its own account for all
-- managed accounts, at a partner for all of that one's, at one managed account.
CREATE TABLE locks (
  account_id  TEXT      NOT NULL REFERENCES accounts (id),
  parent_id   TEXT      NOT NULL REFERENCES accounts (id),
  name        TEXT      NOT NULL,
  version     TEXT      NOT NULL,
  value       TEXT      NOT NULL,
  reason      TEXT      NOT NULL,
  set_by      TEXT      NOT NULL,
  set_by_name TEXT      NOT NULL,
  set_at      TIMESTAMP NOT NULL,
  PRIMARY KEY (account_id, name)
);
CREATE INDEX locks_by_name ON locks (parent_id, name, account_id);
-- A lock has another version each time that it is put; versions sort by time.
CREATE UNIQUE INDEX locks_by_version ON locks (version);
CREATE INDEX locks_by_setting ON locks (name, version);
