package market

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// Markets are the billing markets of all accounts.
type Markets struct{ db *db.DB }

// NewMarkets is the billing markets in a database.
func NewMarkets(d *db.DB) *Markets { return &Markets{d} }

// Status is whether bills are written in the market, as people read it; "" for
// one that was never enabled.
func (m Market) Status() string {
	switch {
	case m.AccountID == "":
		return ""
	case m.Active:
		return "Enabled"
	}
	return "Deactivated"
}

// reads is nil when the caller may see the billing markets of the account that
// they act in. Everybody else is told who has them.
func (s *Markets) reads(ctx context.Context, by access.Caller) error {
	if err := by.Must(access.ViewMarkets); err != nil {
		return err
	}
	if by.Kind == access.Managed {
		return fault.New(fault.Forbidden, "A billing market can’t be added here. It takes a sign-in to a partner account.")
	}
	if by.Shows(access.SeesMarkets) {
		return nil
	}
	elsewhere := fault.New(fault.Forbidden, "The billing markets of this account are turned off.")
	err := s.db.Read(ctx, by, func(tx *db.Tx) error {
		here, err := account.Here(tx)
		if err != nil || !here.Referred() {
			return err
		}
		distributor, err := account.ReferrerName(tx, here)
		elsewhere = fault.New(fault.Forbidden, "Billing markets and invoices of %s are with %s, which referred it.", here.Name, distributor)
		return err
	})
	if err != nil {
		return fault.Wrap("find whose markets they are", err)
	}
	return elsewhere
}

// sets is nil when the caller may change them.
func (s *Markets) sets(ctx context.Context, by access.Caller) error {
	if err := s.reads(ctx, by); err != nil {
		return err
	}
	return by.Must(access.SetMarkets)
}

// Enable enables a market of the catalogue for the caller's account, or one
// again that was deactivated: from now on everybody whom the account pays for
// orders there. What managed accounts asked for is answered by it; answered is
// how many requests that were. The currency is fixed from the first time on.
func (s *Markets) Enable(ctx context.Context, by access.Caller, id string, in BillingDraft) (m Market, answered int, err error) {
	if err := s.sets(ctx, by); err != nil {
		return m, 0, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		m, answered, err = enable(tx, id, in)
		return err
	})
	return m, answered, fault.Wrap("enable a billing market", err)
}

func enable(tx *db.Tx, id string, in BillingDraft) (m Market, answered int, err error) {
	here, err := account.Here(tx)
	if err != nil {
		return m, 0, err
	}
	was, sold, err := lockOne(tx, id)
	if err != nil {
		return m, 0, err
	}
	problems := in.check()
	m = was.enabled(here, sold, in, tx)
	if was.Active && was.EditedByName == tx.By.Signature() && len(was.changes(m)) == 0 {
		return was, 0, nil // the same form, sent twice
	}
	if err := was.opens(sold, in.Version); err != nil {
		return m, 0, err
	}
	if err := problems.Err(); err != nil {
		return m, 0, err
	}
	if err := tx.Replace(&m); err != nil {
		return m, 0, err
	}
	if err := event.Record(tx, event.MarketTurnedOn, here.ID, m.subject(), was.changes(m)...); err != nil {
		return m, 0, err
	}
	if err := follow(tx, here); err != nil {
		return m, 0, err
	}
	answered, err = answerAll(tx, here, m)
	return m, answered, err
}

// subject is the market as the record knows it.
func (m Market) subject() event.Subject { return event.Subject{ID: m.MarketID, Name: m.Name} }

// opens decides whether a market can be enabled; it touches nothing.
func (m Market) opens(sold catalog.Market, seen int64) error {
	switch {
	case m.Active:
		return fault.New(fault.Conflict, "%s enabled %s meanwhile. What you typed stands below: look at it again, and save it to put it in the place of theirs.", m.EditedByName, sold.Name)
	case !sold.Offered:
		return fault.New(fault.Conflict, "%s can’t be enabled now: the operator writes no bills there.", sold.Name)
	case m.Version != seen:
		return outdated(m)
	}
	return nil
}

// outdated says that somebody else was faster.
func outdated(m Market) error {
	return fault.New(fault.Conflict, "%s changed %s meanwhile. What you typed stands below: look at it again, and save it to put it in the place of theirs.", m.EditedByName, m.Name)
}

// enabled is the market as it is once it is enabled with a draft.
func (m Market) enabled(here account.Account, sold catalog.Market, in BillingDraft, tx *db.Tx) Market {
	if m.AccountID == "" {
		m = Market{AccountID: here.ID, MarketID: sold.ID, Name: sold.Name, Currency: sold.Currency, EnabledByName: tx.By.Signature(), EnabledAt: tx.Now}
	}
	m.take(in)
	m.Active, m.EditedByName, m.EditedAt, m.Version = true, tx.By.Signature(), tx.Now, m.Version+1
	return m
}

// Edit changes what the bills of a market say, and reports whether anything
// changed. It holds for every account that the caller's pays for.
func (s *Markets) Edit(ctx context.Context, by access.Caller, id string, in BillingDraft) (changed bool, err error) {
	if err := s.sets(ctx, by); err != nil {
		return false, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		changed, err = edit(tx, id, in)
		return err
	})
	return changed, fault.Wrap("edit a billing market", err)
}

func edit(tx *db.Tx, id string, in BillingDraft) (changed bool, err error) {
	was, _, err := lockOne(tx, id)
	if err != nil {
		return false, err
	}
	if err := was.stands(in.Version); err != nil {
		return false, err
	}
	if err := in.check().Err(); err != nil {
		return false, err
	}
	m := was
	m.take(in)
	changes := was.changes(m)
	if len(changes) == 0 {
		return false, nil
	}
	m.EditedByName, m.EditedAt, m.Version = tx.By.Signature(), tx.Now, m.Version+1
	if err := tx.Update(&m); err != nil {
		return false, err
	}
	if err := followHere(tx); err != nil {
		return false, err
	}
	return true, event.Record(tx, event.MarketEdited, m.AccountID, m.subject(), changes...)
}

// stands is nil when a market is enabled, and as it was shown.
func (m Market) stands(seen int64) error {
	switch {
	case m.AccountID == "":
		return fault.Missing()
	case !m.Active:
		return fault.New(fault.Conflict, "%s deactivated %s meanwhile. Enable it again to change it.", m.EditedByName, m.Name)
	case m.Version != seen:
		return outdated(m)
	}
	return nil
}

// Deactivate ends the orders in a market. It stays as it is while services
// there are paid for.
func (s *Markets) Deactivate(ctx context.Context, by access.Caller, id string, seen int64) (m Market, err error) {
	if err := s.sets(ctx, by); err != nil {
		return m, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		m, err = deactivate(tx, id, seen)
		return err
	})
	return m, fault.Wrap("deactivate a billing market", err)
}

func deactivate(tx *db.Tx, id string, seen int64) (m Market, err error) {
	was, _, err := lockOne(tx, id)
	if err != nil {
		return m, err
	}
	if err := was.stands(seen); err != nil {
		return m, err
	}
	uses, err := usesOf(tx, id)
	if err != nil {
		return m, err
	}
	if len(uses) > 0 {
		return m, fault.New(fault.Conflict, "%s stays enabled: %s", was.Name, uses.Sentence())
	}
	m = was
	m.Active, m.EditedByName, m.EditedAt, m.Version = false, tx.By.Signature(), tx.Now, m.Version+1
	if err := tx.Update(&m); err != nil {
		return m, err
	}
	if err := followHere(tx); err != nil {
		return m, err
	}
	return m, event.Record(tx, event.MarketTurnedOff, m.AccountID, m.subject(), was.changes(m)...)
}

// followHere is follow for the caller's account.
func followHere(tx *db.Tx) error {
	here, err := account.Here(tx)
	if err != nil {
		return err
	}
	return follow(tx, here)
}

// follow makes the account's country that of its first billing market, whose
// contact gives the numbers below it their format. Without a market the country
// stays what it was.
func follow(tx *db.Tx, here account.Account) error {
	var first []Market
	err := tx.Own().Where("active = ?", true).Order("enabled_at, market_id").Limit(1).Find(&first).Error
	if err != nil || len(first) == 0 || first[0].Country == here.Country {
		return err
	}
	return account.Settle(tx, first[0].Country)
}
