package security

import (
	"strings"

	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/templates/ui"
)

func (p ProofPage) label() string {
	if p.App {
		return "Password, or code"
	}
	return "Password"
}

// scope says why it is asked.
func (p ProofPage) scope() string {
	const some = "It is some time since you last proved who you are. Nothing that you typed is lost."
	if strings.Contains(p.Action, "/acting/") {
		return "You act in somebody’s place only while it is certain that it is you. " + some
	}
	return "What you are about to do changes how somebody gets in. " + some
}

func (p ProofPage) hint() string {
	if p.App {
		return "Your password, or the six digits that your authenticator app shows now."
	}
	return ""
}

func codesLeft(n int) string {
	switch n {
	case 0:
		return "None are left."
	case 1:
		return "1 of 10 is left."
	}
	return ui.Figure(n) + " of 10 are left."
}

func factorWords(s auth.Security) string {
	switch {
	case s.App == nil && len(s.Passkeys) == 0 && s.Required != "":
		return s.Required + " requires one. You set it up when you sign in the next time, or now."
	case s.App == nil && len(s.Passkeys) == 0:
		return "You have none. Whoever learns your password can sign in as you."
	case s.Required != "":
		return s.Required + " requires one. Signing in by password asks for it."
	}
	return "Signing in by password asks for it."
}

func appPress(s auth.Security) ui.Press {
	if s.App == nil {
		return ui.Press{Label: "Set up", About: "an authenticator app", Busy: "Starting…"}
	}
	return ui.Press{Label: "Move to another device", About: "the authenticator app", Busy: "Starting…"}
}

func (p AppPage) lead() string {
	if p.Replaces {
		return "The new device takes the place of the one before, once you have entered its first code."
	}
	return "It counts once you have entered its first code."
}

func (p RemovalPage) consequence() string {
	if p.Last {
		return "Your password alone lets you in"
	}
	return "Your passkeys stay"
}

func (p RemovalPage) rest() string {
	if p.Last {
		return "It is your only second factor. Your recovery codes go with it."
	}
	return "Signing in by password asks for one of them, or for a recovery code."
}
