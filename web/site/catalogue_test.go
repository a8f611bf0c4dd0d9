package site_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

func TestTheOperatorAddsAProductFieldByField(t *testing.T) {
	a := apptest.New(t)
	b := a.Browser(cast.Olive).Open(route.Products(cast.Meridian)).Click("Add product")
	b.Press("Add a field", "id", "devices", "name", "Monitored devices", "short", "Devices", "unit", "devices", "speeds", "50, 10, 100")
	if b.Status != http.StatusOK || b.Value("name") != "Monitored devices" {
		t.Fatalf("%d %s", b.Status, b.Text("main"))
	}
	b.Press("Add a field", "field.0.label", "Site", "field.0.kind", "text")
	b.Press("Move up Field 2", "field.1.label", "Hours", "field.1.kind", "choice", "field.1.choices", "Day\nAlways")
	b.Press("Add product", "sentence", "Devices that we watch.")
	if b.Status != http.StatusUnprocessableEntity || !strings.Contains(b.Text(".summary"), "Choose at least one term") || b.Value("field.0.label") != "Hours" {
		t.Fatalf("%d %s", b.Status, b.Text("main"))
	}
	b.Press("Add product", "terms", "12")
	b.Sees("Monitored devices saved.").Sees("No live service uses it")
	if b.Value("field.0.label") != "Hours" || b.Value("field.1.label") != "Site" || b.Value("speeds") != "10, 50, 100" {
		t.Error(b.Text("main"))
	}
	b.Press("Remove Site").Press("Save product").Sees("Monitored devices saved.")
	if b.Value("field.1.label") != "" {
		t.Error("the field is still there")
	}
	b.Press("Withdraw from sale").Sees("Monitored devices is withdrawn from sale.").Press("Undo").Sees("Monitored devices is offered.")
	b.Open(route.Activity(cast.Meridian)).Sees("Changed the catalogue: Monitored devices")
}

func TestAnOldFormOfTheCatalogueKeepsWhatWasTyped(t *testing.T) {
	a := apptest.New(t)
	first := a.Browser(cast.Olive).Open(route.Location(cast.Meridian, "per1"))
	second := first.Tab().Open(route.Location(cast.Meridian, "per1"))
	first.Press("Save location", "name", "Swanbank One").Sees("Swanbank One saved.")
	second.Press("Save location", "name", "Swanbank Two")
	if second.Status != http.StatusConflict || second.Value("name") != "Swanbank Two" {
		t.Fatalf("%d %s", second.Status, second.Text("main"))
	}
	second.Sees("Not saved.").Press("Save location").Sees("Swanbank Two saved.")
}

func TestLocationsAreListedFoundAndSorted(t *testing.T) {
	a := apptest.New(t)
	list := route.Locations(cast.Meridian)
	b := a.Browser(cast.Olive).Open(list).Sees("75 locations").Click("Next")
	if b.Status != http.StatusOK || !strings.Contains(b.Text("table"), "Zürich") {
		t.Error(b.Text("main"))
	}
	b.Open(list + "?q=zurich").Sees("1 location").Sees("Limmat ZH1")
	b.Open(list + "?country=NZ&sort=-name").Sees("Country: New Zealand").Sees("3 locations")
	if text := b.Text("table"); strings.Index(text, "Rangitoto") > strings.Index(text, "Avonside") {
		t.Error(text)
	}
	b.Open(list + "?sale=withdrawn").Sees("No locations match these filters")
	b.Open(route.Clouds(cast.Meridian) + "?q=frankfurt").Sees("AWS eu-central-1")
	b.Open(route.CatalogueMarkets(cast.Meridian)).Sees("Not named yet")
}

func TestFormsOfTheCatalogueSayWhatIsWrong(t *testing.T) {
	a := apptest.New(t)
	b := a.Browser(cast.Olive)
	for address, bad := range map[string]url.Values{
		route.Products(cast.Meridian):                   {"id": {"port"}, "speeds": {"x"}},
		route.Locations(cast.Meridian):                  {"id": {"!"}},
		route.CatalogueMarkets(cast.Meridian):           {"id": {"ABC"}, "currency": {"???"}},
		route.Clouds(cast.Meridian):                     {"id": {"moon"}, "name": {"Moon"}, "location": {"nowhere"}},
		route.CatalogueMarket(cast.Meridian, "AU"):      {"name": {"Australia"}, "currency": {"NZD"}, "version": {"1"}},
		route.Product(cast.Meridian, cast.Port):         {"version": {"1"}},
		route.Location(cast.Meridian, "syd1"):           {"version": {"1"}},
		route.Cloud(cast.Meridian, "aws-syd"):           {"version": {"1"}},
		route.Locations(cast.Meridian) + "/":            nil,
		route.ProductSale(cast.Meridian, "nothing"):     {},
		route.LocationRows(cast.Meridian, "nowhere"):    {"add": {"1"}},
		route.CatalogueMarketSale(cast.Meridian, "XX"):  {},
		route.CloudSale(cast.Meridian, "aws-nowhere"):   {},
		route.ProductRows(cast.Meridian, "none-of-all"): {"add": {"1"}},
	} {
		want := http.StatusUnprocessableEntity
		if bad == nil || len(bad["version"]) == 0 && len(bad["id"]) == 0 {
			want = http.StatusNotFound
		}
		if b.Post(address, bad); b.Status != want {
			t.Errorf("%s: %d, not %d", address, b.Status, want)
		}
	}
}

func TestASupportAgentReadsTheCatalogue(t *testing.T) {
	a := apptest.New(t)
	b := a.Browser(cast.Sam)
	for _, address := range []string{
		route.Product(cast.Meridian, cast.Port), route.Location(cast.Meridian, "syd1"), route.CatalogueMarket(cast.Meridian, "AU"), route.Cloud(cast.Meridian, "aws-syd"),
	} {
		if b.Open(address); b.Status != http.StatusOK || b.Text("main form") != "" {
			t.Errorf("%s: %d %s", address, b.Status, b.Text("main"))
		}
		b.Sees("Operator Admin")
	}
}
