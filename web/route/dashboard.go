package route

// Dashboard is an account at a glance.
func Dashboard(key string) string { return Account(key) + "/dashboard" }
