package route

// Addresses of passkeys: of signing in by one, and of one's own.
const (
	SignInPasskey       = "/sign-in/passkey"        // signs in by a passkey alone
	SignInCodePasskey   = "/sign-in/code/passkey"   // in place of a code
	SignInFactorPasskey = "/sign-in/factor/passkey" // a new one, where a second factor is required
	MyPasskeys          = "/me/security/passkeys"   // takes a new one
	NewPasskey          = "/me/security/passkeys/new"
)

// Challenge is where the ceremony begins whose answer address takes.
func Challenge(address string) string { return address + "/challenge" }

// MyPasskey is one of one's own passkeys.
func MyPasskey(id string) string { return MyPasskeys + "/" + id }

// MyPasskeyRemoval asks, and takes it away.
func MyPasskeyRemoval(id string) string { return MyPasskey(id) + "/removal" }
