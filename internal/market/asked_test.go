package market_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/market"
	"github.com/tenantry/tenantry/internal/outbox"
)

func TestNobodyReachesTheRequestsOfAnotherPartner(t *testing.T) {
	a := apptest.New(t)
	r := ask(t, a, "SE")
	answer := market.AnswerDraft{State: market.Declined, Answer: "No."}
	for _, who := range []cast.Person{cast.Cara, cast.Leo} {
		by := a.By(who)
		if _, err := a.Markets.Find(t.Context(), by, r.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s finds it: %v", who.Name, err)
		}
		if _, err := a.Markets.Answer(t.Context(), by, r.ID, answer); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s answers it: %v", who.Name, err)
		}
		rs, _, err := a.Markets.List(t.Context(), by, market.Filter{})
		for _, other := range rs {
			if other.ParentID != who.Account {
				t.Errorf("%s sees %+v (%v)", who.Name, other, err)
			}
		}
	}
	for _, who := range []cast.Person{cast.Tariq, cast.Rory, cast.Alice, cast.Ben, cast.Olive, cast.Dina, cast.Sol} {
		if _, err := a.Markets.Answer(t.Context(), a.By(who), r.ID, answer); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s answers it: %v", who.Name, err)
		}
	}
	for _, by := range []access.Caller{a.By(cast.Ben), a.By(cast.Pia), a.Viewing(cast.Pia, cast.Acme), a.By(cast.Sol), a.By(cast.Olive)} {
		if _, err := a.Markets.Ask(t.Context(), by, market.Draft{Market: "US"}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s asks: %v", by.Name, err)
		}
	}
	mine, _, err := a.Markets.Mine(t.Context(), a.By(cast.Dev), "")
	if err != nil || len(mine) != 1 || mine[0].AccountID != cast.Delta {
		t.Errorf("Dev sees %+v %v", mine, err)
	}
	rs, _, err := a.Markets.List(t.Context(), a.By(cast.Alice), market.Filter{})
	if err != nil || len(rs) != 0 {
		t.Errorf("Alice lists %+v %v", rs, err)
	}
}

func TestThePartnersListIsNarrowed(t *testing.T) {
	a := apptest.New(t)
	ask(t, a, "SG")
	pia := a.By(cast.Pia)
	for name, c := range map[string]struct {
		f    market.Filter
		want string
	}{
		"all":      {market.Filter{}, "SG SG NZ HK"},
		"open":     {market.Filter{State: market.Open}, "SG SG"},
		"declined": {market.Filter{State: market.Declined}, "HK"},
		"market":   {market.Filter{Market: "NZ"}, "NZ"},
		"account":  {market.Filter{Find: "crm-1003"}, "SG"},
		"two":      {market.Filter{State: market.Open, Market: "SG", Find: "acme"}, "SG"},
		"wild":     {market.Filter{Find: "%"}, ""},
	} {
		rs, more, err := a.Markets.List(t.Context(), pia, c.f)
		var got []string
		for _, r := range rs {
			got = append(got, r.Market)
			if r.AccountName == "" || r.Reference == "" {
				t.Errorf("%s: %+v has no name", name, r)
			}
		}
		if err != nil || more || strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v %v", name, got, err)
		}
	}
}

func TestAReferredPartnerIsAskedAndAnswers(t *testing.T) {
	a := apptest.New(t)
	leo := a.By(cast.Leo)
	h, err := a.Markets.Home(t.Context(), leo)
	if err != nil || h.Distributor != "Harbour Distribution" || leo.Shows(access.SeesMarkets) {
		t.Errorf("%+v %v", h, err)
	}
	clearlake := leo
	clearlake.Account, clearlake.Kind, clearlake.Seat, clearlake.SeatKind = cast.Clearlake, access.Managed, cast.Clearlake, access.Managed
	clearlake.User, clearlake.Name = cast.Bea.ID, cast.Bea.Name
	if h, err := a.Markets.Home(t.Context(), clearlake); err != nil || h.Partner.Name != "Lakeside Cloud" || h.Distributor != "" {
		t.Errorf("its customer asks %+v, %v", h, err)
	}
	r, err := a.Markets.Ask(t.Context(), clearlake, market.Draft{Market: "CH"})
	if err != nil {
		t.Fatal(err)
	}
	if told := letters(a, outbox.MarketAsked); len(told) != 1 || told[0].ToAddress != cast.Leo.Email {
		t.Errorf("%+v", told)
	}
	if _, err := a.Markets.Answer(t.Context(), leo, r.ID, market.AnswerDraft{State: market.Declined, Answer: "Harbour has no market there."}); err != nil {
		t.Error(err)
	}
	if back := letters(a, outbox.MarketDeclined); len(back) != 0 {
		t.Errorf("whoever asked has no seat there, and gets %+v", back)
	}
	clearlake.User = cast.Leo.ID
	if r, err = a.Markets.Ask(t.Context(), clearlake, market.Draft{Market: "BE"}); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Markets.Answer(t.Context(), leo, r.ID, market.AnswerDraft{State: market.Declined, Answer: "No."}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("what one asked for oneself: %v", err)
	}
}

func TestAskingAllDayHasAnEnd(t *testing.T) {
	a := apptest.New(t)
	alice := a.By(cast.Alice)
	for range market.MostADay {
		r := ask(t, a, "BE")
		if _, err := a.Markets.Withdraw(t.Context(), alice, r.ID); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := a.Markets.Ask(t.Context(), alice, market.Draft{Market: "BE"}); !strings.Contains(fault.FieldsOf(err).At("market"), "tomorrow") {
		t.Error(err)
	}
	a.Clock.Advance(24*time.Hour + time.Minute)
	ask(t, a, "BE")
}

func TestASuspendedPartnerReadsRequestsAndAnswersNone(t *testing.T) {
	a := apptest.New(t)
	r := ask(t, a, "ES")
	if _, err := a.Raw().Exec("UPDATE accounts SET status = 'suspended' WHERE id = $1", cast.Northwind); err != nil {
		t.Fatal(err)
	}
	pia := a.By(cast.Pia)
	if _, err := a.Markets.Find(t.Context(), pia, r.ID); err != nil {
		t.Error(err)
	}
	if _, err := a.Markets.Answer(t.Context(), pia, r.ID, market.AnswerDraft{State: market.Enabled, Answer: "Yes."}); !fault.Is(err, fault.Forbidden) {
		t.Error(err)
	}
}

func TestALetterGoesToTheFirstTwentyAdmins(t *testing.T) {
	a := apptest.New(t)
	for i := range 25 {
		_, err := a.Raw().Exec(`INSERT INTO seats (id, account_id, parent_id, user_id, first_name, last_name, name, search, email, email_fold, phone, role, sees_billing, edits_contact, status, invited_by, invited_at, created_at, version)
			SELECT $1, account_id, parent_id, $2, first_name, last_name, name, search, $3, $3, phone, role, sees_billing, edits_contact, status, invited_by, invited_at, created_at, version FROM seats WHERE user_id = 'cast-pia'`,
			fmt.Sprint("admin", i), user(t, a, i), fmt.Sprintf("admin%d@northwind.example", i))
		if err != nil {
			t.Fatal(err)
		}
	}
	ask(t, a, "AT")
	if n := len(letters(a, outbox.MarketAsked)); n != 20 {
		t.Errorf("%d letters", n)
	}
}

// user makes a person who can sign in.
func user(t *testing.T, a *apptest.App, i int) string {
	t.Helper()
	id := fmt.Sprint("person", i)
	columns := "first_name, last_name, name, phone, status, password_hash, time_zone, language, date_style, created_at"
	if _, err := a.Raw().Exec("INSERT INTO users (id, email, email_fold, "+columns+") SELECT $1, $2, $2, "+columns+" FROM users WHERE id = 'cast-pia'", id, id+"@northwind.example"); err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAMarketThatIsWithdrawnCannotBeAskedFor(t *testing.T) {
	a := apptest.New(t)
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test").Model(&catalog.Market{}).Where("id = 'DE'").Updates(map[string]any{"offered": false, "name": "Deutschland"}).Error
	})
	if _, err := a.Markets.Ask(t.Context(), a.By(cast.Alice), market.Draft{Market: "DE"}); fault.FieldsOf(err).At("market") == "" {
		t.Errorf("Germany was asked for: %v", err)
	}
	r, err := a.Markets.Ask(t.Context(), a.By(cast.Alice), market.Draft{Market: "FR"})
	if err != nil || r.Name() != "France" {
		t.Errorf("%s, %v", r.Name(), err)
	}
}
