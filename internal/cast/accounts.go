package cast

import (
	"strconv"
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
)

// managed is one managed account of the cast.
type managed struct {
	key       string // "" for one that needs no name
	name      string
	reference string
	on        string // day of its creation
	services  int
	has       string // words: suspended closed bare renew- approve+ approve- price+
	tags      string
}

// ofNorthwind are the managed accounts of Northwind, in the order of their creation.
var ofNorthwind = []managed{
	{Acme, "Acme Robotics", "CRM-1001", "2025-03-14", 14, "approve+ price+", "Australia, Manufacturing, Priority"},
	{BlueBottle, "Blue Bottle Logistics", "CRM-1002", "2025-03-14", 9, "", "Australia, Freight"},
	{Cobalt, "Cobalt Health", "CRM-1003", "2025-04-02", 22, "renew-", "Australia, Health, Priority"},
	{"", "Dunlin Foods", "CRM-1004", "2025-04-02", 3, "", "Australia"},
	{Ember, "Ember & Oak Interiors", "CRM-1005", "2025-05-19", 0, "", "Australia"},
	{"", "Ngāti Rangi Fisheries", "CRM-1006", "2025-05-27", 4, "", "New Zealand"},
	{"", "Fathom Surveying", "CRM-1007", "2025-06-03", 6, "price+ approve-", "Australia"},
	{"", "Gullwing Aviation", "CRM-1008", "2025-07-11", 18, "", "Australia, Priority"},
	{"", "Hartley Mutual", "CRM-1009", "2025-07-11", 31, "", "Australia, Finance, Priority"},
	{IronBark, "Iron Bark Timber", "CRM-1010", "2025-07-29", 2, "suspended", "Australia"},
	{"", "Café Zürich Roasters", "CRM-1011", "2025-08-01", 2, "", "Australia"},
	{"", "Juniper Schools Trust", "CRM-1012", "2025-08-08", 11, "renew-", "Australia, Education"},
	{"", "Kestrel Media", "CRM-1013", "2025-08-25", 5, "price+", "Australia"},
	{"", "Østergaard Wind", "CRM-1014", "2025-09-01", 7, "", "Energy"},
	{"", "Lantern Energy", "CRM-1015", "2025-09-09", 8, "", "Australia, Energy"},
	{"", "Mulga Mining Services", "CRM-1016", "2025-09-30", 12, "", "Australia, Mining"},
	{"", "Łódź Street Textiles", "CRM-1017", "2025-10-06", 1, "", ""},
	{"", "Banksia Legal", "CRM-1018", "2025-10-09", 3, "", "Australia"},
	{"", "Nettle & Rye Bakeries", "CRM-1019", "2025-10-14", 1, "", "Australia"},
	{"", "Saltbush Veterinary Group", "CRM-1020", "2025-10-20", 2, "bare", "Australia, Health"},
	{Queensland, "Queensland Regional Libraries and Community Archives", "QRLLC/2025-11", "2025-11-02", 4, "", "Australia, Education"},
	{"", "Parrot Bay Hotels", "CRM-1022", "2025-11-11", 6, "", "Australia"},
	{Tidewater, "Tidewater Analytics", "CRM-1023", "2025-11-17", 0, "closed", "Australia"},
	{"", "東海精密 Tōkai Precision", "CRM-1024", "2025-11-21", 5, "", "Japan, Manufacturing"},
	{"", "Wattle Creek Dairy", "CRM-1025", "2025-12-01", 2, "", "Australia"},
	{"", "Redgum Construction", "CRM-1026", "2025-12-08", 4, "price+", "Australia"},
	{"", "Straße & Söhne Instruments", "CRM-1027", "2025-12-15", 3, "", ""},
	{"", "Orchard Street Clinics", "CRM-1028", "2026-01-12", 9, "renew-", "Australia, Health"},
	{"", "Peregrine Couriers", "CRM-1029", "2026-01-19", 3, "", "Australia, Freight"},
	{"", "Bluegrass Stockfeeds", "CRM-1030", "2026-01-27", 1, "bare", "Australia"},
	{"", "Copperline Rail", "CRM-1031", "2026-02-03", 16, "approve-", "Australia, Freight, Priority"},
	{"", "Southern Cross Optical", "CRM-1032", "2026-02-10", 2, "", "Australia, Health"},
	{"", "Harbourside Aquarium", "CRM-1033", "2026-02-18", 2, "", "Australia"},
	{"", "Çelik Marine Engineering", "CRM-1034", "2026-02-26", 3, "", ""},
	{"", "Vantage Wool Brokers", "CRM-1035", "2026-03-05", 1, "", "Australia"},
	{"", "Yellow Door Childcare", "CRM-1036", "2026-03-12", 0, "", "Australia, Education"},
	{"", "Zephyr Sailmakers", "CRM-1037", "2026-03-20", 1, "", "Australia"},
	{"", "Pine Cove Aquaculture", "CRM-1038", "2026-04-01", 5, "price+ renew-", "Australia"},
	{"", "Kookaburra Insurance", "CRM-1039", "2026-04-16", 13, "", "Australia, Finance"},
	{"", "Lyrebird Studios", "CRM-1040", "2026-05-04", 4, "", "Australia"},
	{"", "Murray Darling Irrigation", "CRM-1041", "2026-05-21", 6, "", "Australia"},
	{"", "Opal Ridge Wines", "CRM-1042", "2026-06-09", 2, "", "Australia"},
	{"", "Quoll Software", "CRM-1043", "2026-06-24", 7, "approve-", "Australia"},
	{"", "Ironstone Gaol Museum", "CRM-1044", "2026-07-13", 1, "bare", "Australia"},
	{"", "Tern Island Ferries", "CRM-1045", "2026-08-06", 3, "", "Australia, Freight"},
	{"", "Wombat Hill Nurseries", "CRM-1046", "2026-08-27", 0, "", "Australia"},
}

// ofCascade are the managed accounts of Cascade. The operator supports them, so
// both support contacts are known.
var ofCascade = []managed{
	{Delta, "Delta Freight", "C-77", "2025-05-06", 8, "", "Freight"},
	{"", "Alder & Pike Attorneys", "C-78", "2025-06-17", 2, "", ""},
	{"", "Big Sky Cooperative", "C-79", "2025-08-12", 5, "price+", "Agriculture"},
	{"", "Cielo Abierto Foods", "C-81", "2025-10-02", 3, "", ""},
	{"", "Juniper Point Medical", "C-84", "2026-01-22", 6, "renew-", "Health"},
	{"", "Acme Robotics", "C-90", "2026-04-14", 4, "", ""}, // no relation of Northwind's
	{"", "Mesa Verde Credit Union", "C-93", "2026-07-07", 0, "", "Finance"},
}

// ofLakeside are the managed accounts of Lakeside.
var ofLakeside = []managed{
	{Clearlake, "Clearlake Diagnostics", "LS-001", "2026-02-11", 3, "", "Health"},
	{"", "Bodensee Bootsbau", "LS-002", "2026-06-18", 1, "", ""},
}

// day reads a date; the cast's acts happen at nine in the morning.
func day(date string) time.Time {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		panic("cast: " + err.Error())
	}
	return t.Add(9 * time.Hour)
}

// top are the accounts that are not managed, parents first.
func top() []account.Account {
	harbour := Harbour
	return []account.Account{
		{ID: Meridian, Kind: access.Operator, ParentID: Meridian, Name: "Meridian Networks", Support: account.ByOperator, Status: account.Active, Domain: "", CreatedAt: day("2025-01-06"), CreatedBy: Olive.Name},
		{ID: Harbour, Kind: access.Distributor, ParentID: Meridian, Name: "Harbour Distribution", Support: account.ByOperator, Status: account.Active, Country: "SG", Domain: "harbour.example", CreatedAt: day("2025-01-20"), CreatedBy: Olive.Name},
		{ID: Northwind, Kind: access.Partner, ParentID: Meridian, Name: "Northwind Partners", Support: account.ByPartner, Status: account.Active, Country: "AU", Domain: "northwind.example", CreatedAt: day("2025-02-03"), CreatedBy: Olive.Name},
		{ID: Cascade, Kind: access.Partner, ParentID: Meridian, Name: "Cascade Telecom", Support: account.ByOperator, Status: account.Active, Country: "US", Domain: "cascade.example", CreatedAt: day("2025-03-03"), CreatedBy: Olive.Name},
		{ID: Lakeside, Kind: access.Partner, ParentID: Meridian, ReferredBy: &harbour, Name: "Lakeside Cloud", Support: account.ByPartner, Status: account.Active, Domain: "lakeside.example", CreatedAt: day("2025-11-24"), CreatedBy: Olive.Name},
		{ID: Solo, Kind: access.Direct, ParentID: Meridian, Name: "Solo Systems", Support: account.ByOperator, Status: account.Active, Country: "JP", Domain: "solo.example", CreatedAt: day("2025-04-22"), CreatedBy: Olive.Name},
	}
}

// line is a partner with its managed accounts and whoever created them.
type line struct {
	partner string
	admin   Person
	support account.Support
	phones  []string // of the support team; each account has one of them
	domain  string
	of      []managed
}

var lines = []line{
	{Northwind, Pia, account.ByPartner, []string{"+61293744000", "+61396540100", "+61732291234"}, "northwind.example", ofNorthwind},
	{Cascade, Cara, account.ByOperator, []string{"+14082345678", "+12142345678"}, "cascade.example", ofCascade},
	{Lakeside, Leo, account.ByPartner, []string{"+496912345678"}, "lakeside.example", ofLakeside},
}

// is reports whether a managed account has a word.
func (m managed) is(word string) bool {
	for _, w := range strings.Fields(m.has) {
		if w == word {
			return true
		}
	}
	return false
}

// account is the row of a managed account.
func (m managed) account(l line, i int) account.Account {
	a := account.Account{
		ID: m.keyIn(l), Kind: access.Managed, ParentID: l.partner, Name: m.name, Reference: m.reference, Support: l.support,
		Status: account.Active, CreatedAt: day(m.on).Add(time.Duration(i) * time.Minute), CreatedBy: l.admin.Name,
	}
	if !m.is("bare") {
		a.SupportPhone, a.SupportEmail = l.phones[i%len(l.phones)], "noc@"+l.domain
	}
	switch {
	case m.is("suspended"):
		a.Status = account.Suspended
	case m.is("closed"):
		a.Status = account.Closed
	}
	a.RenewalOwn, a.ApprovalOwn, a.PricingOwn = m.own("renew"), m.own("approve"), m.own("price")
	return a
}

func (m managed) own(feature string) account.Own {
	switch {
	case m.is(feature + "+"):
		return account.OwnOn
	case m.is(feature + "-"):
		return account.OwnOff
	}
	return account.OwnNone
}

// keyIn is the account's key: its own constant, or one that follows from its
// reference.
func (m managed) keyIn(l line) string {
	if m.key != "" {
		return m.key
	}
	return db.KeyFrom(l.partner + " " + m.reference)
}

// tagged are the account's tags.
func (m managed) tagged(l line) (ts []account.Tag) {
	for _, t := range strings.Split(m.tags, ",") {
		if t = account.Tidy(t); t != "" {
			ts = append(ts, account.Tag{AccountID: m.keyIn(l), ParentID: l.partner, Tag: t, TagFold: account.Fold(t)})
		}
	}
	return ts
}

// Named is the key of the managed account of Northwind with a reference that
// ends in these digits, for tests that need another one: Named(1004) is Dunlin Foods.
func Named(number int) string {
	for _, m := range ofNorthwind {
		if m.reference == "CRM-"+strconv.Itoa(number) {
			return m.keyIn(lines[0])
		}
	}
	panic("cast: Northwind has no CRM-" + strconv.Itoa(number))
}
