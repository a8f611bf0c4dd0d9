package catalog_test

import (
	"slices"
	"testing"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
)

func TestTheBundledCatalogueIsWhole(t *testing.T) {
	b, err := catalog.Bundled()
	if err != nil {
		t.Fatal(err)
	}
	places, products := map[string]bool{}, map[string]bool{}
	for _, p := range b.Products {
		if products[p.ID] || p.Name == "" || p.Short == "" || p.Sentence == "" || p.Unit == "" || !slices.IsSorted(p.Speeds) || len(p.Speeds) == 0 || !p.Offered {
			t.Errorf("%+v", p)
		}
		products[p.ID] = true
		for _, term := range p.Terms {
			if !slices.Contains(catalog.TermLengths, term) {
				t.Errorf("%s has a term of %d months", p.ID, term)
			}
		}
	}
	for i, m := range b.Markets {
		if m.Currency.Check() != nil || i > 0 && b.Markets[i-1].Name >= m.Name || m.Book != 1 {
			t.Errorf("%+v", m)
		}
	}
	if len(b.Markets) != 24 {
		t.Errorf("%d markets", len(b.Markets))
	}
	cities, reached := map[string]bool{}, map[string]bool{}
	for _, l := range b.Locations {
		if places[l.ID] || l.Currency == "" || l.City == "" || l.Address == "" || !account.IsCountry(l.Country) || len(l.Zones) == 0 || l.Search == "" {
			t.Errorf("%+v", l)
		}
		places[l.ID], cities[l.City], reached[l.Market] = true, true, true
	}
	if len(cities) < 60 || len(reached) != len(b.Markets) {
		t.Errorf("%d metros, and %d of %d markets have any", len(cities), len(reached), len(b.Markets))
	}
	for _, c := range b.Clouds {
		if !places[c.Location] {
			t.Errorf("%s is at %s, which is no location", c.Name, c.Location)
		}
	}
}

func TestAFieldSaysWhatIsWrongWithIt(t *testing.T) {
	p := catalog.Product{Fields: []catalog.Field{
		{Key: "vlan", Label: "VLAN", Kind: catalog.NumberField, Least: 2, Most: 4093},
		{Key: "vendor", Label: "Vendor", Kind: catalog.ChoiceField, Required: true, Choices: []string{"Cisco", "Versa"}},
		{Key: "shut", Label: "Shut down", Kind: catalog.SwitchField},
		{Key: "note", Label: "Note", Kind: catalog.TextField, Most: 3},
	}}
	for _, c := range []struct {
		typed map[string]string
		want  string
	}{
		{map[string]string{"vendor": "Cisco"}, ""},
		{map[string]string{"vendor": " Versa ", "vlan": "4093", "shut": "on", "note": "äöü"}, ""},
		{map[string]string{}, "Choose a vendor"},
		{map[string]string{"vendor": "Nobody"}, "Choose a vendor from the list"},
		{map[string]string{"vendor": "Cisco", "vlan": "1"}, "Enter a whole number from 2 to 4093"},
		{map[string]string{"vendor": "Cisco", "vlan": "many"}, "Enter a whole number from 2 to 4093"},
		{map[string]string{"vendor": "Cisco", "shut": "maybe"}, "Turn shut down on or off"},
		{map[string]string{"vendor": "Cisco", "note": "long"}, "Note has at most 3 characters"},
	} {
		details, fs := p.Check(c.typed)
		got := ""
		if len(fs) > 0 {
			got = fs[0].Text
		}
		if got != c.want || details["other"] != "" {
			t.Errorf("%v: %q, not %q", c.typed, got, c.want)
		}
	}
	if details, _ := p.Check(map[string]string{"vendor": " Versa ", "vlan": "", "other": "x"}); len(details) != 1 || details["vendor"] != "Versa" {
		t.Errorf("%v is stored", details)
	}
}
