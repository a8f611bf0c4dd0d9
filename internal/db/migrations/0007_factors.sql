-- +goose Up
-- Second factors and passkeys. A TOTP secret is sealed with the portal's key;
-- a passkey is the public part of one.
CREATE TABLE factors (
  id         TEXT      NOT NULL PRIMARY KEY,
  user_id    TEXT      NOT NULL REFERENCES users (id),
  kind       TEXT      NOT NULL CHECK (kind IN ('totp', 'passkey')),
  name       TEXT      NOT NULL,
  secret     TEXT      NOT NULL,
  handle     TEXT      UNIQUE,
  last_step  BIGINT    NOT NULL DEFAULT 0,
  confirmed  BOOLEAN   NOT NULL,
  created_at TIMESTAMP NOT NULL,
  used_at    TIMESTAMP
);
CREATE INDEX factors_by_user ON factors (user_id, created_at);

-- Recovery codes, kept as hashes; a used one stays, so that it is known to be used.
CREATE TABLE recovery_codes (
  hash       TEXT      NOT NULL PRIMARY KEY,
  user_id    TEXT      NOT NULL REFERENCES users (id),
  created_at TIMESTAMP NOT NULL,
  used_at    TIMESTAMP
);
CREATE INDEX recovery_codes_by_user ON recovery_codes (user_id);

-- Ceremonies: the one-time challenge of a passkey that is being made or used.
CREATE TABLE ceremonies (
  hash       TEXT      NOT NULL PRIMARY KEY,
  user_id    TEXT      NOT NULL,
  kind       TEXT      NOT NULL,
  data       TEXT      NOT NULL,
  expires_at TIMESTAMP NOT NULL
);
CREATE INDEX ceremonies_by_time ON ceremonies (expires_at);

-- Address changes: the code that was sent to a new e-mail address, and how
-- many were asked for since when.
CREATE TABLE address_changes (
  user_id    TEXT      NOT NULL PRIMARY KEY REFERENCES users (id),
  email      TEXT      NOT NULL,
  code_hash  TEXT      NOT NULL,
  tries      BIGINT    NOT NULL,
  asks       BIGINT    NOT NULL,
  since      TIMESTAMP NOT NULL,
  expires_at TIMESTAMP NOT NULL
);

-- Devices that a person has signed in from, so that a new one is noticed.
CREATE TABLE devices (
  hash       TEXT      NOT NULL PRIMARY KEY,
  user_id    TEXT      NOT NULL REFERENCES users (id),
  created_at TIMESTAMP NOT NULL,
  seen_at    TIMESTAMP NOT NULL
);
CREATE INDEX devices_by_user ON devices (user_id, seen_at);
