package delegation_test

import (
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/delegation"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/user"
)

// only is a draft for some accounts.
func only(keys ...string) delegation.Draft {
	return delegation.Draft{What: delegation.Some, Accounts: keys, Ends: delegation.Never}
}

// limit lets a person of Northwind enter what a draft says.
func limit(t *testing.T, a *apptest.App, who cast.Person, in delegation.Draft) delegation.Person {
	t.Helper()
	p, altered, err := a.Delegations.Add(t.Context(), a.By(cast.Pia), a.Seat(who), in)
	if err != nil || !altered {
		t.Fatalf("altered %t, %v", altered, err)
	}
	return p
}

// promote makes somebody of Northwind a Company Admin.
func promote(t *testing.T, a *apptest.App, who cast.Person) cast.Person {
	t.Helper()
	run(t, a, "UPDATE seats SET role = 'Company Admin' WHERE user_id = '"+who.ID+"'")
	who.Role = access.CompanyAdmin
	return who
}

func run(t *testing.T, a *apptest.App, sql string) {
	t.Helper()
	if _, err := a.Raw().Exec(sql); err != nil {
		t.Fatal(err)
	}
}

func number(t *testing.T, a *apptest.App, sql string) (n int) {
	t.Helper()
	if err := a.Raw().QueryRow(sql).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// said are the changes of the facts about who enters what, oldest first.
func said(t *testing.T, a *apptest.App) (lines []string) {
	t.Helper()
	var es []event.Event
	a.Tx(func(tx *db.Tx) error {
		return tx.Everywhere("a test looks at everything").Where("kind = ?", event.DelegationChanged).Order("id").Find(&es).Error
	})
	for _, e := range es {
		line := e.UserName + " at " + e.AccountID + " about " + e.SubjectName + ":"
		for _, c := range e.Changes {
			line += " [" + c.Field + "|" + c.Was + "|" + c.Now + "]"
		}
		lines = append(lines, line)
	}
	return lines
}

func TestWhatIsGivenIsRecordedAndSendingItAgainChangesNothing(t *testing.T) {
	a := apptest.New(t)
	by, theo := a.By(cast.Pia), a.Seat(cast.Theo)
	limit(t, a, cast.Theo, delegation.Draft{What: delegation.Some, Accounts: []string{cast.Cobalt, cast.Acme, cast.Acme}, Ends: delegation.Week, Note: "Leave of Tariq"})
	limit(t, a, cast.Theo, delegation.Draft{What: delegation.Tagged, Tag: " HEALTH ", Accounts: []string{cast.Delta}, Ends: delegation.OnDay, Day: "2027-02-28"})
	for range 2 {
		p, altered, err := a.Delegations.Add(t.Context(), by, theo, delegation.Draft{What: delegation.Tagged, Tag: "health", Ends: delegation.OnDay, Day: "2027-02-28"})
		if err != nil || altered || len(p.Rows) != 3 {
			t.Fatalf("again: %+v, %t, %v", p.Rows, altered, err)
		}
	}
	p, altered, err := a.Delegations.Add(t.Context(), by, theo, delegation.Draft{What: delegation.Tagged, Tag: "health", Ends: delegation.Never})
	if err != nil || !altered {
		t.Fatal(err)
	}
	var acme string
	for _, d := range p.Rows {
		if d.ManagedID == cast.Acme {
			acme = d.ID
		}
	}
	for i := range 2 {
		if _, altered, err := a.Delegations.End(t.Context(), by, theo, acme); err != nil || altered != (i == 0) {
			t.Fatalf("end: %t, %v", altered, err)
		}
	}
	if _, altered, err := a.Delegations.Restore(t.Context(), by, theo, acme, delegation.Draft{Ends: delegation.Never}); err != nil || !altered {
		t.Fatal(err)
	}
	for i := range 2 {
		if _, altered, err := a.Delegations.Lift(t.Context(), by, theo); err != nil || altered != (i == 0) {
			t.Fatalf("lift: %t, %v", altered, err)
		}
	}
	want := []string{
		"[Acme Robotics||Until 21 September 2026] [Cobalt Health||Until 21 September 2026]",
		"[Accounts tagged Health||Until 28 February 2027]",
		"[Accounts tagged Health|Until 28 February 2027|Without an end]",
		"[Acme Robotics|Until 21 September 2026|Ended]",
		"[Acme Robotics|Ended|Without an end]",
		"[Enters|3 entries|All managed accounts]",
	}
	for i := range want {
		want[i] = "Pia Larsen at " + cast.Northwind + " about Theo Brandt: " + want[i]
	}
	if got := said(t, a); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("the record says\n%s", strings.Join(got, "\n"))
	}
}

func TestTheSameFormsSentAtOnceAreCarriedOutOnce(t *testing.T) {
	a := apptest.New(t)
	by, theo := a.By(cast.Pia), a.Seat(cast.Theo)
	var wg sync.WaitGroup
	at := func(do func() (bool, error)) (altered int) {
		var mu sync.Mutex
		for range 6 {
			wg.Go(func() {
				did, err := do()
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				if did {
					altered++
				}
			})
		}
		wg.Wait()
		return altered
	}
	if n := at(func() (bool, error) {
		_, did, err := a.Delegations.Add(t.Context(), by, theo, only(cast.Acme, cast.Cobalt))
		return did, err
	}); n != 1 || number(t, a, "SELECT count(*) FROM delegations") != 2 {
		t.Errorf("added %d times", n)
	}
	p, err := a.Delegations.Find(t.Context(), by, theo, "")
	if err != nil {
		t.Fatal(err)
	}
	if n := at(func() (bool, error) {
		_, did, err := a.Delegations.End(t.Context(), by, theo, p.Rows[0].ID)
		return did, err
	}); n != 1 {
		t.Errorf("ended %d times", n)
	}
	if n := at(func() (bool, error) {
		_, did, err := a.Delegations.Restore(t.Context(), by, theo, p.Rows[0].ID, delegation.Draft{Ends: delegation.Month})
		return did, err
	}); n != 1 {
		t.Errorf("restored %d times", n)
	}
	if n := at(func() (bool, error) {
		_, did, err := a.Delegations.Lift(t.Context(), by, theo)
		return did, err
	}); n != 1 || number(t, a, "SELECT count(*) FROM delegations") != 0 {
		t.Errorf("lifted %d times", n)
	}
	if n := len(said(t, a)); n != 4 {
		t.Errorf("%d facts", n)
	}
}

func TestWhoMayNotSayWhoEntersWhat(t *testing.T) {
	a := apptest.New(t)
	tariq := promote(t, a, cast.Tariq)
	limit(t, a, cast.Theo, only(cast.Acme))
	limit(t, a, tariq, only(cast.Acme))
	p, err := a.Delegations.Find(t.Context(), a.By(cast.Pia), a.Seat(cast.Theo), "")
	if err != nil {
		t.Fatal(err)
	}
	limited, err := a.Sessions.Standing(t.Context(), tariq.ID, cast.Northwind)
	if err != nil {
		t.Fatal(err)
	}
	row := p.Rows[0].ID
	before := number(t, a, "SELECT count(*) FROM events")
	for name, c := range map[string]struct {
		by   access.Caller
		seat cast.Person
		want fault.Kind
	}{
		"who enters some accounts only":       {limited, cast.Theo, fault.Forbidden},
		"the same about themselves":           {limited, tariq, fault.Forbidden},
		"about oneself":                       {a.By(cast.Pia), cast.Pia, fault.Forbidden},
		"a Finance person":                    {a.By(cast.Fiona), cast.Theo, fault.Forbidden},
		"a managed account's admin":           {a.By(cast.Alice), cast.Theo, fault.Forbidden},
		"the operator":                        {a.By(cast.Olive), cast.Theo, fault.Forbidden},
		"the distributor":                     {a.By(cast.Dina), cast.Theo, fault.Forbidden},
		"another partner":                     {a.By(cast.Cara), cast.Theo, fault.NotFound},
		"about a person of a customer":        {a.By(cast.Pia), cast.Alice, fault.NotFound},
		"who views one of the accounts":       {a.Viewing(cast.Pia, cast.Acme), cast.Theo, fault.Forbidden},
		"about a person of another partner's": {a.By(cast.Pia), cast.Cara, fault.NotFound},
	} {
		seat := a.Seat(c.seat)
		_, _, add := a.Delegations.Add(t.Context(), c.by, seat, only(cast.Acme))
		_, _, end := a.Delegations.End(t.Context(), c.by, seat, row)
		_, _, again := a.Delegations.Restore(t.Context(), c.by, seat, row, delegation.Draft{Ends: delegation.Never})
		_, _, lift := a.Delegations.Lift(t.Context(), c.by, seat)
		for verb, err := range map[string]error{"add": add, "end": end, "restore": again, "lift": lift} {
			if !fault.Is(err, c.want) {
				t.Errorf("%s, %s: %v", name, verb, err)
			}
		}
	}
	for name, by := range map[string]access.Caller{"a missing seat": a.By(cast.Pia)} {
		if _, _, err := a.Delegations.Add(t.Context(), by, "nobody", only(cast.Acme)); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %v", name, err)
		}
		if _, _, err := a.Delegations.End(t.Context(), by, a.Seat(tariq), row); !fault.Is(err, fault.NotFound) {
			t.Errorf("somebody else's entry: %v", err)
		}
		if _, err := a.Delegations.Find(t.Context(), by, a.Seat(cast.Cara), ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("reading a foreign person: %v", err)
		}
	}
	if _, err := a.Delegations.List(t.Context(), limited, delegation.Filter{}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("the list: %v", err)
	}
	if now := number(t, a, "SELECT count(*) FROM events"); now != before {
		t.Error("something was written")
	}
}

func TestWhatIsTypedWrongIsSaidAtItsField(t *testing.T) {
	a := apptest.New(t)
	many := make([]string, delegation.MostAtOnce+1)
	for i := range many {
		many[i] = "key" + strconv.Itoa(i)
	}
	for name, c := range map[string]struct {
		in    delegation.Draft
		field string
	}{
		"nothing":              {delegation.Draft{Ends: delegation.Never}, "what"},
		"a made up kind":       {delegation.Draft{What: "none", Ends: delegation.Never}, "what"},
		"no account":           {only(), "account"},
		"too many":             {only(many...), "account"},
		"no tag":               {delegation.Draft{What: delegation.Tagged, Ends: delegation.Never}, "tag"},
		"a tag nobody has":     {delegation.Draft{What: delegation.Tagged, Tag: "Vip", Ends: delegation.Never}, "tag"},
		"no end":               {delegation.Draft{What: delegation.Every}, "ends"},
		"no day":               {delegation.Draft{What: delegation.Every, Ends: delegation.OnDay}, "day"},
		"a day that is none":   {delegation.Draft{What: delegation.Every, Ends: delegation.OnDay, Day: "2027-02-30"}, "day"},
		"yesterday":            {delegation.Draft{What: delegation.Every, Ends: delegation.OnDay, Day: apptest.Start.AddDate(0, 0, -1).Format("2006-01-02")}, "day"},
		"too far":              {delegation.Draft{What: delegation.Every, Ends: delegation.OnDay, Day: "2041-01-01"}, "day"},
		"a note that is long":  {delegation.Draft{What: delegation.Every, Ends: delegation.Never, Note: strings.Repeat("n", delegation.LongestNote+1)}, "note"},
		"a note with a signal": {delegation.Draft{What: delegation.Every, Ends: delegation.Never, Note: "a\x07b"}, "note"},
	} {
		_, _, err := a.Delegations.Add(t.Context(), a.By(cast.Pia), a.Seat(cast.Theo), c.in)
		if fault.FieldsOf(err).At(c.field) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, keys := range [][]string{{cast.Delta}, {cast.Acme, cast.Delta}, {"zzzzzzz9"}, {cast.Northwind}} {
		if _, _, err := a.Delegations.Add(t.Context(), a.By(cast.Pia), a.Seat(cast.Theo), only(keys...)); !fault.Is(err, fault.NotFound) {
			t.Errorf("%v: %v", keys, err)
		}
	}
	if n := number(t, a, "SELECT count(*) FROM delegations"); n != 0 {
		t.Errorf("%d rows", n)
	}
}

func TestAPartnerKeepsACompanyAdminWhoEntersEverything(t *testing.T) {
	a := apptest.New(t)
	tariq := promote(t, a, cast.Tariq)
	limit(t, a, tariq, only(cast.Acme))
	// Pia is the only one who enters everything now.
	fiona := promote(t, a, cast.Fiona)
	if _, _, err := a.Delegations.Add(t.Context(), a.By(fiona), a.Seat(cast.Pia), only(cast.Acme)); err != nil {
		t.Fatalf("with another one there: %v", err)
	}
	if _, _, err := a.Delegations.Lift(t.Context(), a.By(fiona), a.Seat(cast.Pia)); err != nil {
		t.Fatal(err)
	}
	run(t, a, "UPDATE seats SET role = 'Finance' WHERE user_id = '"+fiona.ID+"'")
	by := a.By(cast.Pia)
	h, err := a.Users.Seat(t.Context(), by, cast.Northwind, a.Seat(cast.Pia))
	if err != nil {
		t.Fatal(err)
	}
	_, err = a.Users.Edit(t.Context(), by, cast.Northwind, h.ID, user.SeatDraft{Role: access.Finance, Version: h.Version})
	if !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "only Company Admin who enters all") {
		t.Errorf("to another role: %v", err)
	}
	if _, err := a.Sessions.Deactivate(t.Context(), a.By(tariq), cast.Northwind, h.ID); !fault.Is(err, fault.Conflict) {
		t.Errorf("deactivated: %v", err)
	}
	if _, _, err := a.Delegations.Lift(t.Context(), by, a.Seat(tariq)); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Users.Edit(t.Context(), by, cast.Northwind, h.ID, user.SeatDraft{Role: access.Finance, Version: h.Version}); err != nil {
		t.Errorf("with another one there: %v", err)
	}
}

func TestWhatRunsOutIsAnnouncedOnceAWeekBefore(t *testing.T) {
	a := apptest.New(t)
	limit(t, a, cast.Theo, delegation.Draft{What: delegation.Some, Accounts: []string{cast.Acme, cast.Cobalt}, Ends: delegation.Month})
	limit(t, a, cast.Theo, delegation.Draft{What: delegation.Some, Accounts: []string{cast.Ember}, Ends: delegation.Never})
	portal, ok, err := a.Sessions.Portal(t.Context())
	if err != nil || !ok {
		t.Fatal(err)
	}
	letters := func() (to []string, text string) {
		var ls []outbox.Letter
		a.Tx(func(tx *db.Tx) error {
			return tx.Everywhere("a test looks at everything").Where("kind IN ?", []outbox.Kind{outbox.EntryEnds, outbox.EntryEndsOf}).Order("id").Find(&ls).Error
		})
		for _, l := range ls {
			to, text = append(to, string(l.Kind)+" "+l.ToAddress), l.Facts.Text
		}
		return to, text
	}
	remind := func() {
		t.Helper()
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				if _, err := a.Delegations.Remind(t.Context(), portal); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
	}
	remind()
	if to, _ := letters(); len(to) != 0 {
		t.Fatalf("a month before: %v", to)
	}
	a.Clock.Advance(24 * 24 * time.Hour)
	remind()
	remind()
	to, text := letters()
	if strings.Join(to, ", ") != "entry_ends "+cast.Theo.Email+", entry_ends_of "+cast.Pia.Email {
		t.Errorf("to %v", to)
	}
	if text != "14 Oct 2026: Acme Robotics\n14 Oct 2026: Cobalt Health" && text != "14 Oct 2026: Cobalt Health\n14 Oct 2026: Acme Robotics" {
		t.Errorf("it says %q", text)
	}
	// Who gets another end is told of that one too.
	p, err := a.Delegations.Find(t.Context(), a.By(cast.Pia), a.Seat(cast.Theo), "")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := a.Delegations.Restore(t.Context(), a.By(cast.Pia), a.Seat(cast.Theo), p.Rows[0].ID, delegation.Draft{Ends: delegation.Month}); err != nil {
		t.Fatal(err)
	}
	remind()
	a.Clock.Advance(26 * 24 * time.Hour)
	remind()
	if to, _ := letters(); len(to) != 4 {
		t.Errorf("after another end: %v", to)
	}
}

func TestTheCalendarAndTheListSayWhoEntersWhat(t *testing.T) {
	a := apptest.New(t)
	limit(t, a, cast.Theo, delegation.Draft{What: delegation.Some, Accounts: []string{cast.Acme}, Ends: delegation.Month})
	limit(t, a, cast.Rory, delegation.Draft{What: delegation.Every, Ends: delegation.OnDay, Day: apptest.Start.AddDate(0, 0, delegation.Ahead+2).Format("2006-01-02")})
	p, err := a.Delegations.List(t.Context(), a.By(cast.Pia), delegation.Filter{})
	if err != nil || len(p.Soon) != 1 || p.Soon[0].Name != cast.Theo.Name || p.Names[cast.Acme] != "Acme Robotics" || len(p.People) != 5 {
		t.Fatalf("%+v, %v", p, err)
	}
	if p, err = a.Delegations.List(t.Context(), a.By(cast.Pia), delegation.Filter{Limited: true}); err != nil || len(p.People) != 2 {
		t.Errorf("with a limit: %+v, %v", p.People, err)
	}
	if p, err = a.Delegations.List(t.Context(), a.By(cast.Pia), delegation.Filter{Find: "THEO b"}); err != nil || len(p.People) != 1 {
		t.Errorf("found: %+v, %v", p.People, err)
	}
	run(t, a, "UPDATE seats SET status = 'deactivated' WHERE user_id = '"+cast.Theo.ID+"'")
	if p, err = a.Delegations.List(t.Context(), a.By(cast.Pia), delegation.Filter{}); err != nil || len(p.Soon) != 0 || len(p.People) != 4 {
		t.Errorf("who left: %+v, %v", p, err)
	}
	if p, err = a.Delegations.List(t.Context(), a.By(cast.Cara), delegation.Filter{}); err != nil || len(p.Soon) != 0 || len(p.People) != 1 {
		t.Errorf("another partner: %+v, %v", p, err)
	}
}
