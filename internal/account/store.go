package account

import (
	"errors"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
	"gorm.io/gorm"
)

// Lineage says that one account is at or above another.
type Lineage struct {
	AncestorID string
	AccountID  string
	Depth      int
}

// TableName is lineage.
func (Lineage) TableName() string { return "lineage" }

// Find is one account at or below that of the transaction's caller.
func Find(tx *db.Tx, id string) (a Account, err error) {
	return a, missing(tx.Reach().Where("id = ?", id).Take(&a).Error)
}

// Here is the account of the transaction's caller.
func Here(tx *db.Tx) (a Account, err error) {
	return a, missing(tx.Own().Take(&a).Error)
}

// Above is the account above a, which reach does not include: its name stands
// in letters and on pages.
func Above(tx *db.Tx, a Account) (above Account, err error) {
	return above, missing(tx.Everywhere("people know whose customer they are").Where("id = ?", a.ParentID).Take(&above).Error)
}

// child is one managed account directly below the caller's.
func child(tx *db.Tx, id string) (a Account, err error) {
	return a, missing(tx.Children().Where("id = ? AND kind = ?", id, access.Managed).Take(&a).Error)
}

// Child is one managed account directly below the caller's.
func Child(tx *db.Tx, id string) (Account, error) { return child(tx, id) }

// lockChild is child, held until the transaction ends.
func lockChild(tx *db.Tx, id string) (a Account, err error) {
	return a, missing(tx.Lock(tx.Children()).Where("id = ? AND kind = ?", id, access.Managed).Take(&a).Error)
}

// LockChild is one managed account directly below the caller's, held until the
// transaction ends.
func LockChild(tx *db.Tx, id string) (Account, error) { return lockChild(tx, id) }

// lockOwn is the caller's own account, held until the transaction ends, so
// that what is counted there is counted once.
func lockOwn(tx *db.Tx) (a Account, err error) {
	return a, missing(tx.Lock(tx.Own()).Take(&a).Error)
}

// LockHere is the account of the transaction's caller, held until the
// transaction ends.
func LockHere(tx *db.Tx) (Account, error) { return lockOwn(tx) }

// LockIn is one account at or below the caller's, held until the transaction ends.
func LockIn(tx *db.Tx, id string) (a Account, err error) {
	return a, missing(tx.Lock(tx.Reach()).Where("id = ?", id).Take(&a).Error)
}

// missing answers what was not found as missing.
func missing(err error) error {
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return fault.Missing()
	}
	return err
}

// recount changes the tally of the caller's account by the difference that a
// managed account's change from was to now makes.
func recount(tx *db.Tx, was, now Tally) error {
	changes, before := map[string]any{}, was.Numbers()
	for i, n := range now.Numbers() {
		if n != before[i] {
			changes[TallyColumns[i]] = gorm.Expr(TallyColumns[i]+" + ?", n-before[i])
		}
	}
	if len(changes) == 0 {
		return nil
	}
	return tx.Own().Model(&Account{}).Where("id = ?", tx.By.Account).Updates(changes).Error
}

// unique adds a problem where another account of the same parent has the name
// or the reference, compared without case.
func unique(tx *db.Tx, a Account, problems *fault.Fields) error {
	var holders []Account
	err := tx.Whole("a name is one account's, whoever may enter that").Select("id", "name", "name_fold", "reference_fold").
		Where("(name_fold = ? OR reference_fold = ? AND reference_fold <> '') AND id <> ?", a.NameFold, a.ReferenceFold, a.ID).Limit(2).Find(&holders).Error
	for _, h := range holders {
		called, whose := h.Name, h.Name
		if _, err := child(tx, h.ID); fault.Is(err, fault.NotFound) { // whoever does not enter it learns no more than that it is taken
			h.ID, called, whose = "", a.Name, "another account"
		}
		if h.NameFold == a.NameFold && problems.At("name") == "" {
			*problems = append(*problems, fault.Problem{Field: "name", Text: called + " is already the name of another account", About: h.ID})
		}
		if h.ReferenceFold == a.ReferenceFold && a.Reference != "" && problems.At("reference") == "" {
			*problems = append(*problems, fault.Problem{Field: "reference", Text: a.Reference + " is already the reference of " + whose, About: h.ID})
		}
	}
	return err
}

// SetOwn stores an account's own value of the feature kept in column, which is
// renewal_own, approval_own or pricing_own, for the list to sort and filter by.
func SetOwn(tx *db.Tx, id, column string, own Own) error {
	return tx.Reach().Model(&Account{}).Where("id = ?", id).Update(column, own).Error
}
