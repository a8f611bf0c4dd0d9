package outbox

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// PageSize is how many letters a page has.
const PageSize = 50

// Filter narrows a list of letters; its zero value narrows nothing.
type Filter struct {
	Status Status
	Kind   Kind
	Find   string // part of the reader's name or address
	After  string // id of the last letter of the page before
}

// Narrow reports whether the filter leaves anything out.
func (f Filter) Narrow() bool { return f.Status != "" || f.Kind != "" || f.Find != "" }

// List is a page of the letters of the caller's account and those below it,
// newest first. more says that older ones follow. Their secrets are hidden.
func (s *Outbox) List(ctx context.Context, by access.Caller, f Filter) (ls []Letter, more bool, err error) {
	if err := by.Must(access.ViewLetters); err != nil {
		return nil, false, err
	}
	ctx, cancel := context.WithTimeout(ctx, event.Patience)
	defer cancel()
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		ls, more, err = list(tx, f)
		return err
	})
	for i := range ls {
		ls[i].hide()
	}
	return ls, more, fault.Wrap("list letters", err)
}

func list(tx *db.Tx, f Filter) (ls []Letter, more bool, err error) {
	q := tx.Reach().Order("id DESC").Limit(PageSize + 1)
	if f.Status != "" {
		q = q.Where("status = ?", f.Status)
	}
	if f.Kind != "" {
		q = q.Where("kind = ?", f.Kind)
	}
	if find := fold(strings.TrimSpace(f.Find)); find != "" {
		q = q.Where(tx.Contains("search", find))
	}
	if f.After != "" {
		q = q.Where("id < ?", f.After)
	}
	err = q.Find(&ls).Error
	if len(ls) > PageSize {
		return ls[:PageSize], true, err
	}
	return ls, false, err
}

// Hidden stands for the secret of a letter that somebody reads who is not its reader.
const Hidden = "…"

// hide takes the secret out of a letter, and leaves a sign where there is one.
func (l *Letter) hide() {
	if l.Facts.Secret != "" {
		l.Facts.Secret = Hidden
	}
}

// Find is one letter of the caller's account or one below it, its secret hidden.
func (s *Outbox) Find(ctx context.Context, by access.Caller, id string) (l Letter, err error) {
	if err := by.Must(access.ViewLetters); err != nil {
		return l, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		l, err = one(tx.Reach(), id)
		return err
	})
	l.hide()
	return l, fault.Wrap("find letter", err)
}

func one(q *gorm.DB, id string) (l Letter, err error) {
	err = q.Where("id = ?", id).Take(&l).Error
	if db.Missing(err) {
		return l, fault.Missing()
	}
	return l, err
}

// SendAgain makes a letter that was sent or given up wait for a sender once
// more, and one that waits for its next try go now. One that goes already stays
// as it is, so that pressing twice is pressing once.
func (s *Outbox) SendAgain(ctx context.Context, by access.Caller, id string) (l Letter, err error) {
	if err := by.Must(access.SendLetters); err != nil {
		return l, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		if l, err = one(tx.Lock(tx.Reach()), id); err != nil {
			return err
		}
		changed, err := l.sendAgain(tx.Now)
		if err != nil || !changed {
			return err
		}
		if err := tx.Update(&l); err != nil {
			return err
		}
		return event.Record(tx, event.LetterSentAgain, l.AccountID, event.Subject{ID: l.ID, Name: l.ToName}, event.Change{Field: "Letter", Now: string(l.Kind)})
	})
	l.hide()
	return l, fault.Wrap("send letter again", err)
}

const demonstration = "letters of the demonstration are for everybody; its people are invented"

// Newest are the newest letters of all, with their secrets. Only the
// demonstration may show them.
func (s *Outbox) Newest(ctx context.Context) (ls []Letter, err error) {
	err = s.db.Read(ctx, access.Caller{}, func(tx *db.Tx) error {
		return tx.Everywhere(demonstration).Order("id DESC").Limit(PageSize).Find(&ls).Error
	})
	return ls, fault.Wrap("list letters", err)
}

// Open is any letter, with its secret. Only the demonstration may show it.
func (s *Outbox) Open(ctx context.Context, id string) (l Letter, err error) {
	err = s.db.Read(ctx, access.Caller{}, func(tx *db.Tx) error {
		l, err = one(tx.Everywhere(demonstration), id)
		return err
	})
	return l, fault.Wrap("find letter", err)
}
