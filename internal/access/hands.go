package access

import (
	"slices"

	"github.com/tenantry/tenantry/internal/fault"
)

// Signature is who does something, as it stays beside what they did and stands
// in letters: somebody's own name, and while acting both.
func (c Caller) Signature() string {
	if c.Acting == OwnName {
		return c.Name
	}
	return OnBehalf(c.Name, c.AsName)
}

// OnBehalf is the signature of who did something in somebody's place.
func OnBehalf(name, place string) string { return name + " (support) on behalf of " + place }

// Place is the id of the person in whose place the caller acts, or "".
func (c Caller) Place() string {
	if c.Acting == OwnName {
		return ""
	}
	return c.As
}

// Either reports whether the caller's hands, or the person in whose place they
// act, are among some people: nobody decides what either of the two asked for.
func (c Caller) Either(people ...string) bool {
	return slices.ContainsFunc(people, func(id string) bool { return id != "" && (id == c.User || id == c.Place()) })
}

// InPerson is nil in one's own name. What is a person's alone is not done in
// their place, whatever they may do: what says it, as the beginning of a sentence.
func (c Caller) InPerson(what string) error {
	if c.Acting == OwnName {
		return nil
	}
	return fault.New(fault.Forbidden, "%s is not done in somebody’s place. %s has to do it.", what, c.AsName)
}
