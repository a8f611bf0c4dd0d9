-- +goose Up
-- People. One e-mail address is one person, whatever the seats.
CREATE TABLE users (
  id            TEXT      NOT NULL PRIMARY KEY,
  name          TEXT      NOT NULL,
  email         TEXT      NOT NULL,
  email_fold    TEXT      NOT NULL UNIQUE,
  password_hash TEXT      NOT NULL,
  status        TEXT      NOT NULL CHECK (status IN ('invited', 'active', 'deactivated')),
  created_at    TIMESTAMP NOT NULL
);

-- A seat is a person's role in an account.
CREATE TABLE seats (
  account_id TEXT      NOT NULL REFERENCES accounts (id),
  user_id    TEXT      NOT NULL REFERENCES users (id),
  role       TEXT      NOT NULL,
  created_at TIMESTAMP NOT NULL,
  PRIMARY KEY (account_id, user_id)
);
CREATE INDEX seats_by_user ON seats (user_id, account_id);

-- One-time links, kept as hashes: the installation's set-up, and a first password.
CREATE TABLE links (
  hash       TEXT      NOT NULL PRIMARY KEY,
  purpose    TEXT      NOT NULL CHECK (purpose IN ('setup', 'password')),
  user_id    TEXT      NOT NULL,
  expires_at TIMESTAMP NOT NULL,
  created_at TIMESTAMP NOT NULL,
  used_at    TIMESTAMP
);
CREATE INDEX links_by_user ON links (user_id);

-- Failed sign-ins per address, known or not; the address is kept as a hash.
CREATE TABLE attempts (
  address_hash TEXT      NOT NULL PRIMARY KEY,
  failures     BIGINT    NOT NULL,
  locked_until TIMESTAMP NOT NULL,
  last_at      TIMESTAMP NOT NULL
);
CREATE INDEX attempts_by_time ON attempts (last_at);
