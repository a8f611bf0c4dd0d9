package approval

import "github.com/tenantry/tenantry/internal/db"

// ExpiresIn is after how many days a request expires that the partner does not
// decide.
func ExpiresIn(tx *db.Tx, partner string) (days int, err error) {
	p, err := policyOf(tx, partner, false)
	return p.ExpiresDays, err
}
