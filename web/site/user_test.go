package site_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/web/route"
)

const longEnough = "seven herons crossed the estuary"

// ada are the fields of one person in the form that invites.
var ada = []string{"person.0.first_name", "Ada", "person.0.last_name", "Holm", "person.0.email", "ada@acme.example", "person.0.role", "Company Admin"}

// invitationOf is the address in the last letter to somebody.
func invitationOf(t *testing.T, a *apptest.App, address string) string {
	t.Helper()
	var l outbox.Letter
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test looks at everything").Where("to_address = ?", address).Order("id DESC").Limit(1).Take(&l).Error
	})
	return route.Invitation(l.Facts.Secret)
}

// seatIn is the seat of an address in an account.
func seatIn(t *testing.T, a *apptest.App, key, address string) (s user.Seat) {
	t.Helper()
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test looks at everything").Where("account_id = ? AND email_fold = ?", key, address).Take(&s).Error
	})
	return s
}

// seatKey is the account in which an address has its one seat.
func seatKey(t *testing.T, a *apptest.App, address string) string {
	t.Helper()
	var s user.Seat
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test looks at everything").Where("email_fold = ?", address).Take(&s).Error
	})
	return s.AccountID
}

func TestPiaInvitesTwoPeopleInOneFormWithoutScripts(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia).Open(route.Managed(cast.Northwind, cast.Acme))
	pia.Click("Users").At(route.ManagedUsers(cast.Northwind, cast.Acme)).Sees("Alice Novak").Sees("alice@acme.example").Sees("Technical Contact")
	pia.Click("Invite people")
	pia.Press("Send invitation").Answers(http.StatusUnprocessableEntity).Sees("Enter the first name").Sees("Choose a role")
	pia.Press("Add another person", ada...).Answers(http.StatusOK).Sees("Person 2")
	if pia.Value("person.0.first_name") != "Ada" || pia.Count("[autofocus]") != 1 {
		t.Error("what was typed is gone, or nothing takes the focus")
	}
	pia.Press("Add another person").Sees("Person 3")
	pia.Press("Remove Person 2").SeesNo("Person 3")
	pia.Press("Send invitations", "person.1.first_name", "Cy", "person.1.last_name", "Okoro", "person.1.email", "ben@acme.example", "person.1.role", "Read Only")
	pia.Answers(http.StatusUnprocessableEntity).Sees("Ben Osei has this address, and is here already")
	pia.Press("Send invitations", "person.1.email", "cy@acme.example").At(route.ManagedUsers(cast.Northwind, cast.Acme))
	pia.Sees("2 people are invited.").Sees("Ada Holm").Sees("Cy Okoro").Sees("Invited")

	for email, lands := range map[string]string{"ada@acme.example": route.Services(cast.Acme), "cy@acme.example": route.Services(cast.Acme)} {
		link := invitationOf(t, a, email)
		guest := a.Stranger().Open(link).Answers(http.StatusOK)
		guest.Sees("Join Acme Robotics").Sees("Pia Larsen").Sees("CRM-1001").Sees("Managed by").Sees("Northwind Partners").Sees("21 Sep 2026, 09:00 UTC").Sees(email)
		if guest.Value("email") != email {
			t.Errorf("a password manager is told %q", guest.Value("email"))
		}
		guest.Press("Accept", "password", "short", "last_name", "").Answers(http.StatusUnprocessableEntity).Sees("Enter the last name")
		guest.Press("Accept", "password", longEnough, "last_name", "Il").At(lands)
		a.Stranger().Open(link).Answers(http.StatusNotFound)
	}
	cy := a.Stranger().Open(route.SignIn).Press("Sign in", "email", "CY@acme.example", "password", longEnough).At(route.Services(cast.Acme))
	cy.Open(route.Users(cast.Acme)).Answers(http.StatusForbidden).Sees("Seeing the people of an account takes the role Company Admin.")
}

func TestSomebodyKnownAcceptsBySigningIn(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia).Open(route.NewUser(route.ManagedUsers(cast.Northwind, cast.Acme)))
	pia.Press("Send invitation", "person.0.first_name", "Any", "person.0.last_name", "Body", "person.0.email", cast.Cory.Email, "person.0.role", "Technical Admin").Sees("Any Body is invited.")
	link := invitationOf(t, a, cast.Cory.Email)
	guest := a.Stranger().Open(link).Sees("Sign in to accept")
	if guest.Count("form") != 0 {
		t.Error("there is something to send")
	}
	guest.Post(link, url.Values{"first_name": {"Eve"}, "last_name": {"Il"}, "password": {longEnough}}).Answers(http.StatusForbidden)

	theo := a.Browser(cast.Theo).Open(link).Sees("You are signed in as Theo Brandt")
	theo.Post(link, url.Values{}).Answers(http.StatusForbidden).Sees("You are signed in as Theo Brandt")
	theo.Press("Sign out").At(link).Sees("Sign in to accept")

	guest.Click("Sign in")
	guest.Press("Sign in", "email", cast.Cory.Email, "password", cast.Password).At(link).Sees("Accept as Cory Hale")
	guest.Open(link).Open(link).Sees("Accept as Cory Hale") // looking changes nothing
	guest.Press("Accept").At(route.Services(cast.Acme)).Sees("You are in Acme Robotics now.").Sees("Technical Admin")
	guest.Open(link).Answers(http.StatusNotFound)
}

func TestAlinkThatIsOverShowsOnePageWhyeverItIs(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	users := route.ManagedUsers(cast.Northwind, cast.Acme)
	pia.Open(route.NewUser(users)).Press("Send invitation", ada...)
	used := invitationOf(t, a, "ada@acme.example")
	a.Stranger().Open(used).Press("Accept", "password", longEnough)
	pia.Open(route.NewUser(users)).Press("Send invitation", "person.0.first_name", "Cy", "person.0.last_name", "Okoro", "person.0.email", "cy@acme.example", "person.0.role", "Finance")
	withdrawn := invitationOf(t, a, "cy@acme.example")
	pia.Open(route.User(users, seatIn(t, a, cast.Acme, "cy@acme.example").ID)).Press("Withdraw").At(users).Sees("The invitation of Cy Okoro is withdrawn.").SeesNo("cy@acme.example")
	pages := map[string]bool{}
	for _, link := range []string{used, withdrawn, route.Invitation("0000"), route.Invitation(strings.Repeat("ab", 32))} {
		for _, b := range []*apptest.Browser{a.Stranger().Open(link), a.Stranger().Post(link, url.Values{"password": {longEnough}})} {
			b.Answers(http.StatusNotFound).Sees("This link does not work any more").Sees("This link has been used, or its time is over. If it was you who used it, sign in.")
			pages[strings.ReplaceAll(b.Body, link, "")] = true
		}
	}
	if len(pages) != 1 {
		t.Errorf("%d different pages", len(pages))
	}
}

func TestOnePersonsPageChangesWhatItSays(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia).Open(route.Users(cast.Northwind)).Sees("5 people in Northwind Partners.")
	pia.Click("Tariq Aziz").Sees("Technical Admin of Northwind Partners")
	tariq := pia.Address
	pia.Press("Save", "role", "Read Only", "edits_contact", "on").At(tariq).Sees("Tariq Aziz saved.").Sees("Read Only of Northwind Partners")

	theirs := a.Browser(cast.Tariq).At(route.Dashboard(cast.Northwind))
	pia.Press("Deactivate").At(tariq).Sees("Tariq Aziz is deactivated.")
	theirs.Open(route.Services(cast.Northwind))
	if !strings.HasPrefix(theirs.Address, route.SignIn) {
		t.Errorf("Tariq is at %s", theirs.Address)
	}
	a.Stranger().Open(route.SignIn).Press("Sign in", "email", cast.Tariq.Email, "password", cast.Password).Answers(http.StatusForbidden)
	pia.Press("Undo").At(tariq).Sees("Tariq Aziz is active.")
	a.Browser(cast.Tariq)

	// The last admin is told why not.
	pia.Open(route.User(route.Users(cast.Northwind), "seat-cast-pia")).Sees("Pia Larsen is the last active Company Admin of Northwind Partners.")
	pia.Press("Save", "role", "Read Only").Answers(http.StatusConflict).Sees("Give somebody else this role first")
	pia.Post(route.UserDeactivation(route.Users(cast.Northwind), "seat-cast-pia"), url.Values{}).Answers(http.StatusConflict)

	// An outdated form keeps what was typed, and says so.
	two := pia.Tab().Open(tariq)
	pia.Open(tariq).Press("Save", "role", "Finance")
	two.Press("Save", "role", "Technical Contact").Answers(http.StatusConflict).Sees("Somebody else changed Tariq Aziz meanwhile")
	two.Press("Save").Sees("Tariq Aziz saved.").Sees("Technical Contact of Northwind Partners")
}

func TestALockedPersonIsLetInAgainFromTheList(t *testing.T) {
	a := apptest.New(t)
	if _, err := a.Raw().Exec("UPDATE users SET status = 'locked', wrong_codes = 5, factor = TRUE WHERE id = 'cast-theo'"); err != nil {
		t.Fatal(err)
	}
	list := route.Users(cast.Northwind)
	pia := a.Browser(cast.Pia).Open(list + "?status=locked").Sees("1 of 5 users").Sees("Theo Brandt").SeesNo("Tariq Aziz")
	pia.Press("Reactivate").At(list).Sees("Theo Brandt is active.")

	theo := route.User(list, "seat-cast-theo")
	pia.Open(theo).Click("Reset… the second factor of Theo Brandt").At(route.UserFactorReset(list, "seat-cast-theo")).Sees("They are signed out everywhere")
	pia.Press("Reset second factor").At(theo).Sees("The second factor of Theo Brandt is reset.")
	if u := find(t, a, cast.Theo.ID); u.Factor || u.Status != user.Active {
		t.Errorf("%+v", u)
	}
}

func find(t *testing.T, a *apptest.App, id string) (u user.User) {
	t.Helper()
	a.Tx(func(tx *db.Tx) (err error) {
		u, err = user.Find(tx, id)
		return err
	})
	return u
}

func TestTheListOfPeopleIsNarrowedByItsAddress(t *testing.T) {
	a := apptest.New(t)
	list := route.Users(cast.Northwind)
	pia := a.Browser(cast.Pia)
	for query, want := range map[string]string{
		"": "5 users", "?q=LARS": "1 of 5 users", "?role=Finance": "1 of 5 users", "?role=Finance&status=invited": "0 of 5 users",
		"?status=active&q=northwind": "5 of 5 users", "?role=root&status=odd&after=zz&page=9": "5 users", "?q=" + strings.Repeat("x", 300): "0 of 5 users",
	} {
		if got := pia.Open(list + query).Answers(http.StatusOK).Text(".result"); got != want {
			t.Errorf("%s: %s, not %s", query, got, want)
		}
	}
	pia.Open(list + "?q=zzzz&role=Finance").Sees("No user matches “zzzz” with role Finance").Click("Clear filters")
	pia.At(list)
	pia.Open(route.ManagedUsers(cast.Northwind, cast.Ember)).Sees("Nobody is in Ember & Oak Interiors yet")
}

func TestAliceManagesAcmesPeopleAndSeesNothingElse(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia).Open(route.NewUser(route.ManagedUsers(cast.Northwind, cast.Cobalt)))
	pia.Press("Send invitation", "person.0.first_name", "Hidden", "person.0.last_name", "Person", "person.0.email", "hidden@cobalt.example", "person.0.role", "Finance").Sees("is invited")
	foreign := []string{"seat-cast-pia", "seat-cast-cory", "seat-cast-dev", seatIn(t, a, cast.Cobalt, "hidden@cobalt.example").ID}

	alice := a.Browser(cast.Alice).Open(route.Users(cast.Acme)).Sees("Ben Osei")
	for _, word := range []string{"Pia", "Cory", "Hidden"} {
		alice.SeesNo(word)
	}
	acts := []func(users, seat string) string{route.UserInvitation, route.UserWithdrawal, route.UserDeactivation, route.UserReactivation, route.UserFactorReset, route.User}
	never := alice.Open(route.User(route.Users(cast.Acme), "00000000")).Answers(http.StatusNotFound).Body
	for _, seat := range foreign {
		for _, users := range []string{route.Users(cast.Acme), route.Users(cast.Northwind), route.Users(cast.Cobalt)} {
			if b := alice.Open(route.User(users, seat)).Answers(http.StatusNotFound); b.Body != never {
				t.Errorf("%s is answered otherwise than what does not exist", b.Address)
			}
			for _, act := range acts {
				alice.Post(act(users, seat), url.Values{"role": {"Read Only"}, "version": {"1"}}).Answers(http.StatusNotFound)
			}
		}
	}
	for _, key := range []string{cast.Acme, cast.Cobalt} {
		if b := alice.Open(route.ManagedUsers(cast.Northwind, key)); b.Status != http.StatusNotFound {
			t.Errorf("the partner's page of %s: %d", key, b.Status)
		}
	}
	alice.Open(route.ManagedUsers(cast.Acme, cast.Acme)).Answers(http.StatusForbidden)
	alice.Open(route.NewUser(route.Users(cast.Acme))).Press("Send invitation", ada...).Sees("Ada Holm is invited.")
	if s := seatIn(t, a, cast.Acme, "ada@acme.example"); s.InvitedBy != cast.Alice.Name {
		t.Errorf("%+v", s)
	}
}

func TestNoFormTakesMoreThanItAsksFor(t *testing.T) {
	a := apptest.New(t)
	more := url.Values{}
	for _, name := range []string{"id", "ID", "account", "account_id", "AccountID", "key", "user_id", "UserID", "status", "Status", "invited_by", "accepted_at", "kind", "seat", "sees_billing", "SeesBilling"} {
		for _, row := range []string{"", "person.0."} {
			more.Set(row+name, map[string]string{"account": cast.Cobalt, "account_id": cast.Cobalt, "AccountID": cast.Cobalt, "key": cast.Cobalt, "status": "active", "Status": "active", "user_id": cast.Pia.ID, "UserID": cast.Pia.ID}[name])
		}
	}
	more.Del("sees_billing")
	more.Del("person.0.sees_billing")
	send := func(b *apptest.Browser, address string, fields ...string) *apptest.Browser {
		values := url.Values{}
		for name, value := range more {
			values[name] = value
		}
		for i := 0; i+1 < len(fields); i += 2 {
			values.Set(fields[i], fields[i+1])
		}
		return b.Post(address, values)
	}
	alice := a.Browser(cast.Alice)
	send(alice, route.Users(cast.Acme), ada...).Sees("Ada Holm is invited.")
	s := seatIn(t, a, cast.Acme, "ada@acme.example")
	if s.Status != user.Invited || s.UserID != nil || s.InvitedBy != cast.Alice.Name || s.SeesBilling || s.EditsContact {
		t.Errorf("%+v", s)
	}
	send(alice, route.User(route.Users(cast.Acme), "seat-cast-ben"), "role", "Finance", "version", "1", "first_name", "Mallory", "email", "mallory@acme.example").Sees("Ben Osei saved.")
	if s := seatIn(t, a, cast.Acme, cast.Ben.Email); s.Role != access.Finance || s.Name != cast.Ben.Name || *s.UserID != cast.Ben.ID || s.AccountID != cast.Acme {
		t.Errorf("%+v", s)
	}
	for _, role := range []string{"Operator Admin", "Support Agent", "root", ""} {
		send(alice, route.Users(cast.Acme), "person.0.first_name", "Eve", "person.0.last_name", "Il", "person.0.email", "eve@evil.example", "person.0.role", role).Answers(http.StatusUnprocessableEntity)
	}
	send(alice, route.Users(cast.Acme), "person.0.first_name", "Eve", "person.0.last_name", "Il", "person.0.email", "eve@evil.example", "person.0.role", "Finance", "person.0.sees_billing", "on").Answers(http.StatusUnprocessableEntity)
	send(a.Stranger(), invitationOf(t, a, "ada@acme.example"), "first_name", "Ada", "last_name", "Holm", "password", longEnough, "role", "Operator Admin", "email", "pia@northwind.example").At(route.Services(cast.Acme))
	if s := seatIn(t, a, cast.Acme, "ada@acme.example"); s.Status != user.Seated || s.Role != access.CompanyAdmin || s.AccountID != cast.Acme {
		t.Errorf("%+v", s)
	}
	for _, path := range []string{"cobalt.example", "evil.example", "mallory"} {
		var n int
		if err := a.Raw().QueryRow("SELECT count(*) FROM seats WHERE email LIKE '%" + path + "%' AND id NOT LIKE 'seat-cast-%'").Scan(&n); err != nil || n != 0 {
			t.Errorf("%d seats of %s, %v", n, path, err)
		}
	}
}

func TestAnInvitationWhoseTimeIsOverIsSentAgain(t *testing.T) {
	a := apptest.New(t)
	list := route.Users(cast.Northwind)
	pia := a.Browser(cast.Pia).Open(route.NewUser(list))
	pia.Press("Send invitation", ada...).At(list).SeesNo("Link is over")
	old := invitationOf(t, a, "ada@acme.example")
	pia.Press("Send again").Answers(http.StatusConflict).Sees("was sent a moment ago")
	a.Clock.Advance(7 * 24 * time.Hour)
	a.Stranger().Open(old).Answers(http.StatusNotFound)
	pia = a.Browser(cast.Pia).Open(list).Sees("Link is over").Click("Ada Holm").Sees("Its link stopped working on 21 Sep 2026")
	pia.Press("Send again").Sees("Another letter to Ada Holm is on its way.").Sees(". Its link works until 28 Sep 2026, 09:00. Sent again")
	a.Stranger().Open(invitationOf(t, a, "ada@acme.example")).Answers(http.StatusOK)
}

func TestTheOperatorRenewsTheLinkOfAFirstAdminOnly(t *testing.T) {
	a := apptest.New(t)
	a.Browser(cast.Pia).Open(route.NewUser(route.Users(cast.Northwind))).Press("Send invitation", ada...)
	olive := a.Browser(cast.Olive).Open(route.Partners(cast.Meridian)).SeesNo("Ada Holm")
	olive.Post(route.PartnerLink(cast.Meridian, cast.Northwind), url.Values{}).Answers(http.StatusConflict)
}

func TestAFormThatInvitesIsSentTwice(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia).Open(route.NewUser(route.Users(cast.Northwind)))
	token := pia.Value("token")
	values := url.Values{"token": {token}}
	for i := 0; i+1 < len(ada); i += 2 {
		values.Set(ada[i], ada[i+1])
	}
	pia.Post(route.Users(cast.Northwind), values).Sees("Ada Holm is invited.")
	pia.Post(route.Users(cast.Northwind), values).Sees("Nobody was invited twice.")
	for i := range 30 {
		values.Set(fmt.Sprintf("person.%d.first_name", i), "x")
	}
	values.Set("token", "another")
	pia.Post(route.Users(cast.Northwind), values).Answers(http.StatusUnprocessableEntity).Sees("Invite at most 20 people at once")
}

func TestRolesAreChangedByWhoHasProvedThatItIsThem(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia).Open(route.User(route.Users(cast.Northwind), "seat-cast-theo"))
	a.Clock.Advance(11 * time.Minute)
	pia.Press("Save", "role", "Finance").Answers(http.StatusForbidden)
	if s := seatIn(t, a, cast.Northwind, cast.Theo.Email); s.Role != access.TechnicalContact {
		t.Errorf("it was changed: %s", s.Role)
	}
	pia.Press("Confirm", "proof", cast.Password).Sees("Theo Brandt saved.")
	if s := seatIn(t, a, cast.Northwind, cast.Theo.Email); s.Role != access.Finance {
		t.Errorf("it was not changed: %s", s.Role)
	}
}

func TestWhoGivesAwayTheirOwnPlaceGoesWhereTheyMayBe(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	pia.Open(route.User(route.Users(cast.Northwind), "seat-cast-theo")).Press("Save", "role", "Company Admin")
	pia.Open(route.User(route.Users(cast.Northwind), "seat-cast-pia")).Press("Save", "role", "Technical Admin").At(route.Dashboard(cast.Northwind)).Sees("Pia Larsen saved.")
	theo := a.Browser(cast.Theo)
	theo.Open(route.User(route.Users(cast.Northwind), "seat-cast-pia")).Press("Save", "role", "Company Admin")
	theo.Open(route.User(route.Users(cast.Northwind), "seat-cast-theo")).Press("Deactivate")
	if !strings.HasPrefix(theo.Address, route.SignIn) {
		t.Errorf("Theo is at %s", theo.Address)
	}
}

func TestASuspendedAccountsPeopleAreReadAndWhyNotIsSaid(t *testing.T) {
	a := apptest.New(t)
	ivy := a.Browser(cast.Ivy).Open(route.Users(cast.IronBark)).Sees("Ivy Barker").Sees("The account is suspended.")
	ivy.Click("View Ivy Barker").Sees("The account is suspended.")
	if ivy.Count("main form") != 0 {
		t.Error("there is something to change")
	}
	ivy.Open(route.NewUser(route.Users(cast.IronBark))).Answers(http.StatusForbidden)
	pia := a.Browser(cast.Pia)
	closed := route.ManagedUsers(cast.Northwind, cast.Tidewater)
	pia.Open(closed).Sees("Tess Waters").Sees("Tidewater Analytics is closed.").Click("View Tess Waters").Sees("Tidewater Analytics is closed.")
	pia.Open(route.NewUser(closed)).Answers(http.StatusConflict)
	pia.Post(route.Entry(cast.Acme), url.Values{})
	pia.Open(route.Users(cast.Acme)).Sees("You are viewing Acme Robotics").Sees("Ben Osei").Click("Ben Osei").Press("Save", "role", "Read Only").Sees("Ben Osei saved.")
}
