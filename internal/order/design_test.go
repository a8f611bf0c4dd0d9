package order

import (
	"strconv"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/service"
)

var (
	port = catalog.Product{ID: "port", Name: "Port", Top: true, Carries: true, Unit: "Mbps", Speeds: []int64{1000, 10000, 100000}, Terms: []int{1, 12}, Fields: []catalog.Field{
		{Key: "interface", Label: "Interface", Kind: catalog.ChoiceField, Required: true, Choices: []string{"LR", "LX"}},
	}}
	vxc = catalog.Product{ID: "vxc", Name: "Cross Connect", Unit: "Mbps", Speeds: []int64{50, 500, 1000, 10000}, Terms: []int{1, 12}, Fields: []catalog.Field{
		{Key: nearVLAN, Label: "VLAN at the near end", Kind: catalog.NumberField, Least: 2, Most: 4093},
		{Key: farVLAN, Label: "VLAN at the far end", Kind: catalog.NumberField, Least: 2, Most: 4093},
	}}
	sydney = catalog.Location{ID: "syd1", Name: "Tallowood SY1", City: "Sydney", Zones: []catalog.Zone{{Name: "red", Speeds: []int64{1000, 10000}}, {Name: "blue", Speeds: []int64{1000}}}}
)

func atSydney() (Board, Draft) {
	b := Board{Account: account.Account{Kind: access.Managed}, Product: port, Location: sydney}
	return b, Draft{Name: "Sydney core", Speed: "10000", Zone: "red", Term: "12", Details: map[string]string{"interface": "LR"}}
}

func underSydney() (Board, Draft) {
	b := Board{
		Account: account.Account{Kind: access.Managed}, Product: vxc, Location: sydney, Port: service.Service{ID: "p", Name: "Sydney core", Speed: 1000, Product: port},
		Far:  Far{Kind: service.FarService, ID: "m", Name: "Router", Where: "Blackwattle SY2", Speed: 500},
		near: map[string]string{"2": "To the plant", "3": "To the lab"}, beyond: map[string]string{"100": "To the plant"},
	}
	return b, Draft{Name: "To the router", Speed: "500", Term: "1", Details: map[string]string{}}
}

func TestWhatIsWrongWithADrawing(t *testing.T) {
	for name, c := range map[string]struct {
		of     func() (Board, Draft)
		change func(*Board, *Draft)
		field  string // or "" where nothing is
		says   string
	}{
		"nothing":                         {of: atSydney, change: func(*Board, *Draft) {}},
		"sixty-four characters":           {of: atSydney, change: func(_ *Board, d *Draft) { d.Name = strings.Repeat("é", 64) }},
		"one more":                        {atSydney, func(_ *Board, d *Draft) { d.Name = strings.Repeat("é", 65) }, "name", "The most is 64"},
		"no name":                         {atSydney, func(_ *Board, d *Draft) { d.Name = " " }, "name", "Enter the name"},
		"a control character":             {atSydney, func(_ *Board, d *Draft) { d.Name = "a\x01b" }, "name", "control"},
		"a long reference":                {atSydney, func(_ *Board, d *Draft) { d.Reference = strings.Repeat("r", 65) }, "reference", "The most is 64"},
		"no speed":                        {atSydney, func(_ *Board, d *Draft) { d.Speed = "" }, "speed", "Choose a speed"},
		"a speed that is not sold":        {atSydney, func(_ *Board, d *Draft) { d.Speed = "777" }, "speed", "Choose a speed"},
		"a speed that is not there":       {atSydney, func(_ *Board, d *Draft) { d.Speed, d.Zone = "100000", "" }, "speed", "has no 100 Gbps"},
		"a speed that the zone lacks":     {atSydney, func(_ *Board, d *Draft) { d.Zone = "blue" }, "zone", "Zone blue has no 10 Gbps"},
		"a zone that is not there":        {atSydney, func(_ *Board, d *Draft) { d.Zone = "green" }, "zone", "from the list"},
		"a term that is not sold":         {atSydney, func(_ *Board, d *Draft) { d.Term = "13" }, "term", "Choose a minimum term"},
		"a field left out":                {atSydney, func(_ *Board, d *Draft) { d.Details = nil }, "details.interface", "Choose interface"},
		"seen by all in a managed one":    {atSydney, func(_ *Board, d *Draft) { d.Open = true }, "open", "marketplace"},
		"seen by all in a direct one":     {of: atSydney, change: func(b *Board, d *Draft) { b.Account.Kind, d.Open = access.Direct, true }},
		"a connection":                    {of: underSydney, change: func(*Board, *Draft) {}},
		"faster than its port":            {underSydney, func(b *Board, d *Draft) { b.Far.Speed, d.Speed = 0, "10000" }, "speed", "Sydney core has 1 Gbps"},
		"faster than its far end":         {underSydney, func(_ *Board, d *Draft) { d.Speed = "1000" }, "speed", "Router takes 500 Mbps at most"},
		"a VLAN twice":                    {underSydney, func(_ *Board, d *Draft) { d.Details[nearVLAN] = "003" }, "details.vlan", "taken by To the lab"},
		"a VLAN twice at the far end":     {underSydney, func(_ *Board, d *Draft) { d.Details[farVLAN] = "100" }, "details.far_vlan", "VLAN 100 of Router"},
		"the first VLAN that is none":     {underSydney, func(_ *Board, d *Draft) { d.Details[nearVLAN] = "1" }, "details.vlan", "from 2 to 4093"},
		"the next that is none":           {underSydney, func(_ *Board, d *Draft) { d.Details[nearVLAN] = "4094" }, "details.vlan", "from 2 to 4093"},
		"no VLAN":                         {underSydney, func(_ *Board, d *Draft) { d.Details[nearVLAN] = "two" }, "details.vlan", "whole number"},
		"a connection seen by all":        {underSydney, func(b *Board, d *Draft) { b.Account.Kind, d.Open = access.Direct, true }, "open", "marketplace"},
		"a zone of a connection is empty": {of: underSydney, change: func(_ *Board, d *Draft) { d.Zone = "red" }},
	} {
		t.Run(name, func(t *testing.T) {
			b, d := c.of()
			c.change(&b, &d)
			var s service.Service
			fs := b.Fill(d, &s)
			if c.field == "" && len(fs) > 0 || c.field != "" && !strings.Contains(fs.At(c.field), c.says) {
				t.Errorf("%+v", fs)
			}
		})
	}
}

func TestAConnectionGetsTheNextFreeVLANs(t *testing.T) {
	b, d := underSydney()
	var s service.Service
	if fs := b.Fill(d, &s); fs != nil || s.Details[nearVLAN] != "4" || s.Details[farVLAN] != "2" {
		t.Errorf("%v, %v", s.Details, fs)
	}
	b.beyond = nil // a cloud says itself which it takes
	if fs := b.Fill(d, &s); fs != nil || s.Details[farVLAN] != "" {
		t.Errorf("%v, %v", s.Details, fs)
	}
	for n := firstVLAN; n <= lastVLAN; n++ {
		b.near[strconv.Itoa(n)] = "Somebody"
	}
	if fs := b.Fill(d, &s); fs.At("details.vlan") == "" {
		t.Errorf("every VLAN is taken, and it got %v", s.Details)
	}
}

func TestWhereAnAccountMayDesign(t *testing.T) {
	for name, c := range map[string]struct {
		r  Range
		is bool
	}{
		"an enabled market":           {Range{Open: []string{"AU"}}, true},
		"another":                     {Range{Open: []string{"DE"}}, false},
		"another, by who enables":     {Range{Open: []string{"DE"}, All: true, Ours: true}, true},
		"any, as long as none is set": {Range{All: true}, true},
	} {
		if c.r.Has("AU") != c.is {
			t.Errorf("%s: %v", name, !c.is)
		}
	}
}
