package auth_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/consent"
	"github.com/tenantry/tenantry/internal/delegation"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/visit"
)

// entered is Theo in Acme, in his own name, and as he came.
func entered(t *testing.T, a *apptest.App) (there, came auth.Visitor) {
	t.Helper()
	_, came = signIn(t, a, cast.Theo)
	there, err := a.Sessions.Enter(t.Context(), came, cast.Acme)
	if err != nil {
		t.Fatal(err)
	}
	return there, came
}

// withdrawals are what ends a stay of Theo's in Acme while a request of his is
// under way.
var withdrawals = map[string]func(t *testing.T, a *apptest.App, v auth.Visitor) error{
	"Alice ends it": func(t *testing.T, a *apptest.App, v auth.Visitor) error {
		_, err := a.Sessions.EndVisit(t.Context(), a.By(cast.Alice), v.Caller.Visit)
		return err
	},
	"Pia lets him into Cobalt only": func(t *testing.T, a *apptest.App, _ auth.Visitor) error {
		return onlyCobalt(t, a)
	},
	"he is deactivated": func(t *testing.T, a *apptest.App, _ auth.Visitor) error {
		_, err := a.Sessions.Deactivate(t.Context(), a.By(cast.Pia), cast.Northwind, a.Seat(cast.Theo))
		return err
	},
	"he signs out": func(t *testing.T, a *apptest.App, v auth.Visitor) error {
		return a.Sessions.SignOut(t.Context(), v)
	},
}

func onlyCobalt(t *testing.T, a *apptest.App) error {
	t.Helper()
	_, _, err := a.Delegations.Add(t.Context(), a.By(cast.Pia), a.Seat(cast.Theo), delegation.Draft{What: delegation.Some, Accounts: []string{cast.Cobalt}, Ends: delegation.Never})
	return err
}

func TestWhoeverLeftAnAccountWritesNothingMoreThere(t *testing.T) {
	for what, withdraw := range withdrawals {
		t.Run(what, func(t *testing.T) {
			a := apptest.New(t)
			v, _ := entered(t, a)
			if err := a.DB.Do(t.Context(), v.Caller, tag); err != nil {
				t.Fatal(err)
			}
			if err := withdraw(t, a, v); err != nil {
				t.Fatal(err)
			}
			if err := a.DB.Do(t.Context(), v.Caller, tag); !fault.Is(err, fault.Forbidden) {
				t.Errorf("written afterwards: %v", err)
			}
			if n := number(t, a, "SELECT COUNT(*) FROM events WHERE kind = 'service.tagged' AND visit_id = '"+v.Caller.Visit+"'"); n != 1 {
				t.Errorf("%d writes", n)
			}
			if err := a.Sessions.Leave(t.Context(), v, visit.Returned); err != nil {
				t.Errorf("who is out already does not get out: %v", err)
			}
		})
	}
}

// product.md 3: entering and leaving are facts, whichever way somebody leaves.
func TestEveryWayOutIsAFact(t *testing.T) {
	ways := map[string]func(t *testing.T, a *apptest.App, v, came auth.Visitor) error{
		"acting begins": func(t *testing.T, a *apptest.App, _, came auth.Visitor) error {
			a.Says(cast.Acme, consent.OfPartner, consent.Always)
			run(t, a, "UPDATE seats SET role = 'Company Admin' WHERE user_id = '"+cast.Theo.ID+"'")
			home, err := a.Sessions.At(t.Context(), came, cast.Northwind)
			if err != nil {
				return err
			}
			_, _, err = a.Sessions.StartAct(t.Context(), home, cast.Acme, visit.Draft{Seat: a.Seat(cast.Alice), Reason: "Ports flap since nine"})
			return err
		},
		"his session is too old": func(t *testing.T, a *apptest.App, _, _ auth.Visitor) error {
			a.Clock.Advance(apptest.Limits.Absolute * 2)
			_, err := a.Sessions.CloseViews(t.Context())
			return err
		},
	}
	for what, withdraw := range withdrawals {
		ways[what] = func(t *testing.T, a *apptest.App, v, _ auth.Visitor) error { return withdraw(t, a, v) }
	}
	for what, leave := range ways {
		t.Run(what, func(t *testing.T) {
			a := apptest.New(t)
			v, came := entered(t, a)
			if err := leave(t, a, v, came); err != nil {
				t.Fatal(err)
			}
			var facts []string
			rows, err := a.Raw().Query("SELECT kind || ' of ' || visit_id FROM events WHERE account_id = '" + cast.Acme + "' AND visit_id = '" + v.Caller.Visit + "' ORDER BY place")
			if err != nil {
				t.Fatal(err)
			}
			for rows.Next() {
				facts = append(facts, "")
				if err := rows.Scan(&facts[len(facts)-1]); err != nil {
					t.Fatal(err)
				}
			}
			end := "account.left"
			if what == "Alice ends it" || what == "Pia lets him into Cobalt only" {
				end = "visit.ended" // by somebody else
			}
			if want := []string{"account.entered of " + v.Caller.Visit, end + " of " + v.Caller.Visit}; !slices.Equal(facts, want) {
				t.Errorf("%s, not %s", strings.Join(facts, "; "), strings.Join(want, "; "))
			}
			if n := number(t, a, "SELECT COUNT(*) FROM visits WHERE id = '"+v.Caller.Visit+"' AND left_at IS NULL"); n != 0 {
				t.Error("it goes on")
			}
		})
	}
}

// An act ends with its session, however much else the person left open.
func TestActsEndFirst(t *testing.T) {
	a := apptest.New(t)
	a.Says(cast.Acme, consent.OfOperator, consent.Always)
	p := play(t, a, a.Sessions, 6)
	p.begin()
	p.start()
	for i := range 260 {
		run(t, a, fmt.Sprintf("INSERT INTO visits (id, session_hash, user_id, account_id, seat_id, entered_at) SELECT '0000000000%03d', 'old%d', user_id, account_id, seat_id, entered_at FROM visits WHERE as_id <> ''", i, i))
	}
	if _, err := a.Sessions.Deactivate(t.Context(), a.By(cast.Olive), cast.Meridian, a.Seat(cast.Sam)); err != nil {
		t.Fatal(err)
	}
	if n := number(t, a, "SELECT COUNT(*) FROM visits WHERE as_id <> '' AND left_at IS NULL"); n != 0 {
		t.Error("the act goes on")
	}
}
