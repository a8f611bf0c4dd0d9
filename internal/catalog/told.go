package catalog

import (
	"strconv"
	"strings"
)

// none stands in the record where something is empty.
const none = "None"

func orNone(s string) string {
	if s == "" {
		return none
	}
	return s
}

func yesNo(on bool) string {
	if on {
		return "Yes"
	}
	return "No"
}

// Listed is whole numbers as people type and read them.
func Listed[N int | int64](ns []N) string {
	words := make([]string, len(ns))
	for i, n := range ns {
		words[i] = strconv.FormatInt(int64(n), 10)
	}
	return strings.Join(words, ", ")
}

// Told is the product in the words of the record.
func (p *Product) Told() []Told {
	fields := make([]string, len(p.Fields))
	for i, f := range p.Fields {
		fields[i] = f.told()
	}
	return []Told{
		{"Name", p.Name}, {"Short name", p.Short}, {"Sentence", p.Sentence}, {"Place in lists", strconv.Itoa(p.Place)},
		{"Stands by itself", yesNo(p.Top)}, {"Carries connections", yesNo(p.Carries)},
		{"Unit", p.Unit}, {"Speeds", Listed(p.Speeds)}, {"Terms", Listed(p.Terms)},
		{"Early-termination fee", strconv.Itoa(p.FeePercent) + " %"}, {"Fields", orNone(strings.Join(fields, "; "))}, {"Offered", yesNo(p.Offered)},
	}
}

// told is a field in the words of the record, with all that it asks for.
func (f Field) told() string {
	t := f.Label + " (" + string(f.Kind)
	if f.Required {
		t += ", required"
	}
	if f.Kind == NumberField {
		t += ", from " + strconv.FormatInt(f.Least, 10)
	}
	if f.Most > 0 {
		t += ", at most " + strconv.FormatInt(f.Most, 10)
	}
	t += ")"
	if len(f.Choices) > 0 {
		t += ": " + strings.Join(f.Choices, ", ")
	}
	if f.Hint != "" {
		t += " “" + f.Hint + "”"
	}
	return t
}

// Told is the market in the words of the record.
func (m *Market) Told() []Told {
	return []Told{
		{"Name", m.Name}, {"Currency", string(m.Currency)}, {"Supplier", orNone(m.Supplier)},
		{"Tax number", orNone(m.TaxName)}, {"Tax note", orNone(m.TaxNote)}, {"Offered", yesNo(m.Offered)},
	}
}

// Told is the location in the words of the record.
func (l *Location) Told() []Told {
	zones := make([]string, len(l.Zones))
	for i, z := range l.Zones {
		zones[i] = z.Name + ": " + orNone(Listed(z.Speeds))
	}
	return []Told{
		{"Name", l.Name}, {"City", l.City}, {"Country", l.Country}, {"Market", l.Market}, {"Address", orNone(l.Address)},
		{"Diversity zones", orNone(strings.Join(zones, "; "))}, {"Offered", yesNo(l.Offered)},
	}
}

// Told is the cloud in the words of the record.
func (c *Cloud) Told() []Told {
	return []Told{{"Name", c.Name}, {"Location", c.Location}, {"Offered", yesNo(c.Offered)}}
}
