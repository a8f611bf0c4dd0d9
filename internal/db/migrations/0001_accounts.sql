-- +goose Up
-- Accounts: the operator, distributors, partners, managed and direct accounts.
-- id is the account's key, the eight characters in its addresses.
CREATE TABLE accounts (
  id             TEXT      NOT NULL PRIMARY KEY,
  kind           TEXT      NOT NULL CHECK (kind IN ('operator', 'distributor', 'partner', 'managed', 'direct')),
  parent_id      TEXT      NOT NULL REFERENCES accounts (id),
  referred_by    TEXT      REFERENCES accounts (id),
  name           TEXT      NOT NULL CHECK (name <> ''),
  name_fold      TEXT      NOT NULL,
  reference      TEXT      NOT NULL,
  reference_fold TEXT      NOT NULL,
  search         TEXT      NOT NULL,
  support        TEXT      NOT NULL CHECK (support IN ('partner', 'operator')),
  status         TEXT      NOT NULL CHECK (status IN ('active', 'suspended', 'closed')),
  country        TEXT      NOT NULL,
  domain         TEXT      NOT NULL,
  support_phone  TEXT      NOT NULL,
  support_email  TEXT      NOT NULL,
  contact        BOOLEAN   NOT NULL,
  factor_required BOOLEAN  NOT NULL DEFAULT FALSE,
  activity_days  BIGINT    NOT NULL DEFAULT 0 CHECK (activity_days >= 0),
  visits_quiet   BOOLEAN   NOT NULL DEFAULT FALSE,
  renewal_own    SMALLINT  NOT NULL DEFAULT 0 CHECK (renewal_own IN (-1, 0, 1)),
  approval_own   SMALLINT  NOT NULL DEFAULT 0 CHECK (approval_own IN (-1, 0, 1)),
  pricing_own    SMALLINT  NOT NULL DEFAULT 0 CHECK (pricing_own IN (-1, 0, 1)),
  services       BIGINT    NOT NULL DEFAULT 0 CHECK (services >= 0),
  managed        BIGINT    NOT NULL DEFAULT 0 CHECK (managed >= 0),
  managed_active BIGINT    NOT NULL DEFAULT 0 CHECK (managed_active >= 0),
  managed_suspended BIGINT NOT NULL DEFAULT 0 CHECK (managed_suspended >= 0),
  managed_bare   BIGINT    NOT NULL DEFAULT 0 CHECK (managed_bare >= 0),
  managed_by_operator BIGINT NOT NULL DEFAULT 0 CHECK (managed_by_operator >= 0),
  created_at     TIMESTAMP NOT NULL,
  created_by     TEXT      NOT NULL,
  version        BIGINT    NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX accounts_name ON accounts (parent_id, name_fold);
CREATE UNIQUE INDEX accounts_reference ON accounts (parent_id, reference_fold) WHERE reference_fold <> '';
CREATE UNIQUE INDEX accounts_one_operator ON accounts (kind) WHERE kind = 'operator';
CREATE INDEX accounts_referred ON accounts (referred_by, search, id) WHERE referred_by IS NOT NULL;

-- One index for each column that Managed Accounts sorts by, and one for the
-- accounts without a support contact. Each also carries
-- what the filters read, so that a filtered walk never leaves the index.
CREATE INDEX accounts_by_name ON accounts (parent_id, search, id, status, support, contact, renewal_own, approval_own, pricing_own);
CREATE INDEX accounts_by_reference ON accounts (parent_id, reference_fold, search, id, status, support, contact, renewal_own, approval_own, pricing_own);
CREATE INDEX accounts_by_support ON accounts (parent_id, support, search, id, status, contact, renewal_own, approval_own, pricing_own);
CREATE INDEX accounts_by_services ON accounts (parent_id, services, search, id, status, support, contact, renewal_own, approval_own, pricing_own);
CREATE INDEX accounts_by_pricing ON accounts (parent_id, pricing_own, search, id, status, support, contact, renewal_own, approval_own);
CREATE INDEX accounts_by_approval ON accounts (parent_id, approval_own, search, id, status, support, contact, renewal_own, pricing_own);
CREATE INDEX accounts_by_renewal ON accounts (parent_id, renewal_own, search, id, status, support, contact, approval_own, pricing_own);
CREATE INDEX accounts_by_status ON accounts (parent_id, status, search, id, support, contact, renewal_own, approval_own, pricing_own);
CREATE INDEX accounts_by_created ON accounts (parent_id, created_at, search, id, status, support, contact, renewal_own, approval_own, pricing_own);
CREATE INDEX accounts_by_contact ON accounts (parent_id, contact, search, id, status, support, renewal_own, approval_own, pricing_own);
CREATE INDEX accounts_unreachable ON accounts (parent_id, search, id) WHERE support = 'operator' AND contact = FALSE AND status = 'active';

-- The tree once more as pairs, each account with itself at depth 0. Read
-- downwards it is tenancy, read upwards it is inheritance.
CREATE TABLE lineage (
  ancestor_id TEXT     NOT NULL REFERENCES accounts (id),
  account_id  TEXT     NOT NULL REFERENCES accounts (id),
  depth       SMALLINT NOT NULL,
  PRIMARY KEY (account_id, ancestor_id)
);

-- A form that was carried out once: the second sending finds what the first made.
CREATE TABLE receipts (
  account_id TEXT      NOT NULL REFERENCES accounts (id),
  token      TEXT      NOT NULL,
  subject_id TEXT      NOT NULL,
  created_at TIMESTAMP NOT NULL,
  PRIMARY KEY (account_id, token)
);

-- Words that a partner puts on its managed accounts.
CREATE TABLE tags (
  account_id TEXT NOT NULL REFERENCES accounts (id),
  parent_id  TEXT NOT NULL REFERENCES accounts (id),
  tag        TEXT NOT NULL,
  tag_fold   TEXT NOT NULL,
  PRIMARY KEY (account_id, tag_fold)
);
CREATE INDEX tags_by_tag ON tags (parent_id, tag_fold, account_id);

-- Saved views of the Managed Accounts list.
CREATE TABLE views (
  id         TEXT      NOT NULL PRIMARY KEY,
  account_id TEXT      NOT NULL REFERENCES accounts (id),
  user_id    TEXT      NOT NULL,
  name       TEXT      NOT NULL,
  name_fold  TEXT      NOT NULL,
  query      TEXT      NOT NULL,
  shared     BOOLEAN   NOT NULL,
  created_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX views_name ON views (account_id, user_id, name_fold);
