package connection

import (
	"slices"
	"strings"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/company"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
)

// Offer is a service of a company of the marketplace that others may connect to.
type Offer struct {
	ID        string // of the service
	AccountID string // of the company
	Listing   string // by which the marketplace knows the company
	Company   string
	Name      string // of the service
	Product   catalog.Product
	Location  catalog.Location
	Speed     int64
}

// MostOffers is how many offers are listed at once.
const MostOffers = 50

// Offers are what companies of the marketplace offer, by company and name, and
// whether there are more. find is part of the name of a company, of what it
// offers or of a place; an account is not offered its own.
func Offers(tx *db.Tx, find string) (os []Offer, more bool, err error) {
	ls, err := company.Listed(tx, find, MostOffers)
	if err != nil || len(ls) == 0 {
		return nil, false, err
	}
	by := map[string]company.Listing{}
	var owners []string
	for _, l := range ls {
		if l.AccountID != tx.By.Account {
			by[l.AccountID], owners = l, append(owners, l.AccountID)
		}
	}
	ss, err := service.OpenOf(tx, owners, MostOffers+1)
	if more = len(ss) > MostOffers; more {
		ss = ss[:MostOffers]
	}
	for _, s := range ss {
		os = append(os, offer(by[s.AccountID], s))
	}
	slices.SortStableFunc(os, func(a, b Offer) int {
		return strings.Compare(account.Bare(a.Company+"\n"+a.Name), account.Bare(b.Company+"\n"+b.Name))
	})
	return os, more, err
}

func offer(l company.Listing, s service.Service) Offer {
	return Offer{ID: s.ID, AccountID: s.AccountID, Listing: l.ID, Company: l.Name, Name: s.Name, Product: s.Product, Location: s.Location, Speed: s.Speed}
}

// OfferOf is the offer of one service, or missing when nobody offers it.
func OfferOf(tx *db.Tx, id string) (o Offer, err error) {
	ss, err := service.OpenNamed(tx, id)
	if err != nil {
		return o, err
	}
	if len(ss) == 0 {
		return o, fault.Missing()
	}
	l, err := company.ListedOf(tx, ss[0].AccountID)
	if err != nil {
		return o, err
	}
	return offer(l, ss[0]), nil
}
