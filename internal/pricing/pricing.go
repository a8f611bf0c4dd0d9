// Package pricing knows what a service costs: the price book of each market,
// what terms and promotional codes take from it, and the prices of single
// accounts. The amounts stay sealed; see package price.
package pricing

import (
	"time"

	"github.com/tenantry/tenantry/internal/price"
)

// AnyTerm is the term of a price that holds for every term without a price of
// its own, less the discount of the term.
const AnyTerm = 0

// Price is a row of a market's price book: what a product costs at a speed.
type Price struct {
	MarketID      string `gorm:"primaryKey"`
	ProductID     string `gorm:"primaryKey"`
	Speed         int64  `gorm:"primaryKey"`
	Term          int    `gorm:"primaryKey"` // months, or AnyTerm
	MonthlyRetail price.Retail
	MonthlyCost   price.Cost
	OnceRetail    price.Retail
	OnceCost      price.Cost
	ChangedByName string
	ChangedAt     time.Time
}

// Discount is what a term takes from each hundred of the price of any term.
type Discount struct {
	ProductID     string `gorm:"primaryKey"`
	Term          int    `gorm:"primaryKey"`
	Percent       int64
	ChangedByName string
	ChangedAt     time.Time
}

// TableName is term_discounts.
func (Discount) TableName() string { return "term_discounts" }

// Promotion is a code that takes some of each hundred, for partners only; see
// reference: ordering.
type Promotion struct {
	ID         string
	Code       string
	CodeFold   string
	Sentence   string
	MarketID   string // "" for every market
	ProductID  string // "" for every product
	Percent    int64
	BeginsOn   time.Time
	EndsOn     *time.Time // the last day, or nil
	Most       int64      // how often it can be used; 0 says as often as wanted
	Used       int64
	MadeByName string
	MadeAt     time.Time
	Version    int64
}

// Override is the price of one account, or, at a partner, of all its managed
// accounts, from a day on until another. The nearest wins: the account's own
// before its partner's, a speed's before that of every speed, the newest of two.
type Override struct {
	ID            string
	AccountID     string
	ParentID      string
	MarketID      string
	ProductID     string
	Speed         int64 // 0 for every speed: Percent is taken from the book
	Percent       int64
	MonthlyRetail price.Retail // not known where the book holds
	MonthlyCost   price.Cost
	BeginsOn      time.Time
	EndsOn        *time.Time // the last day, or nil
	Reason        string
	SetByName     string
	SetAt         time.Time
	Version       int64
}

// TableName is price_overrides.
func (Override) TableName() string { return "price_overrides" }

// Owner is the account that the price is for.
func (o Override) Owner() string { return o.AccountID }
