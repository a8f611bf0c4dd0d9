package accounts

import (
	"strconv"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/account"
)

// editable reports whether the reader may change the details.
func (p ShowPage) editable() bool {
	return p.Account.Status != account.Closed && p.By.May(access.EditAccounts)
}

// fixed says why the details can't be changed.
func (p ShowPage) fixed() string {
	if p.Account.Status == account.Closed {
		return "The account is closed. It is kept for the record, and nothing in it can be changed."
	}
	return refusal(p.By, access.EditAccounts)
}

func (p ShowPage) version() string { return strconv.FormatInt(p.Draft.Version, 10) }

func (p ShowPage) standingTitle() string {
	if p.Account.Status == account.Suspended {
		return "Reactivate or close"
	}
	return "Suspend or close"
}
