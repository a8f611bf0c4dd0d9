package mail

import (
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/web/route"
)

// termsEnd tells those who pay that terms end within a month.
func termsEnd(w Writer, l outbox.Letter) Page {
	what := or(l.Facts.What, "services")
	return ending(w, l, Page{
		Subject: "Terms of " + what + " end within a month",
		Preview: "See what follows, and change it while there is time.",
		Lead:    []string{"The terms of these services end within a month:"},
		After:   []string{"A service that renews begins the same term again, at the same price. One that does not runs from month to month, at the price of that day. Until its term ends you can change which of the two it is, on the page of the service."},
	})
}

// termsRunOut tells them once more of those that run out, since prices change.
func termsRunOut(w Writer, l outbox.Letter) Page {
	what := or(l.Facts.What, "services")
	return ending(w, l, Page{
		Subject: "The price of " + what + " changes within a week",
		Preview: "Their terms run out.",
		Lead:    []string{"The terms of these services run out within a week. They go on from month to month, at the price of that day and without the discount of a term:"},
		After:   []string{"To keep the price, let the service renew, on its page, before its term ends."},
	})
}

// ending is what both letters have in common.
func ending(w Writer, l outbox.Letter, p Page) Page {
	p.Quote, p.Sent = written(l.Facts.Text), "you decide what your company orders."
	if l.Facts.Key != "" {
		p.Button = Button{"See what ends when", w.Public + route.Renewals(l.Facts.Key)}
	}
	return p
}
