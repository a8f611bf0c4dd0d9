package db

import (
	"strings"

	"github.com/tenantry/tenantry/internal/fault"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// enters is whether a person of an account enters another below it: by one of
// their live delegations, which name it, or a tag that it has, or all of them.
// It is package delegation's decision, for a query.
const enters = `EXISTS (SELECT 1 FROM delegations d WHERE d.account_id = ? AND d.user_id = ? AND (d.until IS NULL OR d.until > ?)
	AND (d.managed_id = ? OR d.managed_id = '' AND (d.tag_fold = '' OR d.tag_fold IN (SELECT g.tag_fold FROM tags g WHERE g.account_id = ?))))`

// entersLine is enters for the account of a row of lineage.
var entersLine = strings.Replace(strings.Replace(enters, "d.managed_id = ?", "d.managed_id = l.account_id", 1), "g.account_id = ?", "g.account_id = l.account_id", 1)

// entering is a scope, and of what it leaves below the caller's account what
// they enter.
func (tx *Tx) entering(s scope) scope {
	if !tx.By.Narrowed() {
		return s
	}
	by, now := tx.By, tx.Now
	return func(g *gorm.DB) (clause.Expression, error) {
		e, err := s(g)
		if err != nil {
			return nil, err
		}
		column, err := owner(g)
		if err != nil {
			return nil, err
		}
		return clause.And(e, clause.Expr{SQL: "(? = ? OR " + enters + ")", Vars: []any{column, by.Account, by.Account, by.Self(), now, column, column}}), nil
	}
}

// upEntered is up for a caller who enters some of the accounts below theirs.
func upEntered(tx *Tx, accounts []string) scope {
	by, now := tx.By, tx.Now
	return func(g *gorm.DB) (clause.Expression, error) {
		column, err := owner(g)
		return clause.Expr{
			SQL: `? IN (SELECT l.ancestor_id FROM lineage l JOIN lineage r ON r.account_id = l.account_id AND r.ancestor_id = ?
				WHERE l.account_id IN ? AND (l.account_id = ? OR ` + entersLine + `))`,
			Vars: []any{column, by.Account, accounts, by.Account, by.Account, by.Self(), now},
		}, err
	}
}

// Entered is a query over the accounts below the caller's that they enter, where
// they enter some only. It begins with the delegations, however the query goes on:
// the accounts below may be a million, and these a few.
func (tx *Tx) Entered() *gorm.DB {
	by, now := tx.By, tx.Now
	return tx.g.Set(fenceKey, scope(func(g *gorm.DB) (clause.Expression, error) {
		column, err := owner(g)
		parent := clause.Expr{SQL: "? || '' = ?", Vars: []any{clause.Column{Table: clause.CurrentTable, Name: "parent_id"}, by.Account}}
		return clause.And(clause.Expr{SQL: "? IN (" + enteredKeys + ")", Vars: []any{column, by.Account, by.Self(), now, by.Account, by.Self(), now}}, parent), err
	}))
}

// enteredKeys are the accounts that a person's live delegations name, or their tags.
const enteredKeys = `SELECT d.managed_id FROM delegations d
	WHERE d.account_id = ? AND d.user_id = ? AND (d.until IS NULL OR d.until > ?) AND d.managed_id <> ''
	UNION SELECT g.account_id FROM delegations d JOIN tags g ON g.parent_id = d.account_id AND g.tag_fold = d.tag_fold
	WHERE d.account_id = ? AND d.user_id = ? AND (d.until IS NULL OR d.until > ?) AND d.tag_fold <> ''`

// mustEnter is Missing for an account below the caller's that they don't enter.
func (tx *Tx) mustEnter(account string) error {
	if !tx.By.Narrowed() {
		return nil
	}
	var n int64
	err := tx.g.Set(fenceKey, open).Table("accounts").Where("id = ?", account).
		Where(enters, tx.By.Account, tx.By.Self(), tx.Now, account, account).Count(&n).Error
	if err == nil && n == 0 {
		return fault.Missing()
	}
	return err
}

// Whole is a query over rows of all accounts below the caller's, those that
// they don't enter as well. why is for the reader.
func (tx *Tx) Whole(why string) *gorm.DB {
	if why == "" {
		return tx.g
	}
	return tx.g.Set(fenceKey, children(tx.By.Account))
}
