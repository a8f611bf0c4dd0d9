-- +goose Up
-- The catalogue: what is sold, and where.
CREATE TABLE products (
  id    TEXT     NOT NULL PRIMARY KEY,
  name  TEXT     NOT NULL,
  short TEXT     NOT NULL,
  place BIGINT   NOT NULL
);
-- A market is where one bill is written, in one currency.
CREATE TABLE markets (
  id       TEXT NOT NULL PRIMARY KEY,
  name     TEXT NOT NULL,
  currency TEXT NOT NULL CHECK (length(currency) = 3)
);
CREATE TABLE locations (
  id      TEXT NOT NULL PRIMARY KEY,
  name    TEXT NOT NULL,
  city    TEXT NOT NULL,
  country TEXT NOT NULL,
  market  TEXT NOT NULL REFERENCES markets (id)
);

-- Services of an account. A connection hangs under its port, of the same account.
-- Prices are for a month, in minor units of the currency of the location's market,
-- and null where nothing is priced yet.
CREATE TABLE services (
  id             TEXT      NOT NULL PRIMARY KEY,
  account_id     TEXT      NOT NULL REFERENCES accounts (id),
  parent_id      TEXT      NOT NULL,
  port_id        TEXT,
  top            SMALLINT  NOT NULL CHECK (top IN (0, 1)),
  product_id     TEXT      NOT NULL REFERENCES products (id),
  location_id    TEXT      NOT NULL REFERENCES locations (id),
  far_end        TEXT      NOT NULL,
  name           TEXT      NOT NULL,
  name_fold      TEXT      NOT NULL,
  search         TEXT      NOT NULL,
  speed          BIGINT    NOT NULL CHECK (speed > 0),
  term           SMALLINT  NOT NULL CHECK (term IN (1, 12, 24, 36, 48, 60)),
  renews         BOOLEAN   NOT NULL,
  term_ends_on   TIMESTAMP NOT NULL,
  monthly_retail BIGINT,
  monthly_cost   BIGINT,
  status         TEXT      NOT NULL,
  created_at     TIMESTAMP NOT NULL,
  UNIQUE (account_id, id),
  FOREIGN KEY (account_id, port_id) REFERENCES services (account_id, id),
  CHECK ((top = 1) = (port_id IS NULL))
);
CREATE INDEX services_by_name ON services (account_id, top, name_fold, id);
CREATE INDEX services_by_product ON services (account_id, top, product_id, name_fold, id);
CREATE INDEX services_by_status ON services (account_id, top, status, name_fold, id);
CREATE INDEX services_by_location ON services (account_id, top, location_id, name_fold, id);
CREATE INDEX services_by_speed ON services (account_id, top, speed, name_fold, id);
CREATE INDEX services_by_term ON services (account_id, top, term_ends_on, name_fold, id);
CREATE INDEX services_by_port ON services (account_id, port_id, name_fold, id) WHERE port_id IS NOT NULL;
CREATE INDEX services_ending ON services (parent_id, term_ends_on, id, renews)
  WHERE term > 1 AND status IN ('ordered', 'deployable', 'configured', 'live');

-- How many services there are of each product and status: those of the account
-- itself (own), and for a partner those of all its managed accounts together
-- (below). Changed in the transaction that changes a service.
CREATE TABLE service_tallies (
  account_id TEXT   NOT NULL REFERENCES accounts (id),
  scope      TEXT   NOT NULL CHECK (scope IN ('own', 'below')),
  product_id TEXT   NOT NULL REFERENCES products (id),
  status     TEXT   NOT NULL,
  number     BIGINT NOT NULL CHECK (number >= 0),
  PRIMARY KEY (account_id, scope, product_id, status)
);
