package auth_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/user"
)

const (
	better = "three wooden ladders"
	best   = "quiet otter umbrella 9"
)

// forgot asks for a letter to an address.
func forgot(t *testing.T, a *apptest.App, email, from string) {
	t.Helper()
	if err := a.Sessions.ForgotPassword(t.Context(), email, auth.Browser{Address: from, Agent: "test", Request: "r"}); err != nil {
		t.Fatalf("forgotten password of %s: %v", email, err)
	}
}

// secrets are those in the letters of one kind to an address, oldest first.
func secrets(t *testing.T, a *apptest.App, kind outbox.Kind, email string) (ss []string) {
	t.Helper()
	for _, text := range texts(t, a, fmt.Sprintf("SELECT facts FROM letters WHERE kind = '%s' AND to_address = '%s' ORDER BY id", kind, email)) {
		var f outbox.Facts
		if err := json.Unmarshal([]byte(text), &f); err != nil {
			t.Fatal(err)
		}
		ss = append(ss, f.Secret)
	}
	return ss
}

// texts are the answers of a query with one column.
func texts(t *testing.T, a *apptest.App, query string) (all []string) {
	t.Helper()
	rows, err := a.Raw().Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	return all
}

// resetLink is a link to replace a person's password.
func resetLink(t *testing.T, a *apptest.App, p cast.Person) string {
	t.Helper()
	forgot(t, a, p.Email, "192.0.2.7")
	ss := secrets(t, a, outbox.Reset, p.Email)
	if len(ss) == 0 || ss[len(ss)-1] == "" {
		t.Fatalf("%s got no link: %v", p.Name, ss)
	}
	return ss[len(ss)-1]
}

func reset(t *testing.T, a *apptest.App, link, password string) error {
	t.Helper()
	return a.Sessions.ResetPassword(t.Context(), link, password, auth.Browser{Address: "192.0.2.7", Agent: "test", Request: "r"})
}

// passes reports whether a password is a person's.
func passes(t *testing.T, a *apptest.App, p cast.Person, password string) bool {
	t.Helper()
	_, err := a.Sessions.SignIn(t.Context(), p.Email, password, auth.Browser{})
	if err != nil && fault.FieldsOf(err) == nil {
		t.Fatal(err)
	}
	return err == nil
}

func TestAChangedPasswordEndsTheOtherSessionsAndTurnsThisOne(t *testing.T) {
	a := apptest.New(t)
	mine, v := signIn(t, a, cast.Pia)
	other, _ := signIn(t, a, cast.Pia)
	alice, _ := signIn(t, a, cast.Alice)
	if _, err := a.Sessions.Enter(t.Context(), v, cast.Acme); err != nil {
		t.Fatal(err)
	}
	link := resetLink(t, a, cast.Pia)
	secret, again, err := a.Sessions.ChangePassword(t.Context(), v, auth.PasswordDraft{Current: cast.Password, Password: better}, auth.Browser{Address: "192.0.2.7", Request: "r"})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		secret string
		opens  bool
	}{"the old secret of this one": {mine, false}, "another session": {other, false}, "this one": {secret, true}, "somebody else's": {alice, true}} {
		if resumes(t, a, c.secret) != c.opens {
			t.Errorf("%s opens: %t", name, !c.opens)
		}
	}
	if at(t, a, again, cast.Acme) == "" {
		t.Error("the account that was entered is left")
	}
	if passes(t, a, cast.Pia, cast.Password) || !passes(t, a, cast.Pia, better) {
		t.Error("the password is not the new one")
	}
	if err := reset(t, a, link, best); !fault.Is(err, fault.NotFound) {
		t.Errorf("a link that was sent before: %v", err)
	}
	if n := number(t, a, "SELECT count(*) FROM events WHERE kind = 'password.changed' AND account_id = '"+cast.Northwind+"' AND user_id = 'cast-pia'"); n != 1 {
		t.Errorf("recorded %d times", n)
	}
	if n := number(t, a, "SELECT count(*) FROM letters WHERE kind = 'password_changed' AND to_address = 'pia@northwind.example'"); n != 1 {
		t.Errorf("%d letters", n)
	}
}

func TestAChangeTakesTheCurrentPasswordAndABetterOne(t *testing.T) {
	a := apptest.New(t)
	secret, v := signIn(t, a, cast.Pia)
	for _, c := range []struct{ current, password, field, says string }{
		{"", better, "current", "Enter your current password"},
		{cast.Password, "", "password", "Enter a password"},
		{cast.Password, "short", "password", "has 5 characters"},
		{cast.Password, cast.Password, "password", "that you have now"},
		{cast.Password, "Northwind Partners!", "password", "which others know of you"},
		{cast.Password, "meridian networks", "password", "which others know of you"},
		{"not the password", better, "current", "not your current password"},
		{strings.Repeat("a", 1<<20), better, "current", "not your current password"},
	} {
		_, _, err := a.Sessions.ChangePassword(t.Context(), v, auth.PasswordDraft{Current: c.current, Password: c.password}, auth.Browser{})
		if got := fault.FieldsOf(err).At(c.field); !strings.Contains(got, c.says) {
			t.Errorf("%.20q to %q: %v", c.current, c.password, err)
		}
	}
	if !resumes(t, a, secret) || !passes(t, a, cast.Pia, cast.Password) {
		t.Error("a refused change changed something")
	}
}

func TestWrongCurrentPasswordsCountAsFailedSignIns(t *testing.T) {
	a := apptest.New(t)
	_, v := signIn(t, a, cast.Pia)
	wrong := func() string {
		_, _, err := a.Sessions.ChangePassword(t.Context(), v, auth.PasswordDraft{Current: "wrong", Password: better}, auth.Browser{})
		return fault.FieldsOf(err).At("current")
	}
	for range 6 {
		wrong()
	}
	if got := wrong(); !strings.Contains(got, "Too many tries") {
		t.Errorf("after six failures: %q", got)
	}
	if passes(t, a, cast.Pia, cast.Password) {
		t.Error("signing in is not held up")
	}
}

func TestOfTwoChangesAtOnceOneCountsAndOneIsToldSo(t *testing.T) {
	a := apptest.New(t)
	_, one := signIn(t, a, cast.Pia)
	_, two := signIn(t, a, cast.Pia)
	var done, late atomic.Int32
	var wg sync.WaitGroup
	for i, v := range []auth.Visitor{one, two} {
		wg.Go(func() {
			_, _, err := a.Sessions.ChangePassword(t.Context(), v, auth.PasswordDraft{Current: cast.Password, Password: []string{better, best}[i]}, auth.Browser{})
			switch {
			case err == nil:
				done.Add(1)
			case fault.Is(err, fault.Conflict) || fault.FieldsOf(err).At("current") != "":
				late.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if done.Load() != 1 || late.Load() != 1 {
		t.Errorf("%d changed, %d too late", done.Load(), late.Load())
	}
}

func TestAForgottenPasswordIsReplacedByALink(t *testing.T) {
	a := apptest.New(t)
	one, _ := signIn(t, a, cast.Alice)
	two, _ := signIn(t, a, cast.Alice)
	pia, _ := signIn(t, a, cast.Pia)
	for range 6 {
		passes(t, a, cast.Alice, "wrong")
	}
	link := resetLink(t, a, cast.Alice)
	for range 3 { // looking uses nothing up
		if u, err := a.Sessions.CheckReset(t.Context(), link); err != nil || u.Email != cast.Alice.Email {
			t.Fatal(u.Email, err)
		}
	}
	for _, poor := range []string{"", "short", "acme robotics acme", "passwordpassword"} {
		if fault.FieldsOf(reset(t, a, link, poor)).At("password") == "" {
			t.Errorf("%q is taken", poor)
		}
	}
	if err := reset(t, a, link, better); err != nil {
		t.Fatal(err)
	}
	if resumes(t, a, one) || resumes(t, a, two) || !resumes(t, a, pia) {
		t.Error("not exactly Alice's sessions have ended")
	}
	if !passes(t, a, cast.Alice, better) {
		t.Error("failed sign-ins from before hold up the new password")
	}
	if n := number(t, a, "SELECT count(*) FROM events WHERE kind = 'password.reset' AND account_id = '"+cast.Acme+"' AND user_id = 'cast-alice'"); n != 1 {
		t.Errorf("recorded %d times", n)
	}
	if n := number(t, a, "SELECT count(*) FROM letters WHERE kind = 'password_changed' AND to_address = 'alice@acme.example'"); n != 1 {
		t.Errorf("%d letters", n)
	}
	if err := reset(t, a, link, best); !fault.Is(err, fault.NotFound) {
		t.Errorf("used twice: %v", err)
	}
}

func TestWhatEndsALinkToReplaceAPassword(t *testing.T) {
	for name, end := range map[string]func(*testing.T, *apptest.App){
		"after half an hour": func(_ *testing.T, a *apptest.App) { a.Clock.Advance(30 * time.Minute) },
		"after another one":  func(t *testing.T, a *apptest.App) { resetLink(t, a, cast.Alice) },
		"of somebody locked": func(t *testing.T, a *apptest.App) {
			run(t, a, "UPDATE users SET status = 'locked' WHERE id = 'cast-alice'")
		},
		"of somebody deactivated": func(t *testing.T, a *apptest.App) {
			run(t, a, "UPDATE users SET status = 'deactivated' WHERE id = 'cast-alice'")
		},
		"of somebody without a seat": func(t *testing.T, a *apptest.App) {
			run(t, a, "UPDATE seats SET status = 'deactivated' WHERE user_id = 'cast-alice'")
		},
		"of somebody with another address": func(t *testing.T, a *apptest.App) {
			run(t, a, "UPDATE users SET email_fold = 'a@b.example' WHERE id = 'cast-alice'")
		},
		"of somebody with another password": func(t *testing.T, a *apptest.App) {
			run(t, a, "UPDATE users SET password_hash = 'x' WHERE id = 'cast-alice'")
		},
		"of a person who is not there any more": func(t *testing.T, a *apptest.App) {
			run(t, a, "UPDATE links SET subject_id = 'nobody' WHERE purpose = 'reset'")
		},
		"that is an invitation": func(t *testing.T, a *apptest.App) {
			run(t, a, "UPDATE links SET purpose = 'invitation' WHERE purpose = 'reset'")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := apptest.New(t)
			link := resetLink(t, a, cast.Alice)
			end(t, a)
			if _, err := a.Sessions.CheckReset(t.Context(), link); !fault.Is(err, fault.NotFound) {
				t.Errorf("looked at: %v", err)
			}
			if err := reset(t, a, link, better); !fault.Is(err, fault.NotFound) {
				t.Errorf("used: %v", err)
			}
		})
	}
}

func TestALinkWorksUntilItsTimeIsOver(t *testing.T) {
	a := apptest.New(t)
	link := resetLink(t, a, cast.Alice)
	a.Clock.Advance(30*time.Minute - time.Second)
	if err := reset(t, a, link, better); err != nil {
		t.Error(err)
	}
}

func TestALinkForOnePurposeOpensNoOther(t *testing.T) {
	a := apptest.New(t)
	_, invitation := partner(t, a, "t")
	if err := reset(t, a, invitation, better); !fault.Is(err, fault.NotFound) {
		t.Errorf("an invitation resets: %v", err)
	}
	link := resetLink(t, a, cast.Alice)
	if _, err := a.Sessions.Accept(t.Context(), link, nils(better), auth.Browser{}); !fault.Is(err, fault.NotFound) {
		t.Errorf("a reset accepts: %v", err)
	}
	if err := reset(t, a, user.HashToken(link), better); !fault.Is(err, fault.NotFound) {
		t.Errorf("what is stored resets: %v", err)
	}
}

func TestOfFiftyUsesOfALinkOneSucceeds(t *testing.T) {
	a := apptest.New(t)
	link := resetLink(t, a, cast.Alice)
	var done, over atomic.Int32
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			err := reset(t, a, link, fmt.Sprintf("%s number %d", better, i))
			for fault.Is(err, fault.Busy) { // a slow machine; the browser tries again
				err = reset(t, a, link, fmt.Sprintf("%s number %d", better, i))
			}
			switch {
			case err == nil:
				done.Add(1)
			case fault.Is(err, fault.NotFound):
				over.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if done.Load() != 1 || over.Load() != 49 {
		t.Errorf("%d succeeded, %d were over", done.Load(), over.Load())
	}
}

func TestNobodyGetsALetterWhoMayNotSignIn(t *testing.T) {
	a := apptest.New(t)
	run(t, a, "UPDATE users SET status = 'locked' WHERE id = 'cast-alice'")
	run(t, a, "UPDATE users SET status = 'deactivated' WHERE id = 'cast-ben'")
	run(t, a, "UPDATE seats SET status = 'deactivated' WHERE user_id = 'cast-dev'")
	before := number(t, a, "SELECT count(*) FROM letters")
	for _, email := range []string{cast.Alice.Email, cast.Ben.Email, cast.Dev.Email, "nobody@acme.example"} {
		forgot(t, a, email, "192.0.2.7")
	}
	if n := number(t, a, "SELECT count(*) FROM letters"); n != before {
		t.Errorf("%d letters: %v", n-before, texts(t, a, "SELECT to_address FROM letters"))
	}
}

func TestLettersToOneAddressAreFewWithoutTelling(t *testing.T) {
	a := apptest.New(t)
	for i := range 6 {
		forgot(t, a, "Alice@ACME.example", fmt.Sprintf("192.0.2.%d", i))
	}
	if n := len(secrets(t, a, outbox.Reset, cast.Alice.Email)); n != 3 {
		t.Errorf("%d letters in an hour", n)
	}
	a.Clock.Advance(time.Hour + time.Second)
	forgot(t, a, cast.Alice.Email, "192.0.2.1")
	if n := len(secrets(t, a, outbox.Reset, cast.Alice.Email)); n != 4 {
		t.Errorf("%d letters after an hour", n)
	}
	if n := number(t, a, "SELECT count(*) FROM allowances"); n != 2 {
		t.Errorf("%d allowances are kept", n)
	}
}

func TestOneClientAsksTwentyTimesAnHour(t *testing.T) {
	a := apptest.New(t)
	for i := range 20 {
		forgot(t, a, fmt.Sprintf("nobody%d@acme.example", i), fmt.Sprintf("2001:db8:1:2:%x::1", i))
	}
	forgot(t, a, cast.Alice.Email, "2001:db8:1:2:ffff::9")
	if n := len(secrets(t, a, outbox.Reset, cast.Alice.Email)); n != 0 {
		t.Error("the twenty-first got a letter")
	}
	forgot(t, a, cast.Alice.Email, "2001:db8:1:3::9")
	if n := len(secrets(t, a, outbox.Reset, cast.Alice.Email)); n != 1 {
		t.Error("another client got none")
	}
}

func TestAskingAtOnceSendsNoMoreThanAllowed(t *testing.T) {
	a := apptest.New(t)
	var wg sync.WaitGroup
	for i := range 12 {
		wg.Go(func() { forgot(t, a, cast.Alice.Email, fmt.Sprintf("192.0.2.%d", i)) })
	}
	wg.Wait()
	if n := len(secrets(t, a, outbox.Reset, cast.Alice.Email)); n != 3 {
		t.Errorf("%d letters", n)
	}
}

func TestWhatIsNoAddressIsSaid(t *testing.T) {
	a := apptest.New(t)
	for _, email := range []string{"", "alice", "alice@", strings.Repeat("a", 1000) + "@b.example"} {
		err := a.Sessions.ForgotPassword(t.Context(), email, auth.Browser{})
		if fault.FieldsOf(err).At("email") == "" {
			t.Errorf("%.20q: %v", email, err)
		}
	}
	empty := apptest.Empty(t)
	if err := empty.Sessions.ForgotPassword(t.Context(), cast.Alice.Email, auth.Browser{}); err != nil {
		t.Errorf("where nobody is: %v", err)
	}
}

// weakHash is cast.Password as it would have been kept long ago.
const weakHash = "$argon2id$v=19$m=16,t=2,p=1$MTIzNDU2NzgxMjM0NTY3OA$" + "YBIm2TB3rl9UIYkTpsnWyx8h0Ah0wIvXSd276UI+rrI"

func TestAPasswordKeptInAnOlderWayIsHashedAgainAtSignIn(t *testing.T) {
	a := apptest.New(t)
	hash := func() string { return texts(t, a, "SELECT password_hash FROM users WHERE id = 'cast-alice'")[0] }
	run(t, a, "UPDATE users SET password_hash = '"+weakHash+"' WHERE id = 'cast-alice'")
	if passes(t, a, cast.Alice, "not the password") || !user.NeedsRehash(hash()) {
		t.Error("a wrong password changes what is kept")
	}
	if !passes(t, a, cast.Alice, cast.Password) || user.NeedsRehash(hash()) {
		t.Errorf("kept as %s", hash())
	}
	now := hash()
	if !passes(t, a, cast.Alice, cast.Password) || hash() != now {
		t.Error("it is hashed again each time")
	}
}
