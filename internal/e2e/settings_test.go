package e2e

import (
	"testing"

	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

func TestPiaDecidesWhatAccountsSeeWithAndWithoutScripts(t *testing.T) {
	t.Parallel()
	for _, scripts := range []bool{true, false} {
		t.Run(map[bool]string{true: "with scripts", false: "without"}[scripts], func(t *testing.T) {
			p := open(t)
			b := p.browser(t).as(cast.Pia)
			b.run(scripts)
			display := route.Display(cast.Northwind, cast.Acme)

			b.open(route.Features(cast.Northwind, cast.Acme)).follow("Display").at(display)
			b.follow("Change Dashboard").sees("Turn Dashboard on for").sees("accounts change").sees("See all")
			b.tick("This account only")
			if !scripts {
				b.follow("Show what changes")
			}
			b.sees("Acme Robotics gets a value of its own, and no longer follows")
			b.until("Save naming no number", `() => [...document.querySelectorAll(".changeform .acts button")].filter(seen).map((e) => e.innerText.trim())[0] === "Save"`)
			b.tick("All managed accounts without their own value")
			if !scripts {
				b.follow("Show what changes")
			}
			b.sees("accounts change").until("Save naming the number", `() => seen(document.getElementById("save")) && /^Save for \d/.test(document.getElementById("save").innerText)`)
			b.follow("Save for ")
			b.at(display).sees("changed. Dashboard is On for every managed account without its own value.").sees("Default of Northwind Partners")
			b.follow("Undo").at(display).sees("Undone.")

			b.follow("Change Company profile").tick("This account only").follow("Save").sees("Company profile is On.").sees("Set here by Pia Larsen")
			late := b.another()
			late.run(scripts)
			late.open(display + "?change=company_profile&scope=account")
			b.follow("Use inherited (Off) for Company profile").sees("Company profile is Off.")
			late.expect("409 ").follow("Save").sees("Not saved.").sees("changed Company profile meanwhile")
			late.follow("Save").sees("Company profile is O")

			b.open(route.Different(cast.Northwind, "company_profile")).sees("Acme Robotics").tick("Select Acme Robotics")
			b.follow("Use the inherited value…").sees("Use the inherited Company profile for 1 account").follow("Use inherited for 1 account")
			b.sees("1 account uses the inherited value.").follow("Back to the list").sees("Every account follows the default")

			b.open(route.SettingHistory(cast.Northwind, cast.Acme, "company_profile")).follow("Put back").sees("Put back what it was before Pia Larsen changed it")
			b.follow("Set it to O").sees("It is as it was before.")
		})
	}
}
