package route

// Addresses of one's own e-mail address and sessions.
const (
	MyAddress        = Me + "/address"         // asks for another one, and for its code
	MyAddressCode    = MyAddress + "/code"     // takes the code
	MyAddressRemoval = MyAddress + "/removal"  // gives the new address up
	MyOtherSessions  = MySessions + "/removal" // ends all but this one
)

// MySessionRemoval ends one of one's own sessions.
func MySessionRemoval(id string) string { return MySessions + "/" + id + "/removal" }
