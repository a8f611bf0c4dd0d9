package route

// Renewals is what ends when: the terms of the services of an account, and of a
// partner's managed accounts.
func Renewals(key string) string { return Account(key) + "/renewals" }

// RenewalsExport is the same as a file.
func RenewalsExport(key string) string { return Renewals(key) + "/export" }
