package route

// Addresses of one's own account.
const (
	Me         = "/me"
	MySecurity = "/me/security"
	MyPassword = "/me/security/password"
	MySessions = "/me/sessions"
	MyActivity = "/me/activity"
	Forgotten  = "/forgotten-password"
)

// Reset is where a forgotten password is replaced.
func Reset(link string) string { return "/reset/" + link }

// Users are the people of an account.
func Users(key string) string { return Account(key) + "/users" }

// ManagedUsers are the people of a managed account, as its partner sees them.
func ManagedUsers(key, account string) string { return Managed(key, account) + "/users" }

// Activity is what everybody did in an account.
func Activity(key string) string { return Account(key) + "/activity" }

// CompanySecurity is how the people of an account sign in.
func CompanySecurity(key string) string { return Account(key) + "/security" }

// Contacts are where the operator is asked for help.
func Contacts(key string) string { return Account(key) + "/contacts" }

// Role is what the visitor may do in an account, and who may do the rest.
func Role(key string) string { return Account(key) + "/role" }

// Letters are the letters of the installation.
func Letters(key string) string { return Account(key) + "/letters" }
