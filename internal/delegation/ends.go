package delegation

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/internal/visit"
)

// Limits of one round.
const (
	Notice    = 7 * 24 * time.Hour // how long before its end a delegation is announced
	perRound  = 200                // people
	mostNamed = 20                 // delegations in one letter
	mostTold  = 20                 // Company Admins
)

// holder is a person of a partner.
type holder struct{ AccountID, UserID string }

// Remind writes to whoever has a delegation that runs out within a week, and to
// those Company Admins of their partner who enter everything. The letters are
// written in the transaction that remembers them, so they leave once. It answers
// to how many people it wrote. by is the portal.
func (s *Delegations) Remind(ctx context.Context, by access.Caller) (told int, err error) {
	return s.each(ctx, by, func(tx *db.Tx, hs *[]holder) error {
		return tx.Everywhere(asked).Model(&Delegation{}).Distinct("account_id", "user_id").
			Where("told_at IS NULL AND until > ? AND until <= ?", tx.Now, tx.Now.Add(Notice)).Order("account_id, user_id").Limit(perRound).Scan(hs).Error
	}, remind)
}

// EndVisits ends the visits under way to accounts whose delegation ran out since
// they were entered. It answers how many. by is the portal.
func (s *Delegations) EndVisits(ctx context.Context, by access.Caller) (ended int, err error) {
	n := 0
	_, err = s.each(ctx, by, func(tx *db.Tx, hs *[]holder) error {
		return tx.Everywhere(asked).Model(&visit.Visit{}).Distinct("visits.seat_id AS account_id", "visits.user_id").
			Joins("JOIN delegations d ON d.account_id = visits.seat_id AND d.user_id = visits.user_id AND d.until <= ?", tx.Now).
			Where("visits.left_at IS NULL AND visits.as_id = '' AND d.until > visits.entered_at").Limit(perRound).Scan(hs).Error
	}, func(tx *db.Tx, h holder) error {
		ds, err := Of(tx, h.AccountID, h.UserID)
		if err == nil {
			n, err = leave(tx, h.AccountID, h.UserID, ds)
		}
		ended += n
		return err
	})
	return ended, err
}

// each does something for each person that is due, in a transaction of its own.
func (s *Delegations) each(ctx context.Context, by access.Caller, due func(*db.Tx, *[]holder) error, do func(*db.Tx, holder) error) (done int, err error) {
	var hs []holder
	if err := s.db.Read(ctx, by, func(tx *db.Tx) error { return due(tx, &hs) }); err != nil {
		return 0, fmt.Errorf("find whose delegations run out: %w", err)
	}
	var errs []error
	for _, h := range hs {
		if ctx.Err() != nil {
			break
		}
		if err := s.db.Do(context.WithoutCancel(ctx), by, func(tx *db.Tx) error { return do(tx, h) }); err != nil {
			errs = append(errs, fmt.Errorf("delegations of %s: %w", h.UserID, err))
			continue
		}
		done++
	}
	return done, errors.Join(errs...)
}

// remind announces what of one person's runs out, in one letter to each reader,
// unless another process did so meanwhile: the partner is held.
func remind(tx *db.Tx, h holder) error {
	partner, err := account.LockIn(tx, h.AccountID)
	if err != nil {
		return err
	}
	var ds []Delegation
	due := tx.Everywhere(asked).Where("account_id = ? AND user_id = ? AND told_at IS NULL AND until > ? AND until <= ?", h.AccountID, h.UserID, tx.Now, tx.Now.Add(Notice))
	if err := due.Order("until, id").Limit(Most).Find(&ds).Error; err != nil || len(ds) == 0 {
		return err
	}
	var ids []string
	for _, d := range ds {
		ids = append(ids, d.ID)
	}
	if err := tx.Everywhere(asked).Model(&Delegation{}).Where("id IN ?", ids).Update("told_at", tx.Now).Error; err != nil {
		return err
	}
	who, ok, err := user.SeatedIn(tx, h.AccountID, h.UserID)
	if err != nil || !ok || partner.Status == account.Closed {
		return err
	}
	return tell(tx, partner, who, ds)
}

// tell writes the letters.
func tell(tx *db.Tx, partner account.Account, who user.Seat, ds []Delegation) error {
	names, err := namesOf(tx, ds)
	if err != nil {
		return err
	}
	above, err := account.Above(tx, partner)
	if err != nil {
		return err
	}
	f := outbox.Facts{Account: partner.Name, Partner: above.Name, By: who.Name, Key: partner.ID, Request: who.ID, Text: list(ds, names)}
	if err := outbox.Put(tx, partner.ID, outbox.EntryEnds, outbox.Reader{Name: who.Name, Address: who.Email}, f); err != nil {
		return err
	}
	admins, err := user.AdminsOf(tx, partner.ID, partner.Kind, mostTold)
	if err == nil {
		admins, err = Readers(tx, partner.ID, admins)
	}
	for _, a := range slices.DeleteFunc(admins, func(a user.Seat) bool { return a.ID == who.ID }) {
		if err := outbox.Put(tx, partner.ID, outbox.EntryEndsOf, outbox.Reader{Name: a.Name, Address: a.Email}, f); err != nil {
			return err
		}
	}
	return err
}

// list names delegations, one on a line, with the last day of each.
func list(ds []Delegation, names map[string]string) string {
	var lines []string
	for _, d := range ds[:min(len(ds), mostNamed)] {
		lines = append(lines, d.LastDay().Format("2 Jan 2006")+": "+d.Names(names))
	}
	if more := len(ds) - mostNamed; more > 0 {
		lines = append(lines, fmt.Sprintf("And %d more.", more))
	}
	return strings.Join(lines, "\n")
}

// Names is what the delegation is about, in words: names are those of the
// accounts that are named.
func (d Delegation) Names(names map[string]string) string {
	if d.ManagedID != "" {
		if name := names[d.ManagedID]; name != "" {
			return name
		}
		return "An account that is not there any more"
	}
	return fieldOf(d)
}
