package db

import (
	"context"
	"errors"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/fault"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Tx is one transaction of one caller: one clock, one scope.
type Tx struct {
	By  access.Caller
	Now time.Time
	Ctx context.Context

	g        *gorm.DB
	postgres bool
	writes   bool
	reached  map[string]bool   // accounts that this transaction saw to be within reach
	parents  map[string]string // accounts that it knows, and those above them
	said     []any             // for the readers at its end
	last     func(*Tx) error   // after them
}

// Owned is a row that belongs to an account.
type Owned interface {
	Owner() string // key of the account
}

// Last makes fn the last word of the transaction, after its readers: what it
// holds is held for the shortest time. There is one, whoever asks for it.
func (tx *Tx) Last(fn func(*Tx) error) { tx.last = fn }

// Said is what the transaction has told its readers so far.
func (tx *Tx) Said() []any { return tx.said }

// Say tells the readers at the end of the transaction what happened in it.
func (tx *Tx) Say(what any) { tx.said = append(tx.said, what) }

// Own is a query over rows of the caller's own account.
func (tx *Tx) Own() *gorm.DB { return tx.g.Set(fenceKey, own(tx.By.Account)) }

// Reach is a query over rows of the caller's account and every account below it.
func (tx *Tx) Reach() *gorm.DB { return tx.g.Set(fenceKey, tx.entering(reach(tx.By.Account))) }

// Above is a query over rows of the caller's account and every account above
// it, for what is inherited.
func (tx *Tx) Above() *gorm.DB { return tx.g.Set(fenceKey, above(tx.By.Account)) }

// Up is a query over rows of these accounts, as far as the caller reaches them,
// and of every account above them: what they inherit. Of any other account it
// finds nothing.
func (tx *Tx) Up(accounts ...string) *gorm.DB { return tx.g.Set(fenceKey, up(tx, accounts)) }

// Children is a query over rows that name the caller's account as their
// parent: the accounts directly below it, and what is kept beside them.
func (tx *Tx) Children() *gorm.DB { return tx.g.Set(fenceKey, tx.entering(children(tx.By.Account))) }

// Named is Children with these ids, which are keys where the rows are accounts.
// The rows are looked up one by one, however the query goes on; a plain query may
// walk the whole list for a few.
func (tx *Tx) Named(ids []string) *gorm.DB {
	return tx.g.Set(fenceKey, tx.entering(named(tx, ids)))
}

// OwnNamed is Own with these ids, which are looked up as Named looks them up.
func (tx *Tx) OwnNamed(ids []string) *gorm.DB {
	return tx.g.Set(fenceKey, ownNamed(tx, ids))
}

// Window is a query over the rows that inner found, which must be a scoped
// query of the same transaction and bounded by a limit.
func (tx *Tx) Window(inner *gorm.DB) *gorm.DB {
	if _, scoped := inner.Get(fenceKey); !scoped {
		g := tx.g.Session(&gorm.Session{})
		_ = g.AddError(errUnscoped)
		return g
	}
	return tx.g.Set(fenceKey, open).Table("(?) AS w", inner)
}

// Everywhere is a query with no scope. why is for the reader.
func (tx *Tx) Everywhere(why string) *gorm.DB {
	if why == "" {
		return tx.g
	}
	return tx.g.Set(fenceKey, open)
}

// Insert writes a new row that belongs to an account within the caller's
// reach; any other account is answered as missing.
func (tx *Tx) Insert(row Owned) error {
	if err := tx.MustReach(row.Owner()); err != nil {
		return err
	}
	return tx.g.Set(fenceKey, open).Create(row).Error
}

// MustReach is Missing for an account beyond the caller's reach.
func (tx *Tx) MustReach(account string) error {
	if account == tx.By.Account || tx.reached[account] {
		return nil
	}
	var n int64
	err := tx.g.Set(fenceKey, open).Table("lineage").Where("account_id = ? AND ancestor_id = ?", account, tx.By.Account).Count(&n).Error
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.Missing()
	}
	if err := tx.mustEnter(account); err != nil {
		return err
	}
	tx.reach(account)
	return nil
}

func (tx *Tx) reach(account string) {
	if tx.reached == nil {
		tx.reached = map[string]bool{}
	}
	tx.reached[account] = true
}

// Descend puts a new account below one that the caller reaches: within reach
// of itself, of that one, and of everything above it.
func (tx *Tx) Descend(parent, account string) error {
	if err := tx.MustReach(parent); err != nil {
		return err
	}
	err := tx.g.Set(fenceKey, open).Exec(`INSERT INTO lineage (ancestor_id, account_id, depth)
		SELECT ancestor_id, ?, depth + 1 FROM lineage WHERE account_id = ? UNION ALL SELECT ?, ?, 0`, account, parent, account, account).Error
	if err == nil {
		tx.reach(account)
		tx.below(parent, account)
	}
	return err
}

// Parent is the account above another; the operator is above itself.
func (tx *Tx) Parent(account string) (parent string, err error) {
	if parent, known := tx.parents[account]; known {
		return parent, nil
	}
	err = tx.g.Set(fenceKey, open).Table("accounts").Where("id = ?", account).Limit(1).Pluck("parent_id", &parent).Error
	if err == nil {
		tx.below(parent, account)
	}
	return parent, err
}

func (tx *Tx) below(parent, account string) {
	if tx.parents == nil {
		tx.parents = map[string]string{}
	}
	tx.parents[account] = parent
}

// Put writes new rows that belong to no account, or to one that nobody
// reaches yet. why is for the reader.
func (tx *Tx) Put(why string, rows any) error {
	if why == "" {
		return errUnscoped
	}
	return tx.g.Set(fenceKey, open).Create(rows).Error
}

// PutNew is Put, and leaves alone the rows whose keys are there already.
func (tx *Tx) PutNew(why string, rows any) error {
	if why == "" {
		return errUnscoped
	}
	return tx.g.Set(fenceKey, open).Clauses(clause.OnConflict{DoNothing: true}).Create(rows).Error
}

// Upsert is Put, and gives the rows whose keys are there already their new content.
func (tx *Tx) Upsert(why string, rows any) error {
	if why == "" {
		return errUnscoped
	}
	return tx.g.Set(fenceKey, open).Clauses(clause.OnConflict{UpdateAll: true}).Create(rows).Error
}

// Replace writes a row or, where one with its key exists, its new content. The
// row's account must be within the caller's reach.
func (tx *Tx) Replace(row Owned) error {
	res := tx.Reach().Model(row).Select("*").Updates(row)
	if res.Error != nil {
		return res.Error
	}
	if res.RowsAffected == 0 {
		return tx.Insert(row)
	}
	return nil
}

// Update writes all columns of an existing row within the caller's reach.
// Nothing matched means missing.
func (tx *Tx) Update(row Owned) error {
	res := tx.Reach().Model(row).Select("*").Updates(row)
	if res.Error == nil && res.RowsAffected == 0 {
		return fault.Missing()
	}
	return res.Error
}

// Lock makes q hold the rows it finds until the transaction ends. On SQLite
// there is one writer, so they are held already. Who only reads holds nothing.
func (tx *Tx) Lock(q *gorm.DB) *gorm.DB {
	if !tx.postgres || !tx.writes {
		return q
	}
	return q.Clauses(clause.Locking{Strength: "UPDATE"})
}

// Receipt is a form that was carried out.
type Receipt struct {
	AccountID string `gorm:"primaryKey"`
	Token     string `gorm:"primaryKey"`
	SubjectID string
	CreatedAt time.Time
}

// TableName is receipts.
func (Receipt) TableName() string { return "receipts" }

// Once remembers that the form with this token made subject in the caller's
// account. When the same form was carried out before, it answers what it made
// then and writes nothing. An empty token is never remembered.
func (tx *Tx) Once(token, subject string) (earlier string, err error) {
	if token == "" {
		return "", nil
	}
	row := Receipt{AccountID: tx.By.Account, Token: token, SubjectID: subject, CreatedAt: tx.Now}
	res := tx.g.Set(fenceKey, open).Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	if res.Error != nil || res.RowsAffected == 1 {
		return "", res.Error
	}
	err = tx.Own().Where("token = ?", token).Take(&row).Error
	return row.SubjectID, err
}

// Made is what the form with this token made when it was carried out in the
// caller's account before, or "".
func (tx *Tx) Made(token string) (subject string, err error) {
	var row Receipt
	err = tx.Own().Where("token = ? AND token <> ''", token).Limit(1).Find(&row).Error
	return row.SubjectID, err
}

var errUnscoped = errors.New("db: a query without a scope")
