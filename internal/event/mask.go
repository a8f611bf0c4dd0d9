package event

import (
	"slices"

	"github.com/tenantry/tenantry/internal/access"
)

// numbers are the fields of changes whose values are masked as a whole: what is
// an address or a phone number shows itself.
var numbers = []string{"Phone", "Tax number", "Technical Support Phone Number"}

// masked are facts as a caller sees them. The record keeps what it says: only
// what leaves it is masked.
func masked(by access.Caller, es []Event) []Event {
	if !by.Masked() {
		return es
	}
	for i := range es {
		e := &es[i]
		e.Address, e.SubjectName, e.Changes = by.MaskSecret(e.Address), by.MaskText(e.SubjectName), slices.Clone(e.Changes)
		for n, c := range e.Changes {
			mask := by.MaskText
			if slices.Contains(numbers, c.Field) {
				mask = by.MaskNumber
			}
			e.Changes[n].Was, e.Changes[n].Now = mask(c.Was), mask(c.Now)
		}
	}
	return es
}
