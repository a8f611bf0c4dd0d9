package renewal

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/notice"
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/internal/user"
	"gorm.io/gorm"
)

// Limits of one letter.
const (
	mostTold   = 20  // admins of a direct account
	mostNamed  = 20  // services that a letter names
	mostInOne  = 500 // services that it is about
	mostPayers = 200 // that are found in one go
)

// Remind writes to those who can still change what happens at the end of a
// term: a month before every one, and a week before one that runs out. All
// services of a partner that are due are one letter to each of its people. The
// letters are written in the transaction that remembers the reminders, so they
// leave once. It answers how many services they are about. by is the portal.
func (r *Renewals) Remind(ctx context.Context, by access.Caller) (told int, err error) {
	var errs []error
	for _, ahead := range []Ahead{Month, Week} {
		n, err := r.remindOf(ctx, by, ahead)
		told += n
		errs = append(errs, err)
	}
	return told, errors.Join(errs...)
}

func (r *Renewals) remindOf(ctx context.Context, by access.Caller, ahead Ahead) (told int, err error) {
	var errs []error
	for after := ""; ctx.Err() == nil; {
		payers, next, err := r.payers(ctx, by, ahead, after)
		if err != nil {
			return told, errors.Join(append(errs, fmt.Errorf("find terms that end soon: %w", err))...)
		}
		for _, p := range payers {
			n, err := r.remindAll(ctx, by, ahead, p)
			told += n
			if err != nil {
				errs = append(errs, fmt.Errorf("remind %s: %w", p, err))
			}
		}
		if next == "" {
			break
		}
		after = next
	}
	return told, errors.Join(errs...)
}

// remindAll writes as many letters to one payer as it takes.
func (r *Renewals) remindAll(ctx context.Context, by access.Caller, ahead Ahead, payer string) (told int, err error) {
	for ctx.Err() == nil {
		n, err := r.remind(ctx, by, ahead, payer)
		told += n
		if err != nil || n < mostInOne {
			return told, err
		}
	}
	return told, nil
}

// soon is a query over live services whose term ends so soon that a reminder is
// due, and was not sent.
func soon(tx *db.Tx, ahead Ahead) *gorm.DB {
	today := service.Midnight(tx.Now)
	q := tx.Everywhere(keeper).Model(&service.Service{}).
		Joins("LEFT JOIN renewal_reminders r ON r.service_id = services.id AND r.term_ends_on = services.term_ends_on AND r.ahead = ?", ahead).
		Joins("JOIN accounts ON accounts.id = services.account_id").
		Where("services.status = 'live' AND services.term > 1 AND services.term_ends_on > ? AND r.service_id IS NULL", today)
	if ahead == Week {
		return q.Where("services.term_ends_on <= ? AND services.renews = ?", today.AddDate(0, 0, daysAhead), false)
	}
	return q.Where("services.term_ends_on <= ?", monthAhead(today))
}

// payers are the next accounts whose people are to be reminded: of a managed
// account's services its partner's, of other services those of the account
// itself. next is "" when they are the last.
func (r *Renewals) payers(ctx context.Context, by access.Caller, ahead Ahead, after string) (payers []string, next string, err error) {
	err = r.db.Read(ctx, by, func(tx *db.Tx) error {
		return soon(tx, ahead).
			Select("DISTINCT CASE WHEN accounts.kind = 'managed' THEN services.parent_id ELSE services.account_id END AS payer").
			Where("CASE WHEN accounts.kind = 'managed' THEN services.parent_id ELSE services.account_id END > ?", after).
			Order("payer").Limit(mostPayers).Scan(&payers).Error
	})
	if len(payers) == mostPayers {
		next = payers[len(payers)-1]
	}
	return payers, next, err
}

// remind writes one letter to each of a payer's people about its services that
// are due, and remembers that. The account is held, so of two processes one does.
func (r *Renewals) remind(ctx context.Context, by access.Caller, ahead Ahead, payer string) (told int, err error) {
	err = r.db.Do(context.WithoutCancel(ctx), by, func(tx *db.Tx) error {
		told = 0
		home, err := account.LockIn(tx, payer)
		if err != nil {
			return err
		}
		var ss []service.Service
		q := soon(tx, ahead).Select("services.*").
			Where("(accounts.kind = 'managed' AND services.parent_id = ? OR accounts.kind <> 'managed' AND services.account_id = ?)", payer, payer)
		if err := q.Order("services.term_ends_on, services.id").Limit(mostInOne).Find(&ss).Error; err != nil || len(ss) == 0 {
			return err
		}
		rows := make([]Reminder, len(ss))
		for i, s := range ss {
			rows[i] = Reminder{ServiceID: s.ID, TermEndsOn: s.TermEndsOn, Ahead: ahead, AccountID: s.AccountID, At: tx.Now}
		}
		if err := tx.Put(keeper, &rows); err != nil {
			return err
		}
		told = len(ss)
		return write(tx, home, ahead, ss)
	})
	if err != nil {
		told = 0
	}
	return told, err
}

// kinds are the letters.
var kinds = map[Ahead]outbox.Kind{Month: outbox.TermsEnd, Week: outbox.TermsRunOut}

// write writes the letters about some services. None of them holds an amount.
func write(tx *db.Tx, home account.Account, ahead Ahead, ss []service.Service) error {
	var seats []user.Seat
	var err error
	if home.Kind == access.Partner {
		seats, err = notice.Approvers(tx, home.ID)
	} else {
		seats, err = user.AdminsOf(tx, home.ID, home.Kind, mostTold)
	}
	if err != nil {
		return err
	}
	operator, err := account.Operator(tx)
	if err != nil {
		return err
	}
	names, err := namesOf(tx, ss)
	if err != nil {
		return err
	}
	f := outbox.Facts{
		Account: home.Name, Partner: operator.Name, Key: home.ID, What: counted(len(ss)), Text: list(ss, names, home),
	}
	for _, s := range seats {
		if err := outbox.Put(tx, home.ID, kinds[ahead], outbox.Reader{Name: s.Name, Address: s.Email}, f); err != nil {
			return err
		}
	}
	return nil
}

// namesOf are the accounts of some services, with their references.
func namesOf(tx *db.Tx, ss []service.Service) (map[string]account.Account, error) {
	var keys []string
	for _, s := range ss[:min(len(ss), mostNamed)] {
		keys = append(keys, s.AccountID)
	}
	var as []account.Account
	if err := tx.Reach().Select("id", "name", "reference").Where("id IN ?", keys).Find(&as).Error; err != nil {
		return nil, err
	}
	of := map[string]account.Account{}
	for _, a := range as {
		of[a.ID] = a
	}
	return of, nil
}

// list names services, one on a line: when the term ends, whose it is, and what
// follows.
func list(ss []service.Service, of map[string]account.Account, home account.Account) string {
	var lines []string
	for _, s := range ss[:min(len(ss), mostNamed)] {
		line := s.TermEndsOn.Format(date) + ": " + s.Name + " (" + s.ID + ")"
		if a := of[s.AccountID]; a.ID != home.ID && a.Name != "" {
			line += ", " + a.Name
			if a.Reference != "" {
				line += " [" + a.Reference + "]"
			}
		}
		lines = append(lines, line+". "+Follows(s, func(day time.Time) string { return day.Format(date) })+".")
	}
	if more := len(ss) - mostNamed; more > 0 {
		lines = append(lines, "And "+counted(more)+".")
	}
	return strings.Join(lines, "\n")
}

// Follows says what follows the end of a service's term, or its own end, with
// days as the reader reads them.
func Follows(s service.Service, day func(time.Time) string) string {
	switch {
	case s.Status == service.Cancelled:
		return "Ends, as it was scheduled"
	case s.Status != service.Live:
		return "Its term begins when it goes live"
	case s.Renews:
		return "Renews for " + strconv.Itoa(s.Term) + " months"
	}
	return "From month to month from " + day(s.TermEndsOn)
}

func counted(n int) string {
	if n == 1 {
		return "1 service"
	}
	return strconv.Itoa(n) + " services"
}
