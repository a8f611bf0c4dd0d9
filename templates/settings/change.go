package settings

import "github.com/a-h/templ"

// follow lets the server say who changes each time that the answer to for whom does.
func (c Change) follow() templ.Attributes {
	return templ.Attributes{
		"hx-get": c.Page, "hx-trigger": "change", "hx-include": "closest form", "hx-target": "#effect", "hx-select": "#effect",
		"hx-select-oob": "#save", "hx-swap": "outerHTML", "hx-sync": "this:replace", "hx-status:4xx": "swap:none", "hx-status:5xx": "swap:none",
	}
}
