package route

// The addresses of people begin with those of their account's people: Users or
// ManagedUsers.

// NewUser is the form that invites people.
func NewUser(users string) string { return users + "/new" }

// User is one seat, for whoever manages it.
func User(users, seat string) string { return users + "/" + seat }

// UserInvitation sends an invitation again.
func UserInvitation(users, seat string) string { return User(users, seat) + "/invitation" }

// UserWithdrawal ends an invitation.
func UserWithdrawal(users, seat string) string { return User(users, seat) + "/withdrawal" }

// UserDeactivation ends a seat.
func UserDeactivation(users, seat string) string { return User(users, seat) + "/deactivation" }

// UserReactivation ends a deactivation, or a lock.
func UserReactivation(users, seat string) string { return User(users, seat) + "/reactivation" }

// UserFactorReset takes the second factors of the person in a seat.
func UserFactorReset(users, seat string) string { return User(users, seat) + "/factor-reset" }
