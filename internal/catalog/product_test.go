package catalog

import (
	"slices"
	"strings"
	"testing"
)

// sensors is a draft of something that is no network.
func sensors() ProductDraft {
	return ProductDraft{
		ID: "devices", Name: "Monitored devices", Short: "Devices", Place: "1", Sentence: "Devices of yours that we watch.", Stands: StandsAlone,
		Unit: "devices", Speeds: "100 50, 10,50", Terms: []string{"12", "1", "7"}, FeePercent: "0",
		Fields: []FieldDraft{{Label: "Who is called", Kind: "text"}, {Label: "Hours", Kind: "choice", Choices: "Day\nDay and night\n"}},
	}
}

func TestAProductIsMadeOfWhatIsTyped(t *testing.T) {
	d := sensors()
	p, fs := d.check(Product{}, false)
	if fs != nil || !slices.Equal(p.Speeds, []int64{10, 50, 100}) || !slices.Equal(p.Terms, []int{1, 12}) || !p.Top || p.Carries || !p.Offered || p.Version != 1 {
		t.Errorf("%+v, %v", p, fs)
	}
	if p.Fields[0].Key != "who_is_called" || !slices.Equal(p.Fields[1].Choices, []string{"Day", "Day and night"}) {
		t.Errorf("%+v", p.Fields)
	}
}

func TestAProductSaysWhatIsWrongWithIt(t *testing.T) {
	for _, c := range []struct {
		spoil func(*ProductDraft)
		field string
	}{
		{func(d *ProductDraft) { d.ID = "Devices" }, "id"},
		{func(d *ProductDraft) { d.ID = "1st" }, "id"},
		{func(d *ProductDraft) { d.Name = " " }, "name"},
		{func(d *ProductDraft) { d.Short = strings.Repeat("x", 21) }, "short"},
		{func(d *ProductDraft) { d.Sentence = "a\x07b" }, "sentence"},
		{func(d *ProductDraft) { d.Place = "first" }, "place"},
		{func(d *ProductDraft) { d.Stands = "" }, "stands"},
		{func(d *ProductDraft) { d.Stands, d.Carries = HangsUnder, true }, "carries"},
		{func(d *ProductDraft) { d.Unit = "" }, "unit"},
		{func(d *ProductDraft) { d.Speeds = "" }, "speeds"},
		{func(d *ProductDraft) { d.Speeds = "10, many" }, "speeds"},
		{func(d *ProductDraft) { d.Speeds = "0" }, "speeds"},
		{func(d *ProductDraft) { d.Terms = []string{"7"} }, "terms"},
		{func(d *ProductDraft) { d.FeePercent = "101" }, "fee_percent"},
		{func(d *ProductDraft) { d.Fields[0].Label = "" }, "field.0.label"},
		{func(d *ProductDraft) { d.Fields[1].Label = "who IS called" }, "field.1.label"},
		{func(d *ProductDraft) { d.Fields[0].Kind = "date" }, "field.0.kind"},
		{func(d *ProductDraft) { d.Fields[1].Choices = "Day" }, "field.1.choices"},
		{func(d *ProductDraft) { d.Fields[0] = FieldDraft{Label: "N", Kind: "number", Least: "5", Most: "4"} }, "field.0.most"},
		{func(d *ProductDraft) { d.Fields[0] = FieldDraft{Label: "N", Kind: "number", Least: "few"} }, "field.0.least"},
		{func(d *ProductDraft) { d.Fields = make([]FieldDraft, MostFields+1) }, "fields"},
	} {
		d := sensors()
		c.spoil(&d)
		if _, fs := d.check(Product{}, false); fs.At(c.field) == "" {
			t.Errorf("nothing is wrong at %s: %v", c.field, fs)
		}
	}
}

func TestAFieldKeepsItsKeyWhateverItIsCalled(t *testing.T) {
	d := sensors()
	was, _ := d.check(Product{}, false)
	d = was.Draft()
	d.Fields[0].Label = "Whom we call"
	d.Fields = append(d.Fields[:1], FieldDraft{Label: "Hours", Kind: "text"}, FieldDraft{Key: "made_up", Label: "Öffnung!", Kind: "text"}, FieldDraft{Label: "…", Kind: "text"})
	now, fs := d.check(was, true)
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
	was, _ := d.check(Product{}, false)
	d.Unit, d.Stands, d.Carries = "seats", HangsUnder, false
	if _, fs := d.check(was, true); fs.At("unit") == "" || fs.At("stands") == "" || fs.At("carries") == "" {
		t.Errorf("%v", fs)
	}
	if _, fs := d.check(was, false); fs != nil {
		t.Errorf("%v", fs)
	}
}

func TestALocationKeepsItsMarketAndTheZonesInUse(t *testing.T) {
	au := Market{ID: "AU", Currency: "AUD"}
	d := LocationDraft{ID: "syd9", Name: "Cove SY9", City: "Sydney", Country: "AU", Market: "AU", Zones: []ZoneDraft{{"red", "1000,10000"}, {"blue", ""}}}
	was, fs := d.check(Location{}, around{market: au})
	if fs != nil || !was.Has("red", 1000) || was.Has("blue", 1000) || was.Has("", 5) || was.Search == "" {
		t.Errorf("%+v, %v", was, fs)
	}
	for field, spoil := range map[string]func(*LocationDraft){
		"market":        func(d *LocationDraft) { d.Market = "NZ" },
		"country":       func(d *LocationDraft) { d.Country = "XX" },
		"zones":         func(d *LocationDraft) { d.Zones = d.Zones[1:] },
		"zone.1.name":   func(d *LocationDraft) { d.Zones[1].Name = "red" },
		"zone.0.speeds": func(d *LocationDraft) { d.Zones[0].Speeds = "fast" },
		"city":          func(d *LocationDraft) { d.City = "" },
	} {
		d := was.Draft()
		spoil(&d)
		if _, fs := d.check(was, around{market: au, used: true, zones: []string{"red"}}); fs.At(field) == "" {
			t.Errorf("nothing is wrong at %s: %v", field, fs)
		}
	}
	d = was.Draft()
	d.Zones = nil
	if bare, fs := d.check(was, around{market: au}); fs != nil || !bare.Has("", 5) || bare.Has("red", 1000) {
		t.Errorf("without zones: %+v, %v", bare, fs)
	}
}

func TestTheCurrencyOfAMarketThatIsInUseStays(t *testing.T) {
	d := MarketDraft{ID: "br", Name: "Brazil", Currency: "brl"}
	was, fs := d.check(Market{}, false)
	if fs != nil || was.ID != "BR" || was.Currency != "BRL" || was.Book != 1 {
		t.Errorf("%+v, %v", was, fs)
	}
	d.Currency = "USD"
	if _, fs := d.check(was, true); fs.At("currency") == "" {
		t.Error("the currency changed")
	}
	if m, fs := d.check(was, false); fs != nil || m.Currency != "USD" {
		t.Errorf("%+v, %v", m, fs)
	}
	d.Currency = "???"
	if _, fs := d.check(was, false); fs.At("currency") == "" {
		t.Error("??? is a currency")
	}
}
