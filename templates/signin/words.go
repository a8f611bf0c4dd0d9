package signin

import (
	"fmt"

	"github.com/a-h/templ"

	"github.com/tenantry/tenantry/internal/user"
)

// aside is the people of the demonstration, or nil elsewhere.
func aside(p SignInPage) templ.Component {
	if len(p.Demo) == 0 {
		return nil
	}
	return demo(p)
}

func passwordHint() string {
	return fmt.Sprintf("At least %d characters. A few words are easy to remember.", user.Shortest)
}
