package delegation_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/internal/user"
)

// What is named by its own key is missing where it is of an account that the
// person does not enter: read, decided, changed, or one of many.
func TestThingsOfAccountsThatAreNotEnteredAreMissing(t *testing.T) {
	a := apptest.New(t)
	tariq := promote(t, a, cast.Tariq)
	limit(t, a, tariq, only(cast.Ember))
	at, err := a.Sessions.At(t.Context(), signIn(t, a, tariq), cast.Northwind)
	if err != nil {
		t.Fatal(err)
	}
	by, ctx := at.Caller, t.Context()
	for _, r := range cast.Approvals(a.DB.Now()) {
		if r.ParentID != cast.Northwind || r.AccountID == cast.Ember {
			continue
		}
		_, find := a.Approvals.Find(ctx, by, r.ID)
		_, reject := a.Approvals.Reject(ctx, by, r.ID, approval.AnswerDraft{Answer: "Not this year"})
		_, approve := a.Orders.Approve(ctx, by, r.ID, order.Decision{})
		for verb, err := range map[string]error{"find": find, "approve": approve, "reject": reject} {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("%s %s: %v", verb, r.ID, err)
			}
		}
	}
	_, users := a.Users.Seats(ctx, by, cast.Acme, user.SeatFilter{})
	_, sees := a.Settings.Of(ctx, by, cast.Acme)
	_, change := a.Settings.Change(ctx, by, cast.Acme, setting.ShowPricing, setting.Draft{On: true, Scope: setting.ThisAccount})
	_, tag := a.Accounts.Tag(ctx, by, cast.Acme, "Mine", true)
	_, end := a.Accounts.Close(ctx, by, cast.Acme)
	for verb, err := range map[string]error{"people": users, "settings": sees, "change": change, "tag": tag, "close": end} {
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %v", verb, err)
		}
	}
	_, all := a.Settings.Change(ctx, by, cast.Ember, setting.ShowPricing, setting.Draft{On: true, Scope: setting.AllAccounts})
	_, def := a.Settings.ChangeDefault(ctx, by, setting.ShowPricing, setting.Draft{On: true})
	_, list := a.Approvals.List(ctx, by, approval.Filter{})
	_, create := a.Accounts.Create(ctx, by, account.Draft{Name: "New", Reference: "N-1"})
	for verb, err := range map[string]error{"for all": all, "default": def, "queue": list, "create": create} {
		if !fault.Is(err, fault.Forbidden) || !strings.Contains(err.Error(), "You enter some of them") {
			t.Errorf("%s: %v", verb, err)
		}
	}
	for _, f := range []event.Filter{{}, {Accounts: []string{cast.Acme}}, {Accounts: []string{cast.Acme, cast.Ember, cast.Northwind}}} {
		p, err := a.Events.Company(ctx, by, f)
		for _, e := range p.Events {
			if e.AccountID != cast.Northwind && e.AccountID != cast.Ember || e.Kind == event.DelegationChanged {
				t.Errorf("the record tells %s of %s", e.Kind, e.AccountID)
			}
		}
		if err != nil {
			t.Error(err)
		}
	}
	// Cobalt's own value, which went with a change for all, stands in a fact that Ember's history shows.
	_, value := a.Settings.Change(ctx, a.By(cast.Pia), cast.Cobalt, setting.ShowPricing, setting.Draft{On: true, Scope: setting.ThisAccount})
	_, changed := a.Settings.Change(ctx, a.By(cast.Pia), cast.Cobalt, setting.ShowPricing, setting.Draft{On: false, Scope: setting.AllAccounts})
	if err := errors.Join(value, changed); err != nil {
		t.Fatal(err)
	}
	for verb, read := range map[string]func() ([]event.Event, bool, error){
		"history":                func() ([]event.Event, bool, error) { return a.Events.History(ctx, by, cast.Ember, "") },
		"history of the partner": func() ([]event.Event, bool, error) { return a.Events.History(ctx, by, cast.Northwind, "") },
		"history of a default":   func() ([]event.Event, bool, error) { return a.Settings.History(ctx, by, "", setting.ShowPricing, "") },
	} {
		es, _, err := read()
		if err != nil || len(es) == 0 {
			t.Errorf("%s: %d facts, %v", verb, len(es), err)
		}
		for _, e := range es {
			if strings.Contains(fmt.Sprint(e), "Cobalt") || e.Kind == event.DelegationChanged {
				t.Errorf("%s: %s tells %q", verb, e.Kind, e.Changes)
			}
		}
	}
	if es, _, err := a.Events.History(ctx, by, cast.Acme, ""); err != nil || len(es) > 0 {
		for _, e := range es {
			if e.AccountID == cast.Acme {
				t.Errorf("the history tells %s, %v", e.Kind, err)
			}
		}
	}
}

// Among many accounts the few that somebody enters are looked up, not walked to.
func TestTheListOfWhoEntersFewOfManyIsLookedUp(t *testing.T) {
	if apptest.Postgres() {
		t.Skip("PostgreSQL chooses its plans by statistics")
	}
	a := apptest.New(t)
	tariq := promote(t, a, cast.Tariq)
	limit(t, a, tariq, only(cast.Acme, cast.Ember))
	if err := cast.Many(t.Context(), a.DB, 5000, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	by, err := a.Sessions.Standing(t.Context(), tariq.ID, cast.Northwind)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []account.Filter{{}, {Sort: account.ByCreated, Desc: true}, {Status: account.Active}, {Find: "acme"}} {
		began := time.Now()
		for _, plan := range a.Plans(t, func() {
			if p, err := a.Accounts.List(t.Context(), by, f); err != nil || len(p.Accounts) == 0 || len(p.Accounts) > 2 {
				t.Errorf("%+v: %d, %v", f, len(p.Accounts), err)
			}
		}) {
			for _, step := range plan.Steps {
				if strings.HasPrefix(step, "SCAN accounts") || strings.Contains(step, "parent_id=?") && strings.Contains(step, "accounts") {
					t.Errorf("%+v: %s: %s", f, step, plan.SQL)
				}
			}
		}
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("%+v took %v", f, took)
		}
	}
}
