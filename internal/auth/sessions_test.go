package auth_test

import (
	"context"
	"errors"
	"fmt"
	"github.com/tenantry/tenantry/internal/visit"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
)

// signIn is a person's new session.
func signIn(t *testing.T, a *apptest.App, p cast.Person) (secret string, v auth.Visitor) {
	t.Helper()
	secret, err := a.Sessions.SignIn(t.Context(), p.Email, cast.Password, auth.Browser{Address: "192.0.2.1", Agent: "test", Request: "r"})
	if err != nil {
		t.Fatalf("%s cannot sign in: %v", p.Name, err)
	}
	v, ok, err := a.Sessions.Resume(t.Context(), secret, access.Origin{Request: "r"})
	if err != nil || !ok {
		t.Fatalf("%s has no session: %v", p.Name, err)
	}
	return secret, v
}

// resumes reports whether a session still opens.
func resumes(t *testing.T, a *apptest.App, secret string) bool {
	t.Helper()
	_, ok, err := a.Sessions.Resume(t.Context(), secret, access.Origin{Request: "r"})
	if err != nil {
		t.Fatal(err)
	}
	return ok
}

// run changes the database as no verb does.
func run(t *testing.T, a *apptest.App, statement string) {
	t.Helper()
	if _, err := a.Raw().Exec(statement); err != nil {
		t.Fatal(err)
	}
}

// number is the answer of a query with one number.
func number(t *testing.T, a *apptest.App, query string) (n int) {
	t.Helper()
	if err := a.Raw().QueryRow(query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestRowsThatNobodyElseReadsEqualTheirTables(t *testing.T) {
	a := apptest.New(t)
	for _, row := range auth.Rows() {
		a.Mirror(t, row)
	}
}

func TestEveryPersonSignsInWithTheirPassword(t *testing.T) {
	a := apptest.New(t)
	for _, p := range cast.Everyone() {
		if p == cast.Tess {
			continue // her account is closed
		}
		_, v := signIn(t, a, p)
		if v.User.ID != p.ID || v.User.Name != p.Name || v.Caller.User != p.ID {
			t.Errorf("%s: %+v", p.Name, v)
		}
		homes, err := a.Sessions.Homes(t.Context(), v)
		if err != nil || len(homes) != 1 || homes[0].ID != p.Account || homes[0].Role != p.Role {
			t.Errorf("%s is at home in %+v, %v", p.Name, homes, err)
		}
	}
}

func TestAnAddressIsReadWithoutCaseAndSpaces(t *testing.T) {
	a := apptest.New(t)
	if _, err := a.Sessions.SignIn(t.Context(), "  PIA@Northwind.EXAMPLE ", cast.Password, auth.Browser{}); err != nil {
		t.Error(err)
	}
}

func TestAWrongPasswordAndAnUnknownAddressAreOneFault(t *testing.T) {
	a := apptest.New(t)
	run(t, a, "UPDATE users SET status = 'deactivated' WHERE id = '"+cast.Rory.ID+"'")
	run(t, a, "UPDATE users SET password_hash = '' WHERE id = '"+cast.Theo.ID+"'")
	said := map[string][]string{}
	for name, c := range map[string]struct{ email, password string }{
		"a wrong password":               {cast.Pia.Email, "not her password at all"},
		"an empty password":              {cast.Fiona.Email, ""},
		"an unknown address":             {"nobody@northwind.example", cast.Password},
		"no address":                     {"", cast.Password},
		"a deactivated person":           {cast.Rory.Email, cast.Password},
		"a person without a password":    {cast.Theo.Email, ""},
		"a person without one, guessing": {cast.Theo.Email, cast.Password},
	} {
		_, err := a.Sessions.SignIn(t.Context(), c.email, c.password, auth.Browser{})
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		s := fmt.Sprintf("%+v", *fault.Of(err))
		said[s] = append(said[s], name)
	}
	if len(said) != 1 {
		t.Errorf("the answers differ: %v", said)
	}
	if n := number(t, a, "SELECT count(*) FROM sessions"); n != 0 {
		t.Errorf("%d sessions", n)
	}
}

func TestSomebodyWithoutAnOpenAccountCannotSignIn(t *testing.T) {
	a := apptest.New(t)
	_, err := a.Sessions.SignIn(t.Context(), cast.Tess.Email, cast.Password, auth.Browser{})
	if !fault.Is(err, fault.Forbidden) {
		t.Errorf("Tess, of a closed account: %v", err)
	}
	if n := number(t, a, "SELECT count(*) FROM sessions"); n != 0 {
		t.Errorf("%d sessions", n)
	}
}

func TestAnAddressIsLockedAfterFiveFailuresForLongerEachTime(t *testing.T) {
	a := apptest.New(t)
	try := func(password string) string {
		_, err := a.Sessions.SignIn(t.Context(), cast.Pia.Email, password, auth.Browser{})
		if err == nil {
			return "in"
		}
		return fault.FieldsOf(err).At("email")
	}
	const wrong = "The e-mail address or the password is wrong"
	locked := func(wait string) string { return "Too many tries with this address. Try again in " + wait }
	for i := range 6 {
		if got := try("wrong"); got != wrong {
			t.Fatalf("failure %d: %s", i+1, got)
		}
	}
	for _, c := range []struct {
		pass     time.Duration
		password string
		want     string
	}{
		{0, "wrong", locked("1 second")},
		{0, cast.Password, locked("1 second")}, // even the right one
		{999 * time.Millisecond, "wrong", locked("1 second")},
		{time.Millisecond, "wrong", wrong}, // the seventh
		{0, "wrong", locked("2 seconds")},
		{2 * time.Second, "wrong", wrong},
		{0, cast.Password, locked("4 seconds")},
		{4 * time.Second, cast.Password, "in"},
		{0, "wrong", wrong}, // counted from the beginning
		{0, "wrong", wrong},
	} {
		a.Clock.Advance(c.pass)
		if got := try(c.password); got != c.want {
			t.Errorf("%v later, %q: %s, not %s", c.pass, c.password, got, c.want)
		}
	}
	if _, err := a.Sessions.SignIn(t.Context(), cast.Cara.Email, cast.Password, auth.Browser{}); err != nil {
		t.Errorf("another address is locked too: %v", err)
	}
}

func TestTwentyGuessesAtOnceAreAllCounted(t *testing.T) {
	a := apptest.New(t)
	answers := make([]error, 20)
	var wg sync.WaitGroup
	for i := range answers {
		wg.Go(func() {
			_, answers[i] = a.Sessions.SignIn(context.Background(), cast.Pia.Email, fmt.Sprint("guess ", i), auth.Browser{})
		})
	}
	wg.Wait()
	looked := 0
	for _, err := range answers {
		if err == nil || !fault.Is(err, fault.Invalid) {
			t.Errorf("%v", err)
		}
		if strings.Contains(fault.FieldsOf(err).At("email"), "is wrong") {
			looked++
		}
	}
	if looked != 6 {
		t.Errorf("%d of 20 guesses were looked at, not 6", looked)
	}
}

func TestASessionEndsIdleAndByItsAge(t *testing.T) {
	a := apptest.New(t)
	secret, _ := signIn(t, a, cast.Pia)
	a.Clock.Advance(29 * time.Minute)
	if !resumes(t, a, secret) {
		t.Fatal("it ended before its time")
	}
	a.Clock.Advance(29 * time.Minute)
	if !resumes(t, a, secret) {
		t.Fatal("a request did not keep it awake")
	}
	a.Clock.Advance(31 * time.Minute)
	if resumes(t, a, secret) {
		t.Error("it lay idle and opens")
	}
	secret, _ = signIn(t, a, cast.Pia)
	for range 36 {
		a.Clock.Advance(20 * time.Minute)
		resumes(t, a, secret)
	}
	a.Clock.Advance(time.Minute)
	if resumes(t, a, secret) {
		t.Error("it is older than twelve hours and opens")
	}
}

func TestNoSessionOpensWithAnotherSecret(t *testing.T) {
	a := apptest.New(t)
	secret, v := signIn(t, a, cast.Pia)
	for _, s := range []string{"", "x", secret + "x", strings.ToUpper(secret), v.Session.Hash} {
		if resumes(t, a, s) {
			t.Errorf("%q opens", s)
		}
	}
	if n := number(t, a, "SELECT count(*) FROM sessions WHERE hash = '"+secret+"'"); n != 0 {
		t.Error("the secret itself is stored")
	}
}

func TestSigningInAgainEndsTheSessionThatTheBrowserHad(t *testing.T) {
	a := apptest.New(t)
	first, v := signIn(t, a, cast.Pia)
	if _, err := a.Sessions.Enter(t.Context(), v, cast.Acme); err != nil {
		t.Fatal(err)
	}
	second, err := a.Sessions.SignIn(t.Context(), cast.Cara.Email, cast.Password, auth.Browser{Secret: first})
	if err != nil || second == first {
		t.Fatal(err)
	}
	if resumes(t, a, first) || !resumes(t, a, second) {
		t.Error("both open, or none")
	}
	if n := number(t, a, "SELECT count(*) FROM visits WHERE left_at IS NULL"); n != 0 {
		t.Errorf("%d visits are live", n)
	}
}

func TestSigningOutEndsTheSessionAndItsContexts(t *testing.T) {
	a := apptest.New(t)
	secret, v := signIn(t, a, cast.Pia)
	other, _ := signIn(t, a, cast.Pia)
	for _, key := range []string{cast.Acme, cast.Cobalt} {
		if _, err := a.Sessions.Enter(t.Context(), v, key); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.Sessions.SignOut(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	if resumes(t, a, secret) || !resumes(t, a, other) {
		t.Error("the wrong session ended")
	}
	if n := number(t, a, "SELECT count(*) FROM visits WHERE left_at IS NULL OR left_why <> 'signed out'"); n != 0 {
		t.Errorf("%d visits did not end by signing out", n)
	}
	if err := a.Sessions.SignOut(t.Context(), v); err != nil {
		t.Errorf("signing out twice: %v", err)
	}
}

func TestADeactivatedPersonsSessionOpensNoMore(t *testing.T) {
	a := apptest.New(t)
	secret, _ := signIn(t, a, cast.Rory)
	run(t, a, "UPDATE users SET status = 'deactivated' WHERE id = '"+cast.Rory.ID+"'")
	if resumes(t, a, secret) {
		t.Error("it opens")
	}
}

// places is what each person gets on the page of each account, before and
// after entering: in, ask, or missing.
func at(t *testing.T, a *apptest.App, v auth.Visitor, key string) string {
	t.Helper()
	got, err := a.Sessions.At(t.Context(), v, key)
	var not *auth.NotEntered
	switch {
	case errors.As(err, &not):
		if not.Account.ID != key {
			t.Errorf("asks for %s instead of %s", not.Account.ID, key)
		}
		return "ask"
	case fault.Is(err, fault.NotFound):
		return "missing"
	case err != nil:
		t.Fatal(err)
	}
	if got.Account.ID != key || got.Caller.Account != key || got.Caller.User != v.User.ID {
		t.Errorf("stands in %+v instead of %s", got.Caller, key)
	}
	if got.Caller.Viewing() {
		return "viewing"
	}
	return "in"
}

func TestWhoMayBeWhere(t *testing.T) {
	a := apptest.New(t)
	keys := []string{cast.Meridian, cast.Harbour, cast.Northwind, cast.Cascade, cast.Lakeside, cast.Solo, cast.Acme, cast.Cobalt, cast.IronBark, cast.Tidewater, cast.Delta, cast.Clearlake, "nobodyxx", "", "'"}
	asks := map[string][]string{
		cast.Northwind: {cast.Acme, cast.Cobalt, cast.IronBark, cast.Tidewater},
		cast.Cascade:   {cast.Delta},
		cast.Lakeside:  {cast.Clearlake},
	}
	for _, p := range cast.Everyone() {
		if p == cast.Tess {
			continue
		}
		_, v := signIn(t, a, p)
		for _, key := range keys {
			want := "missing"
			if key == p.Account {
				want = "in"
			}
			for _, k := range asks[p.Account] {
				if k == key {
					want = "ask"
				}
			}
			if got := at(t, a, v, key); got != want {
				t.Errorf("%s at %q: %s, not %s", p.Name, key, got, want)
			}
			entered, err := a.Sessions.Enter(t.Context(), v, key)
			switch {
			case want == "missing" && !fault.Is(err, fault.NotFound):
				t.Errorf("%s enters %q: %v", p.Name, key, err)
			case want != "missing" && err != nil:
				t.Errorf("%s enters %q: %v", p.Name, key, err)
			case want == "ask":
				if entered.Partner.ID != p.Account || !entered.Caller.Viewing() || entered.Caller.Role != p.Role || !entered.Since.Equal(apptest.Start) {
					t.Errorf("%s entered %q as %+v", p.Name, key, entered.Caller)
				}
				if got := at(t, a, v, key); got != "viewing" {
					t.Errorf("%s after entering %q: %s", p.Name, key, got)
				}
			}
		}
	}
	want := 0
	for _, p := range cast.Everyone() {
		want += len(asks[p.Account])
	}
	if n := number(t, a, "SELECT count(*) FROM events WHERE kind = 'account.entered'"); n != want {
		t.Errorf("%d entries are recorded, not %d", n, want)
	}
}

func TestEnteringAndLeavingAreRecordedOnce(t *testing.T) {
	a := apptest.New(t)
	ctx := t.Context()
	_, v := signIn(t, a, cast.Theo)
	in, err := a.Sessions.Enter(ctx, v, cast.Acme)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Sessions.Enter(ctx, v, cast.Acme); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := a.Sessions.Leave(ctx, in, visit.Returned); err != nil {
			t.Fatal(err)
		}
	}
	if got := at(t, a, v, cast.Acme); got != "ask" {
		t.Errorf("after leaving: %s", got)
	}
	es, _, err := a.Events.History(ctx, a.By(cast.Pia), cast.Acme, "")
	if err != nil {
		t.Fatal(err)
	}
	if es[0].Kind != event.AccountLeft || es[1].Kind != event.AccountEntered || es[2].Kind == event.AccountEntered {
		t.Errorf("%v, %v, %v", es[0].Kind, es[1].Kind, es[2].Kind)
	}
	if e := es[1]; e.UserName != "Theo Brandt" || e.SeatID != cast.Northwind || e.AccountID != cast.Acme {
		t.Errorf("%+v", e)
	}
}

func TestTenEntriesAtOnceMakeOneContext(t *testing.T) {
	a := apptest.New(t)
	_, v := signIn(t, a, cast.Pia)
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			if _, err := a.Sessions.Enter(context.Background(), v, cast.Acme); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := number(t, a, "SELECT count(*) FROM visits"); n != 1 {
		t.Errorf("%d visits", n)
	}
	if n := number(t, a, "SELECT count(*) FROM events WHERE kind = 'account.entered'"); n != 1 {
		t.Errorf("%d entries are recorded", n)
	}
}

func TestTwoAccountsAreEnteredAtOnceAndLeftOneByOne(t *testing.T) {
	a := apptest.New(t)
	_, v := signIn(t, a, cast.Pia)
	acme, err := a.Sessions.Enter(t.Context(), v, cast.Acme)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Sessions.Enter(t.Context(), v, cast.Cobalt); err != nil {
		t.Fatal(err)
	}
	if err := a.Sessions.Leave(t.Context(), acme, visit.Refreshed); err != nil {
		t.Fatal(err)
	}
	if got := at(t, a, v, cast.Acme) + " " + at(t, a, v, cast.Cobalt); got != "ask viewing" {
		t.Error(got)
	}
	_, other := signIn(t, a, cast.Pia)
	if got := at(t, a, other, cast.Cobalt); got != "ask" {
		t.Errorf("another browser of hers: %s", got)
	}
}

func TestEveryRequestIsAuthorisedAfresh(t *testing.T) {
	for name, c := range map[string]struct {
		p         cast.Person
		key       string
		change    string
		want      string
		suspended bool
	}{
		"the seat is removed, viewing":             {cast.Pia, cast.Acme, "DELETE FROM seats WHERE user_id = 'cast-pia'", "missing", false},
		"the seat is removed, at home":             {cast.Pia, cast.Northwind, "DELETE FROM seats WHERE user_id = 'cast-pia'", "missing", false},
		"the partner is closed, viewing":           {cast.Pia, cast.Acme, "UPDATE accounts SET status = 'closed' WHERE id = '" + cast.Northwind + "'", "missing", false},
		"the partner is closed, at home":           {cast.Pia, cast.Northwind, "UPDATE accounts SET status = 'closed' WHERE id = '" + cast.Northwind + "'", "missing", false},
		"the partner is closed, for its customers": {cast.Alice, cast.Acme, "UPDATE accounts SET status = 'closed' WHERE id = '" + cast.Northwind + "'", "missing", false},
		"the account is closed, at home":           {cast.Alice, cast.Acme, "UPDATE accounts SET status = 'closed' WHERE id = '" + cast.Acme + "'", "missing", false},
		"the account is closed, viewing":           {cast.Pia, cast.Acme, "UPDATE accounts SET status = 'closed' WHERE id = '" + cast.Acme + "'", "viewing", true},
		"the account is suspended, at home":        {cast.Alice, cast.Acme, "UPDATE accounts SET status = 'suspended' WHERE id = '" + cast.Acme + "'", "in", true},
		"the account is suspended, viewing":        {cast.Pia, cast.Acme, "UPDATE accounts SET status = 'suspended' WHERE id = '" + cast.Acme + "'", "viewing", true},
		"the partner is suspended, at home":        {cast.Pia, cast.Northwind, "UPDATE accounts SET status = 'suspended' WHERE id = '" + cast.Northwind + "'", "in", true},
		"the partner is suspended, viewing":        {cast.Pia, cast.Acme, "UPDATE accounts SET status = 'suspended' WHERE id = '" + cast.Northwind + "'", "viewing", true},
		"the partner is suspended, for customers":  {cast.Alice, cast.Acme, "UPDATE accounts SET status = 'suspended' WHERE id = '" + cast.Northwind + "'", "in", true},
		"nothing": {cast.Pia, cast.Acme, "SELECT 1", "viewing", false},
	} {
		t.Run(name, func(t *testing.T) {
			a := apptest.New(t)
			_, v := signIn(t, a, c.p)
			if _, err := a.Sessions.Enter(t.Context(), v, c.key); err != nil {
				t.Fatal(err)
			}
			run(t, a, c.change)
			if got := at(t, a, v, c.key); got != c.want {
				t.Errorf("%s, not %s", got, c.want)
			}
			if got, err := a.Sessions.At(t.Context(), v, c.key); err == nil && got.Caller.Suspended != c.suspended {
				t.Errorf("suspended: %t", got.Caller.Suspended)
			}
		})
	}
}

func TestARoleThatWasTakenAwayIsGoneWithTheNextRequest(t *testing.T) {
	a := apptest.New(t)
	_, v := signIn(t, a, cast.Pia)
	run(t, a, "UPDATE seats SET role = 'Read Only' WHERE user_id = 'cast-pia'")
	got, err := a.Sessions.At(t.Context(), v, cast.Northwind)
	if err != nil || got.Caller.Role != access.ReadOnly || got.Caller.May(access.CreateAccounts) {
		t.Errorf("%+v, %v", got.Caller, err)
	}
}

func TestSomebodyWithTwoSeatsStandsInEach(t *testing.T) {
	a := apptest.New(t)
	run(t, a, `INSERT INTO seats (id, account_id, parent_id, user_id, first_name, last_name, name, search, email, email_fold, phone, role, sees_billing, edits_contact, status, invited_by, invited_at, created_at)
		SELECT 'second', '`+cast.Acme+`', '`+cast.Northwind+`', user_id, first_name, last_name, name, search, email, email_fold, phone, 'Read Only', FALSE, FALSE, 'active', '', '2026-01-01 00:00:00', '2026-01-01 00:00:00'
		FROM seats WHERE user_id = 'cast-pia'`)
	_, v := signIn(t, a, cast.Pia)
	homes, err := a.Sessions.Homes(t.Context(), v)
	if err != nil || len(homes) != 2 || homes[0].ID != cast.Northwind {
		t.Errorf("%+v, %v", homes, err)
	}
	if got := at(t, a, v, cast.Acme); got != "in" {
		t.Errorf("in the account of her second seat: %s", got)
	}
}

func TestTheSwitcherFindsOnlyWhereOneMayGo(t *testing.T) {
	a := apptest.New(t)
	for _, c := range []struct {
		p    cast.Person
		find string
		want string
	}{
		{cast.Pia, "acme", "Acme Robotics"},
		{cast.Pia, "northwind", "Northwind Partners"},
		{cast.Pia, "delta freight", ""},
		{cast.Rory, "CRM-1002", "Blue Bottle Logistics"},
		{cast.Cara, "acme", "Acme Robotics"}, // her own
		{cast.Alice, "blue", ""},
		{cast.Alice, "", "Acme Robotics"},
		{cast.Dina, "lakeside", ""},
		{cast.Olive, "", "Meridian Networks"},
	} {
		_, v := signIn(t, a, c.p)
		ps, err := a.Sessions.Places(t.Context(), v, c.find)
		var names []string
		for _, p := range ps {
			names = append(names, p.Name)
			if parent := a.Account(p.ID).ParentID; parent != c.p.Account && p.ID != c.p.Account {
				t.Errorf("%s finds %s of somebody else", c.p.Name, p.Name)
			}
		}
		if err != nil || strings.Join(names, ", ") != c.want {
			t.Errorf("%s looks for %q: %v, %v", c.p.Name, c.find, names, err)
		}
	}
	_, v := signIn(t, a, cast.Pia)
	if ps, err := a.Sessions.Places(t.Context(), v, ""); err != nil || len(ps) != auth.MostPlaces {
		t.Errorf("%d places, %v", len(ps), err)
	}
}

func TestTheAccountsEnteredLastComeFirst(t *testing.T) {
	a := apptest.New(t)
	_, v := signIn(t, a, cast.Pia)
	for _, key := range []string{cast.Acme, cast.Cobalt, cast.Acme, cast.Ember} {
		a.Clock.Advance(time.Second)
		in, err := a.Sessions.Enter(t.Context(), v, key)
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Sessions.Leave(t.Context(), in, visit.Returned); err != nil {
			t.Fatal(err)
		}
	}
	ps, err := a.Sessions.Recent(t.Context(), v)
	if err != nil || len(ps) != 3 || ps[0].ID != cast.Ember || ps[1].ID != cast.Acme || ps[2].ID != cast.Cobalt {
		t.Errorf("%+v, %v", ps, err)
	}
	run(t, a, "DELETE FROM seats WHERE user_id = 'cast-pia'")
	if ps, err := a.Sessions.Recent(t.Context(), v); err != nil || len(ps) != 0 {
		t.Errorf("without the seat: %+v, %v", ps, err)
	}
}

// partner is what Olive types for a new partner.
func partner(t *testing.T, a *apptest.App, token string) (account.Account, string) {
	t.Helper()
	acct, secret, err := a.Users.CreatePartner(t.Context(), a.By(cast.Olive),
		account.PartnerDraft{Kind: access.Partner, Name: "Fjord Connect", Support: account.ByPartner, Country: "NO", Token: token},
		user.PersonDraft{FirstName: "Nils", LastName: "Berg", Email: "nils@fjord.example"})
	if err != nil {
		t.Fatal(err)
	}
	return acct, secret
}

// nils is what the invited person types.
func nils(password string) auth.AcceptDraft {
	return auth.AcceptDraft{FirstName: "Nils", LastName: "Berg", Password: password}
}

func TestAFirstPasswordIsSetOnce(t *testing.T) {
	a := apptest.New(t)
	ctx := t.Context()
	acct, link := partner(t, a, "t")
	if in, err := a.Sessions.FindInvitation(ctx, link); err != nil || in.Seat.Name != "Nils Berg" || in.Account.ID != acct.ID || in.Known {
		t.Errorf("%+v, %v", in, err)
	}
	if _, err := a.Sessions.Accept(ctx, link, nils("too short"), auth.Browser{}); fault.FieldsOf(err).At("password") == "" {
		t.Errorf("a short password: %v", err)
	}
	secret, err := a.Sessions.Accept(ctx, link, nils("correct horse battery"), auth.Browser{})
	if err != nil {
		t.Fatal(err)
	}
	v, ok, err := a.Sessions.Resume(ctx, secret, access.Origin{Request: "r"})
	if err != nil || !ok || at(t, a, v, acct.ID) != "in" {
		t.Errorf("he is not in: %v", err)
	}
	if _, err := a.Sessions.Accept(ctx, link, nils("another horse battery"), auth.Browser{}); !fault.Is(err, fault.NotFound) {
		t.Errorf("used twice: %v", err)
	}
	if _, err := a.Sessions.SignIn(ctx, "nils@fjord.example", "correct horse battery", auth.Browser{}); err != nil {
		t.Error(err)
	}
	if _, _, _, err := a.Users.RenewLink(ctx, a.By(cast.Olive), acct.ID); !fault.Is(err, fault.Conflict) {
		t.Errorf("a link for somebody who has a password: %v", err)
	}
}

func TestALinkUsedTenTimesAtOnceWorksOnce(t *testing.T) {
	a := apptest.New(t)
	_, link := partner(t, a, "t")
	var wg sync.WaitGroup
	worked := make(chan bool, 10)
	for i := range 10 {
		wg.Go(func() {
			_, err := a.Sessions.Accept(context.Background(), link, nils(fmt.Sprint("correct horse battery ", i)), auth.Browser{})
			if err != nil && !fault.Is(err, fault.NotFound) {
				t.Error(err)
			}
			worked <- err == nil
		})
	}
	wg.Wait()
	n := 0
	for range 10 {
		if <-worked {
			n++
		}
	}
	if n != 1 {
		t.Errorf("it worked %d times", n)
	}
}

func TestANewLinkEndsTheOldOneAndBothEndInTime(t *testing.T) {
	a := apptest.New(t)
	ctx := t.Context()
	acct, old := partner(t, a, "t")
	_, _, fresh, err := a.Users.RenewLink(ctx, a.By(cast.Olive), acct.ID)
	if err != nil || fresh == old {
		t.Fatal(err)
	}
	if _, err := a.Sessions.FindInvitation(ctx, old); !fault.Is(err, fault.NotFound) {
		t.Errorf("the old one: %v", err)
	}
	if err := a.Sessions.CheckSetUp(ctx, fresh); !fault.Is(err, fault.NotFound) {
		t.Errorf("for another purpose: %v", err)
	}
	if _, err := a.Sessions.FindInvitation(ctx, fresh); err != nil {
		t.Error(err)
	}
	a.Clock.Advance(7 * 24 * time.Hour)
	if _, err := a.Sessions.Accept(ctx, fresh, nils("correct horse battery"), auth.Browser{}); !fault.Is(err, fault.NotFound) {
		t.Errorf("after a week: %v", err)
	}
}

func TestTheSameFormMakesOnePartnerAndShowsTheLinkOnce(t *testing.T) {
	a := apptest.New(t)
	first, secret := partner(t, a, "one showing")
	again, none := partner(t, a, "one showing")
	if first.ID != again.ID || secret == "" || none != "" {
		t.Errorf("%s %q, %s %q", first.ID, secret, again.ID, none)
	}
	for name, c := range map[string]struct {
		in    account.PartnerDraft
		admin user.PersonDraft
		field string
	}{
		"a name in use":         {account.PartnerDraft{Kind: access.Partner, Name: "NORTHWIND partners", Support: account.ByPartner}, user.PersonDraft{FirstName: "X", LastName: "Y", Email: "x@y.example"}, "name"},
		"no kind":               {account.PartnerDraft{Kind: access.Operator, Name: "New", Support: account.ByPartner}, user.PersonDraft{FirstName: "X", LastName: "Y", Email: "x@y.example"}, "kind"},
		"no support":            {account.PartnerDraft{Kind: access.Partner, Name: "New"}, user.PersonDraft{FirstName: "X", LastName: "Y", Email: "x@y.example"}, "support"},
		"an unknown country":    {account.PartnerDraft{Kind: access.Partner, Name: "New", Support: account.ByPartner, Country: "XX"}, user.PersonDraft{FirstName: "X", LastName: "Y", Email: "x@y.example"}, "country"},
		"referred by a partner": {account.PartnerDraft{Kind: access.Partner, Name: "New", Support: account.ByPartner, ReferredBy: cast.Cascade}, user.PersonDraft{FirstName: "X", LastName: "Y", Email: "x@y.example"}, "referred_by"},
		"nobody":                {account.PartnerDraft{Kind: access.Partner, Name: "New", Support: account.ByPartner}, user.PersonDraft{}, "first_name"},
	} {
		before := number(t, a, "SELECT count(*) FROM accounts")
		_, _, err := a.Users.CreatePartner(t.Context(), a.By(cast.Olive), c.in, c.admin)
		if fault.FieldsOf(err).At(c.field) == "" {
			t.Errorf("%s: %v", name, err)
		}
		if number(t, a, "SELECT count(*) FROM accounts") != before {
			t.Errorf("%s: written", name)
		}
	}
	for _, p := range []cast.Person{cast.Sam, cast.Pia, cast.Dina} {
		if _, _, err := a.Users.CreatePartner(t.Context(), a.By(p), account.PartnerDraft{}, user.PersonDraft{}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v", p.Name, err)
		}
	}
}

func TestAnInstallationIsSetUpOnce(t *testing.T) {
	a := apptest.Empty(t)
	ctx := t.Context()
	old, err := a.Sessions.OfferSetUp(ctx)
	if err != nil || old == "" {
		t.Fatal(err)
	}
	link, err := a.Sessions.OfferSetUp(ctx)
	if err != nil {
		t.Fatal(err)
	}
	in := auth.SetUpDraft{Operator: "Meridian", FirstName: "Olive", LastName: "Okafor", Email: "olive@meridian.example", Password: "correct horse battery"}
	if _, err := a.Sessions.SetUp(ctx, old, in, auth.Browser{}); !fault.Is(err, fault.NotFound) {
		t.Errorf("by the old link: %v", err)
	}
	for field, bad := range map[string]auth.SetUpDraft{
		"operator": {FirstName: "x", LastName: "x", Email: in.Email, Password: in.Password}, "first_name": {Operator: "x", LastName: "x", Email: in.Email, Password: in.Password},
		"email": {Operator: "x", FirstName: "x", LastName: "x", Email: "x", Password: in.Password}, "password": {Operator: "x", FirstName: "x", LastName: "x", Email: in.Email, Password: "short"},
	} {
		if _, err := a.Sessions.SetUp(ctx, link, bad, auth.Browser{}); fault.FieldsOf(err).At(field) == "" {
			t.Errorf("without %s: %v", field, err)
		}
	}
	var wg sync.WaitGroup
	won := make(chan string, 6)
	for range 6 {
		wg.Go(func() {
			secret, err := a.Sessions.SetUp(context.Background(), link, in, auth.Browser{})
			if err != nil && !fault.Is(err, fault.NotFound) {
				t.Error(err)
			}
			won <- secret
		})
	}
	wg.Wait()
	secret, n := "", 0
	for range 6 {
		if s := <-won; s != "" {
			secret, n = s, n+1
		}
	}
	if n != 1 || number(t, a, "SELECT count(*) FROM accounts") != 1 || number(t, a, "SELECT count(*) FROM users") != 1 {
		t.Fatalf("%d set-ups worked", n)
	}
	v, ok, err := a.Sessions.Resume(ctx, secret, access.Origin{Request: "r"})
	if err != nil || !ok {
		t.Fatal(err)
	}
	homes, err := a.Sessions.Homes(ctx, v)
	if err != nil || len(homes) != 1 || homes[0].Role != access.OperatorAdmin || homes[0].Kind != access.Operator {
		t.Errorf("%+v, %v", homes, err)
	}
	if again, err := a.Sessions.OfferSetUp(ctx); err != nil || again != "" {
		t.Errorf("offered again: %q, %v", again, err)
	}
}

func TestAnInstallationWithAnOperatorOffersNoSetUp(t *testing.T) {
	a := apptest.New(t)
	if secret, err := a.Sessions.OfferSetUp(t.Context()); err != nil || secret != "" {
		t.Errorf("%q, %v", secret, err)
	}
}

func TestAttemptsOfADayAgoAreNotKept(t *testing.T) {
	a := apptest.New(t)
	for _, email := range []string{"one@nowhere.example", "two@nowhere.example"} {
		_, _ = a.Sessions.SignIn(t.Context(), email, "not the password", auth.Browser{})
	}
	a.Clock.Advance(25 * time.Hour)
	_, _ = a.Sessions.SignIn(t.Context(), "two@nowhere.example", "not the password", auth.Browser{})
	if n := number(t, a, "SELECT count(*) FROM attempts"); n != 1 {
		t.Errorf("%d rows are kept", n)
	}
}
