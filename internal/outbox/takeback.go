package outbox

import "github.com/tenantry/tenantry/internal/db"

// TakeBack deletes the letters of one kind to an address that the transaction
// of tx has put. A letter that nobody is to get is put and taken back where the
// same work must be done whether there is a reader or not.
func TakeBack(tx *db.Tx, account string, kind Kind, address string) error {
	return tx.Everywhere("the letters belong to nobody").
		Where("status = 'waiting' AND due_at = ? AND account_id = ? AND kind = ? AND to_address = ?", tx.Now, account, kind, address).Delete(&Letter{}).Error
}
