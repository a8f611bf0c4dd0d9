package e2e

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/web/route"
)

//go:embed axe/axe.min.js
var axe string

// all and some are the rules that a page is checked by: all of them in one of
// its four looks, light or dark on a wide or a narrow window, and in the look
// that shares neither with it some that a scheme or a width can change. One
// page in every sample shows the other two looks as well.
const (
	all    = "all"
	some   = "some"
	sample = 10
)

// shots are the looks at the nth face: the first two are checked always.
func shots(nth int) []shot {
	light, dark := shot{"light", all, 1280}, shot{"dark", some, 320}
	if nth%2 == 1 {
		light.rules, dark.rules = some, all
	}
	ls := []shot{light, dark}
	if nth%sample == 0 {
		ls = append(ls, shot{"dark", some, 1280}, shot{"light", some, 320})
	}
	return ls
}

// shot is one look at a page.
type shot struct {
	scheme, rules string
	wide          int64
}

// axeRun checks the page and answers one line for each violation.
const axeRun = `async (rules) => {
	const only = rules === "some"
		? { type: "rule", values: ["color-contrast", "link-in-text-block", "target-size"] }
		: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };
	const r = await axe.run(document, { preload: false, resultTypes: ["violations"], runOnly: only });
	return r.violations.flatMap((v) => v.nodes.map((n) => v.id + " (" + v.impact + "): " + n.target.join(" ") + ": " + n.html.slice(0, 200) + " | " + squeeze(n.failureSummary).slice(0, 300)));
}`

// face is a page in a state that somebody may see.
type face struct {
	name  string
	who   cast.Person // or nobody
	show  func(*tab)
	wrong []string // what goes wrong as it should
	quiet bool     // scripts don't run
	fresh bool     // takes a browser of its own
	nth   int      // among all faces
}

var nobody cast.Person

// to goes to an address.
func to(address string) func(*tab) { return func(b *tab) { b.open(address) } }

// menu goes to an address and opens a menu there.
func menu(address, button, id string) func(*tab) {
	return func(b *tab) {
		b.open(address).press(button)
		b.until("the menu "+id, `(id) => document.getElementById(id).matches(":popover-open")`, id)
	}
}

// file is what is uploaded for an import.
const file = "name,reference,phone,email\nWattle & Finch,CRM-2047,02 9374 4000,noc@northwind.example\nAcme Robotics,CRM-1001,,\n,CRM-9,call us,\nBilby,CRM-2048,,\n"

func upload(b *tab) {
	b.open(route.AccountsImport(cast.Northwind))
	b.attach("input[type=file]", "accounts.csv", file)
	b.follow("Try it out")
}

// list and few are Managed Accounts of two partners.
var (
	list = route.Accounts(cast.Northwind)
	few  = route.Accounts(cast.Lakeside) // the same page with fewer rows
)

// request goes to what an account of Northwind asks for.
func request(market string) func(*tab) {
	return func(b *tab) { b.open(route.MarketRequests(cast.Northwind) + "?state=any").follow(market) }
}

// faces are the pages of the portal, each kind in each of its states.
var faces = []face{
	{name: "sign-in", show: to(route.SignIn)},
	{name: "sign-in-wrong", wrong: []string{"422 /sign-in"}, show: func(b *tab) {
		b.open(route.SignIn).fill("E-mail address", "pia@northwind.example").fill("Password", "wrong").follow("Sign in")
	}},
	{name: "set-up", show: func(b *tab) {
		empty := serve(b.portal.t.(*testing.T), apptest.Empty(b.portal.t))
		secret, err := empty.Sessions.OfferSetUp(b.ctx)
		if err != nil {
			b.t.Fatal(err)
		}
		b.through("the set-up link", func() {
			call(b, page.Navigate, page.NavigateParams{URL: empty.URL + route.SetUp(secret)})
		})
		b.sees("Set up the portal")
	}},
	{name: "signed-out", show: to(route.SignIn + "?signed-out")},
	{name: "password-forgotten", show: to(route.Forgotten)},
	{name: "password-forgotten-wrong", wrong: []string{"422 /forgotten-password"}, show: func(b *tab) {
		b.open(route.Forgotten).fill("E-mail address", "pia").follow("Send the link")
	}},
	{name: "password-sent", show: to(route.ForgottenSent)},
	{name: "password-reset", show: func(b *tab) {
		b.open(resetLink(b, cast.Ben)).fill("New password", "three wooden ladders")
		meter(b, "Good")
	}},
	{name: "password-reset-wrong", wrong: []string{"422 /reset/"}, show: func(b *tab) {
		b.open(resetLink(b, cast.Dev)).fill("New password", "passwordpassword").follow("Set password")
	}},
	{name: "password-reset-over", show: to(route.Reset("0000")), wrong: []string{"404 /reset/"}},
	{name: "password-change", who: cast.Pia, show: func(b *tab) {
		b.open(route.MyPassword).fill("New password", "northwind partners")
		meter(b, "Easy to guess")
	}},
	{name: "password-change-wrong", who: cast.Pia, wrong: []string{"422 /me/security/password"}, show: func(b *tab) {
		b.open(route.MyPassword).fill("Current password", "wrong").follow("Change password")
	}},
	{name: "not-signed-in-404", show: to("/nowhere"), wrong: []string{"404 /nowhere"}},

	{name: "dashboard", who: cast.Pia, show: to(route.Dashboard(cast.Northwind))},
	{name: "dashboard-reader", who: cast.Rory, show: to(route.Dashboard(cast.Northwind))},
	{name: "dashboard-direct", who: cast.Sol, show: to(route.Dashboard(cast.Solo))},
	{name: "dashboard-viewing", who: cast.Tariq, show: func(b *tab) {
		b.open(route.Dashboard(cast.Acme)).follow("Switch to Acme Robotics").sees("Of 14 services")
	}},
	{name: "dashboard-empty", who: cast.Tariq, show: func(b *tab) {
		b.open(route.Dashboard(cast.Ember)).follow("Switch to Ember & Oak Interiors").sees("No services yet")
	}},
	{name: "accounts", who: cast.Pia, show: to(list)},
	{name: "accounts-few", who: cast.Leo, show: to(few)},
	{name: "accounts-filtered", who: cast.Pia, show: to(list + "?q=crm-100&support=partner&status=active&sort=-services")},
	{name: "accounts-no-match", who: cast.Pia, show: to(list + "?q=zzzz")},
	{name: "accounts-ticked", who: cast.Pia, show: func(b *tab) {
		b.open(list + "?q=crm-100").tick("Select Acme Robotics").tick("Select Cobalt Health")
	}},
	{name: "accounts-add-filter", who: cast.Leo, show: menu(few, "Add filter", "more")},
	{name: "accounts-views", who: cast.Leo, show: menu(few, "View: All accounts", "views")},
	{name: "accounts-save-view", who: cast.Leo, show: func(b *tab) {
		menu(few+"?q=boden", "View:", "views")(b)
		b.press("Save as new view…")
	}},
	{name: "accounts-columns", who: cast.Leo, show: menu(few, "Columns", "columns")},
	{name: "preview-choose", who: cast.Pia, show: to(route.Previews(cast.Northwind, cast.Acme))},
	{name: "preview-menu", who: cast.Pia, show: func(b *tab) { views(b.open(route.Managed(cast.Northwind, cast.Acme)).press("Preview as…")) }},
	{name: "preview-role", who: cast.Pia, fresh: true, show: func(b *tab) { looks(b, access.ReadOnly).open(route.Services(cast.Acme)) }},
	{name: "preview-others", who: cast.Pia, fresh: true, show: func(b *tab) {
		views(looks(b, access.CompanyAdmin).open(route.Services(cast.Acme)).press("See as others"))
	}},
	{name: "preview-refused", who: cast.Pia, fresh: true, wrong: []string{"403 " + route.Users(cast.Acme)}, show: func(b *tab) {
		looks(b, access.ReadOnly).open(route.Users(cast.Acme))
	}},
	{name: "preview-unchanged", who: cast.Pia, fresh: true, wrong: []string{"403 " + route.CompanySecurity(cast.Acme)}, show: func(b *tab) {
		looks(b, access.CompanyAdmin).open(route.CompanySecurity(cast.Acme)).follow("Save")
	}},
	{name: "viewing-ask", who: cast.Pia, fresh: true, show: func(b *tab) { b.enter(cast.Northwind, cast.Acme) }},
	{name: "role", who: cast.Rory, show: to(route.Role(cast.Northwind))},
	{name: "role-admin", who: cast.Pia, show: to(route.Role(cast.Northwind))},
	{name: "role-suspended", who: cast.Ivy, show: to(route.Role(cast.IronBark))},
	{name: "profile", who: cast.Pia, show: to(route.Me)},
	{name: "profile-errors", who: cast.Pia, wrong: []string{"422 " + route.Me}, show: func(b *tab) {
		b.open(route.Me).fill("First name", "").fill("Time zone", "Sidney").follow("Save")
	}},
	{name: "address", who: cast.Theo, show: to(route.MyAddress)},
	{name: "address-wrong", who: cast.Theo, wrong: []string{"422 " + route.MyAddress}, show: func(b *tab) {
		b.open(route.MyAddress).fill("New e-mail address", "theo").follow("Send a code")
	}},
	{name: "address-code", who: cast.Fiona, show: func(b *tab) {
		b.open(route.MyAddress).fill("New e-mail address", "fiona.walsh@northwind.example").follow("Send a code")
		b.sees("A code is on its way.")
	}},
	{name: "address-code-wrong", who: cast.Ben, wrong: []string{"422 " + route.MyAddressCode}, show: func(b *tab) {
		b.open(route.MyAddress).fill("New e-mail address", "ben.osei@acme.example").follow("Send a code")
		b.fill("Code", "1").follow("Change the address")
	}},
	{name: "sign-in-code", fresh: true, show: asked},
	{name: "sign-in-code-wrong", fresh: true, wrong: []string{"422 " + route.SignInCode}, show: func(b *tab) {
		asked(b)
		b.fill("Code", "12").follow("Sign in")
	}},
	{name: "sign-in-recovery", fresh: true, show: func(b *tab) {
		asked(b)
		b.follow("Use a recovery code").sees("One of the ten codes")
	}},
	{name: "sign-in-factor", fresh: true, show: enrolling},
	{name: "sign-in-app", fresh: true, show: func(b *tab) {
		enrolling(b)
		b.follow("Set up an app")
		scanned(b)
	}},
	{name: "sign-in-codes", fresh: true, show: func(b *tab) {
		enrolling(b)
		b.follow("Set up an app")
		b.fill("Code", scanned(b).At(0)).follow("Confirm and sign in").sees("Keep your recovery codes")
	}},
	{name: "security", who: cast.Dev, show: to(route.MySecurity)},
	{name: "security-with-app", fresh: true, show: func(b *tab) { own(b) }},
	{name: "security-app", who: cast.Dev, show: func(b *tab) {
		b.open(route.MySecurity).follow("Set up")
		scanned(b)
	}},
	{name: "security-app-wrong", who: cast.Dev, wrong: []string{"422 " + route.MyAppCode}, show: func(b *tab) {
		b.open(route.MySecurity).follow("Set up").fill("Code", "12").follow("Confirm")
	}},
	{name: "security-codes", fresh: true, show: func(b *tab) {
		own(b)
		b.follow("Make new codes").sees("These take the place")
	}},
	{name: "security-removal", fresh: true, show: func(b *tab) {
		own(b)
		b.follow("Remove…").sees("Your password alone")
	}},
	{name: "proof", who: cast.Dev, show: to(route.Proof)},
	{name: "proof-wrong", who: cast.Dev, wrong: []string{"422 " + route.Proof}, show: func(b *tab) {
		b.open(route.Proof).fill("Password", "").follow("Confirm")
	}},
	{name: "sessions", who: cast.Rory, show: to(route.MySessions)},
	{name: "user-menu", who: cast.Leo, show: func(b *tab) {
		b.open(few).touch("button.person").until("the menu", `() => document.getElementById("me").matches(":popover-open")`)
	}},
	{name: "create", who: cast.Pia, show: to(route.NewAccount(cast.Northwind))},
	{name: "create-required", who: cast.Cara, show: to(route.NewAccount(cast.Cascade))},
	{name: "create-errors", who: cast.Pia, wrong: []string{"422 " + list}, show: func(b *tab) {
		b.open(route.NewAccount(cast.Northwind)).fill("Account Name", "acme robotics").fill("Technical Support Phone Number", "call us")
		b.fill("Technical Support Email", "noc@tideline.example").follow("Create")
	}},
	{name: "prompt", who: cast.Pia, show: func(b *tab) {
		b.open(route.Prompt(cast.Northwind, cast.Acme)).until("the dialog", `() => !!document.querySelector("dialog:modal")`)
	}},
	{name: "prompt-saved", who: cast.Pia, show: func(b *tab) {
		b.open(route.Prompt(cast.Northwind, cast.Ember)).tick("Show Pricing").until("Saved", `() => /Saved \d/.test(document.querySelector("dialog").innerText)`)
	}},
	{name: "prompt-not-saved", who: cast.Pia, wrong: []string{"lost /a/"}, show: func(b *tab) {
		b.open(route.Prompt(cast.Northwind, cast.Cobalt))
		b.broken.Store(true)
		b.tick("Show Pricing").until("Not saved", `() => document.querySelector("dialog").innerText.includes("Not saved")`)
		b.broken.Store(false)
	}},
	{name: "prompt-without-scripts", who: cast.Pia, quiet: true, show: to(route.Prompt(cast.Northwind, cast.Acme))},
	{name: "accounts-without-scripts", who: cast.Leo, quiet: true, show: to(few)},
	{name: "switch-without-scripts", who: cast.Leo, quiet: true, show: to(route.SwitchFrom(few))},
	{name: "details", who: cast.Pia, show: to(route.Managed(cast.Northwind, cast.Acme))},
	{name: "details-long-name", who: cast.Pia, show: to(route.Managed(cast.Northwind, cast.Queensland))},
	{name: "details-suspended", who: cast.Pia, show: to(route.Managed(cast.Northwind, cast.IronBark))},
	{name: "details-closed", who: cast.Pia, show: to(route.Managed(cast.Northwind, cast.Tidewater))},
	{name: "details-errors", who: cast.Pia, wrong: []string{"422 " + list}, show: func(b *tab) {
		b.open(route.Managed(cast.Northwind, cast.Acme)).fill("Account Name", "Cobalt Health").fill("Account Reference", "").follow("Save details")
	}},
	{name: "features", who: cast.Pia, show: to(route.Features(cast.Northwind, cast.Acme))},
	{name: "change-for-all", who: cast.Pia, show: to(route.Feature(cast.Northwind, cast.Acme, "show_pricing") + "?on=on")},
	{name: "change-default", who: cast.Pia, show: to(route.Defaults(cast.Northwind) + "?change=show_pricing&on=on")},
	{name: "clear-default", who: cast.Pia, show: to(route.Defaults(cast.Northwind) + "?change=service_approval_queue&on=clear")},
	{name: "display", who: cast.Pia, show: to(route.Display(cast.Northwind, cast.Cobalt))},
	{name: "display-closed", who: cast.Pia, show: to(route.Display(cast.Northwind, cast.Tidewater))},
	{name: "display-all", who: cast.Pia, show: to(route.Display(cast.Northwind, cast.Acme) + "?change=dashboard")},
	{name: "display-one", who: cast.Pia, show: to(route.Display(cast.Northwind, cast.Acme) + "?change=dashboard&scope=account")},
	{name: "display-one-quiet", who: cast.Pia, quiet: true, show: to(route.Display(cast.Northwind, cast.Acme) + "?change=dashboard&scope=account")},
	{name: "display-late", who: cast.Pia, wrong: []string{"409 "}, show: late},
	{name: "affected", who: cast.Pia, show: to(route.Affected(cast.Northwind, "show_pricing") + "?on=on")},
	{name: "affected-kept", who: cast.Pia, show: to(route.Affected(cast.Northwind, "show_pricing") + "?on=on&kept=1")},
	{name: "different", who: cast.Pia, show: to(route.Different(cast.Northwind, "show_pricing"))},
	{name: "different-empty", who: cast.Pia, show: to(route.Different(cast.Northwind, "notifications"))},
	{name: "different-no-match", who: cast.Pia, show: to(route.Different(cast.Northwind, "show_pricing") + "?q=nobody")},
	{name: "different-inherit", who: cast.Pia, show: bringBack},
	{name: "different-inherited", who: cast.Pia, fresh: true, show: func(b *tab) {
		bringBack(b)
		b.follow("Use inherited for ")
	}},
	{name: "setting-history", who: cast.Pia, show: to(route.SettingHistory(cast.Northwind, cast.Acme, "show_pricing"))},
	{name: "setting-history-put-back", who: cast.Pia, show: func(b *tab) {
		b.open(route.SettingHistory(cast.Northwind, cast.Acme, "show_pricing")).follow("Put back")
	}},
	{name: "default-history", who: cast.Pia, show: to(route.DefaultHistory(cast.Northwind, "service_approval_queue"))},
	{name: "history", who: cast.Pia, show: to(route.History(cast.Northwind, cast.Acme))},
	{name: "company-profile", who: cast.Pia, show: to(route.CompanyProfile(cast.Northwind))},
	{name: "company-profile-errors", who: cast.Pia, wrong: []string{"422 " + route.CompanyProfile(cast.Northwind)}, show: func(b *tab) {
		b.open(route.CompanyProfile(cast.Northwind)).fill("Trading name", "").fill("Website", "northwind").follow("Save company profile")
	}},
	{name: "company-profile-read", who: cast.Rory, show: to(route.CompanyProfile(cast.Northwind))},
	{name: "company-profile-off", who: cast.Ben, wrong: []string{"403 "}, show: to(route.CompanyProfile(cast.Acme))},
	{name: "company-profile-viewed", fresh: true, who: cast.Pia, show: func(b *tab) {
		b.enter(cast.Northwind, cast.Acme).open(route.CompanyProfile(cast.Acme)).sees("looks after this profile")
	}},
	{name: "marketplace", who: cast.Ben, show: to(route.Marketplace(cast.Acme))},
	{name: "marketplace-no-match", who: cast.Ben, show: to(route.Marketplace(cast.Acme) + "?q=zzzz")},
	{name: "marketplace-company", who: cast.Ben, show: to(route.Company(cast.Acme, cast.NorthwindListing))},
	{name: "marketplace-profile", who: cast.Pia, show: to(route.Listing(cast.Northwind))},
	{name: "marketplace-profile-errors", who: cast.Sol, wrong: []string{"422 " + route.Listing(cast.Solo)}, show: func(b *tab) {
		b.open(route.Listing(cast.Solo)).fill("Bio", "").fill("Website", "x").follow("Save marketplace profile")
	}},
	{name: "marketplace-profile-read", who: cast.Rory, show: to(route.Listing(cast.Northwind))},
	{name: "marketplace-profile-never", who: cast.Ben, wrong: []string{"403 "}, show: to(route.Listing(cast.Acme))},
	{name: "support", who: cast.Dev, show: to(route.Support(cast.Delta))},
	{name: "support-errors", who: cast.Dev, wrong: []string{"422 " + route.Support(cast.Delta)}, show: func(b *tab) {
		b.open(route.Support(cast.Delta)).fill("What happened", "Two routers lose packets.").follow("Send to Meridian Networks")
	}},
	{name: "notifications", who: cast.Pia, show: to(route.Notifications(cast.Northwind))},
	{name: "notifications-choose", who: cast.Dev, show: to(route.Notifications(cast.Delta))},
	{name: "notifications-direct", who: cast.Sol, show: to(route.Notifications(cast.Solo))},
	{name: "notifications-never", who: cast.Ben, wrong: []string{"403 "}, show: to(route.Notifications(cast.Acme))},
	{name: "markets-ask", who: cast.Dev, show: to(route.Markets(cast.Delta))},
	{name: "markets-ask-errors", who: cast.Dev, wrong: []string{"422 " + route.Markets(cast.Delta)}, show: func(b *tab) {
		b.open(route.Markets(cast.Delta)).follow("Ask Cascade Telecom")
	}},
	{name: "markets-ask-refused", who: cast.Ben, show: to(route.Markets(cast.Acme))},
	{name: "markets", who: cast.Pia, show: to(route.MarketRequests(cast.Northwind) + "?state=any")},
	{name: "markets-no-match", who: cast.Pia, show: to(route.MarketRequests(cast.Northwind) + "?q=zzzz")},
	{name: "markets-referred", who: cast.Leo, show: to(route.MarketRequests(cast.Lakeside))},
	{name: "market-request", who: cast.Pia, show: request("Singapore")},
	{name: "market-request-errors", who: cast.Pia, wrong: []string{"422 " + route.Markets(cast.Northwind)}, show: func(b *tab) {
		request("Singapore")(b)
		b.follow("Decline request")
	}},
	{name: "market-request-closed", who: cast.Pia, show: request("Hong Kong")},
	{name: "activity", who: cast.Pia, show: to(route.Activity(cast.Northwind))},
	{name: "activity-filtered", who: cast.Pia, show: to(route.Activity(cast.Northwind) + "?q=pia&kind=settings&from=2025-01-01&account=acme")},
	{name: "activity-add-filter", who: cast.Leo, show: menu(route.Activity(cast.Lakeside), "Add filter", "more")},
	{name: "activity-no-match", who: cast.Pia, show: to(route.Activity(cast.Northwind) + "?q=zzzz")},
	{name: "activity-customer", who: cast.Alice, show: to(route.Activity(cast.Acme))},
	{name: "activity-without-scripts", who: cast.Leo, quiet: true, show: to(route.Activity(cast.Lakeside))},
	{name: "my-activity", who: cast.Rory, show: to(route.MyActivity)},
	{name: "sign-in-rules", who: cast.Pia, show: to(route.CompanySecurity(cast.Northwind))},
	{name: "support-contacts", who: cast.Olive, show: to(route.Contacts(cast.Meridian))},
	{name: "support-contacts-errors", who: cast.Olive, wrong: []string{"422 " + route.Contacts(cast.Meridian)}, show: func(b *tab) {
		b.open(route.Contacts(cast.Meridian)).fill("Phone number", "call us").follow("Save support contacts")
	}},
	{name: "closure", who: cast.Pia, show: to(route.Closure(cast.Northwind, cast.Ember))},
	{name: "closure-refused", who: cast.Pia, show: to(route.Closure(cast.Northwind, cast.Acme))},
	{name: "import", who: cast.Pia, show: to(route.AccountsImport(cast.Northwind))},
	{name: "import-tried", who: cast.Pia, show: upload},
	{name: "import-done", who: cast.Pia, show: func(b *tab) {
		upload(b)
		b.press("Import ")
		b.sees("Import another file")
	}},
	{name: "change-new", who: cast.Pia, show: bulk("Change a setting…")},
	{name: "change-dry-run", who: cast.Pia, show: to(everyChange + "&query=q%3Dcrm-100")},
	{name: "change-dry-run-large", who: cast.Pia, show: to(everyChange)},
	{name: "change-wrong-count", who: cast.Pia, wrong: []string{"422 "}, show: func(b *tab) {
		b.open(everyChange).fill("Type the number", "4").follow("Change 4")
	}},
	{name: "change-later-quiet", who: cast.Pia, quiet: true, wrong: []string{"422 "}, show: func(b *tab) {
		b.open(everyChange + "&query=q%3Dcrm-1001").tick("From a day on").follow("Change 1 account")
	}},
	{name: "change-default", who: cast.Pia, show: to(route.ScheduleDefault(cast.Northwind, "dashboard") + "&value=On")},
	{name: "change-done", who: cast.Pia, fresh: true, show: changedMany},
	{name: "change-reverted", who: cast.Pia, fresh: true, show: func(b *tab) {
		changedMany(b)
		b.follow("Revert ").sees("back to what it was").follow("The change that this reverts").sees("reverted it on")
	}},
	{name: "change-scheduled", who: cast.Pia, fresh: true, show: scheduledMany},
	{name: "changes", who: cast.Pia, fresh: true, show: func(b *tab) {
		changedMany(b)
		scheduledMany(b)
		b.open(route.Changes(cast.Northwind)).sees("To come and under way")
	}},
	{name: "changes-empty", who: cast.Leo, show: to(route.Changes(cast.Lakeside))},
	{name: "bulk-tag", who: cast.Pia, show: bulk("Tag…")},
	{name: "bulk-suspend", who: cast.Pia, show: bulk("Suspend…")},
	{name: "bulk-errors", who: cast.Pia, wrong: []string{"422 "}, show: func(b *tab) {
		bulk("Tag…")(b)
		b.follow("Save for ")
	}},
	{name: "bulk-done", who: cast.Pia, show: func(b *tab) {
		bulk("Tag…")(b)
		b.fill("Tag", "retail").follow("Save for ")
	}},
	{name: "defaults", who: cast.Pia, show: to(route.Defaults(cast.Northwind))},
	{name: "services", who: cast.Pia, show: to(route.Services(cast.Northwind))},
	{name: "services-customer", who: cast.Alice, show: to(acme)},
	{name: "services-without-prices", who: cast.Bea, show: to(route.Services(cast.BlueBottle))},
	{name: "services-no-match", who: cast.Alice, show: to(acme + "?q=zzzz")},
	{name: "services-filtered", who: cast.Alice, show: to(acme + "?q=syd&product=port&status=live")},
	{name: "services-viewing", who: cast.Pia, show: func(b *tab) { b.enter(cast.Northwind, cast.Acme) }},
	{name: "services-empty", who: cast.Pia, show: func(b *tab) { b.enter(cast.Northwind, cast.Ember) }},
	{name: "returned", who: cast.Pia, show: func(b *tab) {
		b.enter(cast.Northwind, cast.Acme).reload(false).sees("Returned to Northwind Partners")
	}},
	{name: "switch", who: cast.Leo, show: to(route.SwitchFrom(few))},
	{name: "switch-found", who: cast.Pia, show: to(route.Switch + "?q=acme")},
	{name: "switcher", who: cast.Pia, show: func(b *tab) {
		b.open(route.NewAccount(cast.Northwind)).keys("k", chromedp.ModifierCtrl)
		b.until("the switcher", `() => !!document.querySelector("dialog:modal #matches [role=option]")`)
		b.keys("co").until("matches", `() => document.querySelector("#matches").dataset.status?.includes("“co”")`)
	}},
	{name: "switcher-no-match", who: cast.Pia, show: func(b *tab) {
		b.open(route.NewAccount(cast.Northwind)).keys("k", chromedp.ModifierCtrl)
		b.until("the switcher", `() => !!document.querySelector("dialog:modal #matches [role=option]")`)
		b.keys("zzzz").until("no match", `() => document.querySelector("#matches").dataset.status?.includes("“zzzz”")`)
	}},
	{name: "confirm", who: cast.Pia, show: to(route.Services(cast.Cobalt))},
	{name: "403", who: cast.Rory, show: to(route.NewAccount(cast.Northwind)), wrong: []string{"403 "}},
	{name: "404", who: cast.Pia, show: to("/nowhere"), wrong: []string{"404 "}},
	{name: "partners", who: cast.Olive, show: to(route.Partners(cast.Meridian))},
	{name: "partners-no-match", who: cast.Olive, show: to(route.Partners(cast.Meridian) + "?q=zzzz")},
	{name: "partners-distributor", who: cast.Dina, show: to(route.Partners(cast.Harbour))},
	{name: "partner-new", who: cast.Olive, show: to(route.NewPartner(cast.Meridian))},
	{name: "partner-errors", who: cast.Olive, wrong: []string{"422 "}, show: func(b *tab) {
		b.open(route.NewPartner(cast.Meridian)).follow("Create")
	}},
	{name: "partner", who: cast.Olive, show: to(route.Partner(cast.Meridian, cast.Northwind))},
	{name: "partner-distributor", who: cast.Olive, show: to(route.Partner(cast.Meridian, cast.Harbour))},
	{name: "partner-settings", who: cast.Olive, show: to(route.PartnerSettings(cast.Meridian, cast.Northwind))},
	{name: "partner-settings-agent", who: cast.Sam, show: to(route.PartnerSettings(cast.Meridian, cast.Northwind))},
	{name: "partner-accounts", who: cast.Olive, show: to(route.PartnerAccounts(cast.Meridian, cast.Northwind))},
	{name: "partner-accounts-no-match", who: cast.Olive, show: to(route.PartnerAccounts(cast.Meridian, cast.Northwind) + "?q=zzzz")},
	{name: "partner-account", who: cast.Olive, show: to(route.PartnerAccount(cast.Meridian, cast.Northwind, cast.Cobalt))},
	{name: "partner-support", who: cast.Olive, show: func(b *tab) {
		b.open(route.PartnerSupport(cast.Meridian, cast.Northwind))
		also := look[string](b, `() => [...document.querySelectorAll("label")].map((l) => squeeze(l.innerText)).find((l) => l.startsWith("Also the"))`)
		b.tick(also).sees("Saltbush Veterinary Group")
	}},
	{name: "partner-account-support", who: cast.Olive, show: to(route.PartnerAccountSupport(cast.Meridian, cast.Northwind, cast.Named(1020)))},
	{name: "locks", who: cast.Olive, show: to(route.Locks(cast.Meridian))},
	{name: "locks-agent", who: cast.Sam, show: to(route.Locks(cast.Meridian))},
	{name: "locks-no-match", who: cast.Olive, show: to(route.Locks(cast.Meridian) + "?setting=dashboard&for=all")},
	{name: "lock", who: cast.Olive, show: func(b *tab) {
		b.open(route.Lock(cast.Meridian, cast.Northwind, "show_pricing")).tick("On").sees("own values stop applying")
	}},
	{name: "lock-for-all", who: cast.Olive, quiet: true, show: to(route.Lock(cast.Meridian, cast.Meridian, "support_chat"))},
	{name: "lock-errors", who: cast.Olive, wrong: []string{"422 "}, show: func(b *tab) {
		b.open(route.Lock(cast.Meridian, cast.Cobalt, "dashboard")).follow("Lock at")
	}},
	{name: "lock-lifting", who: cast.Olive, show: to(route.Lifting(cast.Meridian, cast.Cobalt, "support_chat"))},
	{name: "letters", who: cast.Olive, show: func(b *tab) { letter(b); b.open(route.Letters(cast.Meridian)).sees("Nora Field") }},
	{name: "letters-no-match", who: cast.Olive, show: func(b *tab) { letter(b); b.open(route.Letters(cast.Meridian) + "?q=zzzz&status=failed") }},
	{name: "letters-filter", who: cast.Olive, show: func(b *tab) { letter(b); menu(route.Letters(cast.Meridian), "Add filter", "more")(b) }},
	{name: "letter", who: cast.Olive, show: func(b *tab) { b.open(route.Letter(cast.Meridian, letter(b))).sees("Send now") }},
	{name: "letter-support", who: cast.Sam, show: func(b *tab) { b.open(route.Letter(cast.Meridian, letter(b))).sees("takes the role Operator Admin") }},
	{name: "demo-letters", show: func(b *tab) { letter(b); b.open(route.DemoLetters).sees("Nora Field") }},
	{name: "demo-letter", show: func(b *tab) { b.open(route.DemoLetter(letter(b))).sees("Accept the invitation") }},
	{name: "demo-letter-page", show: func(b *tab) { b.open(route.DemoLetterPage(letter(b))).sees("Accept the invitation") }},
	{name: "partner-link", who: cast.Olive, show: func(b *tab) { partner(b) }},
	{name: "invitation", who: cast.Olive, fresh: true, show: func(b *tab) {
		_, link := partner(b)
		b.open(link)
	}},
	{name: "invitation-sign-in", show: func(b *tab) { b.open(b.invited("cory@cobalt.example")).sees("Sign in to accept") }},
	{name: "invitation-join", who: cast.Bea, show: func(b *tab) { b.open(b.invited("bea@bluebottle.example")).sees("Accept as Bea Lindqvist") }},
	{name: "invitation-another", who: cast.Leo, show: func(b *tab) { b.open(b.invited("cory@cobalt.example")).sees("You are signed in as Leo Marchetti") }},
	{name: "invitation-errors", fresh: true, wrong: []string{"422 /invitation/"}, show: func(b *tab) {
		b.open(b.invited(fmt.Sprintf("n%d@acme.example", b.count("SELECT count(*) FROM seats")))).fill("Last name", "").follow("Accept")
	}},
	{name: "users", who: cast.Pia, show: to(peopleOfNorthwind)},
	{name: "users-filter", who: cast.Pia, show: menu(peopleOfNorthwind, "Add filter", "more")},
	{name: "users-no-match", who: cast.Pia, show: to(peopleOfNorthwind + "?q=zzzz&role=Finance&status=active")},
	{name: "users-managed", who: cast.Pia, show: to(route.ManagedUsers(cast.Northwind, cast.Acme))},
	{name: "users-managed-empty", who: cast.Pia, show: to(route.ManagedUsers(cast.Northwind, cast.Ember))},
	{name: "users-viewing", who: cast.Pia, show: func(b *tab) { b.enter(cast.Northwind, cast.Acme).open(route.Users(cast.Acme)) }},
	{name: "users-suspended", who: cast.Ivy, show: to(route.Users(cast.IronBark))},
	{name: "user-new", who: cast.Pia, show: to(route.NewUser(peopleOfNorthwind))},
	{name: "user-new-more", who: cast.Pia, show: func(b *tab) {
		b.open(route.NewUser(peopleOfNorthwind)).fill("First name", "Ada").press("Add another person").sees("Person 2")
		b.until("the new row", `() => document.activeElement?.name === "person.1.first_name" && document.querySelector("[name='person.0.first_name']").value === "Ada"`)
	}},
	{name: "user-new-errors", who: cast.Pia, wrong: []string{"422 " + peopleOfNorthwind}, show: func(b *tab) {
		b.open(route.NewUser(peopleOfNorthwind)).press("Add another person").sees("Person 2").fill("E-mail address", "pia@northwind.example").fill("Phone", "555").follow("Send invitations")
	}},
	{name: "user-new-without-scripts", who: cast.Pia, quiet: true, show: func(b *tab) { b.open(route.NewUser(peopleOfNorthwind)).follow("Add another person").sees("Person 2") }},
	{name: "user-active", who: cast.Pia, show: to(route.User(peopleOfNorthwind, "seat-cast-tariq"))},
	{name: "user-only-admin", who: cast.Pia, show: to(route.User(peopleOfNorthwind, "seat-cast-pia"))},
	{name: "user-errors", who: cast.Pia, wrong: []string{"409 " + peopleOfNorthwind}, show: func(b *tab) {
		b.open(route.User(peopleOfNorthwind, "seat-cast-pia")).tick("Read Only").follow("Save")
	}},
	{name: "user-invited", who: cast.Pia, show: func(b *tab) {
		b.invited("cory@cobalt.example")
		b.open(route.ManagedUsers(cast.Northwind, cast.Acme)).follow("Somebody Invited").sees("Not accepted yet")
	}},
	{name: "user-suspended", who: cast.Ivy, show: to(route.User(route.Users(cast.IronBark), "seat-cast-ivy"))},
	{name: "user-factor-reset", who: cast.Pia, show: to(route.UserFactorReset(peopleOfNorthwind, "seat-cast-tariq"))},
	{name: "accounts-none", who: cast.Olive, fresh: true, show: func(b *tab) {
		name, link := partner(b)
		b.open(link).fill("Password", "a long enough password").follow("Accept")
		b.sees("No managed accounts yet").follow("Partner Admin").sees("Your first managed account").sees(name)
	}},
}

// peopleOfNorthwind are those of Northwind.
var peopleOfNorthwind = route.Users(cast.Northwind)

// invited is the path of the link in the letter to an address that is invited
// to Acme, which it is first where it is not yet.
func (b *tab) invited(address string) string {
	b.t.Helper()
	_, _ = b.Users.Invite(b.ctx, b.By(cast.Pia), cast.Acme, user.InviteDraft{People: []user.SeatDraft{
		{FirstName: "Somebody", LastName: "Invited", Email: address, Role: access.ReadOnly},
	}})
	var l outbox.Letter
	b.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test looks at everything").Where("to_address = ?", address).Order("id DESC").Limit(1).Take(&l).Error
	})
	return route.Invitation(l.Facts.Secret)
}

// everyChange is the dry run for all accounts that match.
var everyChange = route.NewChange(cast.Northwind) + "?every=1&setting=dashboard&value=On"

// changedMany changes a setting of all accounts, one of which is closed.
func changedMany(b *tab) {
	b.open(everyChange)
	many := look[string](b, `() => squeeze(document.body.innerText).match(/Change (\d+) accounts/)[1]`)
	b.fill("Type the number", many).follow("Change " + many + " accounts").sees(many + " accounts changed.")
}

// scheduledMany schedules a change of what matches then.
func scheduledMany(b *tab) {
	b.open(everyChange+"&query=q%3Dcrm-100&value=Off").tick("From a day on").set("day", "2028-01-01").set("time", "09:00").follow("Change ").sees("It is carried out on")
}

// set puts a value into a field that is no plain text.
func (b *tab) set(name, value string) *tab {
	return b.until("the field "+name, `(name, value) => { const f = document.querySelector("main [name=" + name + "]"); f.value = value; return f.value === value; }`, name, value)
}

// bulk ticks three accounts and presses a button of the bar.
func bulk(button string) func(*tab) {
	return func(b *tab) {
		b.open(list + "?q=crm-100")
		for _, name := range []string{"Acme Robotics", "Blue Bottle Logistics", "Cobalt Health"} {
			b.tick("Select " + name)
		}
		b.follow(button)
	}
}

// late saves a change of a setting that changed meanwhile.
func late(b *tab) {
	b.open(route.Display(cast.Northwind, cast.Ember) + "?change=company_profile&scope=account")
	first := b.another()
	first.open(route.Display(cast.Northwind, cast.Ember))
	if !first.has("#setting-company_profile form") {
		first.open(route.Display(cast.Northwind, cast.Ember) + "?change=company_profile&scope=account").follow("Save")
	} else {
		first.follow("Use inherited (Off) for Company profile")
	}
	b.follow("Save")
}

// bringBack looks at what using the inherited value does where pricing is different.
func bringBack(b *tab) {
	b.open(route.Different(cast.Northwind, "show_pricing")).tick("Select Acme Robotics").follow("Use the inherited value…")
}

// partner creates a partner, and answers its name and the path of the link for its first admin.
func partner(b *tab) (name, link string) {
	b.t.Helper()
	name = fmt.Sprintf("Tideline %d", b.count("SELECT count(*) FROM accounts"))
	b.open(route.NewPartner(cast.Meridian)).fill("Name", name)
	b.fill("First name", "Nora").fill("Last name", "Field").fill("E-mail address", strings.ReplaceAll(strings.ToLower(name), " ", "")+"@tideline.example").follow("Create")
	return name, look[string](b, `() => new URL(field("Link to set a password").value).pathname`)
}

// attach gives a file to a field.
func (b *tab) attach(css, name, text string) {
	b.t.Helper()
	path := filepath.Join(b.portal.t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		b.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.SetUploadFiles(chromedp.CSS(css), []string{path})); err != nil {
		b.t.Fatal(err)
	}
}

// halves is how many portals and browsers look at the pages side by side.
const halves = 2

// whole calls see with each page, shown in a browser of its person.
func whole(t *testing.T, see func(*tab, face)) {
	for half := range halves {
		t.Run([]string{"one half", "the other half"}[half], func(t *testing.T) {
			t.Parallel()
			p := open(t)
			browsers := map[string]*tab{}
			for i, f := range faces {
				if i%halves != half {
					continue
				}
				f.nth = i
				t.Run(f.name, func(t *testing.T) {
					b := browsers[f.who.ID]
					if b == nil || f.fresh {
						b = p.browser(p.t)
						if f.who != nobody {
							b.as(f.who)
						}
						if !f.fresh {
							browsers[f.who.ID] = b
						}
					}
					b.t = t
					b.size(1280, 900)
					b.run(!f.quiet)
					b.expect(f.wrong...)
					f.show(b)
					see(b, f)
					b.blame()
					b.expected = nil
				})
			}
		})
	}
}

func TestAxeFindsNothingOnAnyPage(t *testing.T) {
	t.Parallel()
	whole(t, func(b *tab, f face) {
		if f.quiet { // timers don't run either, and axe waits for them
			look[bool](b, `() => { window.setTimeout = (f, _, ...args) => { Promise.resolve().then(() => f(...args)); return 0; }; return true; }`)
		}
		call(b, runtime.Evaluate, runtime.EvaluateParams{Expression: axe})
		for _, at := range shots(f.nth) {
			b.size(at.wide, 900)
			b.media("screen", at.scheme)
			for _, v := range look[[]string](b, axeRun, at.rules) {
				b.t.Errorf("%s %d: %s", at.scheme, at.wide, v)
			}
			if over := look[int](b, `() => document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
				b.t.Errorf("%s %d: the page is %d px too wide: %s", at.scheme, at.wide, over, look[string](b, tooWide))
			}
		}
	})
}

// tooWide names what sticks out of the window.
const tooWide = `() => [...document.querySelectorAll("body *")].filter((e) => seen(e) && e.getBoundingClientRect().right > document.documentElement.clientWidth)
	.slice(0, 3).map((e) => e.outerHTML.slice(0, 160)).join(" | ")`
