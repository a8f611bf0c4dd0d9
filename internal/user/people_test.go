package user_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/user"
)

const passphrase = "seven herons crossed the estuary"

// somebody is a person who can be invited.
func somebody(first, email string, role access.Role) user.SeatDraft {
	return user.SeatDraft{FirstName: first, LastName: "Novak-Berg", Email: email, Role: role}
}

func form(token string, people ...user.SeatDraft) user.InviteDraft {
	return user.InviteDraft{Token: token, People: people}
}

// invite invites one person, who is in the portal's letters afterwards.
func invite(t *testing.T, a *apptest.App, by access.Caller, key string, d user.SeatDraft) user.Seat {
	t.Helper()
	seats, err := a.Users.Invite(t.Context(), by, key, form("", d))
	if err != nil || len(seats) != 1 {
		t.Fatal(seats, err)
	}
	return seats[0]
}

// letters are those to an address, oldest first.
func letters(t *testing.T, a *apptest.App, address string) (ls []outbox.Letter) {
	t.Helper()
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test looks at everything").Where("to_address = ?", address).Order("id").Find(&ls).Error
	})
	return ls
}

// link is the secret in the last letter to an address.
func link(t *testing.T, a *apptest.App, address string) string {
	t.Helper()
	ls := letters(t, a, address)
	if len(ls) == 0 {
		t.Fatalf("no letter to %s", address)
	}
	return ls[len(ls)-1].Facts.Secret
}

func count(t *testing.T, a *apptest.App, query string, args ...any) (n int) {
	t.Helper()
	if err := a.Raw().QueryRow(query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func exec(t *testing.T, a *apptest.App, query string, args ...any) {
	t.Helper()
	if _, err := a.Raw().Exec(query, args...); err != nil {
		t.Fatal(err)
	}
}

// written is how many rows there are of all that inviting writes.
func written(t *testing.T, a *apptest.App) string {
	t.Helper()
	var b strings.Builder
	for _, table := range []string{"seats", "users", "links", "letters", "events", "receipts"} {
		fmt.Fprintf(&b, "%s %d, ", table, count(t, a, "SELECT count(*) FROM "+table))
	}
	return b.String()
}

// seatOf is the seat of a person of the cast.
func seatOf(p cast.Person) string { return "seat-" + p.ID }

// past is what the record says of an account, newest first, in short.
func past(t *testing.T, a *apptest.App, key string) (facts []string) {
	t.Helper()
	a.Tx(func(tx *db.Tx) error {
		var es []event.Event
		err := tx.Everywhere("a test looks at everything").Model(&event.Event{}).Where("account_id = ?", key).Order("id DESC").Find(&es).Error
		for _, e := range es {
			s := string(e.Kind) + " of " + e.SubjectName + " by " + e.UserName
			for _, c := range e.Changes {
				s += fmt.Sprintf("; %s: %s → %s", c.Field, c.Was, c.Now)
			}
			facts = append(facts, s)
		}
		return err
	})
	return facts
}

func TestPiaInvitesTwoPeopleIntoAcmeAndBothAccept(t *testing.T) {
	a := apptest.New(t)
	seats, err := a.Users.Invite(t.Context(), a.By(cast.Pia), cast.Acme, form("t",
		user.SeatDraft{FirstName: " Ada ", LastName: "Holm", Email: "Ada@ACME.example", Phone: "02 9374 4000", Role: access.CompanyAdmin, EditsContact: true},
		user.SeatDraft{FirstName: "Cy", LastName: "Okoro", Email: "cy@acme.example", Role: access.ReadOnly}))
	if err != nil || len(seats) != 2 {
		t.Fatal(seats, err)
	}
	ada, err := a.Users.Seat(t.Context(), a.By(cast.Pia), cast.Acme, seats[0].ID)
	if err != nil || ada.Name != "Ada Holm" || ada.Email != "Ada@acme.example" || ada.Phone != "+61293744000" || ada.State() != user.StateInvited ||
		ada.InvitedBy != cast.Pia.Name || ada.UserID != nil || !ada.EditsContact || ada.SeesBilling || !ada.Until().Equal(apptest.Start.AddDate(0, 0, 7)) {
		t.Errorf("%+v, %v", ada, err)
	}
	ls := letters(t, a, "Ada@acme.example")
	if len(ls) != 1 || ls[0].Kind != outbox.Invitation || ls[0].AccountID != cast.Acme || ls[0].Status != outbox.Waiting || ls[0].Facts.Account != "Acme Robotics" ||
		ls[0].Facts.Reference != "CRM-1001" || ls[0].Facts.Partner != "Northwind Partners" || ls[0].Facts.By != cast.Pia.Name || ls[0].Facts.Role != "Company Admin" || len(ls[0].Facts.Secret) < 40 {
		t.Errorf("%+v", ls)
	}
	for i, address := range []string{"Ada@acme.example", "cy@acme.example"} {
		in, err := a.Sessions.FindInvitation(t.Context(), link(t, a, address))
		if err != nil || in.Known || in.Seat.ID != seats[i].ID || in.Account.ID != cast.Acme || in.Above.ID != cast.Northwind || !in.Until.Equal(apptest.Start.AddDate(0, 0, 7)) {
			t.Fatalf("%+v, %v", in, err)
		}
		secret, err := a.Sessions.Accept(t.Context(), link(t, a, address), auth.AcceptDraft{FirstName: in.Seat.FirstName, LastName: in.Seat.LastName, Password: passphrase}, auth.Browser{})
		if err != nil {
			t.Fatal(err)
		}
		v, ok, err := a.Sessions.Resume(t.Context(), secret, access.Origin{Request: "r"})
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		if v, err = a.Sessions.At(t.Context(), v, cast.Acme); err != nil || v.Caller.Role != seats[i].Role {
			t.Errorf("%+v, %v", v.Caller, err)
		}
	}
	var invited, accepted int
	for _, fact := range past(t, a, cast.Acme) {
		if strings.HasPrefix(fact, "user.invited") && strings.Contains(fact, "by Pia Larsen") {
			invited++
		}
		if strings.HasPrefix(fact, "invitation.accepted") && strings.Contains(fact, "Invited by:  → Pia Larsen") {
			accepted++
		}
	}
	if invited != 2 || accepted != 2 {
		t.Errorf("the record names Pia %d and %d times: %v", invited, accepted, past(t, a, cast.Acme)[:8])
	}
	if h, err := a.Users.Seat(t.Context(), a.By(cast.Pia), cast.Acme, seats[0].ID); err != nil || h.State() != user.StateActive || h.SignedInAt == nil || h.Phone != "+61293744000" {
		t.Errorf("%+v, %v", h, err)
	}
}

func TestAFormIsAllOrNothingAndSaysWhatIsWrongInWhichRow(t *testing.T) {
	a := apptest.New(t)
	before := written(t, a)
	_, err := a.Users.Invite(t.Context(), a.By(cast.Pia), cast.Acme, form("t",
		somebody("Ada", "ada@acme.example", access.ReadOnly),
		user.SeatDraft{FirstName: "", LastName: "Okoro", Email: "not an address", Phone: "555", Role: access.OperatorAdmin, SeesBilling: true},
		somebody("Ben", " BEN@acme.example ", access.ReadOnly),
		user.SeatDraft{},
		user.SeatDraft{FirstName: strings.Repeat("a", 129), LastName: "x\u0000y", Email: "ADA@acme.example", Role: "root"},
	))
	fs := fault.FieldsOf(err)
	for _, field := range []string{"person.1.first_name", "person.1.email", "person.1.phone", "person.1.role", "person.1.sees_billing", "person.2.email", "person.4.first_name", "person.4.last_name", "person.4.email", "person.4.role"} {
		if fs.At(field) == "" {
			t.Errorf("nothing is said of %s", field)
		}
	}
	if len(fs) != 10 || !strings.Contains(fs.At("person.2.email"), "is here already") || !strings.Contains(fs.At("person.1.phone"), "Australia") {
		t.Errorf("%v", fs)
	}
	if after := written(t, a); after != before {
		t.Errorf("before %s\nafter  %s", before, after)
	}
}

func TestTheSameFormSentAgainAndAtOnceInvitesOnce(t *testing.T) {
	a := apptest.New(t)
	people := form("once", somebody("Ada", "ada@acme.example", access.ReadOnly), somebody("Cy", "cy@acme.example", access.Finance))
	results := make([]int, 6)
	var wg sync.WaitGroup
	for i := range results {
		wg.Go(func() {
			seats, err := a.Users.Invite(context.Background(), a.By(cast.Pia), cast.Acme, people)
			if err != nil {
				t.Error(err)
			}
			results[i] = len(seats)
		})
	}
	wg.Wait()
	slices.Sort(results)
	if !slices.Equal(results, []int{0, 0, 0, 0, 0, 2}) {
		t.Errorf("%v", results)
	}
	if n := count(t, a, "SELECT count(*) FROM letters"); n != 2 {
		t.Errorf("%d letters", n)
	}
}

func TestTwoAdminsInviteTheSamePersonAtOnce(t *testing.T) {
	a := apptest.New(t)
	errs := make([]error, 4)
	var wg sync.WaitGroup
	for i := range errs {
		by := a.By(cast.Pia)
		if i%2 == 1 {
			by = a.By(cast.Alice)
		}
		wg.Go(func() {
			_, errs[i] = a.Users.Invite(context.Background(), by, cast.Acme, form(fmt.Sprint("t", i), somebody("Ada", "ada@acme.example", access.ReadOnly)))
		})
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if !strings.Contains(fault.FieldsOf(err).At("person.0.email"), "is invited with this address already") {
			t.Error(err)
		}
	}
	if won != 1 {
		t.Errorf("%d won", won)
	}
}

func TestAnAddressThatIsKnownElsewhereIsAnsweredLikeAnUnknownOne(t *testing.T) {
	a := apptest.New(t)
	said := func(email string) string {
		before := written(t, a)
		seats, err := a.Users.Invite(t.Context(), a.By(cast.Alice), cast.Acme, form(email, somebody("Ada", email, access.ReadOnly)))
		if err != nil {
			t.Fatal(err)
		}
		h, err := a.Users.Seat(t.Context(), a.By(cast.Alice), cast.Acme, seats[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		list, err := a.Users.Seats(t.Context(), a.By(cast.Alice), cast.Acme, user.SeatFilter{Find: email})
		if err != nil {
			t.Fatal(err)
		}
		s := fmt.Sprintf("%s %s %v %v %v %d %s %s", h.Name, h.State(), h.Factor, h.SignedInAt, h.UserID, list.Total, past(t, a, cast.Acme)[0], letters(t, a, email)[0].Kind)
		return before + strings.ReplaceAll(s, email, "address") // how many rows there were before says how many the one before wrote
	}
	unknown, known, last := said("nobody@cobalt.example"), said(cast.Cory.Email), said("nobody@harbour.example")
	_, unknown, _ = strings.Cut(unknown, "receipts ")
	_, known, _ = strings.Cut(known, "receipts ")
	_, last, _ = strings.Cut(last, "receipts ")
	if unknown[3:] != known[3:] || known[3:] != last[3:] {
		t.Errorf("they differ:\n%s\n%s\n%s", unknown, known, last)
	}
}

func TestWhoeverIsKnownJoinsBySigningInAsThemselvesOnly(t *testing.T) {
	a := apptest.New(t)
	invite(t, a, a.By(cast.Pia), cast.Acme, user.SeatDraft{FirstName: "Coriander", LastName: "Wrong", Email: "CORY@cobalt.example", Phone: "02 9374 4000", Role: access.TechnicalAdmin})
	secret := link(t, a, "CORY@cobalt.example")
	in, err := a.Sessions.FindInvitation(t.Context(), secret)
	if err != nil || !in.Known {
		t.Fatal(in.Known, err)
	}
	if _, err := a.Sessions.Accept(t.Context(), secret, auth.AcceptDraft{FirstName: "Eve", LastName: "Il", Password: passphrase}, auth.Browser{}); fault.FieldsOf(err).At("email") == "" {
		t.Errorf("a second person was made of a known address: %v", err)
	}
	if _, err := a.Sessions.Join(t.Context(), visit(t, a, cast.Theo), secret); !fault.Is(err, fault.Forbidden) {
		t.Errorf("somebody else joins: %v", err)
	}
	cory := visit(t, a, cast.Cory)
	h, err := a.Sessions.Join(t.Context(), cory, secret)
	if err != nil || h.ID != cast.Acme || h.Role != access.TechnicalAdmin {
		t.Fatal(h, err)
	}
	if _, err := a.Sessions.Join(t.Context(), cory, secret); !fault.Is(err, fault.NotFound) {
		t.Errorf("joining twice: %v", err)
	}
	at, err := a.Sessions.At(t.Context(), cory, cast.Acme)
	if err != nil || at.Caller.Role != access.TechnicalAdmin {
		t.Errorf("%+v, %v", at.Caller, err)
	}
	p, err := a.Users.Seats(t.Context(), a.By(cast.Pia), cast.Acme, user.SeatFilter{Find: "cory"})
	if err != nil || len(p.Seats) != 1 || p.Seats[0].Name != cast.Cory.Name || p.Seats[0].Phone != "" {
		t.Errorf("the inviter's words stay: %+v, %v", p.Seats, err)
	}
	if fact := past(t, a, cast.Acme)[0]; !strings.HasPrefix(fact, "invitation.accepted of Cory Hale by Cory Hale") {
		t.Error(fact)
	}
}

func visit(t *testing.T, a *apptest.App, p cast.Person) auth.Visitor {
	t.Helper()
	secret, err := a.Sessions.SignIn(t.Context(), p.Email, cast.Password, auth.Browser{})
	if err != nil {
		t.Fatal(err)
	}
	v, ok, err := a.Sessions.Resume(t.Context(), secret, access.Origin{Request: "r"})
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	return v
}

func TestALinkThatIsOverIsAnsweredAlikeWhyeverItIs(t *testing.T) {
	a := apptest.New(t)
	pia := a.By(cast.Pia)
	ada := invite(t, a, pia, cast.Acme, somebody("Ada", "ada@acme.example", access.ReadOnly))
	old := link(t, a, "ada@acme.example")
	a.Clock.Advance(2 * time.Minute)
	if _, err := a.Users.InviteAgain(t.Context(), pia, cast.Acme, ada.ID); err != nil {
		t.Fatal(err)
	}
	used := link(t, a, "ada@acme.example")
	if _, err := a.Sessions.Accept(t.Context(), used, auth.AcceptDraft{FirstName: "Ada", LastName: "Holm", Password: passphrase}, auth.Browser{}); err != nil {
		t.Fatal(err)
	}
	cy := invite(t, a, pia, cast.Acme, somebody("Cy", "cy@acme.example", access.ReadOnly))
	withdrawn := link(t, a, "cy@acme.example")
	if _, err := a.Users.Withdraw(t.Context(), pia, cast.Acme, cy.ID); err != nil {
		t.Fatal(err)
	}
	invite(t, a, pia, cast.Ember, somebody("Di", "di@ember.example", access.CompanyAdmin))
	closed := link(t, a, "di@ember.example")
	if _, err := a.Accounts.Close(t.Context(), pia, cast.Ember); err != nil {
		t.Fatal(err)
	}
	reset, setUp := "", ""
	a.Tx(func(tx *db.Tx) (err error) {
		if reset, err = user.NewLink(tx, user.Reset, cast.Pia.ID); err != nil {
			return err
		}
		setUp, err = user.NewLink(tx, user.SetUp, ada.ID)
		return err
	})
	invite(t, a, pia, cast.Acme, somebody("Em", "em@acme.example", access.ReadOnly))
	expired := link(t, a, "em@acme.example")
	if _, err := a.Sessions.FindInvitation(t.Context(), expired); err != nil {
		t.Error("it is over at once")
	}
	a.Clock.Advance(7 * 24 * time.Hour)
	said := map[string][]string{}
	before := written(t, a)
	for name, secret := range map[string]string{
		"sent again": old, "used": used, "withdrawn": withdrawn, "of a closed account": closed, "expired": expired,
		"for a password": reset, "for the installation": setUp, "of nothing": "0000", "empty": "", "the hash": user.HashToken(used),
	} {
		_, err := a.Sessions.FindInvitation(t.Context(), secret)
		_, err2 := a.Sessions.Accept(t.Context(), secret, auth.AcceptDraft{FirstName: "Eve", LastName: "Il", Password: passphrase}, auth.Browser{})
		for _, err := range []error{err, err2} {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", name, err)
				continue
			}
			said[err.Error()] = append(said[err.Error()], name)
		}
	}
	if len(said) != 1 {
		t.Errorf("the answers differ: %v", said)
	}
	if after := written(t, a); after != before {
		t.Errorf("before %s\nafter  %s", before, after)
	}
}

func TestOfTwoWhoAcceptAtOnceOneIsIn(t *testing.T) {
	a := apptest.New(t)
	invite(t, a, a.By(cast.Pia), cast.Acme, somebody("Ada", "ada@acme.example", access.ReadOnly))
	secret := link(t, a, "ada@acme.example")
	errs := make([]error, 4)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			_, errs[i] = a.Sessions.Accept(context.Background(), secret, auth.AcceptDraft{FirstName: "Ada", LastName: "Holm", Password: passphrase}, auth.Browser{})
		})
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if !fault.Is(err, fault.NotFound) {
			t.Error(err)
		}
	}
	if won != 1 || count(t, a, "SELECT count(*) FROM users WHERE email = 'ada@acme.example'") != 1 {
		t.Errorf("%d are in", won)
	}
}

func TestAnInvitationIsSentAgainOrWithdrawnWhileItIsOne(t *testing.T) {
	a := apptest.New(t)
	pia := a.By(cast.Pia)
	ada := invite(t, a, pia, cast.Acme, somebody("Ada", "ada@acme.example", access.ReadOnly))
	if _, err := a.Users.InviteAgain(t.Context(), pia, cast.Acme, ada.ID); !fault.Is(err, fault.Conflict) {
		t.Errorf("sent twice in a moment: %v", err)
	}
	a.Clock.Advance(time.Hour)
	h, err := a.Users.InviteAgain(t.Context(), a.By(cast.Alice), cast.Acme, ada.ID)
	if err != nil || h.InvitedBy != cast.Alice.Name || !h.InvitedAt.Equal(apptest.Start.Add(time.Hour)) || len(letters(t, a, "ada@acme.example")) != 2 {
		t.Errorf("%+v, %v", h, err)
	}
	if fact := past(t, a, cast.Acme)[0]; !strings.HasPrefix(fact, "invitation.sent_again of Ada Novak-Berg by Alice Novak") {
		t.Error(fact)
	}
	if _, err := a.Users.Withdraw(t.Context(), pia, cast.Acme, ada.ID); err != nil {
		t.Fatal(err)
	}
	if n := count(t, a, "SELECT count(*) FROM seats WHERE id = '"+ada.ID+"'") + count(t, a, "SELECT count(*) FROM links WHERE subject_id = '"+ada.ID+"'"); n != 0 {
		t.Errorf("%d rows are left", n)
	}
	if _, err := a.Users.Withdraw(t.Context(), pia, cast.Acme, ada.ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("withdrawn twice: %v", err)
	}
	invite(t, a, pia, cast.Acme, somebody("Ada", "ada@acme.example", access.ReadOnly)) // and invited anew
	for name, err := range map[string]error{
		"sent again": second(a.Users.InviteAgain(t.Context(), pia, cast.Acme, seatOf(cast.Ben))),
		"withdrawn":  second(a.Users.Withdraw(t.Context(), pia, cast.Acme, seatOf(cast.Ben))),
	} {
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("%s though accepted: %v", name, err)
		}
	}
}

func second(_ user.Holder, err error) error { return err }

// draftOf is a seat as its form shows it.
func draftOf(t *testing.T, a *apptest.App, by access.Caller, key, seat string) user.SeatDraft {
	t.Helper()
	h, err := a.Users.Seat(t.Context(), by, key, seat)
	if err != nil {
		t.Fatal(err)
	}
	return user.SeatDraft{FirstName: h.FirstName, LastName: h.LastName, Email: h.Email, Phone: h.Phone, Role: h.Role, SeesBilling: h.SeesBilling, EditsContact: h.EditsContact, Version: h.Version}
}

func TestARoleAndTwoFlagsAreEditedAndNothingElseOfWhoHasAccepted(t *testing.T) {
	a := apptest.New(t)
	pia := a.By(cast.Pia)
	in := draftOf(t, a, pia, cast.Northwind, seatOf(cast.Theo))
	in.FirstName, in.LastName, in.Email, in.Phone = "Mallory", "Il", "mallory@northwind.example", "02 9374 4000"
	in.Role, in.SeesBilling, in.EditsContact = access.Finance, true, true
	h, err := a.Users.Edit(t.Context(), pia, cast.Northwind, seatOf(cast.Theo), in)
	if err != nil || h.Role != access.Finance || !h.SeesBilling || !h.EditsContact || h.Name != cast.Theo.Name || h.Email != cast.Theo.Email || h.Phone != "" {
		t.Errorf("%+v, %v", h, err)
	}
	if fact := past(t, a, cast.Northwind)[0]; fact != "user.edited of Theo Brandt by Pia Larsen; Role: Technical Contact → Finance; May see billing: No → Yes; May edit the contact card: No → Yes" {
		t.Error(fact)
	}
	if _, err := a.Users.Edit(t.Context(), pia, cast.Northwind, seatOf(cast.Theo), in); !fault.Is(err, fault.Conflict) {
		t.Errorf("an edit of what was shown before: %v", err)
	}
	facts := len(past(t, a, cast.Northwind))
	if _, err := a.Users.Edit(t.Context(), pia, cast.Northwind, seatOf(cast.Theo), draftOf(t, a, pia, cast.Northwind, seatOf(cast.Theo))); err != nil || len(past(t, a, cast.Northwind)) != facts {
		t.Errorf("an edit of nothing: %v", err)
	}
	for name, change := range map[string]func(*user.SeatDraft){
		"no role":              func(d *user.SeatDraft) { d.Role = "" },
		"a role of elsewhere":  func(d *user.SeatDraft) { d.Role = access.OperatorAdmin },
		"a role of nowhere":    func(d *user.SeatDraft) { d.Role = "root" },
		"billing in a managed": func(d *user.SeatDraft) { d.SeesBilling = true },
	} {
		in := draftOf(t, a, pia, cast.Acme, seatOf(cast.Ben))
		change(&in)
		if _, err := a.Users.Edit(t.Context(), pia, cast.Acme, seatOf(cast.Ben), in); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatWasTypedOfSomebodyInvitedIsEditedAndAnotherAddressGetsAnotherLetter(t *testing.T) {
	a := apptest.New(t)
	pia := a.By(cast.Pia)
	ada := invite(t, a, pia, cast.Acme, somebody("Ada", "ada@acme.example", access.ReadOnly))
	before := link(t, a, "ada@acme.example")
	in := draftOf(t, a, pia, cast.Acme, ada.ID)
	in.FirstName, in.Phone = "Adelaide", "02 9374 4000"
	if h, err := a.Users.Edit(t.Context(), pia, cast.Acme, ada.ID, in); err != nil || h.Name != "Adelaide Novak-Berg" || h.Phone != "+61293744000" {
		t.Fatal(h, err)
	}
	if _, err := a.Sessions.FindInvitation(t.Context(), before); err != nil {
		t.Errorf("the link ended by another name: %v", err)
	}
	in = draftOf(t, a, pia, cast.Acme, ada.ID)
	in.Email = "ben@acme.example"
	if _, err := a.Users.Edit(t.Context(), pia, cast.Acme, ada.ID, in); fault.FieldsOf(err).At("email") == "" {
		t.Errorf("the address of somebody else: %v", err)
	}
	in.Email = "adelaide@acme.example"
	if _, err := a.Users.Edit(t.Context(), pia, cast.Acme, ada.ID, in); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Sessions.FindInvitation(t.Context(), before); !fault.Is(err, fault.NotFound) {
		t.Errorf("the link in the other mailbox works: %v", err)
	}
	if found, err := a.Sessions.FindInvitation(t.Context(), link(t, a, "adelaide@acme.example")); err != nil || found.Seat.ID != ada.ID {
		t.Errorf("%+v, %v", found, err)
	}
	if ls := letters(t, a, "ada@acme.example"); len(ls) != 1 || ls[0].Status != outbox.Failed || ls[0].Facts.Secret != "" {
		t.Errorf("the letter to the other mailbox still leaves: %+v", ls)
	}
}

func TestAnInvitationGoesToTheAddressInTheCaseThatWasTypedLast(t *testing.T) {
	a := apptest.New(t)
	pia := a.By(cast.Pia)
	ada := invite(t, a, pia, cast.Acme, somebody("Ada", "ada@acme.example", access.ReadOnly))
	in := draftOf(t, a, pia, cast.Acme, ada.ID)
	in.Email = "Ada@acme.example"
	if _, err := a.Users.Edit(t.Context(), pia, cast.Acme, ada.ID, in); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Users.Withdraw(t.Context(), pia, cast.Acme, ada.ID); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"ada@acme.example", "Ada@acme.example"} {
		for _, l := range letters(t, a, address) {
			if l.Status == outbox.Waiting {
				t.Errorf("a letter to %s leaves after the invitation was withdrawn", address)
			}
		}
	}
}

func TestTheLastActiveAdminStaysAdmin(t *testing.T) {
	a := apptest.New(t)
	for _, c := range []struct {
		by   cast.Person
		key  string
		seat cast.Person
	}{{cast.Alice, cast.Acme, cast.Alice}, {cast.Pia, cast.Acme, cast.Alice}, {cast.Pia, cast.Northwind, cast.Pia}, {cast.Olive, cast.Meridian, cast.Olive}, {cast.Sol, cast.Solo, cast.Sol}, {cast.Dina, cast.Harbour, cast.Dina}} {
		by := a.By(c.by)
		in := draftOf(t, a, by, c.key, seatOf(c.seat))
		in.Role = access.ReadOnly
		if c.key == cast.Meridian {
			in.Role = access.SupportAgent
		}
		_, err := a.Users.Edit(t.Context(), by, c.key, seatOf(c.seat), in)
		_, err2 := a.Sessions.Deactivate(t.Context(), by, c.key, seatOf(c.seat))
		for _, err := range []error{err, err2} {
			if !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "is the last active "+string(c.seat.Role)) {
				t.Errorf("%s in %s: %v", c.seat.Name, c.key, err)
			}
		}
		if h, err := a.Users.Seat(t.Context(), by, c.key, seatOf(c.seat)); err != nil || !h.Only {
			t.Errorf("%s: %t, %v", c.seat.Name, h.Only, err)
		}
	}
	// Neither who is only invited nor who is deactivated counts.
	invite(t, a, a.By(cast.Pia), cast.Northwind, somebody("Ada", "ada@northwind.example", access.CompanyAdmin))
	exec(t, a, "UPDATE seats SET role = 'Company Admin' WHERE id IN ('seat-cast-theo', 'seat-cast-rory')")
	exec(t, a, "UPDATE seats SET status = 'deactivated' WHERE id = 'seat-cast-theo'")
	exec(t, a, "UPDATE users SET status = 'deactivated' WHERE id = 'cast-rory'")
	if _, err := a.Sessions.Deactivate(t.Context(), a.By(cast.Pia), cast.Northwind, seatOf(cast.Pia)); !fault.Is(err, fault.Conflict) {
		t.Error(err)
	}
	// Who is locked out waits for another admin, and so is none that could stay alone.
	exec(t, a, "UPDATE users SET status = 'locked' WHERE id = 'cast-rory'")
	if _, err := a.Sessions.Deactivate(t.Context(), a.By(cast.Pia), cast.Northwind, seatOf(cast.Pia)); !fault.Is(err, fault.Conflict) {
		t.Errorf("the other one is locked out: %v", err)
	}
	exec(t, a, "UPDATE users SET status = 'active' WHERE id = 'cast-rory'")
	if _, err := a.Sessions.Deactivate(t.Context(), a.By(cast.Pia), cast.Northwind, seatOf(cast.Pia)); err != nil {
		t.Errorf("there is another: %v", err)
	}
	// The only admin stays one while locked out: whoever stands above unlocks them.
	exec(t, a, "UPDATE users SET status = 'locked' WHERE id = 'cast-alice'")
	if _, err := a.Sessions.Deactivate(t.Context(), a.By(cast.Pia), cast.Acme, seatOf(cast.Alice)); !fault.Is(err, fault.Conflict) {
		t.Errorf("the only one, locked out: %v", err)
	}
}

func TestOfTwoAdminsWhoDemoteEachOtherAtOnceOneStays(t *testing.T) {
	for _, act := range []string{"demote", "deactivate", "both"} {
		t.Run(act, func(t *testing.T) {
			a := apptest.New(t)
			pairs := [2][2]cast.Person{{cast.Pia, cast.Theo}, {cast.Theo, cast.Pia}}
			for round := range 20 {
				exec(t, a, "UPDATE seats SET role = 'Company Admin', status = 'active' WHERE id IN ('seat-cast-pia', 'seat-cast-theo')")
				errs := [2]error{}
				var ready, done sync.WaitGroup
				ready.Add(len(pairs))
				for i, p := range pairs {
					by := p[0].Caller()
					by.Role = access.CompanyAdmin
					done.Go(func() {
						// Both hold a connection of their own before either begins.
						h, err := a.Users.Seat(context.Background(), by, cast.Northwind, seatOf(p[1]))
						ready.Done()
						ready.Wait()
						if errs[i] = err; err != nil {
							return
						}
						if act == "demote" || act == "both" && i == 0 {
							_, errs[i] = a.Users.Edit(context.Background(), by, cast.Northwind, seatOf(p[1]), user.SeatDraft{Role: access.ReadOnly, Version: h.Version})
						} else {
							_, errs[i] = a.Sessions.Deactivate(context.Background(), by, cast.Northwind, seatOf(p[1]))
						}
					})
				}
				done.Wait()
				admins := count(t, a, "SELECT count(*) FROM seats WHERE account_id = '"+cast.Northwind+"' AND role = 'Company Admin' AND status = 'active'")
				if admins != 1 || (errs[0] == nil) == (errs[1] == nil) || !fault.Is(errors.Join(errs[:]...), fault.Conflict) {
					t.Fatalf("round %d: %d admins, %v", round, admins, errs)
				}
			}
		})
	}
}

func TestDeactivatingEndsWhatWasReachedAtOnceAndReactivatingBringsItBack(t *testing.T) {
	a := apptest.New(t)
	theo := visit(t, a, cast.Theo)
	if _, err := a.Sessions.Enter(t.Context(), theo, cast.Acme); err != nil {
		t.Fatal(err)
	}
	exec(t, a, `INSERT INTO seats (id, account_id, parent_id, user_id, first_name, last_name, name, search, email, email_fold, phone, role, sees_billing, edits_contact, status, invited_by, invited_at, created_at)
		SELECT 'second', '`+cast.Solo+`', '`+cast.Meridian+`', user_id, first_name, last_name, name, search, email, email_fold, phone, 'Read Only', FALSE, FALSE, 'active', '', '2026-01-01 00:00:00', '2026-01-01 00:00:00'
		FROM seats WHERE id = 'seat-cast-theo'`)
	pia := a.By(cast.Pia)
	h, err := a.Sessions.Deactivate(t.Context(), pia, cast.Northwind, seatOf(cast.Theo))
	if err != nil || h.State() != user.StateDeactivated {
		t.Fatal(h, err)
	}
	for _, key := range []string{cast.Northwind, cast.Acme} {
		if _, err := a.Sessions.At(t.Context(), theo, key); !fault.Is(err, fault.NotFound) {
			t.Errorf("Theo is in %s: %v", key, err)
		}
	}
	if _, err := a.Sessions.At(t.Context(), theo, cast.Solo); err != nil {
		t.Errorf("Theo lost another account: %v", err)
	}
	if n := count(t, a, "SELECT count(*) FROM visits WHERE left_at IS NULL"); n != 0 {
		t.Errorf("%d visits are live", n)
	}
	if n := count(t, a, "SELECT count(*) FROM sessions WHERE user_id = 'cast-theo' AND ended_at IS NULL"); n != 1 {
		t.Errorf("%d sessions, though there is another seat", n)
	}
	if _, err := a.Sessions.Deactivate(t.Context(), pia, cast.Northwind, seatOf(cast.Theo)); !fault.Is(err, fault.Conflict) {
		t.Errorf("deactivated twice: %v", err)
	}
	if _, err := a.Sessions.Deactivate(t.Context(), a.By(cast.Sol), cast.Solo, "second"); err != nil {
		t.Fatal(err)
	}
	if n := count(t, a, "SELECT count(*) FROM sessions WHERE user_id = 'cast-theo' AND ended_at IS NULL"); n != 0 {
		t.Errorf("%d sessions without any seat", n)
	}
	if _, err := a.Users.Reactivate(t.Context(), pia, cast.Northwind, seatOf(cast.Theo)); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Sessions.At(t.Context(), visit(t, a, cast.Theo), cast.Northwind); err != nil {
		t.Error(err)
	}
	if _, err := a.Users.Reactivate(t.Context(), pia, cast.Northwind, seatOf(cast.Theo)); !fault.Is(err, fault.Conflict) {
		t.Errorf("reactivated twice: %v", err)
	}
	facts := past(t, a, cast.Northwind)
	if !strings.HasPrefix(facts[1], "user.reactivated of Theo Brandt by Pia Larsen; Status: Deactivated → Active") && !strings.HasPrefix(facts[0], "user.reactivated") {
		t.Error(facts[:3])
	}
}

func TestReactivatingUnlocks(t *testing.T) {
	a := apptest.New(t)
	exec(t, a, "UPDATE users SET status = 'locked', wrong_codes = 5 WHERE id = 'cast-ben'")
	if h, err := a.Users.Reactivate(t.Context(), a.By(cast.Alice), cast.Acme, seatOf(cast.Ben)); err != nil || h.State() != user.StateActive {
		t.Fatal(h, err)
	}
	if n := count(t, a, "SELECT count(*) FROM users WHERE id = 'cast-ben' AND status = 'active' AND wrong_codes = 0"); n != 1 {
		t.Error("Ben is locked")
	}
	exec(t, a, "UPDATE users SET status = 'deactivated' WHERE id = 'cast-ben'")
	if _, err := a.Users.Reactivate(t.Context(), a.By(cast.Alice), cast.Acme, seatOf(cast.Ben)); !fault.Is(err, fault.Conflict) {
		t.Errorf("whom the operator deactivated: %v", err)
	}
	ada := invite(t, a, a.By(cast.Alice), cast.Acme, somebody("Ada", "ada@acme.example", access.ReadOnly))
	if _, err := a.Users.Reactivate(t.Context(), a.By(cast.Alice), cast.Acme, ada.ID); !fault.Is(err, fault.Conflict) {
		t.Errorf("who is only invited: %v", err)
	}
	if _, err := a.Sessions.Deactivate(t.Context(), a.By(cast.Alice), cast.Acme, ada.ID); !fault.Is(err, fault.Conflict) {
		t.Errorf("who is only invited is deactivated: %v", err)
	}
}

func TestAResetTakesEveryFactorAndTellsThePerson(t *testing.T) {
	a := apptest.New(t)
	ben := visit(t, a, cast.Ben)
	exec(t, a, "INSERT INTO factors (id, user_id, kind, name, secret, last_step, confirmed, created_at) VALUES ('f', 'cast-ben', 'totp', 'Phone', 'x', 0, TRUE, '2026-01-01 00:00:00')")
	exec(t, a, "INSERT INTO recovery_codes (hash, user_id, created_at) VALUES ('h', 'cast-ben', '2026-01-01 00:00:00')")
	exec(t, a, "UPDATE users SET factor = TRUE, status = 'locked' WHERE id = 'cast-ben'")
	h, err := a.Sessions.ResetFactors(t.Context(), a.By(cast.Pia), cast.Acme, seatOf(cast.Ben))
	if err != nil || h.Factor {
		t.Fatal(h, err)
	}
	if n := count(t, a, "SELECT (SELECT count(*) FROM factors) + (SELECT count(*) FROM recovery_codes) + (SELECT count(*) FROM users WHERE factor OR status = 'locked')"); n != 0 {
		t.Errorf("%d rows are left", n)
	}
	if n := count(t, a, "SELECT count(*) FROM sessions WHERE hash = '"+ben.Session.Hash+"' AND ended_at IS NULL"); n != 0 {
		t.Error("Ben is signed in")
	}
	ls := letters(t, a, cast.Ben.Email)
	if len(ls) != 1 || ls[0].Kind != outbox.FactorChanged || ls[0].Facts.By != cast.Pia.Name || ls[0].Facts.What == "" {
		t.Errorf("%+v", ls)
	}
	if fact := past(t, a, cast.Acme)[0]; !strings.HasPrefix(fact, "factor.reset of Ben Osei by Pia Larsen") {
		t.Error(fact)
	}
	if _, err := a.Sessions.ResetFactors(t.Context(), a.By(cast.Alice), cast.Acme, seatOf(cast.Alice)); !fault.Is(err, fault.Forbidden) {
		t.Errorf("one's own: %v", err)
	}
}

func TestNobodyResetsTheFactorsOfWhoSignsInElsewhereAsWell(t *testing.T) {
	a := apptest.New(t)
	exec(t, a, `INSERT INTO seats (id, account_id, parent_id, user_id, first_name, last_name, name, search, email, email_fold, phone, role, sees_billing, edits_contact, status, invited_by, invited_at, created_at)
		SELECT 'pia-at-acme', '`+cast.Acme+`', '`+cast.Northwind+`', user_id, first_name, last_name, name, search, email, email_fold, phone, 'Read Only', FALSE, FALSE, 'active', '', '2026-01-01 00:00:00', '2026-01-01 00:00:00'
		FROM seats WHERE user_id = 'cast-pia'`)
	exec(t, a, "INSERT INTO factors (id, user_id, kind, name, secret, last_step, confirmed, created_at) VALUES ('f', 'cast-pia', 'totp', 'Phone', 'x', 0, TRUE, '2026-01-01 00:00:00')")
	if _, err := a.Sessions.ResetFactors(t.Context(), a.By(cast.Alice), cast.Acme, "pia-at-acme"); !fault.Is(err, fault.Forbidden) {
		t.Errorf("by an admin of one of her accounts: %v", err)
	}
	if n := count(t, a, "SELECT count(*) FROM factors"); n != 1 {
		t.Errorf("%d factors are left", n)
	}
	exec(t, a, "UPDATE seats SET status = 'deactivated' WHERE user_id = 'cast-pia' AND account_id <> '"+cast.Acme+"'")
	if _, err := a.Sessions.ResetFactors(t.Context(), a.By(cast.Alice), cast.Acme, "pia-at-acme"); err != nil {
		t.Errorf("of who has a place there alone: %v", err)
	}
}

func TestAWithdrawnInvitationIsNotSent(t *testing.T) {
	a := apptest.New(t)
	seats, err := a.Users.Invite(t.Context(), a.By(cast.Alice), cast.Acme, user.InviteDraft{People: []user.SeatDraft{
		{FirstName: "Ada", LastName: "Berg", Email: "ada@acme.example", Role: access.ReadOnly},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Users.Withdraw(t.Context(), a.By(cast.Alice), cast.Acme, seats[0].ID); err != nil {
		t.Fatal(err)
	}
	if ls := letters(t, a, "ada@acme.example"); len(ls) != 1 || ls[0].Status != outbox.Failed || ls[0].Facts.Secret != "" {
		t.Errorf("%+v", ls)
	}
}

func TestASeatBelongsToWhoManagesItsAccount(t *testing.T) {
	a := apptest.New(t)
	reaches := map[string][]string{ // who manages the people of which accounts
		cast.Olive.Name: {cast.Meridian}, cast.Dina.Name: {cast.Harbour}, cast.Sol.Name: {cast.Solo}, cast.Dev.Name: {cast.Delta}, cast.Alice.Name: {cast.Acme},
		cast.Pia.Name: {cast.Northwind, cast.Acme, cast.Cobalt}, cast.Cara.Name: {cast.Cascade, cast.Delta}, cast.Leo.Name: {cast.Lakeside, cast.Clearlake},
	}
	admins := map[string]cast.Person{cast.Meridian: cast.Olive, cast.Harbour: cast.Dina, cast.Solo: cast.Sol, cast.Delta: cast.Dev, cast.Acme: cast.Alice, cast.Northwind: cast.Pia, cast.Cobalt: cast.Cory, cast.Cascade: cast.Cara, cast.Lakeside: cast.Leo}
	before := written(t, a)
	for _, p := range cast.Everyone() {
		by := a.By(p)
		if by.Suspended {
			continue
		}
		for _, key := range []string{cast.Meridian, cast.Harbour, cast.Northwind, cast.Acme, cast.Cobalt, cast.Cascade, cast.Delta, cast.Lakeside, cast.Clearlake, cast.Solo, "zzzzzzz9", "", "'"} {
			if slices.Contains(reaches[p.Name], key) || key == p.Account && p.Role == access.AdminOf(p.Kind) {
				continue
			}
			want := fault.NotFound
			if p.Role != access.AdminOf(p.Kind) {
				want = fault.Forbidden
			}
			for name, err := range everyVerb(t, a, by, key, seatOf(admins[key])) {
				if !fault.Is(err, want) || want == fault.NotFound && err.Error() != fault.Missing().Error() {
					t.Errorf("%s, %s of %q: %v", p.Name, name, key, err)
				}
			}
		}
	}
	// A seat of elsewhere is missing under one's own account, too.
	for name, err := range everyVerb(t, a, a.By(cast.Pia), cast.Acme, seatOf(cast.Cory)) {
		if name != "company" && name != "list" && name != "invite" && !fault.Is(err, fault.NotFound) {
			t.Errorf("%s of another account's seat: %v", name, err)
		}
	}
	exec(t, a, "DELETE FROM seats WHERE email = 'eve@evil.example'")
	if after := written(t, a); strings.SplitN(after, ",", 2)[0] != strings.SplitN(before, ",", 2)[0] {
		t.Errorf("before %s\nafter  %s", before, after)
	}
}

// everyVerb tries all that can be done with the people of an account.
func everyVerb(t *testing.T, a *apptest.App, by access.Caller, key, seat string) map[string]error {
	t.Helper()
	ctx, errs := t.Context(), map[string]error{}
	_, errs["company"] = a.Users.Company(ctx, by, key)
	_, errs["list"] = a.Users.Seats(ctx, by, key, user.SeatFilter{After: seat})
	_, errs["seat"] = a.Users.Seat(ctx, by, key, seat)
	_, errs["invite"] = a.Users.Invite(ctx, by, key, form("", somebody("Eve", "eve@evil.example", access.ReadOnly)))
	_, errs["invite again"] = a.Users.InviteAgain(ctx, by, key, seat)
	_, errs["withdraw"] = a.Users.Withdraw(ctx, by, key, seat)
	_, errs["edit"] = a.Users.Edit(ctx, by, key, seat, user.SeatDraft{Role: access.ReadOnly, Version: 1})
	_, errs["deactivate"] = a.Sessions.Deactivate(ctx, by, key, seat)
	_, errs["reactivate"] = a.Users.Reactivate(ctx, by, key, seat)
	_, errs["reset"] = a.Sessions.ResetFactors(ctx, by, key, seat)
	return errs
}

func TestAPartnersAdminManagesPeopleWhileViewingAndNotInWhatIsClosedOrSuspended(t *testing.T) {
	a := apptest.New(t)
	viewing := a.Viewing(cast.Pia, cast.Acme)
	ada := invite(t, a, viewing, cast.Acme, user.SeatDraft{FirstName: "Ada", LastName: "Holm", Email: "ada@acme.example", Phone: "02 9374 4000", Role: access.ReadOnly})
	if _, err := a.Users.Seat(t.Context(), viewing, cast.Acme, ada.ID); err != nil {
		t.Error(err)
	}
	for _, key := range []string{cast.Northwind, cast.Cobalt} {
		if _, err := a.Users.Seats(t.Context(), viewing, key, user.SeatFilter{}); !fault.Is(err, fault.NotFound) {
			t.Errorf("from inside Acme, %s: %v", key, err)
		}
	}
	if _, err := a.Users.Seats(t.Context(), a.Viewing(cast.Theo, cast.Acme), cast.Acme, user.SeatFilter{}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("Theo: %v", err)
	}
	if _, err := a.Users.Seats(t.Context(), a.By(cast.Pia), cast.Tidewater, user.SeatFilter{}); err != nil {
		t.Errorf("a closed account can be read: %v", err)
	}
	for name, err := range everyVerb(t, a, a.By(cast.Pia), cast.Tidewater, seatOf(cast.Tess)) {
		if name != "company" && name != "list" && name != "seat" && !fault.Is(err, fault.Conflict) {
			t.Errorf("%s in a closed account: %v", name, err)
		}
	}
	for name, err := range everyVerb(t, a, a.By(cast.Ivy), cast.IronBark, seatOf(cast.Ivy)) {
		reads := name == "company" || name == "list" || name == "seat"
		if reads && err != nil || !reads && (!fault.Is(err, fault.Forbidden) || !strings.Contains(err.Error(), "suspended")) {
			t.Errorf("%s in a suspended account: %v", name, err)
		}
	}
}

func TestPeopleAreFoundAndTurnedThrough(t *testing.T) {
	a := apptest.New(t)
	pia := a.By(cast.Pia)
	for batch := range 6 {
		people := make([]user.SeatDraft, user.MostInvited)
		for i := range people {
			n := batch*user.MostInvited + i
			people[i] = user.SeatDraft{FirstName: fmt.Sprintf("Név %03d", n), LastName: "Østergård", Email: fmt.Sprintf("n%03d@acme.example", n), Role: access.Finance}
		}
		if _, err := a.Users.Invite(t.Context(), pia, cast.Acme, form("", people...)); err != nil {
			t.Fatal(err)
		}
	}
	exec(t, a, "UPDATE users SET status = 'locked' WHERE id = 'cast-ben'")
	list := func(f user.SeatFilter) user.SeatPage {
		t.Helper()
		p, err := a.Users.Seats(t.Context(), pia, cast.Acme, f)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	for _, c := range []struct {
		f    user.SeatFilter
		want int64
	}{
		{user.SeatFilter{}, 122}, {user.SeatFilter{Find: "nev 01"}, 10}, {user.SeatFilter{Find: "OSTERGARD"}, 120}, {user.SeatFilter{Find: "N007@"}, 1}, {user.SeatFilter{Find: "%"}, 0},
		{user.SeatFilter{Role: access.Finance}, 120}, {user.SeatFilter{Role: access.CompanyAdmin}, 1}, {user.SeatFilter{State: user.StateInvited}, 120},
		{user.SeatFilter{State: user.StateLocked}, 1}, {user.SeatFilter{State: user.StateActive}, 1}, {user.SeatFilter{State: user.StateDeactivated}, 0},
		{user.SeatFilter{State: user.StateInvited, Role: access.CompanyAdmin}, 0}, {user.SeatFilter{Find: "novak", State: user.StateActive, Role: access.CompanyAdmin}, 1},
	} {
		p := list(c.f)
		if p.Total != c.want || p.All != 122 || int64(len(p.Seats)) != min(c.want, user.SeatPageSize) || p.Later != (c.want > user.SeatPageSize) || p.Earlier {
			t.Errorf("%+v: %d of %d, %d shown, %t %t", c.f, p.Total, p.All, len(p.Seats), p.Earlier, p.Later)
		}
	}
	var forth []string
	p := list(user.SeatFilter{})
	for {
		for _, h := range p.Seats {
			forth = append(forth, h.ID)
		}
		if !p.Later {
			break
		}
		p = list(user.SeatFilter{After: p.Seats[len(p.Seats)-1].ID})
	}
	if len(forth) != 122 || len(slices.Compact(slices.Sorted(slices.Values(forth)))) != 122 || forth[0] != seatOf(cast.Alice) {
		t.Errorf("forwards %d", len(forth))
	}
	back := []string{}
	for first := p.Seats[0].ID; ; {
		p = list(user.SeatFilter{Before: first})
		ids := []string{}
		for _, h := range p.Seats {
			ids = append(ids, h.ID)
		}
		back = append(ids, back...)
		if !p.Earlier {
			break
		}
		first = p.Seats[0].ID
	}
	if !slices.Equal(back, forth[:100]) {
		t.Errorf("backwards %d", len(back))
	}
	if p := list(user.SeatFilter{After: seatOf(cast.Pia)}); len(p.Seats) != user.SeatPageSize || p.Earlier {
		t.Error("a seat of elsewhere is a place in the list")
	}
}

func TestNoListOfPeopleScansOrSortsATable(t *testing.T) {
	if apptest.Postgres() {
		t.Skip("plans are read on SQLite; PostgreSQL chooses them by its statistics")
	}
	a := apptest.New(t)
	for _, f := range []user.SeatFilter{
		{}, {Find: "a"}, {Role: access.Finance}, {State: user.StateLocked}, {State: user.StateDeactivated}, {Find: "a", Role: access.Finance, State: user.StateActive},
		{After: seatOf(cast.Alice)}, {Before: seatOf(cast.Ben), Find: "a"},
	} {
		plans := a.Plans(t, func() {
			if _, err := a.Users.Seats(t.Context(), a.By(cast.Pia), cast.Acme, f); err != nil {
				t.Fatal(err)
			}
		})
		if len(plans) < 4 {
			t.Fatalf("%+v: %d queries were seen", f, len(plans))
		}
		for _, p := range plans {
			for _, step := range p.Steps {
				if strings.HasPrefix(step, "SCAN ") || strings.Contains(step, "TEMP B-TREE") {
					t.Errorf("%+v: %s\n%s", f, strings.Join(p.Steps, "\n"), p.SQL)
				}
			}
		}
	}
}

func TestAPersonsWordsAreTheSameOnAllTheirSeats(t *testing.T) {
	a := apptest.New(t)
	invite(t, a, a.By(cast.Pia), cast.Acme, somebody("Ben", cast.Cory.Email, access.ReadOnly))
	if _, err := a.Sessions.Join(t.Context(), visit(t, a, cast.Cory), link(t, a, cast.Cory.Email)); err != nil {
		t.Fatal(err)
	}
	twin := invite(t, a, a.By(cast.Pia), cast.Acme, somebody("Corinna", "corinna@cobalt.example", access.ReadOnly))
	a.Tx(func(tx *db.Tx) error {
		u, err := user.Find(tx, cast.Cory.ID)
		if err != nil {
			return err
		}
		u.FirstName, u.LastName, u.Name, u.Email, u.EmailFold, u.Phone = "Corinna", "Hale", "Corinna Hale", "corinna@cobalt.example", "corinna@cobalt.example", "+61293744000"
		_, err = user.Rename(tx, u)
		return err
	})
	if n := count(t, a, "SELECT count(*) FROM seats WHERE user_id = 'cast-cory' AND name = 'Corinna Hale' AND email = 'corinna@cobalt.example' AND phone = '+61293744000'"); n != 2 {
		t.Errorf("%d seats follow", n)
	}
	if n := count(t, a, "SELECT count(*) FROM seats WHERE id = '"+twin.ID+"'"); n != 0 {
		t.Error("the invitation of somebody who is in already stays")
	}
	if p, err := a.Users.Seats(t.Context(), a.By(cast.Pia), cast.Acme, user.SeatFilter{Find: "corinna"}); err != nil || p.Total != 1 {
		t.Errorf("%d, %v", p.Total, err)
	}
}
