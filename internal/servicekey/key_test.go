package servicekey_test

import (
	"regexp"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/internal/servicekey"
)

func on(day string) *time.Time {
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return &d
}

func TestAKeyIsValidOnItsDaysAsOftenAsItSays(t *testing.T) {
	for name, c := range map[string]struct {
		key  servicekey.Key
		at   string
		want servicekey.State
	}{
		"always":                        {servicekey.Key{Active: true}, "2026-11-22T10:00:00Z", servicekey.Active},
		"used often":                    {servicekey.Key{Active: true, Used: 9}, "2026-11-22T10:00:00Z", servicekey.Active},
		"used up":                       {servicekey.Key{Active: true, Single: true, Used: 1}, "2026-11-22T10:00:00Z", servicekey.Used},
		"turned off":                    {servicekey.Key{}, "2026-11-22T10:00:00Z", servicekey.Inactive},
		"the evening before":            {servicekey.Key{Active: true, BeginsOn: on("2026-11-22")}, "2026-11-21T23:59:59Z", servicekey.Early},
		"the first moment":              {servicekey.Key{Active: true, BeginsOn: on("2026-11-22")}, "2026-11-22T00:00:00Z", servicekey.Active},
		"the last moment":               {servicekey.Key{Active: true, EndsOn: on("2026-11-22")}, "2026-11-22T23:59:59Z", servicekey.Active},
		"the morning after":             {servicekey.Key{Active: true, EndsOn: on("2026-11-22")}, "2026-11-23T00:00:00Z", servicekey.Expired},
		"elsewhere it is the day after": {servicekey.Key{Active: true, EndsOn: on("2026-11-22")}, "2026-11-23T08:00:00+11:00", servicekey.Active},
		"over, and turned off":          {servicekey.Key{EndsOn: on("2026-11-20")}, "2026-11-22T10:00:00Z", servicekey.Expired},
	} {
		at, err := time.Parse(time.RFC3339, c.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.key.State(at); got != c.want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestACodeIsARandomUUID(t *testing.T) {
	form := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	seen := map[string]bool{}
	for range 1000 {
		c := servicekey.NewCode()
		if !form.MatchString(c) || seen[c] || servicekey.TidyCode("  "+c+"\n") != c {
			t.Fatal(c)
		}
		seen[c] = true
	}
}

func TestAProofIsThatOfOneAccountAndOneKey(t *testing.T) {
	k, other := servicekey.Key{Code: servicekey.NewCode()}, servicekey.Key{Code: servicekey.NewCode()}
	p := k.Proof("acme")
	if !k.Proves(p, "acme") || k.Proves(p, "delta") || other.Proves(p, "acme") || k.Proves("", "acme") {
		t.Error("a proof proves what it must not")
	}
}

func board() servicekey.Board {
	return servicekey.Board{
		Service: service.Service{ID: "p-1", AccountID: "acme", Name: "Sydney core", Speed: 1000, Product: catalog.Product{Unit: "Mbps"}},
		Speeds:  []int64{100, 500, 1000}, Taken: map[string]string{"700": "To AWS"},
	}
}

func TestWhatIsTypedForANewKeyIsChecked(t *testing.T) {
	good := servicekey.Draft{Label: "Northside", Uses: servicekey.Once, Speed: "500", VLAN: "701", Begins: "2026-11-22", Ends: "2026-11-22", Active: true}
	for name, c := range map[string]struct {
		field string
		set   func(*servicekey.Draft)
	}{
		"all of it":                   {"", func(*servicekey.Draft) {}},
		"the next free VLAN":          {"", func(d *servicekey.Draft) { d.VLAN = "" }},
		"the next free VLAN, as 0":    {"", func(d *servicekey.Draft) { d.VLAN = "0" }},
		"no label":                    {"label", func(d *servicekey.Draft) { d.Label = " " }},
		"no uses":                     {"uses", func(d *servicekey.Draft) { d.Uses = "" }},
		"faster than the service":     {"speed", func(d *servicekey.Draft) { d.Speed = "10000" }},
		"a speed that nobody sells":   {"speed", func(d *servicekey.Draft) { d.Speed = "499" }},
		"a VLAN below the first":      {"vlan", func(d *servicekey.Draft) { d.VLAN = "1" }},
		"a VLAN above the last":       {"vlan", func(d *servicekey.Draft) { d.VLAN = "4094" }},
		"a VLAN in words":             {"vlan", func(d *servicekey.Draft) { d.VLAN = "many" }},
		"a VLAN that is taken":        {"vlan", func(d *servicekey.Draft) { d.VLAN = "0700" }},
		"a VLAN for a multi-use key":  {"vlan", func(d *servicekey.Draft) { d.Uses = servicekey.Many }},
		"a day that there is not":     {"begins", func(d *servicekey.Draft) { d.Begins = "2026-02-30" }},
		"a last day before the first": {"ends", func(d *servicekey.Draft) { d.Ends = "2026-11-21" }},
	} {
		d := good
		c.set(&d)
		_, fs := board().Make(d)
		if c.field == "" && fs != nil || c.field != "" && (len(fs) != 1 || fs.At(c.field) == "") {
			t.Errorf("%s: %v", name, fs)
		}
	}
}

func TestAKeyIsRelabelledTurnedOffAndGivenOtherDays(t *testing.T) {
	k := servicekey.Key{Label: "Northside", Active: true, Single: true, MostSpeed: 500, VLAN: 701, Version: 3}
	now, err := k.Change(servicekey.Draft{Version: 3, Label: "Southside", Ends: "2027-01-31", Uses: servicekey.Many, Speed: "1", VLAN: "2"})
	if err != nil || now.Label != "Southside" || now.Active || now.EndsOn == nil || !now.Single || now.MostSpeed != 500 || now.VLAN != 701 {
		t.Errorf("%+v, %v", now, err)
	}
	if len(servicekey.Changes(k, now)) != 3 {
		t.Errorf("%+v", servicekey.Changes(k, now))
	}
	if _, err := k.Change(servicekey.Draft{Version: 2, Label: "Southside"}); !fault.Is(err, fault.Conflict) {
		t.Errorf("an outdated form: %v", err)
	}
}

func TestKeysAreMadeForWhatTakesConnections(t *testing.T) {
	under := "p-1"
	carries := catalog.Product{Carries: true}
	for _, status := range service.Statuses {
		err := servicekey.Offers(service.Service{Status: status, Product: carries})
		ok := status == service.Ordered || status == service.Deployable || status == service.Configured || status == service.Live
		if ok != (err == nil) {
			t.Errorf("%s: %v", status, err)
		}
	}
	if servicekey.Offers(service.Service{Status: service.Live}) == nil || servicekey.Offers(service.Service{Status: service.Live, Product: carries, PortID: &under}) == nil {
		t.Error("what carries nothing has keys")
	}
}
