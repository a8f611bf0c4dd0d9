package access

// Sight is what the settings of an account show to its people, as bits; see
// seed 002. Package setting resolves it, once for a request.
type Sight uint8

// The closed list of sights.
const (
	SeesDashboard Sight = 1 << iota
	SeesProfile
	SeesListing // the marketplace profile
	SeesMarkets
	SeesSupport
	SeesNotifications
	SeesQueue // the Service Approval Queue, in which what a managed account orders waits

	SeesAll = SeesDashboard | SeesProfile | SeesListing | SeesMarkets | SeesSupport | SeesNotifications | SeesQueue
)

// sights say which setting must be on, besides the role, for a permission.
var sights = map[Permission]Sight{
	ViewDashboard:    SeesDashboard,
	ViewProfile:      SeesProfile,
	EditProfile:      SeesProfile,
	ViewListing:      SeesListing,
	EditListing:      SeesListing,
	SetMarkets:       SeesMarkets,
	AskSupport:       SeesSupport,
	SetNotifications: SeesNotifications,
}

// Shows reports whether the account's settings show s.
func (c Caller) Shows(s Sight) bool { return c.Sees&s == s }

// shown reports whether the account's settings show what p is about.
func (c Caller) shown(p Permission) bool { return c.Shows(sights[p]) }
