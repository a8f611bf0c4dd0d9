// Package delegation keeps which managed accounts each person of a partner
// enters. Somebody without a delegation enters all of them; with delegations
// only what the live ones name; when all of them ran out, none.
package delegation

import (
	"slices"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

// Delegation says what one person of a partner enters: an account, those with a
// tag, or all, until a time or without an end.
type Delegation struct {
	ID        string
	AccountID string // the partner
	UserID    string
	Tag       string
	TagFold   string
	ManagedID string
	Until     *time.Time
	ToldAt    *time.Time // when its end was announced
	Note      string
	MadeBy    string // name of the person
	MadeAt    time.Time
	Version   int64
}

// Owner is the partner.
func (d Delegation) Owner() string { return d.AccountID }

// All reports whether it names all managed accounts.
func (d Delegation) All() bool { return d.TagFold == "" && d.ManagedID == "" }

// Live reports whether it holds at a time.
func (d Delegation) Live(now time.Time) bool { return d.Until == nil || now.Before(*d.Until) }

// names reports whether it names an account with these tags, which are folded.
func (d Delegation) names(account string, tags []string) bool {
	return d.All() || d.ManagedID != "" && d.ManagedID == account || d.TagFold != "" && slices.Contains(tags, d.TagFold)
}

// May reports whether a person with these delegations enters a managed account
// with these tags, which are folded, at a time. A query asks the same in
// package db.
func May(ds []Delegation, account string, tags []string, now time.Time) bool {
	if len(ds) == 0 {
		return true
	}
	return slices.ContainsFunc(ds, func(d Delegation) bool { return d.Live(now) && d.names(account, tags) })
}

// Limited reports whether a person with these delegations does not enter all
// managed accounts at a time.
func Limited(ds []Delegation, now time.Time) bool {
	return len(ds) > 0 && !slices.ContainsFunc(ds, func(d Delegation) bool { return d.Live(now) && d.All() })
}

// Most is how many delegations a person has at most.
const Most = 100

const asked = "whoever comes from a partner enters what it lets them enter"

// Of are the delegations of a person of a partner, the oldest first.
func Of(tx *db.Tx, partner, person string) (ds []Delegation, err error) {
	return ds, tx.Everywhere(asked).Where("account_id = ? AND user_id = ?", partner, person).Order("id").Limit(Most).Find(&ds).Error
}

// Narrows reports whether a person of a partner does not enter all its managed
// accounts now.
func Narrows(tx *db.Tx, partner, person string) (bool, error) {
	ds, err := Of(tx, partner, person)
	return Limited(ds, tx.Now), err
}

// Enters reports whether a person of the partner above a managed account enters
// it now.
func Enters(tx *db.Tx, a account.Account, person string) (bool, error) {
	if a.Kind != access.Managed {
		return true, nil
	}
	ds, err := Of(tx, a.ParentID, person)
	if err != nil || len(ds) == 0 {
		return err == nil, err
	}
	tags, err := tagsOf(tx, a.ID)
	return May(ds, a.ID, tags, tx.Now), err
}

// tagsOf are the tags of a managed account, folded.
func tagsOf(tx *db.Tx, managed string) (tags []string, err error) {
	return tags, tx.Everywhere(asked).Model(&account.Tag{}).Where("account_id = ?", managed).Order("tag_fold").Limit(mostTags).Pluck("tag_fold", &tags).Error
}

const mostTags = 500

// check refuses what a delegation may not become: it stays the partner's own
// affair, and nobody says what they enter themselves.
func check(by access.Caller, person string) error {
	if by.User == person {
		return fault.New(fault.Forbidden, "Somebody else says which managed accounts you enter.")
	}
	return nil
}
