package e2e

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"

	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/mail"
	"github.com/tenantry/tenantry/internal/mailtest"
	letters "github.com/tenantry/tenantry/templates/mail"
	"github.com/tenantry/tenantry/web/route"
)

// guest is somebody whom Pia invites into Acme.
type guest struct{ first, last, email, role, password string }

func (g guest) name() string { return g.first + " " + g.last }

var guests = []guest{
	{"Ada", "Holm", "ada@acme.example", "Company Admin", "seven herons crossed the estuary"},
	{"Cy", "Okoro", "cy@acme.example", "Read Only", "three wooden ladders in the rain"},
}

func TestPiaInvitesAnAdminAndAReaderWhoArriveByTheirLetters(t *testing.T) {
	t.Parallel()
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			p := open(t)
			post := mailtest.New(t, "starttls")
			alice := p.person(t, scripts).signIn(cast.Alice)
			alice.open(route.CompanySecurity(cast.Acme)).tick("Required").follow("Save sign-in rules").sees("Sign-in rules saved.")

			pia := p.person(t, scripts).signIn(cast.Pia)
			pia.invitesBoth()
			p.carry(t, post)
			for _, g := range guests {
				p.person(t, scripts).arrives(g, p.link(t, post, g))
			}

			pia.open(route.ManagedUsers(cast.Northwind, cast.Acme))
			for _, g := range guests {
				pia.row(g.name(), g.email, g.role, "On", "Active")
			}
			own, above := route.Activity(cast.Acme), route.Activity(cast.Northwind)+"?account="+cast.Acme
			for _, g := range guests {
				for _, view := range []struct {
					b  *tab
					at string
				}{{alice, own}, {pia, above}, {pia, route.History(cast.Northwind, cast.Acme)}} {
					view.b.open(view.at)
					view.b.row("Pia Larsen", "Northwind Partners", "Invited "+g.name(), g.role)
					view.b.row(g.name(), "Accepted the invitation", "Invited by", "Pia Larsen")
					view.b.row(g.name(), "Added a second factor")
				}
			}
		})
	}
}

// person is somebody's own browser.
func (p *portal) person(t *testing.T, scripts bool) *tab {
	t.Helper()
	if scripts {
		return p.browser(t)
	}
	return p.quiet(t)
}

// invitesBoth invites both guests into Acme with one form.
func (b *tab) invitesBoth() {
	b.t.Helper()
	list := route.ManagedUsers(cast.Northwind, cast.Acme)
	b.open(list).follow("Invite people")
	b.invites("person.0.", guests[0])
	if b.scripts {
		b.press("Add another person").focused("[name='person.1.first_name']")
	} else {
		b.follow("Add another person").sees("Person 2")
	}
	b.invites("person.1.", guests[1])
	b.follow("Send invitations").at(list).sees("2 people are invited.")
	for _, g := range guests {
		b.row(g.name(), g.email, g.role, "Never", "Invited")
	}
}

// invites fills in one row of the form.
func (b *tab) invites(at string, g guest) {
	b.t.Helper()
	for _, f := range [][2]string{{"first_name", g.first}, {"last_name", g.last}, {"email", g.email}} {
		b.touch("[name='" + at + f[0] + "']")
		call(b, input.InsertText, input.InsertTextParams{Text: f[1]})
	}
	word, _, _ := strings.Cut(g.role, " ")
	b.keys("\t\t").focused("[name='"+at+"role']").keys(word).until("the role "+g.role, `(role) => document.activeElement.value === role`, g.role)
}

// carry takes the letters that are due to a mail server.
func (p *portal) carry(t *testing.T, s *mailtest.Server) {
	t.Helper()
	c := s.Config()
	c.User, c.Password = mailtest.User, mailtest.Password
	post, err := mail.New(c)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Outbox.Deliver(t.Context(), letters.Writer{Public: p.URL}.Draw, post.Trust(s.Roots)); err != nil {
		t.Fatal(err)
	}
}

// link is the path of the link in the one letter that a guest got, once the
// letter says the same in both of its forms.
func (p *portal) link(t *testing.T, s *mailtest.Server, g guest) string {
	t.Helper()
	ms := slices.DeleteFunc(s.Mails(), func(m mailtest.Mail) bool { return m.To != g.email })
	if len(ms) != 1 {
		t.Fatalf("%d letters arrived for %s", len(ms), g.name())
	}
	m := ms[0]
	if !m.TLS || m.User != mailtest.User || m.Subject(t) != "Pia Larsen invites you to Acme Robotics" {
		t.Errorf("the letter “%s” arrived encrypted %v, from %q", m.Subject(t), m.TLS, m.User)
	}
	if from := m.Header(t).Get("From"); from != `"Northwind Partners" <portal@meridian.example>` {
		t.Errorf("the letter comes from %s", from)
	}
	links := map[string]bool{}
	for _, form := range []string{"text/plain", "text/html"} {
		text := strings.Join(strings.Fields(m.Part(t, form)), " ")
		for _, says := range []string{"Hello " + g.name(), "Pia Larsen invites you to the account of Acme Robotics", "Northwind Partners", "CRM-1001", "Your role is " + g.role} {
			if !strings.Contains(text, says) {
				t.Errorf("the %s of %s's letter does not say %q: %s", form, g.name(), says, text)
			}
		}
		for _, l := range regexp.MustCompile(`http://[^\s"<]+`).FindAllString(text, -1) {
			links[l] = true
		}
	}
	if len(links) != 1 {
		t.Fatalf("the letter leads to %v", links)
	}
	for l := range links {
		path, ours := strings.CutPrefix(l, p.URL)
		if !ours {
			t.Fatalf("the letter leads to %s", l)
		}
		return path
	}
	return ""
}

// arrives follows the link of a letter until the account is open.
func (b *tab) arrives(g guest, link string) {
	b.t.Helper()
	b.open(link).sees("Join Acme Robotics").sees("Pia Larsen invites " + g.name()).sees("Northwind Partners").sees(g.role)
	b.expect("422 /invitation/").fill("Password", "password").follow("Accept").sees("One thing to put right")
	if wide := look[[]float64](b, `() => [...document.querySelectorAll(".summary, .summary ~ .field")].map((e) => e.getBoundingClientRect().width)`); len(wide) < 2 || slices.Min(wide) != slices.Max(wide) {
		b.t.Errorf("what is wrong is not as wide as what it is about: %v", wide)
	}
	b.pastes("Password", g.password).follow("Accept").sees("Set up a second factor").sees("Acme Robotics asks everyone")
	b.follow("Set up an app")
	b.fill("Code", scanned(b).Next()).follow("Confirm and sign in").sees("Keep your recovery codes")
	if n := look[int](b, `() => new Set([...document.querySelectorAll("ol.codes code")].map((e) => e.innerText)).size`); n != 10 {
		b.t.Errorf("%d recovery codes", n)
	}
	b.follow("I have kept them").at(route.Services(cast.Acme)).sees(g.name())
	if b.title() != "Services - Acme Robotics - Meridian Networks" {
		b.t.Errorf("%s arrives at %q", g.name(), b.title())
	}
}

// pastes puts a text into a field by the clipboard. It is copied out of
// another field, as there is no other program to copy it from.
func (b *tab) pastes(label, text string) *tab {
	b.t.Helper()
	name := look[string](b, `() => field("First name").value`)
	b.fill("First name", text).edits("selectAll", "copy").fill("First name", name)
	b.tick(label).edits("paste")
	return b.until("pasting works", `(label, text) => field(label).value === text`, label, text)
}

// edits does what the menu Edit of a browser does.
func (b *tab) edits(commands ...string) *tab {
	b.t.Helper()
	for _, c := range commands {
		call(b, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeRawKeyDown, Commands: []string{c}})
		call(b, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyUp})
	}
	return b
}

// row fails the test unless one row of the page's table says all texts.
func (b *tab) row(texts ...string) {
	b.t.Helper()
	b.until("a row that says "+strings.Join(texts, ", "), `(ts) => [...document.querySelectorAll("tbody tr")].some((r) => ts.every((t) => squeeze(r.innerText).includes(t)))`, texts)
}
