package catalog

import (
	"context"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/price"
)

// MarketDraft is a market as a person types it.
type MarketDraft struct {
	Token    string `form:"token"`
	ID       string `form:"id"` // of a new one
	Name     string `form:"name"`
	Currency string `form:"currency"`
	Supplier string `form:"supplier"`
	TaxName  string `form:"tax_name"`
	TaxNote  string `form:"tax_note"`
	Version  int64  `form:"version"`
}

// Draft is the market as the form shows it.
func (m Market) Draft() MarketDraft {
	return MarketDraft{
		ID: m.ID, Name: m.Name, Currency: string(m.Currency), Supplier: m.Supplier, TaxName: m.TaxName, TaxNote: m.TaxNote, Version: m.Version,
	}
}

// Check makes the market that the draft describes out of the one that was, or
// of the zero Market. used says that amounts in its currency are kept.
func (d *MarketDraft) Check(was Market, used bool) (m Market, fs fault.Fields) {
	m = was
	if was.ID == "" {
		m.ID, m.Offered, m.Book, m.Version = strings.ToUpper(strings.TrimSpace(d.ID)), true, 1, 1
		if !letters.MatchString(m.ID) {
			fs.Add("id", "Enter two letters, such as those of a country")
		}
	}
	line(&fs, "name", "Name", &d.Name, longestName)
	maybe(&fs, "supplier", "Supplier", &d.Supplier, 128)
	maybe(&fs, "tax_name", "Name of the number", &d.TaxName, longestName)
	maybe(&fs, "tax_note", "Note", &d.TaxNote, longestLine)
	m.Name, m.Supplier, m.TaxName, m.TaxNote = d.Name, d.Supplier, d.TaxName, d.TaxNote
	m.Currency = price.Currency(strings.ToUpper(strings.TrimSpace(d.Currency)))
	if used && m.Currency != was.Currency {
		fs.Add("currency", "Prices and bills of this market are in %s, which can’t change", was.Currency)
	} else if m.Currency.Check() != nil {
		fs.Add("currency", "Enter a currency by its three letters, such as AUD")
	}
	return m, fs
}

// CreateMarket adds a market.
func (s *Catalogue) CreateMarket(ctx context.Context, by access.Caller, in MarketDraft) (m Market, err error) {
	if err := by.Must(access.EditCatalogue); err != nil {
		return m, err
	}
	made, problems := in.Check(Market{}, false)
	if err := problems.Err(); err != nil {
		return m, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		m, err = add(tx, in.Token, made, MostMarkets)
		return err
	})
	return m, fault.Wrap("add a market", err)
}

// EditMarket changes a market. Its currency stays once anything has a price in
// it, or anybody is billed in it.
func (s *Catalogue) EditMarket(ctx context.Context, by access.Caller, id string, in MarketDraft) (m Market, err error) {
	if err := by.Must(access.EditCatalogue); err != nil {
		return m, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		was, err := one[Market](tx, id)
		if err != nil {
			return err
		}
		if err := seen(was.Name, in.Version, was.Version); err != nil {
			return err
		}
		use, err := was.use(tx)
		if err != nil {
			return err
		}
		now, problems := in.Check(was, use.Ever)
		if err := problems.Err(); err != nil {
			return err
		}
		if now.Currency != was.Currency {
			now.Book++ // amounts that were typed for the other currency are not taken
		}
		m, err = change(tx, was, now)
		return err
	})
	return m, fault.Wrap("change a market", err)
}
