package main

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
)

// Names of the two that tell what the chain of facts costs.
const (
	chainedName   = "an edit and its fact, in the chain"
	unchainedName = "an edit and its fact, without a place"
)

// unchained is where facts without a chain stand: behind all that have one.
var unchained atomic.Int64

// edit changes one column of an account and records that, in its chain or, as if
// there were none, by itself.
func edit(chained bool) func(context.Context, *world) (work, error) {
	return func(ctx context.Context, w *world) (work, error) {
		unchained.CompareAndSwap(0, w.began<<20)
		by, n := cast.Leo.Caller(), 0
		return work{func() error {
			n++
			phone := fmt.Sprintf("+4969%08d", n)
			return w.house.DB.Do(ctx, by, func(tx *db.Tx) error {
				err := tx.Own().Model(&account.Account{}).Where("id = ?", by.Account).Update("support_phone", phone).Error
				if err != nil {
					return err
				}
				about, change := event.Subject{ID: by.Account, Name: "Lakeside"}, event.Change{Field: "Phone", Was: "+496900000000", Now: phone}
				if chained {
					return event.Record(tx, event.AccountEdited, by.Account, about, change)
				}
				parent, err := tx.Parent(by.Account)
				if err != nil {
					return err
				}
				e := event.Event{
					ID: db.NewID(tx.Now), AccountID: by.Account, ParentID: parent, Kind: event.AccountEdited, UserID: by.User, UserName: by.Name, SeatID: by.Seat,
					SubjectID: about.ID, SubjectName: about.Name, Changes: event.Changes{change}, At: tx.Now, Place: unchained.Add(1),
				}
				tx.Say(e) // its readers hear it all the same
				return tx.Put("a fact without a chain, to see what the chain costs", &e)
			})
		}, func() {}}, nil
	}
}
