package db

import (
	"errors"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// fenceKey is where a query carries its scope.
const fenceKey = "tenantry:fence"

// scope says which rows a query may touch, given the table's column that names
// the owning account.
type scope func(g *gorm.DB) (clause.Expression, error)

// open is the scope without a limit; only this package hands it out.
var open scope = func(*gorm.DB) (clause.Expression, error) { return nil, nil }

func own(account string) scope {
	return func(g *gorm.DB) (clause.Expression, error) {
		column, err := owner(g)
		return clause.Eq{Column: column, Value: account}, err
	}
}

func reach(account string) scope {
	return func(g *gorm.DB) (clause.Expression, error) {
		column, err := owner(g)
		return clause.Expr{SQL: "EXISTS (SELECT 1 FROM lineage l WHERE l.ancestor_id = ? AND l.account_id = ?)", Vars: []any{account, column}}, err
	}
}

func above(account string) scope {
	return func(g *gorm.DB) (clause.Expression, error) {
		column, err := owner(g)
		return clause.Expr{SQL: "? IN (SELECT l.ancestor_id FROM lineage l WHERE l.account_id = ?)", Vars: []any{column, account}}, err
	}
}

// up is above for each of the accounts that stand at or below a caller's own.
func up(tx *Tx, accounts []string) scope {
	by := tx.By.Account
	if tx.By.Narrowed() {
		return upEntered(tx, accounts)
	}
	return func(g *gorm.DB) (clause.Expression, error) {
		column, err := owner(g)
		return clause.Expr{
			SQL: `? IN (SELECT l.ancestor_id FROM lineage l JOIN lineage r ON r.account_id = l.account_id AND r.ancestor_id = ?
				WHERE l.account_id IN ?)`,
			Vars: []any{column, by, accounts},
		}, err
	}
}

func children(account string) scope {
	return func(g *gorm.DB) (clause.Expression, error) {
		if g.Statement.Schema == nil || g.Statement.Schema.LookUpField("parent_id") == nil {
			return nil, fmt.Errorf("db: %s has no parent", g.Statement.Table)
		}
		parent := clause.Eq{Column: clause.Column{Table: clause.CurrentTable, Name: "parent_id"}, Value: account}
		if g.Statement.Table != "accounts" {
			return parent, nil
		}
		// The operator is its own parent and nobody's child.
		return clause.And(parent, clause.Neq{Column: clause.Column{Table: clause.CurrentTable, Name: "id"}, Value: account}), nil
	}
}

// named is children with these ids.
func named(tx *Tx, ids []string) scope {
	return func(g *gorm.DB) (clause.Expression, error) {
		s := g.Statement.Schema
		if s == nil || s.LookUpField("parent_id") == nil || s.LookUpField("id") == nil {
			return nil, fmt.Errorf("db: rows of %q are not named below an account", g.Statement.Table)
		}
		id := clause.Column{Table: clause.CurrentTable, Name: "id"}
		parent := tx.aside(clause.Column{Table: clause.CurrentTable, Name: "parent_id"}, tx.By.Account)
		return clause.And(tx.among(id, ids), parent, clause.Neq{Column: id, Value: tx.By.Account}), nil
	}
}

// ownNamed is own with these ids.
func ownNamed(tx *Tx, ids []string) scope {
	return func(g *gorm.DB) (clause.Expression, error) {
		column, err := owner(g)
		return clause.And(tx.among(clause.Column{Table: clause.CurrentTable, Name: "id"}, ids), tx.aside(column, tx.By.Account)), err
	}
}

// aside is the condition that a column holds a value, by which SQLite is not to
// find the rows: the text that is added is empty, and keeps it from walking one of
// the column's indexes. PostgreSQL goes by how many rows there are.
func (tx *Tx) aside(column clause.Column, value string) clause.Expression {
	if tx.postgres {
		return clause.Eq{Column: column, Value: value}
	}
	return clause.Expr{SQL: "? || '' = ?", Vars: []any{column, value}}
}

// owner is the column that names the account a row belongs to. An account
// belongs to itself.
func owner(g *gorm.DB) (clause.Column, error) {
	s := g.Statement.Schema
	switch {
	case s != nil && s.Table == "accounts":
		return clause.Column{Table: clause.CurrentTable, Name: "id"}, nil
	case s != nil && s.LookUpField("account_id") != nil:
		return clause.Column{Table: clause.CurrentTable, Name: "account_id"}, nil
	}
	return clause.Column{}, fmt.Errorf("db: rows of %q belong to no account", g.Statement.Table)
}

// registerFence puts the fence before every way to the database that GORM has.
func registerFence(g *gorm.DB) error {
	c := g.Callback()
	return errors.Join(
		c.Query().Before("gorm:query").Register(fenceKey, fence),
		c.Row().Before("gorm:row").Register(fenceKey, fence),
		c.Update().Before("gorm:update").Register(fenceKey, fence),
		c.Delete().Before("gorm:delete").Register(fenceKey, fence),
		c.Create().Before("gorm:create").Register(fenceKey, mustBeOpen),
		c.Raw().Before("gorm:raw").Register(fenceKey, mustBeOpen),
	)
}

// fence runs last before any query, update or delete and puts the scope around
// the finished WHERE, so that no OR reaches past it. A statement without a
// scope is refused.
func fence(g *gorm.DB) {
	limit, ok := scopeOf(g)
	if !ok {
		_ = g.AddError(errUnscoped)
		return
	}
	expr, err := limit(g)
	if err != nil {
		_ = g.AddError(err)
		return
	}
	if expr == nil {
		return
	}
	exprs := []clause.Expression{expr}
	c := g.Statement.Clauses["WHERE"]
	if w, ok := c.Expression.(clause.Where); ok && len(w.Exprs) > 0 {
		exprs = append(exprs, clause.And(w.Exprs...))
	}
	c.Name, c.Expression = "WHERE", clause.Where{Exprs: exprs}
	g.Statement.Clauses["WHERE"] = c
}

// mustBeOpen refuses what has no WHERE to put a fence around, unless this
// package wrote it.
func mustBeOpen(g *gorm.DB) {
	if _, ok := scopeOf(g); !ok {
		_ = g.AddError(errUnscoped)
	}
}

func scopeOf(g *gorm.DB) (scope, bool) {
	v, ok := g.Get(fenceKey)
	if !ok {
		return nil, false
	}
	s, ok := v.(scope)
	return s, ok
}
