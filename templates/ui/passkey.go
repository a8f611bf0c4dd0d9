package ui

import "github.com/a-h/templ"

// asking is the press as a passkey answers it first. The summary of a form's problems leads to it.
func (p Press) asking(challenge string) Press {
	p.Icon, p.Attrs = "key-round", templ.Attributes{"data-challenge": challenge, "id": "field-passkey"}
	return p
}
