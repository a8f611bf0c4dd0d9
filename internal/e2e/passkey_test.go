package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/webauthn"

	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

// named is a portal that is reached by a name, under which passkeys work.
func named(t *testing.T) *portal {
	t.Helper()
	p := open(t)
	p.URL = strings.Replace(p.URL, "127.0.0.1", "localhost", 1)
	return p
}

// lock is the lock of the device that keeps a tab's passkeys.
type lock struct {
	b  *tab
	id webauthn.AuthenticatorID
}

// device gives the tab a device with passkeys, whose lock opens.
func (b *tab) device() lock {
	b.t.Helper()
	call(b, webauthn.Enable, webauthn.EnableParams{})
	made := call(b, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
		Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
		HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
	}})
	return lock{b, made.AuthenticatorID}
}

// opens says whether the person opens the lock when they are asked to.
func (l lock) opens(yes bool) {
	l.b.t.Helper()
	call(l.b, webauthn.SetUserVerified, webauthn.SetUserVerifiedParams{AuthenticatorID: l.id, IsUserVerified: yes})
}

// credentials are the passkeys that the device keeps.
func (l lock) credentials() []*webauthn.Credential {
	l.b.t.Helper()
	return call(l.b, webauthn.GetCredentials, webauthn.GetCredentialsParams{AuthenticatorID: l.id}).Credentials
}

// sound fails the test for what axe finds on the page, and for a page that is too wide.
func (b *tab) sound() *tab {
	b.t.Helper()
	call(b, runtime.Evaluate, runtime.EvaluateParams{Expression: axe})
	for _, scheme := range []string{"light", "dark"} {
		b.media("screen", scheme)
		for _, wide := range []int64{1280, 320} {
			b.size(wide, 900)
			for _, v := range look[[]string](b, axeRun) {
				b.t.Errorf("%s, %s %d: %s", b.address(), scheme, wide, v)
			}
			if over := look[int](b, `() => document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
				b.t.Errorf("%s, %s %d: the page is %d px too wide: %s", b.address(), scheme, wide, over, look[string](b, tooWide))
			}
		}
	}
	b.size(1280, 900)
	return b
}

// makePasskey makes a passkey from the page about security.
func (b *tab) makePasskey(name string) *tab {
	b.t.Helper()
	b.open(route.MySecurity).follow("Make a passkey").at(route.NewPasskey)
	return b.fill("Name", name).follow("Make passkey")
}

func TestAPersonMakesAPasskeySignsInByItAndRemovesIt(t *testing.T) {
	t.Parallel()
	p := named(t)
	b := p.browser(t)
	b.open(route.SignIn).sound()
	device := b.device()
	b.signIn(cast.Pia)

	b.open(route.MySecurity).follow("Make a passkey").at(route.NewPasskey).sound()
	if name := look[string](b, `() => document.querySelector("[name=name]").value`); !strings.HasSuffix(name, " on Linux") {
		t.Errorf("the passkey would be called %q", name)
	}
	b.fill("Name", "Pia’s laptop").follow("Make passkey").sees("Your passkey is set up.").sees("They are shown only now").sound()
	b.follow("I have kept them").at(route.MySecurity).sees("Pia’s laptop").sound()
	if kept := device.credentials(); len(kept) != 1 || !kept[0].IsResidentCredential || kept[0].RpID != "localhost" || string(kept[0].UserHandle) != cast.Pia.ID {
		t.Errorf("%+v", kept)
	}

	b.touch("button.person").press("Sign out")
	b.at(route.SignIn + "?signed-out").follow("Sign in with a passkey")
	b.at(route.Dashboard(cast.Northwind)).open(route.MySecurity).sees("last used on")

	b.touch("button.person").press("Sign out")
	b.at(route.SignIn+"?signed-out").fill("E-mail address", cast.Pia.Email).fill("Password", cast.Password).follow("Sign in")
	b.at(route.SignInCode).sound().follow("Use your passkey").at(route.Dashboard(cast.Northwind))

	b.open(route.MySecurity).follow("Rename").fill("Name", "Old laptop").sound().follow("Save name").at(route.MySecurity).sees("Old laptop")
	b.follow("Remove…").sound().follow("Remove passkey").at(route.MySecurity).sees("“Old laptop” is removed.")
	b.touch("button.person").press("Sign out")
	b.at(route.SignIn + "?signed-out").expect("422 /sign-in/passkey")
	b.follow("Sign in with a passkey").sees("This passkey is not known here").sound()
}

func TestADeviceThatStaysLockedSaysSoOnThePage(t *testing.T) {
	t.Parallel()
	p := named(t)
	b := p.browser(t)
	device := b.device()
	b.signIn(cast.Pia).makePasskey("Key").sees("Your passkey is set up.")
	device.opens(false)
	b.touch("button.person").press("Sign out")
	b.at(route.SignIn + "?signed-out").press("Sign in with a passkey")
	b.until("the reason", `() => /No passkey was used/.test(document.querySelector("[data-problem]").innerText)`).sound()
	device.opens(true)
	p.broken.Store(true)
	b.expect("lost " + route.Challenge(route.SignInPasskey)).press("Sign in with a passkey")
	b.until("the reason", `() => /The portal did not answer/.test(document.querySelector("[data-problem]").innerText)`)
	p.broken.Store(false)
	b.follow("Sign in with a passkey").at(route.Dashboard(cast.Northwind))
}

func TestADeviceHoldsOnePasskeyOfAPerson(t *testing.T) {
	t.Parallel()
	b := named(t).browser(t)
	b.device()
	b.signIn(cast.Pia).makePasskey("Key").sees("Your passkey is set up.")
	b.open(route.MySecurity).follow("Make a passkey").press("Make passkey")
	b.until("the reason", `() => /holds a passkey of yours/.test(document.querySelector("[data-problem]").innerText)`)
}

func TestAPasskeyIsSetUpWhereASecondFactorIsRequired(t *testing.T) {
	t.Parallel()
	p := named(t)
	b := p.browser(t)
	b.device()
	b.requires(cast.Northwind, true)
	b.open(route.SignIn).fill("E-mail address", cast.Pia.Email).fill("Password", cast.Password).follow("Sign in")
	b.at(route.SignInFactor).sound().follow("Make a passkey").at(route.SignInFactorPasskey).sound()
	b.follow("Make it and sign in").sees("Keep your recovery codes").follow("I have kept them").at(route.Dashboard(cast.Northwind))
	b.open(route.MySecurity).follow("Remove…").sees("It can’t be removed now.").sound()
}

func TestAPasskeyIsAFreshProofAndTheActGoesOn(t *testing.T) {
	t.Parallel()
	p := named(t)
	b := p.browser(t)
	b.device()
	b.signIn(cast.Pia).makePasskey("Key").sees("Your passkey is set up.")
	p.Clock.Advance(11 * time.Minute)
	b.expect("403 " + route.MyCodes).open(route.MySecurity).follow("Make new codes").sees("Confirm that it is you").sound()
	b.follow("Use your passkey").sees("Keep your recovery codes")

	// A script that is asked for a proof leads to its page, and back.
	b.open(route.NewPasskey)
	p.Clock.Advance(11 * time.Minute)
	b.expect("403 " + route.MyPasskeys).follow("Make passkey").sees("Confirm that it is you")
	b.follow("Use your passkey").at(route.NewPasskey)
}

func TestPasskeysAreNotMentionedWhereTheyDoNotWork(t *testing.T) {
	t.Parallel()
	number := open(t)
	b := number.browser(t)
	b.open(route.SignIn).seesNo("passkey")
	b.signIn(cast.Pia).open(route.MySecurity).seesNo("asskey")

	quiet := named(t).quiet(t)
	quiet.open(route.SignIn).seesNo("passkey")
	quiet.as(cast.Pia).open(route.MySecurity).seesNo("Make a passkey")
}
