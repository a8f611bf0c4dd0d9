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

// Products are what Meridian sells.
var Products = []catalog.Product{
	{ID: Port, Name: "Port", Short: "Port", Place: 1},
	{ID: VXC, Name: "Cross Connect", Short: "VXC", Place: 2},
	{ID: MCR, Name: "Cloud Router", Short: "MCR", Place: 3},
	{ID: MVE, Name: "Virtual Edge", Short: "MVE", Place: 4},
	{ID: IX, Name: "Internet Exchange", Short: "IX", Place: 5},
}

// Markets are where Meridian bills.
var Markets = catalog.Countries

// Locations are the data centres that Meridian reaches: invented names in real cities.
var Locations = []catalog.Location{
	{ID: "syd1", Name: "Tallowood SY1", City: "Sydney", Country: "AU", Market: "AU"},
	{ID: "syd2", Name: "Blackwattle SY2", City: "Sydney", Country: "AU", Market: "AU"},
	{ID: "mel1", Name: "Yarra Bend ME1", City: "Melbourne", Country: "AU", Market: "AU"},
	{ID: "bne1", Name: "Storybridge BN1", City: "Brisbane", Country: "AU", Market: "AU"},
	{ID: "per1", Name: "Swanbank PE1", City: "Perth", Country: "AU", Market: "AU"},
	{ID: "akl1", Name: "Rangitoto AK1", City: "Auckland", Country: "NZ", Market: "NZ"},
	{ID: "sin1", Name: "Tembusu SG1", City: "Singapore", Country: "SG", Market: "SG"},
	{ID: "tyo1", Name: "Sumida Gate TY1", City: "Tokyo", Country: "JP", Market: "JP"},
	{ID: "fra1", Name: "Mainwerk FR1", City: "Frankfurt", Country: "DE", Market: "DE"},
	{ID: "muc1", Name: "Isarhof MU1", City: "München", Country: "DE", Market: "DE"},
	{ID: "lon1", Name: "Limehouse LD1", City: "London", Country: "GB", Market: "GB"},
	{ID: "ams1", Name: "Zeeburg AM1", City: "Amsterdam", Country: "NL", Market: "NL"},
	{ID: "nyc1", Name: "Hudson Yard NY1", City: "New York", Country: "US", Market: "US"},
	{ID: "ash1", Name: "Beaumeade AS1", City: "Ashburn", Country: "US", Market: "US"},
	{ID: "chi1", Name: "Cermak Row CH1", City: "Chicago", Country: "US", Market: "US"},
	{ID: "dal1", Name: "Trinity Park DA1", City: "Dallas", Country: "US", Market: "US"},
	{ID: "sjc1", Name: "Guadalupe SJ1", City: "San Jose", Country: "US", Market: "US"},
	{ID: "sea1", Name: "Ballard Locks SE1", City: "Seattle", Country: "US", Market: "US"},
	{ID: "tor1", Name: "Don Valley TO1", City: "Toronto", Country: "CA", Market: "CA"},
	{ID: "sto1", Name: "Södermalm ST1", City: "Stockholm", Country: "SE", Market: "SE"},
}

// reach are the locations where each partner's customers usually are.
var reach = map[string][]string{
	Northwind: {"syd1", "mel1", "syd2", "bne1", "per1", "akl1", "sin1"},
	Cascade:   {"sjc1", "dal1", "chi1", "ash1", "nyc1", "sea1"},
	Lakeside:  {"fra1", "ams1", "lon1", "muc1"},
	Meridian:  {"tyo1", "sin1", "sjc1"},
}

// clouds are where connections lead besides other data centres.
var clouds = map[string][]string{
	Northwind: {"AWS ap-southeast-2", "Azure Australia East", "Google Cloud Sydney", "Oracle ap-sydney-1"},
	Cascade:   {"AWS us-west-1", "Azure South Central US", "Google Cloud Iowa", "Oracle us-ashburn-1"},
	Lakeside:  {"AWS eu-central-1", "Azure West Europe", "Google Cloud Frankfurt"},
	Meridian:  {"AWS ap-northeast-1", "Azure Japan East"},
}
