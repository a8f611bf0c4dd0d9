-- +goose Up
-- What somebody chose to be told about by e-mail, on one seat. Without a row the
-- default of the role holds.
CREATE TABLE subscriptions (
  seat_id    TEXT      NOT NULL REFERENCES seats (id),
  category   TEXT      NOT NULL CHECK (category IN ('accounts', 'ordering')),
  account_id TEXT      NOT NULL REFERENCES accounts (id),
  told       BOOLEAN   NOT NULL,
  set_at     TIMESTAMP NOT NULL,
  PRIMARY KEY (seat_id, category)
);
