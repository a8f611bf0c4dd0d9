-- +goose Up
-- What the daily job did at the end of a term: once for a service and the day.
CREATE TABLE renewals (
  service_id   TEXT      NOT NULL,
  term_ends_on TIMESTAMP NOT NULL,
  account_id   TEXT      NOT NULL REFERENCES accounts (id),
  parent_id    TEXT      NOT NULL REFERENCES accounts (id),
  did          TEXT      NOT NULL CHECK (did IN ('renewed', 'ran_out')),
  next_ends_on TIMESTAMP NOT NULL,
  at           TIMESTAMP NOT NULL,
  PRIMARY KEY (service_id, term_ends_on)
);
CREATE INDEX renewals_below ON renewals (parent_id, term_ends_on, service_id);
-- Reminders that were sent, once for a service, the day that its term ends, and
-- how long before.
CREATE TABLE renewal_reminders (
  service_id   TEXT      NOT NULL,
  term_ends_on TIMESTAMP NOT NULL,
  ahead        TEXT      NOT NULL CHECK (ahead IN ('month', 'week')),
  account_id   TEXT      NOT NULL REFERENCES accounts (id),
  at           TIMESTAMP NOT NULL,
  PRIMARY KEY (service_id, term_ends_on, ahead)
);

-- Keys by which other companies connect to a service. They are never deleted.
-- code is the secret that they are given; id stands in addresses.
CREATE TABLE service_keys (
  id              TEXT      NOT NULL PRIMARY KEY,
  code            TEXT      NOT NULL UNIQUE,
  account_id      TEXT      NOT NULL REFERENCES accounts (id),
  parent_id       TEXT      NOT NULL REFERENCES accounts (id),
  service_id      TEXT      NOT NULL REFERENCES services (id),
  label           TEXT      NOT NULL CHECK (label <> ''),
  single          BOOLEAN   NOT NULL,
  most_speed      BIGINT    NOT NULL CHECK (most_speed > 0),
  vlan            BIGINT    NOT NULL CHECK (vlan >= 0),
  begins_on       TIMESTAMP,
  ends_on         TIMESTAMP,
  active          BOOLEAN   NOT NULL,
  used            BIGINT    NOT NULL CHECK (used >= 0),
  made_by_name    TEXT      NOT NULL,
  made_at         TIMESTAMP NOT NULL,
  version         BIGINT    NOT NULL
);
CREATE INDEX service_keys_by_service ON service_keys (service_id, id);
CREATE UNIQUE INDEX service_keys_vlan ON service_keys (service_id, vlan) WHERE vlan > 0 AND used = 0;
CREATE INDEX service_keys_by_account ON service_keys (account_id, id);

-- What other companies ask of one that is listed in the marketplace: to take the
-- far end of their connection. account_id is the company that answers.
CREATE TABLE connection_requests (
  id               TEXT      NOT NULL PRIMARY KEY,
  account_id       TEXT      NOT NULL REFERENCES accounts (id),
  service_id       TEXT      NOT NULL REFERENCES services (id),
  service_name     TEXT      NOT NULL,
  from_account_id  TEXT      NOT NULL REFERENCES accounts (id),
  from_name        TEXT      NOT NULL,
  from_service_id  TEXT      NOT NULL REFERENCES services (id),
  speed            BIGINT    NOT NULL,
  note             TEXT      NOT NULL,
  state            TEXT      NOT NULL CHECK (state IN ('asked', 'accepted', 'denied', 'withdrawn')),
  vlan             BIGINT    NOT NULL CHECK (vlan >= 0),
  asked_by         TEXT      NOT NULL,
  asked_by_name    TEXT      NOT NULL,
  asked_as         TEXT      NOT NULL DEFAULT '',
  asked_at         TIMESTAMP NOT NULL,
  answered_by_name TEXT      NOT NULL,
  answered_at      TIMESTAMP,
  answer           TEXT      NOT NULL,
  version          BIGINT    NOT NULL
);
CREATE UNIQUE INDEX connection_requests_open ON connection_requests (from_service_id) WHERE state = 'asked';
CREATE INDEX connection_requests_of_service ON connection_requests (service_id) WHERE state = 'asked';
CREATE INDEX connection_requests_by_account ON connection_requests (account_id, state, id);
CREATE INDEX connection_requests_by_asker ON connection_requests (from_account_id, id);
