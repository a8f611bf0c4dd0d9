package site_test

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/web/route"
)

// sitsIn is the id of the seat that a person has.
func sitsIn(t *testing.T, a *apptest.App, p cast.Person) (id string) {
	t.Helper()
	if err := a.Raw().QueryRow("SELECT id FROM seats WHERE user_id = '" + p.ID + "' AND account_id = '" + p.Account + "'").Scan(&id); err != nil {
		t.Fatal(err)
	}
	return id
}

// asRole starts a preview of an account as a role.
func asRole(b *apptest.Browser, key string, r access.Role) *apptest.Browser {
	return b.Post(route.Preview(key), url.Values{"role": {string(r)}})
}

// exec changes the database as no verb does.
func exec(t *testing.T, a *apptest.App, statement string) {
	t.Helper()
	if _, err := a.Raw().Exec(statement); err != nil {
		t.Fatal(err)
	}
}

func TestAPartnersAdminSeesAnAccountAsItsPeopleDo(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	pia.Open(route.Managed(cast.Northwind, cast.Acme)).Click("Preview as…").At(route.Previews(cast.Northwind, cast.Acme))
	pia.Sees("Alice Novak").Sees("Ben Osei").Press("Preview as Read Only").Answers(http.StatusOK)
	pia.Sees("Previewing Acme Robotics as Read Only").Sees("Nothing can be changed.").SeesNo("You are viewing")
	if title := pia.Text("title"); !strings.HasPrefix(title, "Preview: ") {
		t.Errorf("the title is %q", title)
	}
	pia.Open(route.Users(cast.Acme)).Answers(http.StatusForbidden).Sees("Previewing Acme Robotics as Read Only")
	pia.Press("End preview").At(route.Users(cast.Acme)).Answers(http.StatusOK).Sees("You are viewing Acme Robotics as Northwind Partners")
	pia.Press("What does Alice see here?").At(route.Users(cast.Acme)).Sees("Previewing Acme Robotics as Alice Novak, Company Admin, sees it")
	if you := pia.Text(".self"); you != "you" {
		t.Errorf("Alice's own row says %q", you)
	}
	pia.Click("See as others").At(route.PreviewsFrom(cast.Northwind, cast.Acme, route.Users(cast.Acme)))
	pia.Press("Preview as Ben Osei").At(route.Users(cast.Acme)).Answers(http.StatusForbidden).Sees("as Ben Osei, Technical Contact, sees it")
	pia.Open(route.User(route.Users(cast.Acme), "00000000")).Sees("Previewing Acme Robotics as Ben Osei")
	pia.Press("Return to Northwind Partners").At(route.Accounts(cast.Northwind)).SeesNo("Previewing")
}

func TestAPreviewBeginsWhereTheRoleDoes(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	asRole(pia, cast.Ember, access.CompanyAdmin).At(route.Services(cast.Ember))
	for _, key := range []string{cast.Ember, cast.Acme} {
		if _, err := a.Settings.Change(t.Context(), a.By(cast.Pia), key, setting.Dashboard, setting.Draft{On: true, Scope: setting.ThisAccount}); err != nil {
			t.Fatal(err)
		}
	}
	asRole(pia, cast.Ember, access.CompanyAdmin).At(route.Dashboard(cast.Ember)) // which has no services
	asRole(pia, cast.Ember, access.ReadOnly).At(route.Dashboard(cast.Ember))
	asRole(pia, cast.Acme, access.CompanyAdmin).At(route.Services(cast.Acme))
	pia.Open(route.Account(cast.Ember)).Open(route.Services(cast.Ember)).Press("End preview").At(route.Services(cast.Ember))
	pia.Post(route.Exit(cast.Ember), url.Values{}).At(route.Accounts(cast.Northwind))
}

func TestWhereNobodyIsYetThePartnerAsksWhatTheySee(t *testing.T) {
	a := apptest.New(t)
	exec(t, a, "UPDATE seats SET status = 'deactivated' WHERE account_id = '"+cast.Acme+"'")
	pia := a.Browser(cast.Pia)
	pia.Post(route.Entry(cast.Acme), url.Values{}).Press("What do they see here?").Sees("Previewing Acme Robotics as Company Admin")
	pia.Open(route.Previews(cast.Northwind, cast.Acme)).Sees("Nobody signs in to Acme Robotics yet.")
	tariq := a.Browser(cast.Tariq)
	tariq.Post(route.Entry(cast.Acme), url.Values{}).Sees("You are viewing Acme Robotics").SeesNo("see here?")
	asRole(tariq, cast.Acme, access.ReadOnly).Answers(http.StatusForbidden).Sees("Previewing managed accounts takes the role Company Admin")
	asRole(a.Browser(cast.Cara), cast.Acme, access.ReadOnly).Answers(http.StatusNotFound).SeesNo("Acme")
}

// contents is what is in the whole database.
func contents(t *testing.T, a *apptest.App) string {
	t.Helper()
	query := "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE 'CREATE VIRTUAL%'"
	if apptest.Postgres() {
		query = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
	}
	var tables []string
	rows, err := a.Raw().Query(query)
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		tables = append(tables, name)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(tables)
	sum := sha256.New()
	for _, name := range tables {
		rows, err := a.Raw().Query("SELECT * FROM " + name)
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		var lines []string
		for rows.Next() {
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			lines = append(lines, fmt.Sprintln(name, values))
		}
		slices.Sort(lines)
		fmt.Fprint(sum, lines)
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	return fmt.Sprintf("%x", sum.Sum(nil))
}

func TestWhateverIsSentFromAPreviewChangesNothing(t *testing.T) {
	a := apptest.New(t)
	_, e := a.Server()
	pia, seat := a.Browser(cast.Pia), sitsIn(t, a, cast.Ben)
	pia.Post(route.Preview(cast.Acme), url.Values{"seat": {sitsIn(t, a, cast.Alice)}}).Sees("Previewing")
	before, sent := contents(t, a), 0
	for _, r := range routes(t, e) {
		if !strings.Contains(r.Path, ":key") || r.Path == route.Preview(":key") || r.Path == route.PreviewEnd(":key") ||
			r.Path == route.Exit(":key") || r.Path == route.Entry(":key") || r.Path == route.ActingEnd(":key") || doors[r.Method+" "+r.Path] == standIns {
			continue
		}
		to := address(strings.ReplaceAll(r.Path, ":seat", seat), cast.Acme, cast.Cobalt)
		got := try(t, pia, r.Method, to)
		if r.Method != http.MethodGet {
			sent++
			if got.status != http.StatusForbidden || !strings.Contains(string(got.body), "Nothing was changed") || !strings.Contains(string(got.body), "Previewing <b>Acme Robotics</b>") {
				t.Errorf("%s %s answers %d: %s", r.Method, to, got.status, reason(got.body))
			}
		}
		if now := contents(t, a); now != before {
			t.Errorf("%s %s changed something", r.Method, to)
			before = now
		}
	}
	if sent < 10 {
		t.Errorf("only %d forms were sent", sent)
	}
	part := pia.Send(http.MethodPost, route.Users(cast.Acme), url.Values{}, http.Header{"Hx-Request": {"true"}})
	if part.StatusCode != http.StatusForbidden {
		t.Errorf("a script is answered %d", part.StatusCode)
	}
}

func TestThePersonWhoLooksStaysWhoTheyAre(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	asRole(pia, cast.Acme, access.CompanyAdmin)
	pia.Open(route.Me).Answers(http.StatusOK).Sees("Pia Larsen").SeesNo("Previewing")
	pia.Press("Save", "first_name", "Pia", "last_name", "Larsen-Holm").Answers(http.StatusOK)
	pia.Open(route.Accounts(cast.Northwind)).Answers(http.StatusOK).SeesNo("Previewing").Sees("Pia Larsen-Holm")
	pia.Open(route.Services(cast.Acme)).Sees("Previewing Acme Robotics").Sees("Pia Larsen-Holm")
	pia.Post(route.SignOut, url.Values{}).Sees("You have signed out.")
	pia.Open(route.Services(cast.Acme)).Sees("Sign in").SeesNo("Acme Robotics")
	var n int
	if err := a.Raw().QueryRow("SELECT count(*) FROM events WHERE as_id <> ''").Scan(&n); err != nil || n != 0 {
		t.Errorf("%d facts are in another's name, %v", n, err)
	}
}

func TestAFormOfAPreviewDoesNothingWhenThePreviewHasEndedInAnotherTab(t *testing.T) {
	a := apptest.New(t)
	one := a.Browser(cast.Pia)
	two := one.Tab()
	asRole(one, cast.Acme, access.CompanyAdmin)
	one.Open(route.NewUser(route.Users(cast.Acme))).Answers(http.StatusOK).Sees("Previewing")
	two.Open(route.Services(cast.Acme)).Press("End preview").Sees("You are viewing Acme Robotics")
	before := contents(t, a)
	one.Press("Send", "person.0.first_name", "Mia", "person.0.last_name", "Wong", "person.0.email", "mia@acme.example", "person.0.role", "Read Only")
	one.Answers(http.StatusConflict).Sees("The preview has ended").Sees("You are viewing Acme Robotics")
	if contents(t, a) != before {
		t.Error("something was changed")
	}
	// And one that was open before the preview began waits for its end.
	two.Open(route.NewUser(route.Users(cast.Acme)))
	asRole(one, cast.Acme, access.ReadOnly)
	two.Press("Send", "person.0.first_name", "Mia", "person.0.last_name", "Wong", "person.0.email", "mia@acme.example", "person.0.role", "Read Only").
		Answers(http.StatusForbidden).Sees("Nothing was changed")
}

func TestARefreshedPreviewReturnsToThePartnerAndLeadsBack(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	asRole(pia, cast.Acme, access.TechnicalAdmin).Sees("Previewing")
	pia.Open(route.Services(cast.Acme)).Refresh().At(route.Accounts(cast.Northwind)).Sees("Returned to Northwind Partners. The page was refreshed, so you left Acme Robotics.")
	pia.Press("Go back to the preview of Acme Robotics").At(route.Services(cast.Acme)).Sees("Previewing Acme Robotics as Technical Admin")
	pia.Open(route.Defaults(cast.Northwind)).Press("Save", "refresh", "stay")
	pia.Open(route.Services(cast.Acme)).Refresh().At(route.Services(cast.Acme)).Sees("Previewing Acme Robotics as Technical Admin")
	pia.Post(route.Entry(cast.Acme), url.Values{}).Sees("You are viewing Acme Robotics") // View Services is done in one's own name
}

// token is what makes a form's sending one, and each form's own.
var token = regexp.MustCompile(`name="token" value="[^"]*"`)

// drawn is what somebody sees of an answer: its main part and the tabs, which
// a page that is not there has only in a preview, where it keeps its frame.
func drawn(got answer) string {
	body := strings.ReplaceAll(string(got.body), `<input type="hidden" name="previewed" value="1"/>`, "")
	body = token.ReplaceAllString(body, "")
	body = strings.ReplaceAll(body, "e-mail address, "+cast.Ben.Email, "e-mail address, "+cast.Pia.Email) // where an answer goes
	seen := fmt.Sprintln(got.status, got.to)
	for _, part := range [][2]string{{`<nav class="tabs"`, "</nav>"}, {`<main id="main"`, "</main>"}} {
		if _, rest, ok := strings.Cut(body, part[0]); ok && (got.status != http.StatusNotFound || strings.Contains(part[0], "main")) {
			inside, _, _ := strings.Cut(rest, part[1])
			seen += inside + "\n"
		}
	}
	if !strings.Contains(body, "<main") {
		return seen + body
	}
	return seen
}

func TestAPreviewedPageIsTheOneThatAPersonWithTheRoleGets(t *testing.T) {
	for _, role := range access.RolesIn(access.Managed) {
		t.Run(string(role), func(t *testing.T) {
			t.Parallel()
			a := apptest.New(t)
			_, e := a.Server()
			exec(t, a, "UPDATE seats SET role = '"+string(role)+"' WHERE user_id = '"+cast.Ben.ID+"'")
			if role == access.TechnicalAdmin { // what settings show is drawn, too
				for _, name := range []string{"dashboard", "company_profile", "support_chat", "show_pricing"} {
					exec(t, a, "DELETE FROM settings WHERE account_id = '"+cast.Acme+"' AND name = '"+name+"'")
					exec(t, a, "INSERT INTO settings (account_id, parent_id, name, value, set_by, set_by_name, set_at) VALUES ('"+cast.Acme+"', '"+cast.Northwind+"', '"+name+"', 'On', '', '', '2026-01-01 00:00:00')")
				}
			}
			ben, one, two := a.Browser(cast.Ben), a.Browser(cast.Pia), a.Browser(cast.Pia)
			asRole(one, cast.Acme, role).Sees("Previewing")
			two.Post(route.Preview(cast.Acme), url.Values{"seat": {sitsIn(t, a, cast.Ben)}}).Sees("Previewing")
			for _, r := range routes(t, e) {
				if r.Method != http.MethodGet || !strings.Contains(r.Path, ":key") {
					continue
				}
				to := address(strings.ReplaceAll(r.Path, ":seat", sitsIn(t, a, cast.Alice)), cast.Acme, cast.Cobalt)
				real := drawn(try(t, ben, r.Method, to))
				if got := drawn(try(t, two, r.Method, to)); got != real {
					t.Errorf("%s as Ben sees it differs%s", to, difference(got, real))
				}
				real = strings.ReplaceAll(real, ` <span class="self">you</span>`, "")
				if got := drawn(try(t, one, r.Method, to)); got != real {
					t.Errorf("%s as the role differs%s", to, difference(got, real))
				}
			}
		})
	}
}

// difference is where two texts part.
func difference(got, want string) string {
	i := 0
	for i < min(len(got), len(want)) && got[i] == want[i] {
		i++
	}
	near := func(s string) string { return s[max(0, i-80):min(len(s), i+160)] }
	return "\n in the preview: " + near(got) + "\n for the person: " + near(want)
}
