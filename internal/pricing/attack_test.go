package pricing_test

import (
	"sync"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/pricing"
)

// A form that was drawn in dollars is not taken as yen.
func TestAmountsAreNotTakenInACurrencyThatCameLater(t *testing.T) {
	a := apptest.New(t)
	ctx, olive := t.Context(), a.By(cast.Olive)
	m, err := a.Catalogue.CreateMarket(ctx, olive, catalog.MarketDraft{ID: "ZZ", Name: "Elsewhere", Currency: "AUD"})
	if err != nil {
		t.Fatal(err)
	}
	drawn, _ := ports(t, a, "ZZ")
	d := m.Draft()
	d.Currency = "JPY"
	if m, err = a.Catalogue.EditMarket(ctx, olive, "ZZ", d); err != nil || m.Currency != "JPY" {
		t.Fatalf("%+v %v", m, err)
	}
	in := pricing.SheetDraft{Book: drawn.Book, Rows: []pricing.RowDraft{row(1000, "395", "300", "", "")}}
	if _, err := a.Prices.Edit(ctx, olive, "ZZ", "port", in); !fault.Is(err, fault.Conflict) {
		t.Errorf("AUD 395 became JPY 395: %v", err)
	}
	d = m.Draft()
	d.Name = "Somewhere else"
	before := books(a)
	if _, err := a.Catalogue.EditMarket(ctx, olive, "ZZ", d); err != nil {
		t.Fatal(err)
	}
	if n, _ := raised(a, before); n != 0 {
		t.Error("another name raised the book")
	}
}

// acmes is a price that the operator agreed with Acme.
func acmes() pricing.OverrideDraft {
	return pricing.OverrideDraft{
		Company: "northwind partners", Account: "crm-1001", Market: "AU", Product: cast.Port, Speed: "1000", Retail: "310.55", Cost: "280.15", Begins: "2026-09-14", Reason: "Agreed",
	}
}

// Two of the same price would be one that goes on when the other is ended.
func TestAPriceOfAnAccountThatIsSentTwiceIsSetOnce(t *testing.T) {
	a := apptest.New(t)
	ctx, olive := t.Context(), a.By(cast.Olive)
	first, err := a.Prices.Override(ctx, olive, acmes())
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if again, err := a.Prices.Override(ctx, olive, acmes()); err != nil || again.ID != first.ID {
				t.Errorf("%s, not %s: %v", again.ID, first.ID, err)
			}
		})
	}
	wg.Wait()
	if told(t, a) != 1 {
		t.Errorf("%d facts", told(t, a))
	}
	other := acmes()
	other.Cost = "280.16"
	if o, err := a.Prices.Override(ctx, olive, other); err != nil || o.ID == first.ID {
		t.Errorf("%+v, %v", o, err)
	}
	if _, err := a.Prices.EndOverride(ctx, olive, first.ID); err != nil {
		t.Fatal(err)
	}
	if o, err := a.Prices.Override(ctx, olive, acmes()); err != nil || o.ID == first.ID {
		t.Errorf("what is over stands for a new one: %v", err)
	}
}

// A form that is refused is shown again with the books as they are now, so what
// others changed has to be said first.
func TestWhatOthersChangedIsSaidBeforeWhatIsWrong(t *testing.T) {
	a := apptest.New(t)
	ctx, olive := t.Context(), a.By(cast.Olive)
	m, _ := ports(t, a, "AU")
	ds, err := a.Prices.Discounts(ctx, olive)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Prices.Edit(ctx, olive, "AU", cast.Port, pricing.SheetDraft{Book: m.Book, Rows: []pricing.RowDraft{row(1000, "401", "300", "", "")}}); err != nil {
		t.Fatal(err)
	}
	for name, typed := range map[string]pricing.RowDraft{"no amount": row(1000, "many", "300", "", ""), "below": row(1000, "5", "6", "", "")} {
		if _, err := a.Prices.Edit(ctx, olive, "AU", cast.Port, pricing.SheetDraft{Book: m.Book, Rows: []pricing.RowDraft{typed}}); !fault.Is(err, fault.Conflict) {
			t.Errorf("%s: %v", name, err)
		}
	}
	bad := pricing.DiscountDraft{Books: ds.Books, Rows: []pricing.PercentDraft{{Product: cast.Port, Term: 12, Percent: "101"}}}
	if _, err := a.Prices.EditDiscounts(ctx, olive, bad); !fault.Is(err, fault.Conflict) {
		t.Errorf("discounts: %v", err)
	}
}

func TestAFormWithoutAVersionChangesNoCode(t *testing.T) {
	a := apptest.New(t)
	ctx, olive := t.Context(), a.By(cast.Olive)
	in := pricing.CodeDraft{Code: "Spring", Sentence: "For ports.", Percent: "15", Begins: "2026-09-14"}
	c, err := a.Prices.AddCode(ctx, olive, in)
	if err != nil {
		t.Fatal(err)
	}
	in.Percent = "90"
	if _, err := a.Prices.EditCode(ctx, olive, c.ID, in); !fault.Is(err, fault.Conflict) {
		t.Errorf("%v", err)
	}
}

func TestACopyLosesNoAmountThatBecomesTooLarge(t *testing.T) {
	a := apptest.New(t)
	ctx, olive := t.Context(), a.By(cast.Olive)
	m, _ := ports(t, a, "AU")
	if _, err := a.Prices.Edit(ctx, olive, "AU", cast.Port, pricing.SheetDraft{Book: m.Book, Rows: []pricing.RowDraft{row(1000, "400", "300", "90000000000000000", "")}}); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Prices.Copy(ctx, olive, "JP", pricing.CopyDraft{From: "AU", Factor: "10000", Step: "1"}); fault.FieldsOf(err).At("factor") == "" {
		t.Errorf("%v", err)
	}
}

// A preview whose reading fails is no preview.
func TestAPreviewThatCannotBeReadIsNone(t *testing.T) {
	a := apptest.New(t)
	if _, err := a.Raw().Exec("UPDATE products SET fields = 'x'"); err != nil {
		t.Fatal(err)
	}
	if p, err := a.Prices.Copy(t.Context(), a.By(cast.Olive), "JP", pricing.CopyDraft{From: "AU", Factor: "98", Step: "1"}); err == nil {
		t.Errorf("%d lines", len(p.Lines))
	}
}
