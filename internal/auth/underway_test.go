package auth_test

import (
	"context"
	"sync"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
)

// Whoever was put out by a new password, a lock, or from another browser may
// have sent a request just before.
func TestARequestUnderWayWhenItsSessionEndsChangesNothing(t *testing.T) {
	a := apptest.New(t)
	ctx := t.Context()
	phone := a.Phone(cast.Pia)
	_, thief := wholeIn(t, a, cast.Pia, phone)
	k := a.Passkey(portal)
	c, err := a.Sessions.StartPasskey(ctx, thief, portal, laptop)
	if err == nil {
		_, _, err = a.Sessions.AddPasskey(ctx, thief, "Laptop", auth.Answer{Secret: c.Secret, Text: k.Make(c.Options), Origin: portal}, laptop)
	}
	if err != nil {
		t.Fatal(err)
	}
	c, err = a.Sessions.StartPasskey(ctx, thief, portal, laptop)
	if err != nil {
		t.Fatal(err)
	}
	another := auth.Answer{Secret: c.Secret, Text: a.Passkey(portal).Make(c.Options), Origin: portal}
	got, err := a.Sessions.Security(ctx, thief)
	if err != nil || len(got.Passkeys) != 1 {
		t.Fatal(got, err)
	}
	key := got.Passkeys[0].ID
	_, pia := wholeIn(t, a, cast.Pia, phone)
	if n, err := a.Sessions.EndOthers(ctx, pia); n == 0 || err != nil {
		t.Fatal(n, err)
	}
	for name, act := range map[string]func() error{
		"start an app": func() error { return a.Sessions.StartApp(ctx, thief) },
		"confirm an app": func() error {
			_, _, err := a.Sessions.ConfirmApp(ctx, thief, "123456", laptop)
			return err
		},
		"remove the app":  func() error { return a.Sessions.RemoveApp(ctx, thief, laptop) },
		"make codes":      func() error { _, err := a.Sessions.NewCodes(ctx, thief, laptop); return err },
		"start a passkey": func() error { _, err := a.Sessions.StartPasskey(ctx, thief, portal, laptop); return err },
		"add a passkey": func() error {
			_, _, err := a.Sessions.AddPasskey(ctx, thief, "Mine", another, laptop)
			return err
		},
		"rename a passkey": func() error { return a.Sessions.RenamePasskey(ctx, thief, key, "Mine", laptop) },
		"remove a passkey": func() error { _, err := a.Sessions.RemovePasskey(ctx, thief, key, laptop); return err },
		"ask for a proof":  func() error { _, err := a.Sessions.AskPasskeyAgain(ctx, thief, portal, laptop); return err },
		"prove by a code":  func() error { _, _, err := a.Sessions.ProveAgain(ctx, thief, phone.Next(), laptop); return err },
		"prove by password": func() error {
			_, _, err := a.Sessions.ProveAgain(ctx, thief, cast.Password, laptop)
			return err
		},
		"change the password": func() error {
			_, _, err := a.Sessions.ChangePassword(ctx, thief, auth.PasswordDraft{Current: cast.Password, Password: better}, laptop)
			return err
		},
		"ask for an address": func() error { return a.Sessions.AskAddress(ctx, thief, "thief@elsewhere.example", laptop) },
		"prove an address":   func() error { return a.Sessions.ProveAddress(ctx, thief, "12345678", laptop) },
		"end the others":     func() error { _, err := a.Sessions.EndOthers(ctx, thief); return err },
	} {
		if err := act(); !fault.Is(err, fault.Conflict) {
			t.Errorf("%s: %v", name, err)
		}
	}
	after, err := a.Sessions.Security(ctx, pia)
	if err != nil || after.App == nil || len(after.Passkeys) != 1 || after.Passkeys[0].Name != "Laptop" || after.Codes != got.Codes {
		t.Errorf("%+v, %v", after, err)
	}
	if !passes(t, a, cast.Pia, cast.Password) {
		t.Error("the password is another one")
	}
}

// What was compared was kept in an older way, and is hashed anew by and by.
func TestAnOldWayOfKeepingAPasswordOpensNoSessionAfterAChange(t *testing.T) {
	a := apptest.New(t)
	var was user.User
	a.Tx(func(tx *db.Tx) (err error) { was, err = user.Find(tx, cast.Alice.ID); return err })
	was.PasswordHash = weakHash // as it was compared, before Alice chose the one that she has
	if err := a.Sessions.Opens(t.Context(), was, auth.Browser{}); !fault.Is(err, fault.Invalid) {
		t.Errorf("a session is opened: %v", err)
	}
}

func TestTwoSignInsAtOnceBothHashAnOldPasswordAnew(t *testing.T) {
	a := apptest.New(t)
	for range 5 {
		run(t, a, "UPDATE users SET password_hash = '"+weakHash+"' WHERE id = 'cast-alice'")
		var wg sync.WaitGroup
		for range 2 {
			wg.Go(func() {
				if _, err := a.Sessions.SignIn(context.Background(), cast.Alice.Email, cast.Password, auth.Browser{}); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
	}
}
