package apptest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"slices"
	"testing"
)

// Passkey is a passkey in software, with the browser around it: it answers what
// the portal asks as a device does. A test may bend what it says.
type Passkey struct {
	Origin   string // where the browser says it is
	Party    string // whose passkey it says it is; "" as it was asked
	Locked   bool   // the person does not unlock the device
	Counts   bool   // it counts its uses
	Count    uint32
	Signer   *ecdsa.PrivateKey
	ID       []byte
	Handle   []byte // of the person
	Stranger []byte // in place of the person's handle, when it is used

	t testing.TB
}

// Passkey is a new passkey in a browser that reaches the portal at origin.
func (a *App) Passkey(origin string) *Passkey {
	a.t.Helper()
	k := &Passkey{Origin: origin, ID: make([]byte, 32), t: a.t}
	_, _ = rand.Read(k.ID)
	var err error
	if k.Signer, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		a.t.Fatal(err)
	}
	return k
}

// asked is what a passkey reads of what the portal asks.
type asked struct {
	Challenge string
	RPID      string `json:"rpId"`
	RP        struct{ ID string }
	User      struct{ ID string }
}

func (k *Passkey) read(options any) (q asked) {
	k.t.Helper()
	text, err := json.Marshal(options)
	if err == nil {
		err = json.Unmarshal(text, &q)
	}
	if err != nil {
		k.t.Fatal(err)
	}
	return q
}

// The flags of what a passkey says.
const (
	present  = 0x01
	verified = 0x04
	attested = 0x40
)

// head begins what a passkey says.
func (k *Passkey) head(party string, flags byte) []byte {
	if k.Party != "" {
		party = k.Party
	}
	if !k.Locked {
		flags |= verified
	}
	hash := sha256.Sum256([]byte(party))
	return binary.BigEndian.AppendUint32(append(hash[:], flags|present), k.Count)
}

// client is what the browser says.
func (k *Passkey) client(kind, challenge string) []byte {
	k.t.Helper()
	text, err := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": k.Origin, "crossOrigin": false})
	if err != nil {
		k.t.Fatal(err)
	}
	return text
}

var text64 = base64.RawURLEncoding.EncodeToString

// answer is the whole of it, as a browser writes it.
func (k *Passkey) answer(response map[string]string) string {
	k.t.Helper()
	text, err := json.Marshal(map[string]any{
		"id": text64(k.ID), "rawId": text64(k.ID), "type": "public-key", "response": response, "clientExtensionResults": map[string]any{},
	})
	if err != nil {
		k.t.Fatal(err)
	}
	return string(text)
}

// Make answers the question for a new passkey.
func (k *Passkey) Make(options any) string {
	k.t.Helper()
	q := k.read(options)
	var err error
	if k.Handle, err = base64.RawURLEncoding.DecodeString(q.User.ID); err != nil {
		k.t.Fatal(err)
	}
	point, err := k.Signer.PublicKey.Bytes()
	if err != nil {
		k.t.Fatal(err)
	}
	x, y := point[1:33], point[33:]
	public := slices.Concat([]byte{0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32}, x, []byte{0x22, 0x58, 32}, y)
	said := slices.Concat(k.head(q.RP.ID, attested), make([]byte, 16), binary.BigEndian.AppendUint16(nil, uint16(len(k.ID))), k.ID, public)
	object := slices.Concat([]byte{0xa3}, cborText("fmt"), cborText("none"), cborText("attStmt"), []byte{0xa0}, cborText("authData"), []byte{0x58, byte(len(said))}, said)
	return k.answer(map[string]string{"clientDataJSON": text64(k.client("webauthn.create", q.Challenge)), "attestationObject": text64(object)})
}

func cborText(s string) []byte { return append([]byte{0x60 + byte(len(s))}, s...) }

// Use answers the question for a passkey that is there.
func (k *Passkey) Use(options any) string {
	k.t.Helper()
	if k.Counts {
		k.Count++
	}
	q := k.read(options)
	said, client := k.head(q.RPID, 0), k.client("webauthn.get", q.Challenge)
	hash := sha256.Sum256(client)
	whole := sha256.Sum256(append(slices.Clone(said), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, k.Signer, whole[:])
	if err != nil {
		k.t.Fatal(err)
	}
	handle := k.Handle
	if k.Stranger != nil {
		handle = k.Stranger
	}
	return k.answer(map[string]string{
		"clientDataJSON": text64(client), "authenticatorData": text64(said), "signature": text64(signature), "userHandle": text64(handle),
	})
}
