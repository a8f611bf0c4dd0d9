package route

// Access is who was in an account: every visit, and why.
func Access(key string) string { return Account(key) + "/access" }

// AccessExport is the same as a CSV file.
func AccessExport(key string) string { return Access(key) + "/export" }

// VisitEnd ends one visit under way: to the account, or, from the operator's, to any.
func VisitEnd(key, visit string) string { return Access(key) + "/" + visit + "/end" }

// Visits are the visits under way in all accounts, as the operator watches them.
func Visits(key string) string { return Account(key) + "/visits" }

// VisitsEnd ends all of them.
func VisitsEnd(key string) string { return Visits(key) + "/end" }

// ActivityIn is what was done in an account during one visit.
func ActivityIn(key, visit string) string { return Activity(key) + "?visit=" + visit }

// Consent is who may step into an account, and who asked to.
func Consent(key string) string { return Access(key) + "/consent" }

// ConsentLetters is whether letters say what was changed in a visit.
func ConsentLetters(key string) string { return Consent(key) + "/letters" }

// ConsentRequest is one request to be let in; its answer is sent there.
func ConsentRequest(key, request string) string { return Consent(key) + "/requests/" + request }

// ConsentTakeBack ends what was granted by it.
func ConsentTakeBack(key, request string) string { return ConsentRequest(key, request) + "/end" }

// ConsentDefaults are what holds in accounts below that chose nothing.
func ConsentDefaults(key string) string { return Access(key) + "/defaults" }

// AskedAccess are one's own requests to be let into other accounts.
func AskedAccess(key string) string { return Access(key) + "/asked" }

// AskedAccessWithdrawal withdraws one of them.
func AskedAccessWithdrawal(key, request string) string {
	return AskedAccess(key) + "/" + request + "/withdrawal"
}

// AskAccess asks, from an account of one's own, to be let into another.
func AskAccess(key, account string) string { return Account(key) + "/acting/" + account + "/request" }

// BreakGlass asks to be let into one that lets nobody in.
func BreakGlass(key, account string) string { return Account(key) + "/acting/" + account + "/glass" }

// Glass are all requests of the operator's people to break the glass.
func Glass(key string) string { return Visits(key) + "/glass" }

// GlassRequest is one of them; its answer is sent there.
func GlassRequest(key, request string) string { return Glass(key) + "/" + request }

// GlassEnd ends what it opened.
func GlassEnd(key, request string) string { return GlassRequest(key, request) + "/end" }
