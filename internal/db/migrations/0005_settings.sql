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
CREATE INDEX locks_by_version ON locks (version);
CREATE INDEX locks_by_setting ON locks (name, version);

-- Changes of one setting for many accounts, or of a partner's default from a
-- moment on. Each is carried out in small transactions, at once or when it is
-- due, by whichever process has it in hand.
CREATE TABLE batches (
  id           TEXT      NOT NULL PRIMARY KEY,
  account_id   TEXT      NOT NULL REFERENCES accounts (id),
  name         TEXT      NOT NULL,
  target       TEXT      NOT NULL,
  whom         TEXT      NOT NULL,
  filter       TEXT      NOT NULL,
  status       TEXT      NOT NULL,
  scheduled    BOOLEAN   NOT NULL,
  due_at       TIMESTAMP NOT NULL,
  leased_to    TIMESTAMP,
  made_by      TEXT      NOT NULL,
  made_by_name TEXT      NOT NULL,
  made_at      TIMESTAMP NOT NULL,
  act_by       TEXT      NOT NULL,
  started_at   TIMESTAMP,
  ended_at     TIMESTAMP,
  ended_by     TEXT      NOT NULL,
  total        BIGINT    NOT NULL,
  done         BIGINT    NOT NULL,
  same         BIGINT    NOT NULL,
  failed       BIGINT    NOT NULL,
  spared       BIGINT    NOT NULL,
  problem      TEXT      NOT NULL,
  recorded     TEXT      NOT NULL,
  reverts_id   TEXT      NOT NULL,
  revert_id    TEXT      NOT NULL,
  reverted_by  TEXT      NOT NULL,
  reverted_at  TIMESTAMP
);
CREATE INDEX batches_by_account ON batches (account_id, id);
CREATE INDEX batches_open ON batches (due_at, id) WHERE ended_at IS NULL;
CREATE INDEX batches_ended ON batches (ended_at) WHERE ended_at IS NOT NULL;

-- What becomes of each account of such a change; was is its own value before.
CREATE TABLE batch_items (
  batch_id    TEXT      NOT NULL REFERENCES batches (id),
  account_id  TEXT      NOT NULL REFERENCES accounts (id),
  parent_id   TEXT      NOT NULL REFERENCES accounts (id),
  position    BIGINT    NOT NULL,
  target      TEXT      NOT NULL,
  expected    TEXT      NOT NULL,
  expected_at TIMESTAMP,
  status      TEXT      NOT NULL,
  was         TEXT      NOT NULL,
  done_at     TIMESTAMP,
  problem     TEXT      NOT NULL,
  PRIMARY KEY (batch_id, account_id)
);
CREATE INDEX batch_items_by_status ON batch_items (batch_id, status, position);
CREATE INDEX batch_items_by_position ON batch_items (batch_id, position);
CREATE INDEX batch_items_by_account ON batch_items (account_id, batch_id);
