package catalog_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/catalog"
)

// sensors is a draft of something that is no network.
func sensors() catalog.ProductDraft {
	return catalog.ProductDraft{
		ID: "devices", Name: "Monitored devices", Short: "Devices", Place: "1", Sentence: "Devices of yours that we watch.", Stands: catalog.StandsAlone,
		Unit: "devices", Speeds: "100 50, 10,50", Terms: []string{"12", "1", "7"}, FeePercent: "0",
		Fields: []catalog.FieldDraft{{Label: "Who is called", Kind: "text"}, {Label: "Hours", Kind: "choice", Choices: "Day\nDay and night\n"}},
	}
}

func TestAProductIsMadeOfWhatIsTyped(t *testing.T) {
	d := sensors()
	p, fs := d.Check(catalog.Product{}, false)
	if fs != nil || !slices.Equal(p.Speeds, []int64{10, 50, 100}) || !slices.Equal(p.Terms, []int{1, 12}) || !p.Top || p.Carries || !p.Offered || p.Version != 1 {
		t.Errorf("%+v, %v", p, fs)
	}
	if p.Fields[0].Key != "who_is_called" || !slices.Equal(p.Fields[1].Choices, []string{"Day", "Day and night"}) {
		t.Errorf("%+v", p.Fields)
	}
}

func TestAProductSaysWhatIsWrongWithIt(t *testing.T) {
	for _, c := range []struct {
		spoil func(*catalog.ProductDraft)
		field string
	}{
		{func(d *catalog.ProductDraft) { d.ID = "Devices" }, "id"},
		{func(d *catalog.ProductDraft) { d.ID = "1st" }, "id"},
		{func(d *catalog.ProductDraft) { d.Name = " " }, "name"},
		{func(d *catalog.ProductDraft) { d.Short = strings.Repeat("x", 21) }, "short"},
		{func(d *catalog.ProductDraft) { d.Sentence = "a\x07b" }, "sentence"},
		{func(d *catalog.ProductDraft) { d.Place = "first" }, "place"},
		{func(d *catalog.ProductDraft) { d.Stands = "" }, "stands"},
		{func(d *catalog.ProductDraft) { d.Stands, d.Carries = catalog.HangsUnder, true }, "carries"},
		{func(d *catalog.ProductDraft) { d.Unit = "" }, "unit"},
		{func(d *catalog.ProductDraft) { d.Speeds = "" }, "speeds"},
		{func(d *catalog.ProductDraft) { d.Speeds = "10, many" }, "speeds"},
		{func(d *catalog.ProductDraft) { d.Speeds = "0" }, "speeds"},
		{func(d *catalog.ProductDraft) { d.Terms = []string{"7"} }, "terms"},
		{func(d *catalog.ProductDraft) { d.FeePercent = "101" }, "fee_percent"},
		{func(d *catalog.ProductDraft) { d.Fields[0].Label = "" }, "field.0.label"},
		{func(d *catalog.ProductDraft) { d.Fields[1].Label = "who IS called" }, "field.1.label"},
		{func(d *catalog.ProductDraft) { d.Fields[0].Kind = "date" }, "field.0.kind"},
		{func(d *catalog.ProductDraft) { d.Fields[1].Choices = "Day" }, "field.1.choices"},
		{func(d *catalog.ProductDraft) {
			d.Fields[0] = catalog.FieldDraft{Label: "N", Kind: "number", Least: "5", Most: "4"}
		}, "field.0.most"},
		{func(d *catalog.ProductDraft) {
			d.Fields[0] = catalog.FieldDraft{Label: "N", Kind: "number", Least: "few"}
		}, "field.0.least"},
		{func(d *catalog.ProductDraft) { d.Fields = make([]catalog.FieldDraft, catalog.MostFields+1) }, "fields"},
	} {
		d := sensors()
		c.spoil(&d)
		if _, fs := d.Check(catalog.Product{}, false); fs.At(c.field) == "" {
			t.Errorf("nothing is wrong at %s: %v", c.field, fs)
		}
	}
}

func TestAFieldKeepsItsKeyWhateverItIsCalled(t *testing.T) {
	d := sensors()
	was, _ := d.Check(catalog.Product{}, false)
	d = was.Draft()
	d.Fields[0].Label = "Whom we call"
	d.Fields = append(d.Fields[:1], catalog.FieldDraft{Label: "Hours", Kind: "text"}, catalog.FieldDraft{Key: "made_up", Label: "Öffnung!", Kind: "text"}, catalog.FieldDraft{Label: "…", Kind: "text"})
	now, fs := d.Check(was, true)
	keys := []string{}
	for _, f := range now.Fields {
		keys = append(keys, f.Key)
	}
	if fs != nil || !slices.Equal(keys, []string{"who_is_called", "hours_2", "offnung", "field"}) {
		t.Errorf("%v, %v", keys, fs)
	}
}

func TestWhatServicesMeanStays(t *testing.T) {
	d := sensors()
	d.Carries = true
	was, _ := d.Check(catalog.Product{}, false)
	d.Unit, d.Stands, d.Carries = "seats", catalog.HangsUnder, false
	if _, fs := d.Check(was, true); fs.At("unit") == "" || fs.At("stands") == "" || fs.At("carries") == "" {
		t.Errorf("%v", fs)
	}
	if _, fs := d.Check(was, false); fs != nil {
		t.Errorf("%v", fs)
	}
}

func TestALocationKeepsItsMarketAndTheZonesInUse(t *testing.T) {
	au := catalog.Market{ID: "AU", Currency: "AUD"}
	d := catalog.LocationDraft{ID: "syd9", Name: "Cove SY9", City: "Sydney", Country: "AU", Market: "AU", Zones: []catalog.ZoneDraft{{"red", "1000,10000"}, {"blue", ""}}}
	was, fs := d.Check(catalog.Location{}, catalog.Around{Market: au})
	if fs != nil || !was.Has(catalog.Product{}, "red", 1000) || was.Has(catalog.Product{}, "blue", 1000) || was.Has(catalog.Product{}, "", 5) || was.Search == "" {
		t.Errorf("%+v, %v", was, fs)
	}
	for field, spoil := range map[string]func(*catalog.LocationDraft){
		"market":        func(d *catalog.LocationDraft) { d.Market = "NZ" },
		"country":       func(d *catalog.LocationDraft) { d.Country = "XX" },
		"zones":         func(d *catalog.LocationDraft) { d.Zones = d.Zones[1:] },
		"zone.1.name":   func(d *catalog.LocationDraft) { d.Zones[1].Name = "red" },
		"zone.0.speeds": func(d *catalog.LocationDraft) { d.Zones[0].Speeds = "fast" },
		"city":          func(d *catalog.LocationDraft) { d.City = "" },
	} {
		d := was.Draft()
		spoil(&d)
		if _, fs := d.Check(was, catalog.Around{Market: au, Used: true, Zones: []string{"red"}}); fs.At(field) == "" {
			t.Errorf("nothing is wrong at %s: %v", field, fs)
		}
	}
	d = was.Draft()
	d.Zones = nil
	if bare, fs := d.Check(was, catalog.Around{Market: au}); fs != nil || !bare.Has(catalog.Product{}, "", 5) || bare.Has(catalog.Product{}, "red", 1000) {
		t.Errorf("without zones: %+v, %v", bare, fs)
	}
}

func TestTheCurrencyOfAMarketThatIsInUseStays(t *testing.T) {
	d := catalog.MarketDraft{ID: "br", Name: "Brazil", Currency: "brl"}
	was, fs := d.Check(catalog.Market{}, false)
	if fs != nil || was.ID != "BR" || was.Currency != "BRL" || was.Book != 1 {
		t.Errorf("%+v, %v", was, fs)
	}
	d.Currency = "USD"
	if _, fs := d.Check(was, true); fs.At("currency") == "" {
		t.Error("the currency changed")
	}
	if m, fs := d.Check(was, false); fs != nil || m.Currency != "USD" {
		t.Errorf("%+v, %v", m, fs)
	}
	d.Currency = "???"
	if _, fs := d.Check(was, false); fs.At("currency") == "" {
		t.Error("??? is a currency")
	}
}
