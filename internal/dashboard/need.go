package dashboard

import (
	"time"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/consent"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/market"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/internal/user"
)

// What says what needs somebody.
type What string

// The closed list of what needs somebody, the most pressing first.
const (
	LockedOut   What = "locked"      // people whom wrong codes have locked
	Entry       What = "entry"       // people of other companies who ask to act in the account
	Unreachable What = "unreachable" // accounts without the support contact that they must have
	Approvals   What = "approvals"   // what people of managed accounts ask for, that waits for a decision
	Invitations What = "invitations" // that are over, or will be soon
	Requests    What = "requests"    // for billing markets, that wait for an answer
	Vacant      What = "vacant"      // new accounts without anybody
	Designs     What = "designs"     // services that are drawn and not ordered
	Unlit       What = "unlit"       // services that are built and carry nothing yet
	Awaited     What = "awaited"     // services that are ordered and not built
)

// Need is something that needs somebody, and how many there are.
type Need struct {
	What What
	account.Glance
}

// Soon is how long before its end an invitation needs somebody.
const Soon = 48 * time.Hour

// asks are what is looked up, each for who may do something about it.
var asks = []struct {
	may    access.Permission
	kind   access.Kind // of the account, or "" for any
	lookUp func(tx *db.Tx) (Need, error)
}{
	{access.ViewUsers, "", func(tx *db.Tx) (Need, error) {
		g, err := user.LockedOut(tx)
		return Need{What: LockedOut, Glance: g}, err
	}},
	{access.GrantAccess, "", func(tx *db.Tx) (Need, error) {
		g, err := consent.Waiting(tx)
		return Need{What: Entry, Glance: g}, err
	}},
	{access.ListAccounts, access.Partner, func(tx *db.Tx) (Need, error) {
		g, err := account.Unreachable(tx)
		return Need{What: Unreachable, Glance: g}, err
	}},
	{access.DecideRequests, access.Partner, func(tx *db.Tx) (Need, error) {
		g, err := approval.Waiting(tx)
		return Need{What: Approvals, Glance: g}, err
	}},
	{access.ViewUsers, "", func(tx *db.Tx) (Need, error) {
		g, err := user.Expiring(tx, tx.Now.Add(Soon))
		return Need{What: Invitations, Glance: g}, err
	}},
	{access.AnswerMarkets, access.Partner, func(tx *db.Tx) (Need, error) {
		g, err := market.Waiting(tx)
		return Need{What: Requests, Glance: g}, err
	}},
	{access.ListAccounts, access.Partner, func(tx *db.Tx) (Need, error) {
		g, err := user.Vacant(tx, tx.Now.AddDate(0, 0, -Recently))
		return Need{What: Vacant, Glance: g}, err
	}},
}

// needs are what needs somebody of the account's. A partner's own services are
// among them; those of a managed account are that account's affair.
func needs(tx *db.Tx, s Services) (ns []Need, err error) {
	for _, a := range asks {
		if !tx.By.May(a.may) || a.kind != "" && a.kind != tx.By.Kind {
			continue
		}
		if a.may == access.DecideRequests && tx.By.Narrowed() {
			continue // the queue is for who enters all accounts; each account has its own
		}
		n, err := a.lookUp(tx)
		if err != nil {
			return nil, err
		}
		if n.Number > 0 {
			ns = append(ns, n)
		}
	}
	for _, of := range []struct {
		what     What
		statuses []service.Status
	}{
		{Designs, []service.Status{service.Design}},
		{Unlit, []service.Status{service.Configured}},
		{Awaited, []service.Status{service.Ordered, service.Deployable}},
	} {
		if n := s.Own.Sum(of.statuses...); n > 0 {
			ns = append(ns, Need{What: of.what, Glance: account.Glance{Number: n}})
		}
	}
	return ns, nil
}
