package market_test

import (
	"slices"
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

// berlin is what Northwind types to enable Germany.
func berlin() market.BillingDraft {
	return market.BillingDraft{
		LegalName: " Northwind  Partners GmbH ", ContactName: "Fiona Walsh", Phone: "030 123456", Emails: "bills@northwind.example, FIONA@northwind.example,bills@northwind.example",
		Street: "Torstraße 1", City: "Berlin", Postcode: "10119", Country: "DE", TaxNumber: "de 136 695 976", PONumber: "NW-9", Language: "de",
	}
}

func enable(t *testing.T, a *apptest.App, who cast.Person, id string, in market.BillingDraft) market.Market {
	t.Helper()
	m, _, err := a.Billing.Enable(t.Context(), a.By(who), id, in)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// find is one market of somebody's account.
func find(t *testing.T, a *apptest.App, who cast.Person, id string) (market.Book, market.Market) {
	t.Helper()
	b, e, _, err := a.Billing.Find(t.Context(), a.By(who), id)
	if err != nil {
		t.Fatal(err)
	}
	return b, e.Billing
}

// openTo are the markets in which an account may order.
func openTo(t *testing.T, a *apptest.App, who cast.Person) (ids []string) {
	t.Helper()
	err := a.DB.Read(t.Context(), a.By(who), func(tx *db.Tx) error {
		here, err := account.Here(tx)
		if err == nil {
			ids, err = market.OpenTo(tx, here)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

// recorded are the facts of a kind in an account, newest last.
func recorded(t *testing.T, a *apptest.App, key string, kind event.Kind) (es []event.Event) {
	t.Helper()
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test looks at everything").Where("account_id = ? AND kind = ?", key, kind).Order("id").Find(&es).Error
	})
	return es
}

func TestAMarketIsEnabledForThePartnerAndAllItsAccounts(t *testing.T) {
	a := apptest.New(t)
	if ids := openTo(t, a, cast.Alice); !slices.Equal(ids, []string{"AU"}) {
		t.Fatal(ids)
	}
	m := enable(t, a, cast.Fiona, "DE", berlin())
	if m.Currency != "EUR" || m.LegalName != "Northwind Partners GmbH" || m.ContactPhone != "+4930123456" || m.ContactEmails != "bills@northwind.example, FIONA@northwind.example" ||
		m.TaxNumber != "DE136695976" || m.EnabledByName != cast.Fiona.Name || m.Version != 1 || !m.Active {
		t.Errorf("%+v", m)
	}
	if ids := openTo(t, a, cast.Alice); !slices.Equal(ids, []string{"AU", "DE"}) {
		t.Error(ids)
	}
	b, got := find(t, a, cast.Pia, "DE")
	if b.Account.Managed < 40 || got.Name != "Germany" || got.TaxNumber != m.TaxNumber || len(b.Entries) != 24 {
		t.Errorf("%d accounts, %+v", b.Account.Managed, got)
	}
	es := recorded(t, a, cast.Northwind, event.MarketTurnedOn)
	if len(es) != 1 || es[0].SubjectName != "Germany" || !slices.Contains(es[0].Changes, event.Change{Field: "Tax number", Now: "DE136695976"}) || !slices.Contains(es[0].Changes, event.Change{Field: "Status", Now: "Enabled"}) {
		t.Errorf("%+v", es)
	}
	if changed, err := a.Billing.Edit(t.Context(), a.By(cast.Pia), "DE", market.DraftOf(m)); changed || err != nil {
		t.Errorf("saved as it was: %t %v", changed, err)
	}
	in := market.DraftOf(m)
	in.TaxNumber, in.Emails = "", "bills@northwind.example"
	if changed, err := a.Billing.Edit(t.Context(), a.By(cast.Pia), "DE", in); !changed || err != nil {
		t.Error(changed, err)
	}
	es = recorded(t, a, cast.Northwind, event.MarketEdited)
	want := event.Changes{{Field: "E-mail addresses", Was: m.ContactEmails, Now: "bills@northwind.example"}, {Field: "Tax number", Was: "DE136695976"}}
	if len(es) != 1 || !slices.Equal(es[0].Changes, want) {
		t.Errorf("%+v", es)
	}
	if _, err := a.Billing.Edit(t.Context(), a.By(cast.Fiona), "DE", in); !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "Pia Larsen changed Germany meanwhile") {
		t.Errorf("an outdated form: %v", err)
	}
}

func TestEnablingAnswersWhatManagedAccountsAskedFor(t *testing.T) {
	a := apptest.New(t)
	r := ask(t, a, "DE")
	other := ask(t, a, "FR")
	_, answered, err := a.Billing.Enable(t.Context(), a.By(cast.Pia), "DE", berlin())
	if err != nil || answered != 1 {
		t.Fatal(answered, err)
	}
	got, err := a.Markets.Find(t.Context(), a.By(cast.Pia), r.ID)
	if err != nil || got.State != market.Enabled || got.AnsweredByName != cast.Pia.Name || !got.EnabledNow || got.Answer != "Northwind Partners has Germany now, and so have all its managed accounts." {
		t.Errorf("%+v %v", got, err)
	}
	if back := letters(a, outbox.MarketEnabled); len(back) != 1 || back[0].ToAddress != cast.Alice.Email || back[0].Facts.What != "Germany" {
		t.Errorf("%+v", back)
	}
	if facts(t, a, event.MarketAnswered) != 1 {
		t.Error("the record of the account lacks the answer")
	}
	if got, err := a.Markets.Find(t.Context(), a.By(cast.Pia), other.ID); err != nil || got.State != market.Open || got.EnabledNow {
		t.Errorf("%+v %v", got, err)
	}
	if _, err := a.Markets.Ask(t.Context(), a.By(cast.Alice), market.Draft{Market: "DE"}); !strings.Contains(fault.FieldsOf(err).At("market"), "Germany is enabled already") {
		t.Error(err)
	}
	_, err = a.Markets.Answer(t.Context(), a.By(cast.Pia), other.ID, market.AnswerDraft{State: market.Enabled, Answer: "Here it is."})
	if !strings.Contains(fault.FieldsOf(err).At("state"), "France is not enabled yet") {
		t.Errorf("enabled is said, and is not true: %v", err)
	}
}

func TestOfManyWhoEnableAtOnceOneDoes(t *testing.T) {
	a := apptest.New(t)
	ask(t, a, "DE")
	callers := []access.Caller{a.By(cast.Pia), a.By(cast.Fiona)}
	errs := make([]error, 8)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			in := berlin()
			in.PONumber = []string{"one", "two"}[i%2]
			_, _, errs[i] = a.Billing.Enable(t.Context(), callers[i%2], "DE", in)
		})
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		switch {
		case err == nil: // the same form by the same person is carried out once
			won++
		case !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "enabled Germany meanwhile"):
			t.Error(err)
		}
	}
	if won != 4 || len(recorded(t, a, cast.Northwind, event.MarketTurnedOn)) != 1 || len(letters(a, outbox.MarketEnabled)) != 1 {
		t.Errorf("%d won, %d facts", won, len(recorded(t, a, cast.Northwind, event.MarketTurnedOn)))
	}
	if _, m := find(t, a, cast.Pia, "DE"); m.Version != 1 {
		t.Errorf("%+v", m)
	}
}

func TestAMarketWithPaidServicesStaysEnabled(t *testing.T) {
	a := apptest.New(t)
	_, au := find(t, a, cast.Pia, "AU")
	_, err := a.Billing.Deactivate(t.Context(), a.By(cast.Pia), "AU", au.Version)
	if !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "services there are paid for, in ") || !strings.Contains(err.Error(), "Sydney") {
		t.Fatal(err)
	}
	if _, err := a.Raw().Exec("UPDATE services SET status = 'failed' WHERE account_id IN (SELECT id FROM accounts WHERE id = $1 OR parent_id = $1)", cast.Northwind); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Raw().Exec("UPDATE services SET status = 'cancelled' WHERE id IN (SELECT id FROM services WHERE account_id = $1 ORDER BY id LIMIT 1)", cast.Acme); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Billing.Deactivate(t.Context(), a.By(cast.Pia), "AU", au.Version); !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "Australia stays enabled: 1 service there is paid for, in ") {
		t.Fatal(err)
	}
	if _, err := a.Raw().Exec("UPDATE services SET status = 'decommissioned' WHERE account_id = $1", cast.Acme); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Billing.Deactivate(t.Context(), a.By(cast.Fiona), "AU", au.Version+1); !fault.Is(err, fault.Conflict) {
		t.Errorf("what was shown is outdated: %v", err)
	}
	errs := make([]error, 6)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() { _, errs[i] = a.Billing.Deactivate(t.Context(), a.By(cast.Pia), "AU", au.Version) })
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if !fault.Is(err, fault.Conflict) {
			t.Error(err)
		}
	}
	if won != 1 || len(openTo(t, a, cast.Alice)) != 0 {
		t.Errorf("%d won", won)
	}
	if es := recorded(t, a, cast.Northwind, event.MarketTurnedOff); len(es) != 1 || !slices.Equal(es[0].Changes, event.Changes{{Field: "Status", Was: "Enabled", Now: "Deactivated"}}) {
		t.Errorf("%+v", es)
	}
	_, off := find(t, a, cast.Pia, "AU")
	if _, err := a.Billing.Edit(t.Context(), a.By(cast.Pia), "AU", market.DraftOf(off)); !fault.Is(err, fault.Conflict) {
		t.Errorf("a deactivated market is edited: %v", err)
	}
	back := enable(t, a, cast.Pia, "AU", market.DraftOf(off))
	if !back.Active || back.Currency != au.Currency || !back.EnabledAt.Equal(au.EnabledAt) || back.Version != off.Version+1 {
		t.Errorf("%+v", back)
	}
	if es := recorded(t, a, cast.Northwind, event.MarketTurnedOn); len(es) != 1 || !slices.Equal(es[0].Changes, event.Changes{{Field: "Status", Was: "Deactivated", Now: "Enabled"}}) {
		t.Errorf("%+v", es)
	}
}
