package market_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/market"
	"github.com/tenantry/tenantry/internal/outbox"
)

func ask(t *testing.T, a *apptest.App, id string) market.Request {
	t.Helper()
	r, err := a.Markets.Ask(t.Context(), a.By(cast.Alice), market.Draft{Market: id, Note: "We open an office."})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// has gives Northwind a market without answering what was asked for, as when
// somebody asks in the moment in which it is enabled.
func has(t *testing.T, a *apptest.App, id string) {
	t.Helper()
	columns := "legal_name, contact_name, contact_phone, contact_emails, street, more, city, state, postcode, country, tax_number, po_number, language, enabled_by_name, enabled_at, edited_by_name, edited_at, version"
	_, err := a.Raw().Exec("INSERT INTO billing_markets (account_id, market_id, active, currency, "+columns+") SELECT account_id, $1, active, 'EUR', "+columns+" FROM billing_markets WHERE account_id = $2 AND market_id = 'AU'", id, cast.Northwind)
	if err != nil {
		t.Fatal(err)
	}
}

// letters are those of a kind, newest last.
func letters(a *apptest.App, kind outbox.Kind) (ls []outbox.Letter) {
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test looks at everything").Where("kind = ?", kind).Order("id").Find(&ls).Error
	})
	return ls
}

// waitsFor is the id of the open request for a market.
func waitsFor(t *testing.T, a *apptest.App, id string) (request string) {
	t.Helper()
	if err := a.Raw().QueryRow("SELECT id FROM market_requests WHERE market = $1 AND state = 'open'", id).Scan(&request); err != nil {
		t.Fatal(err)
	}
	return request
}

func facts(t *testing.T, a *apptest.App, kind event.Kind) (n int) {
	t.Helper()
	if err := a.Raw().QueryRow("SELECT count(*) FROM events WHERE account_id = $1 AND kind = $2", cast.Acme, kind).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// waiting are the requests that wait for Northwind.
func waiting(t *testing.T, a *apptest.App) (g account.Glance) {
	t.Helper()
	err := a.DB.Read(t.Context(), a.By(cast.Pia), func(tx *db.Tx) (err error) {
		g, err = market.Waiting(tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestAliceAsksPiaAnswersAndAliceReadsIt(t *testing.T) {
	a := apptest.New(t)
	r := ask(t, a, "DE")
	told := letters(a, outbox.MarketAsked)
	if len(told) != 1 || told[0].ToAddress != cast.Pia.Email || told[0].AccountID != cast.Northwind {
		t.Fatalf("%+v", told)
	}
	if f := told[0].Facts; f.Account != "Acme Robotics" || f.Reference != "CRM-1001" || f.By != cast.Alice.Name || f.What != "Germany" || f.Key != cast.Northwind || f.Request != r.ID {
		t.Errorf("%+v", f)
	}
	if before := waiting(t, a); before.Number != 2 || before.First[1].Account != cast.Acme || before.First[1].Name != "Acme Robotics" { // after that of Cobalt
		t.Errorf("%+v wait", before)
	}
	has(t, a, "DE")
	got, err := a.Markets.Answer(t.Context(), a.By(cast.Fiona), r.ID, market.AnswerDraft{State: market.Enabled, Answer: "  Germany is there.\r\n"})
	if err != nil || got.State != market.Enabled || got.Answer != "Germany is there." {
		t.Fatalf("%+v %v", got, err)
	}
	back := letters(a, outbox.MarketEnabled)
	if len(back) != 1 || back[0].ToAddress != cast.Alice.Email || back[0].AccountID != cast.Acme || back[0].Facts.Note != "Germany is there." || back[0].Facts.Key != cast.Acme {
		t.Errorf("%+v", back)
	}
	mine, more, err := a.Markets.Mine(t.Context(), a.By(cast.Ben), "")
	if err != nil || more || len(mine) != 1 || mine[0].State != market.Enabled || mine[0].AnsweredByName != cast.Fiona.Name {
		t.Errorf("%+v %v", mine, err)
	}
	if facts(t, a, event.MarketRequested) != 1 || facts(t, a, event.MarketAnswered) != 1 {
		t.Error("the record lacks a fact")
	}
	if after := waiting(t, a); after.Number != 1 || after.First[0].Account != cast.Cobalt {
		t.Errorf("%+v wait afterwards", after)
	}
	ask(t, a, "FR")
	if _, err := a.Markets.Answer(t.Context(), a.By(cast.Fiona), waitsFor(t, a, "FR"), market.AnswerDraft{State: market.Declined, Answer: "Not yet."}); err != nil {
		t.Error(err)
	}
	ask(t, a, "FR") // a closed request makes room for another one
}

func TestOneRequestIsOpenPerMarketWhoeverAsksAtOnce(t *testing.T) {
	a := apptest.New(t)
	alice := a.By(cast.Alice)
	errs := make([]error, 6)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() { _, errs[i] = a.Markets.Ask(t.Context(), alice, market.Draft{Market: "FR"}) })
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		switch p := fault.FieldsOf(err); {
		case err == nil:
			won++
		case len(p) != 1 || p[0].Field != "market" || !strings.Contains(p[0].Text, "Alice Novak has asked for France already"):
			t.Error(err)
		}
	}
	if won != 1 || len(letters(a, outbox.MarketAsked)) != 1 || facts(t, a, event.MarketRequested) != 1 {
		t.Errorf("%d won, %d letters, %d facts", won, len(letters(a, outbox.MarketAsked)), facts(t, a, event.MarketRequested))
	}
	_, err := a.Raw().Exec(`INSERT INTO market_requests (id, account_id, parent_id, market, note, state, asked_by, asked_by_name, asked_at, answered_by, answered_by_name, answer)
		SELECT 'another', account_id, parent_id, market, note, state, asked_by, asked_by_name, asked_at, answered_by, answered_by_name, answer FROM market_requests WHERE market = 'FR'`)
	if err == nil {
		t.Error("the database takes a second open request")
	}
}

func TestOfTwoAnswersOneWinsAndTheOtherIsTold(t *testing.T) {
	a := apptest.New(t)
	r := ask(t, a, "IT")
	has(t, a, "IT")
	callers := []access.Caller{a.By(cast.Pia), a.By(cast.Fiona)}
	errs := make([]error, 8)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			in := market.AnswerDraft{State: []market.State{market.Enabled, market.Declined}[i%2], Answer: fmt.Sprint("Answer ", i)}
			_, errs[i] = a.Markets.Answer(t.Context(), callers[i%2], r.ID, in)
		})
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		switch {
		case err == nil:
			won++
		case !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "has already answered: Italy is"):
			t.Error(err)
		}
	}
	if n := len(letters(a, outbox.MarketEnabled)) + len(letters(a, outbox.MarketDeclined)); won != 1 || n != 1 || facts(t, a, event.MarketAnswered) != 1 {
		t.Errorf("%d won, %d letters", won, n)
	}
	if _, err := a.Markets.Withdraw(t.Context(), a.By(cast.Alice), r.ID); !fault.Is(err, fault.Conflict) {
		t.Errorf("an answered request is withdrawn: %v", err)
	}
}

func TestARequestIsWithdrawn(t *testing.T) {
	a := apptest.New(t)
	r := ask(t, a, "NL")
	for _, by := range []access.Caller{a.By(cast.Ben), a.By(cast.Dev), a.By(cast.Pia), a.Viewing(cast.Pia, cast.Acme)} {
		if _, err := a.Markets.Withdraw(t.Context(), by, r.ID); !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.NotFound) {
			t.Errorf("%s of %s withdraws it: %v", by.Name, by.Seat, err)
		}
	}
	got, err := a.Markets.Withdraw(t.Context(), a.By(cast.Alice), r.ID)
	if err != nil || got.State != market.Withdrawn || facts(t, a, event.MarketWithdrawn) != 1 {
		t.Errorf("%+v %v", got, err)
	}
	if _, err := a.Markets.Withdraw(t.Context(), a.By(cast.Alice), r.ID); !fault.Is(err, fault.Conflict) {
		t.Errorf("twice: %v", err)
	}
	_, err = a.Markets.Answer(t.Context(), a.By(cast.Pia), r.ID, market.AnswerDraft{State: market.Enabled, Answer: "Too late."})
	if !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "Alice Novak has already withdrawn") {
		t.Errorf("answered afterwards: %v", err)
	}
}

func TestBadInputIsNamedAtItsField(t *testing.T) {
	a := apptest.New(t)
	alice, pia := a.By(cast.Alice), a.By(cast.Pia)
	for field, in := range map[string]market.Draft{
		"market": {Market: "ZZ"}, "note": {Market: "PL", Note: strings.Repeat("a", 501)},
	} {
		if _, err := a.Markets.Ask(t.Context(), alice, in); len(fault.FieldsOf(err)) != 1 || fault.FieldsOf(err)[0].Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, err := a.Markets.Ask(t.Context(), alice, market.Draft{}); fault.FieldsOf(err).At("market") == "" {
		t.Error(err)
	}
	r := ask(t, a, "PL")
	for field, in := range map[string]market.AnswerDraft{
		"state": {State: market.Withdrawn, Answer: "x"}, "answer": {State: market.Declined, Answer: " \n "},
	} {
		if _, err := a.Markets.Answer(t.Context(), pia, r.ID, in); len(fault.FieldsOf(err)) != 1 || fault.FieldsOf(err)[0].Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, err := a.Markets.Answer(t.Context(), pia, r.ID, market.AnswerDraft{State: market.Enabled, Answer: "a\u202eb"}); fault.FieldsOf(err).At("answer") == "" {
		t.Error(err)
	}
}

func TestNobodyIsOfferedWhatTheyCannotAskFor(t *testing.T) {
	a := apptest.New(t)
	alice := a.By(cast.Alice)
	ask(t, a, "PL")
	ms, err := a.Markets.Askable(t.Context(), alice)
	if err != nil || len(ms) == 0 {
		t.Fatalf("%d, %v", len(ms), err)
	}
	for _, m := range ms {
		if m.ID == "AU" || m.ID == "PL" {
			t.Errorf("%s is offered", m.Name)
		}
		if _, err := a.Markets.Ask(t.Context(), alice, market.Draft{Market: m.ID}); err != nil {
			t.Errorf("%s is refused: %v", m.Name, err)
		}
	}
}
