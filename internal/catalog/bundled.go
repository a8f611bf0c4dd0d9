package catalog

import (
	"embed"
	"encoding/json"
	"fmt"

	"github.com/tenantry/tenantry/internal/db"
)

//go:embed data/*.json
var data embed.FS

// Bundle is a whole catalogue.
type Bundle struct {
	Products  []Product
	Markets   []Market
	Locations []Location
	Clouds    []Cloud
}

// Bundled is the catalogue that the program brings: what network providers
// sell, the markets of 24 countries and the places in them.
func Bundled() (b Bundle, err error) {
	for name, into := range map[string]any{"products": &b.Products, "markets": &b.Markets, "locations": &b.Locations, "clouds": &b.Clouds} {
		text, err := data.ReadFile("data/" + name + ".json")
		if err != nil {
			return b, fmt.Errorf("read the bundled catalogue: %w", err)
		}
		if err := json.Unmarshal(text, into); err != nil {
			return b, fmt.Errorf("read the bundled %s: %w", name, err)
		}
	}
	currencies := map[string]Market{}
	for _, m := range b.Markets {
		currencies[m.ID] = m
	}
	for i := range b.Locations {
		b.Locations[i].Currency = currencies[b.Locations[i].Market].Currency
		b.Locations[i].describe()
	}
	return b, nil
}

// Fill puts the bundled catalogue where there is none yet: no product, market,
// location or cloud, not even one that is withdrawn. It has no prices.
func Fill(tx *db.Tx) error {
	for _, row := range []any{&Product{}, &Market{}, &Location{}, &Cloud{}} {
		var n int64
		if err := tx.Everywhere(common).Model(row).Limit(1).Count(&n).Error; err != nil || n > 0 {
			return err
		}
	}
	b, err := Bundled()
	if err != nil {
		return err
	}
	return Add(tx, b)
}

// Add puts a catalogue into an empty one.
func Add(tx *db.Tx, b Bundle) error {
	for _, rows := range []any{&b.Products, &b.Markets, &b.Locations, &b.Clouds} {
		if err := tx.Put(common, rows); err != nil {
			return err
		}
	}
	return nil
}
