package route

import "net/url"

// Addresses of proving who one is: at sign-in, and again later.
const (
	SignInCode   = "/sign-in/code"       // a code, where a second factor is set up
	SignInFactor = "/sign-in/factor"     // where one is required and not set up
	SignInApp    = "/sign-in/factor/app" // an authenticator app, there
	Proof        = "/me/proof"           // a fresh proof, for scripts that were refused without one
)

// Addresses of one's own second factors.
const (
	MyApp        = "/me/security/app"         // a new authenticator app: its secret and its first code
	MyAppCode    = "/me/security/app/code"    // that first code
	MyAppRemoval = "/me/security/app/removal" // asks, and takes it away
	MyCodes      = "/me/security/codes"       // new recovery codes
)

// Then is an address that leads to next afterwards.
func Then(address, next string) string {
	if next == "" || next == Home {
		return address
	}
	return With(address, url.Values{"next": {next}})
}
