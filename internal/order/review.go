package order

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/pricing"
	"github.com/tenantry/tenantry/internal/service"
)

// Review is what a design would be if it were ordered now.
type Review struct {
	Account account.Account
	Above   account.Account // the partner of a managed account; otherwise the account itself
	Market  catalog.Market  // in which it is billed
	Top     service.Service
	Items   []Item
	Total   pricing.Quote // with what the caller may see; nothing where an item has no price
	Book    int64         // of the prices, for Confirm
	Needs   []Need
	Ours    bool             // the caller's company enables markets itself
	Queued  bool             // the partner has to approve it
	Expires int              // days after which the partner's answer comes too late
	Waiting approval.Request // that was sent already, or the zero Request
}

// Item is one service that is ordered.
type Item struct {
	service.Service
	Quote   pricing.Quote // with what the caller may see
	Problem string        // why it can't be ordered as it is drawn, or ""
}

// Ready reports whether nothing is in the way of ordering it.
func (r Review) Ready() bool {
	for _, i := range r.Items {
		if i.Problem != "" {
			return false
		}
	}
	return len(r.Needs) == 0 && r.Waiting.ID == "" && r.Account.Status == account.Active
}

// Review prices what is drawn at and under a service, and says what is in the
// way of ordering it. id is that of any of them. A promotional code that does
// not hold is a problem of the field code.
func (s *Orders) Review(ctx context.Context, by access.Caller, id, code string) (r Review, err error) {
	if code != "" && by.SeatKind == access.Managed {
		return r, fault.New(fault.Forbidden, "Promotional codes are for partners.")
	}
	return r, s.peek(ctx, by, func(tx *db.Tx, here account.Account) error {
		d, err := draw(tx, here, id)
		if err != nil {
			return err
		}
		if err := r.surround(tx, here, d.top); err != nil {
			return err
		}
		return r.price(tx, d, code)
	})
}

// surround finds what an order depends on besides what is drawn.
func (r *Review) surround(tx *db.Tx, here account.Account, top service.Service) (err error) {
	r.Account, r.Above, r.Top = here, here, bare(top)
	if here.Kind == access.Managed {
		if r.Above, err = account.Above(tx, here); err != nil {
			return err
		}
	}
	if r.Market, err = catalog.MarketOf(tx, top.Location.Market); err != nil {
		return err
	}
	if r.Needs, err = Needs(tx, here, top.Location); err != nil {
		return err
	}
	where, err := rangeOf(tx, here)
	if err != nil {
		return err
	}
	r.Ours = where.Ours
	if r.Waiting, err = waiting(tx, top.ID); err != nil {
		return err
	}
	if r.Queued, err = Queued(tx, here); err != nil || !r.Queued {
		return err
	}
	r.Expires, err = approval.ExpiresIn(tx, here.ParentID)
	return err
}

// price asks what each of it costs, and what is wrong with it.
func (r *Review) price(tx *db.Tx, d drawing, code string) error {
	var refused error
	used := false
	for i, s := range d.drawn {
		item := Item{Service: bare(s)}
		err := filled(s)
		if d.top.Status != service.Design && !carries(d.top) {
			err = closed(d.top)
		}
		if err == nil {
			err = joined(tx, d.account, d.top, s)
		}
		if err == nil {
			item.Quote, err = quote(tx, d.account, s, code)
		}
		if fault.FieldsOf(err).At("code") != "" {
			refused = err
			item.Quote, err = quote(tx, d.account, s, "")
		}
		if f := fault.Of(err); f != nil {
			item.Problem = f.Text
		} else if err != nil {
			return err
		}
		used = used || item.Quote.Promotion.ID != ""
		if i == 0 {
			r.Total = item.Quote
		} else {
			r.Total = r.Total.Plus(item.Quote)
		}
		r.Items = append(r.Items, item)
	}
	r.Book = max(r.Total.Book, r.Market.Book)
	r.Total = r.Total.Shown(tx)
	for i := range r.Items {
		r.Items[i].Quote = r.Items[i].Quote.Shown(tx)
	}
	if code != "" && !used && refused != nil {
		return refused
	}
	return nil
}
