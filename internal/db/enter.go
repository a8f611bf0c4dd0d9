package db

import (
	"github.com/tenantry/tenantry/internal/fault"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// delegated is whether a person of an account enters another below it: by one of
// their live delegations, which name it, or a tag that it has, or all of them.
// It is package delegation's decision, for a query.
const delegated = `EXISTS (SELECT 1 FROM delegations d WHERE d.account_id = ? AND d.user_id = ? AND (d.until IS NULL OR d.until > ?)
	AND (d.managed_id = ? OR d.managed_id = '' AND (d.tag_fold = '' OR d.tag_fold IN (SELECT g.tag_fold FROM tags g WHERE g.account_id = ?))))`

// notShut is whether an account does not say Never to people of the operator, or
// has let one of them in. It is package consent's decision, for a query.
const notShut = `(COALESCE((SELECT k.answer FROM consents k WHERE k.account_id = ? AND k.side = 'operator' AND k.own = TRUE),
	(SELECT k.answer FROM accounts c JOIN consents k ON k.account_id = CASE WHEN c.support = 'partner' THEN c.parent_id ELSE ? END
		AND k.side = 'operator' AND k.own = FALSE WHERE c.id = ?), 'ask') <> 'never'
	OR EXISTS (SELECT 1 FROM access_requests q WHERE q.account_id = ? AND q.seat_id = ? AND q.user_id = ? AND q.state = 'granted' AND q.until > ?))`

// enters is whether the caller, who enters some of the accounts below theirs,
// enters the account of a column.
func (tx *Tx) enters(column clause.Column) clause.Expression {
	by, now := tx.By, tx.Now
	var all []clause.Expression
	if by.Limited {
		all = append(all, clause.Expr{SQL: delegated, Vars: []any{by.Account, by.Self(), now, column, column}})
	}
	if by.Shut {
		all = append(all, clause.Expr{SQL: notShut, Vars: []any{column, by.Home, column, column, by.Home, by.User, now}})
	}
	return clause.And(all...)
}

// entering is a scope, and of what it leaves below the caller's account what
// they enter.
func (tx *Tx) entering(s scope) scope {
	if !tx.By.Narrowed() {
		return s
	}
	own := tx.By.Account
	return func(g *gorm.DB) (clause.Expression, error) {
		e, err := s(g)
		if err != nil {
			return nil, err
		}
		column, err := owner(g)
		if err != nil {
			return nil, err
		}
		return clause.And(e, clause.Expr{SQL: "(? = ? OR ?)", Vars: []any{column, own, tx.enters(column)}}), nil
	}
}

// upEntered is up for a caller who enters some of the accounts below theirs.
func upEntered(tx *Tx, accounts []string) scope {
	own, below := tx.By.Account, tx.enters(clause.Column{Table: "l", Name: "account_id"})
	return func(g *gorm.DB) (clause.Expression, error) {
		column, err := owner(g)
		return clause.Expr{
			SQL: `? IN (SELECT l.ancestor_id FROM lineage l JOIN lineage r ON r.account_id = l.account_id AND r.ancestor_id = ?
				WHERE l.account_id IN ? AND (l.account_id = ? OR ?))`,
			Vars: []any{column, own, accounts, own, below},
		}, err
	}
}

// Entered is a query over the accounts below the caller's that they enter, where
// they enter some only. With delegations it begins with these, however the query
// goes on: the accounts below may be a million, and these a few.
func (tx *Tx) Entered() *gorm.DB {
	by, now := tx.By, tx.Now
	if !by.Limited {
		return tx.Children()
	}
	return tx.g.Set(fenceKey, scope(func(g *gorm.DB) (clause.Expression, error) {
		column, err := owner(g)
		parent := clause.Expr{SQL: "? || '' = ?", Vars: []any{clause.Column{Table: clause.CurrentTable, Name: "parent_id"}, by.Account}}
		named := clause.Expr{SQL: "? IN (" + enteredKeys + ")", Vars: []any{column, by.Account, by.Self(), now, by.Account, by.Self(), now}}
		return clause.And(named, tx.enters(column), parent), err
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
		Where(tx.enters(clause.Column{Table: "accounts", Name: "id"})).Count(&n).Error
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
