package market

import (
	"strings"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// BillingDraft is what a person types to enable a billing market, and to
// change what its bills say.
type BillingDraft struct {
	LegalName   string `form:"legal_name"`
	ContactName string `form:"contact_name"`
	Phone       string `form:"phone"`
	Emails      string `form:"emails"` // separated by commas
	Street      string `form:"street"`
	More        string `form:"more"` // second line of the address
	City        string `form:"city"`
	State       string `form:"state"`
	Postcode    string `form:"postcode"`
	Country     string `form:"country"` // two letters
	TaxNumber   string `form:"tax_number"`
	PONumber    string `form:"po_number"`
	Language    string `form:"language"`
	Version     int64  `form:"version"` // the version that was shown; 0 where the market was never enabled
}

// Seen is the version of a market that was shown to whoever deactivates it.
type Seen struct {
	Version int64 `form:"version"`
}

// First is what the form of a market that was never enabled begins with: what
// the bills of the first enabled one say, or the name of who enables it.
func (b Book) First(name string) (d BillingDraft) {
	d = BillingDraft{ContactName: name, Country: b.Account.Country, Language: "en"}
	var first Market
	for _, e := range b.Entries {
		if e.Enabled() && (first.AccountID == "" || e.Billing.EnabledAt.Before(first.EnabledAt)) {
			first = e.Billing
		}
	}
	if first.AccountID != "" {
		d = DraftOf(first)
	}
	d.TaxNumber, d.PONumber, d.Version = "", "", 0
	return d
}

// Limits of what bills say.
const (
	MostEmails     = 5
	longestPO      = 40
	longestEmails  = 1500 // in bytes
	longestAddress = 120
)

// Language is one that bills are written in.
type Language struct {
	ID   string // two letters
	Name string
}

// Languages are those that bills are written in, by name.
var Languages = []Language{
	{"bg", "Bulgarian"}, {"zh", "Chinese"}, {"da", "Danish"}, {"nl", "Dutch"}, {"en", "English"}, {"fi", "Finnish"}, {"fr", "French"},
	{"de", "German"}, {"it", "Italian"}, {"ja", "Japanese"}, {"nb", "Norwegian"}, {"pl", "Polish"}, {"es", "Spanish"}, {"sv", "Swedish"},
}

// languageName is a language as people read it, or "".
func languageName(id string) string {
	for _, l := range Languages {
		if l.ID == id {
			return l.Name
		}
	}
	return ""
}

// LanguageName is the language of the bills, as people read it.
func (m Market) LanguageName() string { return languageName(m.Language) }

// Emails are the addresses that bills are sent to.
func (m Market) Emails() []string { return strings.Split(m.ContactEmails, ", ") }

// Phone is the number of the billing contact, as people in the country of the
// address write it.
func (m Market) Phone() string { return account.ReadPhone(m.ContactPhone, m.Country) }

// AddressLines are the address as it is written on a bill.
func (m Market) AddressLines() (lines []string) {
	town := strings.Join(strings.Fields(m.City+" "+m.State+" "+m.Postcode), " ")
	for _, line := range []string{m.Street, m.More, town, account.CountryName(m.Country)} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// DraftOf is a billing market as the form edits it.
func DraftOf(m Market) BillingDraft {
	return BillingDraft{
		LegalName: m.LegalName, ContactName: m.ContactName, Phone: m.Phone(), Emails: m.ContactEmails,
		Street: m.Street, More: m.More, City: m.City, State: m.State, Postcode: m.Postcode, Country: m.Country,
		TaxNumber: m.TaxNumber, PONumber: m.PONumber, Language: m.Language, Version: m.Version,
	}
}

// take fills the market from a checked draft.
func (m *Market) take(in BillingDraft) {
	m.LegalName, m.ContactName, m.ContactPhone, m.ContactEmails = in.LegalName, in.ContactName, in.Phone, in.Emails
	m.Street, m.More, m.City, m.State, m.Postcode, m.Country = in.Street, in.More, in.City, in.State, in.Postcode, in.Country
	m.TaxNumber, m.PONumber, m.Language = in.TaxNumber, in.PONumber, in.Language
}

// The countries whose addresses have a state, and those whose addresses need no postcode.
var (
	withState       = map[string]bool{"AU": true, "CA": true, "US": true}
	withoutPostcode = map[string]bool{"HK": true, "IE": true}
)

// check reads the draft; what is typed comes back as it is stored.
func (d *BillingDraft) check() (fs fault.Fields) {
	required(&fs, "legal_name", "The legal name", &d.LegalName, account.Longest)
	required(&fs, "contact_name", "The name of the billing contact", &d.ContactName, account.Longest)
	d.checkCountry(&fs)
	d.checkPhone(&fs)
	d.checkEmails(&fs)
	required(&fs, "street", "The street", &d.Street, longestAddress)
	optional(&fs, "more", "The second line", &d.More, longestAddress)
	required(&fs, "city", "The city", &d.City, longestAddress)
	if withState[d.Country] {
		required(&fs, "state", "The state", &d.State, longestAddress)
	} else {
		optional(&fs, "state", "The state", &d.State, longestAddress)
	}
	if account.Listed(d.Country) && !withoutPostcode[d.Country] {
		required(&fs, "postcode", "The postcode", &d.Postcode, longestPO)
	} else {
		optional(&fs, "postcode", "The postcode", &d.Postcode, longestPO)
	}
	number, problem := CheckTax(d.Country, d.TaxNumber)
	if d.TaxNumber = number; problem != "" {
		fs.Add("tax_number", "%s", problem)
	}
	optional(&fs, "po_number", "The purchase order number", &d.PONumber, longestPO)
	if languageName(d.Language) == "" {
		fs.Add("language", "Choose a language from the list")
	}
	return fs
}

func (d *BillingDraft) checkCountry(fs *fault.Fields) {
	if d.Country = strings.TrimSpace(d.Country); !account.IsCountry(d.Country) {
		fs.Add("country", "Choose a country from the list")
		d.Country = ""
	}
}

// checkPhone reads a number of the address's country, or one of any country
// that begins with a plus.
func (d *BillingDraft) checkPhone(fs *fault.Fields) {
	typed := strings.TrimSpace(d.Phone)
	if typed == "" {
		fs.Add("phone", "Enter the phone number of the billing contact")
		return
	}
	country := d.Country
	if strings.HasPrefix(typed, "+") {
		country = ""
	}
	e164, problem := account.Phone(typed, country)
	if d.Phone = e164; problem != "" {
		fs.Add("phone", "%s", problem)
	}
}

func (d *BillingDraft) checkEmails(fs *fault.Fields) {
	if len(d.Emails) > longestEmails {
		fs.Add("emails", "Enter at most %d addresses", MostEmails)
		return
	}
	var addresses []string
	seen := map[string]bool{}
	for _, typed := range strings.Split(d.Emails, ",") {
		if typed = strings.TrimSpace(typed); typed == "" {
			continue
		}
		address, problem := account.Email(typed)
		if problem != "" {
			fs.Add("emails", "“%s”: %s", typed, problem)
			return
		}
		if !seen[account.Fold(address)] {
			seen[account.Fold(address)] = true
			addresses = append(addresses, address)
		}
	}
	switch {
	case len(addresses) == 0:
		fs.Add("emails", "Enter the e-mail address that bills are sent to")
	case len(addresses) > MostEmails:
		fs.Add("emails", "Enter at most %d addresses", MostEmails)
	}
	d.Emails = strings.Join(addresses, ", ")
}

// required checks a text of one line.
func required(fs *fault.Fields, field, label string, s *string, most int) {
	*s = account.Tidy(*s)
	if *s == "" {
		fs.Add(field, "Enter t%s", label[1:])
	} else if p := account.CheckText(label, *s, most); p != "" {
		fs.Add(field, "%s", p)
	}
}

// optional checks a text of one line that may be left out.
func optional(fs *fault.Fields, field, label string, s *string, most int) {
	if *s = account.Tidy(*s); *s != "" {
		required(fs, field, label, s, most)
	}
}

// changes are what differs between two states of a billing market, in words.
func (m Market) changes(now Market) (cs event.Changes) {
	for _, c := range []event.Change{
		{Field: "Status", Was: m.Status(), Now: now.Status()},
		{Field: "Currency", Was: string(m.Currency), Now: string(now.Currency)},
		{Field: "Legal name", Was: m.LegalName, Now: now.LegalName},
		{Field: "Billing contact", Was: m.ContactName, Now: now.ContactName},
		{Field: "Phone", Was: m.ContactPhone, Now: now.ContactPhone},
		{Field: "E-mail addresses", Was: m.ContactEmails, Now: now.ContactEmails},
		{Field: "Street", Was: m.Street, Now: now.Street},
		{Field: "Second line", Was: m.More, Now: now.More},
		{Field: "City", Was: m.City, Now: now.City},
		{Field: "State", Was: m.State, Now: now.State},
		{Field: "Postcode", Was: m.Postcode, Now: now.Postcode},
		{Field: "Country", Was: m.Country, Now: now.Country},
		{Field: "Tax number", Was: m.TaxNumber, Now: now.TaxNumber},
		{Field: "PO number", Was: m.PONumber, Now: now.PONumber},
		{Field: "Language", Was: m.LanguageName(), Now: now.LanguageName()},
	} {
		if c.Was != c.Now {
			cs = append(cs, c)
		}
	}
	return cs
}
