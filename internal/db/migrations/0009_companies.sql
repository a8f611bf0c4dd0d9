-- +goose Up
-- What a company says of itself to its own people.
CREATE TABLE company_profiles (
  account_id     TEXT      NOT NULL PRIMARY KEY REFERENCES accounts (id),
  trading_name   TEXT      NOT NULL CHECK (trading_name <> ''),
  industry       TEXT      NOT NULL,
  website        TEXT      NOT NULL,
  about          TEXT      NOT NULL,
  street         TEXT      NOT NULL,
  city           TEXT      NOT NULL,
  postcode       TEXT      NOT NULL,
  country        TEXT      NOT NULL,
  edited_by_name TEXT      NOT NULL,
  edited_at      TIMESTAMP NOT NULL,
  version        BIGINT    NOT NULL
);

-- What the marketplace says of a company. id is what others know it by, since
-- the account's key is for its own people.
CREATE TABLE listings (
  id             TEXT      NOT NULL PRIMARY KEY,
  account_id     TEXT      NOT NULL UNIQUE REFERENCES accounts (id),
  listed         BOOLEAN   NOT NULL,
  name           TEXT      NOT NULL CHECK (name <> ''),
  sort           TEXT      NOT NULL,
  search         TEXT      NOT NULL,
  bio            TEXT      NOT NULL,
  email          TEXT      NOT NULL,
  website        TEXT      NOT NULL,
  phone          TEXT      NOT NULL,
  street         TEXT      NOT NULL,
  city           TEXT      NOT NULL,
  postcode       TEXT      NOT NULL,
  country        TEXT      NOT NULL,
  offers         TEXT      NOT NULL,
  linked_in      TEXT      NOT NULL,
  x              TEXT      NOT NULL,
  other          TEXT      NOT NULL,
  edited_by_name TEXT      NOT NULL,
  edited_at      TIMESTAMP NOT NULL,
  version        BIGINT    NOT NULL
);
CREATE INDEX listings_by_name ON listings (sort, id) WHERE listed = TRUE;

-- What people of managed accounts ask their partner for: a billing market. Of
-- one market an account has one open request.
CREATE TABLE market_requests (
  id               TEXT      NOT NULL PRIMARY KEY,
  account_id       TEXT      NOT NULL REFERENCES accounts (id),
  parent_id        TEXT      NOT NULL REFERENCES accounts (id),
  market           TEXT      NOT NULL,
  note             TEXT      NOT NULL,
  state            TEXT      NOT NULL CHECK (state IN ('open', 'enabled', 'declined', 'withdrawn')),
  asked_by         TEXT      NOT NULL,
  asked_by_name    TEXT      NOT NULL,
  asked_as         TEXT      NOT NULL DEFAULT '',
  asked_at         TIMESTAMP NOT NULL,
  answered_by      TEXT      NOT NULL,
  answered_by_name TEXT      NOT NULL,
  answered_at      TIMESTAMP,
  answer           TEXT      NOT NULL
);
CREATE UNIQUE INDEX market_requests_open ON market_requests (account_id, market) WHERE state = 'open';
CREATE INDEX market_requests_waiting ON market_requests (parent_id, id) WHERE state = 'open';
CREATE INDEX market_requests_by_account ON market_requests (account_id, id);
CREATE INDEX market_requests_by_partner ON market_requests (parent_id, id, state, market, account_id);
