package cast

import "github.com/tenantry/tenantry/internal/catalog"

// The ids of the products.
const (
	Port = "port"
	VXC  = "vxc"
	MCR  = "mcr"
	MVE  = "mve"
	IX   = "ix"
)

// What Meridian sells, and where: the catalogue that the program brings, with
// invented names in real cities.
var (
	bundle    = bundled()
	Products  = bundle.Products
	Markets   = bundle.Markets
	Locations = bundle.Locations
)

func bundled() catalog.Bundle {
	b, err := catalog.Bundled()
	if err != nil {
		panic(err)
	}
	return b
}

// reach are the locations where each partner's customers usually are.
var reach = map[string][]string{
	Northwind: {"syd1", "mel1", "syd2", "bne1", "per1", "adl1", "cbr1"},
	Cascade:   {"sjc1", "dal1", "chi1", "ash1", "nyc1", "sea1"},
	Lakeside:  {"fra1", "ams1", "lon1", "muc1"},
	Meridian:  {"tyo1", "osa1", "tyo2"},
}

// clouds are where connections lead besides other data centres.
var clouds = map[string][]string{
	Northwind: {"AWS ap-southeast-2", "Azure Australia East", "Google Cloud Sydney", "Oracle ap-sydney-1"},
	Cascade:   {"AWS us-west-1", "Azure South Central US", "Google Cloud Iowa", "Oracle us-ashburn-1"},
	Lakeside:  {"AWS eu-central-1", "Azure West Europe", "Google Cloud Frankfurt"},
	Meridian:  {"AWS ap-northeast-1", "Azure Japan East"},
}
