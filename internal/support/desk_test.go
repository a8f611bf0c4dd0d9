package support_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/internal/support"
)

// letters are those of a kind, oldest first.
func letters(a *apptest.App, kind outbox.Kind) (ls []outbox.Letter) {
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test looks at everything").Where("kind = ?", kind).Order("id").Find(&ls).Error
	})
	return ls
}

// shown turns support on for Acme.
func shown(t *testing.T, a *apptest.App) {
	t.Helper()
	a.Tx(func(tx *db.Tx) error {
		return tx.Put("a test turns support on", &setting.Stored{AccountID: cast.Acme, ParentID: cast.Northwind, Name: setting.SupportChat, Value: "On", SetAt: tx.Now})
	})
}

var question = support.Draft{Subject: " Packets  are lost ", Text: "Since 9:40.\r\n\r\n\r\nNothing was changed.", Token: "once"}

func TestPeopleAskThoseWhoSupportTheirAccount(t *testing.T) {
	a := apptest.New(t)
	shown(t, a)
	acme := a.Account(cast.Acme)
	for _, c := range []struct {
		by             access.Caller
		helper, writes string
	}{
		{a.By(cast.Alice), "Northwind Partners", acme.SupportEmail},
		{a.By(cast.Dev), "Meridian Networks", cast.Olive.Email},
		{a.By(cast.Sol), "Meridian Networks", cast.Olive.Email},
		{a.By(cast.Rory), "Meridian Networks", cast.Olive.Email},
		{a.Viewing(cast.Pia, cast.Acme), "Meridian Networks", cast.Olive.Email},
	} {
		card, _, _, err := a.Support.Card(t.Context(), c.by)
		if err != nil || card.Helper.Name != c.helper {
			t.Errorf("%s asks %q, %v", c.by.Name, card.Helper.Name, err)
		}
		if card.Helper.Kind == access.Operator && (card.Phone == acme.SupportPhone || card.Email == acme.SupportEmail) {
			t.Errorf("%s sees the contacts of Acme as the operator's", c.by.Name)
		}
		in := question
		in.Token = c.by.User + c.by.Account
		if _, err := a.Support.Ask(t.Context(), c.by, in); err != nil {
			t.Fatal(err)
		}
		all := letters(a, outbox.SupportAsked)
		l := all[len(all)-1]
		if l.ToAddress != c.writes || l.Facts.What != "Packets are lost" || l.Facts.Text != "Since 9:40.\n\nNothing was changed." || l.Facts.Account != a.Account(c.by.Account).Name {
			t.Errorf("%s wrote %+v", c.by.Name, l)
		}
		copies := letters(a, outbox.SupportCopied)
		if copy := copies[len(copies)-1]; copy.ToAddress != l.Facts.Reply || copy.Facts.Partner != c.helper {
			t.Errorf("the copy is %+v", copy)
		}
	}
}

func TestWhereTheOperatorHasContactsLettersGoThere(t *testing.T) {
	a := apptest.New(t)
	if _, err := a.Accounts.EditContacts(t.Context(), a.By(cast.Olive), account.ContactsDraft{Phone: "+44 20 7946 0991", Email: "help@meridian.example"}); err != nil {
		t.Fatal(err)
	}
	shown(t, a)
	for _, by := range []access.Caller{a.By(cast.Dev), a.By(cast.Sol), a.By(cast.Rory)} {
		in := question
		in.Token = by.User
		card, err := a.Support.Ask(t.Context(), by, in)
		if err != nil || card.Phone != "+442079460991" || card.Email != "help@meridian.example" {
			t.Errorf("%s asks %+v, %v", by.Name, card, err)
		}
	}
	for _, l := range letters(a, outbox.SupportAsked) {
		if l.ToAddress != "help@meridian.example" || l.ToName != "Meridian Networks" {
			t.Errorf("%+v", l)
		}
	}
	if copies := letters(a, outbox.SupportCopied); len(copies) != 3 || copies[0].Facts.Note != "+44 20 7946 0991" || copies[0].Facts.Reply != "help@meridian.example" {
		t.Errorf("%+v", copies)
	}
	if card, _, _, err := a.Support.Card(t.Context(), a.By(cast.Alice)); err != nil || card.Email != a.Account(cast.Acme).SupportEmail {
		t.Errorf("a customer of the partner sees %+v, %v", card, err)
	}
}

func TestWhoeverMayNotAskAsksNobody(t *testing.T) {
	a := apptest.New(t)
	for _, by := range []access.Caller{a.By(cast.Alice), a.By(cast.Cara), a.By(cast.Olive), a.By(cast.Dina), {}} {
		if _, _, _, err := a.Support.Card(t.Context(), by); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s reads a card: %v", by.Name, err)
		}
		if _, err := a.Support.Ask(t.Context(), by, question); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s asks: %v", by.Name, err)
		}
	}
	preview := a.By(cast.Dev)
	preview.Preview = true
	if _, err := a.Support.Ask(t.Context(), preview, question); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a preview asks: %v", err)
	}
	if n := len(letters(a, outbox.SupportAsked)); n != 0 {
		t.Errorf("%d letters", n)
	}
}

func TestSuspendedAccountsMayAsk(t *testing.T) {
	a := apptest.New(t)
	shown(t, a)
	if _, err := a.Accounts.Suspend(t.Context(), a.By(cast.Pia), cast.Acme); err != nil {
		t.Fatal(err)
	}
	alice := a.By(cast.Alice)
	if !alice.Suspended {
		t.Fatal("Alice is not suspended")
	}
	if _, err := a.Support.Ask(t.Context(), alice, question); err != nil {
		t.Error(err)
	}
}

func TestWhatIsTypedIsChecked(t *testing.T) {
	a := apptest.New(t)
	other := ""
	if err := a.Raw().QueryRow("SELECT id FROM services WHERE account_id = $1 ORDER BY id LIMIT 1", cast.Acme).Scan(&other); err != nil {
		t.Fatal(err)
	}
	for field, in := range map[string]support.Draft{
		"subject": {Subject: strings.Repeat("x", support.LongestSubject+1), Text: "x"},
		"text":    {Subject: "x", Text: strings.Repeat("é", support.LongestText+1)},
		"service": {Subject: "x", Text: "x", Service: other},
	} {
		_, err := a.Support.Ask(t.Context(), a.By(cast.Dev), in)
		if fs := fault.FieldsOf(err); len(fs) != 1 || fs.At(field) == "" {
			t.Errorf("%s: %v", field, err)
		}
	}
	if fs := fault.FieldsOf(second(a.Support.Ask(t.Context(), a.By(cast.Dev), support.Draft{Text: " \n "}))); fs.At("subject") == "" || fs.At("text") == "" {
		t.Errorf("nothing typed: %v", fs)
	}
	if _, err := a.Support.Ask(t.Context(), a.By(cast.Dev), support.Draft{Subject: strings.Repeat("x", support.LongestSubject), Text: strings.Repeat("é", support.LongestText)}); err != nil {
		t.Error(err)
	}
	own := ""
	if err := a.Raw().QueryRow("SELECT id FROM services WHERE account_id = $1 AND status <> 'decommissioned' ORDER BY id LIMIT 1", cast.Delta).Scan(&own); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Support.Ask(t.Context(), a.By(cast.Dev), support.Draft{Subject: "x", Text: "x", Service: own}); err != nil {
		t.Error(err)
	}
	ls := letters(a, outbox.SupportAsked)
	if l := ls[len(ls)-1]; !strings.HasSuffix(l.Facts.Service, "("+own+")") {
		t.Errorf("%+v", l.Facts)
	}
}

func second(_ support.Card, err error) error { return err }

func TestOneFormIsOneLetterAndTenAnHourAreEnough(t *testing.T) {
	a := apptest.New(t)
	dev := a.By(cast.Dev)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if _, err := a.Support.Ask(t.Context(), dev, question); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := len(letters(a, outbox.SupportAsked)); n != 1 {
		t.Errorf("%d letters", n)
	}
	more := support.Draft{Subject: "x", Text: "x"}
	for range support.MostAnHour - 1 {
		if _, err := a.Support.Ask(t.Context(), dev, more); err != nil {
			t.Fatal(err)
		}
	}
	if fs := fault.FieldsOf(second(a.Support.Ask(t.Context(), dev, more))); fs.At("text") == "" {
		t.Errorf("the eleventh: %v", fs)
	}
	a.Clock.Advance(time.Hour + time.Minute)
	if _, err := a.Support.Ask(t.Context(), dev, more); err != nil {
		t.Error(err)
	}
	var n, told int
	if err := a.Raw().QueryRow("SELECT count(*) FROM events WHERE kind = 'support.asked'").Scan(&n); err != nil || n != 11 {
		t.Errorf("%d facts, %v", n, err)
	}
	if err := a.Raw().QueryRow("SELECT count(*) FROM events WHERE kind = 'support.asked' AND changes LIKE '%Since%'").Scan(&told); err != nil || told != 0 {
		t.Errorf("the record has %d texts, %v", told, err)
	}
}
