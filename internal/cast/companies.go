package cast

import (
	"slices"

	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/company"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/market"
)

// The marketplace ids of the companies that are listed.
const (
	NorthwindListing = "nw7kdbq2"
	CascadeListing   = "cs4tmxe8"
	LakesideListing  = "ks9rwgh3"
	SoloListing      = "s2ysvnp6"
)

// Profiles are what companies of the cast say of themselves to their own people.
func Profiles() []company.Profile {
	return []company.Profile{
		{
			AccountID: Northwind, TradingName: "Northwind Partners", Industry: "Managed networks", Website: "https://www.northwind.example",
			About:        "We run networks for companies between Perth and Auckland. Our own people answer the telephone, day and night.",
			Address:      company.Address{Street: "Level 6, 18 Kent Street", City: "Sydney NSW", Postcode: "2000", Country: "AU"},
			EditedByName: Pia.Name, EditedAt: day("2025-02-10"), Version: 2,
		},
		{
			AccountID: Cascade, TradingName: "Cascade Telecom", Industry: "Telecommunications", Website: "https://cascade.example",
			About:        "Carrier services for the western states since 1998.",
			Address:      company.Address{Street: "410 Guadalupe Parkway", City: "San Jose, CA", Postcode: "95110", Country: "US"},
			EditedByName: Cara.Name, EditedAt: day("2025-03-12"), Version: 1,
		},
		{
			AccountID: Solo, TradingName: "Solo Systems", Industry: "Software", Website: "https://solo.example",
			Address:      company.Address{Street: "2-7-4 Ryogoku, Sumida-ku", City: "Tokyo", Postcode: "130-0026", Country: "JP"},
			EditedByName: Sol.Name, EditedAt: day("2025-04-29"), Version: 1,
		},
	}
}

// Listings are the companies of the marketplace, by name.
func Listings() []company.Listing {
	return []company.Listing{
		{
			ID: CascadeListing, AccountID: Cascade, Listed: true, Name: "Cascade Telecom",
			Bio: "Carrier services from Seattle to San Jose: fibre between data centres, internet access with a service level, and voice trunks. " +
				"We connect hospitals, freight yards and credit unions, and keep a spare path for each of them.",
			Email: "sales@cascade.example", Website: "https://cascade.example", Phone: "+14082345678",
			Address: company.Address{Street: "410 Guadalupe Parkway", City: "San Jose, CA", Postcode: "95110", Country: "US"},
			Offers:  []string{"Internet access", "SIP trunks", "Dark fibre"}, LinkedIn: "https://www.linkedin.com/company/cascade-telecom-example",
			EditedByName: Cara.Name, EditedAt: day("2025-06-02"), Version: 3,
		},
		{
			ID: LakesideListing, AccountID: Lakeside, Listed: true, Name: "Lakeside Cloud",
			Bio: "Private cloud and backup for laboratories and shipyards around Lake Constance, in two data centres in Frankfurt and Munich. " +
				"Data stay in Germany, and so do we.",
			Email: "hallo@lakeside.example", Website: "https://lakeside.example",
			Address:      company.Address{City: "Konstanz", Postcode: "78462", Country: "DE"},
			Offers:       []string{"Private cloud", "Backup"},
			EditedByName: Leo.Name, EditedAt: day("2026-01-15"), Version: 1,
		},
		{
			ID: NorthwindListing, AccountID: Northwind, Listed: true, Name: "Northwind Partners",
			Bio: "We design, run and watch over networks for companies in Australia and New Zealand.\n\n" +
				"Our engineers sit in Sydney, Melbourne and Brisbane. They answer within fifteen minutes, day and night, and they know your network before you call.",
			Email: "hello@northwind.example", Website: "https://www.northwind.example", Phone: "+61293744000",
			Address:  company.Address{Street: "Level 6, 18 Kent Street", City: "Sydney NSW", Postcode: "2000", Country: "AU"},
			Offers:   []string{"Managed WAN", "Cloud connections", "Firewalls", "Monitoring", "Site surveys"},
			LinkedIn: "https://www.linkedin.com/company/northwind-partners-example", X: "https://x.com/northwind_example", Other: "https://blog.northwind.example",
			EditedByName: Pia.Name, EditedAt: day("2025-05-20"), Version: 4,
		},
		{
			ID: SoloListing, AccountID: Solo, Listed: true, Name: "Solo Systems",
			Bio:   "Timing software for railways and stock exchanges. We bring a clock that everybody in your network can trust.",
			Email: "desk@solo.example", Website: "https://solo.example", Phone: "+81352345678",
			Address:      company.Address{Street: "2-7-4 Ryogoku, Sumida-ku", City: "Tokyo", Postcode: "130-0026", Country: "JP"},
			Offers:       []string{"Time signals", "Latency audits"},
			EditedByName: Sol.Name, EditedAt: day("2025-07-08"), Version: 1,
		},
	}
}

// Requests are what people of managed accounts asked their partners for, newest first.
func Requests() []market.Request {
	rs := []market.Request{
		asked(Cory, Northwind, "SG", "2026-09-10", "A hospital in Singapore joins us in January. Two ports at Tembusu SG1 would do."),
		asked(Dev, Cascade, "CA", "2026-09-03", "Our yard in Toronto needs a port."),
		asked(Bea, Northwind, "NZ", "2026-05-12", "We took over a warehouse near Auckland airport."),
		asked(Bea, Northwind, "HK", "2026-04-20", ""),
	}
	answered(&rs[2], Bea, market.Withdrawn, "2026-05-13", "")
	answered(&rs[3], Pia, market.Declined, "2026-04-22", "Nobody in our team knows the rules for Hong Kong. Singapore is what we can offer you instead.")
	return rs
}

// asked is an open request; no two are of the same day.
func asked(by Person, partner, id, on, note string) market.Request {
	return market.Request{
		ID: db.FirstID(day(on)), AccountID: by.Account, ParentID: partner, Market: id, MarketName: marketName(id), Note: note, State: market.Open,
		AskedBy: by.ID, AskedByName: by.Name, AskedAt: day(on), AccountName: Account(by.Account).Name, Reference: Account(by.Account).Reference,
	}
}

func marketName(id string) string {
	return Markets[slices.IndexFunc(Markets, func(m catalog.Market) bool { return m.ID == id })].Name
}

func answered(r *market.Request, by Person, as market.State, on, answer string) {
	at := day(on)
	r.State, r.AnsweredBy, r.AnsweredByName, r.AnsweredAt, r.Answer = as, by.ID, by.Name, &at, answer
}

func plantCompanies(tx *db.Tx) error {
	if err := company.Plant(tx, Profiles(), Listings()); err != nil {
		return err
	}
	rs := Requests()
	return tx.Put(why, &rs)
}

// recordRequests writes down what was asked, answered and withdrawn.
func recordRequests(tx *db.Tx) error {
	for _, r := range Requests() {
		about, named := event.Subject{ID: r.ID, Name: r.Name()}, event.Change{Field: "Market", Now: r.Name()}
		tx.By, tx.Now = person(r.AskedBy).Caller(), r.AskedAt
		if err := event.Record(tx, event.MarketRequested, r.AccountID, about, named, event.Change{Field: "Note", Now: r.Note}); err != nil {
			return err
		}
		if r.AnsweredAt == nil {
			continue
		}
		tx.By, tx.Now = person(r.AnsweredBy).Caller(), *r.AnsweredAt
		kind, changes := event.MarketAnswered, []event.Change{named, {Field: "Answer", Now: r.State.Word()}, {Field: "Note", Now: r.Answer}}
		if r.State == market.Withdrawn {
			kind, changes = event.MarketWithdrawn, changes[:1]
		}
		if err := event.Record(tx, kind, r.AccountID, about, changes...); err != nil {
			return err
		}
	}
	return nil
}

// person is somebody of the cast by their id.
func person(id string) Person {
	for _, p := range Everyone() {
		if p.ID == id {
			return p
		}
	}
	panic("cast: nobody has the id " + id)
}
