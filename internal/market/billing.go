package market

import (
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/price"
	"gorm.io/gorm"
)

// Market is a billing market of an account: where and to whom its bills are
// written. The account is a partner, a direct account, or a distributor for the
// partners that it referred. The currency is that of the day when the market
// was enabled, and never changes.
type Market struct {
	AccountID     string `gorm:"primaryKey"`
	MarketID      string `gorm:"primaryKey"` // of the catalogue
	Active        bool
	Currency      price.Currency
	LegalName     string
	ContactName   string
	ContactPhone  string // E.164
	ContactEmails string // comma and space between them
	Street        string
	More          string // second line of the address
	City          string
	State         string
	Postcode      string
	Country       string // two letters
	TaxNumber     string
	PONumber      string
	Language      string // two letters
	EnabledByName string
	EnabledAt     time.Time
	EditedByName  string
	EditedAt      time.Time
	Version       int64

	Name string `gorm:"-"` // of the catalogue's market; filled in by all that answers markets
}

// TableName is billing_markets.
func (Market) TableName() string { return "billing_markets" }

// Owner is the account that is billed.
func (m Market) Owner() string { return m.AccountID }

// mask hides who is billed, and by which number, from who may not read it.
func (m *Market) mask(by access.Caller) {
	m.ContactPhone, m.ContactEmails, m.TaxNumber = by.MaskNumber(m.ContactPhone), by.MaskEmails(m.ContactEmails), by.MaskNumber(m.TaxNumber)
}

// MostMarkets is how many billing markets an account has at most.
const MostMarkets = 200

const payers = "what may be ordered depends on the markets of whoever pays, of which only the names leave"

// OpenTo are the ids of the markets in which an account may order: those that
// whoever pays for it has enabled. Whoever writes holds them, so that none is
// deactivated while something is ordered there.
func OpenTo(tx *db.Tx, a account.Account) (ids []string, err error) {
	payer, err := account.Payer(tx, a)
	if err != nil {
		return nil, err
	}
	return ids, tx.Lock(enabledFor(tx, payer)).Pluck("market_id", &ids).Error
}

// enabledFor is a query over the markets that whoever pays has enabled.
func enabledFor(tx *db.Tx, payer string) *gorm.DB {
	return tx.Everywhere(payers).Model(&Market{}).Where("account_id = ? AND active = ?", payer, true).Order("market_id").Limit(MostMarkets)
}

// isOpenTo reports whether an account may order in a market now.
func isOpenTo(tx *db.Tx, a account.Account, id string) (bool, error) {
	payer, err := account.Payer(tx, a)
	if err != nil {
		return false, err
	}
	var n int64
	err = enabledFor(tx, payer).Where("market_id = ?", id).Count(&n).Error
	return n > 0, err
}
