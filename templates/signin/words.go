package signin

import "github.com/a-h/templ"

// aside is the people of the demonstration, or nil elsewhere.
func aside(p SignInPage) templ.Component {
	if len(p.Demo) == 0 {
		return nil
	}
	return demo(p)
}
