-- +goose Up
-- People who have signed in at least once. One e-mail address is one person,
-- whatever the seats.
CREATE TABLE users (
  id              TEXT      NOT NULL PRIMARY KEY,
  first_name      TEXT      NOT NULL,
  last_name       TEXT      NOT NULL,
  name            TEXT      NOT NULL,
  email           TEXT      NOT NULL,
  email_fold      TEXT      NOT NULL UNIQUE,
  phone           TEXT      NOT NULL,
  password_hash   TEXT      NOT NULL,
  status          TEXT      NOT NULL CHECK (status IN ('active', 'locked', 'deactivated')),
  wrong_codes     BIGINT    NOT NULL DEFAULT 0,
  factor          BOOLEAN   NOT NULL DEFAULT FALSE,
  time_zone       TEXT      NOT NULL,
  language        TEXT      NOT NULL,
  date_style      TEXT      NOT NULL,
  signed_in_at    TIMESTAMP,
  created_at      TIMESTAMP NOT NULL
);
CREATE INDEX users_locked ON users (id) WHERE status = 'locked';

-- A seat is a person's place in an account, with a role. It is made by an
-- invitation, and has a person once that is accepted; names and address are
-- the inviter's words until then, and the person's own afterwards.
CREATE TABLE seats (
  id            TEXT      NOT NULL PRIMARY KEY,
  account_id    TEXT      NOT NULL REFERENCES accounts (id),
  parent_id     TEXT      NOT NULL,
  user_id       TEXT      REFERENCES users (id),
  first_name    TEXT      NOT NULL,
  last_name     TEXT      NOT NULL,
  name          TEXT      NOT NULL,
  search        TEXT      NOT NULL,
  email         TEXT      NOT NULL,
  email_fold    TEXT      NOT NULL,
  phone         TEXT      NOT NULL,
  role          TEXT      NOT NULL,
  sees_billing  BOOLEAN   NOT NULL,
  edits_contact BOOLEAN   NOT NULL,
  status        TEXT      NOT NULL CHECK (status IN ('invited', 'active', 'deactivated')),
  invited_by    TEXT      NOT NULL,
  invited_at    TIMESTAMP NOT NULL,
  accepted_at   TIMESTAMP,
  created_at    TIMESTAMP NOT NULL,
  version       BIGINT    NOT NULL DEFAULT 1,
  CHECK ((status = 'invited') = (user_id IS NULL))
);
CREATE UNIQUE INDEX seats_email ON seats (account_id, email_fold);
CREATE UNIQUE INDEX seats_by_user ON seats (user_id, account_id) WHERE user_id IS NOT NULL;
CREATE INDEX seats_by_name ON seats (account_id, search, id);
CREATE INDEX seats_invited ON seats (account_id, invited_at, id) WHERE status = 'invited';
CREATE INDEX seats_invited_below ON seats (parent_id, invited_at, id) WHERE status = 'invited';

-- One-time links, kept as hashes. The subject is a seat (invitation) or a
-- person (reset); the installation's set-up has none. A reset is bound to the
-- password and the address that the person had when it was made.
CREATE TABLE links (
  hash       TEXT      NOT NULL PRIMARY KEY,
  purpose    TEXT      NOT NULL CHECK (purpose IN ('setup', 'invitation', 'reset')),
  subject_id TEXT      NOT NULL,
  bound_to   TEXT      NOT NULL DEFAULT '',
  expires_at TIMESTAMP NOT NULL,
  created_at TIMESTAMP NOT NULL,
  used_at    TIMESTAMP
);
CREATE INDEX links_by_subject ON links (subject_id);
CREATE INDEX links_of_resets ON links (expires_at) WHERE purpose = 'reset';

-- Failed sign-ins per address, known or not; the address is kept as a hash.
CREATE TABLE attempts (
  address_hash TEXT      NOT NULL PRIMARY KEY,
  failures     BIGINT    NOT NULL,
  locked_until TIMESTAMP NOT NULL,
  last_at      TIMESTAMP NOT NULL,
  user_id      TEXT      NOT NULL DEFAULT '', -- whose address it is, if it is anybody's
  recorded     BIGINT    NOT NULL DEFAULT 0,  -- how many of the failures are a fact already
  address      TEXT      NOT NULL DEFAULT '', -- from where the last one came
  device       TEXT      NOT NULL DEFAULT ''
);
CREATE INDEX attempts_by_time ON attempts (last_at);
CREATE INDEX attempts_to_record ON attempts (last_at) WHERE user_id <> '' AND failures > recorded;

-- How often something was asked for that is done only so often in a while; by
-- whom, or for which address, is kept as a hash.
CREATE TABLE allowances (
  key_hash TEXT      NOT NULL PRIMARY KEY,
  used     BIGINT    NOT NULL,
  until    TIMESTAMP NOT NULL
);
CREATE INDEX allowances_by_time ON allowances (until);
