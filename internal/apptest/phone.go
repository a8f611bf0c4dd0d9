package apptest

import (
	"github.com/tenantry/tenantry/internal/access"
	"strings"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/cast"
)

// Phone is somebody's authenticator app, and the paper with the recovery codes.
type Phone struct {
	Secret string
	Codes  []string

	a *App
}

// Phone sets up an authenticator app for a person of the cast, and uses up the
// code that it shows at that moment.
func (a *App) Phone(p cast.Person) *Phone {
	a.t.Helper()
	ctx := a.t.Context()
	secret, err := a.Sessions.SignIn(ctx, p.Email, cast.Password, auth.Browser{})
	if err != nil {
		a.t.Fatal(err)
	}
	v, ok, err := a.Sessions.Resume(ctx, secret, access.Origin{Request: "r"})
	if err != nil || !ok {
		a.t.Fatalf("%s is not in: %v", p.Name, err)
	}
	if err := a.Sessions.StartApp(ctx, v); err != nil {
		a.t.Fatal(err)
	}
	app, err := a.Sessions.StartedApp(ctx, v)
	if err != nil {
		a.t.Fatal(err)
	}
	phone := a.Scan(app.Secret)
	if _, phone.Codes, err = a.Sessions.ConfirmApp(ctx, v, phone.At(0), auth.Browser{}); err != nil {
		a.t.Fatal(err)
	}
	return phone
}

// Scan is a phone with this secret.
func (a *App) Scan(secret string) *Phone {
	return &Phone{Secret: strings.ReplaceAll(secret, " ", ""), a: a}
}

// At is the code that the phone shows when its clock is off by that much.
func (p *Phone) At(off time.Duration) string {
	p.a.t.Helper()
	code, err := totp.GenerateCode(p.Secret, p.a.Clock.Now().Add(off))
	if err != nil {
		p.a.t.Fatal(err)
	}
	return code
}

// Next waits for the next code, which has not been used, and reads it.
func (p *Phone) Next() string {
	p.a.Clock.Advance(30 * time.Second)
	return p.At(0)
}

// Wrong is six digits that the phone shows neither now nor just before or after.
func (p *Phone) Wrong() string {
	for _, code := range []string{"000000", "111111", "222222", "333333"} {
		if code != p.At(0) && code != p.At(-30*time.Second) && code != p.At(30*time.Second) {
			return code
		}
	}
	return "444444"
}
