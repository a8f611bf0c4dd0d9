package apptest

import (
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/consent"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/web/route"
)

// Says gives an account its own answer to people of one side who want to act there.
func (a *App) Says(key string, side consent.Side, answer consent.Answer) {
	a.t.Helper()
	a.Tx(func(tx *db.Tx) error {
		return tx.Upsert("a test sets the scene", &consent.Consent{AccountID: key, Side: side, Own: true, Answer: answer, SetBy: "A test", SetAt: tx.Now, Version: 1})
	})
}

// Seat is the id of a person's seat in their account.
func (a *App) Seat(p cast.Person) (id string) {
	a.t.Helper()
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test looks at everything").Model(&user.Seat{}).Where("account_id = ? AND user_id = ?", p.Account, p.ID).Pluck("id", &id).Error
	})
	return id
}

// Acting is a browser in which somebody acts in another's place, reading, for
// ticket 4711. The account must let them in.
func (a *App) Acting(who, as cast.Person) *Browser {
	a.t.Helper()
	return a.Browser(who).Act(who, as, a.Seat(as))
}

// Act begins to act in somebody's place, by their seat.
func (b *Browser) Act(who, as cast.Person, seat string) *Browser {
	b.t.Helper()
	return b.Open(route.Acting(who.Account, as.Account)).
		Press("Start acting", "seat", seat, "reason", "Port flapping since 09:00", "ticket", "4711")
}
