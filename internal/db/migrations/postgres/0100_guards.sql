-- +goose Up
-- A row never changes its owner, and a recorded fact never changes at all.
-- +goose StatementBegin
CREATE FUNCTION keep_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a row of % never changes its owner', TG_TABLE_NAME; END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION keep_fact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a recorded fact never changes'; END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION keep_currency() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the currency of a billing market never changes'; END $$;
-- +goose StatementEnd
CREATE TRIGGER lineage_keep_owner BEFORE UPDATE OF account_id ON lineage FOR EACH ROW WHEN (new.account_id <> old.account_id) EXECUTE FUNCTION keep_owner();
CREATE TRIGGER receipts_keep_owner BEFORE UPDATE OF account_id ON receipts FOR EACH ROW WHEN (new.account_id <> old.account_id) EXECUTE FUNCTION keep_owner();
CREATE TRIGGER tags_keep_owner BEFORE UPDATE OF account_id ON tags FOR EACH ROW WHEN (new.account_id <> old.account_id) EXECUTE FUNCTION keep_owner();
CREATE TRIGGER views_keep_owner BEFORE UPDATE OF account_id ON views FOR EACH ROW WHEN (new.account_id <> old.account_id) EXECUTE FUNCTION keep_owner();
CREATE TRIGGER seats_keep_owner BEFORE UPDATE OF account_id ON seats FOR EACH ROW WHEN (new.account_id <> old.account_id) EXECUTE FUNCTION keep_owner();
CREATE TRIGGER letters_keep_owner BEFORE UPDATE OF account_id ON letters FOR EACH ROW WHEN (new.account_id <> old.account_id) EXECUTE FUNCTION keep_owner();
CREATE TRIGGER visits_keep_owner BEFORE UPDATE OF account_id ON visits FOR EACH ROW WHEN (new.account_id <> old.account_id) EXECUTE FUNCTION keep_owner();
CREATE TRIGGER settings_keep_owner BEFORE UPDATE OF account_id ON settings FOR EACH ROW WHEN (new.account_id <> old.account_id) EXECUTE FUNCTION keep_owner();
CREATE TRIGGER locks_keep_owner BEFORE UPDATE OF account_id ON locks FOR EACH ROW WHEN (new.account_id <> old.account_id) EXECUTE FUNCTION keep_owner();
CREATE TRIGGER batches_keep_owner BEFORE UPDATE OF account_id ON batches FOR EACH ROW WHEN (new.account_id <> old.account_id) EXECUTE FUNCTION keep_owner();
CREATE TRIGGER batch_items_keep_owner BEFORE UPDATE OF account_id ON batch_items FOR EACH ROW WHEN (new.account_id <> old.account_id) EXECUTE FUNCTION keep_owner();
CREATE TRIGGER services_keep_owner BEFORE UPDATE OF account_id ON services FOR EACH ROW WHEN (new.account_id <> old.account_id) EXECUTE FUNCTION keep_owner();
CREATE TRIGGER service_tallies_keep_owner BEFORE UPDATE OF account_id ON service_tallies FOR EACH ROW WHEN (new.account_id <> old.account_id) EXECUTE FUNCTION keep_owner();
CREATE TRIGGER ending_tallies_keep_owner BEFORE UPDATE OF account_id ON ending_tallies FOR EACH ROW WHEN (new.account_id <> old.account_id) EXECUTE FUNCTION keep_owner();
CREATE TRIGGER service_tags_keep_owner BEFORE UPDATE OF account_id ON service_tags FOR EACH ROW WHEN (new.account_id <> old.account_id) EXECUTE FUNCTION keep_owner();
CREATE TRIGGER price_overrides_keep_owner BEFORE UPDATE OF account_id ON price_overrides FOR EACH ROW WHEN (new.account_id <> old.account_id) EXECUTE FUNCTION keep_owner();
CREATE TRIGGER billing_markets_keep_owner BEFORE UPDATE OF account_id ON billing_markets FOR EACH ROW WHEN (new.account_id <> old.account_id) EXECUTE FUNCTION keep_owner();
CREATE TRIGGER billing_markets_keep_currency BEFORE UPDATE OF currency ON billing_markets FOR EACH ROW WHEN (new.currency <> old.currency) EXECUTE FUNCTION keep_currency();
CREATE TRIGGER approval_requests_keep_owner BEFORE UPDATE OF account_id ON approval_requests FOR EACH ROW WHEN (new.account_id <> old.account_id) EXECUTE FUNCTION keep_owner();
CREATE TRIGGER approval_policies_keep_owner BEFORE UPDATE OF account_id ON approval_policies FOR EACH ROW WHEN (new.account_id <> old.account_id) EXECUTE FUNCTION keep_owner();
CREATE TRIGGER approval_rules_keep_owner BEFORE UPDATE OF account_id ON approval_rules FOR EACH ROW WHEN (new.account_id <> old.account_id) EXECUTE FUNCTION keep_owner();
CREATE TRIGGER renewals_keep_owner BEFORE UPDATE OF account_id ON renewals FOR EACH ROW WHEN (new.account_id <> old.account_id) EXECUTE FUNCTION keep_owner();
CREATE TRIGGER renewal_reminders_keep_owner BEFORE UPDATE OF account_id ON renewal_reminders FOR EACH ROW WHEN (new.account_id <> old.account_id) EXECUTE FUNCTION keep_owner();
CREATE TRIGGER service_keys_keep_owner BEFORE UPDATE OF account_id ON service_keys FOR EACH ROW WHEN (new.account_id <> old.account_id) EXECUTE FUNCTION keep_owner();
CREATE TRIGGER connection_requests_keep_owner BEFORE UPDATE OF account_id ON connection_requests FOR EACH ROW WHEN (new.account_id <> old.account_id) EXECUTE FUNCTION keep_owner();
CREATE TRIGGER company_profiles_keep_owner BEFORE UPDATE OF account_id ON company_profiles FOR EACH ROW WHEN (new.account_id <> old.account_id) EXECUTE FUNCTION keep_owner();
CREATE TRIGGER listings_keep_owner BEFORE UPDATE OF account_id ON listings FOR EACH ROW WHEN (new.account_id <> old.account_id) EXECUTE FUNCTION keep_owner();
CREATE TRIGGER market_requests_keep_owner BEFORE UPDATE OF account_id ON market_requests FOR EACH ROW WHEN (new.account_id <> old.account_id) EXECUTE FUNCTION keep_owner();
CREATE TRIGGER subscriptions_keep_owner BEFORE UPDATE OF account_id ON subscriptions FOR EACH ROW WHEN (new.account_id <> old.account_id) EXECUTE FUNCTION keep_owner();
CREATE TRIGGER consents_keep_owner BEFORE UPDATE OF account_id ON consents FOR EACH ROW WHEN (new.account_id <> old.account_id) EXECUTE FUNCTION keep_owner();
CREATE TRIGGER access_requests_keep_owner BEFORE UPDATE OF account_id ON access_requests FOR EACH ROW WHEN (new.account_id <> old.account_id) EXECUTE FUNCTION keep_owner();
CREATE TRIGGER delegations_keep_owner BEFORE UPDATE OF account_id ON delegations FOR EACH ROW WHEN (new.account_id <> old.account_id) EXECUTE FUNCTION keep_owner();
CREATE TRIGGER accounts_keep_owner BEFORE UPDATE OF parent_id ON accounts FOR EACH ROW WHEN (new.parent_id <> old.parent_id) EXECUTE FUNCTION keep_owner();
CREATE TRIGGER events_keep BEFORE UPDATE OR DELETE ON events FOR EACH ROW EXECUTE FUNCTION keep_fact();
CREATE TRIGGER checkpoints_keep BEFORE UPDATE OR DELETE ON checkpoints FOR EACH ROW EXECUTE FUNCTION keep_fact();
CREATE TRIGGER checkpoints_keep_all BEFORE TRUNCATE ON checkpoints FOR EACH STATEMENT EXECUTE FUNCTION keep_fact();
CREATE TRIGGER events_keep_all BEFORE TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION keep_fact();

-- Lists sort by bytes on both databases, so that a page and its cursor agree.
ALTER TABLE accounts ALTER COLUMN id TYPE TEXT COLLATE "C", ALTER COLUMN search TYPE TEXT COLLATE "C",
  ALTER COLUMN name_fold TYPE TEXT COLLATE "C", ALTER COLUMN reference_fold TYPE TEXT COLLATE "C",
  ALTER COLUMN support TYPE TEXT COLLATE "C", ALTER COLUMN status TYPE TEXT COLLATE "C";
ALTER TABLE services ALTER COLUMN id TYPE TEXT COLLATE "C", ALTER COLUMN name_fold TYPE TEXT COLLATE "C",
  ALTER COLUMN product_id TYPE TEXT COLLATE "C", ALTER COLUMN location_id TYPE TEXT COLLATE "C",
  ALTER COLUMN status TYPE TEXT COLLATE "C", ALTER COLUMN port_id TYPE TEXT COLLATE "C";
ALTER TABLE events ALTER COLUMN id TYPE TEXT COLLATE "C";
ALTER TABLE seats ALTER COLUMN id TYPE TEXT COLLATE "C", ALTER COLUMN search TYPE TEXT COLLATE "C";
ALTER TABLE batches ALTER COLUMN id TYPE TEXT COLLATE "C";
ALTER TABLE letters ALTER COLUMN id TYPE TEXT COLLATE "C";
ALTER TABLE listings ALTER COLUMN id TYPE TEXT COLLATE "C", ALTER COLUMN sort TYPE TEXT COLLATE "C";
ALTER TABLE market_requests ALTER COLUMN id TYPE TEXT COLLATE "C";
ALTER TABLE locks ALTER COLUMN version TYPE TEXT COLLATE "C";
ALTER TABLE products ALTER COLUMN id TYPE TEXT COLLATE "C";
ALTER TABLE markets ALTER COLUMN id TYPE TEXT COLLATE "C", ALTER COLUMN name TYPE TEXT COLLATE "C";
ALTER TABLE locations ALTER COLUMN id TYPE TEXT COLLATE "C", ALTER COLUMN city TYPE TEXT COLLATE "C";
ALTER TABLE clouds ALTER COLUMN id TYPE TEXT COLLATE "C", ALTER COLUMN name TYPE TEXT COLLATE "C";
ALTER TABLE service_tags ALTER COLUMN name_fold TYPE TEXT COLLATE "C", ALTER COLUMN value TYPE TEXT COLLATE "C", ALTER COLUMN service_id TYPE TEXT COLLATE "C";
ALTER TABLE promotions ALTER COLUMN id TYPE TEXT COLLATE "C";
ALTER TABLE price_overrides ALTER COLUMN id TYPE TEXT COLLATE "C";
ALTER TABLE approval_requests ALTER COLUMN id TYPE TEXT COLLATE "C";
ALTER TABLE approval_rules ALTER COLUMN id TYPE TEXT COLLATE "C";
ALTER TABLE renewals ALTER COLUMN service_id TYPE TEXT COLLATE "C";
ALTER TABLE service_keys ALTER COLUMN id TYPE TEXT COLLATE "C";
ALTER TABLE connection_requests ALTER COLUMN id TYPE TEXT COLLATE "C";

-- Parts of names and references, for finding accounts; see search.go.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX accounts_parts ON accounts USING gin (search gin_trgm_ops);
CREATE INDEX services_parts ON services USING gin (search gin_trgm_ops);
