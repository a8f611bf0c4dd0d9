package notice_test

import (
	"slices"
	"sync"
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/notice"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/setting"
	"github.com/tenantry/tenantry/internal/user"
)

// told are the addresses of the letters of a kind, and the last one's facts.
func told(a *apptest.App, kind outbox.Kind) (to []string, last outbox.Facts) {
	var ls []outbox.Letter
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test looks at everything").Where("kind = ? AND status <> 'failed'", kind).Order("id").Find(&ls).Error
	})
	for _, l := range ls {
		to, last = append(to, l.ToAddress), l.Facts
	}
	return to, last
}

func choose(t *testing.T, a *apptest.App, p cast.Person, on bool) {
	t.Helper()
	if _, _, err := a.Notices.Choose(t.Context(), a.By(p), notice.Draft{Accounts: on, Ordering: true}); err != nil {
		t.Fatal(err)
	}
}

func same(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%s: %v, not %v", what, got, want)
	}
}

func TestThePartnersPeopleAreToldWhatTheyChose(t *testing.T) {
	a := apptest.New(t)
	choose(t, a, cast.Tariq, true)
	if _, err := a.Accounts.Suspend(t.Context(), a.By(cast.Pia), cast.Acme); err != nil {
		t.Fatal(err)
	}
	to, f := told(a, outbox.AccountChanged)
	same(t, "suspended", to, cast.Tariq.Email) // Pia did it
	if f.What != "Acme Robotics was suspended" || f.Reference != "CRM-1001" || f.By != cast.Pia.Name || f.Key != cast.Northwind || f.Below != cast.Acme {
		t.Errorf("%+v", f)
	}
	same(t, "people of Acme", first(told(a, outbox.OwnChanged)))
	choose(t, a, cast.Tariq, false)
	same(t, "the letter that still waited", first(told(a, outbox.AccountChanged)))
	if _, err := a.Accounts.Reactivate(t.Context(), a.By(cast.Pia), cast.Acme); err != nil {
		t.Fatal(err)
	}
	same(t, "reactivated", first(told(a, outbox.AccountChanged)))
}

func first(to []string, _ outbox.Facts) []string { return to }

func TestTheOperatorsActsAreToldToThePartner(t *testing.T) {
	a := apptest.New(t)
	olive := a.By(cast.Olive)
	if _, err := a.Settings.Lock(t.Context(), olive, cast.Acme, setting.ShowPricing, setting.LockDraft{Value: "off", Reason: "A contract says so."}); err != nil {
		t.Fatal(err)
	}
	to, f := told(a, outbox.AccountChanged)
	same(t, "a lock on Acme", to, cast.Pia.Email)
	if f.What != "Show Pricing is locked at Off for Acme Robotics" || f.Note != "A contract says so." || f.Reference != "CRM-1001" {
		t.Errorf("%+v", f)
	}
	if _, err := a.Settings.Lock(t.Context(), olive, cast.Meridian, setting.Dashboard, setting.LockDraft{Value: "off", Reason: "Being mended."}); err != nil {
		t.Fatal(err)
	}
	to, f = told(a, outbox.AccountChanged)
	same(t, "a lock for all", to, cast.Pia.Email, cast.Pia.Email, cast.Cara.Email, cast.Leo.Email)
	if f.What != "Dashboard is locked at Off for all managed accounts" {
		t.Errorf("%+v", f)
	}
	if _, _, err := a.Accounts.SetSupport(t.Context(), olive, cast.Northwind, account.SupportDraft{Support: account.ByOperator, All: true}); err != nil {
		t.Fatal(err)
	}
	if to, _ = told(a, outbox.AccountChanged); len(to) != 6 {
		t.Errorf("a change of support models is told to %v", to)
	}
}

func TestPeopleOfAManagedAccountAreToldWhereTheyChoseItAndTheOperatorSupportsThem(t *testing.T) {
	a := apptest.New(t)
	if _, err := a.Accounts.Suspend(t.Context(), a.By(cast.Cara), cast.Delta); err != nil {
		t.Fatal(err)
	}
	same(t, "by default", first(told(a, outbox.OwnChanged)))
	choose(t, a, cast.Dev, true) // of a suspended account, too
	if _, err := a.Accounts.Reactivate(t.Context(), a.By(cast.Cara), cast.Delta); err != nil {
		t.Fatal(err)
	}
	to, f := told(a, outbox.OwnChanged)
	same(t, "chosen", to, cast.Dev.Email)
	if f.Account != "Delta Freight" || f.Reference != "C-77" || f.By != "" {
		t.Errorf("%+v", f)
	}
	if _, err := a.Accounts.SetManagedSupport(t.Context(), a.By(cast.Olive), cast.Cascade, cast.Delta, account.SupportDraft{Support: account.ByPartner}); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Accounts.Suspend(t.Context(), a.By(cast.Cara), cast.Delta); err != nil {
		t.Fatal(err)
	}
	same(t, "suppressed", first(told(a, outbox.OwnChanged)), cast.Dev.Email)
	_, err := a.Notices.Choices(t.Context(), a.By(cast.Dev))
	if f := fault.Of(err); f == nil || f.Kind != fault.Forbidden || f.Text != "Notifications about an account that its partner supports go to the partner." {
		t.Errorf("%v", err)
	}
}

func TestWhoeverMayNotChooseChoosesNothing(t *testing.T) {
	a := apptest.New(t)
	for _, by := range []access.Caller{a.By(cast.Alice), a.By(cast.Olive), a.By(cast.Dina), a.By(cast.Sol), a.Viewing(cast.Pia, cast.Acme), {}} {
		if _, _, err := a.Notices.Choose(t.Context(), by, notice.Draft{Accounts: true, Ordering: true}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s chooses: %v", by.Name, err)
		}
	}
	if _, again, err := a.Notices.Choose(t.Context(), a.By(cast.Pia), notice.Draft{Accounts: true, Ordering: true}); err != nil || again {
		t.Errorf("what was so: %v %v", again, err)
	}
}

func TestSomebodyOfACompanyThatSupportsItsCustomersStaysTold(t *testing.T) {
	a := apptest.New(t)
	if _, _, err := a.Notices.Choose(t.Context(), a.By(cast.Pia), notice.Draft{}); !fault.Is(err, fault.Conflict) {
		t.Errorf("the last one: %v", err)
	}
	choose(t, a, cast.Tariq, true)
	errs := make([]error, 2)
	var wg sync.WaitGroup
	for i, p := range []cast.Person{cast.Pia, cast.Tariq} {
		by := a.By(p)
		wg.Go(func() { _, _, errs[i] = a.Notices.Choose(t.Context(), by, notice.Draft{}) })
	}
	wg.Wait()
	if (errs[0] == nil) == (errs[1] == nil) || !fault.Is(errs[0], fault.Conflict) && !fault.Is(errs[1], fault.Conflict) {
		t.Errorf("two at once: %v, %v", errs[0], errs[1])
	}
	if _, _, err := a.Notices.Choose(t.Context(), a.By(cast.Cara), notice.Draft{}); err != nil {
		t.Errorf("the operator supports the customers of Cascade: %v", err)
	}
}

func TestAdminsAreToldWhoJoinsLeavesOrHasAnotherRole(t *testing.T) {
	a := apptest.New(t)
	var ben string
	if err := a.Raw().QueryRow("SELECT id FROM seats WHERE account_id = $1 AND user_id = $2", cast.Acme, cast.Ben.ID).Scan(&ben); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Sessions.Deactivate(t.Context(), a.By(cast.Pia), cast.Acme, ben); err != nil {
		t.Fatal(err)
	}
	to, f := told(a, outbox.PeopleChanged)
	same(t, "deactivated", to, cast.Alice.Email)
	if f.What != "Ben Osei was deactivated" || f.By != cast.Pia.Name || f.Reference != "CRM-1001" || f.Key != cast.Acme {
		t.Errorf("%+v", f)
	}
	if _, err := a.Users.Reactivate(t.Context(), a.By(cast.Alice), cast.Acme, ben); err != nil {
		t.Fatal(err)
	}
	same(t, "by the only admin", first(told(a, outbox.PeopleChanged)), cast.Alice.Email)
}

func TestWhoDecidesChoosesWhetherToBeToldOfWhatWaits(t *testing.T) {
	a := apptest.New(t)
	by := a.By(cast.Theo)
	c, err := a.Notices.Choices(t.Context(), by)
	if err != nil || !c.Orders || !c.Ordering || c.Told {
		t.Fatalf("%+v, %v", c, err)
	}
	told := func() bool {
		var seats []user.Seat
		a.Tx(func(tx *db.Tx) (err error) {
			seats, err = notice.Approvers(tx, cast.Northwind)
			return err
		})
		return slices.ContainsFunc(seats, func(s user.Seat) bool { return s.Email == cast.Theo.Email })
	}
	for _, on := range []bool{false, true, false} {
		now, altered, err := a.Notices.Choose(t.Context(), by, notice.Draft{Ordering: on})
		if err != nil || !altered || now.Ordering != on || told() != on {
			t.Errorf("%t: %+v, %t, %v", on, now, altered, err)
		}
	}
	if c, err := a.Notices.Choices(t.Context(), a.By(cast.Rory)); err != nil || c.Orders {
		t.Errorf("who decides nothing: %+v, %v", c, err)
	}
	if c, err := a.Notices.Choices(t.Context(), a.By(cast.Dev)); err != nil || !c.Orders || c.Ordering {
		t.Errorf("who asks: %+v, %v", c, err)
	}
	if _, _, err := a.Notices.Choose(t.Context(), a.By(cast.Pia), notice.Draft{Accounts: true}); err != nil {
		t.Errorf("the last one who is told of accounts turns this off: %v", err)
	}
}

// See reference: notifications; nothing is on for people of managed accounts.
func TestWhoAsksIsToldOfTheAnswerOnceTheyChoseIt(t *testing.T) {
	a := apptest.New(t)
	delta := a.Account(cast.Delta)
	asker := func() (seats []user.Seat) {
		a.Tx(func(tx *db.Tx) (err error) {
			seats, err = notice.Asker(tx, delta, cast.Dev.ID)
			return err
		})
		return seats
	}
	if told := asker(); len(told) != 0 {
		t.Errorf("%+v are told before anybody chose it", told)
	}
	for _, on := range []bool{true, false} {
		if _, _, err := a.Notices.Choose(t.Context(), a.By(cast.Dev), notice.Draft{Ordering: on}); err != nil || (len(asker()) == 1) != on {
			t.Errorf("%t: %+v, %v", on, asker(), err)
		}
	}
}
