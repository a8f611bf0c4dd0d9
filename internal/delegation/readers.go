package delegation

import (
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/user"
)

// Readers are those of some people of an account who may read about managed
// accounts below it: who enters all of these. With none named they are those who
// enter all that there are.
func Readers(tx *db.Tx, partner string, seats []user.Seat, accounts ...string) (may []user.Seat, err error) {
	if free, err := limitsNobody(tx, partner); err != nil || free {
		return seats, err
	}
	tags := map[string][]string{}
	for _, s := range seats {
		reads, err := reads(tx, partner, s, tags, accounts)
		if err != nil {
			return nil, err
		}
		if reads {
			may = append(may, s)
		}
	}
	return may, nil
}

// limitsNobody reports whether all people of an account enter everything below it.
func limitsNobody(tx *db.Tx, partner string) (bool, error) {
	var n int64
	err := tx.Everywhere(asked).Model(&Delegation{}).Where("account_id = ?", partner).Limit(1).Count(&n).Error
	return n == 0, err
}

// reads reports whether somebody enters all of some accounts, whose tags it
// looks up once.
func reads(tx *db.Tx, partner string, s user.Seat, tags map[string][]string, accounts []string) (bool, error) {
	if s.UserID == nil {
		return false, nil
	}
	ds, err := Of(tx, partner, *s.UserID)
	if err != nil || !Limited(ds, tx.Now) {
		return err == nil, err
	}
	for _, a := range accounts {
		of, known := tags[a]
		if !known {
			if of, err = tagsOf(tx, a); err != nil {
				return false, err
			}
			tags[a] = of
		}
		if !May(ds, a, of, tx.Now) {
			return false, nil
		}
	}
	return len(accounts) > 0, nil
}

// Reader is somebody of some people, and those of some accounts about which they
// may read.
type Reader struct {
	Seat     user.Seat
	Accounts map[string]bool // nil means every one
}

// Each are some people of an account, each with those of some managed accounts
// that they enter. Who enters none of them is not among them.
func Each(tx *db.Tx, partner string, seats []user.Seat, accounts []string) (rs []Reader, err error) {
	free, err := limitsNobody(tx, partner)
	if err != nil {
		return nil, err
	}
	tags := map[string][]string{}
	for _, s := range seats {
		all := free
		if !free {
			if all, err = reads(tx, partner, s, tags, nil); err != nil {
				return nil, err
			}
		}
		r := Reader{Seat: s}
		if !all {
			r.Accounts = map[string]bool{}
			for _, a := range accounts {
				enters, err := reads(tx, partner, s, tags, []string{a})
				if err != nil {
					return nil, err
				}
				if enters {
					r.Accounts[a] = true
				}
			}
		}
		if all || len(r.Accounts) > 0 {
			rs = append(rs, r)
		}
	}
	return rs, nil
}
