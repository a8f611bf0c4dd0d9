package auth

import (
	"context"
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

// Arrival is what the next request of a session for one address should know:
// that it comes from a form's answer and is no refresh, and the notice to show
// there. It is used up by that request, in whichever tab it happens, and by no
// other.
type Arrival struct {
	ID          string
	SessionHash string
	Address     string // path and query
	Notice      string // JSON of the door, or ""
	CreatedAt   time.Time
}

// arrivalLife is how long an arrival waits; a browser follows at once.
const arrivalLife = 5 * time.Minute

const ofSession = "arrivals belong to a session"

// Send leaves an arrival for the session's next request for address.
func (s *Sessions) Send(ctx context.Context, session Session, address, notice string) error {
	err := s.db.Lightly(ctx, access.Caller{}, func(tx *db.Tx) error {
		old := tx.Everywhere(ofSession).Where("session_hash = ? AND created_at < ?", session.Hash, tx.Now.Add(-arrivalLife))
		if err := old.Delete(&Arrival{}).Error; err != nil {
			return err
		}
		return tx.Put(ofSession, &Arrival{ID: db.NewID(tx.Now), SessionHash: session.Hash, Address: address, Notice: notice, CreatedAt: tx.Now})
	})
	if fault.Is(err, fault.Busy) {
		return nil // the disk is full; what the form did is saved, only its notice is lost
	}
	return fault.Wrap("send notice", err)
}

// Arrive takes the arrival that waits for address, oldest first. ok is false
// when none waits.
func (s *Sessions) Arrive(ctx context.Context, session Session, address string) (notice string, ok bool, err error) {
	var a Arrival
	err = s.db.Read(ctx, access.Caller{}, func(tx *db.Tx) error {
		err := tx.Everywhere(ofSession).Where("session_hash = ? AND address = ? AND created_at >= ?", session.Hash, address, tx.Now.Add(-arrivalLife)).
			Order("id").Limit(1).Find(&a).Error
		ok = a.ID != ""
		return err
	})
	if err != nil || !ok {
		return "", false, fault.Wrap("arrive", err)
	}
	err = s.db.Lightly(ctx, access.Caller{}, func(tx *db.Tx) error {
		res := tx.Everywhere(ofSession).Where("id = ?", a.ID).Delete(&Arrival{})
		ok = res.RowsAffected == 1
		return res.Error
	})
	if fault.Is(err, fault.Busy) {
		return a.Notice, true, nil // reading goes on when the disk is full
	}
	return a.Notice, ok, fault.Wrap("arrive", err)
}
