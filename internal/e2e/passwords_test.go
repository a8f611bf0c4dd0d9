package e2e

import (
	"encoding/json"
	"testing"

	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/web/route"
)

// resetLink asks for a link to replace a password and answers its path, as the letter has it.
func resetLink(b *tab, p cast.Person) string {
	b.t.Helper()
	b.open(route.Forgotten).fill("E-mail address", p.Email).follow("Send the link").at(route.ForgottenSent)
	var text string
	err := b.portal.Raw().QueryRow("SELECT facts FROM letters WHERE kind = 'reset' AND to_address = '" + p.Email + "' ORDER BY id DESC LIMIT 1").Scan(&text)
	if err != nil {
		b.t.Fatal(err)
	}
	var facts outbox.Facts
	if err := json.Unmarshal([]byte(text), &facts); err != nil || facts.Secret == "" {
		b.t.Fatalf("a letter without a link: %v", err)
	}
	return route.Reset(facts.Secret)
}

// meter waits until the meter of a new password says a word.
func meter(b *tab, word string) *tab {
	b.t.Helper()
	return b.until("the meter says "+word, `(word) => document.querySelector("[data-strength]").innerText.includes(word)`, word)
}

func TestAPasswordIsReplacedByALinkWithAndWithoutScripts(t *testing.T) {
	t.Parallel()
	p := open(t)
	b := p.browser(t)
	b.open(resetLink(b, cast.Alice)).fill("New password", "northwind")
	meter(b, "9 of at least 15 characters")
	b.fill("New password", "acme robotics acme")
	meter(b, "which others know of you")
	b.fill("New password", "three wooden ladders")
	meter(b, "Good")
	kind := `() => document.getElementById("field-password").type`
	b.press("Show")
	if got := look[string](b, kind); got != "text" {
		t.Errorf("shown, the field is a %s", got)
	}
	b.press("Hide")
	if got := look[string](b, kind); got != "password" {
		t.Errorf("hidden, the field is a %s", got)
	}
	b.follow("Set password").at(route.SignIn + "?password-replaced").sees("You have a new password.")
	b.fill("E-mail address", cast.Alice.Email).fill("Password", "three wooden ladders").follow("Sign in").sees("Acme Robotics")

	quiet := p.quiet(t)
	quiet.open(resetLink(quiet, cast.Ben))
	if quiet.has("[data-reveal]:not([hidden])") && look[bool](quiet, `() => seen(document.querySelector("[data-reveal]"))`) {
		t.Error("without scripts a button is shown that does nothing")
	}
	quiet.expect("422 /reset/").fill("New password", "passwordpassword").follow("Set password").sees("This is a common password")
	quiet.fill("New password", "quiet otter umbrella 9").follow("Set password").at(route.SignIn + "?password-replaced")
}

func TestThePasswordIsChangedByWhoKnowsIt(t *testing.T) {
	t.Parallel()
	p := open(t)
	b, other := p.browser(t).as(cast.Pia), p.browser(t).as(cast.Pia)
	b.open(route.MyPassword).fill("Current password", cast.Password).fill("New password", "three wooden ladders").follow("Change password")
	b.at(route.MySecurity).sees("Password changed.")
	other.open(route.MyPassword).sees("Forgotten your password?")
}
