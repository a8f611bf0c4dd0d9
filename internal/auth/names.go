package auth

import (
	"context"
	"maps"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

// Names are the names of those of the accounts where the visitor may go: own
// seats, and the accounts below those where they enter or list them. Of an
// account that they have left for good they are told no name that it may have
// taken since.
func (s *Sessions) Names(ctx context.Context, v Visitor, keys []string) (map[string]string, error) {
	homes, err := s.Homes(ctx, v)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, h := range homes {
		names[h.ID] = h.Name
		by := caller(v.User, h.Account, h.Account, h.Role, v.Caller.Origin)
		if !by.May(access.EnterAccounts) && !by.May(access.ListPartners) {
			continue
		}
		err := s.db.Read(ctx, by, func(tx *db.Tx) (err error) {
			if tx.By, err = h.at(tx, v.User, v.Caller.Origin); err != nil {
				return err
			}
			below, err := account.NamesIn(tx, keys)
			maps.Copy(names, below)
			return err
		})
		if err != nil {
			return nil, fault.Wrap("find names of accounts", err)
		}
	}
	return names, nil
}
