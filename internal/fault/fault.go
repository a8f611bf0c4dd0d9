// Package fault names the ways a request can fail that a person can act on.
// Each fault carries one human sentence; a form's faults also name the field.
// Every other error is a defect or an outage: it is logged with a reference
// and never shown.
package fault

import (
	"errors"
	"fmt"
)

// Kind says what sort of failure a fault is; the doors map it to an answer.
type Kind int

// The closed list of kinds.
const (
	// Invalid is input that a person can put right (422).
	Invalid Kind = iota + 1
	// NotFound is a thing that does not exist or is out of reach; the two are never told apart (404).
	NotFound
	// Forbidden is an act that the caller's role or account may not do (403).
	Forbidden
	// Conflict is an act that came too late: the thing has changed meanwhile (409).
	Conflict
	// Busy is an act that can be tried again in a moment (503).
	Busy
)

// Fault is a failure with a sentence for the person who caused or met it.
type Fault struct {
	Kind   Kind
	Text   string
	Fields Fields // only with Invalid
}

// Error is the sentence.
func (f *Fault) Error() string { return f.Text }

// New makes a fault; the sentence is formatted as by fmt.Sprintf.
func New(k Kind, format string, args ...any) error {
	return &Fault{Kind: k, Text: fmt.Sprintf(format, args...)}
}

// Missing is the one answer for what does not exist and for what is out of reach.
func Missing() error {
	return &Fault{Kind: NotFound, Text: "The address may be mistyped, or it belongs to an account that you cannot enter. Both are answered in the same way."}
}

// Of is the fault inside err, or nil.
func Of(err error) *Fault {
	var f *Fault
	errors.As(err, &f)
	return f
}

// Is reports whether err is a fault of kind k.
func Is(err error, k Kind) bool {
	f := Of(err)
	return f != nil && f.Kind == k
}

// Problem is one thing to put right in a form.
type Problem struct {
	Field string // the name of the input
	Text  string // a sentence without a full stop, shown in the summary and at the field
	About string // the key of an account that the sentence names, or ""
}

// Fields collects the problems of a form in the order of its fields.
type Fields []Problem

// Add notes a problem at a field; the sentence is formatted as by fmt.Sprintf.
func (f *Fields) Add(field, format string, args ...any) {
	*f = append(*f, Problem{Field: field, Text: fmt.Sprintf(format, args...)})
}

// At is the first sentence at a field, or "".
func (f Fields) At(field string) string { return f.Problem(field).Text }

// Problem is the first problem at a field; the zero Problem if there is none.
func (f Fields) Problem(field string) Problem {
	for _, p := range f {
		if p.Field == field {
			return p
		}
	}
	return Problem{}
}

// Err is nil when there are no problems, and otherwise one Invalid fault with all of them.
func (f Fields) Err() error {
	if len(f) == 0 {
		return nil
	}
	return &Fault{Kind: Invalid, Text: f[0].Text, Fields: f}
}

// FieldsOf is the list of problems inside err, or nil when err is no form's fault.
func FieldsOf(err error) Fields {
	if f := Of(err); f != nil && f.Kind == Invalid {
		return f.Fields
	}
	return nil
}

// Wrap puts an operation's name before an error that is no fault.
func Wrap(op string, err error) error {
	if err == nil || Of(err) != nil {
		return err
	}
	return fmt.Errorf("%s: %w", op, err)
}
