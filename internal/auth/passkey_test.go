package auth_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"fmt"
	"github.com/tenantry/tenantry/internal/access"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
)

// portal is where these tests reach the portal, and laptop the browser in which they do.
const portal = "https://portal.example"

var laptop = auth.Browser{Address: "192.0.2.1", Agent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36", Request: "r"}

// withPasskey is a person of the cast with a passkey of that name, and their session.
func withPasskey(t *testing.T, a *apptest.App, p cast.Person, name string) (*apptest.Passkey, auth.Visitor) {
	t.Helper()
	_, v := signIn(t, a, p)
	k := a.Passkey(portal)
	if _, _, err := register(t, a, v, k, name); err != nil {
		t.Fatal(err)
	}
	return k, v
}

func register(t *testing.T, a *apptest.App, v auth.Visitor, k *apptest.Passkey, name string) (secret string, codes []string, err error) {
	t.Helper()
	c, err := a.Sessions.StartPasskey(t.Context(), v, portal, laptop)
	if err != nil {
		return "", nil, err
	}
	return a.Sessions.AddPasskey(t.Context(), v, name, auth.Answer{Secret: c.Secret, Text: k.Make(c.Options), Origin: portal}, laptop)
}

// offer begins a sign-in without a password.
func offer(t *testing.T, a *apptest.App) auth.Ceremony {
	t.Helper()
	c, err := a.Sessions.OfferPasskey(t.Context(), portal, laptop)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// enter signs in by a passkey alone.
func enter(t *testing.T, a *apptest.App, k *apptest.Passkey) (secret string, err error) {
	t.Helper()
	c := offer(t, a)
	return a.Sessions.EnterByPasskey(t.Context(), auth.Answer{Secret: c.Secret, Text: k.Use(c.Options), Origin: portal}, laptop)
}

// byKey proves a half session by a passkey.
func byKey(t *testing.T, a *apptest.App, half string, k *apptest.Passkey) (secret string, err error) {
	t.Helper()
	c, err := a.Sessions.AskPasskey(t.Context(), half, portal, laptop)
	if err != nil {
		t.Fatal(err)
	}
	return a.Sessions.ProvePasskey(t.Context(), half, auth.Answer{Secret: c.Secret, Text: k.Use(c.Options), Origin: portal}, laptop)
}

// refused fails the test unless err is said at the passkey, and begins like that.
func refused(t *testing.T, err error, text string) {
	t.Helper()
	if got := fault.FieldsOf(err).At("passkey"); !strings.HasPrefix(got, text) || text == "" {
		t.Errorf("%q (%v), not %q", got, err, text)
	}
}

const (
	notRight = "The passkey could not be checked"
	tooLate  = "This took too long"
	unknown  = "This passkey is not known here"
	unusable = "The passkey that was made can’t be used here"
)

func TestPasskeysWorkUnderANameThatNobodyListensTo(t *testing.T) {
	for origin, want := range map[string]bool{
		"https://portal.example": true, "https://portal.example:8443": true, "http://localhost:8080": true, "http://tenantry.localhost:8080": true,
		"http://portal.example": false, "http://127.0.0.1:8080": false, "https://192.0.2.7": false, "http://[::1]:8080": false, "https://[2001:db8::1]": false,
		"http://notlocalhost": false, "https://intranet": false, "": false, "https://": false, "://": false,
	} {
		if got := auth.Passkeys(origin); got != want {
			t.Errorf("%s: %t", origin, got)
		}
	}
}

func TestAPasskeyIsAddedWithRecoveryCodesALetterAndAFact(t *testing.T) {
	a := apptest.New(t)
	_, v := signIn(t, a, cast.Pia)
	secret, codes, err := register(t, a, v, a.Passkey(portal), "  Work   laptop ")
	if err != nil || secret != "" || len(codes) != user.MostCodes {
		t.Fatalf("%q, %d codes, %v", secret, len(codes), err)
	}
	_, codes, err = register(t, a, v, a.Passkey(portal), "")
	if err != nil || codes != nil {
		t.Fatalf("%d codes, %v", len(codes), err)
	}
	got, err := a.Sessions.Security(t.Context(), v)
	if err != nil || len(got.Passkeys) != 2 || got.Passkeys[0].Name != "Work laptop" || got.Passkeys[1].Name != "Chrome on Linux" {
		t.Errorf("%+v, %v", got, err)
	}
	if kept := got.Passkeys[0].Secret; strings.Contains(kept, "clientDataJSON\":\"") {
		t.Errorf("too much is kept: %s", kept)
	}
	if n := number(t, a, "SELECT count(*) FROM events WHERE kind = 'factor.added' AND user_id = 'cast-pia'"); n != 2 {
		t.Errorf("%d facts", n)
	}
	if n := number(t, a, "SELECT count(*) FROM letters WHERE kind = 'factor_changed' AND to_address = '"+cast.Pia.Email+"'"); n != 2 {
		t.Errorf("%d letters", n)
	}
	half := halfIn(t, a, cast.Pia)
	if h, ok, err := a.Sessions.Half(t.Context(), half); err != nil || !ok || !h.Passkey || h.App || h.Left != auth.Code {
		t.Errorf("%+v, %t, %v", h, ok, err)
	}
}

func TestAPasskeyIsASecondFactorAndASignInAlone(t *testing.T) {
	a := apptest.New(t)
	k, _ := withPasskey(t, a, cast.Pia, "Key")
	half := halfIn(t, a, cast.Pia)
	whole, err := byKey(t, a, half, k)
	if err != nil || !resumes(t, a, whole) {
		t.Fatalf("%v", err)
	}
	if _, ok, _ := a.Sessions.Half(t.Context(), half); ok {
		t.Error("the half session goes on")
	}
	before := number(t, a, "SELECT count(*) FROM events WHERE kind = 'session.started'")
	alone, err := enter(t, a, k)
	if err != nil || !resumes(t, a, alone) {
		t.Fatalf("%v", err)
	}
	v, _, _ := a.Sessions.Resume(t.Context(), alone, access.Origin{Request: "r"})
	if v.User.ID != cast.Pia.ID || !a.Sessions.Fresh(v) {
		t.Errorf("%+v", v.User)
	}
	if n := number(t, a, "SELECT count(*) FROM events WHERE kind = 'session.started'"); n != before+1 {
		t.Errorf("%d sign-ins are recorded", n-before)
	}
	if n := number(t, a, "SELECT count(*) FROM ceremonies"); n != 0 {
		t.Errorf("%d ceremonies stay", n)
	}
}

func TestWhoGuessesAtAPasswordDoesNotKeepAPasskeyOut(t *testing.T) {
	a := apptest.New(t)
	k, _ := withPasskey(t, a, cast.Pia, "Key")
	for range 12 {
		_, _ = a.Sessions.SignIn(t.Context(), cast.Pia.Email, "a guess at a password", auth.Browser{})
	}
	if _, err := a.Sessions.SignIn(t.Context(), cast.Pia.Email, cast.Password, auth.Browser{}); err == nil {
		t.Fatal("the address is not locked")
	}
	if _, err := enter(t, a, k); err != nil {
		t.Error(err)
	}
}

func TestTheBrowsersEarlierSessionEndsWhenAPasskeySignsIn(t *testing.T) {
	a := apptest.New(t)
	k, _ := withPasskey(t, a, cast.Pia, "Key")
	earlier, _ := signIn(t, a, cast.Alice)
	c, b := offer(t, a), laptop
	b.Secret = earlier
	if _, err := a.Sessions.EnterByPasskey(t.Context(), auth.Answer{Secret: c.Secret, Text: k.Use(c.Options), Origin: portal}, b); err != nil {
		t.Fatal(err)
	}
	if resumes(t, a, earlier) {
		t.Error("the earlier session goes on")
	}
}

func TestASignInByAPasskeyFromANewBrowserIsToldOf(t *testing.T) {
	a := apptest.New(t)
	k, _ := withPasskey(t, a, cast.Pia, "Key")
	c, b := offer(t, a), laptop
	b.Device = "a device that is new"
	if _, err := a.Sessions.EnterByPasskey(t.Context(), auth.Answer{Secret: c.Secret, Text: k.Use(c.Options), Origin: portal}, b); err != nil {
		t.Fatal(err)
	}
	if n := number(t, a, "SELECT count(*) FROM letters WHERE kind = 'new_device' AND to_address = '"+cast.Pia.Email+"'"); n != 1 {
		t.Errorf("%d letters", n)
	}
}

func TestACeremonyCountsOnceEvenFiftyTimesAtOnce(t *testing.T) {
	a := apptest.New(t)
	k, v := withPasskey(t, a, cast.Pia, "Key")
	half := halfIn(t, a, cast.Pia)
	ask, err := a.Sessions.AskPasskey(t.Context(), half, portal, laptop)
	if err != nil {
		t.Fatal(err)
	}
	start, err := a.Sessions.StartPasskey(t.Context(), v, portal, laptop)
	if err != nil {
		t.Fatal(err)
	}
	alone, made := offer(t, a), a.Passkey(portal)
	answers := map[string]auth.Answer{
		"enter": {Secret: alone.Secret, Text: k.Use(alone.Options), Origin: portal},
		"prove": {Secret: ask.Secret, Text: k.Use(ask.Options), Origin: portal},
		"make":  {Secret: start.Secret, Text: made.Make(start.Options), Origin: portal},
	}
	for name, do := range map[string]func(auth.Answer) error{
		"enter": func(x auth.Answer) error { _, err := a.Sessions.EnterByPasskey(t.Context(), x, laptop); return err },
		"prove": func(x auth.Answer) error { _, err := a.Sessions.ProvePasskey(t.Context(), half, x, laptop); return err },
		"make": func(x auth.Answer) error {
			_, _, err := a.Sessions.AddPasskey(t.Context(), v, "Made", x, laptop)
			return err
		},
	} {
		var in, odd atomic.Int64
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() {
				err := do(answers[name])
				switch {
				case err == nil:
					in.Add(1)
				case !strings.HasPrefix(fault.FieldsOf(err).At("passkey"), tooLate) && !fault.Is(err, fault.Conflict):
					odd.Add(1)
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if in.Load() != 1 || odd.Load() != 0 {
			t.Errorf("%s: %d of fifty, %d odd", name, in.Load(), odd.Load())
		}
	}
}

func TestACeremonyEndsAfterFiveMinutes(t *testing.T) {
	a := apptest.New(t)
	k, v := withPasskey(t, a, cast.Pia, "Key")
	c := offer(t, a)
	start, err := a.Sessions.StartPasskey(t.Context(), v, portal, laptop)
	if err != nil {
		t.Fatal(err)
	}
	text := k.Use(c.Options)
	a.Clock.Advance(auth.CeremonyLife)
	_, err = a.Sessions.EnterByPasskey(t.Context(), auth.Answer{Secret: c.Secret, Text: text, Origin: portal}, laptop)
	refused(t, err, tooLate)
	_, _, err = a.Sessions.AddPasskey(t.Context(), v, "", auth.Answer{Secret: start.Secret, Text: a.Passkey(portal).Make(start.Options), Origin: portal}, laptop)
	refused(t, err, tooLate)

	for range 3 {
		offer(t, a)
	}
	a.Clock.Advance(auth.CeremonyLife)
	offer(t, a)
	if n := number(t, a, "SELECT count(*) FROM ceremonies"); n != 1 {
		t.Errorf("%d ceremonies are kept", n)
	}
}

func TestACeremonyIsForOnePurposeAndOnePerson(t *testing.T) {
	a := apptest.New(t)
	pia, v := withPasskey(t, a, cast.Pia, "Key")
	alice, hers := withPasskey(t, a, cast.Alice, "Key")
	piaHalf, aliceHalf := halfIn(t, a, cast.Pia), halfIn(t, a, cast.Alice)
	ctx := t.Context()
	begin := map[string]func() (auth.Ceremony, error){
		"make":         func() (auth.Ceremony, error) { return a.Sessions.StartPasskey(ctx, v, portal, laptop) },
		"prove":        func() (auth.Ceremony, error) { return a.Sessions.AskPasskey(ctx, piaHalf, portal, laptop) },
		"enter":        func() (auth.Ceremony, error) { return a.Sessions.OfferPasskey(ctx, portal, laptop) },
		"again":        func() (auth.Ceremony, error) { return a.Sessions.AskPasskeyAgain(ctx, v, portal, laptop) },
		"make, alice":  func() (auth.Ceremony, error) { return a.Sessions.StartPasskey(ctx, hers, portal, laptop) },
		"prove, alice": func() (auth.Ceremony, error) { return a.Sessions.AskPasskey(ctx, aliceHalf, portal, laptop) },
		"again, alice": func() (auth.Ceremony, error) { return a.Sessions.AskPasskeyAgain(ctx, hers, portal, laptop) },
	}
	end := map[string]func(auth.Answer) error{
		"make":  func(x auth.Answer) error { _, _, err := a.Sessions.AddPasskey(ctx, v, "", x, laptop); return err },
		"prove": func(x auth.Answer) error { _, err := a.Sessions.ProvePasskey(ctx, piaHalf, x, laptop); return err },
		"enter": func(x auth.Answer) error { _, err := a.Sessions.EnterByPasskey(ctx, x, laptop); return err },
		"again": func(x auth.Answer) error { _, _, err := a.Sessions.ProveAgainByPasskey(ctx, v, x, laptop); return err },
	}
	for from, start := range begin {
		for to, finish := range end {
			if from == to {
				continue
			}
			c, err := start()
			if err != nil {
				t.Fatalf("%s: %v", from, err)
			}
			k := pia
			if strings.HasSuffix(from, "alice") {
				k = alice
			}
			x := auth.Answer{Secret: c.Secret, Origin: portal}
			if strings.HasPrefix(to, "make") {
				x.Text = a.Passkey(portal).Make(c.Options)
			} else {
				x.Text = k.Use(c.Options)
			}
			if err := finish(x); !strings.HasPrefix(fault.FieldsOf(err).At("passkey"), tooLate) {
				t.Errorf("a ceremony to %s serves to %s: %v", from, to, err)
			}
		}
	}
	for _, secret := range []string{"", "guessed"} {
		refused(t, end["enter"](auth.Answer{Secret: secret, Text: "{}", Origin: portal}), tooLate)
	}
}

func TestAPasskeyOfSomebodyElseIsNotKnown(t *testing.T) {
	a := apptest.New(t)
	_, v := withPasskey(t, a, cast.Pia, "Hers")
	alice, _ := withPasskey(t, a, cast.Alice, "Alice's")
	_, err := byKey(t, a, halfIn(t, a, cast.Pia), alice)
	refused(t, err, unknown)
	alice.Stranger = []byte(cast.Pia.ID)
	_, err = enter(t, a, alice)
	refused(t, err, notRight)
	alice.Stranger = nil

	hers := number(t, a, "SELECT count(*) FROM factors WHERE user_id = '"+cast.Alice.ID+"'")
	id := texts(t, a, "SELECT id FROM factors WHERE user_id = '"+cast.Alice.ID+"'")[0]
	for _, guess := range []string{id, "", "nobody's"} {
		_, err := a.Sessions.Passkey(t.Context(), v, guess)
		rename := a.Sessions.RenamePasskey(t.Context(), v, guess, "Mine", laptop)
		_, remove := a.Sessions.RemovePasskey(t.Context(), v, guess, laptop)
		for _, err := range []error{err, rename, remove} {
			if !fault.Is(err, fault.NotFound) || err.Error() != fault.Missing().Error() {
				t.Errorf("%q: %v", guess, err)
			}
		}
	}
	if n := number(t, a, "SELECT count(*) FROM factors WHERE user_id = '"+cast.Alice.ID+"' AND name = 'Alice''s'"); n != hers {
		t.Error("Alice's passkey has changed")
	}
	if _, err := enter(t, a, alice); err != nil {
		t.Error(err)
	}
	alice.ID = []byte("a passkey that nobody has")
	_, err = enter(t, a, alice)
	refused(t, err, unknown)
}

func TestAnAnswerThatDoesNotHoldIsRefusedAndUsesTheCeremonyUp(t *testing.T) {
	a := apptest.New(t)
	k, v := withPasskey(t, a, cast.Pia, "Key")
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, bend := range map[string]func(*apptest.Passkey){
		"another origin":      func(k *apptest.Passkey) { k.Origin = "https://portal.example.evil.example" },
		"no https":            func(k *apptest.Passkey) { k.Origin = "http://portal.example" },
		"another port":        func(k *apptest.Passkey) { k.Origin = portal + ":8443" },
		"another party":       func(k *apptest.Passkey) { k.Party = "evil.example" },
		"a device not opened": func(k *apptest.Passkey) { k.Locked = true },
		"another key":         func(k *apptest.Passkey) { k.Signer = other },
	} {
		bent := *k
		bend(&bent)
		_, err := enter(t, a, &bent)
		refused(t, err, notRight)
		half := halfIn(t, a, cast.Pia)
		_, err = byKey(t, a, half, &bent)
		refused(t, err, notRight)
		if h, ok, _ := a.Sessions.Half(t.Context(), half); !ok || h.User.WrongCodes != 0 {
			t.Errorf("%s counts as a wrong code: %+v", name, h)
		}
		made := *a.Passkey(portal)
		if bend(&made); name == "another key" {
			continue // it signs nothing when it is made
		}
		_, _, err = register(t, a, v, &made, "")
		refused(t, err, unusable)
	}
	c := offer(t, a)
	x := auth.Answer{Secret: c.Secret, Origin: portal}
	for _, x.Text = range []string{"", "{}", "[]", "null", strings.Repeat("[", 10000), `{"id":"AAAA"}`, strings.Repeat("x", 40<<10)} {
		_, err := a.Sessions.EnterByPasskey(t.Context(), x, laptop)
		if text := fault.FieldsOf(err).At("passkey"); text == "" {
			t.Errorf("%.20s: %v", x.Text, err)
		}
	}
	x.Text = k.Use(c.Options)
	_, err = a.Sessions.EnterByPasskey(t.Context(), x, laptop)
	refused(t, err, tooLate)
	start, _ := a.Sessions.StartPasskey(t.Context(), v, portal, laptop)
	_, _, err = a.Sessions.AddPasskey(t.Context(), v, "", auth.Answer{Secret: start.Secret, Text: "{", Origin: portal}, laptop)
	refused(t, err, unusable)
	if n := number(t, a, "SELECT count(*) FROM factors"); n != 1 {
		t.Errorf("%d passkeys", n)
	}
	// Where the portal has another name, nothing made here works.
	c = offer(t, a)
	_, err = a.Sessions.EnterByPasskey(t.Context(), auth.Answer{Secret: c.Secret, Text: k.Use(c.Options), Origin: "https://other.example"}, laptop)
	refused(t, err, notRight)
	if _, err := a.Sessions.OfferPasskey(t.Context(), "http://127.0.0.1:8080", laptop); !fault.Is(err, fault.Conflict) {
		t.Error(err)
	}
}

func TestACountThatDoesNotGoForwardIsRefusedRecordedAndToldOf(t *testing.T) {
	a := apptest.New(t)
	_, v := signIn(t, a, cast.Pia)
	k := a.Passkey(portal)
	k.Counts, k.Count = true, 7
	if _, _, err := register(t, a, v, k, "Old key"); err != nil {
		t.Fatal(err)
	}
	if _, err := enter(t, a, k); err != nil || k.Count != 8 {
		t.Fatal(k.Count, err)
	}
	for _, count := range []uint32{7, 3} { // says 8 again, then less
		k.Count = count
		_, err := enter(t, a, k)
		refused(t, err, "This passkey may have been copied")
		k.Count = count
		_, err = byKey(t, a, halfIn(t, a, cast.Pia), k)
		refused(t, err, "This passkey may have been copied")
	}
	if n := number(t, a, "SELECT count(*) FROM events WHERE kind = 'factor.refused' AND user_id = 'cast-pia'"); n != 4 {
		t.Errorf("%d facts", n)
	}
	if n := number(t, a, "SELECT count(*) FROM letters WHERE kind = 'factor_changed' AND facts LIKE '%may have been copied%'"); n != 4 {
		t.Errorf("%d letters", n)
	}
	k.Count = 20
	if _, err := enter(t, a, k); err != nil {
		t.Error(err)
	}
}

func TestALockedOrDeactivatedPersonDoesNotGetIn(t *testing.T) {
	a := apptest.New(t)
	k, _ := withPasskey(t, a, cast.Pia, "Key")
	half := halfIn(t, a, cast.Pia)
	c, err := a.Sessions.AskPasskey(t.Context(), half, portal, laptop)
	if err != nil {
		t.Fatal(err)
	}
	run(t, a, "UPDATE users SET status = 'locked' WHERE id = 'cast-pia'")
	_, err = enter(t, a, k)
	refused(t, err, "Your account is locked, because of five wrong codes in a row. A Company Admin of Northwind Partners")
	_, err = a.Sessions.ProvePasskey(t.Context(), half, auth.Answer{Secret: c.Secret, Text: k.Use(c.Options), Origin: portal}, laptop)
	if !fault.Is(err, fault.Conflict) {
		t.Error(err)
	}
	guess := *k
	if guess.Signer, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		t.Fatal(err)
	}
	_, err = enter(t, a, &guess)
	refused(t, err, notRight) // who can't sign learns nothing of the lock
	run(t, a, "UPDATE users SET status = 'deactivated' WHERE id = 'cast-pia'")
	_, err = enter(t, a, k)
	refused(t, err, unknown)
	run(t, a, "UPDATE users SET status = 'active' WHERE id = 'cast-pia'")
	run(t, a, "UPDATE seats SET status = 'deactivated' WHERE user_id = 'cast-pia'")
	if _, err = enter(t, a, k); !fault.Is(err, fault.Forbidden) {
		t.Error(err)
	}
	if n := number(t, a, "SELECT count(*) FROM sessions WHERE user_id = 'cast-pia' AND whole"); n != 1 {
		t.Errorf("%d sessions", n)
	}
}

func TestWhereASecondFactorIsRequiredAPasskeyWillDo(t *testing.T) {
	a := apptest.New(t)
	require(t, a, cast.Northwind)
	half := halfIn(t, a, cast.Pia)
	h, ok, err := a.Sessions.Half(t.Context(), half)
	if err != nil || !ok || h.Left != auth.Enrol {
		t.Fatalf("%+v, %v", h, err)
	}
	if _, err := a.Sessions.AskPasskey(t.Context(), half, portal, laptop); !fault.Is(err, fault.Conflict) {
		t.Errorf("what is not set up proves something: %v", err)
	}
	k := a.Passkey(portal)
	whole, codes, err := register(t, a, h.Visitor(access.Origin{Request: "r"}), k, "Key")
	if err != nil || !resumes(t, a, whole) || len(codes) != user.MostCodes {
		t.Fatalf("%d codes, %v", len(codes), err)
	}
	if _, _, err := register(t, a, h.Visitor(access.Origin{Request: "r"}), a.Passkey(portal), "Key"); !fault.Is(err, fault.Conflict) {
		t.Errorf("the half session is used again: %v", err)
	}
	// Whose second factor is set up does not add one by the password alone.
	h, ok, err = a.Sessions.Half(t.Context(), halfIn(t, a, cast.Pia))
	if err != nil || !ok {
		t.Fatal(err)
	}
	if _, _, err := register(t, a, h.Visitor(access.Origin{Request: "r"}), a.Passkey(portal), "Key"); !fault.Is(err, fault.Conflict) {
		t.Error(err)
	}
	v, _, _ := a.Sessions.Resume(t.Context(), whole, access.Origin{Request: "r"})
	got, err := a.Sessions.Security(t.Context(), v)
	if err != nil || len(got.Passkeys) != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	if _, err := a.Sessions.RemovePasskey(t.Context(), v, got.Passkeys[0].ID, laptop); !fault.Is(err, fault.Conflict) || !strings.HasPrefix(err.Error(), "Northwind Partners requires") {
		t.Errorf("the last second factor goes: %v", err)
	}
	if _, err := enter(t, a, k); err != nil {
		t.Error(err)
	}
}

func TestTenPasskeysAreTheMostAndNoneIsThereTwice(t *testing.T) {
	a := apptest.New(t)
	_, v := signIn(t, a, cast.Pia)
	first := a.Passkey(portal)
	if _, _, err := register(t, a, v, first, "First"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := register(t, a, v, first, "First"); !fault.Is(err, fault.Conflict) {
		t.Errorf("it is added twice: %v", err)
	}
	_, alice := signIn(t, a, cast.Alice)
	if _, _, err := register(t, a, alice, first, "Hers"); !fault.Is(err, fault.Conflict) {
		t.Errorf("another person adds it: %v", err)
	}
	c, err := a.Sessions.StartPasskey(t.Context(), v, portal, laptop)
	if err != nil || !strings.Contains(fmt.Sprintf("%+v", c.Options), "CredentialExcludeList:[{") {
		t.Errorf("the browser may make another one: %+v, %v", c.Options, err)
	}
	for i := range 9 {
		if _, _, err := register(t, a, v, a.Passkey(portal), fmt.Sprint("Key ", i)); err != nil {
			t.Fatal(err)
		}
	}
	_, _, err = register(t, a, v, a.Passkey(portal), "Eleventh")
	if !fault.Is(err, fault.Conflict) {
		t.Error(err)
	}
	_, _, err = a.Sessions.AddPasskey(t.Context(), v, "Eleventh", auth.Answer{Secret: c.Secret, Text: a.Passkey(portal).Make(c.Options), Origin: portal}, laptop)
	if !fault.Is(err, fault.Conflict) {
		t.Errorf("what was begun before goes past the limit: %v", err)
	}
	if n := number(t, a, "SELECT count(*) FROM factors WHERE user_id = 'cast-pia'"); n != 10 {
		t.Errorf("%d passkeys", n)
	}
}

func TestPasskeysAreRenamedAndRemovedOnce(t *testing.T) {
	a := apptest.New(t)
	k, v := withPasskey(t, a, cast.Pia, "Key")
	got, _ := a.Sessions.Security(t.Context(), v)
	id := got.Passkeys[0].ID
	for name, problem := range map[string]string{"": "Enter the name", strings.Repeat("x", 129): "Name has 129", "a\u202eb": "Name has a character"} {
		if err := a.Sessions.RenamePasskey(t.Context(), v, id, name, laptop); !strings.HasPrefix(fault.FieldsOf(err).At("name"), problem) {
			t.Errorf("%.10q: %v", name, err)
		}
		if name == "" {
			continue // the browser's name stands in
		}
		if _, _, err := register(t, a, v, a.Passkey(portal), name); !strings.HasPrefix(fault.FieldsOf(err).At("name"), problem) {
			t.Errorf("%.10q: %v", name, err)
		}
	}
	for range 2 {
		if err := a.Sessions.RenamePasskey(t.Context(), v, id, " Yubi  5 ", laptop); err != nil {
			t.Fatal(err)
		}
	}
	if n := number(t, a, "SELECT count(*) FROM events WHERE kind = 'factor.renamed'"); n != 1 {
		t.Errorf("%d facts", n)
	}
	if f, err := a.Sessions.Passkey(t.Context(), v, id); err != nil || f.Name != "Yubi 5" {
		t.Errorf("%+v, %v", f, err)
	}
	var gone, in atomic.Int64
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			name, err := a.Sessions.RemovePasskey(t.Context(), v, id, laptop)
			if err == nil && name == "Yubi 5" {
				in.Add(1)
			} else if fault.Is(err, fault.NotFound) {
				gone.Add(1)
			}
		})
	}
	wg.Wait()
	if in.Load() != 1 || gone.Load() != 1 {
		t.Errorf("%d and %d", in.Load(), gone.Load())
	}
	if n := number(t, a, "SELECT count(*) FROM recovery_codes"); n != 0 {
		t.Errorf("%d recovery codes stay", n)
	}
	_, err := enter(t, a, k)
	refused(t, err, unknown)
	if _, v := signIn(t, a, cast.Pia); v.User.ID != cast.Pia.ID {
		t.Error("the password alone does not do")
	}
}

func TestAPasskeyIsAFreshProof(t *testing.T) {
	a := apptest.New(t)
	k, v := withPasskey(t, a, cast.Pia, "Key")
	a.Clock.Advance(11 * time.Minute)
	if a.Sessions.Fresh(v) {
		t.Fatal("it is fresh")
	}
	c, err := a.Sessions.AskPasskeyAgain(t.Context(), v, portal, laptop)
	if err != nil {
		t.Fatal(err)
	}
	secret, now, err := a.Sessions.ProveAgainByPasskey(t.Context(), v, auth.Answer{Secret: c.Secret, Text: k.Use(c.Options), Origin: portal}, laptop)
	if err != nil || !a.Sessions.Fresh(now) || !resumes(t, a, secret) {
		t.Fatal(err)
	}
	_, alice := signIn(t, a, cast.Alice)
	if _, err := a.Sessions.AskPasskeyAgain(t.Context(), alice, portal, laptop); !fault.Is(err, fault.Conflict) {
		t.Error(err)
	}
}

func TestTooManyCeremoniesFromOneNetworkWait(t *testing.T) {
	a := apptest.New(t)
	for i := range 300 {
		b := laptop
		b.Address = fmt.Sprintf("2001:db8::%x", i)
		if _, err := a.Sessions.OfferPasskey(t.Context(), portal, b); err != nil {
			t.Fatal(i, err)
		}
	}
	b := laptop
	b.Address = "2001:db8::ffff"
	if _, err := a.Sessions.OfferPasskey(t.Context(), portal, b); !fault.Is(err, fault.Busy) {
		t.Error(err)
	}
	if _, err := a.Sessions.OfferPasskey(t.Context(), portal, laptop); err != nil {
		t.Error(err)
	}
}

func TestChallengesAreThirtyTwoBytesOfChance(t *testing.T) {
	a := apptest.New(t)
	var seen [][]byte
	for range 3 {
		offer(t, a)
	}
	for _, data := range texts(t, a, "SELECT data FROM ceremonies") {
		_, rest, _ := strings.Cut(data, `"challenge":"`)
		challenge, _, _ := strings.Cut(rest, `"`)
		if len(challenge) != 43 { // 32 bytes in base64
			t.Errorf("%q", challenge)
		}
		for _, s := range seen {
			if bytes.Equal(s, []byte(challenge)) {
				t.Error("twice the same")
			}
		}
		seen = append(seen, []byte(challenge))
	}
}
