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

func (p *Product) told() []told {
	fields := make([]string, len(p.Fields))
	for i, f := range p.Fields {
		fields[i] = f.told()
	}
	return []told{
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

func (m *Market) told() []told {
	return []told{
		{"Name", m.Name}, {"Currency", string(m.Currency)}, {"Supplier", orNone(m.Supplier)},
		{"Tax number", orNone(m.TaxName)}, {"Tax note", orNone(m.TaxNote)}, {"Offered", yesNo(m.Offered)},
	}
}

func (l *Location) told() []told {
	zones := make([]string, len(l.Zones))
	for i, z := range l.Zones {
		zones[i] = z.Name + ": " + orNone(Listed(z.Speeds))
	}
	return []told{
		{"Name", l.Name}, {"City", l.City}, {"Country", l.Country}, {"Market", l.Market}, {"Address", orNone(l.Address)},
		{"Diversity zones", orNone(strings.Join(zones, "; "))}, {"Offered", yesNo(l.Offered)},
	}
}

func (c *Cloud) told() []told {
	return []told{{"Name", c.Name}, {"Location", c.Location}, {"Offered", yesNo(c.Offered)}}
}
