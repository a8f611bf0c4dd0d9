package auth_test

import (
	"github.com/tenantry/tenantry/internal/visit"
	"strings"
	"sync"
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/setting"
)

func TestVisitsEqualTheirTable(t *testing.T) { apptest.New(t).Mirror(t, visit.Visit{}) }

// seatOf is the id of a person's seat.
func seatOf(t *testing.T, a *apptest.App, p cast.Person) (id string) {
	t.Helper()
	if err := a.Raw().QueryRow("SELECT id FROM seats WHERE user_id = '" + p.ID + "' AND account_id = '" + p.Account + "'").Scan(&id); err != nil {
		t.Fatal(err)
	}
	return id
}

// preview is a person's session looking at an account as a role sees it.
func preview(t *testing.T, a *apptest.App, v auth.Visitor, key string, view auth.View) auth.Visitor {
	t.Helper()
	at, err := a.Sessions.Preview(t.Context(), v, key, view)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// facts are what the record says of an account's visits, oldest first.
func facts(t *testing.T, a *apptest.App, key string) (said []string) {
	t.Helper()
	var es []event.Event
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test looks at everything").Where("account_id = ? AND kind IN ?", key,
			[]event.Kind{event.AccountEntered, event.AccountLeft, event.PreviewStarted, event.PreviewEnded}).Order("id").Find(&es).Error
	})
	for _, e := range es {
		line := e.UserName + " " + string(e.Kind)
		for _, c := range e.Changes {
			if strings.HasPrefix(string(e.Kind), "preview.") {
				line += " " + c.Field + "=" + c.Now
			}
		}
		if e.AsID != "" || e.SeatID != cast.Northwind {
			line += " in another's place"
		}
		said = append(said, line)
	}
	return said
}

func TestAPreviewSeesWhatTheRoleSeesAndIsRecordedInTheNameOfWhoLooks(t *testing.T) {
	a := apptest.New(t)
	_, pia := signIn(t, a, cast.Pia)
	before := len(facts(t, a, cast.Acme))
	at := preview(t, a, pia, cast.Acme, auth.View{Role: access.ReadOnly})
	by := at.Caller
	if !by.Preview || by.Viewing() || by.Role != access.ReadOnly || by.Kind != access.Managed || by.User != cast.Pia.ID || by.As != "" || by.Prices != access.RetailPrices {
		t.Errorf("the caller is %+v", by)
	}
	if by.May(access.ViewUsers) || by.May(access.ViewDashboard) || !by.May(access.ViewServices) {
		t.Error("a Read Only person of Acme sees something else")
	}
	at = preview(t, a, pia, cast.Acme, auth.View{Seat: seatOf(t, a, cast.Alice)})
	if by = at.Caller; by.Role != access.CompanyAdmin || by.As != cast.Alice.ID || by.Self() != cast.Alice.ID || by.User != cast.Pia.ID || at.Whose.Name != "Alice Novak" {
		t.Errorf("as Alice sees it, the caller is %+v", by)
	}
	if by.May(access.ViewCosts) || by.May(access.ListAccounts) || by.May(access.EnterAccounts) || by.May(access.PreviewAccounts) {
		t.Error("the preview may what no person of Acme may")
	}
	at = preview(t, a, pia, cast.Acme, auth.View{Seat: seatOf(t, a, cast.Alice)}) // again: nothing
	end, err := a.Sessions.EndPreview(t.Context(), at)
	if err != nil || end.Caller.Preview || !end.Caller.Viewing() || end.Caller.Role != access.CompanyAdmin || end.Caller.Prices != access.AllPrices {
		t.Fatalf("after the end: %+v, %v", end.Caller, err)
	}
	if end, err = a.Sessions.EndPreview(t.Context(), end); err != nil || !end.Caller.Viewing() {
		t.Errorf("ending it twice: %v", err)
	}
	at = preview(t, a, pia, cast.Acme, auth.View{Role: access.Finance})
	if err := a.Sessions.Leave(t.Context(), at, visit.Returned); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"Pia Larsen account.entered", "Pia Larsen preview.started Role=Read Only", "Pia Larsen preview.ended Role=Read Only",
		"Pia Larsen preview.started Role=Company Admin Person=Alice Novak", "Pia Larsen preview.ended Role=Company Admin Person=Alice Novak",
		"Pia Larsen preview.started Role=Finance", "Pia Larsen preview.ended Role=Finance", "Pia Larsen account.left",
	}
	if got := facts(t, a, cast.Acme)[before:]; strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("the record says\n%s", strings.Join(got, "\n"))
	}
	if _, err := a.Sessions.At(t.Context(), pia, cast.Acme); err == nil {
		t.Error("the account is still entered")
	}
}

func TestNothingIsWrittenAsAPreviewsCaller(t *testing.T) {
	a := apptest.New(t)
	_, pia := signIn(t, a, cast.Pia)
	by := preview(t, a, pia, cast.Acme, auth.View{Seat: seatOf(t, a, cast.Alice)}).Caller
	err := a.DB.Do(t.Context(), by, func(*db.Tx) error { t.Error("a transaction began"); return nil })
	if !fault.Is(err, fault.Forbidden) || !strings.Contains(err.Error(), "preview") {
		t.Errorf("the refusal is %v", err)
	}
	if !by.May(access.ManageUsers) || by.Must(access.ManageUsers) != nil {
		t.Error("the page is not drawn as Alice's is")
	}
}

func TestWhoMayNotPreview(t *testing.T) {
	a := apptest.New(t)
	readOnly, closed := auth.View{Role: access.ReadOnly}, cast.Tess.Account
	run(t, a, "UPDATE users SET status = 'deactivated' WHERE id = '"+cast.Ben.ID+"'")
	for name, c := range map[string]struct {
		who  cast.Person
		key  string
		view auth.View
		want fault.Kind
	}{
		"a person who is no Company Admin":     {cast.Tariq, cast.Acme, readOnly, fault.Forbidden},
		"somebody who only reads":              {cast.Rory, cast.Acme, readOnly, fault.Forbidden},
		"another partner":                      {cast.Cara, cast.Acme, readOnly, fault.NotFound},
		"the distributor":                      {cast.Dina, cast.Clearlake, readOnly, fault.NotFound},
		"the operator":                         {cast.Olive, cast.Acme, readOnly, fault.NotFound},
		"the account's own people":             {cast.Alice, cast.Acme, readOnly, fault.NotFound},
		"one's own account":                    {cast.Pia, cast.Northwind, readOnly, fault.NotFound},
		"an account that does not exist":       {cast.Pia, "zzzzzzz9", readOnly, fault.NotFound},
		"a closed account":                     {cast.Pia, closed, readOnly, fault.Conflict},
		"a role of the operator's":             {cast.Pia, cast.Acme, auth.View{Role: access.OperatorAdmin}, fault.Invalid},
		"no role":                              {cast.Pia, cast.Acme, auth.View{}, fault.Invalid},
		"a person of another account":          {cast.Pia, cast.Acme, auth.View{Seat: seatOf(t, a, cast.Dev)}, fault.NotFound},
		"a person of the partner":              {cast.Pia, cast.Acme, auth.View{Seat: seatOf(t, a, cast.Pia)}, fault.NotFound},
		"a person who was deactivated":         {cast.Pia, cast.Acme, auth.View{Seat: seatOf(t, a, cast.Ben)}, fault.NotFound},
		"a person, and a role to be had by it": {cast.Cara, cast.Delta, auth.View{Role: access.CompanyAdmin, Seat: "nobody"}, fault.NotFound},
	} {
		_, v := signIn(t, a, c.who)
		n := number(t, a, "SELECT count(*) FROM visits") + number(t, a, "SELECT count(*) FROM events")
		if _, err := a.Sessions.Preview(t.Context(), v, c.key, c.view); !fault.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if now := number(t, a, "SELECT count(*) FROM visits") + number(t, a, "SELECT count(*) FROM events"); now != n {
			t.Errorf("%s: something was written", name)
		}
	}
}

func TestAPreviewEndsWithWhatItStandsOn(t *testing.T) {
	for name, c := range map[string]struct {
		change string
		view   func(*testing.T, *apptest.App) auth.View
		viewed bool // it is viewed afterwards; otherwise it is missing
	}{
		"the role of who looks":    {change: "UPDATE seats SET role = 'Technical Admin' WHERE user_id = '" + cast.Pia.ID + "'", viewed: true},
		"the seat of who looks":    {change: "UPDATE seats SET status = 'deactivated' WHERE user_id = '" + cast.Pia.ID + "'"},
		"the account":              {change: "UPDATE accounts SET status = 'closed' WHERE id = '" + cast.Acme + "'", viewed: true},
		"the partner":              {change: "UPDATE accounts SET status = 'closed' WHERE id = '" + cast.Northwind + "'"},
		"the seat that is seen as": {change: "UPDATE seats SET status = 'deactivated' WHERE user_id = '" + cast.Ben.ID + "'", view: ofBen, viewed: true},
		"the person seen as":       {change: "UPDATE users SET status = 'locked' WHERE id = '" + cast.Ben.ID + "'", view: ofBen, viewed: true},
	} {
		t.Run(name, func(t *testing.T) {
			a := apptest.New(t)
			_, pia := signIn(t, a, cast.Pia)
			view := auth.View{Role: access.CompanyAdmin}
			if c.view != nil {
				view = c.view(t, a)
			}
			preview(t, a, pia, cast.Acme, view)
			run(t, a, c.change)
			at, err := a.Sessions.At(t.Context(), pia, cast.Acme)
			switch {
			case c.viewed && (err != nil || at.Caller.Preview || !at.Caller.Viewing()):
				t.Errorf("%+v, %v", at.Caller, err)
			case !c.viewed && !fault.Is(err, fault.NotFound):
				t.Errorf("it is still there: %+v, %v", at.Caller, err)
			}
		})
	}
}

func ofBen(t *testing.T, a *apptest.App) auth.View { return auth.View{Seat: seatOf(t, a, cast.Ben)} }

func TestAPreviewFollowsThePersonsRoleAndTheAccountsSettings(t *testing.T) {
	a := apptest.New(t)
	_, pia := signIn(t, a, cast.Pia)
	at := preview(t, a, pia, cast.Acme, ofBen(t, a))
	if at.Caller.Role != access.TechnicalContact || at.Caller.May(access.ViewDashboard) {
		t.Fatalf("%+v", at.Caller)
	}
	run(t, a, "UPDATE seats SET role = 'Read Only' WHERE user_id = '"+cast.Ben.ID+"'")
	run(t, a, "UPDATE accounts SET status = 'suspended' WHERE id = '"+cast.Northwind+"'")
	a.Tx(func(tx *db.Tx) error {
		return tx.Put("a test", &setting.Stored{AccountID: cast.Acme, ParentID: cast.Northwind, Name: setting.Dashboard, Value: "On", SetAt: tx.Now})
	})
	at, err := a.Sessions.At(t.Context(), pia, cast.Acme)
	if err != nil || at.Caller.Role != access.ReadOnly || !at.Caller.May(access.ViewDashboard) || !at.Caller.Suspended {
		t.Errorf("%+v, %v", at.Caller, err)
	}
}

func TestAPreviewIsOneAccountsInOneSession(t *testing.T) {
	a := apptest.New(t)
	_, one := signIn(t, a, cast.Pia)
	_, two := signIn(t, a, cast.Pia)
	for _, v := range []auth.Visitor{one, two} {
		for _, key := range []string{cast.Acme, cast.Cobalt} {
			if _, err := a.Sessions.Enter(t.Context(), v, key); err != nil {
				t.Fatal(err)
			}
		}
	}
	preview(t, a, one, cast.Acme, auth.View{Role: access.ReadOnly})
	for _, c := range []struct {
		v   auth.Visitor
		key string
	}{{one, cast.Cobalt}, {two, cast.Acme}, {two, cast.Cobalt}} {
		if at, err := a.Sessions.At(t.Context(), c.v, c.key); err != nil || at.Caller.Preview || !at.Caller.Viewing() {
			t.Errorf("%+v, %v", at.Caller, err)
		}
	}
	if at, err := a.Sessions.At(t.Context(), one, cast.Northwind); err != nil || at.Caller.Preview {
		t.Errorf("at home: %+v, %v", at.Caller, err)
	}
	// Entering is done in one's own name, and so ends it.
	if at, err := a.Sessions.Enter(t.Context(), one, cast.Acme); err != nil || at.Caller.Preview || !at.Caller.Viewing() {
		t.Errorf("entered: %+v, %v", at.Caller, err)
	}
}

func TestPreviewsThatStartAtOnceLeaveOneContextThatPreviews(t *testing.T) {
	a := apptest.New(t)
	_, pia := signIn(t, a, cast.Pia)
	var wg sync.WaitGroup
	for _, r := range access.RolesIn(access.Managed) {
		wg.Go(func() {
			if _, err := a.Sessions.Preview(t.Context(), pia, cast.Cobalt, auth.View{Role: r}); err != nil {
				t.Errorf("%s: %v", r, err)
			}
		})
	}
	wg.Wait()
	if n := number(t, a, "SELECT count(*) FROM visits WHERE left_at IS NULL AND previews <> ''"); n != 1 {
		t.Errorf("%d visits preview", n)
	}
	said := facts(t, a, cast.Cobalt)
	started, ended := 0, 0
	for _, line := range said {
		started += strings.Count(line, "preview.started")
		ended += strings.Count(line, "preview.ended")
	}
	if started != 6 || ended != 5 {
		t.Errorf("%d started and %d ended: %v", started, ended, said)
	}
	wg = sync.WaitGroup{}
	at, err := a.Sessions.At(t.Context(), pia, cast.Cobalt)
	if err != nil {
		t.Fatal(err)
	}
	for range 4 {
		wg.Go(func() {
			if err := a.Sessions.Leave(t.Context(), at, visit.Returned); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := number(t, a, "SELECT count(*) FROM events WHERE kind = 'account.left' AND account_id = '"+cast.Cobalt+"'"); n != 1 {
		t.Errorf("left %d times", n)
	}
}
