package connection_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/connection"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/service"
)

// shown makes a live port of a company one that others may connect to.
func shown(t *testing.T, a *apptest.App, owner string) (id string) {
	t.Helper()
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test shows a service").Model(&service.Service{}).Where("account_id = ? AND product_id IN ? AND top = 1", owner, []string{cast.Port, cast.MCR, cast.MVE}).Order("id").Limit(1).Pluck("id", &id).Error
	})
	if _, err := a.Raw().Exec("UPDATE services SET open = (id = $1), status = CASE WHEN id = $1 THEN 'live' ELSE status END", id); err != nil {
		t.Fatal(err)
	}
	return id
}

// ask sends a connection of Acme's to what a company shows.
func ask(t *testing.T, a *apptest.App, by access.Caller, far string) connection.Request {
	t.Helper()
	err := a.DB.Do(t.Context(), by, func(tx *db.Tx) error {
		o, err := connection.OfferOf(tx, far)
		if err != nil {
			return err
		}
		was, err := service.LockOne(tx, "x-20ce")
		if err != nil {
			return err
		}
		now := was
		now.FarKind, now.FarID, now.FarState = service.FarCompany, o.ID, service.FarAsked
		if err := service.Write(tx, was, &now); err != nil {
			return err
		}
		return connection.Ask(tx, now, o, connection.AskerOf(by), "Our contract is 4711.")
	})
	if err != nil {
		t.Fatal(err)
	}
	rs, _, err := a.Connections.List(t.Context(), a.By(cast.Cara), connection.Asked, "")
	if err != nil || len(rs) != 1 {
		t.Fatalf("%+v, %v", rs, err)
	}
	return rs[0]
}

func farState(t *testing.T, a *apptest.App) (s string) {
	t.Helper()
	if err := a.Raw().QueryRow("SELECT far_state FROM services WHERE id = 'x-20ce'").Scan(&s); err != nil {
		t.Fatal(err)
	}
	return s
}

func letters(a *apptest.App, kind outbox.Kind) (ls []outbox.Letter) {
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test looks at everything").Where("kind = ?", kind).Order("id").Find(&ls).Error
	})
	return ls
}

func facts(t *testing.T, a *apptest.App, kind event.Kind, account string) (n int) {
	t.Helper()
	if err := a.Raw().QueryRow("SELECT count(*) FROM events WHERE kind = $1 AND account_id = $2", kind, account).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestACompanyAcceptsAConnectionToWhatItShows(t *testing.T) {
	a := apptest.New(t)
	r := ask(t, a, a.By(cast.Alice), shown(t, a, cast.Cascade))
	if r.FromName != "Acme Robotics" || r.AskedByName != cast.Alice.Name || r.Note != "Our contract is 4711." {
		t.Errorf("%+v", r)
	}
	told := letters(a, outbox.ConnectionAsked)
	if len(told) != 1 || told[0].ToAddress != cast.Cara.Email || told[0].Facts.By != "Acme Robotics" {
		t.Errorf("%+v", told)
	}
	now, err := a.Connections.Answer(t.Context(), a.By(cast.Cara), r.ID, connection.AnswerDraft{State: connection.Accepted, VLAN: " 210 "})
	if err != nil || now.State != connection.Accepted || now.VLAN != 210 || farState(t, a) != "accepted" {
		t.Fatalf("%+v, %v, %s", now, err, farState(t, a))
	}
	if facts(t, a, event.ConnectionAccepted, cast.Cascade) != 1 || facts(t, a, event.ConnectionAccepted, cast.Acme) != 1 {
		t.Error("the answer is not in both records")
	}
	var blank int
	if err := a.Raw().QueryRow("SELECT count(*) FROM events WHERE kind = $1 AND changes LIKE '%Answer%'", event.ConnectionAccepted).Scan(&blank); err != nil || blank != 0 {
		t.Errorf("%d facts name an answer that nobody wrote, %v", blank, err)
	}
	if n := len(letters(a, outbox.ConnectionAccepted)); n != 0 { // Northwind supports Acme, whose people get no such letters
		t.Errorf("%d letters", n)
	}
}

func TestADenialSaysWhyAndReachesTheConnection(t *testing.T) {
	a := apptest.New(t)
	r := ask(t, a, a.By(cast.Alice), shown(t, a, cast.Cascade))
	if _, err := a.Connections.Answer(t.Context(), a.By(cast.Cara), r.ID, connection.AnswerDraft{State: connection.Denied}); fault.FieldsOf(err).At("answer") == "" {
		t.Errorf("%v", err)
	}
	if _, err := a.Connections.Answer(t.Context(), a.By(cast.Cara), r.ID, connection.AnswerDraft{State: connection.Denied, Answer: "We don't know the contract."}); err != nil {
		t.Fatal(err)
	}
	if farState(t, a) != "denied" || facts(t, a, event.ConnectionDenied, cast.Acme) != 1 {
		t.Error("the denial did not arrive")
	}
}

func TestWhatIsTypedWrongIsSaidAtItsField(t *testing.T) {
	a := apptest.New(t)
	r := ask(t, a, a.By(cast.Alice), shown(t, a, cast.Cascade))
	for field, in := range map[string]connection.AnswerDraft{
		"state":  {},
		"vlan":   {State: connection.Accepted, VLAN: "4094"},
		"answer": {State: connection.Accepted, Answer: strings.Repeat("x", connection.Longest+1)},
	} {
		if _, err := a.Connections.Answer(t.Context(), a.By(cast.Cara), r.ID, in); fault.FieldsOf(err).At(field) == "" {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, err := a.Connections.Answer(t.Context(), a.By(cast.Cara), r.ID, connection.AnswerDraft{State: connection.Accepted, VLAN: "many"}); fault.FieldsOf(err).At("vlan") == "" {
		t.Errorf("%v", err)
	}
	if farState(t, a) != "asked" {
		t.Error("a wrong answer was carried out")
	}
}

func TestOfManyAnswersAtOnceOneHolds(t *testing.T) {
	a := apptest.New(t)
	r := ask(t, a, a.By(cast.Alice), shown(t, a, cast.Cascade))
	by, won, lost := a.By(cast.Cara), 0, 0
	var all sync.WaitGroup
	var mu sync.Mutex
	for n := range 20 {
		all.Go(func() {
			in := connection.AnswerDraft{State: []connection.State{connection.Accepted, connection.Denied}[n%2], Answer: "So be it."}
			_, err := a.Connections.Answer(t.Context(), by, r.ID, in)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				won++
			case fault.Is(err, fault.Conflict) && strings.HasPrefix(err.Error(), cast.Cara.Name+" has already "):
				lost++
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if won != 1 || lost != 19 || facts(t, a, event.ConnectionAccepted, cast.Acme)+facts(t, a, event.ConnectionDenied, cast.Acme) != 1 {
		t.Errorf("%d won, %d lost", won, lost)
	}
}

func TestOnlyTheCompanyThatIsAskedAnswers(t *testing.T) {
	a := apptest.New(t)
	r := ask(t, a, a.By(cast.Alice), shown(t, a, cast.Cascade))
	yes := connection.AnswerDraft{State: connection.Accepted}
	for _, p := range []cast.Person{cast.Pia, cast.Leo, cast.Sol} {
		_, _, foreign := a.Connections.Find(t.Context(), a.By(p), r.ID)
		_, _, missing := a.Connections.Find(t.Context(), a.By(p), "nothing")
		_, err := a.Connections.Answer(t.Context(), a.By(p), r.ID, yes)
		if !fault.Is(foreign, fault.NotFound) || !fault.Is(missing, fault.NotFound) || !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %v, %v, %v", p.Name, foreign, missing, err)
		}
	}
	for _, p := range []cast.Person{cast.Alice, cast.Ben, cast.Rory, cast.Theo, cast.Dina, cast.Olive} {
		if _, err := a.Connections.Answer(t.Context(), a.By(p), r.ID, yes); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s answers: %v", p.Name, err)
		}
		if _, _, err := a.Connections.List(t.Context(), a.By(p), "", ""); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s lists: %v", p.Name, err)
		}
	}
}

func TestOnlyWhatIsShownByAListedCompanyIsOffered(t *testing.T) {
	a := apptest.New(t)
	far := shown(t, a, cast.Cascade)
	offers := func(p cast.Person, find string) (os []connection.Offer) {
		err := a.DB.Read(t.Context(), a.By(p), func(tx *db.Tx) (err error) {
			os, _, err = connection.Offers(tx, find)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return os
	}
	if os := offers(cast.Alice, ""); len(os) != 1 || os[0].ID != far || os[0].Company != "Cascade Telecom" {
		t.Errorf("%+v", os)
	}
	if len(offers(cast.Alice, "nobody")) != 0 || len(offers(cast.Cara, "")) != 0 {
		t.Error("what does not match, or is one's own, is offered")
	}
	if _, err := a.Raw().Exec("UPDATE listings SET listed = FALSE WHERE account_id = $1", cast.Cascade); err != nil {
		t.Fatal(err)
	}
	err := a.DB.Read(t.Context(), a.By(cast.Alice), func(tx *db.Tx) error {
		_, err := connection.OfferOf(tx, far)
		return err
	})
	if len(offers(cast.Alice, "")) != 0 || !fault.Is(err, fault.NotFound) {
		t.Errorf("a company that is not listed offers: %v", err)
	}
}

func TestAConnectionToACompanyIsOrderedAskedForAndForgottenWithItsEnd(t *testing.T) {
	a := apptest.New(t)
	far, pia := shown(t, a, cast.Cascade), a.Viewing(cast.Pia, cast.Acme)
	d, err := a.Orders.AddConnection(t.Context(), a.By(cast.Alice), "p-3c8w", order.Draft{
		Token: "1", Product: cast.VXC, Far: "company." + far, Name: "To Cascade", Reference: "4711", Speed: "50", Term: "12",
	})
	if err != nil || d.FarKind != service.FarCompany {
		t.Fatalf("%+v, %v", d, err)
	}
	if _, err := a.Orders.Place(t.Context(), pia, d.ID, order.Confirm{Token: "2", Book: 1}); err != nil {
		t.Fatal(err)
	}
	rs, _, err := a.Connections.List(t.Context(), a.By(cast.Cara), connection.Asked, "")
	if err != nil || len(rs) != 1 || rs[0].FromServiceID != d.ID || rs[0].Note != "4711" {
		t.Fatalf("%+v, %v", rs, err)
	}
	ends := apptest.Start.AddDate(0, 1, 0)
	if _, err := a.Raw().Exec("UPDATE services SET ends_on = $1 WHERE id = $2", ends, far); err != nil {
		t.Fatal(err)
	}
	if _, on, err := a.Connections.Find(t.Context(), a.By(cast.Cara), rs[0].ID); err != nil || on == nil || !on.Equal(ends) {
		t.Errorf("it ends on %v, %v", on, err)
	}
	_, err = a.Orders.End(t.Context(), pia, d.ID, order.EndDraft{When: order.AtOnce, Reason: order.EndReasons[0], Name: "To Cascade", Token: "3"})
	if err != nil {
		t.Fatal(err)
	}
	r, _, err := a.Connections.Find(t.Context(), a.By(cast.Cara), rs[0].ID)
	if err != nil || r.State != connection.Withdrawn {
		t.Errorf("%+v, %v", r, err)
	}
	if _, err := a.Connections.Answer(t.Context(), a.By(cast.Cara), r.ID, connection.AnswerDraft{State: connection.Accepted}); !fault.Is(err, fault.Conflict) {
		t.Errorf("%v", err)
	}
}

func TestWhatEndsLooksAtNoRequestsOfOthers(t *testing.T) {
	if apptest.Postgres() {
		t.Skip("PostgreSQL scans a small table, whatever indexes it has")
	}
	a := apptest.New(t)
	port := shown(t, a, cast.Acme)
	plans := a.Plans(t, func() {
		err := a.DB.Do(t.Context(), a.By(cast.Alice), func(tx *db.Tx) error {
			to, err := service.LockOne(tx, port)
			return errors.Join(err, connection.Forget(tx, to.ID), connection.End(tx, to))
		})
		if err != nil {
			t.Fatal(err)
		}
	})
	about := 0
	for _, p := range plans {
		if !strings.Contains(p.SQL, "connection_requests") {
			continue
		}
		if about++; p.Says("SCAN") {
			t.Errorf("%s\n%s", strings.Join(p.Steps, "\n"), p.SQL)
		}
	}
	if about != 2 {
		t.Errorf("%d statements about requests", about)
	}
}
