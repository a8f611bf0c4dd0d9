package pricing

import (
	"cmp"
	"slices"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/price"
	"gorm.io/gorm"
)

// Ask is what somebody wants to know the price of.
type Ask struct {
	Product  string // its id
	Location catalog.Location
	Speed    int64
	Term     int
	Code     string // a promotional code as it was typed, or ""
}

// Quote is what it costs an account today.
type Quote struct {
	MonthlyRetail price.Retail
	MonthlyCost   price.Cost
	OnceRetail    price.Retail
	OnceCost      price.Cost
	Promotion     Promotion // the zero Promotion without a code
	Book          int64     // catalog.Market.Book, and how often an account's price began or ended since: when it is the same, so is the price
}

// Priced reports whether there is a price. What has none cannot be ordered.
func (q Quote) Priced() bool { return q.MonthlyRetail.Known() && q.MonthlyCost.Known() }

// Plus is what two quotes of one market cost together. Where one of them has no
// price, neither has the sum.
func (q Quote) Plus(o Quote) Quote {
	if !q.Priced() || !o.Priced() {
		return Quote{Book: max(q.Book, o.Book)}
	}
	return Quote{
		MonthlyRetail: q.MonthlyRetail.Plus(o.MonthlyRetail), MonthlyCost: q.MonthlyCost.Plus(o.MonthlyCost),
		OnceRetail: q.OnceRetail.Plus(o.OnceRetail), OnceCost: q.OnceCost.Plus(o.OnceCost), Book: max(q.Book, o.Book),
	}
}

const book = "the price book is the same for everybody; what of it is shown, the caller's eyes decide"

// For is what something costs an account, which the caller reaches, today. A
// quote without a price says that nobody sells it there. A code that does not
// hold is a problem of the field code. The prices are not yet those that the
// caller may see: whoever hands a quote out passes it through Shown.
func For(tx *db.Tx, a account.Account, ask Ask) (q Quote, err error) {
	market, err := catalog.MarketOf(tx, ask.Location.Market)
	if err != nil {
		return q, err
	}
	q.Book = market.Book
	turned, err := turned(tx, a, market.ID)
	if err != nil {
		return q, err
	}
	q.Book += turned
	if sold, err := q.byBook(tx, market.ID, ask); err != nil || !sold {
		return q, err
	}
	if err := q.override(tx, a, market.ID, ask); err != nil {
		return q, err
	}
	if ask.Code != "" {
		if q.Promotion, err = promotionOf(tx, market.ID, ask); err != nil {
			return q, err
		}
		q.less(q.Promotion.Percent)
	}
	q.in(market.Currency)
	return q, nil
}

// byBook is what the book of a market says, less the discount for the term;
// false says that it has no price.
func (q *Quote) byBook(tx *db.Tx, market string, ask Ask) (sold bool, err error) {
	var rows []Price
	err = tx.Everywhere(book).Where("market_id = ? AND product_id = ? AND speed = ? AND term IN ?", market, ask.Product, ask.Speed, []int{AnyTerm, ask.Term}).
		Order("term DESC").Limit(2).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return false, err
	}
	row := rows[0]
	q.MonthlyRetail, q.MonthlyCost, q.OnceRetail, q.OnceCost = row.MonthlyRetail, row.MonthlyCost, row.OnceRetail, row.OnceCost
	if row.Term == AnyTerm {
		percent, err := discountOf(tx, ask.Product, ask.Term)
		if err != nil {
			return false, err
		}
		q.less(percent)
	}
	return true, nil
}

// less takes some of each hundred from what is paid a month.
func (q *Quote) less(percent int64) {
	q.MonthlyRetail, q.MonthlyCost = q.MonthlyRetail.Times(100-percent, 100), q.MonthlyCost.Times(100-percent, 100)
}

func (q *Quote) in(c price.Currency) {
	q.MonthlyRetail, q.MonthlyCost = q.MonthlyRetail.In(c), q.MonthlyCost.In(c)
	q.OnceRetail, q.OnceCost = q.OnceRetail.In(c), q.OnceCost.In(c)
}

func discountOf(tx *db.Tx, product string, term int) (int64, error) {
	var d Discount
	err := tx.Everywhere(book).Where("product_id = ? AND term = ?", product, term).Limit(1).Find(&d).Error
	return d.Percent, err
}

// mostOverrides is how many prices an account and those above it have of one
// product in one market.
const mostOverrides = 200

// override puts the nearest price of the account in the place of the book's.
func (q *Quote) override(tx *db.Tx, a account.Account, market string, ask Ask) error {
	var os []Override
	day := dayOf(tx.Now)
	holds := func(q *gorm.DB) *gorm.DB {
		return q.Where("market_id = ? AND product_id = ? AND speed IN ?", market, ask.Product, []int64{0, ask.Speed}).
			Where("begins_on <= ? AND (ends_on IS NULL OR ends_on >= ?)", day, day).Limit(mostOverrides)
	}
	if err := holds(tx.Up(a.ID)).Find(&os).Error; err != nil {
		return err
	}
	payer, err := account.Payer(tx, a)
	if err != nil {
		return err
	}
	if payer != a.ID && payer != a.ParentID {
		var theirs []Override
		if err := holds(tx.Everywhere(referred)).Where("account_id = ?", payer).Find(&theirs).Error; err != nil {
			return err
		}
		os = append(os, theirs...)
	}
	if len(os) == 0 {
		return nil
	}
	near := func(o Override) int {
		switch o.AccountID {
		case a.ID:
			return 0
		case payer:
			return 2
		}
		return 1
	}
	o := slices.MinFunc(os, func(x, y Override) int {
		return cmp.Or(cmp.Compare(near(x), near(y)), -cmp.Compare(x.Speed, y.Speed), -cmp.Compare(x.ID, y.ID))
	})
	q.less(o.Percent)
	if o.MonthlyRetail.Known() {
		q.MonthlyRetail = o.MonthlyRetail
	}
	if o.MonthlyCost.Known() {
		q.MonthlyCost = o.MonthlyCost
	}
	return nil
}

// turned is how many prices of the account, or of those above it, have begun or
// ended in a market by today: nobody touches the book on these days.
func turned(tx *db.Tx, a account.Account, market string) (n int64, err error) {
	payer, err := account.Payer(tx, a)
	if err != nil {
		return 0, err
	}
	day := dayOf(tx.Now)
	of := []string{a.ID, a.ParentID, payer}
	err = tx.Everywhere(referred).Model(&Override{}).
		Select("COALESCE(SUM(CASE WHEN ends_on < ? THEN 2 ELSE 1 END), 0)", day).
		Where("account_id IN ? AND market_id = ? AND begins_on <= ?", of, market, day).Scan(&n).Error
	return n, err
}

const referred = "what a referred partner's customers pay is agreed with its distributor, who pays"

// promotionOf is the promotion that a typed code stands for, if it holds today
// for what is asked.
func promotionOf(tx *db.Tx, market string, ask Ask) (p Promotion, err error) {
	err = tx.Everywhere(book).Where("code_fold = ?", account.Fold(ask.Code)).Limit(1).Find(&p).Error
	if err != nil {
		return p, err
	}
	stands := standing(tx.Now, p.BeginsOn, p.EndsOn)
	switch {
	case p.ID == "" || tx.By.SeatKind == access.Managed || stands == Over:
		return p, refused("This code is not known, or is over")
	case stands == ToCome && tx.By.May(access.ViewCatalogue):
		return p, refused("This code begins on " + p.BeginsOn.Format("2 Jan 2006"))
	case stands == ToCome:
		return p, refused("This code is not valid today")
	case p.MarketID != "" && p.MarketID != market || p.ProductID != "" && p.ProductID != ask.Product:
		return p, refused("This code is not for this product in this market")
	case p.Most > 0 && p.Used >= p.Most:
		return p, refused("This code has been used as often as it can be")
	}
	return p, nil
}

func refused(text string) error { return fault.Fields{{Field: "code", Text: text}}.Err() }

// Shown is the quote with what a caller may see of it.
func (q Quote) Shown(tx *db.Tx) Quote {
	q.MonthlyRetail, q.MonthlyCost = q.MonthlyRetail.For(tx.By), q.MonthlyCost.For(tx.By)
	q.OnceRetail, q.OnceCost = q.OnceRetail.For(tx.By), q.OnceCost.For(tx.By)
	return q
}

// Use counts one use of a promotion that was ordered with; the zero Promotion
// counts nothing. Of two who use the last one at once, one is refused.
func Use(tx *db.Tx, p Promotion) error {
	if p.ID == "" {
		return nil
	}
	res := tx.Everywhere(book).Model(&Promotion{}).Where("id = ? AND (most = 0 OR used < most)", p.ID).Update("used", gorm.Expr("used + 1"))
	if res.Error == nil && res.RowsAffected == 0 {
		return refused("This code has been used as often as it can be")
	}
	return res.Error
}
