package auth_test

import (
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
)

// server is the command line on a portal's server.
func server(t *testing.T, a *apptest.App) access.Caller {
	t.Helper()
	by, err := a.Sessions.CommandLine(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return by
}

// recorded is who did the last act of a kind to somebody, and in which account.
func recorded(t *testing.T, a *apptest.App, kind event.Kind, about string) (who, account string) {
	t.Helper()
	err := a.Raw().QueryRow("SELECT user_name, account_id FROM events WHERE kind = '"+string(kind)+"' AND subject_id = '"+about+"' ORDER BY id DESC").Scan(&who, &account)
	if err != nil {
		t.Errorf("%s of %s: %v", kind, about, err)
	}
	return who, account
}

func enterAs(t *testing.T, a *apptest.App, p cast.Person) (secret string, err error) {
	t.Helper()
	return a.Sessions.SignIn(t.Context(), p.Email, cast.Password, auth.Browser{})
}

func TestWhoIsDisabledIsOutOfThePortalUntilEnabled(t *testing.T) {
	a := apptest.New(t)
	by := server(t, a)
	secret, err := enterAs(t, a, cast.Rory)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Sessions.Disable(t.Context(), by, " RORY@northwind.example"); err != nil {
		t.Fatal(err)
	}
	if _, ok, _ := a.Sessions.Resume(t.Context(), secret, access.Origin{Request: "r"}); ok {
		t.Error("the session goes on")
	}
	if _, err := enterAs(t, a, cast.Rory); !fault.Is(err, fault.Invalid) {
		t.Errorf("signs in: %v", err)
	}
	if who, account := recorded(t, a, event.UserDeactivated, cast.Rory.ID); who != "Command line" || account != cast.Northwind {
		t.Errorf("recorded as done by %q in %s", who, account)
	}
	if _, err := a.Sessions.Disable(t.Context(), by, cast.Rory.Email); !fault.Is(err, fault.Conflict) {
		t.Errorf("disabled twice: %v", err)
	}
	if _, _, err := a.Sessions.OfferReset(t.Context(), by, cast.Rory.Email); !fault.Is(err, fault.Conflict) {
		t.Errorf("a reset for who is disabled: %v", err)
	}
	if _, err := a.Sessions.Enable(t.Context(), by, cast.Rory.Email); err != nil {
		t.Fatal(err)
	}
	if _, err := enterAs(t, a, cast.Rory); err != nil {
		t.Errorf("does not sign in again: %v", err)
	}
}

func TestTheLastAdminIsNotDisabledEvenAtOnce(t *testing.T) {
	a := apptest.New(t)
	by := server(t, a)
	run(t, a, "UPDATE seats SET role = 'Company Admin' WHERE user_id = '"+cast.Tariq.ID+"'")
	errs := make(chan error, 2)
	for _, p := range []cast.Person{cast.Pia, cast.Tariq} {
		go func() {
			_, err := a.Sessions.Disable(t.Context(), by, p.Email)
			errs <- err
		}()
	}
	one, two := <-errs, <-errs
	if (one == nil) == (two == nil) {
		t.Errorf("of two admins disabled at once: %v, %v", one, two)
	}
}

func TestAResetEndsThePasswordAndTheSessions(t *testing.T) {
	a := apptest.New(t)
	by := server(t, a)
	secret, err := enterAs(t, a, cast.Pia)
	if err != nil {
		t.Fatal(err)
	}
	_, link, err := a.Sessions.OfferReset(t.Context(), by, cast.Pia.Email)
	if err != nil || link == "" {
		t.Fatal(err)
	}
	if _, ok, _ := a.Sessions.Resume(t.Context(), secret, access.Origin{Request: "r"}); ok {
		t.Error("the session goes on")
	}
	if _, err := enterAs(t, a, cast.Pia); !fault.Is(err, fault.Invalid) {
		t.Errorf("the old password works: %v", err)
	}
	if who, _ := recorded(t, a, event.ResetOffered, cast.Pia.ID); who != "Command line" {
		t.Errorf("recorded as done by %q", who)
	}
	const another = "three wooden ladders"
	if err := a.Sessions.ResetPassword(t.Context(), link, another, auth.Browser{}); err != nil {
		t.Fatalf("the link does not work: %v", err)
	}
	if _, err := a.Sessions.SignIn(t.Context(), cast.Pia.Email, another, auth.Browser{}); err != nil {
		t.Errorf("does not sign in with the new password: %v", err)
	}
	if err := a.Sessions.ResetPassword(t.Context(), link, "four wooden ladders", auth.Browser{}); !fault.Is(err, fault.NotFound) {
		t.Errorf("the link works twice: %v", err)
	}
}

func TestWhoIsLockedGetsNoLinkThatWouldNotWork(t *testing.T) {
	a := apptest.New(t)
	run(t, a, "UPDATE users SET status = 'locked', wrong_codes = 5 WHERE id = '"+cast.Pia.ID+"'")
	if _, _, err := a.Sessions.OfferReset(t.Context(), server(t, a), cast.Pia.Email); !fault.Is(err, fault.Conflict) {
		t.Errorf("a reset for who is locked: %v", err)
	}
	run(t, a, "UPDATE users SET status = 'active', wrong_codes = 0 WHERE id = '"+cast.Pia.ID+"'")
	if _, err := enterAs(t, a, cast.Pia); err != nil {
		t.Errorf("the password was ended all the same: %v", err)
	}
}

func TestFactorsAreForgottenAndTheLockWithThem(t *testing.T) {
	a := apptest.New(t)
	run(t, a, "UPDATE users SET status = 'locked', factor = TRUE, wrong_codes = 5 WHERE id = '"+cast.Pia.ID+"'")
	if _, err := a.Sessions.DropFactors(t.Context(), server(t, a), cast.Pia.Email); err != nil {
		t.Fatal(err)
	}
	if _, err := enterAs(t, a, cast.Pia); err != nil {
		t.Errorf("does not sign in: %v", err)
	}
	if who, _ := recorded(t, a, event.FactorReset, cast.Pia.ID); who != "Command line" {
		t.Errorf("recorded as done by %q", who)
	}
	n := 0
	err := a.Raw().QueryRow("SELECT count(*) FROM letters WHERE kind = 'factor_changed' AND to_address = '" + cast.Pia.Email + "'").Scan(&n)
	if err != nil || n != 1 {
		t.Errorf("%d letters, %v", n, err)
	}
}

func TestNobodyRescuesFromAPage(t *testing.T) {
	a := apptest.New(t)
	ctx := t.Context()
	for _, p := range []cast.Person{cast.Olive, cast.Sam, cast.Pia, cast.Alice} {
		by := a.By(p)
		for name, do := range map[string]func() error{
			"InviteAnywhere": func() error {
				_, _, _, err := a.Users.InviteAnywhere(ctx, by, cast.Meridian, user.SeatDraft{})
				return err
			},
			"Everywhere":  func() error { _, err := a.Users.Everywhere(ctx, by, ""); return err },
			"Disable":     func() error { _, err := a.Sessions.Disable(ctx, by, cast.Rory.Email); return err },
			"Enable":      func() error { _, err := a.Sessions.Enable(ctx, by, cast.Rory.Email); return err },
			"OfferReset":  func() error { _, _, err := a.Sessions.OfferReset(ctx, by, cast.Rory.Email); return err },
			"DropFactors": func() error { _, err := a.Sessions.DropFactors(ctx, by, cast.Rory.Email); return err },
			"SessionsOf":  func() error { _, _, err := a.Sessions.SessionsOf(ctx, by, cast.Rory.Email, true); return err },
		} {
			if err := do(); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s as %s: %v", name, p.Name, err)
			}
		}
	}
}
