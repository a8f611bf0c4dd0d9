package company

import (
	"strings"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// Limits of a listing.
const (
	MostWords    = 200 // of the bio
	MostOffers   = 12
	longestOffer = 40   // characters
	longestBio   = 2400 // characters, whatever they make of words
)

// ListingDraft is what a person types to change the marketplace profile.
type ListingDraft struct {
	Visible  string `form:"visible"` // Public or Private
	Name     string `form:"name"`
	Bio      string `form:"bio"`
	Email    string `form:"email"`
	Website  string `form:"website"`
	Phone    string `form:"phone"`
	Street   string `form:"street"`
	City     string `form:"city"`
	Postcode string `form:"postcode"`
	Country  string `form:"country"`
	Offers   string `form:"offers"` // separated by commas
	LinkedIn string `form:"linkedin"`
	X        string `form:"x"`
	Other    string `form:"other"`
	Version  int64  `form:"version"` // the version that was shown for editing
}

// The two answers to who sees a listing.
const (
	Public  = "public"
	Private = "private"
)

// ListingDraftOf is a listing as the form edits it.
func ListingDraftOf(l Listing) ListingDraft {
	d := ListingDraft{
		Visible: Private, Name: l.Name, Bio: l.Bio, Email: l.Email, Website: l.Website,
		Street: l.Street, City: l.City, Postcode: l.Postcode, Country: l.Country, Offers: strings.Join(l.Offers, ", "),
		LinkedIn: l.LinkedIn, X: l.X, Other: l.Other, Version: l.Version,
	}
	if l.Listed {
		d.Visible = Public
	}
	if l.Phone != "" {
		d.Phone = account.ReadPhone(l.Phone, "")
	}
	return d
}

// take fills the listing from a checked draft.
func (l *Listing) take(in ListingDraft, offers []string) {
	l.Listed, l.Name, l.Bio, l.Email, l.Website, l.Phone = in.Visible == Public, in.Name, in.Bio, in.Email, in.Website, in.Phone
	l.Address = Address{Street: in.Street, City: in.City, Postcode: in.Postcode, Country: in.Country}
	l.Offers, l.LinkedIn, l.X, l.Other = offers, in.LinkedIn, in.X, in.Other
	l.describe()
}

// Words is how many words a text has.
func Words(s string) int { return len(strings.Fields(s)) }

// check reads the draft; what is typed comes back as it is stored. It answers
// what is offered as a list.
func (d *ListingDraft) check() (offers []string, fs fault.Fields) {
	if d.Visible != Public && d.Visible != Private {
		fs.Add("visible", "Choose who sees the profile")
	}
	if d.Name = account.Tidy(d.Name); d.Name == "" {
		fs.Add("name", "Enter the company name")
	} else if p := account.CheckLine("The company name", d.Name); p != "" {
		fs.Add("name", "%s", p)
	}
	d.checkBio(&fs)
	offers = d.offers(&fs)
	d.reach(&fs)
	place(&fs, &d.Street, &d.City, &d.Postcode, &d.Country)
	webPage(&fs, "linkedin", &d.LinkedIn, "That is not a page of LinkedIn. Example: https://www.linkedin.com/company/northwind", safeWeb, "linkedin.com")
	webPage(&fs, "x", &d.X, "That is not a page of X. Example: https://x.com/northwind", safeWeb, "x.com", "twitter.com")
	webPage(&fs, "other", &d.Other, "That is not an address that begins with https. Example: https://blog.northwind.example", safeWeb)
	return offers, fs
}

func (d *ListingDraft) checkBio(fs *fault.Fields) {
	before := len(*fs)
	prose(fs, "bio", "The bio", &d.Bio, longestBio)
	if n := Words(d.Bio); n > MostWords && len(*fs) == before {
		fs.Add("bio", "The bio has %d words. The most is %d", n, MostWords)
	}
	if d.Bio == "" && d.Visible == Public {
		fs.Add("bio", "Enter a bio, because the profile is public")
	}
}

// reach checks how others get in touch.
func (d *ListingDraft) reach(fs *fault.Fields) {
	if d.Email = strings.TrimSpace(d.Email); d.Email != "" {
		address, problem := account.Email(d.Email)
		if problem != "" {
			fs.Add("email", "%s", problem)
		} else {
			d.Email = address
		}
	}
	if d.Phone = strings.TrimSpace(d.Phone); d.Phone != "" {
		number, problem := account.Phone(first(d.Phone, 100), "")
		if problem != "" {
			fs.Add("phone", "%s", problem)
		} else {
			d.Phone = number
		}
	}
	webPage(fs, "website", &d.Website, notAPage, anyWeb)
}

// offers reads what is offered: trimmed, each once, in the order it was typed.
func (d *ListingDraft) offers(fs *fault.Fields) (offers []string) {
	seen := map[string]bool{}
	offers = []string{}
	for _, o := range strings.Split(first(d.Offers, longestSearch), ",") {
		if o = account.Tidy(o); o == "" || seen[account.Fold(o)] {
			continue
		}
		if account.CheckText("A service", o, longestOffer) != "" {
			fs.Add("offers", "A service has at most %d plain characters", longestOffer)
			return nil
		}
		seen[account.Fold(o)] = true
		offers = append(offers, o)
	}
	if len(offers) > MostOffers {
		fs.Add("offers", "These are %d services. The most is %d", len(offers), MostOffers)
	}
	return offers
}

func listingChanges(was, now ListingDraft) event.Changes {
	return changes([]change{
		{"Visible", was.Visible, now.Visible},
		{"Company name", was.Name, now.Name},
		{"Bio", was.Bio, now.Bio},
		{"Contact e-mail", was.Email, now.Email},
		{"Website", was.Website, now.Website},
		{"Phone", was.Phone, now.Phone},
		{"Street", was.Street, now.Street},
		{"City", was.City, now.City},
		{"Postcode", was.Postcode, now.Postcode},
		{"Country", was.Country, now.Country},
		{"Services", was.Offers, now.Offers},
		{"LinkedIn", was.LinkedIn, now.LinkedIn},
		{"X", was.X, now.X},
		{"Other page", was.Other, now.Other},
	})
}
