package pricing_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/pricing"
)

func TestAMarketsBookIsCopiedAfterAPreview(t *testing.T) {
	a := apptest.New(t)
	ctx, olive := t.Context(), a.By(cast.Olive)
	before := books(a)
	in := pricing.CopyDraft{From: "AU", Factor: "97.5", Step: "100"}
	p, err := a.Prices.Copy(ctx, olive, "JP", in)
	if err != nil || p.Count[pricing.Changed] == 0 || len(p.Lines) == 0 || p.From.Name != "Australia" {
		t.Fatalf("%+v %v", p.Count, err)
	}
	if n, _ := raised(a, before); n != 0 || told(t, a) != 0 {
		t.Error("a preview wrote something")
	}
	in.Go, in.Book, in.Source = true, p.Market.Book, p.From.Book
	if _, err := a.Prices.Copy(ctx, olive, "JP", in); err != nil {
		t.Fatal(err)
	}
	_, sheet := ports(t, a, "JP")
	if got := sheet.At(1000, 0).MonthlyRetail.Text(olive); got != "JPY 38,500" { // AUD 395.00 are JPY 38,512.5
		t.Errorf("it costs %s", got)
	}
	if n, _ := raised(a, before); n != 1 || told(t, a, "38500", "38,500") != 1 {
		t.Errorf("%d books raised", n)
	}
	if _, err := a.Prices.Copy(ctx, olive, "JP", pricing.CopyDraft{From: "AU", Factor: "98", Step: "1", Go: true, Book: p.Market.Book, Source: p.From.Book}); !fault.Is(err, fault.Conflict) {
		t.Errorf("an old preview is carried out: %v", err)
	}
	now := books(a)
	if _, err := a.Prices.Copy(ctx, olive, "JP", pricing.CopyDraft{From: "AU", Factor: "98", Step: "1", Go: true, Book: now["JP"], Source: now["AU"] - 1}); !fault.Is(err, fault.Conflict) {
		t.Errorf("a preview of other prices is carried out: %v", err)
	}
	for field, bad := range map[string]pricing.CopyDraft{
		"from": {From: "JP", Step: "1"}, "step": {From: "AU", Factor: "1", Step: "3"}, "factor": {From: "AU", Step: "1"},
	} {
		if _, err := a.Prices.Copy(ctx, olive, "JP", bad); fault.FieldsOf(err).At(field) == "" {
			t.Errorf("%s: %v", field, err)
		}
	}
	for _, bad := range []string{"0", "-1", "x", "1.0000001", "1e5", ".", "1000000.000001"} {
		if _, err := a.Prices.Copy(ctx, olive, "JP", pricing.CopyDraft{From: "AU", Factor: bad, Step: "1"}); fault.FieldsOf(err).At("factor") == "" {
			t.Errorf("the factor %q: %v", bad, err)
		}
	}
	if p, err := a.Prices.Copy(ctx, olive, "DE", pricing.CopyDraft{From: "NL", Step: "1"}); err != nil || p.Count[pricing.Changed] != 0 || p.Count[pricing.Kept] == 0 {
		t.Errorf("the same currency and prices: %+v %v", p.Count, err)
	}
}

const head = "product,speed,term,currency,retail,cost,once_retail,once_cost\n"

func TestAFileOfPricesIsTakenWholeOrNotAtAll(t *testing.T) {
	a := apptest.New(t)
	ctx, olive := t.Context(), a.By(cast.Olive)
	before := books(a)
	take := func(text string, in pricing.ImportDraft) (pricing.Preview, []pricing.FileRow, error) {
		rows, err := pricing.ReadFile(text)
		if err != nil {
			return pricing.Preview{}, nil, err
		}
		return a.Prices.Import(ctx, olive, "AU", rows, in)
	}
	good := head + "Port,1000,any,AUD,\"1,400.50\",300,,\nport,10000,12,AUD,700,600,10,5\n"
	p, bad, err := take(good, pricing.ImportDraft{})
	if err != nil || len(bad) > 0 || p.Count[pricing.Changed] != 1 || p.Count[pricing.Added] != 1 {
		t.Fatalf("%+v %+v %v", p.Count, bad, err)
	}
	if _, bad, err := take(good+"nothing,1,any,AUD,1,1,,\nport,10000,12,AUD,1,1,,\nport,55,7,AUD,x,1,,\nport,1000,24,NZD,1,1,,\n", pricing.ImportDraft{Go: true, Book: before["AU"]}); err != nil || len(bad) != 4 || len(bad[2].Problems) != 3 {
		t.Errorf("%+v %v", bad, err)
	}
	unread := head + "port,1000,any,AUD,1,1,,\nport,1000,7,AUD,1,1,,\nport,1000,any,AUD,2,2,,\n"
	if _, bad, err := take(unread, pricing.ImportDraft{}); err != nil || len(bad) != 2 || bad[1].Problems.At("product") != "This price stands in line 2 already" {
		t.Errorf("a price that stands twice: %+v %v", bad, err)
	}
	if n, _ := raised(a, before); n != 0 || told(t, a) != 0 {
		t.Error("something was written")
	}
	if _, _, err := take(head+"port,1000,any,AUD,5,6,,\n", pricing.ImportDraft{Go: true, Book: before["AU"]}); fault.FieldsOf(err).At("below") == "" {
		t.Errorf("a cost above retail: %v", err)
	}
	if _, _, err := take(good, pricing.ImportDraft{Go: true, Book: before["AU"]}); err != nil {
		t.Error(err)
	}
	_, sheet := ports(t, a, "AU")
	if got := sheet.At(1000, 0); got.MonthlyRetail.Text(olive) != "AUD 1,400.50" || got.OnceRetail.Known() || sheet.At(10000, 12).OnceCost.Text(olive) != "AUD 5.00" {
		t.Errorf("%s", got.MonthlyRetail.Text(olive))
	}
	if _, _, err := take(head+"port,1000,any,AUD,1,1,,\n", pricing.ImportDraft{Go: true, Book: before["AU"]}); !fault.Is(err, fault.Conflict) {
		t.Errorf("an old preview is carried out: %v", err)
	}
	if p, _, err := take(head+"port,10000,12,AUD,,,,\n", pricing.ImportDraft{Go: true, Book: before["AU"] + 1}); err != nil || p.Count[pricing.Removed] != 1 {
		t.Errorf("an empty line: %+v %v", p.Count, err)
	}
	for name, text := range map[string]string{
		"empty": "", "no rows": head, "no column": "product,speed\nport,1\n", "a column twice": "product,product\n", "not text": "\xff\xfe",
		"too long": head + strings.Repeat("port,1000,any,AUD,1,1,,\n", pricing.MostRows+1), "a mark": head + "\"port\"x,1\n", "another column": "secret," + head,
	} {
		if _, _, err := take(text, pricing.ImportDraft{}); fault.FieldsOf(err).At("file") == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestACodeIsMadeEditedAndEnded(t *testing.T) {
	a := apptest.New(t)
	ctx, olive := t.Context(), a.By(cast.Olive)
	before := books(a)
	in := pricing.CodeDraft{Code: "Spring 27", Sentence: "For new ports.", Market: "AU", Percent: "15", Begins: "2026-09-14", Ends: "2026-12-31", Most: "10"}
	c, err := a.Prices.AddCode(ctx, olive, in)
	if err != nil || c.Code != "Spring 27" || c.Percent != 15 || c.Most != 10 || c.Standing(apptest.Start) != pricing.InForce {
		t.Fatalf("%+v %v", c, err)
	}
	if n, _ := raised(a, before); n == 0 || told(t, a) != 1 {
		t.Errorf("%d books raised", n)
	}
	if _, err := a.Prices.AddCode(ctx, olive, pricing.CodeDraft{Code: "SPRING  27", Sentence: "Again.", Percent: "1", Begins: "2026-01-01"}); fault.FieldsOf(err).At("code") == "" {
		t.Errorf("the same code twice: %v", err)
	}
	for field, bad := range map[string]pricing.CodeDraft{
		"code": {}, "sentence": {Code: "a"}, "percent": {Code: "a", Percent: "0"}, "begins": {Code: "a", Begins: "soon"}, "most": {Code: "a", Most: "0"},
		"ends": {Code: "a", Begins: "2026-02-01", Ends: "2026-01-31"}, "market": {Code: "a", Market: "ZZ"}, "product": {Code: "a", Product: "zz"},
		"ends ": {Code: "over", Sentence: "Over.", Percent: "1", Begins: "2026-01-01", Ends: "2026-09-13"},
	} {
		if _, err := a.Prices.AddCode(ctx, olive, bad); fault.FieldsOf(err).At(strings.TrimSpace(field)) == "" {
			t.Errorf("%s: %v", field, err)
		}
	}
	edit := pricing.CodeDraftOf(c)
	edit.Percent, edit.Code = "20", "other"
	if got, err := a.Prices.EditCode(ctx, olive, c.ID, edit); err != nil || got.Percent != 20 || got.Code != "Spring 27" || got.Version != 2 {
		t.Errorf("%+v %v", got, err)
	}
	if _, err := a.Prices.EditCode(ctx, olive, c.ID, edit); !fault.Is(err, fault.Conflict) {
		t.Errorf("an old draft: %v", err)
	}
	if got, err := a.Prices.EndCode(ctx, olive, c.ID); err != nil || got.Standing(apptest.Start) != pricing.Over {
		t.Errorf("%+v %v", got, err)
	}
	if _, err := a.Prices.EndCode(ctx, olive, c.ID); !fault.Is(err, fault.Conflict) {
		t.Errorf("ended twice: %v", err)
	}
	if _, err := a.Prices.EndCode(ctx, olive, "none"); !fault.Is(err, fault.NotFound) {
		t.Errorf("a code that is not there: %v", err)
	}
	if cs, more, err := a.Prices.Codes(ctx, olive, "sPRING", ""); err != nil || more || len(cs) != 1 {
		t.Errorf("%+v %v", cs, err)
	}
}

func TestTwoWhoMakeTheSameCodeAtOnce(t *testing.T) {
	a := apptest.New(t)
	errs := make([]error, 5)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			_, errs[i] = a.Prices.AddCode(t.Context(), a.By(cast.Olive), pricing.CodeDraft{Code: "Same", Sentence: "Once.", Percent: "5", Begins: "2026-01-01"})
		})
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if fault.FieldsOf(err).At("code") == "" {
			t.Error(err)
		}
	}
	if won != 1 {
		t.Errorf("%d won", won)
	}
}

func TestACodeWhoseFormIsSentTwiceIsMadeOnce(t *testing.T) {
	a := apptest.New(t)
	in := pricing.CodeDraft{Token: db.NewToken(), Code: "Twice", Sentence: "Once.", Percent: "5", Begins: "2026-01-01"}
	first, err := a.Prices.AddCode(t.Context(), a.By(cast.Olive), in)
	if err != nil {
		t.Fatal(err)
	}
	again, err := a.Prices.AddCode(t.Context(), a.By(cast.Olive), in)
	if err != nil || again.ID != first.ID || again.Code != "Twice" {
		t.Errorf("%+v, %v", again, err)
	}
	in.Token = db.NewToken()
	if _, err := a.Prices.AddCode(t.Context(), a.By(cast.Olive), in); fault.FieldsOf(err).At("code") == "" {
		t.Errorf("another form makes the same code: %v", err)
	}
	// What was refused is sent again with the same token, and made then.
	in.Code, in.Percent = "Thrice", "x"
	if _, err := a.Prices.AddCode(t.Context(), a.By(cast.Olive), in); fault.FieldsOf(err).At("percent") == "" {
		t.Errorf("%v", err)
	}
	in.Percent = "6"
	if p, err := a.Prices.AddCode(t.Context(), a.By(cast.Olive), in); err != nil || p.Code != "Thrice" {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestASearchGoesThroughThePricesOfAllAccounts(t *testing.T) {
	a := apptest.New(t)
	if err := cast.Many(t.Context(), a.DB, 1200, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	var with []account.Account
	a.Tx(func(tx *db.Tx) error {
		err := tx.Everywhere("a test looks at everything").Where("parent_id = ? AND reference LIKE 'NW/%'", cast.Northwind).Order("id DESC").Limit(60).Find(&with).Error
		if err != nil {
			return err
		}
		var os []pricing.Override
		for i, one := range with {
			os = append(os, pricing.Override{
				ID: db.FirstID(tx.Now.Add(time.Duration(i) * time.Second)), AccountID: one.ID, ParentID: one.ParentID, MarketID: "AU", ProductID: cast.Port,
				Percent: 7, BeginsOn: apptest.Start, Reason: "Agreed", SetAt: tx.Now, Version: 1,
			})
		}
		return tx.Put("a test arranges it", &os)
	})
	found := func(find string) map[string]bool {
		seen := map[string]bool{}
		for f := (pricing.OverrideFilter{Find: find}); ; {
			ss, more, err := a.Prices.Overrides(t.Context(), a.By(cast.Olive), f)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range ss {
				seen[s.Override.AccountID] = true
			}
			if !more {
				return seen
			}
			f.Before = ss[len(ss)-1].Override.ID
		}
	}
	// "0" is in the reference of more accounts than are looked up, "NW/" of few hundred.
	for _, find := range []string{"0", "NW/", "northwind", with[0].Name} {
		seen := found(find)
		for _, one := range with {
			if want := find != with[0].Name || one.ID == with[0].ID; seen[one.ID] != want && find != "0" {
				t.Errorf("%q: %s is found: %t", find, one.Reference, seen[one.ID])
			} else if find == "0" && strings.Contains(one.Reference, "0") && !seen[one.ID] {
				t.Errorf("%q: %s is not found", find, one.Reference)
			}
		}
	}
	if seen := found("qqqqqqq"); len(seen) != 0 {
		t.Errorf("%d found", len(seen))
	}
}

func TestAnAccountGetsAPriceOfItsOwnUntilItIsEnded(t *testing.T) {
	a := apptest.New(t)
	ctx, olive := t.Context(), a.By(cast.Olive)
	before := books(a)
	in := pricing.OverrideDraft{Company: "northwind partners", Account: "crm-1001", Market: "AU", Product: cast.Port, Speed: "1000", Retail: "310.55", Cost: "280.15", Begins: "2026-09-14", Reason: "Three years of custom"}
	o, err := a.Prices.Override(ctx, olive, in)
	if err != nil || o.AccountID != cast.Acme || o.ParentID != cast.Northwind {
		t.Fatalf("%+v %v", o, err)
	}
	if n, au := raised(a, before); n != 1 || !au || told(t, a, "310.55", "31055", "280.15", "28015") != 1 {
		t.Errorf("%d books raised", n)
	}
	if q, err := ask(t, a, a.By(cast.Pia), cast.Acme, pricing.Ask{Speed: 1000, Term: 1}); err != nil || !strings.HasPrefix(sees(a, q), "AUD 310.55 AUD 280.15") {
		t.Errorf("Acme pays %s %v", sees(a, q), err)
	}
	whole := pricing.OverrideDraft{Company: cast.Northwind, Market: "AU", Product: cast.Port, Percent: "10", Begins: "2026-09-20", Ends: "2026-09-30", Reason: "A contract"}
	if o, err := a.Prices.Override(ctx, olive, whole); err != nil || o.AccountID != cast.Northwind {
		t.Errorf("%+v %v", o, err)
	}
	for name, f := range map[string]pricing.OverrideFilter{
		"2 ": {}, "1 name": {Find: "acme"}, "2 partner": {Find: "northwind"}, "1 force": {Standing: pricing.InForce}, "1 come": {Standing: pricing.ToCome}, "0 over": {Standing: pricing.Over},
		"2 market": {Market: "AU"}, "0 market": {Market: "NZ"}, "0 product": {Product: cast.VXC}, "0 nobody": {Find: "zzzz"},
	} {
		xs, more, err := a.Prices.Overrides(ctx, olive, f)
		if err != nil || more || len(xs) != int(name[0]-'0') {
			t.Errorf("%s: %d %v", name, len(xs), err)
		}
	}
	x, err := a.Prices.EndOverride(ctx, olive, o.ID)
	if err != nil || x.Account != "Acme Robotics" || x.Parent != "Northwind Partners" || x.Override.Standing(apptest.Start) != pricing.Over {
		t.Errorf("%+v %v", x, err)
	}
	if _, err := a.Prices.EndOverride(ctx, olive, o.ID); !fault.Is(err, fault.Conflict) {
		t.Errorf("ended twice: %v", err)
	}
	if q, err := ask(t, a, a.By(cast.Pia), cast.Acme, pricing.Ask{Speed: 1000, Term: 1}); err != nil || strings.Contains(sees(a, q), "310.55") {
		t.Errorf("Acme still pays %s %v", sees(a, q), err)
	}
}

func TestAnAccountsPriceNamesWhatIsWrong(t *testing.T) {
	a := apptest.New(t)
	good := pricing.OverrideDraft{Company: "Northwind Partners", Market: "AU", Product: cast.Port, Percent: "10", Begins: "2026-09-20", Reason: "A contract"}
	for field, change := range map[string]func(*pricing.OverrideDraft){
		"company": func(d *pricing.OverrideDraft) { d.Company = "Acme Robotics" },
		"account": func(d *pricing.OverrideDraft) { d.Account = "Delta" }, // of another partner
		"market":  func(d *pricing.OverrideDraft) { d.Market = "ZZ" },
		"product": func(d *pricing.OverrideDraft) { d.Product = "" },
		"speed":   func(d *pricing.OverrideDraft) { d.Percent, d.Retail = "", "5" },
		"percent": func(d *pricing.OverrideDraft) { d.Percent = "" },
		"retail":  func(d *pricing.OverrideDraft) { d.Percent, d.Speed, d.Retail = "", "1000", "five" },
		"cost":    func(d *pricing.OverrideDraft) { d.Percent, d.Speed, d.Cost = "", "1000", "-5" },
		"below":   func(d *pricing.OverrideDraft) { d.Percent, d.Speed, d.Retail, d.Cost = "", "1000", "5", "6" },
		"below ":  func(d *pricing.OverrideDraft) { d.Percent, d.Speed, d.Retail = "", "1000", "5" }, // and the cost of the book
		"below  ": func(d *pricing.OverrideDraft) { d.Percent, d.Speed, d.Cost = "", "1000", "500000" },
		"begins":  func(d *pricing.OverrideDraft) { d.Begins = "" },
		"ends":    func(d *pricing.OverrideDraft) { d.Ends = "2026-09-19" },
		"ends ":   func(d *pricing.OverrideDraft) { d.Begins, d.Ends = "2026-09-01", "2026-09-13" }, // yesterday
		"reason":  func(d *pricing.OverrideDraft) { d.Reason = " " },
	} {
		in := good
		change(&in)
		_, err := a.Prices.Override(t.Context(), a.By(cast.Olive), in)
		if fs := fault.FieldsOf(err); len(fs) != 1 || fs[0].Field != strings.TrimSpace(field) {
			t.Errorf("%s: %v %v", field, fs, err)
		}
	}
	for i := range 101 {
		good.Ends = apptest.Start.AddDate(1, 0, i).Format("2006-01-02")
		if _, err := a.Prices.Override(t.Context(), a.By(cast.Olive), good); (err != nil) != (i == 100) {
			t.Fatalf("%d: %v", i, err)
		}
	}
}
