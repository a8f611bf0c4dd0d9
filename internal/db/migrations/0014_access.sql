-- +goose Up
-- Who may act in an account in somebody's place: side says whose people, the operator's or those of the partner above.
-- An account's own answer is about itself; where own is false it is what holds for the accounts below that gave none.
CREATE TABLE consents (
  account_id TEXT      NOT NULL REFERENCES accounts (id),
  side       TEXT      NOT NULL,
  own        BOOLEAN   NOT NULL,
  answer     TEXT      NOT NULL,
  set_by     TEXT      NOT NULL,
  set_at     TIMESTAMP NOT NULL,
  version    BIGINT    NOT NULL,
  PRIMARY KEY (account_id, side, own),
  CHECK (side IN ('operator', 'partner') AND answer IN ('always', 'ask', 'never'))
);

-- What somebody of another company asks for: to act in the account, until a time; or to break the glass where the
-- account never lets anybody in, which a second person of the same company answers.
CREATE TABLE access_requests (
  id          TEXT      NOT NULL PRIMARY KEY,
  account_id  TEXT      NOT NULL REFERENCES accounts (id),
  seat_id     TEXT      NOT NULL REFERENCES accounts (id),
  user_id     TEXT      NOT NULL REFERENCES users (id),
  user_name   TEXT      NOT NULL,
  glass       BOOLEAN   NOT NULL,
  reason      TEXT      NOT NULL,
  ticket      TEXT      NOT NULL DEFAULT '',
  state       TEXT      NOT NULL,
  asked_at    TIMESTAMP NOT NULL,
  expires_at  TIMESTAMP NOT NULL,
  answered_by TEXT      NOT NULL DEFAULT '',
  answered_at TIMESTAMP,
  answer_why  TEXT      NOT NULL DEFAULT '',
  until       TIMESTAMP,
  version     BIGINT    NOT NULL,
  FOREIGN KEY (account_id, seat_id) REFERENCES lineage (account_id, ancestor_id),
  CHECK (state IN ('pending', 'granted', 'refused', 'withdrawn', 'expired', 'ended') AND (state <> 'granted' OR until IS NOT NULL))
);
CREATE UNIQUE INDEX access_requests_open ON access_requests (account_id, seat_id, user_id) WHERE state IN ('pending', 'granted');
CREATE INDEX access_requests_by_account ON access_requests (account_id, id);
CREATE INDEX access_requests_by_user ON access_requests (user_id, id);
CREATE INDEX access_requests_due ON access_requests (expires_at) WHERE state = 'pending';
CREATE INDEX access_requests_over ON access_requests (until) WHERE state = 'granted';
CREATE INDEX access_requests_glass ON access_requests (id) WHERE glass;

-- Which managed accounts a partner's person may enter, and until when. A person with a delegation enters those alone;
-- tag and managed_id name some of them, and with neither it is all.
CREATE TABLE delegations (
  id         TEXT      NOT NULL PRIMARY KEY,
  account_id TEXT      NOT NULL REFERENCES accounts (id),
  user_id    TEXT      NOT NULL REFERENCES users (id),
  tag        TEXT      NOT NULL DEFAULT '',
  tag_fold   TEXT      NOT NULL DEFAULT '',
  managed_id TEXT      NOT NULL DEFAULT '',
  until      TIMESTAMP,
  told_at    TIMESTAMP,
  note       TEXT      NOT NULL DEFAULT '',
  made_by    TEXT      NOT NULL,
  made_at    TIMESTAMP NOT NULL,
  version    BIGINT    NOT NULL,
  CHECK (tag = '' OR managed_id = '')
);
CREATE UNIQUE INDEX delegations_by_what ON delegations (account_id, user_id, tag_fold, managed_id);
CREATE INDEX delegations_by_end ON delegations (account_id, until);
CREATE INDEX delegations_due ON delegations (until) WHERE told_at IS NULL;
