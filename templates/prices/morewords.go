package prices

import (
	"strconv"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/pricing"
	"github.com/tenantry/tenantry/web/route"
)

// columns is the first line of a file of prices.
func columns() string { return strings.Join(pricing.FileColumns, ",\n") }

// badShown is how many lines with problems a page shows.
const badShown = 100

// firstBad are the lines with problems that the page shows.
func firstBad(rows []pricing.FileRow) []pricing.FileRow { return rows[:min(len(rows), badShown)] }

// named is how a line of a file is found again.
func named(r pricing.FileRow) string {
	return strings.TrimSpace(strings.Join([]string{r.Product, r.Speed, r.Term}, " "))
}

// action is where the form of a code is sent to.
func (p CodePage) action() string {
	if p.Code.ID == "" {
		return route.Codes(p.By.Account)
	}
	return route.Code(p.By.Account, p.Code.ID)
}

// version is the one that the form of a code was drawn with.
func (p CodePage) version() map[string]string {
	if p.Code.ID == "" {
		return nil
	}
	return map[string]string{"version": strconv.FormatInt(p.Draft.Version, 10)}
}

// below says for whom the price of an account is besides.
func below(x pricing.Special) string {
	if x.Parent != "" {
		return "of " + x.Parent
	}
	return "and all accounts below it"
}

// amounts are the two cells of an account's price.
func amounts(by access.Caller, x pricing.Special) []cell {
	retail, cost := takes(by, x)
	return []cell{{"Retail a month", orBook(retail)}, {"Cost a month", orBook(cost)}}
}

// orBook stands where an account's price leaves the book's.
func orBook(text string) string {
	if text == "" {
		return "by the book"
	}
	return text
}

// takes is what an account's price is, in a word.
func takes(by access.Caller, x pricing.Special) (retail, cost string) {
	if x.Override.Percent > 0 {
		word := "\u2212" + strconv.FormatInt(x.Override.Percent, 10) + " %"
		return word, word
	}
	return x.Override.MonthlyRetail.Text(by), x.Override.MonthlyCost.Text(by)
}
