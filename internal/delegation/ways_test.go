package delegation_test

import (
	"errors"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/consent"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/delegation"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/visit"
)

// signIn is a person's new session.
func signIn(t *testing.T, a *apptest.App, p cast.Person) auth.Visitor {
	t.Helper()
	secret, err := a.Sessions.SignIn(t.Context(), p.Email, cast.Password, auth.Browser{Address: "203.0.113.7", Agent: "Firefox on Linux"})
	if err != nil {
		t.Fatal(err)
	}
	v, ok, err := a.Sessions.Resume(t.Context(), secret, access.Origin{})
	if err != nil || !ok {
		t.Fatal(err)
	}
	return v
}

// Every way into an account asks what its partner lets the person enter, and an
// account that they don't enter is not there, as a foreign and a missing one.
func TestEveryWayIntoAnAccountAsks(t *testing.T) {
	a := apptest.New(t)
	tariq := promote(t, a, cast.Tariq)
	v := signIn(t, a, tariq)
	for _, key := range []string{cast.Acme, cast.Cobalt} { // entered before
		if _, err := a.Sessions.Enter(t.Context(), v, key); err != nil {
			t.Fatal(err)
		}
	}
	a.Says(cast.Cobalt, consent.OfPartner, consent.Always)
	a.Says(cast.Acme, consent.OfPartner, consent.Always)
	limit(t, a, tariq, only(cast.Acme))
	if n := number(t, a, "SELECT count(*) FROM visits WHERE account_id = '"+cast.Cobalt+"' AND left_at IS NULL"); n != 0 {
		t.Error("the visit under way goes on")
	}
	if n := number(t, a, "SELECT count(*) FROM visits WHERE account_id = '"+cast.Acme+"' AND left_at IS NULL"); n != 1 {
		t.Error("the visit to the account that is entered ended too")
	}
	home, err := a.Sessions.At(t.Context(), v, cast.Northwind)
	if err != nil || !home.Caller.Limited {
		t.Fatalf("at home: %+v, %v", home.Caller, err)
	}
	for _, key := range []string{cast.Cobalt, cast.Delta, "zzzzzzz9"} {
		seat := ""
		if key == cast.Cobalt {
			seat = a.Seat(cast.Cory)
		}
		_, at := a.Sessions.At(t.Context(), v, key)
		_, enter := a.Sessions.Enter(t.Context(), v, key)
		_, preview := a.Sessions.Preview(t.Context(), v, key, auth.View{Role: access.ReadOnly})
		_, _, act := a.Sessions.StartAct(t.Context(), home, key, visit.Draft{Seat: seat + "x", Reason: "Ports flap"})
		for way, err := range map[string]error{"at": at, "enter": enter, "preview": preview, "act": act} {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("%s %s: %v", way, key, err)
			}
		}
	}
	if at, err := a.Sessions.Enter(t.Context(), v, cast.Acme); err != nil || !at.Caller.Viewing() {
		t.Errorf("Acme: %v", err)
	}
	for _, find := range []string{"", "cobalt", cast.Cobalt} {
		ps, err := a.Sessions.Places(t.Context(), v, find)
		for _, p := range ps {
			if p.ID != cast.Acme && p.ID != cast.Northwind {
				t.Errorf("the switcher finds %s by %q", p.Name, find)
			}
		}
		if err != nil || find == "" && len(ps) != 2 {
			t.Errorf("%q: %+v, %v", find, ps, err)
		}
	}
	if ps, err := a.Sessions.Recent(t.Context(), v); err != nil || len(ps) != 1 || ps[0].ID != cast.Acme {
		t.Errorf("recent: %+v, %v", ps, err)
	}
	if names, err := a.Sessions.Names(t.Context(), v, []string{cast.Acme, cast.Cobalt, cast.Northwind}); err != nil || len(names) != 2 || names[cast.Cobalt] != "" {
		t.Errorf("names: %v, %v", names, err)
	}
}

func TestActingEndsWhenTheAccountIsEnteredNoMore(t *testing.T) {
	a := apptest.New(t)
	tariq := promote(t, a, cast.Tariq)
	a.Says(cast.Acme, consent.OfPartner, consent.Always)
	limit(t, a, tariq, only(cast.Acme))
	home, err := a.Sessions.At(t.Context(), signIn(t, a, tariq), cast.Northwind)
	if err != nil {
		t.Fatal(err)
	}
	secret, _, err := a.Sessions.StartAct(t.Context(), home, cast.Acme, visit.Draft{Seat: a.Seat(cast.Alice), Reason: "Ports flap since nine"})
	if err != nil {
		t.Fatal(err)
	}
	v, ok, err := a.Sessions.Resume(t.Context(), secret, access.Origin{})
	if err != nil || !ok || v.Act == nil || v.Act.Over != "" {
		t.Fatalf("%+v, %v", v.Act, err)
	}
	p, err := a.Delegations.Find(t.Context(), a.By(cast.Pia), a.Seat(tariq), "")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := a.Delegations.End(t.Context(), a.By(cast.Pia), a.Seat(tariq), p.Rows[0].ID); err != nil {
		t.Fatal(err)
	}
	if v, ok, err = a.Sessions.Resume(t.Context(), secret, access.Origin{}); err != nil || !ok || v.Act == nil || v.Act.Over != visit.Changed {
		t.Errorf("it goes on: %+v, %v", v.Act, err)
	}
}

func TestAVisitEndsWhenItsTimeRunsOut(t *testing.T) {
	a := apptest.New(t)
	limit(t, a, cast.Theo, delegation.Draft{What: delegation.Some, Accounts: []string{cast.Acme}, Ends: delegation.OnDay, Day: apptest.Start.Format("2006-01-02")})
	v := signIn(t, a, cast.Theo)
	if _, err := a.Sessions.Enter(t.Context(), v, cast.Acme); err != nil {
		t.Fatal(err)
	}
	portal, _, err := a.Sessions.Portal(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if n, err := a.Delegations.EndVisits(t.Context(), portal); err != nil || n != 0 {
		t.Fatalf("before: %d, %v", n, err)
	}
	a.Clock.Advance(24 * time.Hour)
	var not *auth.NotEntered
	if _, err := a.Sessions.At(t.Context(), v, cast.Acme); !fault.Is(err, fault.NotFound) || errors.As(err, &not) {
		t.Errorf("at once: %v", err)
	}
	for i := range 2 {
		if n, err := a.Delegations.EndVisits(t.Context(), portal); err != nil || n != 1-i {
			t.Errorf("the job: %d, %v", n, err)
		}
	}
	if n := number(t, a, "SELECT count(*) FROM visits WHERE left_at IS NULL"); n != 0 {
		t.Error("a visit goes on")
	}
}

func TestListsOfManagedAccountsHoldWhatIsEntered(t *testing.T) {
	a := apptest.New(t)
	tariq := promote(t, a, cast.Tariq)
	limit(t, a, tariq, only(cast.Acme, cast.Ember))
	by, err := a.Sessions.Standing(t.Context(), tariq.ID, cast.Northwind)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []account.Filter{{}, {Sort: account.ByServices}, {Status: account.Active}, {Find: "e"}} {
		p, err := a.Accounts.List(t.Context(), by, f)
		if err != nil || p.AtLeast || len(p.Accounts) != 2 || p.Total != 2 {
			t.Errorf("%+v: %d of %d, %v", f, len(p.Accounts), p.Total, err)
		}
	}
	if p, err := a.Accounts.List(t.Context(), by, account.Filter{Find: "cobalt"}); err != nil || p.Total != 0 || len(p.Accounts) != 0 {
		t.Errorf("Cobalt: %+v, %v", p, err)
	}
	here, err := a.Accounts.Reached(t.Context(), by)
	if err != nil || here.Managed != 2 || here.ManagedActive != 2 {
		t.Errorf("%+v, %v", here.Tally, err)
	}
	if _, err := a.Accounts.Suspend(t.Context(), by, cast.Cobalt); !fault.Is(err, fault.NotFound) {
		t.Errorf("suspends Cobalt: %v", err)
	}
	if _, err := a.Accounts.Suspend(t.Context(), by, cast.Ember); err != nil {
		t.Errorf("suspends Ember: %v", err)
	}
	at, err := a.Sessions.At(t.Context(), signIn(t, a, tariq), cast.Northwind)
	if err != nil {
		t.Fatal(err)
	}
	d, err := a.Dashboards.Dashboard(t.Context(), at.Caller)
	if err != nil || d.Account.Managed != 2 || d.Ending.Number > 0 && d.Ending.First[0].AccountID == cast.Cobalt {
		t.Errorf("the dashboard: %+v, %v", d.Account.Tally, err)
	}
}

func TestLettersTellNothingOfAccountsThatTheirReaderDoesNotEnter(t *testing.T) {
	a := apptest.New(t)
	tariq := promote(t, a, cast.Tariq)
	limit(t, a, tariq, only(cast.Ember))
	to := func() (got []string) {
		a.Tx(func(tx *db.Tx) error {
			return tx.Everywhere("a test looks at everything").Model(&outbox.Letter{}).Where("kind = ?", outbox.AccountChanged).Order("id").Pluck("to_address", &got).Error
		})
		return got
	}
	run(t, a, "DELETE FROM letters")
	fiona := a.By(promote(t, a, cast.Fiona))
	if _, err := a.Accounts.Suspend(t.Context(), fiona, cast.Cobalt); err != nil {
		t.Fatal(err)
	}
	if got := to(); len(got) != 1 || got[0] != cast.Pia.Email {
		t.Errorf("of Cobalt: %v", got)
	}
	if _, err := a.Accounts.Suspend(t.Context(), fiona, cast.Ember); err != nil {
		t.Fatal(err)
	}
	if got := to(); len(got) != 3 {
		t.Errorf("of Ember: %v", got)
	}
}
