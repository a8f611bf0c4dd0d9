package auth_test

import (
	"context"
	"fmt"
	"github.com/tenantry/tenantry/internal/access"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
)

// halfIn signs in somebody with a second factor: the half session's secret.
func halfIn(t *testing.T, a *apptest.App, p cast.Person) string {
	t.Helper()
	secret, err := a.Sessions.SignIn(t.Context(), p.Email, cast.Password, auth.Browser{Address: "192.0.2.1"})
	if err != nil {
		t.Fatal(err)
	}
	if resumes(t, a, secret) {
		t.Fatalf("the password alone lets %s in", p.Name)
	}
	return secret
}

// require makes an account ask for a second factor.
func require(t *testing.T, a *apptest.App, account string) {
	t.Helper()
	run(t, a, "UPDATE accounts SET factor_required = TRUE WHERE id = '"+account+"'")
}

func TestAfterThePasswordACodeOfTheAppLetsIn(t *testing.T) {
	a := apptest.New(t)
	phone := a.Phone(cast.Pia)
	half := halfIn(t, a, cast.Pia)
	h, ok, err := a.Sessions.Half(t.Context(), half)
	if err != nil || !ok || h.Left != auth.Code || !h.App || h.Passkey || h.Codes != 10 {
		t.Errorf("%+v, %t, %v", h, ok, err)
	}
	code := phone.Next()
	whole, err := a.Sessions.Prove(t.Context(), half, code[:3]+" "+code[3:], auth.Browser{})
	if err != nil || whole == half || !resumes(t, a, whole) {
		t.Fatalf("%v", err)
	}
	if _, ok, _ := a.Sessions.Half(t.Context(), half); ok {
		t.Error("the half session goes on")
	}
	if _, err := a.Sessions.Prove(t.Context(), half, phone.Next(), auth.Browser{}); !fault.Is(err, fault.Conflict) {
		t.Errorf("the half session is used again: %v", err)
	}
	if n := number(t, a, "SELECT count(*) FROM events WHERE kind = 'session.started' AND user_id = 'cast-pia'"); n != 2 {
		t.Errorf("%d sign-ins are recorded", n)
	}
}

func TestAHalfSessionEndsAfterAQuarterOfAnHour(t *testing.T) {
	a := apptest.New(t)
	phone := a.Phone(cast.Pia)
	half := halfIn(t, a, cast.Pia)
	for range 14 {
		a.Clock.Advance(time.Minute)
		if _, ok, err := a.Sessions.Half(t.Context(), half); !ok || err != nil {
			t.Fatal("it ends early", err)
		}
	}
	a.Clock.Advance(time.Minute)
	if _, ok, _ := a.Sessions.Half(t.Context(), half); ok {
		t.Error("it does not end")
	}
	if _, err := a.Sessions.Prove(t.Context(), half, phone.At(0), auth.Browser{}); !fault.Is(err, fault.Conflict) {
		t.Error(err)
	}
}

func TestAnAppMayBeAStepEarlyOrLate(t *testing.T) {
	a := apptest.New(t)
	phone := a.Phone(cast.Pia)
	a.Clock.Advance(5 * time.Minute)
	for off, right := range map[time.Duration]bool{-60 * time.Second: false, 60 * time.Second: false} {
		if _, err := a.Sessions.Prove(t.Context(), halfIn(t, a, cast.Pia), phone.At(off), auth.Browser{}); (err == nil) != right {
			t.Errorf("off by %v: %v", off, err)
		}
	}
	for _, off := range []time.Duration{-30 * time.Second, 0, 30 * time.Second} {
		if _, err := a.Sessions.Prove(t.Context(), halfIn(t, a, cast.Pia), phone.At(off), auth.Browser{}); err != nil {
			t.Errorf("off by %v: %v", off, err)
		}
	}
}

func TestACodeCountsOnceEvenFiftyTimesAtOnce(t *testing.T) {
	a := apptest.New(t)
	phone := a.Phone(cast.Pia)
	var halves []string
	for range 50 {
		halves = append(halves, halfIn(t, a, cast.Pia))
	}
	for name, code := range map[string]string{"the app's": phone.Next(), "a recovery code": phone.Codes[0]} {
		var wg sync.WaitGroup
		in := make(chan string, len(halves))
		for _, half := range halves {
			wg.Go(func() {
				whole, err := a.Sessions.Prove(context.Background(), half, code, auth.Browser{})
				if err != nil && !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Conflict) {
					t.Error(err)
				}
				if err == nil {
					in <- whole
				}
			})
		}
		wg.Wait()
		if len(in) != 1 {
			t.Errorf("%s lets in %d times", name, len(in))
		}
	}
	if n := number(t, a, "SELECT wrong_codes FROM users WHERE id = 'cast-pia'"); n != 0 {
		t.Errorf("a code that was used counts as %d wrong ones", n)
	}
	if _, err := a.Sessions.Prove(t.Context(), halfIn(t, a, cast.Pia), phone.At(0), auth.Browser{}); !strings.Contains(fmt.Sprint(err), "used already") {
		t.Error(err)
	}
}

func TestCodesAreThePersonsOwn(t *testing.T) {
	a := apptest.New(t)
	pia, alice := a.Phone(cast.Pia), a.Phone(cast.Alice)
	for name, code := range map[string]string{"the app": alice.Next(), "the paper": alice.Codes[0]} {
		if _, err := a.Sessions.Prove(t.Context(), halfIn(t, a, cast.Pia), code, auth.Browser{}); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s of Alice: %v", name, err)
		}
	}
	// Even who writes to the database can't give Pia the secret of Alice's app.
	run(t, a, `UPDATE factors SET secret = (SELECT f.secret FROM factors f WHERE f.user_id = 'cast-alice') WHERE user_id = 'cast-pia'`)
	if _, err := a.Sessions.Prove(t.Context(), halfIn(t, a, cast.Pia), alice.Next(), auth.Browser{}); !fault.Is(err, fault.Conflict) {
		t.Errorf("with the secret of Alice: %v", err)
	}
	if _, err := a.Sessions.Prove(t.Context(), halfIn(t, a, cast.Pia), pia.Codes[0], auth.Browser{}); err != nil {
		t.Errorf("a recovery code still lets her in: %v", err)
	}
	if n := number(t, a, "SELECT count(*) FROM factors WHERE secret LIKE '%"+pia.Secret+"%'"); n != 0 {
		t.Error("a secret can be read in the database")
	}
}

func TestEachRecoveryCodeWorksOnceAndIsToldOf(t *testing.T) {
	a := apptest.New(t)
	phone := a.Phone(cast.Pia)
	if len(phone.Codes) != 10 {
		t.Fatal(phone.Codes)
	}
	typed := " " + strings.ToUpper(strings.ReplaceAll(phone.Codes[3], "-", " "))
	if _, err := a.Sessions.Prove(t.Context(), halfIn(t, a, cast.Pia), typed, auth.Browser{}); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Sessions.Prove(t.Context(), halfIn(t, a, cast.Pia), phone.Codes[3], auth.Browser{}); !strings.Contains(fmt.Sprint(err), "was used before") {
		t.Errorf("twice: %v", err)
	}
	if h, _, _ := a.Sessions.Half(t.Context(), halfIn(t, a, cast.Pia)); h.Codes != 9 {
		t.Errorf("%d are left", h.Codes)
	}
	if n := number(t, a, "SELECT count(*) FROM letters WHERE kind = 'factor_changed' AND facts LIKE '%9 are left%'"); n != 1 {
		t.Errorf("%d letters", n)
	}
	if n := number(t, a, "SELECT count(*) FROM events WHERE kind = 'recovery_code.used' AND account_id = '"+cast.Northwind+"'"); n != 1 {
		t.Errorf("%d facts", n)
	}
	_, v := wholeIn(t, a, cast.Pia, phone)
	fresh, err := a.Sessions.NewCodes(t.Context(), v, auth.Browser{})
	if err != nil || len(fresh) != 10 {
		t.Fatal(fresh, err)
	}
	if _, err := a.Sessions.Prove(t.Context(), halfIn(t, a, cast.Pia), phone.Codes[4], auth.Browser{}); !strings.Contains(fmt.Sprint(err), "is wrong") {
		t.Errorf("an old code: %v", err)
	}
	if _, err := a.Sessions.Prove(t.Context(), halfIn(t, a, cast.Pia), fresh[4], auth.Browser{}); err != nil {
		t.Error(err)
	}
}

// wholeIn signs in somebody with a second factor.
func wholeIn(t *testing.T, a *apptest.App, p cast.Person, phone *apptest.Phone) (secret string, v auth.Visitor) {
	t.Helper()
	secret, err := a.Sessions.Prove(t.Context(), halfIn(t, a, p), phone.Next(), auth.Browser{})
	if err != nil {
		t.Fatal(err)
	}
	v, ok, err := a.Sessions.Resume(t.Context(), secret, access.Origin{Request: "r"})
	if err != nil || !ok {
		t.Fatal(err)
	}
	return secret, v
}

func TestFiveWrongCodesInARowLockWhoeverGuessesAndHowever(t *testing.T) {
	a := apptest.New(t)
	phone := a.Phone(cast.Pia)
	elsewhere, _ := wholeIn(t, a, cast.Pia, phone)
	guess := []string{phone.Wrong(), "0000-0000-0000-0000", phone.Wrong(), phone.Wrong()}
	for _, code := range guess {
		if _, err := a.Sessions.Prove(t.Context(), halfIn(t, a, cast.Pia), code, auth.Browser{}); !fault.Is(err, fault.Invalid) {
			t.Fatal(err)
		}
	}
	for _, code := range []string{"12345", "", "no code at all"} {
		if _, err := a.Sessions.Prove(t.Context(), halfIn(t, a, cast.Pia), code, auth.Browser{}); !fault.Is(err, fault.Invalid) {
			t.Fatal("what can't be a code counts", err)
		}
	}
	if _, _, err := a.Sessions.ProveAgain(t.Context(), visitor(t, a, elsewhere), phone.Wrong(), auth.Browser{}); !fault.Is(err, fault.Forbidden) {
		t.Fatalf("the fifth wrong code, in another session: %v", err)
	}
	if resumes(t, a, elsewhere) {
		t.Error("a session goes on")
	}
	if n := number(t, a, "SELECT count(*) FROM sessions WHERE user_id = 'cast-pia' AND ended_at IS NULL"); n != 0 {
		t.Errorf("%d sessions go on", n)
	}
	for query, want := range map[string]int{
		"SELECT count(*) FROM users WHERE id = 'cast-pia' AND status = 'locked'":                                                       1,
		"SELECT count(*) FROM events WHERE kind = 'user.locked' AND subject_id = 'cast-pia' AND account_id = '" + cast.Northwind + "'": 1,
		"SELECT count(*) FROM letters WHERE kind = 'locked' AND to_address = '" + cast.Pia.Email + "'":                                 1,
	} {
		if n := number(t, a, query); n != want {
			t.Errorf("%s: %d", query, n)
		}
	}
	_, err := a.Sessions.SignIn(t.Context(), cast.Pia.Email, cast.Password, auth.Browser{})
	if text := fault.FieldsOf(err).At("email"); !strings.Contains(text, "is locked") || !strings.Contains(text, "A Company Admin of Northwind Partners can reactivate it") {
		t.Errorf("by the right password: %v", err)
	}
	_, err = a.Sessions.SignIn(t.Context(), cast.Pia.Email, "not her password at all", auth.Browser{})
	if text := fault.FieldsOf(err).At("email"); text != "The e-mail address or the password is wrong" {
		t.Errorf("by a wrong one: %v", err)
	}
}

func TestARightCodeBeginsTheCountAnew(t *testing.T) {
	a := apptest.New(t)
	phone := a.Phone(cast.Pia)
	for range 3 {
		half := halfIn(t, a, cast.Pia)
		for range 4 {
			if _, err := a.Sessions.Prove(t.Context(), half, phone.Wrong(), auth.Browser{}); !fault.Is(err, fault.Invalid) {
				t.Fatal(err)
			}
		}
		if _, err := a.Sessions.Prove(t.Context(), half, phone.Next(), auth.Browser{}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestGuessesSentAtOnceAreAllCounted(t *testing.T) {
	a := apptest.New(t)
	phone := a.Phone(cast.Pia)
	var halves []string
	for range 30 {
		halves = append(halves, halfIn(t, a, cast.Pia))
	}
	var wg sync.WaitGroup
	looked := make(chan bool, len(halves))
	wrong := phone.Wrong()
	for _, half := range halves {
		wg.Go(func() {
			_, err := a.Sessions.Prove(context.Background(), half, wrong, auth.Browser{})
			if err == nil {
				t.Error("a wrong code lets in")
			}
			if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Forbidden) {
				looked <- true
			}
		})
	}
	wg.Wait()
	if len(looked) != 5 {
		t.Errorf("%d guesses were looked at", len(looked))
	}
	if n := number(t, a, "SELECT count(*) FROM letters WHERE kind = 'locked'"); n != 1 {
		t.Errorf("%d letters", n)
	}
}

func TestWhereASecondFactorIsRequiredItIsSetUpBeforeAnybodyIsIn(t *testing.T) {
	a := apptest.New(t)
	require(t, a, cast.Northwind)
	ctx := t.Context()
	half := halfIn(t, a, cast.Tariq)
	h, ok, err := a.Sessions.Half(ctx, half)
	if err != nil || !ok || h.Left != auth.Enrol || h.By != "Northwind Partners" {
		t.Fatalf("%+v, %t, %v", h, ok, err)
	}
	if _, err := a.Sessions.Prove(ctx, half, "123456", auth.Browser{}); !fault.Is(err, fault.Conflict) {
		t.Errorf("a code where there is no factor: %v", err)
	}
	v := h.Visitor(access.Origin{Request: "r"})
	if _, _, err := a.Sessions.ConfirmApp(ctx, v, "123456", auth.Browser{}); !fault.Is(err, fault.Conflict) {
		t.Errorf("confirmed before it was started: %v", err)
	}
	if err := a.Sessions.StartApp(ctx, v); err != nil {
		t.Fatal(err)
	}
	app, err := a.Sessions.StartedApp(ctx, v)
	if err != nil || !strings.HasPrefix(app.Address, "otpauth://totp/Meridian%20Networks:tariq@northwind.example?") {
		t.Fatalf("%+v, %v", app, err)
	}
	phone := a.Scan(app.Secret)
	if _, _, err := a.Sessions.ConfirmApp(ctx, v, phone.Wrong(), auth.Browser{}); fault.FieldsOf(err).At("code") == "" {
		t.Errorf("by a wrong code: %v", err)
	}
	code := phone.At(0)
	whole, codes, err := a.Sessions.ConfirmApp(ctx, v, code, auth.Browser{})
	if err != nil || len(codes) != 10 || whole == half || !resumes(t, a, whole) {
		t.Fatalf("%d codes, %v", len(codes), err)
	}
	if _, err := a.Sessions.Prove(ctx, halfIn(t, a, cast.Tariq), code, auth.Browser{}); !strings.Contains(fmt.Sprint(err), "used already") {
		t.Errorf("the code that confirmed it is used again: %v", err)
	}
	for _, p := range []cast.Person{cast.Alice, cast.Cara} {
		if secret, err := a.Sessions.SignIn(ctx, p.Email, cast.Password, auth.Browser{}); err != nil || !resumes(t, a, secret) {
			t.Errorf("it is required of %s of another account: %v", p.Name, err)
		}
	}
}

func TestOfTwoWhoEnrolAtOnceByTheSamePasswordOneIsIn(t *testing.T) {
	a := apptest.New(t)
	require(t, a, cast.Northwind)
	ctx := t.Context()
	var visits []auth.Visitor
	for range 2 {
		h, _, err := a.Sessions.Half(ctx, halfIn(t, a, cast.Tariq))
		if err != nil {
			t.Fatal(err)
		}
		visits = append(visits, h.Visitor(access.Origin{Request: "r"}))
	}
	if err := a.Sessions.StartApp(ctx, visits[0]); err != nil {
		t.Fatal(err)
	}
	app, err := a.Sessions.StartedApp(ctx, visits[0])
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := a.Sessions.ConfirmApp(ctx, visits[0], a.Scan(app.Secret).At(0), auth.Browser{}); err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{
		"starts":   a.Sessions.StartApp(ctx, visits[1]),
		"confirms": second(a.Sessions.ConfirmApp(ctx, visits[1], a.Scan(app.Secret).Next(), auth.Browser{})),
		"looks":    first(a.Sessions.StartedApp(ctx, visits[1])),
	} {
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("the other one %s: %v", name, err)
		}
	}
}

func second(_ string, _ []string, err error) error { return err }
func first(_ auth.App, err error) error            { return err }

func TestWhoNeedsASecondFactorKeepsTheLastOne(t *testing.T) {
	a := apptest.New(t)
	phone := a.Phone(cast.Tariq)
	_, v := wholeIn(t, a, cast.Tariq, phone)
	require(t, a, cast.Northwind)
	if err := a.Sessions.RemoveApp(t.Context(), v, auth.Browser{}); !fault.Is(err, fault.Conflict) {
		t.Fatalf("it goes: %v", err)
	}
	if n := number(t, a, "SELECT count(*) FROM factors WHERE user_id = 'cast-tariq' AND confirmed"); n != 1 {
		t.Error("it is gone")
	}
	run(t, a, "UPDATE accounts SET factor_required = FALSE")
	if err := a.Sessions.RemoveApp(t.Context(), v, auth.Browser{}); err != nil {
		t.Fatal(err)
	}
	if err := a.Sessions.RemoveApp(t.Context(), v, auth.Browser{}); !fault.Is(err, fault.Conflict) {
		t.Errorf("twice: %v", err)
	}
	for query, want := range map[string]int{
		"SELECT count(*) FROM recovery_codes WHERE user_id = 'cast-tariq'":                          0,
		"SELECT count(*) FROM events WHERE kind = 'factor.removed' AND subject_id = 'cast-tariq'":   1,
		"SELECT count(*) FROM letters WHERE kind = 'factor_changed' AND facts LIKE '%was removed%'": 1,
		"SELECT count(*) FROM users WHERE id = 'cast-tariq' AND factor":                             0,
	} {
		if n := number(t, a, query); n != want {
			t.Errorf("%s: %d", query, n)
		}
	}
	secret, err := a.Sessions.SignIn(t.Context(), cast.Tariq.Email, cast.Password, auth.Browser{})
	if err != nil || !resumes(t, a, secret) {
		t.Errorf("the password alone: %v", err)
	}
	if _, err := a.Sessions.NewCodes(t.Context(), v, auth.Browser{}); !fault.Is(err, fault.Conflict) {
		t.Errorf("codes without a factor: %v", err)
	}
}

func TestAnAppOnAnotherDeviceTakesThePlaceOfTheFirst(t *testing.T) {
	a := apptest.New(t)
	old := a.Phone(cast.Pia)
	_, v := wholeIn(t, a, cast.Pia, old)
	if err := a.Sessions.StartApp(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	app, err := a.Sessions.StartedApp(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	wholeIn(t, a, cast.Pia, old) // the old one counts until then
	young := a.Scan(app.Secret)
	if _, codes, err := a.Sessions.ConfirmApp(t.Context(), v, young.Next(), auth.Browser{}); err != nil || codes != nil {
		t.Fatalf("%d codes, %v", len(codes), err)
	}
	if _, err := a.Sessions.Prove(t.Context(), halfIn(t, a, cast.Pia), old.Next(), auth.Browser{}); !fault.Is(err, fault.Invalid) {
		t.Errorf("the old one: %v", err)
	}
	wholeIn(t, a, cast.Pia, young)
	if n := number(t, a, "SELECT count(*) FROM factors WHERE user_id = 'cast-pia'"); n != 1 {
		t.Errorf("%d factors", n)
	}
}

func TestASecretThatIsNotConfirmedInTimeIsNone(t *testing.T) {
	a := apptest.New(t)
	secret, v := signIn(t, a, cast.Pia)
	if err := a.Sessions.StartApp(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	app, err := a.Sessions.StartedApp(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	a.Clock.Advance(15 * time.Minute)
	if _, _, err := a.Sessions.ConfirmApp(t.Context(), visitor(t, a, secret), a.Scan(app.Secret).At(0), auth.Browser{}); !fault.Is(err, fault.Conflict) {
		t.Error(err)
	}
}

// visitor is the visitor of a session that goes on.
func visitor(t *testing.T, a *apptest.App, secret string) auth.Visitor {
	t.Helper()
	v, ok, err := a.Sessions.Resume(t.Context(), secret, access.Origin{Request: "r"})
	if err != nil || !ok {
		t.Fatalf("no session: %v", err)
	}
	return v
}

func TestAFreshProofGivesTheSessionAnotherSecretAndKeepsItsContexts(t *testing.T) {
	a := apptest.New(t)
	phone := a.Phone(cast.Pia)
	old, v := wholeIn(t, a, cast.Pia, phone)
	if _, err := a.Sessions.Enter(t.Context(), v, cast.Acme); err != nil {
		t.Fatal(err)
	}
	a.Clock.Advance(10*time.Minute - time.Millisecond)
	if !a.Sessions.Fresh(v) {
		t.Error("it is stale too early")
	}
	a.Clock.Advance(time.Millisecond)
	if a.Sessions.Fresh(v) {
		t.Error("it stays fresh")
	}
	for proof, field := range map[string]string{"not her password at all": "proof", "": "proof", phone.Wrong(): "proof"} {
		if _, _, err := a.Sessions.ProveAgain(t.Context(), v, proof, auth.Browser{}); fault.FieldsOf(err).At(field) == "" {
			t.Errorf("%q: %v", proof, err)
		}
	}
	for _, proof := range []func() string{func() string { return cast.Password }, phone.Next} {
		fresh, again, err := a.Sessions.ProveAgain(t.Context(), v, proof(), auth.Browser{})
		if err != nil || !a.Sessions.Fresh(again) || fresh == old {
			t.Fatal(err)
		}
		if resumes(t, a, old) || !resumes(t, a, fresh) {
			t.Error("the old secret goes on, or the new one does not work")
		}
		if got := at(t, a, visitor(t, a, fresh), cast.Acme); got != "viewing" {
			t.Errorf("in the account that was entered: %s", got)
		}
		if _, _, err := a.Sessions.ProveAgain(t.Context(), v, cast.Password, auth.Browser{}); !fault.Is(err, fault.Conflict) {
			t.Errorf("with the session before: %v", err)
		}
		old, v = fresh, visitor(t, a, fresh)
		a.Clock.Advance(20 * time.Minute)
	}
	if n := number(t, a, "SELECT count(*) FROM visits WHERE left_at IS NULL"); n != 1 {
		t.Errorf("%d visits", n)
	}
}

func TestWrongPasswordsAsAProofCountAsFailedSignIns(t *testing.T) {
	a := apptest.New(t)
	_, v := signIn(t, a, cast.Pia)
	for range 6 {
		_, _, _ = a.Sessions.ProveAgain(t.Context(), v, "not her password at all", auth.Browser{})
	}
	_, _, err := a.Sessions.ProveAgain(t.Context(), v, cast.Password, auth.Browser{})
	if !strings.Contains(fault.FieldsOf(err).At("proof"), "Too many tries") {
		t.Errorf("%v", err)
	}
}

func TestAResetOfFactorsLetsThePasswordInAgain(t *testing.T) {
	a := apptest.New(t)
	phone := a.Phone(cast.Pia)
	half := halfIn(t, a, cast.Pia)
	for range 5 {
		_, _ = a.Sessions.Prove(t.Context(), half, phone.Wrong(), auth.Browser{})
	}
	a.Tx(func(tx *db.Tx) error { return user.ForgetFactors(tx, cast.Pia.ID) })
	secret, err := a.Sessions.SignIn(t.Context(), cast.Pia.Email, cast.Password, auth.Browser{})
	if err != nil || !resumes(t, a, secret) {
		t.Error(err)
	}
}

func TestFactorsEqualTheirTables(t *testing.T) {
	a := apptest.New(t)
	a.Mirror(t, user.Factor{})
	a.Mirror(t, user.RecoveryCode{})
}

func TestASignInWhileThePasswordChangesLeavesNoSession(t *testing.T) {
	a := apptest.New(t)
	_, v := signIn(t, a, cast.Pia)
	var wg sync.WaitGroup
	opened := make(chan string, 40)
	for range 4 { // with the change itself no more than the tries that are free
		wg.Go(func() {
			for range 10 {
				secret, err := a.Sessions.SignIn(context.Background(), cast.Pia.Email, cast.Password, auth.Browser{})
				if err == nil {
					opened <- secret
				} else if !fault.Is(err, fault.Invalid) {
					t.Error(err)
				}
			}
		})
	}
	if _, _, err := a.Sessions.ChangePassword(t.Context(), v, auth.PasswordDraft{Current: cast.Password, Password: "three wooden ladders"}, auth.Browser{}); err != nil {
		t.Error(err)
	}
	wg.Wait()
	close(opened)
	for secret := range opened {
		if resumes(t, a, secret) {
			t.Error("a session by the old password goes on")
		}
	}
}
