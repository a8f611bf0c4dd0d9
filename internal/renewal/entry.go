package renewal

import (
	"time"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/service"
)

// on is the day on which a service's term ends, or the service itself.
func on(s service.Service) time.Time {
	if s.Status == service.Cancelled && s.EndsOn != nil {
		return *s.EndsOn
	}
	return s.TermEndsOn
}

// after is the service that a page follows, if it is still there.
func after(tx *db.Tx, id string) (*Entry, error) {
	if id == "" {
		return nil, nil
	}
	var ss []service.Service
	if err := tx.Reach().Where("id = ?", id).Limit(1).Find(&ss).Error; err != nil || len(ss) == 0 {
		return nil, err
	}
	return &Entry{Service: ss[0], On: on(ss[0])}, nil
}

// named gives services their products, places and accounts.
func named(tx *db.Tx, ss []service.Service) ([]Entry, error) {
	if err := service.Complete(tx, ss); err != nil {
		return nil, err
	}
	keys := make([]string, len(ss))
	for i, s := range ss {
		keys[i] = s.AccountID
	}
	var as []account.Account
	if err := tx.Reach().Select("id", "name", "reference", "kind", "status").Where("id IN ?", keys).Find(&as).Error; err != nil {
		return nil, err
	}
	of := map[string]account.Account{}
	for _, a := range as {
		of[a.ID] = a
	}
	es := make([]Entry, len(ss))
	for i, s := range ss {
		es[i] = Entry{Service: s, Account: of[s.AccountID], On: on(s)}
	}
	return es, nil
}
