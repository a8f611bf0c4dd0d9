package user

import (
	"encoding/base64"
	"encoding/json"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

// MostPasskeys is how many passkeys a person has at most.
const MostPasskeys = 10

// longestHandle is how many bytes name a passkey at most, by the standard.
const longestHandle = 1023

// PasskeyName reads a person's word for a passkey; usual stands in for none.
func PasskeyName(typed, usual string) (name, problem string) {
	if name = account.Tidy(typed); name == "" {
		name = usual
	}
	return name, account.CheckLine("Name", name)
}

// Keys are a person with their passkeys, as a ceremony wants to see them.
type Keys struct {
	Person User
	keys   []webauthn.Credential
}

// WebAuthnID is what a passkey knows the person by.
func (k Keys) WebAuthnID() []byte { return []byte(k.Person.ID) }

// WebAuthnName tells one account of a person's from another when they choose a passkey.
func (k Keys) WebAuthnName() string { return k.Person.Email }

// WebAuthnDisplayName is how the browser calls the person.
func (k Keys) WebAuthnDisplayName() string { return k.Person.Name }

// WebAuthnCredentials are the public parts of the passkeys.
func (k Keys) WebAuthnCredentials() []webauthn.Credential { return k.keys }

// Full is why no further passkey can be added, or nil.
func (k Keys) Full() error {
	if len(k.keys) < MostPasskeys {
		return nil
	}
	return fault.New(fault.Conflict, "You have %d passkeys, which is the most. Remove one first.", MostPasskeys)
}

// Known are the passkeys by their handles, for a browser that must not make another one beside them.
func (k Keys) Known() (known []protocol.CredentialDescriptor) {
	for _, c := range k.keys {
		known = append(known, c.Descriptor())
	}
	return known
}

// KeysOf are the passkeys of a person.
func KeysOf(tx *db.Tx, u User) (k Keys, err error) {
	k.Person = u
	fs, err := Factors(tx, u.ID)
	for _, f := range fs {
		if f.Kind != Passkey {
			continue
		}
		var c webauthn.Credential
		if err := json.Unmarshal([]byte(f.Secret), &c); err != nil {
			return k, err
		}
		c.Authenticator.SignCount = uint32(f.LastStep)
		k.keys = append(k.keys, c)
	}
	return k, err
}

// PasskeyBy is the passkey with a handle. ok is false when there is none.
func PasskeyBy(tx *db.Tx, handle []byte) (f Factor, ok bool, err error) {
	err = tx.Everywhere(ownFactors).Where("handle = ? AND kind = ?", passkeyHandle(handle), Passkey).Take(&f).Error
	if db.Missing(err) {
		return f, false, nil
	}
	return f, err == nil, err
}

// FindPasskey is one passkey of a person's.
func FindPasskey(tx *db.Tx, user, id string) (f Factor, err error) {
	err = tx.Everywhere(ownFactors).Where("id = ? AND user_id = ? AND kind = ?", id, user, Passkey).Take(&f).Error
	if db.Missing(err) {
		return f, fault.Missing()
	}
	return f, err
}

func passkeyHandle(id []byte) string { return base64.RawURLEncoding.EncodeToString(id) }

// AddPasskey keeps a new passkey of a person, whom the transaction holds.
func AddPasskey(tx *db.Tx, user, name string, c *webauthn.Credential) error {
	_, taken, err := PasskeyBy(tx, c.ID)
	if err != nil {
		return err
	}
	if taken || len(c.ID) > longestHandle {
		return fault.New(fault.Conflict, "This passkey is set up already.")
	}
	handle, f := passkeyHandle(c.ID), Factor{ID: db.NewID(tx.Now), UserID: user, Kind: Passkey, Name: name, Confirmed: true, CreatedAt: tx.Now}
	f.Handle, f.LastStep = &handle, int64(c.Authenticator.SignCount)
	if f.Secret, err = publicPart(*c); err != nil {
		return err
	}
	if err := tx.Put(ownFactors, &f); err != nil {
		return err
	}
	return MarkFactors(tx, user)
}

// publicPart is what is kept of a passkey. Nobody asks what made it.
func publicPart(c webauthn.Credential) (string, error) {
	c.Attestation = webauthn.CredentialAttestation{}
	b, err := json.Marshal(c)
	return string(b), err
}

// UsePasskey notes that a passkey was used, and how often by its own count.
func UsePasskey(tx *db.Tx, f Factor, c *webauthn.Credential) error {
	kept, err := publicPart(*c)
	if err != nil {
		return err
	}
	return tx.Everywhere(ownFactors).Model(&Factor{}).Where("id = ?", f.ID).
		Updates(map[string]any{"secret": kept, "last_step": int64(c.Authenticator.SignCount), "used_at": tx.Now}).Error
}

// RenamePasskey gives a passkey of a person's another name.
func RenamePasskey(tx *db.Tx, f Factor, name string) error {
	return tx.Everywhere(ownFactors).Model(&Factor{}).Where("id = ?", f.ID).Update("name", name).Error
}

// DropPasskey takes a passkey of a person's away. Of two at once the second
// finds nothing.
func DropPasskey(tx *db.Tx, f Factor) error {
	res := tx.Everywhere(ownFactors).Where("id = ? AND user_id = ? AND kind = ?", f.ID, f.UserID, Passkey).Delete(&Factor{})
	if res.Error == nil && res.RowsAffected == 0 {
		return fault.Missing()
	}
	return res.Error
}
