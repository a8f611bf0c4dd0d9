package pricing

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/price"
)

// Shown is the override with what a caller may see of it.
func (o Override) Shown(by access.Caller) Override {
	o.MonthlyRetail, o.MonthlyCost = o.MonthlyRetail.For(by), o.MonthlyCost.For(by)
	return o
}

// Standing is where the price stands now.
func (o Override) Standing(now time.Time) Standing { return standing(now, o.BeginsOn, o.EndsOn) }

// OverrideDraft is what somebody types to give an account a price of its own.
type OverrideDraft struct {
	Company string `form:"company"` // a partner or direct account, by its name or key
	Account string `form:"account"` // one managed account of the partner, by its name, reference or key; "" for the company and all below it
	Market  string `form:"market"`
	Product string `form:"product"`
	Speed   string `form:"speed"` // "" for every speed
	Percent string `form:"percent"`
	Retail  string `form:"retail"`
	Cost    string `form:"cost"`
	Begins  string `form:"begins"`
	Ends    string `form:"ends"`
	Reason  string `form:"reason"`
	Below   bool   `form:"below"`
}

// fill puts what was typed into an override.
func (d OverrideDraft) fill(tx *db.Tx, o *Override, fs *fault.Fields) error {
	a, err := d.accountOf(tx, fs)
	if err != nil {
		return err
	}
	m, err := marketOf(tx, d.Market)
	if fault.Is(err, fault.NotFound) {
		fs.Add("market", "Choose a market from the list")
	} else if err != nil {
		return err
	}
	p, err := productOf(tx, d.Product)
	if fault.Is(err, fault.NotFound) {
		fs.Add("product", "Choose a product from the list")
	} else if err != nil {
		return err
	}
	o.AccountID, o.ParentID, o.MarketID, o.ProductID = a.ID, a.ParentID, m.ID, p.ID
	d.amounts(m, p, o, fs)
	o.BeginsOn, o.EndsOn = days(d.Begins, d.Ends, fs)
	over(nil, o.EndsOn, tx.Now, fs)
	o.Reason = account.Tidy(d.Reason)
	if problem := account.CheckText("Reason", o.Reason, longestSentence); problem != "" {
		fs.Add("reason", "%s", problem)
	}
	return nil
}

// amounts reads the speed, and the percentage or the price.
func (d OverrideDraft) amounts(m catalog.Market, p catalog.Product, o *Override, fs *fault.Fields) {
	if filled(d.Speed) && p.ID != "" {
		speed, err := strconv.ParseInt(d.Speed, 10, 64)
		if err != nil || !slices.Contains(p.Speeds, speed) {
			fs.Add("speed", "%s is not sold at this speed", p.Name)
		}
		o.Speed = speed
	}
	ok := false
	if o.Percent, ok = percent(d.Percent, 0); !ok {
		fs.Add("percent", "Enter a whole number from 1 to 100")
	}
	fixed := filled(d.Retail) || filled(d.Cost)
	switch {
	case o.Percent == 0 && ok && !fixed:
		fs.Add("percent", "Enter a percentage, or a price")
	case o.Percent > 0 && fixed:
		fs.Add("percent", "Enter a percentage or a price, not both")
	case fixed && o.Speed == 0:
		fs.Add("speed", "Enter the speed that the price is for. A percentage can be for every speed")
	}
	if m.ID == "" {
		return
	}
	var err error
	if filled(d.Retail) {
		if o.MonthlyRetail, err = price.ParseRetail(m.Currency, d.Retail); err != nil {
			fs.Add("retail", "%s", err.Error())
		}
	}
	if filled(d.Cost) {
		if o.MonthlyCost, err = price.ParseCost(m.Currency, d.Cost); err != nil {
			fs.Add("cost", "%s", err.Error())
		}
	}
}

// accountOf is the account that was typed.
func (d OverrideDraft) accountOf(tx *db.Tx, fs *fault.Fields) (a account.Account, err error) {
	kinds := []access.Kind{access.Partner, access.Direct, access.Distributor}
	err = tx.Children().Where("kind IN ? AND (id = ? OR name_fold = ?)", kinds, d.Company, account.Fold(d.Company)).Limit(1).Find(&a).Error
	switch {
	case err != nil:
		return a, err
	case a.ID == "":
		fs.Add("company", "There is no partner, distributor or direct account with this name")
		return a, nil
	case !filled(d.Account):
		return a, nil
	}
	var below []account.Account
	err = tx.Reach().Where("parent_id = ? AND (id = ? OR name_fold = ? OR reference_fold = ?)", a.ID, d.Account, account.Fold(d.Account), account.Fold(d.Account)).Limit(2).Find(&below).Error
	if err != nil {
		return a, err
	}
	if len(below) != 1 {
		fs.Add("account", "There is not exactly one managed account of %s with this name or reference", a.Name)
		return a, nil
	}
	return below[0], nil
}

// mostOfAccount is how many prices that are not over an account has of a
// product in a market; with those of its partner For still reads them all.
const mostOfAccount = mostOverrides / 2

// Override gives an account, or all accounts of a partner, a price of its own.
// The same again is the price that stands already, so that a form which is sent
// twice sets one.
func (s *Prices) Override(ctx context.Context, by access.Caller, in OverrideDraft) (o Override, err error) {
	if err := by.Must(access.EditPrices); err != nil {
		return o, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		if err := hold(tx, in.Market); err != nil {
			return err
		}
		o = Override{ID: db.NewID(tx.Now), SetByName: by.Name, SetAt: tx.Now, Version: 1}
		var fs fault.Fields
		if err := in.fill(tx, &o, &fs); err != nil {
			return err
		}
		if err := fs.Err(); err != nil {
			return err
		}
		lost, err := o.loses(tx)
		if err != nil {
			return err
		}
		if err := warn(lost, in.Below); err != nil {
			return err
		}
		return set(tx, &o)
	})
	return o.Shown(by), fault.Wrap("set an account's price", err)
}

// loses is the price where its cost is above its retail price: what was not typed
// stays that of the book, for one term at least.
func (o Override) loses(tx *db.Tx) ([]Price, error) {
	own := Price{MonthlyRetail: o.MonthlyRetail, MonthlyCost: o.MonthlyCost}
	if o.Percent > 0 || own.MonthlyRetail.Known() && own.MonthlyCost.Known() {
		return []Price{own}, nil
	}
	m, err := catalog.MarketOf(tx, o.MarketID)
	if err != nil {
		return nil, err
	}
	p, err := catalog.ProductOf(tx, o.ProductID)
	if err != nil {
		return nil, err
	}
	for _, term := range p.Terms {
		var q Quote
		if _, err := q.byBook(tx, m.ID, Ask{Product: p.ID, Speed: o.Speed, Term: term}); err != nil {
			return nil, err
		}
		q.in(m.Currency)
		all := Price{MonthlyRetail: q.MonthlyRetail, MonthlyCost: q.MonthlyCost}
		if own.MonthlyRetail.Known() {
			all.MonthlyRetail = own.MonthlyRetail
		}
		if own.MonthlyCost.Known() {
			all.MonthlyCost = own.MonthlyCost
		}
		if below([]Price{all}) > 0 {
			return []Price{all}, nil
		}
	}
	return nil, nil
}

// hold holds the book of a market before amounts are read in its currency, and
// before the prices are counted that accounts have in it.
func hold(tx *db.Tx, market string) error {
	_, err := catalog.LockMarket(tx, market)
	if fault.Is(err, fault.NotFound) {
		return nil // the form says so
	}
	return err
}

// set writes a price, or answers the one that stands and is the same.
func set(tx *db.Tx, o *Override) error {
	var stand []Override
	q := tx.Reach().Where("account_id = ? AND market_id = ? AND product_id = ?", o.AccountID, o.MarketID, o.ProductID)
	if err := q.Where("ends_on IS NULL OR ends_on >= ?", dayOf(tx.Now)).Limit(mostOfAccount).Find(&stand).Error; err != nil {
		return err
	}
	for _, x := range stand {
		if x.same(*o) {
			*o = x
			return nil
		}
	}
	if len(stand) == mostOfAccount {
		return fault.Fields{{Field: "account", Text: "There are too many prices for this already. End some first"}}.Err()
	}
	if err := tx.Insert(o); err != nil {
		return err
	}
	if err := touch(tx, o.MarketID); err != nil {
		return err
	}
	return recordOverride(tx, *o, "set")
}

// same reports whether two prices of an account come to the same. The amounts of
// one that was read have no currency yet.
func (o Override) same(x Override) bool {
	ends := o.EndsOn == nil && x.EndsOn == nil || o.EndsOn != nil && x.EndsOn != nil && o.EndsOn.Equal(*x.EndsOn)
	return ends && o.Speed == x.Speed && o.Percent == x.Percent && o.BeginsOn.Equal(x.BeginsOn) && o.Reason == x.Reason &&
		o.MonthlyRetail.In("").Same(x.MonthlyRetail.In("")) && o.MonthlyCost.In("").Same(x.MonthlyCost.In(""))
}

// recordOverride says which account's price is set or ended, and never how much it is.
func recordOverride(tx *db.Tx, o Override, what string) error {
	ss, err := named(tx, []Override{o})
	if err != nil {
		return err
	}
	x := ss[0]
	return record(tx, o.ID, "price of "+x.Account,
		event.Change{Field: "Price", Now: what}, event.Change{Field: "Market", Now: x.Market.Name}, event.Change{Field: "Product", Now: x.Product.Name}, event.Change{Field: "Reason", Now: o.Reason})
}

// EndOverride ends a price at once, so that today the book holds again.
func (s *Prices) EndOverride(ctx context.Context, by access.Caller, id string) (x Special, err error) {
	if err := by.Must(access.EditPrices); err != nil {
		return x, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		o, err := overrideOf(tx, id)
		if err != nil {
			return err
		}
		if o.Standing(tx.Now) == Over {
			return fault.New(fault.Conflict, "This price is over already.")
		}
		yesterday := dayOf(tx.Now).AddDate(0, 0, -1)
		o.EndsOn = &yesterday
		o.Version++
		if err := tx.Update(&o); err != nil {
			return err
		}
		if err := touch(tx, o.MarketID); err != nil {
			return err
		}
		ss, err := named(tx, []Override{o})
		if err != nil {
			return err
		}
		x = ss[0]
		return recordOverride(tx, o, "ended")
	})
	return x, fault.Wrap("end an account's price", err)
}

func overrideOf(tx *db.Tx, id string) (o Override, err error) {
	err = tx.Lock(tx.Reach()).Where("id = ?", id).Take(&o).Error
	if db.Missing(err) {
		err = fault.Missing()
	}
	return o, err
}
