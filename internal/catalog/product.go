package catalog

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

// ProductDraft is a product as a person types it.
type ProductDraft struct {
	Token      string       `form:"token"`
	ID         string       `form:"id"` // of a new one
	Name       string       `form:"name"`
	Short      string       `form:"short"`
	Place      string       `form:"place"`
	Sentence   string       `form:"sentence"`
	Stands     string       `form:"stands"` // StandsAlone or HangsUnder
	Carries    bool         `form:"carries"`
	Unit       string       `form:"unit"`
	Speeds     string       `form:"speeds"`
	Terms      []string     `form:"terms"`
	FeePercent string       `form:"fee_percent"`
	Fields     []FieldDraft `form:"field"`
	Version    int64        `form:"version"`
}

// How a product stands.
const (
	StandsAlone = "alone"
	HangsUnder  = "under"
)

// FieldDraft is a field of a product as a person types it.
type FieldDraft struct {
	Key      string `form:"key"` // of one that is there already
	Label    string `form:"label"`
	Hint     string `form:"hint"`
	Kind     string `form:"kind"`
	Required bool   `form:"required"`
	Least    string `form:"least"`
	Most     string `form:"most"`
	Choices  string `form:"choices"` // one on each line
}

// FieldKinds lists every kind of a field.
var FieldKinds = []FieldKind{TextField, NumberField, ChoiceField, SwitchField}

// Draft is the product as the form shows it.
func (p Product) Draft() ProductDraft {
	d := ProductDraft{
		ID: p.ID, Name: p.Name, Short: p.Short, Place: strconv.Itoa(p.Place), Sentence: p.Sentence, Stands: HangsUnder, Carries: p.Carries,
		Unit: p.Unit, Speeds: Listed(p.Speeds), FeePercent: strconv.Itoa(p.FeePercent), Version: p.Version,
	}
	if p.Top {
		d.Stands = StandsAlone
	}
	for _, t := range p.Terms {
		d.Terms = append(d.Terms, strconv.Itoa(t))
	}
	for _, f := range p.Fields {
		d.Fields = append(d.Fields, f.draft())
	}
	return d
}

func (f Field) draft() FieldDraft {
	d := FieldDraft{Key: f.Key, Label: f.Label, Hint: f.Hint, Kind: string(f.Kind), Required: f.Required, Choices: strings.Join(f.Choices, "\n")}
	if f.Kind == NumberField {
		d.Least = strconv.FormatInt(f.Least, 10)
	}
	if f.Most > 0 {
		d.Most = strconv.FormatInt(f.Most, 10)
	}
	return d
}

// Check makes the product that the draft describes out of the one that was, or
// of the zero Product. used says that there are services of it, so that what
// their numbers and places mean can't change.
func (d *ProductDraft) Check(was Product, used bool) (p Product, fs fault.Fields) {
	p = was
	if was.ID == "" {
		p.ID, p.Offered, p.Version = strings.TrimSpace(d.ID), true, 1
		if problem := code(p.ID, 12); problem != "" {
			fs.Add("id", "%s", problem)
		}
	}
	line(&fs, "name", "Name", &d.Name, longestName)
	line(&fs, "short", "Short name", &d.Short, 20)
	line(&fs, "sentence", "Sentence", &d.Sentence, longestLine)
	line(&fs, "unit", "Unit", &d.Unit, 20)
	p.Name, p.Short, p.Sentence, p.Unit = d.Name, d.Short, d.Sentence, d.Unit
	p.Top, p.Carries = d.Stands == StandsAlone, d.Carries
	d.checkUse(was, used, &fs)
	place, ok := whole(d.Place, 0, 9999)
	if p.Place = int(place); !ok {
		fs.Add("place", "Enter a whole number from 0 to 9999")
	}
	speeds, problem := readSpeeds(d.Speeds)
	if p.Speeds = speeds; problem != "" {
		fs.Add("speeds", "%s", problem)
	} else if len(speeds) == 0 {
		fs.Add("speeds", "Enter at least one")
	}
	p.Terms = nil
	for _, t := range TermLengths {
		if slices.Contains(d.Terms, strconv.Itoa(t)) {
			p.Terms = append(p.Terms, t)
		}
	}
	if len(p.Terms) == 0 {
		fs.Add("terms", "Choose at least one term")
	}
	fee, ok := whole(d.FeePercent, 0, 100)
	if p.FeePercent = int(fee); !ok {
		fs.Add("fee_percent", "Enter a whole number from 0 to 100")
	}
	p.Fields = d.fields(was, &fs)
	return p, fs
}

// checkUse notes what can't change while there are services.
func (d *ProductDraft) checkUse(was Product, used bool, fs *fault.Fields) {
	switch {
	case d.Stands != StandsAlone && d.Stands != HangsUnder:
		fs.Add("stands", "Choose where it stands")
	case used && (d.Stands == StandsAlone) != was.Top:
		fs.Add("stands", "There are services of it, so this can’t change. Add another product")
	}
	switch {
	case d.Stands == HangsUnder && d.Carries:
		fs.Add("carries", "Only what stands by itself carries connections")
	case used && was.Carries && !d.Carries:
		fs.Add("carries", "There are services of it, which may carry connections already")
	}
	if used && was.Unit != d.Unit {
		fs.Add("unit", "There are services of it, whose numbers are %s", was.Unit)
	}
}

// fields are those that are typed, in their order. One that was there keeps its
// key, by which services store their values; a new one gets a key of its label.
func (d *ProductDraft) fields(was Product, fs *fault.Fields) (out []Field) {
	out = []Field{}
	if len(d.Fields) > MostFields {
		fs.Add("fields", "A product has at most %d fields", MostFields)
		return out
	}
	keys := map[string]bool{}
	for _, f := range was.Fields {
		keys[f.Key] = true
	}
	taken := map[string]bool{}
	labels := map[string]bool{}
	for i := range d.Fields {
		f := d.Fields[i].check(i, fs)
		if fold := account.Fold(f.Label); labels[fold] && fold != "" {
			fs.Add(at("field", i, "label"), "Another field is called %s", f.Label)
		} else {
			labels[fold] = true
		}
		if f.Key = d.Fields[i].Key; !keys[f.Key] || taken[f.Key] {
			f.Key = newKey(f.Label, func(key string) bool { return keys[key] || taken[key] })
		}
		taken[f.Key] = true
		out = append(out, f)
	}
	return out
}

// newKey is a key made of a label that is not taken.
func newKey(label string, taken func(string) bool) string {
	key := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			return r
		case r == ' ' || r == '-' || r == '_':
			return '_'
		}
		return -1
	}, account.Bare(label))
	if key = strings.Trim(key[:min(len(key), 30)], "_"); key == "" {
		key = "field"
	}
	for n, base := 2, key; taken(key); n++ {
		key = base + "_" + strconv.Itoa(n)
	}
	return key
}

// check reads one field; i is its row.
func (d *FieldDraft) check(i int, fs *fault.Fields) (f Field) {
	line(fs, at("field", i, "label"), "Label", &d.Label, longestName)
	maybe(fs, at("field", i, "hint"), "Hint", &d.Hint, longestLine)
	f = Field{Label: d.Label, Hint: d.Hint, Kind: FieldKind(d.Kind), Required: d.Required}
	switch f.Kind {
	case NumberField:
		f.Least, f.Most = d.bound(i, "least", d.Least, fs), d.bound(i, "most", d.Most, fs)
		if f.Most > 0 && f.Most < f.Least {
			fs.Add(at("field", i, "most"), "The largest is smaller than the smallest")
		}
	case TextField:
		if f.Most = d.bound(i, "most", d.Most, fs); f.Most > 2000 {
			fs.Add(at("field", i, "most"), "A text has at most 2000 characters")
		}
	case ChoiceField:
		f.Choices = readLines(d.Choices)
		if n := len(f.Choices); n < 2 || n > MostChoices {
			fs.Add(at("field", i, "choices"), "Enter 2 to %d choices, each on a line of its own", MostChoices)
		}
		for _, c := range f.Choices {
			if p := account.CheckText("A choice", c, longestName); p != "" {
				fs.Add(at("field", i, "choices"), "%s", p)
				break
			}
		}
	case SwitchField:
		f.Required = false
	default:
		fs.Add(at("field", i, "kind"), "Choose what is asked for")
	}
	return f
}

// bound is a limit of a field; empty is none.
func (d *FieldDraft) bound(i int, name, typed string, fs *fault.Fields) int64 {
	if strings.TrimSpace(typed) == "" {
		return 0
	}
	n, ok := whole(typed, 0, largestField)
	if !ok {
		fs.Add(at("field", i, name), "Enter a whole number from 0 to %d", int64(largestField))
	}
	return n
}

// CreateProduct adds a product.
func (s *Catalogue) CreateProduct(ctx context.Context, by access.Caller, in ProductDraft) (p Product, err error) {
	if err := by.Must(access.EditCatalogue); err != nil {
		return p, err
	}
	made, problems := in.Check(Product{}, false)
	if err := problems.Err(); err != nil {
		return p, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		p, err = add(tx, in.Token, made, MostProducts)
		return err
	})
	return p, fault.Wrap("add a product", err)
}

// EditProduct changes a product. Services that are there keep their speeds,
// terms and values.
func (s *Catalogue) EditProduct(ctx context.Context, by access.Caller, id string, in ProductDraft) (p Product, err error) {
	if err := by.Must(access.EditCatalogue); err != nil {
		return p, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		was, err := one[Product](tx, id)
		if err != nil {
			return err
		}
		if err := seen(was.Name, in.Version, was.Version); err != nil {
			return err
		}
		use, err := was.use(tx)
		if err != nil {
			return err
		}
		now, problems := in.Check(was, use.Ever)
		if err := problems.Err(); err != nil {
			return err
		}
		p, err = change(tx, was, now)
		return err
	})
	return p, fault.Wrap("change a product", err)
}
