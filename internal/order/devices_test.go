package order_test

import (
	"slices"
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/market"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/price"
	"github.com/tenantry/tenantry/internal/pricing"
	"github.com/tenantry/tenantry/internal/service"
)

// Somebody who sells no networks describes what they sell, and has it ordered.
func TestMonitoredDevicesAreDescribedAndOrderedWithoutCode(t *testing.T) {
	a := apptest.Empty(t)
	by := access.Caller{
		User: "olive", Name: "Olive Park", Account: "mer2dian", Seat: "mer2dian", Kind: access.Operator, SeatKind: access.Operator,
		Role: access.OperatorAdmin, Prices: access.AllPrices,
	}
	buyer := account.Account{ID: "bvyer234", Kind: access.Direct, ParentID: by.Account, Name: "Harvest Farms", Support: account.ByPartner, Status: account.Active, Version: 1}
	err := a.DB.Do(t.Context(), by, func(tx *db.Tx) error {
		if _, err := account.FoundOperator(tx, "Watchful", nil); err != nil {
			return err
		}
		buyer.CreatedAt = tx.Now
		return account.Plant(tx, []account.Account{buyer})
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = a.Catalogue.CreateMarket(t.Context(), by, catalog.MarketDraft{ID: "BR", Name: "Brazil", Currency: "BRL", Supplier: "Watchful Ltda", TaxName: "CNPJ"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = a.Catalogue.CreateLocation(t.Context(), by, catalog.LocationDraft{ID: "remote", Name: "Wherever you are", City: "Recife", Country: "BR", Market: "BR"})
	if err != nil {
		t.Fatal(err)
	}
	p, err := a.Catalogue.CreateProduct(t.Context(), by, catalog.ProductDraft{
		ID: "devices", Name: "Monitored devices", Short: "Devices", Place: "1", Sentence: "Devices that we watch.", Stands: catalog.StandsAlone,
		Unit: "devices", Speeds: "10, 50, 100", Terms: []string{"1", "12"}, FeePercent: "0",
		Fields: []catalog.FieldDraft{{Label: "Hours", Kind: "choice", Required: true, Choices: "Day\nAlways"}},
	})
	if err != nil || p.Carries || !slices.Equal(p.Speeds, []int64{10, 50, 100}) {
		t.Fatalf("%+v, %v", p, err)
	}
	details, problems := p.Check(map[string]string{"hours": "Always"})
	if problems != nil {
		t.Fatal(problems)
	}
	a.Tx(func(tx *db.Tx) error {
		rows := []pricing.Price{{
			MarketID: "BR", ProductID: p.ID, Speed: 50, Term: pricing.AnyTerm, MonthlyRetail: price.NewRetail("BRL", 90000), MonthlyCost: price.NewCost("BRL", 70000),
			OnceRetail: price.NewRetail("BRL", 0), OnceCost: price.NewCost("BRL", 0), ChangedByName: by.Name, ChangedAt: tx.Now,
		}}
		bills := market.Market{AccountID: buyer.ID, MarketID: "BR", Active: true, Currency: "BRL", LegalName: "Harvest Farms SA", EnabledAt: tx.Now, EditedAt: tx.Now, Version: 1}
		if err := tx.Put("a test", &bills); err != nil {
			return err
		}
		return tx.Put("a test", &rows)
	})
	farmer := by
	farmer.User, farmer.Name, farmer.Account, farmer.Seat, farmer.Kind, farmer.SeatKind, farmer.Role = "fay", "Fay Moon", buyer.ID, buyer.ID, access.Direct, access.Direct, access.CompanyAdmin
	drawn := service.Service{
		ID: service.NewID(p), AccountID: buyer.ID, ParentID: buyer.ParentID, ProductID: p.ID, LocationID: "remote", Name: "Pumps", Speed: 50, Term: 12,
		Details: details, Status: service.Design, Version: 1,
	}
	err = a.DB.Do(t.Context(), farmer, func(tx *db.Tx) (err error) {
		drawn.CreatedAt = tx.Now
		return service.Add(tx, &drawn)
	})
	if err != nil {
		t.Fatal(err)
	}
	out, err := a.Orders.Place(t.Context(), farmer, drawn.ID, order.Confirm{Token: "1", Book: 1})
	if err != nil || out.Waits() || out.Service.Status != service.Ordered || out.Service.Rate() != "50 devices" || out.Service.Details["hours"] != "Always" {
		t.Fatalf("%+v, %v", out, err)
	}
}
