package service

import (
	"context"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/event"
	"github.com/tenantry/tenantry/internal/fault"
)

// Limits of tags; see reference: resource tags.
const (
	MostTags        = 50 // of one scope on one service
	LongestTagName  = 64
	LongestTagValue = 256
)

// TagDraft is a tag to put on a service, or the name of one to take off.
type TagDraft struct {
	Name   string `form:"name"`
	Value  string `form:"value"`
	Remove string `form:"remove"` // name of the one to take off
}

// ScopeOf is whose tags a caller reads and writes: a partner's person who views
// an account has the partner's.
func ScopeOf(by access.Caller) TagScope {
	if by.Viewing() {
		return PartnerTag
	}
	return OwnTag
}

// TagsOf are the tags on a service that the caller's people put there, by name.
func TagsOf(tx *db.Tx, s Service) (ts []Tag, err error) {
	return ts, tx.Own().Where("service_id = ? AND scope = ?", s.ID, ScopeOf(tx.By)).Order("name_fold").Limit(MostTags).Find(&ts).Error
}

// Tag puts a tag on a service, in the place of one with the same name, or takes
// one off. changed is false when that was so already.
func (s *Services) Tag(ctx context.Context, by access.Caller, id string, in TagDraft) (changed bool, err error) {
	if err := by.Must(access.ChangeServices); err != nil {
		return false, err
	}
	in.Name, in.Value = account.Tidy(in.Name), account.Tidy(in.Value)
	if in.Remove == "" {
		if err := in.check(); err != nil {
			return false, err
		}
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		// Held, so that of two who put the fiftieth one there is one.
		on, err := LockAt(tx, id)
		if err != nil {
			return err
		}
		if err := on.Taggable(by); err != nil {
			return err
		}
		there, err := TagsOf(tx, on)
		if err != nil {
			return err
		}
		if in.Remove != "" {
			changed, err = untag(tx, on, in.Remove)
		} else {
			changed, err = tag(tx, on, there, in)
		}
		if err != nil || !changed {
			return err
		}
		// What is on a tag is not told: the account's people and its partner's
		// read the same record, and not each other's tags.
		return event.Record(tx, event.ServiceTagged, on.AccountID, on.Subject())
	})
	return changed, fault.Wrap("tag a service", err)
}

// Taggable is nil when the caller may change their tags on a service.
func (s Service) Taggable(by access.Caller) error {
	if err := by.Must(access.ChangeServices); err != nil {
		return err
	}
	return s.Unlocked(by)
}

// check decides; it touches nothing but the draft.
func (d TagDraft) check() error {
	var fs fault.Fields
	if p := account.CheckText("Name", d.Name, LongestTagName); p != "" {
		fs.Add("name", "%s", p)
	} else if strings.Contains(d.Name, "=") {
		fs.Add("name", "Leave = out of the name")
	}
	if d.Value != "" {
		if p := account.CheckText("Value", d.Value, LongestTagValue); p != "" {
			fs.Add("value", "%s", p)
		}
	}
	return fs.Err()
}

func untag(tx *db.Tx, on Service, name string) (bool, error) {
	res := tx.Own().Where("service_id = ? AND scope = ? AND name_fold = ?", on.ID, ScopeOf(tx.By), account.Fold(name)).Delete(&Tag{})
	return res.RowsAffected > 0, res.Error
}

func tag(tx *db.Tx, on Service, there []Tag, in TagDraft) (bool, error) {
	t := Tag{ServiceID: on.ID, AccountID: on.AccountID, ParentID: on.ParentID, Scope: ScopeOf(tx.By), Name: in.Name, NameFold: account.Fold(in.Name), Value: in.Value}
	is := func(o Tag) bool { return o.NameFold == t.NameFold }
	switch old := find(there, is); {
	case old == t:
		return false, nil
	case old.NameFold == "" && len(there) >= MostTags:
		return false, fault.Fields{{Field: "name", Text: "A service has 50 tags at most. Remove one first"}}.Err()
	}
	return true, tx.Replace(&t)
}
