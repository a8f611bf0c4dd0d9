package e2e

import (
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/web/route"
)

// phone gives Cory an authenticator app, in place of one that an earlier page gave.
// No other page is shown to Cory: a rule that begins to hold signs people out.
func phone(b *tab) *apptest.Phone {
	b.t.Helper()
	b.Tx(func(tx *db.Tx) error { return user.ForgetFactors(tx, cast.Cory.ID) })
	b.requires(cast.Cobalt, false)
	return b.Phone(cast.Cory)
}

// asked is the question for a code after Cory's password.
func asked(b *tab) {
	b.t.Helper()
	phone(b)
	b.open(route.SignIn).fill("E-mail address", cast.Cory.Email).fill("Password", cast.Password).follow("Sign in").sees("Enter your code")
}

// enrolling is Cory's sign-in where a second factor is required and not set up.
func enrolling(b *tab) {
	b.t.Helper()
	b.Tx(func(tx *db.Tx) error { return user.ForgetFactors(tx, cast.Cory.ID) })
	b.requires(cast.Cobalt, true)
	b.open(route.SignIn).fill("E-mail address", cast.Cory.Email).fill("Password", cast.Password).follow("Sign in").sees("Set up a second factor")
}

// requires makes an account ask for a second factor, or no longer.
func (b *tab) requires(key string, on bool) {
	b.t.Helper()
	if _, err := b.Raw().Exec("UPDATE accounts SET factor_required = $1 WHERE id = $2", on, key); err != nil {
		b.t.Fatal(err)
	}
}

// scanned is the page that shows the secret of a new app, and the phone that scanned it.
func scanned(b *tab) *apptest.Phone {
	b.t.Helper()
	b.sees("Set up an authenticator app")
	return b.Scan(b.text("code.secret"))
}

// own is Cory's page about security, with an app.
func own(b *tab) *apptest.Phone {
	b.t.Helper()
	p := phone(b)
	b.open(route.SignIn).fill("E-mail address", cast.Cory.Email).fill("Password", cast.Password).follow("Sign in")
	b.follow("Use a recovery code").fill("Recovery code", p.Codes[0]).follow("Sign in").open(route.MySecurity)
	return p
}
