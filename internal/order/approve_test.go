package order_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/service"
)

const warehouse = "p-6d9h" // a design of Acme's

// sent is Acme's order of its design, which waits for Northwind.
func sent(t *testing.T, a *apptest.App) approval.Request {
	t.Helper()
	out, err := a.Orders.Place(t.Context(), a.By(cast.Alice), warehouse, order.Confirm{Book: 1, Comment: "For the warehouse."})
	if err != nil || !out.Waits() {
		t.Fatalf("%+v, %v", out, err)
	}
	return out.Request
}

func count(t *testing.T, a *apptest.App, query string, args ...any) (n int) {
	t.Helper()
	if err := a.Raw().QueryRow(query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// status is that of a service.
func status(t *testing.T, a *apptest.App, id string) (s service.Status) {
	t.Helper()
	if err := a.Raw().QueryRow("SELECT status FROM services WHERE id = $1", id).Scan(&s); err != nil {
		t.Fatal(err)
	}
	return s
}

func change(t *testing.T, a *apptest.App, statement string, args ...any) {
	t.Helper()
	if _, err := a.Raw().Exec(statement, args...); err != nil {
		t.Fatal(err)
	}
}

func TestOfAHundredWhoDecideAtOnceOneDoes(t *testing.T) {
	a := apptest.New(t)
	r := sent(t, a)
	theo, pia, alice := a.By(cast.Theo), a.By(cast.Pia), a.By(cast.Alice)
	errs := make([]error, 100)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			switch i % 3 {
			case 0:
				_, errs[i] = a.Orders.Approve(t.Context(), theo, r.ID, order.Decision{Book: 1, Answer: fmt.Sprint("Yes ", i)})
			case 1:
				_, errs[i] = a.Approvals.Reject(t.Context(), pia, r.ID, approval.AnswerDraft{Answer: fmt.Sprint("Not now ", i)})
			default:
				_, errs[i] = a.Approvals.Withdraw(t.Context(), alice, r.ID)
			}
		})
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		switch {
		case err == nil:
			won++
		case !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "already"):
			t.Error(err)
		}
	}
	if won != 1 {
		t.Errorf("%d won", won)
	}
	now, err := a.Approvals.Find(t.Context(), pia, r.ID)
	if err != nil || now.State == approval.Pending {
		t.Fatalf("%+v, %v", now.Request, err)
	}
	if ordered := status(t, a, warehouse) != service.Design; ordered != (now.State == approval.Approved) {
		t.Errorf("%s, and the service is %s", now.State, status(t, a, warehouse))
	}
	if n := count(t, a, "SELECT count(*) FROM events WHERE subject_id = $1 AND kind <> 'request.sent'", r.ID); n != 1 {
		t.Errorf("%d facts say what became of it", n)
	}
}

func TestWhatCannotBeCarriedOutAnyMoreFails(t *testing.T) {
	for name, c := range map[string]struct{ before, after, says string }{
		"the market was turned off":   {after: "UPDATE billing_markets SET active = FALSE WHERE account_id = '" + cast.Northwind + "'", says: "The billing market Australia is not enabled"},
		"the account is suspended":    {after: "UPDATE accounts SET status = 'suspended' WHERE id = '" + cast.Acme + "'", says: "is suspended"},
		"the account is closed":       {after: "UPDATE accounts SET status = 'closed' WHERE id = '" + cast.Acme + "'", says: "is closed"},
		"the location takes no more":  {after: "UPDATE locations SET offered = FALSE WHERE id = 'bne1'", says: "takes no new services"},
		"the design was changed":      {after: "UPDATE services SET reference = 'PO 7' WHERE id = 'p-6d9h'", says: "was changed after it was sent"},
		"the product is sold no more": {after: "UPDATE products SET offered = FALSE WHERE id = 'port'", says: "is not sold any more"},
		"the product asks for more": {after: `UPDATE products SET fields = '[{"key":"domain","label":"Domain","kind":"text","required":true}]' WHERE id = 'port'`,
			says: "asks for something else today. Enter a domain, in the details of Brisbane warehouse"},
	} {
		t.Run(name, func(t *testing.T) {
			a := apptest.New(t)
			r := sent(t, a)
			change(t, a, c.after)
			now, err := a.Orders.Today(t.Context(), a.By(cast.Theo), r.ID)
			if err != nil || !strings.Contains(now.Problem, c.says) {
				t.Errorf("before: %q, %v", now.Problem, err)
			}
			done, err := a.Orders.Approve(t.Context(), a.By(cast.Theo), r.ID, order.Decision{Book: 1})
			if err != nil || done.State != approval.Failed || !strings.Contains(done.Problem, c.says) || done.DecidedByName != cast.Theo.Name {
				t.Fatalf("%+v, %v", done, err)
			}
			if s := status(t, a, warehouse); s != service.Design {
				t.Errorf("the service is %s", s)
			}
			if count(t, a, "SELECT count(*) FROM events WHERE kind = 'request.failed' AND subject_id = $1", r.ID) != 1 ||
				count(t, a, "SELECT count(*) FROM events WHERE kind = 'service.ordered' AND topic = $1", "service "+warehouse) != 0 {
				t.Error("the record does not say so")
			}
		})
	}
}

func TestPricesThatChangedAreConfirmedAnew(t *testing.T) {
	a := apptest.New(t)
	r, theo := sent(t, a), a.By(cast.Theo)
	change(t, a, "UPDATE prices SET monthly_retail = monthly_retail + 100 WHERE market_id = 'AU' AND product_id = 'port'")
	_, err := a.Orders.Approve(t.Context(), theo, r.ID, order.Decision{Book: 1})
	if !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "prices changed") {
		t.Fatalf("a price that was not shown: %v", err)
	}
	change(t, a, "UPDATE markets SET book = book + 1 WHERE id = 'AU'")
	now, err := a.Orders.Today(t.Context(), theo, r.ID)
	if err != nil || !now.Stale || now.Book != 2 || now.Problem != "" {
		t.Fatalf("%+v, %v", now, err)
	}
	if _, err := a.Orders.Approve(t.Context(), theo, r.ID, order.Decision{Book: 1, Stale: true}); !fault.Is(err, fault.Conflict) {
		t.Fatalf("an old book: %v", err)
	}
	done, err := a.Orders.Approve(t.Context(), theo, r.ID, order.Decision{Book: 2, Stale: true})
	if err != nil || done.State != approval.Approved || status(t, a, warehouse) != service.Ordered {
		t.Errorf("%+v, %v", done, err)
	}
	v, err := a.Approvals.Find(t.Context(), theo, r.ID)
	if err != nil || !v.RetailThen.Same(now.Request.RetailThen) || v.RetailThen.Same(r.RetailThen) {
		t.Errorf("approved at %s, and it says %s; %v", now.Request.RetailThen.Text(theo), v.RetailThen.Text(theo), err)
	}
}

func TestWhoMayDecide(t *testing.T) {
	a := apptest.New(t)
	r := sent(t, a)
	for _, c := range []struct {
		who  access.Caller
		want fault.Kind
	}{
		{a.By(cast.Alice), fault.Forbidden}, {a.By(cast.Ben), fault.Forbidden}, {a.By(cast.Fiona), fault.Forbidden}, {a.By(cast.Rory), fault.Forbidden},
		{a.Viewing(cast.Pia, cast.Acme), fault.Forbidden}, {a.By(cast.Cara), fault.NotFound}, {a.By(cast.Dina), fault.Forbidden}, {a.By(cast.Sol), fault.Forbidden}, {a.By(cast.Olive), fault.Forbidden},
	} {
		if _, err := a.Orders.Approve(t.Context(), c.who, r.ID, order.Decision{Book: 1}); !fault.Is(err, c.want) {
			t.Errorf("%s approves: %v", c.who.Name, err)
		}
		if _, err := a.Approvals.Reject(t.Context(), c.who, r.ID, approval.AnswerDraft{Answer: "No."}); !fault.Is(err, c.want) {
			t.Errorf("%s rejects: %v", c.who.Name, err)
		}
	}
	change(t, a, "UPDATE approval_requests SET asked_by = $1 WHERE id = $2", cast.Theo.ID, r.ID)
	if _, err := a.Orders.Approve(t.Context(), a.By(cast.Theo), r.ID, order.Decision{Book: 1}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("what one asked for oneself: %v", err)
	}
	_, err := a.Orders.Approve(t.Context(), a.By(cast.Theo), r.ID, order.Decision{Book: 1, Answer: strings.Repeat("x", 501)})
	if fault.FieldsOf(err).At("answer") == "" {
		t.Errorf("a long comment: %v", err)
	}
}

func TestThePartnersPeopleOrderAtOnce(t *testing.T) {
	a := apptest.New(t)
	out, err := a.Orders.Place(t.Context(), a.Viewing(cast.Pia, cast.Acme), warehouse, order.Confirm{Book: 1})
	if err != nil || out.Request.ID != "" || out.Service.Status != service.Ordered {
		t.Errorf("%+v, %v", out, err)
	}
}

func TestARuleApprovesAtOnceAndSaysSo(t *testing.T) {
	a := apptest.New(t)
	pia := a.By(cast.Pia)
	if _, err := a.Approvals.AddRule(t.Context(), pia, approval.RuleDraft{Name: "Ports of Acme", Kind: approval.NewOrder, Below: "crm-1001", Currency: "AUD", AtMost: "10,000"}); err != nil {
		t.Fatal(err)
	}
	out, err := a.Orders.Place(t.Context(), a.By(cast.Alice), warehouse, order.Confirm{Book: 1})
	if err != nil || out.Waits() || out.Request.State != approval.Approved || out.Service.Status != service.Ordered {
		t.Fatalf("%+v, %v", out, err)
	}
	v, err := a.Approvals.Find(t.Context(), pia, out.Request.ID)
	if err != nil || v.RuleID == "" || !strings.Contains(v.DecidedByName, "Ports of Acme") {
		t.Errorf("%+v, %v", v.Request, err)
	}
	if n := count(t, a, "SELECT count(*) FROM events WHERE kind = 'request.approved' AND subject_id = $1", v.ID); n != 1 {
		t.Errorf("%d facts", n)
	}
	if n := count(t, a, "SELECT count(*) FROM letters WHERE kind = 'request_sent'"); n != 0 {
		t.Errorf("%d letters ask for what is decided", n)
	}
}

func TestWhoDecidesIsToldAndRemindedOnceAndWhatWaitsTooLongExpiresOnce(t *testing.T) {
	a := apptest.New(t)
	r := sent(t, a)
	letters := func(kind outbox.Kind) int {
		return count(t, a, "SELECT count(*) FROM letters WHERE kind = $1 AND account_id IN ($2, $3)", kind, cast.Northwind, cast.Acme)
	}
	if letters(outbox.RequestSent) != 3 { // Pia, Tariq, Theo
		t.Errorf("%d are asked", letters(outbox.RequestSent))
	}
	keep := func(job func() (int, error)) {
		t.Helper()
		var wg sync.WaitGroup
		errs := make([]error, 4)
		for i := range errs {
			wg.Go(func() { _, errs[i] = job() })
		}
		wg.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Error(err)
		}
	}
	remind := func() (int, error) { return a.Approvals.Remind(t.Context()) }
	expire := func() (int, error) { return a.Approvals.Expire(t.Context()) }
	mine := func() int {
		return count(t, a, "SELECT count(*) FROM letters WHERE kind = 'request_overdue' AND facts LIKE '%'||$1||'%'", r.ID)
	}
	keep(remind)
	if mine() != 0 {
		t.Error("somebody is reminded before it is due")
	}
	a.Clock.Advance(49 * time.Hour)
	keep(remind)
	keep(remind)
	if mine() != 3 {
		t.Errorf("%d are reminded", mine())
	}
	a.Clock.Advance(27 * 24 * time.Hour)
	keep(expire)
	if v, _ := a.Approvals.Find(t.Context(), a.By(cast.Pia), r.ID); v.State != approval.Pending {
		t.Errorf("it is %s a day early", v.State)
	}
	a.Clock.Advance(24 * time.Hour)
	keep(expire)
	keep(expire)
	v, err := a.Approvals.Find(t.Context(), a.By(cast.Alice), r.ID)
	if err != nil || v.State != approval.Expired || v.DecidedByName != "The portal" || status(t, a, warehouse) != service.Design {
		t.Errorf("%+v, %v", v.Request, err)
	}
	if n := count(t, a, "SELECT count(*) FROM events WHERE kind = 'request.expired' AND subject_id = $1", r.ID); n != 1 {
		t.Errorf("%d facts", n)
	}
	if letters(outbox.RequestExpired) != 0 { // Northwind supports Acme: its people get no letters about orders
		t.Error("Alice gets a letter")
	}
	sent(t, a) // what is over makes room for another one
}

func TestWhatACompanyAdminAsksOfALockedServiceIsCarriedOut(t *testing.T) {
	a := apptest.New(t)
	if _, _, err := a.Services.Lock(t.Context(), a.By(cast.Alice), port, true); err != nil {
		t.Fatal(err)
	}
	in := faster(t, a, cast.Alice, 100000)
	if _, err := a.Orders.Change(t.Context(), a.By(cast.Ben), port, in); !fault.Is(err, fault.Forbidden) {
		t.Errorf("Ben asks: %v", err)
	}
	out, err := a.Orders.Change(t.Context(), a.By(cast.Alice), port, in)
	if err != nil || !out.Waits() {
		t.Fatalf("%+v, %v", out, err)
	}
	bye, err := a.Orders.End(t.Context(), a.By(cast.Alice), port, ended)
	if err != nil || !bye.Waits() {
		t.Fatalf("%+v, %v", bye, err)
	}
	for _, r := range []approval.Request{out.Request, bye.Request} { // the change is carried out first, so the end costs something else
		if now, err := a.Orders.Today(t.Context(), a.By(cast.Theo), r.ID); err != nil || now.Problem != "" {
			t.Errorf("%s: %q, %v", r.Kind, now.Problem, err)
		}
		if done, err := a.Orders.Approve(t.Context(), a.By(cast.Theo), r.ID, order.Decision{Book: 1, Stale: true}); err != nil || done.State != approval.Approved {
			t.Errorf("%s: %s, %s, %v", r.Kind, done.State, done.Problem, err)
		}
	}
}

func TestALockedServiceStaysAsItIsUnlessWhoDecidesCouldUnlockIt(t *testing.T) {
	a := apptest.New(t)
	var id string
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test looks at everything").Model(&approval.Request{}).Where("account_id = ? AND state = 'pending'", cast.Acme).Limit(1).Pluck("id", &id).Error
	})
	change(t, a, "UPDATE services SET locked = TRUE, locked_by_name = 'Alice Novak' WHERE id = (SELECT service_id FROM approval_requests WHERE id = $1)", id)
	now, err := a.Orders.Today(t.Context(), a.By(cast.Theo), id)
	if err != nil || !strings.Contains(now.Problem, "locked by Alice Novak") {
		t.Errorf("Theo: %+v, %v", now, err)
	}
	if now, err = a.Orders.Today(t.Context(), a.By(cast.Pia), id); err != nil || now.Problem != "" {
		t.Errorf("Pia: %+v, %v", now, err)
	}
	done, err := a.Orders.Approve(t.Context(), a.By(cast.Theo), id, order.Decision{Book: 1})
	if err != nil || done.State != approval.Failed || !strings.Contains(done.Problem, "locked") {
		t.Errorf("%+v, %v", done, err)
	}
}

func TestWhoSendsTheSameDecisionTwiceDecidesOnce(t *testing.T) {
	a := apptest.New(t)
	theo, pia := a.By(cast.Theo), a.By(cast.Pia)
	r := sent(t, a)
	for range 2 {
		if done, err := a.Orders.Approve(t.Context(), theo, r.ID, order.Decision{Book: 1, Answer: "Yes."}); err != nil || done.State != approval.Approved {
			t.Errorf("%s, %v", done.State, err)
		}
	}
	for name, err := range map[string]error{
		"another comment": second(a.Orders.Approve(t.Context(), theo, r.ID, order.Decision{Book: 1, Answer: "No."})),
		"another person":  second(a.Orders.Approve(t.Context(), pia, r.ID, order.Decision{Book: 1, Answer: "Yes."})),
		"another answer":  second(a.Approvals.Reject(t.Context(), theo, r.ID, approval.AnswerDraft{Answer: "Yes."})),
	} {
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := count(t, a, "SELECT count(*) FROM events WHERE subject_id = $1 AND kind = 'request.approved'", r.ID); n != 1 {
		t.Errorf("%d facts", n)
	}
	out, err := a.Orders.End(t.Context(), a.By(cast.Alice), port, ended)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if done, err := a.Approvals.Reject(t.Context(), theo, out.Request.ID, approval.AnswerDraft{Answer: " Not now. "}); err != nil || done.State != approval.Rejected {
			t.Errorf("%s, %v", done.State, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }
