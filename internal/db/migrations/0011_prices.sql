-- +goose Up
-- The price book of each market: what a product costs at a speed, a month and
-- once, in minor units of the market's currency. A price of term 0 is that of
-- every term without a price of its own, less the discount of the term.
CREATE TABLE prices (
  market_id       TEXT      NOT NULL REFERENCES markets (id),
  product_id      TEXT      NOT NULL REFERENCES products (id),
  speed           BIGINT    NOT NULL CHECK (speed > 0),
  term            SMALLINT  NOT NULL CHECK (term >= 0),
  monthly_retail  BIGINT    CHECK (monthly_retail >= 0),
  monthly_cost    BIGINT    CHECK (monthly_cost >= 0),
  once_retail     BIGINT    CHECK (once_retail >= 0),
  once_cost       BIGINT    CHECK (once_cost >= 0),
  changed_by_name TEXT      NOT NULL,
  changed_at      TIMESTAMP NOT NULL,
  PRIMARY KEY (market_id, product_id, speed, term)
);
-- What a term takes from each hundred, in every market.
CREATE TABLE term_discounts (
  product_id      TEXT      NOT NULL REFERENCES products (id),
  term            SMALLINT  NOT NULL CHECK (term > 0),
  percent         SMALLINT  NOT NULL CHECK (percent BETWEEN 0 AND 100),
  changed_by_name TEXT      NOT NULL,
  changed_at      TIMESTAMP NOT NULL,
  PRIMARY KEY (product_id, term)
);
-- Codes that partners type when they order. market_id and product_id are empty
-- where a code is for all of them.
CREATE TABLE promotions (
  id         TEXT      NOT NULL PRIMARY KEY,
  code       TEXT      NOT NULL CHECK (code <> ''),
  code_fold  TEXT      NOT NULL UNIQUE,
  sentence   TEXT      NOT NULL,
  market_id  TEXT      NOT NULL,
  product_id TEXT      NOT NULL,
  percent    SMALLINT  NOT NULL CHECK (percent BETWEEN 1 AND 100),
  begins_on  TIMESTAMP NOT NULL,
  ends_on    TIMESTAMP,
  most       BIGINT    NOT NULL CHECK (most >= 0),
  used       BIGINT    NOT NULL CHECK (used >= 0),
  made_by_name TEXT    NOT NULL,
  made_at    TIMESTAMP NOT NULL,
  version    BIGINT    NOT NULL
);
-- Prices of one account, or of all below a partner, from a day on until another.
-- speed is 0 where it is for every speed; percent is taken from the book then.
CREATE TABLE price_overrides (
  id              TEXT      NOT NULL PRIMARY KEY,
  account_id      TEXT      NOT NULL REFERENCES accounts (id),
  parent_id       TEXT      NOT NULL REFERENCES accounts (id),
  market_id       TEXT      NOT NULL REFERENCES markets (id),
  product_id      TEXT      NOT NULL REFERENCES products (id),
  speed           BIGINT    NOT NULL CHECK (speed >= 0),
  percent         SMALLINT  NOT NULL CHECK (percent BETWEEN 0 AND 100),
  monthly_retail  BIGINT,
  monthly_cost    BIGINT,
  begins_on       TIMESTAMP NOT NULL,
  ends_on         TIMESTAMP,
  reason          TEXT      NOT NULL,
  set_by_name     TEXT      NOT NULL,
  set_at          TIMESTAMP NOT NULL,
  version         BIGINT    NOT NULL
);
CREATE INDEX price_overrides_by_account ON price_overrides (account_id, market_id, product_id, begins_on, id);

-- The markets in which an account is billed: a partner's, a direct account's, or
-- a distributor's for the partners it referred. The currency never changes.
CREATE TABLE billing_markets (
  account_id      TEXT      NOT NULL REFERENCES accounts (id),
  market_id       TEXT      NOT NULL REFERENCES markets (id),
  active          BOOLEAN   NOT NULL,
  currency        TEXT      NOT NULL,
  legal_name      TEXT      NOT NULL CHECK (legal_name <> ''),
  contact_name    TEXT      NOT NULL,
  contact_phone   TEXT      NOT NULL,
  contact_emails  TEXT      NOT NULL,
  street          TEXT      NOT NULL,
  more            TEXT      NOT NULL,
  city            TEXT      NOT NULL,
  state           TEXT      NOT NULL,
  postcode        TEXT      NOT NULL,
  country         TEXT      NOT NULL,
  tax_number      TEXT      NOT NULL,
  po_number       TEXT      NOT NULL,
  language        TEXT      NOT NULL,
  enabled_by_name TEXT      NOT NULL,
  enabled_at      TIMESTAMP NOT NULL,
  edited_by_name  TEXT      NOT NULL,
  edited_at       TIMESTAMP NOT NULL,
  version         BIGINT    NOT NULL,
  PRIMARY KEY (account_id, market_id)
);
