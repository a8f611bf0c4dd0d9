package route

// Display is what the people of a managed account see.
func Display(key, account string) string { return Managed(key, account) + "/display" }

// Setting is one setting of a managed account.
func Setting(key, account, name string) string { return Display(key, account) + "/" + name }

// SettingHistory is what happened to a setting of a managed account.
func SettingHistory(key, account, name string) string {
	return Setting(key, account, name) + "/history"
}

// Reversal gives a managed account back what it had of a setting before a fact.
func Reversal(key, account, name string) string { return Setting(key, account, name) + "/reversal" }

// DefaultRemoval clears a partner's default.
func DefaultRemoval(key, name string) string { return Default(key, name) + "/removal" }

// DefaultHistory is what happened to a partner's default.
func DefaultHistory(key, name string) string { return Default(key, name) + "/history" }

// Affected are the accounts that would change with a partner's default, or would not.
func Affected(key, name string) string { return Default(key, name) + "/affected" }

// Different are the accounts that have their own value of a setting.
func Different(key, name string) string { return Default(key, name) + "/different" }
