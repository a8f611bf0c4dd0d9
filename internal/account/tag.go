package account

import (
	"context"
	"slices"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// Tag is a word that a partner put on one of its managed accounts.
type Tag struct {
	AccountID string
	ParentID  string
	Tag       string
	TagFold   string
}

// Owner is the tagged account.
func (t Tag) Owner() string { return t.AccountID }

// Tag puts a tag on a managed account, or takes it off. Doing what is already
// so changes nothing.
func (s *Accounts) Tag(ctx context.Context, by access.Caller, id, tag string, on bool) (a Account, err error) {
	if err := by.Must(access.EditAccounts); err != nil {
		return a, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		if a, err = lockChild(tx, id); err != nil {
			return err
		}
		if a.Status == Closed {
			return closed(a)
		}
		has, err := tagsOf(tx, id)
		if err != nil {
			return err
		}
		in := Draft{Tags: strings.Join(with(has, Tidy(tag), on), ",")}
		var problems fault.Fields
		wants := in.ReadTags(&problems)
		if err := problems.Err(); err != nil {
			return err
		}
		changes, err := retag(tx, a, wants)
		if err != nil || len(changes) == 0 {
			return err
		}
		return event.Record(tx, event.AccountEdited, a.ID, event.Subject{ID: a.ID, Name: a.Name}, changes...)
	})
	return a, fault.Wrap("tag account", err)
}

// with is tags with tag among them, or without it.
func with(tags []string, tag string, on bool) (out []string) {
	for _, t := range tags {
		if Fold(t) != Fold(tag) {
			out = append(out, t)
		}
	}
	if on {
		out = append(out, tag)
	}
	return out
}

func tagsOf(tx *db.Tx, id string) (tags []string, err error) {
	return tags, tx.Reach().Model(&Tag{}).Where("account_id = ?", id).Order("tag_fold").Pluck("tag", &tags).Error
}

// retag makes tags the account's tags.
func retag(tx *db.Tx, a Account, tags []string) ([]event.Change, error) {
	was, err := tagsOf(tx, a.ID)
	if err != nil || same(was, tags) {
		return nil, err
	}
	if err := tx.Reach().Where("account_id = ?", a.ID).Delete(&Tag{}).Error; err != nil {
		return nil, err
	}
	for _, t := range tags {
		if err := tx.Insert(&Tag{AccountID: a.ID, ParentID: a.ParentID, Tag: t, TagFold: Fold(t)}); err != nil {
			return nil, err
		}
	}
	return []event.Change{{Field: "Tags", Was: strings.Join(was, ", "), Now: strings.Join(tags, ", ")}}, nil
}

// same reports whether two lists hold the same words.
func same(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}
