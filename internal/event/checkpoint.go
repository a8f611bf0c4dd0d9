package event

import (
	"context"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

// Checkpoint writes down where each chain ends that grew since its last
// checkpoint, and hands those over. It is done once an hour; doing it twice, or
// in two processes at once, writes nothing new.
func (s *Events) Checkpoint(ctx context.Context, by access.Caller, each func(Checkpoint)) error {
	for after, more := "", true; more; {
		grown, err := s.grown(ctx, after)
		if err != nil {
			return fault.Wrap("write checkpoints", err)
		}
		if more = len(grown) == perStep; len(grown) == 0 {
			break
		}
		marks := make([]Checkpoint, len(grown))
		err = s.db.Do(ctx, by, func(tx *db.Tx) error {
			for i, c := range grown {
				marks[i] = Checkpoint{AccountID: c.AccountID, Place: c.Place, Hash: c.Hash, At: tx.Now}
			}
			return tx.PutNew(whyVerify, &marks)
		})
		if err != nil {
			return fault.Wrap("write checkpoints", err)
		}
		for _, m := range marks {
			each(m)
		}
		after = grown[len(grown)-1].AccountID
	}
	return nil
}

// grown are the chains after an account's that have no checkpoint where they end.
func (s *Events) grown(ctx context.Context, after string) (cs []Chain, err error) {
	return cs, s.read(ctx, func(tx *db.Tx) error {
		return tx.Everywhere(whyVerify).Where(`account_id > ? AND NOT EXISTS (SELECT 1 FROM checkpoints c
			WHERE c.account_id = chains.account_id AND c.place = chains.place)`, after).Order("account_id").Limit(perStep).Find(&cs).Error
	})
}

// Checkpoints hands over the newest checkpoint of each account, by the keys of accounts.
func (s *Events) Checkpoints(ctx context.Context, each func(Checkpoint) error) error {
	for after := ""; ; {
		var marks []Checkpoint
		err := s.read(ctx, func(tx *db.Tx) error {
			return tx.Everywhere(whyVerify).Where(`account_id > ? AND place = (SELECT max(c.place) FROM checkpoints c
				WHERE c.account_id = checkpoints.account_id)`, after).Order("account_id").Limit(perStep).Find(&marks).Error
		})
		if err != nil || len(marks) == 0 {
			return fault.Wrap("read checkpoints", err)
		}
		for _, c := range marks {
			c.At = c.At.UTC()
			if err := each(c); err != nil {
				return err
			}
		}
		after = marks[len(marks)-1].AccountID
	}
}
