package route

// Support is whom the people of an account ask for help; a letter to them is
// sent there.
func Support(key string) string { return Account(key) + "/support" }

// Notifications is what somebody is told about by e-mail, in one account.
func Notifications(key string) string { return Account(key) + "/notifications" }
