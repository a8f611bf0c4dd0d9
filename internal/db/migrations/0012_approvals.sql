-- +goose Up
-- The Service Approval Queue: what people of managed accounts ask their partner
-- for. What was asked is kept as it was shown; the prices are those of then, in
-- the currency of the service's market. Of one kind a service has one open request.
CREATE TABLE approval_requests (
  id              TEXT      NOT NULL PRIMARY KEY,
  number          BIGINT    NOT NULL,
  account_id      TEXT      NOT NULL REFERENCES accounts (id),
  parent_id       TEXT      NOT NULL REFERENCES accounts (id),
  kind            TEXT      NOT NULL CHECK (kind IN ('new_order', 'speed_change', 'term_change', 'termination')),
  state           TEXT      NOT NULL CHECK (state IN ('pending', 'approved', 'rejected', 'withdrawn', 'expired', 'failed')),
  service_id      TEXT      NOT NULL,
  service_name    TEXT      NOT NULL,
  summary         TEXT      NOT NULL,
  search          TEXT      NOT NULL,
  asked           TEXT      NOT NULL,
  currency        TEXT      NOT NULL,
  retail_now      BIGINT,
  retail_then     BIGINT,
  cost_now        BIGINT,
  cost_then       BIGINT,
  once_retail     BIGINT,
  once_cost       BIGINT,
  fee_retail      BIGINT,
  fee_cost        BIGINT,
  asked_by        TEXT      NOT NULL,
  asked_by_name   TEXT      NOT NULL,
  asked_as        TEXT      NOT NULL DEFAULT '',
  asked_at        TIMESTAMP NOT NULL,
  comment         TEXT      NOT NULL,
  due_at          TIMESTAMP NOT NULL,
  expires_at      TIMESTAMP NOT NULL,
  reminded_at     TIMESTAMP,
  decided_by      TEXT      NOT NULL,
  decided_by_name TEXT      NOT NULL,
  decided_at      TIMESTAMP,
  answer          TEXT      NOT NULL,
  rule_id         TEXT      NOT NULL,
  problem         TEXT      NOT NULL,
  version         BIGINT    NOT NULL
);
CREATE UNIQUE INDEX approval_requests_open ON approval_requests (service_id, kind) WHERE state = 'pending';
CREATE UNIQUE INDEX approval_requests_number ON approval_requests (parent_id, number);
CREATE INDEX approval_requests_by_state ON approval_requests (parent_id, state, id, account_id, search);
CREATE INDEX approval_requests_waiting ON approval_requests (parent_id, asked_at, id) WHERE state = 'pending';
CREATE INDEX approval_requests_by_kind ON approval_requests (parent_id, state, kind, id);
CREATE INDEX approval_requests_by_change ON approval_requests (parent_id, currency, (COALESCE(cost_then, 0) - COALESCE(cost_now, 0)), id) WHERE state = 'pending';
CREATE INDEX approval_requests_soonest ON approval_requests (parent_id, state, expires_at, account_id);
CREATE INDEX approval_requests_by_account ON approval_requests (account_id, state, id);
CREATE INDEX approval_requests_by_service ON approval_requests (service_id, id);
CREATE INDEX approval_requests_expiring ON approval_requests (expires_at, id) WHERE state = 'pending';
CREATE INDEX approval_requests_due ON approval_requests (due_at, id) WHERE state = 'pending' AND reminded_at IS NULL;

-- How a partner runs its queue, and the last number that it gave.
CREATE TABLE approval_policies (
  account_id   TEXT     NOT NULL PRIMARY KEY REFERENCES accounts (id),
  last_number  BIGINT   NOT NULL,
  due_days     SMALLINT NOT NULL CHECK (due_days > 0),
  expires_days SMALLINT NOT NULL CHECK (expires_days > 0),
  version      BIGINT   NOT NULL
);
-- What a partner lets pass without looking: all of a rule's conditions together.
CREATE TABLE approval_rules (
  id           TEXT      NOT NULL PRIMARY KEY,
  account_id   TEXT      NOT NULL REFERENCES accounts (id),
  name         TEXT      NOT NULL CHECK (name <> ''),
  kind         TEXT      NOT NULL,
  product_id   TEXT      NOT NULL,
  below_id     TEXT      NOT NULL,
  currency     TEXT      NOT NULL,
  at_most      BIGINT,
  active       BOOLEAN   NOT NULL,
  made_by_name TEXT      NOT NULL,
  made_at      TIMESTAMP NOT NULL,
  version      BIGINT    NOT NULL
);
CREATE INDEX approval_rules_by_account ON approval_rules (account_id, id);
