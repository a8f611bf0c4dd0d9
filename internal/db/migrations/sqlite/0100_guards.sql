-- +goose Up
-- A row never changes its owner, and a recorded fact never changes at all.
-- +goose StatementBegin
CREATE TRIGGER lineage_keep_owner BEFORE UPDATE OF account_id ON lineage WHEN new.account_id <> old.account_id
BEGIN SELECT RAISE(ABORT, 'a row of lineage never changes its owner'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER receipts_keep_owner BEFORE UPDATE OF account_id ON receipts WHEN new.account_id <> old.account_id
BEGIN SELECT RAISE(ABORT, 'a row of receipts never changes its owner'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER tags_keep_owner BEFORE UPDATE OF account_id ON tags WHEN new.account_id <> old.account_id
BEGIN SELECT RAISE(ABORT, 'a row of tags never changes its owner'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER views_keep_owner BEFORE UPDATE OF account_id ON views WHEN new.account_id <> old.account_id
BEGIN SELECT RAISE(ABORT, 'a row of views never changes its owner'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER seats_keep_owner BEFORE UPDATE OF account_id ON seats WHEN new.account_id <> old.account_id
BEGIN SELECT RAISE(ABORT, 'a row of seats never changes its owner'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER letters_keep_owner BEFORE UPDATE OF account_id ON letters WHEN new.account_id <> old.account_id
BEGIN SELECT RAISE(ABORT, 'a row of letters never changes its owner'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER visits_keep_owner BEFORE UPDATE OF account_id ON visits WHEN new.account_id <> old.account_id
BEGIN SELECT RAISE(ABORT, 'a row of visits never changes its owner'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER settings_keep_owner BEFORE UPDATE OF account_id ON settings WHEN new.account_id <> old.account_id
BEGIN SELECT RAISE(ABORT, 'a row of settings never changes its owner'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER locks_keep_owner BEFORE UPDATE OF account_id ON locks WHEN new.account_id <> old.account_id
BEGIN SELECT RAISE(ABORT, 'a row of locks never changes its owner'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER batches_keep_owner BEFORE UPDATE OF account_id ON batches WHEN new.account_id <> old.account_id
BEGIN SELECT RAISE(ABORT, 'a row of batches never changes its owner'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER batch_items_keep_owner BEFORE UPDATE OF account_id ON batch_items WHEN new.account_id <> old.account_id
BEGIN SELECT RAISE(ABORT, 'a row of batch_items never changes its owner'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER services_keep_owner BEFORE UPDATE OF account_id ON services WHEN new.account_id <> old.account_id
BEGIN SELECT RAISE(ABORT, 'a row of services never changes its owner'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER service_tallies_keep_owner BEFORE UPDATE OF account_id ON service_tallies WHEN new.account_id <> old.account_id
BEGIN SELECT RAISE(ABORT, 'a row of service_tallies never changes its owner'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER ending_tallies_keep_owner BEFORE UPDATE OF account_id ON ending_tallies WHEN new.account_id <> old.account_id
BEGIN SELECT RAISE(ABORT, 'a row of ending_tallies never changes its owner'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER service_tags_keep_owner BEFORE UPDATE OF account_id ON service_tags WHEN new.account_id <> old.account_id
BEGIN SELECT RAISE(ABORT, 'a row of service_tags never changes its owner'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER price_overrides_keep_owner BEFORE UPDATE OF account_id ON price_overrides WHEN new.account_id <> old.account_id
BEGIN SELECT RAISE(ABORT, 'a row of price_overrides never changes its owner'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER billing_markets_keep_owner BEFORE UPDATE OF account_id ON billing_markets WHEN new.account_id <> old.account_id
BEGIN SELECT RAISE(ABORT, 'a row of billing_markets never changes its owner'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER billing_markets_keep_currency BEFORE UPDATE OF currency ON billing_markets WHEN new.currency <> old.currency
BEGIN SELECT RAISE(ABORT, 'the currency of a billing market never changes'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER approval_requests_keep_owner BEFORE UPDATE OF account_id ON approval_requests WHEN new.account_id <> old.account_id
BEGIN SELECT RAISE(ABORT, 'a row of approval_requests never changes its owner'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER approval_policies_keep_owner BEFORE UPDATE OF account_id ON approval_policies WHEN new.account_id <> old.account_id
BEGIN SELECT RAISE(ABORT, 'a row of approval_policies never changes its owner'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER approval_rules_keep_owner BEFORE UPDATE OF account_id ON approval_rules WHEN new.account_id <> old.account_id
BEGIN SELECT RAISE(ABORT, 'a row of approval_rules never changes its owner'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER renewals_keep_owner BEFORE UPDATE OF account_id ON renewals WHEN new.account_id <> old.account_id
BEGIN SELECT RAISE(ABORT, 'a row of renewals never changes its owner'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER renewal_reminders_keep_owner BEFORE UPDATE OF account_id ON renewal_reminders WHEN new.account_id <> old.account_id
BEGIN SELECT RAISE(ABORT, 'a row of renewal_reminders never changes its owner'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER service_keys_keep_owner BEFORE UPDATE OF account_id ON service_keys WHEN new.account_id <> old.account_id
BEGIN SELECT RAISE(ABORT, 'a row of service_keys never changes its owner'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER connection_requests_keep_owner BEFORE UPDATE OF account_id ON connection_requests WHEN new.account_id <> old.account_id
BEGIN SELECT RAISE(ABORT, 'a row of connection_requests never changes its owner'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER company_profiles_keep_owner BEFORE UPDATE OF account_id ON company_profiles WHEN new.account_id <> old.account_id
BEGIN SELECT RAISE(ABORT, 'a row of company_profiles never changes its owner'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER listings_keep_owner BEFORE UPDATE OF account_id ON listings WHEN new.account_id <> old.account_id
BEGIN SELECT RAISE(ABORT, 'a row of listings never changes its owner'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER market_requests_keep_owner BEFORE UPDATE OF account_id ON market_requests WHEN new.account_id <> old.account_id
BEGIN SELECT RAISE(ABORT, 'a row of market_requests never changes its owner'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER subscriptions_keep_owner BEFORE UPDATE OF account_id ON subscriptions WHEN new.account_id <> old.account_id
BEGIN SELECT RAISE(ABORT, 'a row of subscriptions never changes its owner'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER consents_keep_owner BEFORE UPDATE OF account_id ON consents WHEN new.account_id <> old.account_id
BEGIN SELECT RAISE(ABORT, 'a row of consents never changes its owner'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER access_requests_keep_owner BEFORE UPDATE OF account_id ON access_requests WHEN new.account_id <> old.account_id
BEGIN SELECT RAISE(ABORT, 'a row of access_requests never changes its owner'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER delegations_keep_owner BEFORE UPDATE OF account_id ON delegations WHEN new.account_id <> old.account_id
BEGIN SELECT RAISE(ABORT, 'a row of delegations never changes its owner'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER accounts_keep_owner BEFORE UPDATE OF parent_id ON accounts WHEN new.parent_id <> old.parent_id
BEGIN SELECT RAISE(ABORT, 'a row of accounts never changes its owner'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER checkpoints_no_update BEFORE UPDATE ON checkpoints
BEGIN SELECT RAISE(ABORT, 'a checkpoint never changes'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER checkpoints_no_delete BEFORE DELETE ON checkpoints
BEGIN SELECT RAISE(ABORT, 'a checkpoint never changes'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER events_no_update BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'a recorded fact never changes'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER events_no_delete BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'a recorded fact never changes'); END;
-- +goose StatementEnd

-- REPLACE takes the rows away that are in the way of a new one, and asks no trigger of deletions. So a new row is
-- never in the way: not by its key, and not by SQLite's number of the row. What two processes write at once is the same
-- checkpoint, and stays as the first of them wrote it.
-- +goose StatementBegin
CREATE TRIGGER checkpoints_no_replace BEFORE INSERT ON checkpoints
WHEN EXISTS (SELECT 1 FROM checkpoints WHERE account_id = new.account_id AND place = new.place) OR EXISTS (SELECT 1 FROM checkpoints WHERE rowid = new.rowid)
BEGIN
  SELECT CASE WHEN EXISTS (SELECT 1 FROM checkpoints WHERE account_id = new.account_id AND place = new.place AND hash = new.hash)
    THEN RAISE(IGNORE) ELSE RAISE(ABORT, 'a checkpoint never changes') END;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER events_no_replace BEFORE INSERT ON events
WHEN EXISTS (SELECT 1 FROM events WHERE id = new.id) OR EXISTS (SELECT 1 FROM events WHERE account_id = new.account_id AND place = new.place)
  OR EXISTS (SELECT 1 FROM events WHERE rowid = new.rowid)
BEGIN SELECT RAISE(ABORT, 'a recorded fact never changes'); END;
-- +goose StatementEnd

-- Parts of names and references, three bytes each, for finding accounts and services; see search.go.
CREATE VIRTUAL TABLE account_parts USING fts4 (content="", parts);
CREATE VIRTUAL TABLE service_parts USING fts4 (content="", parts, matchinfo=fts3);
-- The number under which service_parts has a service's text. A number is never given twice, so that what is left of an
-- earlier text leads nowhere.
CREATE TABLE service_texts (
  number     INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  service_id TEXT    NOT NULL UNIQUE,
  search     TEXT    NOT NULL
);
-- +goose StatementBegin
CREATE TRIGGER services_forget_text AFTER DELETE ON services
BEGIN DELETE FROM service_texts WHERE service_id = old.id; END;
-- +goose StatementEnd
