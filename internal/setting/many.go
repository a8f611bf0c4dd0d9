package setting

import (
	"context"
	"errors"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

// MostInherited is how many accounts give up their own value with one press at most.
const MostInherited = 500

// Result is what became of one of many accounts.
type Result struct {
	Account account.Account
	Value   Value  // what it has now; the zero Value where nothing was changed
	Problem string // why nothing was changed, in a sentence, or ""
}

// InheritMany is Inherit for many accounts, each on its own, so that one that
// can't be changed holds up no other. What is no managed account of the
// partner is passed over.
func (s *Settings) InheritMany(ctx context.Context, by access.Caller, name Name, accts []string) (results []Result, err error) {
	if err := mayConfigureAll(by); err != nil {
		return nil, err
	}
	if _, ok := Find(name); !ok {
		return nil, fault.Missing()
	}
	var problems fault.Fields
	switch {
	case len(accts) == 0:
		problems.Add("key", "Tick at least one account")
	case len(accts) > MostInherited:
		problems.Add("key", "Tick at most %d accounts", MostInherited)
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	var as map[string]account.Account
	err = s.db.Read(ctx, by, func(tx *db.Tx) error {
		as, err = children(tx, accts)
		return err
	})
	if err != nil {
		return nil, fault.Wrap("inherit many", err)
	}
	for _, key := range accts {
		a, ok := as[key]
		if !ok {
			continue
		}
		delete(as, key) // which is done once
		out, err := s.change(ctx, by, "inherit many", name, inheritAt(key, ""))
		r := Result{Account: a, Value: out.Value}
		switch f := fault.Of(err); {
		case f != nil:
			r.Problem = f.Text
		case errors.Is(err, context.DeadlineExceeded):
			r.Problem = "There was no time left for it. Do it again for this account."
		case err != nil:
			return results, err
		}
		results = append(results, r)
	}
	return results, nil
}
