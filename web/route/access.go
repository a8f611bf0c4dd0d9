package route

// Access is who was in an account: every visit, and why.
func Access(key string) string { return Account(key) + "/access" }

// AccessExport is the same as a CSV file.
func AccessExport(key string) string { return Access(key) + "/export" }

// VisitEnd ends one visit under way, in the account that is visited.
func VisitEnd(key, visit string) string { return Access(key) + "/" + visit + "/end" }

// Visits are the visits under way in all accounts, as the operator watches them.
func Visits(key string) string { return Account(key) + "/visits" }

// VisitsEnd ends all of them.
func VisitsEnd(key string) string { return Visits(key) + "/end" }

// AnyVisitEnd ends one of them.
func AnyVisitEnd(key, visit string) string { return Visits(key) + "/" + visit + "/end" }

// ActivityIn is what was done in an account during one visit.
func ActivityIn(key, visit string) string { return Activity(key) + "?visit=" + visit }
