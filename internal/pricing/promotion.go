package pricing

import (
	"context"
	"strconv"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// CodeDraft is what somebody types to make or edit a promotional code.
type CodeDraft struct {
	Token    string `form:"token"` // of a new one
	Code     string `form:"code"`  // fixed once it is made
	Sentence string `form:"sentence"`
	Market   string `form:"market"`  // id, "" for every market
	Product  string `form:"product"` // id, "" for every product
	Percent  string `form:"percent"`
	Begins   string `form:"begins"` // a day
	Ends     string `form:"ends"`   // the last day, or ""
	Most     string `form:"most"`   // how often, "" for as often as wanted
	Version  int64  `form:"version"`
}

// longestCode and longestSentence are how many characters these have at most.
const (
	longestCode     = 40
	longestSentence = 200
)

// CodeDraftOf is the draft that changes nothing.
func CodeDraftOf(p Promotion) CodeDraft {
	d := CodeDraft{
		Code: p.Code, Sentence: p.Sentence, Market: p.MarketID, Product: p.ProductID, Percent: strconv.FormatInt(p.Percent, 10),
		Begins: p.BeginsOn.UTC().Format(time.DateOnly), Version: p.Version,
	}
	if p.EndsOn != nil {
		d.Ends = p.EndsOn.UTC().Format(time.DateOnly)
	}
	if p.Most > 0 {
		d.Most = strconv.FormatInt(p.Most, 10)
	}
	return d
}

// days reads a first and a last day, which may be left out.
func days(begins, ends string, fs *fault.Fields) (first time.Time, last *time.Time) {
	first, err := time.Parse(time.DateOnly, begins)
	if err != nil || outside(first) {
		fs.Add("begins", "Enter the first day, such as 2027-01-31")
	}
	if ends == "" {
		return first, nil
	}
	end, err := time.Parse(time.DateOnly, ends)
	switch {
	case err != nil || outside(end):
		fs.Add("ends", "Enter the last day, such as 2027-01-31, or nothing")
	case end.Before(first):
		fs.Add("ends", "The last day is before the first")
	}
	return first, &end
}

// over notes a last day that is typed when it is over already.
func over(was, typed *time.Time, now time.Time, fs *fault.Fields) {
	if typed != nil && !now.Before(typed.AddDate(0, 0, 1)) && (was == nil || !was.Equal(*typed)) && fs.At("ends") == "" {
		fs.Add("ends", "This day is over already")
	}
}

// outside reports whether a day is none that prices are for.
func outside(day time.Time) bool { return day.Year() < 2000 || day.Year() > 2199 }

// fill puts what was typed into a promotion.
func (d CodeDraft) fill(tx *db.Tx, p *Promotion) error {
	var fs fault.Fields
	d.Code, d.Sentence = account.Tidy(d.Code), account.Tidy(d.Sentence)
	if problem := account.CheckText("Code", d.Code, longestCode); p.Code == "" && problem != "" {
		fs.Add("code", "%s", problem)
	} else if p.Code == "" {
		p.Code, p.CodeFold = d.Code, account.Fold(d.Code)
	}
	if problem := account.CheckText("Description", d.Sentence, longestSentence); problem != "" {
		fs.Add("sentence", "%s", problem)
	}
	ok := false
	if p.Percent, ok = percent(d.Percent, 1); !ok {
		fs.Add("percent", "Enter a whole number from 1 to 100")
	}
	was := p.EndsOn
	p.BeginsOn, p.EndsOn = days(d.Begins, d.Ends, &fs)
	over(was, p.EndsOn, tx.Now, &fs)
	p.Most = 0
	if filled(d.Most) {
		n, err := strconv.ParseInt(d.Most, 10, 64)
		if err != nil || n < 1 || n > 1_000_000_000 {
			fs.Add("most", "Enter a whole number above 0, or nothing")
		}
		p.Most = n
	}
	if err := d.sold(tx, &fs); err != nil {
		return err
	}
	p.Sentence, p.MarketID, p.ProductID = d.Sentence, d.Market, d.Product
	return fs.Err()
}

// sold checks that the market and the product are there.
func (d CodeDraft) sold(tx *db.Tx, fs *fault.Fields) error {
	if d.Market != "" {
		if _, err := marketOf(tx, d.Market); fault.Is(err, fault.NotFound) {
			fs.Add("market", "Choose a market from the list")
		} else if err != nil {
			return err
		}
	}
	if d.Product != "" {
		if _, err := productOf(tx, d.Product); fault.Is(err, fault.NotFound) {
			fs.Add("product", "Choose a product from the list")
		} else if err != nil {
			return err
		}
	}
	return nil
}

// Standing is where a price with dates stands on a day.
type Standing string

// The closed list of standings.
const (
	InForce Standing = "in force"
	ToCome  Standing = "to come"
	Over    Standing = "over"
	UsedUp  Standing = "used up" // of a code
)

// standing is where a day lies beside two others.
func standing(now, begins time.Time, ends *time.Time) Standing {
	switch day := dayOf(now); {
	case ends != nil && day.After(*ends):
		return Over
	case day.Before(begins):
		return ToCome
	}
	return InForce
}

// dayOf is the day of a moment, in UTC.
func dayOf(now time.Time) time.Time { return now.UTC().Truncate(24 * time.Hour) }

// Standing is where the code stands now.
func (p Promotion) Standing(now time.Time) Standing {
	at := standing(now, p.BeginsOn, p.EndsOn)
	if at != Over && p.Most > 0 && p.Used >= p.Most {
		return UsedUp
	}
	return at
}

// pageSize is how many codes, or prices of accounts, a page has.
const pageSize = 50

// Codes lists the promotional codes, the newest first, from the one before on,
// which is an id, or "". find is part of a code.
func (s *Prices) Codes(ctx context.Context, by access.Caller, find, before string) (ps []Promotion, more bool, err error) {
	if err := by.Must(access.ViewCatalogue); err != nil {
		return nil, false, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		q := tx.Everywhere(book).Order("id DESC").Limit(pageSize + 1)
		if before != "" {
			q = q.Where("id < ?", before)
		}
		if find != "" {
			q = q.Where(tx.Contains("code_fold", account.Fold(find)))
		}
		return q.Find(&ps).Error
	})
	if more = len(ps) > pageSize; more {
		ps = ps[:pageSize]
	}
	return ps, more, fault.Wrap("list promotional codes", err)
}

// Code is one promotional code.
func (s *Prices) Code(ctx context.Context, by access.Caller, id string) (p Promotion, err error) {
	if err := by.Must(access.ViewCatalogue); err != nil {
		return p, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		p, err = codeOf(tx, id)
		return err
	})
	return p, fault.Wrap("read a promotional code", err)
}

func codeOf(tx *db.Tx, id string) (p Promotion, err error) {
	err = tx.Lock(tx.Everywhere(book)).Where("id = ?", id).Take(&p).Error
	if db.Missing(err) {
		err = fault.Missing()
	}
	return p, err
}

// AddCode makes a promotional code. A form that is sent twice makes one.
func (s *Prices) AddCode(ctx context.Context, by access.Caller, in CodeDraft) (p Promotion, err error) {
	if err := by.Must(access.EditPrices); err != nil {
		return p, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		p = Promotion{ID: db.NewID(tx.Now), MadeByName: by.Name, MadeAt: tx.Now, Version: 1}
		if err := touch(tx, ""); err != nil { // one at a time, so that no two make the same code
			return err
		}
		if earlier, err := tx.Once(in.Token, p.ID); err != nil || earlier != "" {
			if err == nil {
				p, err = codeOf(tx, earlier)
			}
			return err
		}
		if err := in.fill(tx, &p); err != nil {
			return err
		}
		var n int64
		if err := tx.Everywhere(book).Model(&Promotion{}).Where("code_fold = ?", p.CodeFold).Count(&n).Error; err != nil {
			return err
		}
		if n > 0 {
			return fault.Fields{{Field: "code", Text: "There is a code " + p.Code + " already"}}.Err()
		}
		if err := tx.Put(book, &p); err != nil {
			return err
		}
		return record(tx, p.ID, "code "+p.Code, event.Change{Field: "Code", Now: "made"})
	})
	return p, fault.Wrap("make a promotional code", err)
}

// EditCode changes a promotional code, all but the code itself.
func (s *Prices) EditCode(ctx context.Context, by access.Caller, id string, in CodeDraft) (p Promotion, err error) {
	return s.editCode(ctx, by, id, "edited", func(tx *db.Tx, p *Promotion) error {
		if p.Version != in.Version {
			return fault.New(fault.Conflict, "Somebody changed this code meanwhile. Compare it with yours, and save again.")
		}
		return in.fill(tx, p)
	})
}

// EndCode ends a promotional code: from now on nobody can order with it.
func (s *Prices) EndCode(ctx context.Context, by access.Caller, id string) (p Promotion, err error) {
	return s.editCode(ctx, by, id, "ended", func(tx *db.Tx, p *Promotion) error {
		if p.Standing(tx.Now) == Over {
			return fault.New(fault.Conflict, "The code %s is over already.", p.Code)
		}
		yesterday := dayOf(tx.Now).AddDate(0, 0, -1)
		p.EndsOn = &yesterday
		return nil
	})
}

// editCode writes what edit makes of a code. The books are held before it, as by
// whoever makes one.
func (s *Prices) editCode(ctx context.Context, by access.Caller, id, what string, edit func(*db.Tx, *Promotion) error) (p Promotion, err error) {
	if err := by.Must(access.EditPrices); err != nil {
		return p, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		if err := touch(tx, ""); err != nil {
			return err
		}
		if p, err = codeOf(tx, id); err != nil {
			return err
		}
		if err := edit(tx, &p); err != nil {
			return err
		}
		p.Version++
		q := tx.Everywhere(book).Model(&p).Select("sentence", "market_id", "product_id", "percent", "begins_on", "ends_on", "most", "version")
		if err := q.Updates(&p).Error; err != nil {
			return err
		}
		return record(tx, p.ID, "code "+p.Code, event.Change{Field: "Code", Now: what})
	})
	return p, fault.Wrap("change a promotional code", err)
}
