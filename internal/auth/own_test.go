package auth_test

import (
	"context"
	"encoding/json"
	"github.com/tenantry/tenantry/internal/access"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/user"
)

// desk is a browser that a person signs in from.
func desk(device string) auth.Browser {
	return auth.Browser{
		Address: "192.0.2.7", Agent: "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", Request: "r", Device: device,
	}
}

// signInFrom is a person's new session in a browser.
func signInFrom(t *testing.T, a *apptest.App, p cast.Person, b auth.Browser) auth.Visitor {
	t.Helper()
	secret, err := a.Sessions.SignIn(t.Context(), p.Email, cast.Password, b)
	if err != nil {
		t.Fatal(err)
	}
	v, ok, err := a.Sessions.Resume(t.Context(), secret, access.Origin{Request: "r"})
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	return v
}

// letter is a letter as the database has it.
type letter struct {
	kind, to string
	facts    outbox.Facts
}

// letters are all letters of some kinds, oldest first.
func letters(t *testing.T, a *apptest.App, kinds ...outbox.Kind) (ls []letter) {
	t.Helper()
	rows, err := a.Raw().Query("SELECT kind, to_address, facts FROM letters ORDER BY id")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var l letter
		var facts string
		if err := rows.Scan(&l.kind, &l.to, &facts); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(facts), &l.facts); err != nil {
			t.Fatal(err)
		}
		for _, k := range kinds {
			if l.kind == string(k) {
				ls = append(ls, l)
			}
		}
	}
	return ls
}

// together calls fn n times at the same time.
func together(n int, fn func(i int)) {
	var all sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		all.Go(func() {
			<-start
			fn(i)
		})
	}
	close(start)
	all.Wait()
}

func TestANewBrowserIsNoticedAndAKnownOneIsNot(t *testing.T) {
	a := apptest.New(t)
	signInFrom(t, a, cast.Pia, desk("one"))
	if ls := letters(t, a, outbox.NewDevice); len(ls) != 0 {
		t.Errorf("the very first sign-in causes %v", ls)
	}
	signInFrom(t, a, cast.Pia, desk("one"))
	signInFrom(t, a, cast.Tariq, desk("one"))
	if ls := letters(t, a, outbox.NewDevice); len(ls) != 0 {
		t.Errorf("a known browser, and another person's first sign-in, cause %v", ls)
	}
	signInFrom(t, a, cast.Pia, desk("two"))
	signInFrom(t, a, cast.Tariq, desk("two"))
	signInFrom(t, a, cast.Pia, desk("two"))
	ls := letters(t, a, outbox.NewDevice)
	if len(ls) != 2 || ls[0].to != cast.Pia.Email || ls[1].to != cast.Tariq.Email || ls[0].facts.Device != "Firefox on Linux" || ls[0].facts.Place != "192.0.2.7" {
		t.Fatalf("%+v", ls)
	}
	if n := number(t, a, "SELECT count(*) FROM devices WHERE hash LIKE '%one%' OR hash LIKE '%two%' OR length(hash) < 64"); n != 0 {
		t.Error("a device's secret is kept as it is")
	}
	a.Clock.Advance(auth.DeviceLife + time.Hour)
	signInFrom(t, a, cast.Pia, desk("one"))
	if n := len(letters(t, a, outbox.NewDevice)); n != 3 {
		t.Errorf("a browser that was not used for a year is still known: %d letters", n)
	}
	if n := number(t, a, "SELECT count(*) FROM devices WHERE user_id = '"+cast.Pia.ID+"'"); n != 1 {
		t.Errorf("%d devices are kept", n)
	}
}

func TestOldSessionsAreForgottenAndTheirVisitsStay(t *testing.T) {
	a := apptest.New(t)
	v := signInFrom(t, a, cast.Pia, desk("one"))
	if _, err := a.Sessions.Enter(t.Context(), v, cast.Acme); err != nil {
		t.Fatal(err)
	}
	a.Clock.Advance(89 * 24 * time.Hour)
	signInFrom(t, a, cast.Tariq, desk("two"))
	if n := number(t, a, "SELECT count(*) FROM visits"); n != 1 {
		t.Errorf("%d visits after 89 days", n)
	}
	a.Clock.Advance(2 * 24 * time.Hour)
	signInFrom(t, a, cast.Tariq, desk("two"))
	if s, ended := number(t, a, "SELECT count(*) FROM sessions"), number(t, a, "SELECT count(*) FROM visits WHERE left_at IS NOT NULL"); s != 2 || ended != 1 {
		t.Errorf("%d sessions and %d ended visits after 91 days", s, ended)
	}
}

func TestAProfileIsSavedOnThePersonAndTheirSeats(t *testing.T) {
	a := apptest.New(t)
	v := signInFrom(t, a, cast.Pia, desk("one"))
	in := user.ProfileDraft{FirstName: "Pía", LastName: "Larsen-Ito", Phone: "+61 2 9374 4000", TimeZone: "sydney", DateStyle: "year"}
	if err := a.Sessions.EditProfile(t.Context(), v, in); err != nil {
		t.Fatal(err)
	}
	u, _, err := a.Sessions.Me(t.Context(), v)
	if err != nil || u.Name != "Pía Larsen-Ito" || u.Phone != "+61293744000" || u.TimeZone != "Australia/Sydney" || u.DateStyle != user.YearFirst || u.Email != cast.Pia.Email {
		t.Errorf("%+v, %v", u, err)
	}
	if n := number(t, a, "SELECT count(*) FROM seats WHERE name = 'Pía Larsen-Ito' AND phone = '+61293744000'"); n != 1 {
		t.Errorf("%d seats have the new name", n)
	}
	facts := "SELECT count(*) FROM events WHERE kind = 'profile.edited' AND account_id = '" + cast.Northwind + "'"
	if n := number(t, a, facts); n != 1 {
		t.Errorf("%d facts", n)
	}
	together(8, func(int) {
		if err := a.Sessions.EditProfile(context.Background(), v, in); err != nil {
			t.Error(err)
		}
	})
	if n := number(t, a, facts); n != 1 {
		t.Errorf("saving the same again made %d facts", n)
	}
	err = a.Sessions.EditProfile(t.Context(), v, user.ProfileDraft{TimeZone: "Local"})
	if f := fault.FieldsOf(err); f.At("first_name") == "" || f.At("time_zone") == "" {
		t.Error(err)
	}
	if err := a.Sessions.EditProfile(t.Context(), auth.Visitor{}, in); !fault.Is(err, fault.NotFound) {
		t.Errorf("nobody edits a profile: %v", err)
	}
}

// ask begins a change of address and answers the code of the last letter.
func ask(t *testing.T, a *apptest.App, v auth.Visitor, email string) (code string) {
	t.Helper()
	if err := a.Sessions.AskAddress(t.Context(), v, email, desk("one")); err != nil {
		t.Fatal(err)
	}
	ls := letters(t, a, outbox.AddressCode)
	if len(ls) == 0 {
		return ""
	}
	return ls[len(ls)-1].facts.Secret
}

func TestAnAddressChangesByTheCodeThatWentToIt(t *testing.T) {
	a := apptest.New(t)
	v := signInFrom(t, a, cast.Pia, desk("one"))
	other := signInFrom(t, a, cast.Pia, desk("one"))
	code := ask(t, a, v, " Pia.Larsen@Northwind.example ")
	if len(code) != 8 {
		t.Fatalf("the code is %q", code)
	}
	if n := number(t, a, "SELECT count(*) FROM address_changes WHERE code_hash LIKE '%"+code+"%'"); n != 0 {
		t.Error("the code is kept as it is")
	}
	if ls := letters(t, a, outbox.AddressAsked); len(ls) != 1 || ls[0].to != cast.Pia.Email || ls[0].facts.Secret != "" || ls[0].facts.Device != "Firefox on Linux" {
		t.Errorf("the old address gets %+v", ls)
	}
	if _, asked, err := a.Sessions.Me(t.Context(), v); err != nil || asked.Email != "Pia.Larsen@northwind.example" {
		t.Errorf("%+v %v", asked, err)
	}
	if err := a.Sessions.ProveAddress(t.Context(), v, "00000000", desk("one")); fault.FieldsOf(err).At("code") == "" {
		t.Errorf("a wrong code: %v", err)
	}
	stranger := signInFrom(t, a, cast.Tariq, desk("one"))
	if err := a.Sessions.ProveAddress(t.Context(), stranger, code, desk("one")); fault.FieldsOf(err).At("code") == "" {
		t.Errorf("somebody else's code: %v", err)
	}
	if err := a.Sessions.ProveAddress(t.Context(), v, code[:4]+" "+code[4:], desk("one")); err != nil {
		t.Fatal(err)
	}
	for _, gone := range []auth.Visitor{v, other} {
		if n := number(t, a, "SELECT count(*) FROM sessions WHERE id = '"+gone.Session.ID+"' AND ended_at IS NULL"); n != 0 {
			t.Error("a session goes on")
		}
	}
	if ls := letters(t, a, outbox.AddressChanged); len(ls) != 1 || ls[0].to != cast.Pia.Email || ls[0].facts.What != "Pia.Larsen@northwind.example" {
		t.Errorf("the old address gets %+v", ls)
	}
	if n := number(t, a, "SELECT count(*) FROM seats WHERE user_id = '"+cast.Pia.ID+"' AND email_fold = 'pia.larsen@northwind.example'"); n != 1 {
		t.Error("the seat keeps the old address")
	}
	if n := number(t, a, "SELECT count(*) FROM events WHERE kind = 'email.changed' AND account_id = '"+cast.Northwind+"'"); n != 1 {
		t.Errorf("%d facts", n)
	}
	if _, err := a.Sessions.SignIn(t.Context(), cast.Pia.Email, cast.Password, desk("one")); err == nil {
		t.Error("the old address still signs in")
	}
	if _, err := a.Sessions.SignIn(t.Context(), "pia.larsen@northwind.example", cast.Password, desk("one")); err != nil {
		t.Error(err)
	}
	if err := a.Sessions.ProveAddress(t.Context(), v, code, desk("one")); err == nil {
		t.Error("the code works twice")
	}
}

func TestATakenAddressIsAnsweredLikeAFreeOne(t *testing.T) {
	a := apptest.New(t)
	v := signInFrom(t, a, cast.Pia, desk("one"))
	if code := ask(t, a, v, cast.Dev.Email); code != "" {
		t.Error("a code for a taken address left")
	}
	if ls := letters(t, a, outbox.AddressTaken); len(ls) != 1 || ls[0].to != cast.Dev.Email || ls[0].facts.By != "" || ls[0].facts.Account != "" {
		t.Errorf("its holder gets %+v", ls)
	}
	if n := len(letters(t, a, outbox.AddressAsked)); n != 1 {
		t.Errorf("the old address gets %d letters", n)
	}
	if _, asked, err := a.Sessions.Me(t.Context(), v); err != nil || asked.Email != cast.Dev.Email {
		t.Errorf("%+v %v", asked, err)
	}
	err := a.Sessions.ProveAddress(t.Context(), v, "12345678", desk("one"))
	if text := fault.FieldsOf(err).At("code"); !strings.HasPrefix(text, "That is not the code") {
		t.Error(err)
	}
}

func TestAnAddressThatIsTakenMeanwhileIsNotGiven(t *testing.T) {
	a := apptest.New(t)
	one, two := signInFrom(t, a, cast.Pia, desk("one")), signInFrom(t, a, cast.Tariq, desk("one"))
	first, second := ask(t, a, one, "new@northwind.example"), ask(t, a, two, "new@northwind.example")
	errs := make([]error, 2)
	together(2, func(i int) {
		errs[i] = a.Sessions.ProveAddress(context.Background(), []auth.Visitor{one, two}[i], []string{first, second}[i], desk("one"))
	})
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Fatalf("%v", errs)
	}
	for _, err := range errs {
		if err != nil && !strings.Contains(fault.FieldsOf(err).At("code"), "Somebody has taken") {
			t.Error(err)
		}
	}
}

func TestACodeWorksOnceHoweverOftenItIsSent(t *testing.T) {
	a := apptest.New(t)
	v := signInFrom(t, a, cast.Pia, desk("one"))
	code := ask(t, a, v, "new@northwind.example")
	errs := make([]error, 20)
	together(20, func(i int) { errs[i] = a.Sessions.ProveAddress(context.Background(), v, code, desk("one")) })
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if !fault.Is(err, fault.Conflict) { // the session is over, like all others
			t.Error(err)
		}
	}
	if won != 1 || number(t, a, "SELECT count(*) FROM events WHERE kind = 'email.changed'") != 1 {
		t.Errorf("%d of twenty won", won)
	}
}

func TestGuessesAtACodeAreCountedOneByOne(t *testing.T) {
	a := apptest.New(t)
	v := signInFrom(t, a, cast.Pia, desk("one"))
	code := ask(t, a, v, "new@northwind.example")
	together(20, func(i int) {
		guess := "0000000" + string(rune('0'+i%10))
		if guess == code {
			return
		}
		if err := a.Sessions.ProveAddress(context.Background(), v, guess, desk("one")); err == nil {
			t.Error("a guess won")
		}
	})
	err := a.Sessions.ProveAddress(t.Context(), v, code, desk("one"))
	if !strings.Contains(fault.FieldsOf(err).At("code"), "does not work any more") {
		t.Errorf("after twenty guesses the code answers %v", err)
	}
	if code = ask(t, a, v, "new@northwind.example"); code == "" {
		t.Fatal("no other code")
	}
	if err := a.Sessions.ProveAddress(t.Context(), v, code, desk("one")); err != nil {
		t.Error(err)
	}
}

func TestACodeIsOverAfterADayAndWhenItIsGivenUp(t *testing.T) {
	a := apptest.New(t)
	v := signInFrom(t, a, cast.Pia, desk("one"))
	code := ask(t, a, v, "new@northwind.example")
	a.Clock.Advance(24 * time.Hour)
	if err := a.Sessions.ProveAddress(t.Context(), v, code, desk("one")); err == nil {
		t.Error("a code of yesterday works")
	}
	v = signInFrom(t, a, cast.Pia, desk("one"))
	code = ask(t, a, v, "new@northwind.example")
	for range 2 {
		if err := a.Sessions.DropAddress(t.Context(), v); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.Sessions.ProveAddress(t.Context(), v, code, desk("one")); err == nil {
		t.Error("a code that was given up works")
	}
	for range 4 {
		ask(t, a, v, "new@northwind.example")
	}
	err := a.Sessions.AskAddress(t.Context(), v, "new@northwind.example", desk("one"))
	if !strings.Contains(fault.FieldsOf(err).At("email"), "Five codes") {
		t.Errorf("a sixth code within a day: %v", err)
	}
}

func TestAnotherAddressTakesAFreshProofAndAGoodAddress(t *testing.T) {
	a := apptest.New(t)
	v := signInFrom(t, a, cast.Pia, desk("one"))
	for typed, want := range map[string]string{"": "not an e-mail address", "pia": "not an e-mail address", "PIA@northwind.example": "your e-mail address already"} {
		if err := a.Sessions.AskAddress(t.Context(), v, typed, desk("one")); !strings.Contains(fault.FieldsOf(err).At("email"), want) {
			t.Errorf("%q: %v", typed, err)
		}
	}
	a.Clock.Advance(11 * time.Minute)
	if err := a.Sessions.AskAddress(t.Context(), v, "new@northwind.example", desk("one")); !fault.Is(err, fault.Forbidden) {
		t.Errorf("without a fresh proof: %v", err)
	}
	if n := len(letters(t, a, outbox.AddressAsked, outbox.AddressCode)); n != 0 {
		t.Errorf("%d letters left", n)
	}
}

func TestAResetToTheOldAddressDiesWithIt(t *testing.T) {
	a := apptest.New(t)
	run(t, a, "INSERT INTO links (hash, purpose, subject_id, expires_at, created_at) VALUES ('h', 'reset', '"+cast.Pia.ID+"', '2027-01-01 00:00:00', '2026-09-14 09:00:00')")
	v := signInFrom(t, a, cast.Pia, desk("one"))
	if err := a.Sessions.ProveAddress(t.Context(), v, ask(t, a, v, "new@northwind.example"), desk("one")); err != nil {
		t.Fatal(err)
	}
	if n := number(t, a, "SELECT count(*) FROM links WHERE purpose = 'reset'"); n != 0 {
		t.Error("the link still works")
	}
}

func TestSessionsAreListedAndEnded(t *testing.T) {
	a := apptest.New(t)
	ctx := t.Context()
	old := signInFrom(t, a, cast.Pia, desk("one"))
	a.Clock.Advance(31 * time.Minute)
	one := signInFrom(t, a, cast.Pia, desk("one"))
	a.Clock.Advance(time.Minute)
	two, three := signInFrom(t, a, cast.Pia, desk("two")), signInFrom(t, a, cast.Pia, desk("three"))
	foreign := signInFrom(t, a, cast.Tariq, desk("one"))
	live, err := a.Sessions.Live(ctx, two)
	if err != nil || len(live) != 3 || live[2].ID != one.Session.ID || live[0].Device() != "Firefox on Linux" {
		t.Errorf("%+v, %v", live, err)
	}
	for name, id := range map[string]string{"another person's": foreign.Session.ID, "none": "0", "": "", "a hash": one.Session.Hash} {
		if _, err := a.Sessions.EndSession(ctx, two, id); !fault.Is(err, fault.NotFound) {
			t.Errorf("ending %s session: %v", name, err)
		}
	}
	facts := "SELECT count(*) FROM events WHERE kind = 'session.revoked' AND account_id = '" + cast.Northwind + "'"
	together(8, func(int) {
		if _, err := a.Sessions.EndSession(context.Background(), two, one.Session.ID); err != nil {
			t.Error(err)
		}
	})
	if n := number(t, a, facts); n != 1 {
		t.Errorf("%d facts of one end", n)
	}
	sum := 0
	var count sync.Mutex
	together(8, func(int) {
		n, err := a.Sessions.EndOthers(context.Background(), two)
		if err != nil {
			t.Error(err)
		}
		count.Lock()
		sum += n
		count.Unlock()
	})
	if n := number(t, a, facts); n != 2 || sum != 1 {
		t.Errorf("%d facts, %d ended", n, sum)
	}
	for id, want := range map[string]int{old.Session.ID: 0, one.Session.ID: 0, two.Session.ID: 1, three.Session.ID: 0, foreign.Session.ID: 1} {
		if n := number(t, a, "SELECT count(*) FROM sessions WHERE id = '"+id+"' AND ended_at IS NULL"); n != want {
			t.Errorf("session %s: %d live", id, n)
		}
	}
}

func TestTheListOfSessionsIsBounded(t *testing.T) {
	a := apptest.New(t)
	v := signInFrom(t, a, cast.Pia, desk("one"))
	run(t, a, `INSERT INTO sessions (hash, id, user_id, created_at, seen_at, address, agent, whole, proved_at)
		SELECT 'x' || a.id || b.id, 'x' || a.id || b.id, user_id, s.created_at, s.seen_at, address, agent, whole, proved_at
		FROM sessions s, (SELECT id FROM accounts LIMIT 10) a, (SELECT id FROM accounts LIMIT 10) b WHERE s.id = '`+v.Session.ID+"'")
	live, err := a.Sessions.Live(t.Context(), v)
	if err != nil || len(live) != auth.MostSessions+1 {
		t.Errorf("%d sessions, %v", len(live), err)
	}
}

func TestChangesOfAddressesEqualTheirTable(t *testing.T) {
	a := apptest.New(t)
	a.Mirror(t, user.AddressChange{})
}
