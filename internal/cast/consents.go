package cast

import (
	"time"

	"github.com/tenantry/tenantry/internal/consent"
	"github.com/tenantry/tenantry/internal/db"
)

// AccessRequests are what people asked who wanted to be let into accounts, seen
// from a moment: two wait, the others are over.
func AccessRequests(now time.Time) (rs []consent.Request) {
	add := func(by Person, key string, ago time.Duration, reason, ticket string) *consent.Request {
		at := now.Add(-ago).Truncate(time.Millisecond)
		rs = append(rs, consent.Request{
			ID: db.FirstID(at), AccountID: key, SeatID: by.Account, UserID: by.ID, UserName: by.Name, Reason: reason, Ticket: ticket,
			State: consent.Pending, AskedAt: at, ExpiresAt: at.Add(consent.Patience), Version: 1,
		})
		return &rs[len(rs)-1]
	}
	end := func(r *consent.Request, as consent.State, by Person, after time.Duration, answer string) {
		at := r.AskedAt.Add(after)
		r.State, r.AnsweredBy, r.AnsweredAt, r.AnswerWhy, r.Version = as, by.Name, &at, answer, 2
	}
	const hour, days = time.Hour, 24 * time.Hour
	over := add(Sam, Acme, 20*days, "Cannot see the new cloud router.", "MER-4688")
	end(over, consent.Ended, Alice, 25*time.Minute, "")
	until := over.AnsweredAt.Add(4 * hour)
	over.Until = &until
	end(add(Pia, Acme, 12*days, "Tidy the names of the ports before the audit.", ""), consent.Refused, Alice, 3*hour, "Not this week: we freeze changes.")
	add(Pia, Cobalt, 3*hour, "Set the VLAN together with Cory, as asked on the phone.", "")
	add(Sam, Delta, 40*time.Minute, "Port flapping since 09:00", "MER-4821")
	return rs
}

// plantConsents writes what was asked of accounts.
func plantConsents(tx *db.Tx) error {
	asked := AccessRequests(tx.Now)
	return tx.Put(why, &asked)
}
