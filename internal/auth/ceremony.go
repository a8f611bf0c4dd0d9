package auth

import (
	"encoding/json"
	"net/url"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/allowance"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
)

// purpose is what a ceremony is for.
type purpose string

// The closed list of purposes.
const (
	making   purpose = "make"  // a new passkey
	proving  purpose = "prove" // the second factor, after the password
	entering purpose = "enter" // sign-in without a password
	again    purpose = "again" // a fresh proof
)

// CeremonyLife is how long there is to answer a challenge.
const CeremonyLife = 5 * time.Minute

// ceremony is the challenge of a passkey that is being made or used. It counts
// once, for one purpose, and for one person: for nobody yet where the passkey
// is to say who it is. The browser keeps a secret, the row its hash.
type ceremony struct {
	Hash      string
	UserID    string
	Kind      purpose
	Data      string
	ExpiresAt time.Time
}

// Ceremony is what a browser is told so that it makes or uses a passkey.
type Ceremony struct {
	Secret  string // to be handed in with the answer
	Options any    // as the browser reads them, in JSON
}

// So many ceremonies are begun from one network in so long: strangers begin
// them as well, and each is kept for a while.
const (
	mostCeremonies = 300
	ceremonyWhile  = 5 * time.Minute
)

// Passkeys reports whether passkeys work where the portal is reached at origin.
// Browsers bind them to the name of a host, not to a number, and make them
// only where nobody listens on the way.
func Passkeys(origin string) bool {
	u, err := url.Parse(origin)
	if err != nil || protocol.ValidateRPID(u.Hostname()) != nil {
		return false
	}
	return u.Scheme == "https" || u.Hostname() == "localhost" || strings.HasSuffix(u.Hostname(), ".localhost")
}

// party is the portal as passkeys know it, where it is reached at origin.
func party(tx *db.Tx, origin string) (*webauthn.WebAuthn, error) {
	if !Passkeys(origin) {
		return nil, fault.New(fault.Conflict, "Passkeys don’t work at this address of the portal. Use its name, not a number.")
	}
	operator, err := account.Operator(tx)
	if err != nil {
		return nil, err
	}
	u, err := url.Parse(origin)
	if err != nil {
		return nil, err
	}
	must := true
	limit := webauthn.TimeoutConfig{Timeout: CeremonyLife, TimeoutUVD: CeremonyLife}
	return webauthn.New(&webauthn.Config{
		RPID: u.Hostname(), RPDisplayName: operator.Name, RPOrigins: []string{origin},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: &must, UserVerification: protocol.VerificationRequired,
		},
		// Password managers tell more than they were asked for; nothing here reads it.
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore,
		Timeouts:                          webauthn.TimeoutsConfig{Login: limit, Registration: limit},
	})
}

// begun keeps a ceremony that has begun, and forgets those whose time is over.
func begun(tx *db.Tx, kind purpose, userID string, data *webauthn.SessionData, b Browser) (secret string, err error) {
	ok, err := allowance.Spend(tx, "passkey\n"+network(b.Address), mostCeremonies, ceremonyWhile)
	if err == nil && !ok {
		err = fault.New(fault.Busy, "Too many people use passkeys from where you are. Try again in a few minutes.")
	}
	if err == nil {
		err = tx.Everywhere(noSeat).Where("expires_at <= ?", tx.Now).Delete(&ceremony{}).Error
	}
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(data)
	if err != nil {
		return "", err
	}
	secret = db.NewToken()
	return secret, tx.Put(noSeat, &ceremony{Hash: user.HashToken(secret), UserID: userID, Kind: kind, Data: string(text), ExpiresAt: tx.Now.Add(CeremonyLife)})
}

// take uses a ceremony up, whatever comes of it. ok is false when it is over,
// or was for another purpose or person. Of several who take it at once one
// gets it.
func take(tx *db.Tx, secret string, kind purpose, userID string) (data webauthn.SessionData, ok bool, err error) {
	c := ceremony{Hash: user.HashToken(secret)}
	err = tx.Everywhere(noSeat).Where("hash = ?", c.Hash).Take(&c).Error
	if db.Missing(err) {
		return data, false, nil
	}
	if err != nil {
		return data, false, err
	}
	res := tx.Everywhere(noSeat).Where("hash = ?", c.Hash).Delete(&ceremony{})
	if res.Error != nil || res.RowsAffected != 1 || c.Kind != kind || c.UserID != userID || !tx.Now.Before(c.ExpiresAt) {
		return data, false, res.Error
	}
	return data, true, json.Unmarshal([]byte(c.Data), &data)
}

// mostAnswer is how many bytes a passkey's answer has at most.
const mostAnswer = 32 << 10

// unanswered says why an answer to a challenge is of no use.
func unanswered(text string) error { return fault.Fields{{Field: "passkey", Text: text}}.Err() }

// late is the answer to a ceremony that is over.
func late() error {
	return unanswered("This took too long, or was begun once more in another tab. Try again")
}
