package attack_test

import (
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/consent"
)

// asksIn is the address of something done to the only request to be let in.
func asksIn(of func(key, request string) string, key string) func(*testing.T, *apptest.App) string {
	return func(t *testing.T, a *apptest.App) string {
		return of(key, query[string](t, a, "SELECT id FROM access_requests WHERE state IN ('pending', 'granted') AND account_id = '"+cast.Acme+"'"))
	}
}

// samAsks lets Sam ask Acme to let him in.
func samAsks(t *testing.T, a *apptest.App, _ *apptest.Browser) {
	t.Helper()
	if _, err := a.Consents.Ask(t.Context(), a.By(cast.Sam), cast.Acme, consent.AskDraft{Reason: "Port flapping since 09:00"}); err != nil {
		t.Fatal(err)
	}
}

// samIsIn lets Alice let him in.
func samIsIn(t *testing.T, a *apptest.App, b *apptest.Browser) {
	t.Helper()
	samAsks(t, a, b)
	if _, err := a.Consents.Answer(t.Context(), a.By(cast.Alice), query[string](t, a, "SELECT id FROM access_requests WHERE state IN ('pending', 'granted') AND account_id = '"+cast.Acme+"'"), consent.AnswerDraft{For: "day"}); err != nil {
		t.Fatal(err)
	}
}

// shut lets Acme let nobody of the operator in, whose people are all Operator Admins.
func shut(t *testing.T, a *apptest.App, _ *apptest.Browser) {
	t.Helper()
	a.Says(cast.Acme, consent.OfOperator, consent.Never)
	run(t, a, "UPDATE seats SET role = 'Operator Admin' WHERE account_id = '"+cast.Meridian+"'")
}

// samAsksForGlass lets Sam, an Operator Admin, ask to break the glass of Acme.
func samAsksForGlass(t *testing.T, a *apptest.App, b *apptest.Browser) {
	t.Helper()
	shut(t, a, b)
	by := a.By(cast.Sam)
	by.Role = access.OperatorAdmin
	if _, err := a.Consents.BreakGlass(t.Context(), by, cast.Acme, consent.AskDraft{Reason: "The plant stands still.", Ticket: "4711"}); err != nil {
		t.Fatal(err)
	}
}

// glassIsBroken lets Olive agree.
func glassIsBroken(t *testing.T, a *apptest.App, b *apptest.Browser) {
	t.Helper()
	samAsksForGlass(t, a, b)
	if _, err := a.Consents.AnswerGlass(t.Context(), a.By(cast.Olive), query[string](t, a, "SELECT id FROM access_requests WHERE state IN ('pending', 'granted') AND account_id = '"+cast.Acme+"'"), consent.AnswerDraft{For: "hour"}); err != nil {
		t.Fatal(err)
	}
}
