package route

// Delegations are which managed accounts each person of a partner enters.
func Delegations(key string) string { return Access(key) + "/delegations" }

// Delegation is what one person enters, by their seat; what they may enter too
// is sent there.
func Delegation(key, seat string) string { return Delegations(key) + "/" + seat }

// DelegationLift takes away all that limits a person.
func DelegationLift(key, seat string) string { return Delegation(key, seat) + "/lift" }

// DelegationEnd ends one thing that a person enters.
func DelegationEnd(key, seat, id string) string { return Delegation(key, seat) + "/" + id + "/end" }

// DelegationTerm gives one thing that a person enters another end.
func DelegationTerm(key, seat, id string) string { return Delegation(key, seat) + "/" + id + "/term" }
