package ui

import (
	"fmt"
	"strconv"

	"github.com/a-h/templ"

	"github.com/tenantry/tenantry/internal/password"
)

// NewPasswordHint says what a new password has to be.
func NewPasswordHint() string {
	return fmt.Sprintf("At least %d characters. A few words are easy to remember.", password.Shortest)
}

// steps are the parts of the meter.
const steps = 4

func stepClass(s password.Strength) string {
	class := "strength step-" + strconv.Itoa(s.Step)
	if s.Ok {
		class += " ok"
	}
	return class
}

func (f Input) secretAttrs() templ.Attributes {
	f.Type, f.Value = "password", ""
	return f.attrs()
}
