-- +goose Up
-- The catalogue: what is sold, and where. It begins with what the program
-- brings, and is the operator's to edit.
CREATE TABLE products (
  id          TEXT     NOT NULL PRIMARY KEY,
  name        TEXT     NOT NULL CHECK (name <> ''),
  short       TEXT     NOT NULL,
  place       BIGINT   NOT NULL,
  sentence    TEXT     NOT NULL,
  top         BOOLEAN  NOT NULL,
  carries     BOOLEAN  NOT NULL,
  unit        TEXT     NOT NULL,
  speeds      TEXT     NOT NULL,
  terms       TEXT     NOT NULL,
  fee_percent SMALLINT NOT NULL CHECK (fee_percent BETWEEN 0 AND 100),
  fields      TEXT     NOT NULL,
  offered     BOOLEAN  NOT NULL,
  version     BIGINT   NOT NULL
);
-- A market is where one bill is written, in one currency. book counts the
-- changes of its prices, so that whoever saw a price knows whether it still holds;
-- prices is how many its book has, changed in the transaction that writes them.
CREATE TABLE markets (
  id       TEXT    NOT NULL PRIMARY KEY,
  name     TEXT    NOT NULL CHECK (name <> ''),
  currency TEXT    NOT NULL CHECK (length(currency) = 3),
  supplier TEXT    NOT NULL,
  tax_name TEXT    NOT NULL,
  tax_note TEXT    NOT NULL,
  offered  BOOLEAN NOT NULL,
  book     BIGINT  NOT NULL,
  prices   BIGINT  NOT NULL CHECK (prices >= 0),
  version  BIGINT  NOT NULL
);
CREATE TABLE locations (
  id      TEXT    NOT NULL PRIMARY KEY,
  name    TEXT    NOT NULL CHECK (name <> ''),
  city    TEXT    NOT NULL,
  country TEXT    NOT NULL,
  market  TEXT    NOT NULL REFERENCES markets (id),
  address TEXT    NOT NULL,
  zones   TEXT    NOT NULL,
  search  TEXT    NOT NULL,
  offered BOOLEAN NOT NULL,
  version BIGINT  NOT NULL
);
CREATE INDEX locations_by_market ON locations (market, city, id);
-- Clouds that connections lead to, each reached at a location.
CREATE TABLE clouds (
  id       TEXT    NOT NULL PRIMARY KEY,
  name     TEXT    NOT NULL CHECK (name <> ''),
  location TEXT    NOT NULL REFERENCES locations (id),
  offered  BOOLEAN NOT NULL,
  version  BIGINT  NOT NULL
);

-- Services of an account. A connection hangs under its port, of the same account.
-- A design is a service that nobody has ordered yet.
-- Prices are in minor units of the currency of the location's market, and null
-- where nothing is priced yet.
CREATE TABLE services (
  id               TEXT      NOT NULL PRIMARY KEY,
  account_id       TEXT      NOT NULL REFERENCES accounts (id),
  parent_id        TEXT      NOT NULL,
  port_id          TEXT,
  top              SMALLINT  NOT NULL CHECK (top IN (0, 1)),
  product_id       TEXT      NOT NULL REFERENCES products (id),
  location_id      TEXT      NOT NULL REFERENCES locations (id),
  zone             TEXT      NOT NULL,
  far_kind         TEXT      NOT NULL CHECK (far_kind IN ('', 'service', 'cloud', 'company', 'key')),
  far_id           TEXT      NOT NULL,
  far_end          TEXT      NOT NULL,
  far_state        TEXT      NOT NULL CHECK (far_state IN ('', 'asked', 'accepted', 'denied')),
  name             TEXT      NOT NULL,
  name_fold        TEXT      NOT NULL,
  reference        TEXT      NOT NULL,
  search           TEXT      NOT NULL,
  speed            BIGINT    NOT NULL CHECK (speed > 0),
  details          TEXT      NOT NULL,
  term             SMALLINT  NOT NULL CHECK (term > 0),
  renews           BOOLEAN   NOT NULL,
  term_begins_on   TIMESTAMP NOT NULL,
  term_ends_on     TIMESTAMP NOT NULL,
  monthly_retail   BIGINT,
  monthly_cost     BIGINT,
  once_retail      BIGINT,
  once_cost        BIGINT,
  promotion_id     TEXT      NOT NULL,
  status           TEXT      NOT NULL,
  open             BOOLEAN   NOT NULL,
  locked           BOOLEAN   NOT NULL,
  locked_by_name   TEXT      NOT NULL,
  circuit          TEXT      NOT NULL,
  problem          TEXT      NOT NULL,
  step_at          TIMESTAMP,
  created_by_name  TEXT      NOT NULL,
  created_at       TIMESTAMP NOT NULL,
  ordered_by_name  TEXT      NOT NULL,
  ordered_at       TIMESTAMP,
  live_at          TIMESTAMP,
  ends_on          TIMESTAMP,
  ended_at         TIMESTAMP,
  end_reason       TEXT      NOT NULL,
  end_note         TEXT      NOT NULL,
  version          BIGINT    NOT NULL,
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
CREATE INDEX services_ending ON services (parent_id, term_ends_on, id, renews, product_id, account_id, search)
  WHERE term > 1 AND status IN ('ordered', 'deployable', 'configured', 'live');
-- The services of all accounts of a partner: sorted, and narrowed along the
-- sorted index before a row is looked up. What is looked for is found by its
-- parts, and what is common or short along services_below_text and
-- services_below_account, which hold the text.
CREATE INDEX services_below ON services (parent_id, name_fold, id, product_id, status, location_id, account_id);
CREATE INDEX services_below_text ON services (parent_id, search, name_fold, id);
CREATE INDEX services_below_status ON services (parent_id, status, name_fold, id, product_id, location_id, account_id);
CREATE INDEX services_below_location ON services (parent_id, location_id, name_fold, id, product_id, status, account_id);
CREATE INDEX services_below_term ON services (parent_id, term_ends_on, name_fold, id, product_id, status, location_id, account_id);
CREATE INDEX services_below_account ON services (account_id, name_fold, id, product_id, status, location_id, port_id, search);
CREATE INDEX services_by_far ON services (account_id, far_id, name_fold, id) WHERE far_kind = 'service';
CREATE INDEX services_of_product ON services (product_id, status);
CREATE INDEX services_of_location ON services (location_id, status, zone);
CREATE INDEX services_of_cloud ON services (far_id, status) WHERE far_kind = 'cloud';
CREATE INDEX services_of_company ON services (far_id, id) WHERE far_kind = 'company';
CREATE INDEX services_of_key ON services (far_id, id) WHERE far_kind = 'key';
CREATE INDEX services_ending_here ON services (account_id, term_ends_on, id, renews, product_id, search)
  WHERE term > 1 AND status IN ('ordered', 'deployable', 'configured', 'live');
CREATE INDEX services_scheduled ON services (parent_id, ends_on, id, product_id, account_id, search) WHERE status = 'cancelled';
CREATE INDEX services_scheduled_here ON services (account_id, ends_on, id, product_id, search) WHERE status = 'cancelled';
CREATE INDEX services_to_build ON services (ordered_at, id, status, product_id, location_id, account_id) WHERE status IN ('ordered', 'deployable', 'configured', 'failed');
CREATE INDEX services_to_step ON services (step_at, id) WHERE step_at IS NOT NULL;
CREATE INDEX services_to_renew ON services (term_ends_on, id) WHERE status = 'live';
CREATE INDEX services_to_end ON services (ends_on, id) WHERE status = 'cancelled';
CREATE INDEX services_open ON services (account_id, id) WHERE open = TRUE;

-- Words on services: a name and a value. Those of the account's own people and
-- those of its partner's do not see each other.
CREATE TABLE service_tags (
  service_id TEXT NOT NULL REFERENCES services (id),
  account_id TEXT NOT NULL REFERENCES accounts (id),
  parent_id  TEXT NOT NULL REFERENCES accounts (id),
  scope      TEXT NOT NULL CHECK (scope IN ('own', 'partner')),
  name       TEXT NOT NULL CHECK (name <> ''),
  name_fold  TEXT NOT NULL,
  value      TEXT NOT NULL,
  PRIMARY KEY (service_id, scope, name_fold)
);
CREATE INDEX service_tags_own ON service_tags (account_id, scope, name_fold, value, service_id);
CREATE INDEX service_tags_below ON service_tags (parent_id, scope, name_fold, value, service_id);

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
-- How many terms and services end in each month, which is named by its first
-- day, and what follows: the same accounts' and kept in the same way.
CREATE TABLE ending_tallies (
  account_id TEXT      NOT NULL REFERENCES accounts (id),
  scope      TEXT      NOT NULL CHECK (scope IN ('own', 'below')),
  month      TIMESTAMP NOT NULL,
  follows    TEXT      NOT NULL CHECK (follows IN ('renews', 'runs-out', 'ends')),
  product_id TEXT      NOT NULL REFERENCES products (id),
  number     BIGINT    NOT NULL CHECK (number >= 0),
  PRIMARY KEY (account_id, scope, month, follows, product_id)
);
