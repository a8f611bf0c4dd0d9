package account_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/setting"
)

// draft is a form that Pia could send.
func draft(name, reference string) account.Draft {
	return account.Draft{Name: name, Reference: reference, Phone: "02 9374 4000", Email: "noc@northwind.example"}
}

// count is how many rows a table has.
func count(t *testing.T, a *apptest.App, table string) (n int) {
	t.Helper()
	if err := a.Raw().QueryRow("SELECT count(*) FROM " + table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// rows is how many rows all the tables have that creating an account writes to.
func rows(t *testing.T, a *apptest.App) string {
	t.Helper()
	var b strings.Builder
	for _, table := range []string{"accounts", "lineage", "events", "receipts", "tags", "settings"} {
		fmt.Fprintf(&b, "%s %d, ", table, count(t, a, table))
	}
	return b.String()
}

// history is what an account's record says, newest first, in short.
func history(t *testing.T, a *apptest.App, p cast.Person, key string) (kinds []string) {
	t.Helper()
	es, _, err := a.Events.History(t.Context(), a.By(p), key, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range es {
		s := string(e.Kind) + " by " + e.UserName
		for _, c := range e.Changes {
			s += fmt.Sprintf("; %s: %s → %s", c.Field, c.Was, c.Now)
		}
		kinds = append(kinds, s)
	}
	return kinds
}

func TestPiaCreatesAnAccountAndItIsWhatSheTyped(t *testing.T) {
	a := apptest.New(t)
	in := draft("  Bright   Sparks ", " CRM-2000 ")
	got, err := a.Accounts.Create(t.Context(), a.By(cast.Pia), in)
	if err != nil {
		t.Fatal(err)
	}
	got = a.Account(got.ID)
	if got.Name != "Bright Sparks" || got.Reference != "CRM-2000" || got.SupportPhone != "+61293744000" || got.SupportEmail != "noc@northwind.example" {
		t.Errorf("%+v", got)
	}
	if got.Kind != access.Managed || got.ParentID != cast.Northwind || got.Support != account.ByPartner || got.Status != account.Active || !got.Contact || got.Version != 1 || got.CreatedBy != "Pia Larsen" {
		t.Errorf("%+v", got)
	}
	want := []string{"account.created by Pia Larsen; Account Name:  → Bright Sparks; Account Reference:  → CRM-2000; Technical Support Phone Number:  → +61293744000; Technical Support Email:  → noc@northwind.example"}
	if h := history(t, a, cast.Pia, got.ID); strings.Join(h, "\n") != want[0] {
		t.Errorf("history: %q", h)
	}
	if n := count(t, a, "settings"); n == 0 {
		t.Error("no settings at all")
	}
	var own int
	if err := a.Raw().QueryRow("SELECT count(*) FROM settings WHERE account_id = '" + got.ID + "'").Scan(&own); err != nil || own != 0 {
		t.Errorf("a new account starts with %d settings, %v", own, err)
	}
	a.CheckNumbers()
}

func TestWhoMayCreateAccounts(t *testing.T) {
	a := apptest.New(t)
	for _, p := range cast.Everyone() {
		in := draft("By "+p.Name, "R "+p.Name)
		switch p.Account {
		case cast.Cascade:
			in.Phone, in.Email = "408 234 5678", "noc@cascade.example"
		case cast.Lakeside:
			in.Phone, in.Email = "+49 69 12345678", "noc@lakeside.example"
		}
		_, err := a.Accounts.Create(t.Context(), a.By(p), in)
		may := p == cast.Pia || p == cast.Cara || p == cast.Leo
		if may && err != nil || !may && !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v", p.Name, err)
		}
	}
	if _, err := a.Accounts.Create(t.Context(), a.Viewing(cast.Pia, cast.Acme), draft("Inside", "Inside")); !fault.Is(err, fault.Forbidden) {
		t.Errorf("Pia viewing Acme: %v", err)
	}
	if _, err := a.Accounts.Create(t.Context(), access.Caller{}, draft("Nobody", "Nobody")); !fault.Is(err, fault.Forbidden) {
		t.Errorf("nobody: %v", err)
	}
}

func TestBadInputIsAnsweredAtItsFieldAndWritesNothing(t *testing.T) {
	a := apptest.New(t)
	good := draft("Bright Sparks", "CRM-2000")
	for name, c := range map[string]struct {
		by    cast.Person
		draft func(d *account.Draft)
		want  []string // fields with a problem
		says  string
	}{
		"nothing typed":               {cast.Pia, func(d *account.Draft) { *d = account.Draft{} }, []string{"name", "reference"}, "Enter the Account Name"},
		"only spaces":                 {cast.Pia, func(d *account.Draft) { d.Name = "   " }, []string{"name"}, "Enter the Account Name"},
		"129 characters":              {cast.Pia, func(d *account.Draft) { d.Name = strings.Repeat("é", 129) }, []string{"name"}, "129 characters"},
		"129 in the reference":        {cast.Pia, func(d *account.Draft) { d.Reference = strings.Repeat("x", 129) }, []string{"reference"}, "129 characters"},
		"a control character":         {cast.Pia, func(d *account.Draft) { d.Name = "a\x01b" }, []string{"name"}, "control characters"},
		"a bidi override":             {cast.Pia, func(d *account.Draft) { d.Reference = "a\u202eb" }, []string{"reference"}, "control characters"},
		"a name in use":               {cast.Pia, func(d *account.Draft) { d.Name = "acme ROBOTICS" }, []string{"name"}, "Acme Robotics is already the name of another account"},
		"a name in use, with accents": {cast.Pia, func(d *account.Draft) { d.Name = "CAFE\u0301 ZÜRICH roasters" }, []string{"name"}, "already the name"},
		"a reference in use":          {cast.Pia, func(d *account.Draft) { d.Reference = "crm-1002" }, []string{"reference"}, "crm-1002 is already the reference of Blue Bottle Logistics"},
		"both in use":                 {cast.Pia, func(d *account.Draft) { d.Name, d.Reference = "Cobalt Health", "CRM-1003" }, []string{"name", "reference"}, "Cobalt Health is already"},
		"a name of a closed account":  {cast.Pia, func(d *account.Draft) { d.Name = "Tidewater Analytics" }, []string{"name"}, "already the name"},
		"a phone of another country":  {cast.Pia, func(d *account.Draft) { d.Phone = "+1 408 234 5678" }, []string{"phone"}, "not a phone number in Australia. Example: 02 9374 4000"},
		"a phone without digits":      {cast.Pia, func(d *account.Draft) { d.Phone = "call us" }, []string{"phone"}, "not a phone number in Australia"},
		"an address without a domain": {cast.Pia, func(d *account.Draft) { d.Email = "noc" }, []string{"email"}, "not an e-mail address"},
		"an address of another domain": {cast.Pia, func(d *account.Draft) { d.Email = "noc@elsewhere.example" }, []string{account.FieldOurTeam},
			"The e-mail address is not at northwind.example. Tick the box"},
		"an address of a subdomain":    {cast.Pia, func(d *account.Draft) { d.Email = "noc@mail.northwind.example" }, []string{account.FieldOurTeam}, "not at northwind.example"},
		"everything wrong at once":     {cast.Pia, func(d *account.Draft) { *d = account.Draft{Phone: "x", Email: "y"} }, []string{"name", "reference", "phone", "email"}, ""},
		"no contacts for the operator": {cast.Cara, func(d *account.Draft) { d.Phone, d.Email = "", "" }, []string{"phone", "email"}, "required, because the operator supports this account"},
		"no phone for the operator":    {cast.Cara, func(d *account.Draft) { d.Phone, d.Email = " ", "noc@cascade.example" }, []string{"phone"}, "required"},
		"a national number for a referred partner": {cast.Leo, func(d *account.Draft) { d.Phone, d.Email = "069 12345678", "noc@lakeside.example" }, []string{"phone"},
			"not an international phone number. Example: +61 2 9374 4000"},
	} {
		t.Run(name, func(t *testing.T) {
			before := rows(t, a)
			in := good
			in.Token = "token " + name
			c.draft(&in)
			_, err := a.Accounts.Create(t.Context(), a.By(c.by), in)
			problems := fault.FieldsOf(err)
			var fields []string
			for _, p := range problems {
				fields = append(fields, p.Field)
			}
			if strings.Join(fields, " ") != strings.Join(c.want, " ") || len(problems) > 0 && !strings.Contains(problems[0].Text, c.says) {
				t.Errorf("answered %v (%v)", problems, err)
			}
			if after := rows(t, a); after != before {
				t.Errorf("there were %s and are %s", before, after)
			}
		})
	}
	good.Token = "token nothing typed"
	if _, err := a.Accounts.Create(t.Context(), a.By(cast.Pia), good); err != nil {
		t.Errorf("the same form put right: %v", err)
	}
}

func TestAForeignAddressWithTheTickIsAcceptedAndRecorded(t *testing.T) {
	a := apptest.New(t)
	in := draft("Bright Sparks", "CRM-2000")
	in.Email, in.OurTeam = "noc@elsewhere.example", true
	got, err := a.Accounts.Create(t.Context(), a.By(cast.Pia), in)
	if err != nil {
		t.Fatal(err)
	}
	h := history(t, a, cast.Pia, got.ID)
	if len(h) != 2 || h[0] != "support_email.confirmed by Pia Larsen; Technical Support Email:  → noc@elsewhere.example" {
		t.Errorf("history: %q", h)
	}
	in = draft("Own domain", "CRM-2001")
	in.OurTeam = true
	if got, err = a.Accounts.Create(t.Context(), a.By(cast.Pia), in); err != nil {
		t.Fatal(err)
	}
	if h := history(t, a, cast.Pia, got.ID); len(h) != 1 {
		t.Errorf("a tick that was not needed is recorded: %q", h)
	}
}

func TestContactsAreOptionalWhereThePartnerSupports(t *testing.T) {
	a := apptest.New(t)
	got, err := a.Accounts.Create(t.Context(), a.By(cast.Pia), account.Draft{Name: "Bare", Reference: "B-1"})
	if err != nil || got.Contact || got.SupportPhone != "" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestAnotherPartnerMayUseTheSameNameAndReference(t *testing.T) {
	a := apptest.New(t)
	in := account.Draft{Name: "Blue Bottle Logistics", Reference: "CRM-1002", Phone: "408 234 5678", Email: "noc@cascade.example"}
	if _, err := a.Accounts.Create(t.Context(), a.By(cast.Cara), in); err != nil {
		t.Error(err)
	}
	a.CheckNumbers()
}

func TestTheSameFormSentAgainMakesOneAccount(t *testing.T) {
	a := apptest.New(t)
	in := draft("Bright Sparks", "CRM-2000")
	in.Token = "one showing"
	first, err := a.Accounts.Create(t.Context(), a.By(cast.Pia), in)
	if err != nil {
		t.Fatal(err)
	}
	before := rows(t, a)
	again, err := a.Accounts.Create(t.Context(), a.By(cast.Pia), in)
	if err != nil || again.ID != first.ID {
		t.Errorf("again %s, not %s: %v", again.ID, first.ID, err)
	}
	if after := rows(t, a); after != before {
		t.Errorf("there were %s and are %s", before, after)
	}
}

// atOnce calls fn n times at the same time.
func atOnce(n int, fn func(i int)) {
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		wg.Go(func() {
			<-start
			fn(i)
		})
	}
	close(start)
	wg.Wait()
}

func TestTwentyIdenticalCreatesAtOnceMakeOneAccount(t *testing.T) {
	a := apptest.New(t)
	by := a.By(cast.Pia)
	in := draft("Bright Sparks", "CRM-2000")
	in.Token = "one showing"
	before := count(t, a, "accounts")
	keys, errs := make([]string, 20), make([]error, 20)
	atOnce(20, func(i int) {
		got, err := a.Accounts.Create(context.Background(), by, in)
		keys[i], errs[i] = got.ID, err
	})
	for i := range keys {
		if errs[i] != nil || keys[i] != keys[0] || keys[i] == "" {
			t.Errorf("create %d answered %q, %v", i, keys[i], errs[i])
		}
	}
	if got := count(t, a, "accounts") - before; got != 1 {
		t.Errorf("%d accounts were made", got)
	}
	if h := history(t, a, cast.Pia, keys[0]); len(h) != 1 {
		t.Errorf("%d facts", len(h))
	}
	a.CheckNumbers()
}

func TestTwentyFormsWithOneNameMakeOneAccountAndNineteenClearAnswers(t *testing.T) {
	a := apptest.New(t)
	by := a.By(cast.Pia)
	errs := make([]error, 20)
	atOnce(20, func(i int) {
		in := draft("Bright Sparks", fmt.Sprintf("CRM-20%02d", i))
		in.Token = fmt.Sprint("showing ", i)
		_, errs[i] = a.Accounts.Create(context.Background(), by, in)
	})
	made := 0
	for _, err := range errs {
		if err == nil {
			made++
		} else if fault.FieldsOf(err).At("name") != "Bright Sparks is already the name of another account" {
			t.Errorf("answered %v", err)
		}
	}
	if made != 1 {
		t.Errorf("%d accounts were made", made)
	}
	a.CheckNumbers()
}

func TestTwentyDifferentCreatesAtOnceMakeTwentyAndAreCounted(t *testing.T) {
	a := apptest.New(t)
	by := a.By(cast.Pia)
	atOnce(20, func(i int) {
		if _, err := a.Accounts.Create(context.Background(), by, draft(fmt.Sprint("New ", i), fmt.Sprint("N-", i))); err != nil {
			t.Error(err)
		}
	})
	if got := a.Account(cast.Northwind).Managed; got != 66 {
		t.Errorf("Northwind counts %d", got)
	}
	a.CheckNumbers()
}

// edited is the form of an account as it is now.
func edited(t *testing.T, a *apptest.App, key string) account.Draft {
	t.Helper()
	acct, tags, err := a.Accounts.Child(t.Context(), a.By(cast.Pia), key)
	if err != nil {
		t.Fatal(err)
	}
	return account.Draft{Name: acct.Name, Reference: acct.Reference, Phone: acct.SupportPhone, Email: acct.SupportEmail, Tags: strings.Join(tags, ", "), Version: acct.Version}
}

func TestAnEditChangesWhatWasTypedAndNothingElse(t *testing.T) {
	a := apptest.New(t)
	in := edited(t, a, cast.Acme)
	in.Name, in.Phone, in.Tags = "Acme Röbotics", "07 3229 1234", "Priority, Robots"
	before := a.Account(cast.Acme)
	got, err := a.Accounts.Edit(t.Context(), a.By(cast.Pia), cast.Acme, in)
	if err != nil {
		t.Fatal(err)
	}
	now := a.Account(cast.Acme)
	if now.Name != "Acme Röbotics" || now.SupportPhone != "+61732291234" || now.Version != before.Version+1 || got.Version != now.Version {
		t.Errorf("%+v", now)
	}
	if now.Services != before.Services || now.PricingOwn != before.PricingOwn || !now.CreatedAt.Equal(before.CreatedAt) || now.Reference != before.Reference {
		t.Errorf("%+v became %+v", before, now)
	}
	want := "account.edited by Pia Larsen; Account Name: Acme Robotics → Acme Röbotics; Technical Support Phone Number: +61293744000 → +61732291234; Tags: Australia, Manufacturing, Priority → Priority, Robots"
	if h := history(t, a, cast.Pia, cast.Acme); h[0] != want {
		t.Errorf("history: %q", h[0])
	}
	p, err := a.Accounts.List(t.Context(), a.By(cast.Pia), account.Filter{Find: "rob"})
	if err != nil || p.Total != 1 {
		t.Errorf("found %d, %v", p.Total, err)
	}
	a.CheckNumbers()
}

func TestAnEditThatChangesNothingWritesNothing(t *testing.T) {
	a := apptest.New(t)
	before := rows(t, a)
	got, err := a.Accounts.Edit(t.Context(), a.By(cast.Pia), cast.Acme, edited(t, a, cast.Acme))
	if err != nil || got.Version != 1 {
		t.Errorf("version %d, %v", got.Version, err)
	}
	if after := rows(t, a); after != before {
		t.Errorf("there were %s and are %s", before, after)
	}
}

func TestAnEditOfSomethingThatChangedMeanwhileIsRefused(t *testing.T) {
	a := apptest.New(t)
	in := edited(t, a, cast.Acme)
	first, second := in, in
	first.Name, second.Name = "First", "Second"
	if _, err := a.Accounts.Edit(t.Context(), a.By(cast.Pia), cast.Acme, first); err != nil {
		t.Fatal(err)
	}
	_, err := a.Accounts.Edit(t.Context(), a.By(cast.Pia), cast.Acme, second)
	if !fault.Is(err, fault.Conflict) || a.Account(cast.Acme).Name != "First" {
		t.Errorf("%v; it is called %s", err, a.Account(cast.Acme).Name)
	}
}

func TestOfTwoEditsAtOnceOneIsTold(t *testing.T) {
	a := apptest.New(t)
	by, in := a.By(cast.Pia), edited(t, a, cast.Acme)
	errs := make([]error, 8)
	atOnce(8, func(i int) {
		mine := in
		mine.Name = fmt.Sprint("Name ", i)
		_, errs[i] = a.Accounts.Edit(context.Background(), by, cast.Acme, mine)
	})
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if !fault.Is(err, fault.Conflict) {
			t.Error(err)
		}
	}
	if won != 1 {
		t.Errorf("%d edits won", won)
	}
}

func TestAnEditToANameInUseIsAnsweredAtTheField(t *testing.T) {
	a := apptest.New(t)
	in := edited(t, a, cast.Acme)
	in.Name, in.Reference, in.Tags = "COBALT health", "CRM-1002", strings.Repeat("x", 41)
	_, err := a.Accounts.Edit(t.Context(), a.By(cast.Pia), cast.Acme, in)
	f := fault.FieldsOf(err)
	if f.At("name") == "" || f.At("reference") == "" || f.At("tags") == "" || f.Problem("name").About != cast.Cobalt {
		t.Errorf("%v", err)
	}
	in = edited(t, a, cast.Acme)
	in.Name = "ACME Robotics"
	if _, err := a.Accounts.Edit(t.Context(), a.By(cast.Pia), cast.Acme, in); err != nil {
		t.Errorf("an account's own name in other case: %v", err)
	}
}

func TestAnAccountOfAnotherPartnerIsMissing(t *testing.T) {
	a := apptest.New(t)
	ctx, cara := t.Context(), a.By(cast.Cara)
	before := a.Account(cast.Acme)
	for name, act := range map[string]func(key string) error{
		"Find":       func(key string) error { _, err := a.Accounts.Find(ctx, cara, key); return err },
		"Child":      func(key string) error { _, _, err := a.Accounts.Child(ctx, cara, key); return err },
		"Edit":       func(key string) error { _, err := a.Accounts.Edit(ctx, cara, key, draft("x", "y")); return err },
		"Suspend":    func(key string) error { _, err := a.Accounts.Suspend(ctx, cara, key); return err },
		"Reactivate": func(key string) error { _, err := a.Accounts.Reactivate(ctx, cara, key); return err },
		"Close":      func(key string) error { _, err := a.Accounts.Close(ctx, cara, key); return err },
		"Tag":        func(key string) error { _, err := a.Accounts.Tag(ctx, cara, key, "mine", true); return err },
		"Change": func(key string) error {
			_, err := a.Settings.Change(ctx, cara, key, setting.ShowPricing, setting.Draft{On: true, Scope: setting.AllAccounts})
			return err
		},
		"Inherit": func(key string) error {
			_, err := a.Settings.Inherit(ctx, cara, key, setting.ShowPricing, "")
			return err
		},
		"Of": func(key string) error { _, err := a.Settings.Of(ctx, cara, key); return err },
		"Preview": func(key string) error {
			_, err := a.Settings.Preview(ctx, cara, key, setting.ShowPricing, true)
			return err
		},
	} {
		foreign, none := act(cast.Acme), act("nobodyxx")
		if !fault.Is(foreign, fault.NotFound) || foreign.Error() != none.Error() {
			t.Errorf("%s: %v, and for one that does not exist: %v", name, foreign, none)
		}
	}
	if a.Account(cast.Acme) != before {
		t.Error("the account changed")
	}
	es, _, err := a.Events.History(ctx, cara, cast.Acme, "")
	if err != nil || len(es) != 0 {
		t.Errorf("%d facts of it, %v", len(es), err)
	}
	own, err := a.Accounts.Find(ctx, a.By(cast.Dina), cast.Lakeside)
	if !fault.Is(err, fault.NotFound) {
		t.Errorf("a distributor reached into its partner: %+v, %v", own, err)
	}
}

func TestSuspendingReactivatingAndClosingAreCountedAndRecorded(t *testing.T) {
	a := apptest.New(t)
	ctx, by := t.Context(), a.By(cast.Pia)
	step := func(name string, act func() (account.Account, error), want account.Status, active int64) {
		t.Helper()
		got, err := act()
		if err != nil || got.Status != want || a.Account(cast.Ember).Status != want {
			t.Errorf("%s: %s, %v", name, got.Status, err)
		}
		if n := a.Account(cast.Northwind).ManagedActive; n != active {
			t.Errorf("%s: Northwind counts %d active accounts, not %d", name, n, active)
		}
		a.CheckNumbers()
	}
	step("suspend", func() (account.Account, error) { return a.Accounts.Suspend(ctx, by, cast.Ember) }, account.Suspended, 43)
	if _, err := a.Accounts.Suspend(ctx, by, cast.Ember); !fault.Is(err, fault.Conflict) {
		t.Errorf("suspended twice: %v", err)
	}
	step("reactivate", func() (account.Account, error) { return a.Accounts.Reactivate(ctx, by, cast.Ember) }, account.Active, 44)
	step("suspend again", func() (account.Account, error) { return a.Accounts.Suspend(ctx, by, cast.Ember) }, account.Suspended, 43)
	step("close", func() (account.Account, error) { return a.Accounts.Close(ctx, by, cast.Ember) }, account.Closed, 43)
	for name, act := range map[string]func() error{
		"reactivate": func() error { _, err := a.Accounts.Reactivate(ctx, by, cast.Ember); return err },
		"edit":       func() error { _, err := a.Accounts.Edit(ctx, by, cast.Ember, edited(t, a, cast.Ember)); return err },
		"configure": func() error {
			_, err := a.Settings.Change(ctx, by, cast.Ember, setting.ShowPricing, setting.Draft{On: true})
			return err
		},
		"inherit": func() error { _, err := a.Settings.Inherit(ctx, by, cast.Ember, setting.ShowPricing, ""); return err },
		"tag":     func() error { _, err := a.Accounts.Tag(ctx, by, cast.Ember, "new", true); return err },
	} {
		if err := act(); !fault.Is(err, fault.Conflict) {
			t.Errorf("%s of a closed account: %v", name, err)
		}
	}
	if _, err := a.Accounts.Close(ctx, by, cast.Acme); !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "14 services") {
		t.Errorf("closed with services: %v", err)
	}
	h := history(t, a, cast.Pia, cast.Ember)
	if h[0] != "account.closed by Pia Larsen; Status: suspended → closed" || h[3] != "account.suspended by Pia Larsen; Status: active → suspended" {
		t.Errorf("history: %q", h)
	}
}

func TestOfTenSuspensionsAtOnceOneIsCounted(t *testing.T) {
	a := apptest.New(t)
	by := a.By(cast.Pia)
	atOnce(10, func(int) {
		if _, err := a.Accounts.Suspend(context.Background(), by, cast.Cobalt); err != nil && !fault.Is(err, fault.Conflict) {
			t.Error(err)
		}
	})
	if n := a.Account(cast.Northwind).ManagedActive; n != 43 {
		t.Errorf("Northwind counts %d active accounts", n)
	}
	a.CheckNumbers()
}

func TestASuspendedPartnerChangesNothing(t *testing.T) {
	a := apptest.New(t)
	if _, err := a.Raw().Exec("UPDATE accounts SET status = 'suspended' WHERE id = '" + cast.Northwind + "'"); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Accounts.Create(t.Context(), a.By(cast.Pia), draft("x", "y")); !fault.Is(err, fault.Forbidden) {
		t.Error(err)
	}
	if _, err := a.Accounts.List(t.Context(), a.By(cast.Pia), account.Filter{}); err != nil {
		t.Error("it can be read: ", err)
	}
}

func TestTagsArePutOnAndTakenOff(t *testing.T) {
	a := apptest.New(t)
	ctx, by := t.Context(), a.By(cast.Pia)
	tags := func() string {
		_, ts, err := a.Accounts.Child(ctx, by, cast.Acme)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(ts, ", ")
	}
	for _, c := range []struct {
		tag  string
		on   bool
		want string
	}{
		{"Robots", true, "Australia, Manufacturing, Priority, Robots"},
		{"priority", true, "Australia, Manufacturing, priority, Robots"},
		{"PRIORITY", false, "Australia, Manufacturing, Robots"},
		{"never there", false, "Australia, Manufacturing, Robots"},
	} {
		if _, err := a.Accounts.Tag(ctx, by, cast.Acme, c.tag, c.on); err != nil {
			t.Fatal(err)
		}
		if got := tags(); got != c.want {
			t.Errorf("after %q %t: %s, not %s", c.tag, c.on, got, c.want)
		}
	}
	before := count(t, a, "events")
	if _, err := a.Accounts.Tag(ctx, by, cast.Acme, "Robots", true); err != nil || count(t, a, "events") != before {
		t.Errorf("a tag put on twice is recorded twice: %v", err)
	}
	if _, err := a.Accounts.Tag(ctx, by, cast.Acme, "a, b", true); err != nil {
		t.Error(err)
	}
	for i := range 30 {
		_, err := a.Accounts.Tag(ctx, by, cast.Acme, fmt.Sprint("tag ", i), true)
		if err != nil && !fault.Is(err, fault.Invalid) {
			t.Error(err)
		}
	}
	if n := len(strings.Split(tags(), ", ")); n != account.MostTags {
		t.Errorf("%d tags", n)
	}
}

func TestOnlyACompanyAdminSeesManagedAccounts(t *testing.T) {
	a := apptest.New(t)
	for _, p := range cast.Everyone() {
		_, err := a.Accounts.List(t.Context(), a.By(p), account.Filter{})
		may := p == cast.Pia || p == cast.Cara || p == cast.Leo
		if may && err != nil || !may && !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v", p.Name, err)
		}
	}
}

func TestTheOperatorSeesItsPartnersAndADistributorThoseItReferred(t *testing.T) {
	a := apptest.New(t)
	names := func(p cast.Person, f account.PartnerFilter) (names []string, err error) {
		as, _, err := a.Accounts.Partners(t.Context(), a.By(p), f)
		for _, x := range as {
			names = append(names, x.Name)
		}
		return names, err
	}
	for _, c := range []struct {
		by   cast.Person
		f    account.PartnerFilter
		want string
	}{
		{cast.Olive, account.PartnerFilter{}, "Cascade Telecom, Harbour Distribution, Lakeside Cloud, Northwind Partners, Solo Systems"},
		{cast.Sam, account.PartnerFilter{Find: "WIND"}, "Northwind Partners"},
		{cast.Olive, account.PartnerFilter{After: cast.Harbour}, "Lakeside Cloud, Northwind Partners, Solo Systems"},
		{cast.Dina, account.PartnerFilter{}, "Lakeside Cloud"},
		{cast.Dina, account.PartnerFilter{Find: "cascade"}, ""},
		{cast.Dina, account.PartnerFilter{After: cast.Northwind}, "Lakeside Cloud"}, // not hers: it says nothing of where it stands
	} {
		got, err := names(c.by, c.f)
		if err != nil || strings.Join(got, ", ") != c.want {
			t.Errorf("%s with %+v: %v, %v", c.by.Name, c.f, got, err)
		}
	}
	for _, p := range []cast.Person{cast.Pia, cast.Alice, cast.Sol} {
		if _, err := names(p, account.PartnerFilter{}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v", p.Name, err)
		}
	}
}

func TestSavedViewsBelongToTheirMakerUnlessShared(t *testing.T) {
	a := apptest.New(t)
	ctx, pia := t.Context(), a.By(cast.Pia)
	rory := pia
	rory.User, rory.Name = "cast-second-admin", "Second Admin"
	save := func(name string, shared bool) account.View {
		v, err := a.Views.Save(ctx, pia, account.ViewDraft{Name: name, Query: "?sort=created", Shared: shared})
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	save("Mine", false)
	shared := save("Ours", true)
	save("  MINE ", false)
	list := func(by access.Caller) string {
		vs, err := a.Views.List(ctx, by)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, v := range vs {
			names = append(names, v.Name+" "+v.Query)
		}
		return strings.Join(names, ", ")
	}
	if got := list(pia); got != "MINE sort=created, Ours sort=created" {
		t.Errorf("Pia's: %s", got)
	}
	if got := list(rory); got != "Ours sort=created" {
		t.Errorf("another admin's: %s", got)
	}
	if got := list(a.By(cast.Cara)); got != "" {
		t.Errorf("Cara's: %s", got)
	}
	for _, by := range []access.Caller{rory, a.By(cast.Cara)} {
		if _, err := a.Views.Remove(ctx, by, shared.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s removed it: %v", by.Name, err)
		}
	}
	if _, err := a.Views.Remove(ctx, pia, shared.ID); err != nil || list(rory) != "" {
		t.Errorf("removed: %v", err)
	}
	for name, in := range map[string]account.ViewDraft{"no name": {}, "a long query": {Name: "x", Query: strings.Repeat("x", 1001)}} {
		if _, err := a.Views.Save(ctx, pia, in); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for i := range 60 {
		if _, err := a.Views.Save(ctx, pia, account.ViewDraft{Name: fmt.Sprint("v", i)}); (err != nil) != (i >= 49) {
			t.Errorf("view %d: %v", i, err)
		}
	}
}

func TestEveryFactOfAVerbNamesTheCaller(t *testing.T) {
	a := apptest.New(t)
	by := a.By(cast.Pia)
	by.Request = "req-1"
	got, err := a.Accounts.Create(t.Context(), by, draft("Bright Sparks", "CRM-2000"))
	if err != nil {
		t.Fatal(err)
	}
	es, _, err := a.Events.History(t.Context(), by, got.ID, "")
	if err != nil || len(es) != 1 {
		t.Fatal(es, err)
	}
	e := es[0]
	if e.Kind != event.AccountCreated || e.UserID != cast.Pia.ID || e.SeatID != cast.Northwind || e.RequestID != "req-1" || !e.At.Equal(apptest.Start) || e.SubjectID != got.ID {
		t.Errorf("%+v", e)
	}
}
