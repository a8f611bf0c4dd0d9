package account

import (
	"context"
	"strings"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// View is a saved view of Managed Accounts: filters, sorting and page size
// under a name, for its maker alone or for everybody of the partner.
type View struct {
	ID        string
	AccountID string
	UserID    string
	Name      string
	NameFold  string
	Query     string // the list's address after the question mark
	Shared    bool
	CreatedAt time.Time
}

// Owner is the partner that the view belongs to.
func (v View) Owner() string { return v.AccountID }

// Views are all saved views of the installation.
type Views struct{ db *db.DB }

// NewViews is the saved views in a database.
func NewViews(d *db.DB) *Views { return &Views{d} }

// ViewDraft is what a person types to save a view.
type ViewDraft struct {
	Name   string `form:"name"`
	Query  string `form:"query"`
	Shared bool   `form:"shared"`
}

// mostViews is how many views one person keeps in one account.
const mostViews = 50

// Save keeps a view under a name; an own view with that name is replaced.
func (s *Views) Save(ctx context.Context, by access.Caller, in ViewDraft) (v View, err error) {
	if err := keeps(by); err != nil {
		return v, err
	}
	var problems fault.Fields
	in.Name = Tidy(in.Name)
	if p := CheckLine("View name", in.Name); p != "" {
		problems.Add("name", "%s", p)
	}
	if len(in.Query) > 1000 {
		problems.Add("name", "These filters are too long to save. Use fewer")
	}
	if err := problems.Err(); err != nil {
		return v, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		v = View{
			ID: db.NewID(tx.Now), AccountID: by.Account, UserID: by.User, Name: in.Name, NameFold: Fold(in.Name),
			Query: strings.TrimPrefix(in.Query, "?"), Shared: in.Shared, CreatedAt: tx.Now,
		}
		if err := makeRoom(tx, v); err != nil {
			return err
		}
		if err := tx.Insert(&v); err != nil {
			return err
		}
		return event.Record(tx, event.ViewSaved, v.AccountID, event.Subject{ID: v.ID, Name: v.Name})
	})
	return v, fault.Wrap("save view", err)
}

// keeps is nil for who may keep views. They are a person's own.
func keeps(by access.Caller) error {
	if err := by.Must(access.ListAccounts); err != nil {
		return err
	}
	return by.InPerson("Keeping views")
}

// makeRoom removes the person's view of the same name and refuses one too many.
func makeRoom(tx *db.Tx, v View) error {
	mine := "user_id = ? AND name_fold = ?"
	if err := tx.Own().Where(mine, v.UserID, v.NameFold).Delete(&View{}).Error; err != nil {
		return err
	}
	var n int64
	if err := tx.Own().Model(&View{}).Where("user_id = ?", v.UserID).Count(&n).Error; err != nil {
		return err
	}
	if n >= mostViews {
		return fault.Fields{{Field: "name", Text: "You have saved the most views that one person can keep. Remove one first"}}.Err()
	}
	return nil
}

// Remove forgets one of the caller's own views.
func (s *Views) Remove(ctx context.Context, by access.Caller, id string) (v View, err error) {
	if err := keeps(by); err != nil {
		return v, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		if err := tx.Own().Where("id = ? AND user_id = ?", id, by.User).Take(&v).Error; err != nil {
			return missing(err)
		}
		if err := tx.Own().Where("id = ?", v.ID).Delete(&View{}).Error; err != nil {
			return err
		}
		return event.Record(tx, event.ViewRemoved, v.AccountID, event.Subject{ID: v.ID, Name: v.Name})
	})
	return v, fault.Wrap("remove view", err)
}

// List are the views that the caller may open: the shared ones and their own, or
// those of whom they act for, by name.
func (s *Views) List(ctx context.Context, by access.Caller) (vs []View, err error) {
	if err := by.Must(access.ListAccounts); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		return tx.Own().Where("shared OR user_id = ?", by.Self()).Order("name_fold, id").Limit(4 * mostViews).Find(&vs).Error
	})
	return vs, fault.Wrap("list views", err)
}
