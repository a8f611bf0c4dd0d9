package order_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/internal/service"
)

var (
	portProduct = catalog.Product{ID: "port", Name: "Port", Top: true, Carries: true, Unit: "Mbps", Speeds: []int64{1000, 10000, 100000}, Terms: []int{1, 12}, Fields: []catalog.Field{
		{Key: "interface", Label: "Interface", Kind: catalog.ChoiceField, Required: true, Choices: []string{"LR", "LX"}},
	}}
	vxc = catalog.Product{ID: "vxc", Name: "Cross Connect", Unit: "Mbps", Speeds: []int64{50, 500, 1000, 10000}, Terms: []int{1, 12}, Fields: []catalog.Field{
		{Key: service.NearVLAN, Label: "VLAN at the near end", Kind: catalog.NumberField, Least: 2, Most: 4093},
		{Key: service.FarVLAN, Label: "VLAN at the far end", Kind: catalog.NumberField, Least: 2, Most: 4093},
	}}
	syd1 = catalog.Location{ID: "syd1", Name: "Tallowood SY1", City: "Sydney", Zones: []catalog.Zone{{Name: "red", Speeds: []int64{1000, 10000}}, {Name: "blue", Speeds: []int64{1000}}}}
)

func atSydney() (order.Board, order.Draft) {
	b := order.Board{Account: account.Account{Kind: access.Managed}, Product: portProduct, Location: syd1}
	return b, order.Draft{Name: "Sydney core", Speed: "10000", Zone: "red", Term: "12", Details: map[string]string{"interface": "LR"}}
}

func underSydney() (order.Board, order.Draft) {
	b := order.Board{
		Account: account.Account{Kind: access.Managed}, Product: vxc, Location: syd1, Port: service.Service{ID: "p", Name: "Sydney core", Speed: 1000, Product: portProduct},
		Far:  order.Far{Kind: service.FarService, ID: "m", Name: "Router", Where: "Blackwattle SY2", Speed: 500},
		Near: map[string]string{"2": "To the plant", "3": "To the lab"}, Beyond: map[string]string{"100": "To the plant"},
	}
	return b, order.Draft{Name: "To the router", Speed: "500", Term: "1", Details: map[string]string{}}
}

func TestWhatIsWrongWithADrawing(t *testing.T) {
	for name, c := range map[string]struct {
		of     func() (order.Board, order.Draft)
		change func(*order.Board, *order.Draft)
		field  string // or "" where nothing is
		says   string
	}{
		"nothing":                         {of: atSydney, change: func(*order.Board, *order.Draft) {}},
		"sixty-four characters":           {of: atSydney, change: func(_ *order.Board, d *order.Draft) { d.Name = strings.Repeat("é", 64) }},
		"one more":                        {atSydney, func(_ *order.Board, d *order.Draft) { d.Name = strings.Repeat("é", 65) }, "name", "The most is 64"},
		"no name":                         {atSydney, func(_ *order.Board, d *order.Draft) { d.Name = " " }, "name", "Enter the name"},
		"a control character":             {atSydney, func(_ *order.Board, d *order.Draft) { d.Name = "a\x01b" }, "name", "control"},
		"a long reference":                {atSydney, func(_ *order.Board, d *order.Draft) { d.Reference = strings.Repeat("r", 65) }, "reference", "The most is 64"},
		"no speed":                        {atSydney, func(_ *order.Board, d *order.Draft) { d.Speed = "" }, "speed", "Choose a speed"},
		"a speed that is not sold":        {atSydney, func(_ *order.Board, d *order.Draft) { d.Speed = "777" }, "speed", "Choose a speed"},
		"a speed that is not there":       {atSydney, func(_ *order.Board, d *order.Draft) { d.Speed, d.Zone = "100000", "" }, "speed", "has no 100 Gbps"},
		"a speed that the zone lacks":     {atSydney, func(_ *order.Board, d *order.Draft) { d.Zone = "blue" }, "zone", "Zone blue has no 10 Gbps"},
		"a zone that is not there":        {atSydney, func(_ *order.Board, d *order.Draft) { d.Zone = "green" }, "zone", "from the list"},
		"a term that is not sold":         {atSydney, func(_ *order.Board, d *order.Draft) { d.Term = "13" }, "term", "Choose a minimum term"},
		"a field left out":                {atSydney, func(_ *order.Board, d *order.Draft) { d.Details = nil }, "details.interface", "Choose an interface"},
		"seen by all in a managed one":    {atSydney, func(_ *order.Board, d *order.Draft) { d.Open = true }, "open", "marketplace"},
		"seen by all in a direct one":     {of: atSydney, change: func(b *order.Board, d *order.Draft) { b.Account.Kind, d.Open = access.Direct, true }},
		"a connection":                    {of: underSydney, change: func(*order.Board, *order.Draft) {}},
		"faster than its port":            {underSydney, func(b *order.Board, d *order.Draft) { b.Far.Speed, d.Speed = 0, "10000" }, "speed", "Sydney core has 1 Gbps"},
		"faster than its far end":         {underSydney, func(_ *order.Board, d *order.Draft) { d.Speed = "1000" }, "speed", "Router takes 500 Mbps at most"},
		"a VLAN twice":                    {underSydney, func(_ *order.Board, d *order.Draft) { d.Details[service.NearVLAN] = "003" }, "details.vlan", "taken by To the lab"},
		"a VLAN twice at the far end":     {underSydney, func(_ *order.Board, d *order.Draft) { d.Details[service.FarVLAN] = "100" }, "details.far_vlan", "VLAN 100 of Router"},
		"the first VLAN that is none":     {underSydney, func(_ *order.Board, d *order.Draft) { d.Details[service.NearVLAN] = "1" }, "details.vlan", "from 2 to 4093"},
		"the next that is none":           {underSydney, func(_ *order.Board, d *order.Draft) { d.Details[service.NearVLAN] = "4094" }, "details.vlan", "from 2 to 4093"},
		"no VLAN":                         {underSydney, func(_ *order.Board, d *order.Draft) { d.Details[service.NearVLAN] = "two" }, "details.vlan", "whole number"},
		"a connection seen by all":        {underSydney, func(b *order.Board, d *order.Draft) { b.Account.Kind, d.Open = access.Direct, true }, "open", "marketplace"},
		"a zone of a connection is empty": {of: underSydney, change: func(_ *order.Board, d *order.Draft) { d.Zone = "red" }},
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
	if fs := b.Fill(d, &s); fs != nil || s.Details[service.NearVLAN] != "4" || s.Details[service.FarVLAN] != "2" {
		t.Errorf("%v, %v", s.Details, fs)
	}
	b.Beyond = nil // a cloud says itself which it takes
	if fs := b.Fill(d, &s); fs != nil || s.Details[service.FarVLAN] != "" {
		t.Errorf("%v, %v", s.Details, fs)
	}
	for n := service.FirstVLAN; n <= service.LastVLAN; n++ {
		b.Near[strconv.Itoa(n)] = "Somebody"
	}
	if fs := b.Fill(d, &s); fs.At("details.vlan") == "" {
		t.Errorf("every VLAN is taken, and it got %v", s.Details)
	}
}

func TestWhereAnAccountMayDesign(t *testing.T) {
	for name, c := range map[string]struct {
		r  order.Range
		is bool
	}{
		"an enabled market":           {order.Range{Open: []string{"AU"}}, true},
		"another":                     {order.Range{Open: []string{"DE"}}, false},
		"another, by who enables":     {order.Range{Open: []string{"DE"}, All: true, Ours: true}, true},
		"any, as long as none is set": {order.Range{All: true}, true},
	} {
		if c.r.Has("AU") != c.is {
			t.Errorf("%s: %v", name, !c.is)
		}
	}
}
