// Package prices is the face of what the operator charges: price books, what
// terms take from them, promotional codes, and the prices of single accounts.
package prices

import (
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/pricing"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/ui"
)

// BooksPage is the price books of all markets.
type BooksPage struct {
	layout.Shell
	Faces []layout.Tab
	Books []catalog.Market
}

// BookPage is the price book of one market.
type BookPage struct {
	layout.Shell
	Book  pricing.Book
	After string // address of the products that follow, or ""
}

// SheetPage is the form of what one product costs in one market for a term, or
// for any.
type SheetPage struct {
	layout.Shell
	Book     pricing.Book // with one sheet
	Draft    pricing.SheetDraft
	Typed    bool // the draft is what was refused, and not what stands
	Problems fault.Fields
}

// CopyPage takes the price book of another market.
type CopyPage struct {
	layout.Shell
	Market   catalog.Market
	Markets  []catalog.Market
	Draft    pricing.CopyDraft
	Preview  pricing.Preview
	Shown    bool // what would change is on the page
	Problems fault.Fields
}

// ImportPage takes a file of prices.
type ImportPage struct {
	layout.Shell
	Market   catalog.Market
	Text     string // the file
	Draft    pricing.ImportDraft
	Preview  pricing.Preview
	Bad      []pricing.FileRow
	Shown    bool
	Problems fault.Fields
}

// DiscountsPage is what terms take from the prices of each product.
type DiscountsPage struct {
	layout.Shell
	Now      pricing.Discounted
	Draft    pricing.DiscountDraft
	Typed    bool
	Problems fault.Fields
}

// CodesPage is the promotional codes.
type CodesPage struct {
	layout.Shell
	Faces    []layout.Tab
	Codes    []pricing.Promotion
	Markets  []catalog.Market
	Products []catalog.Product
	Find     string
	First    bool // there has never been one
	Older    string
}

// CodePage is the form of one promotional code; without an id it is a new one.
type CodePage struct {
	layout.Shell
	Code     pricing.Promotion
	Markets  []catalog.Market
	Products []catalog.Product
	Draft    pricing.CodeDraft
	Problems fault.Fields
}

// SpecialsPage is the prices of single accounts.
type SpecialsPage struct {
	layout.Shell
	Faces    []layout.Tab
	Specials []pricing.Special
	Filter   pricing.OverrideFilter
	Chips    []ui.Condition
	More     []ui.Choice
	Keep     map[string]string
	Clear    string
	First    bool
	Older    string
}

// SpecialPage is the form that gives an account a price of its own.
type SpecialPage struct {
	layout.Shell
	Companies []ui.Option // partners and direct accounts, offered while one types
	Markets   []catalog.Market
	Products  []catalog.Product
	Draft     pricing.OverrideDraft
	Problems  fault.Fields
}
