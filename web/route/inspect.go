package route

// Partner is a partner or a distributor, as the operator sees it: its details.
func Partner(key, partner string) string { return Partners(key) + "/" + partner }

// PartnerSupport is the change of a partner's support model.
func PartnerSupport(key, partner string) string { return Partner(key, partner) + "/support" }

// PartnerSettings are what the managed accounts of a partner inherit.
func PartnerSettings(key, partner string) string { return Partner(key, partner) + "/settings" }

// PartnerAccounts are the managed accounts of a partner.
func PartnerAccounts(key, partner string) string { return Partner(key, partner) + "/accounts" }

// PartnerAccount is one of them.
func PartnerAccount(key, partner, account string) string {
	return PartnerAccounts(key, partner) + "/" + account
}

// PartnerAccountSupport is the change of its support model.
func PartnerAccountSupport(key, partner, account string) string {
	return PartnerAccount(key, partner, account) + "/support"
}

// Locks are the settings that the operator holds at a value.
func Locks(key string) string { return Account(key) + "/locks" }

// Lock is the lock of one setting at one account: the operator's own for all
// managed accounts, a partner for all of its own, or a managed account.
func Lock(key, account, setting string) string { return Locks(key) + "/" + account + "/" + setting }

// Lifting takes a lock away.
func Lifting(key, account, setting string) string { return Lock(key, account, setting) + "/lifting" }
