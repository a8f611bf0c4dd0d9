package access

import "slices"

// Kinds lists the account kinds, from the operator down.
var Kinds = []Kind{Operator, Distributor, Partner, Managed, Direct}

// Holders are the roles that have p in an account of kind k, most powerful
// first; none where the permission makes no sense there.
func Holders(p Permission, k Kind) []Role { return slices.Clone(grants[p][k]) }

// PermissionsIn lists the permissions that some person has in an account of
// kind k, in reading order.
func PermissionsIn(k Kind) (ps []Permission) {
	for _, p := range Permissions {
		if slices.ContainsFunc(grants[p][k], func(r Role) bool { return slices.Contains(Roles, r) }) {
			ps = append(ps, p)
		}
	}
	return ps
}

// WithinAManagedAccount are the roles of a partner that keep p while they view
// one of its managed accounts: those that have it at home and there.
func WithinAManagedAccount(p Permission) (rs []Role) {
	for _, r := range grants[p][Partner] {
		if slices.Contains(grants[p][Managed], r) {
			rs = append(rs, r)
		}
	}
	return rs
}

// Reads reports whether a permission changes nothing, and so survives a suspension.
func (p Permission) Reads() bool { return reads[p] }

// Personal reports whether a permission is used by nobody in another's place.
func (p Permission) Personal() bool { return personal[p] }

// Words says in a few words what a permission lets somebody do.
func (p Permission) Words() string { return words[p] }

// Sentence says exactly what a permission lets somebody do.
func (p Permission) Sentence() string { return sentences[p] }

var words = map[Permission]string{
	ViewServices:      "See services",
	EnterAccounts:     "Enter managed accounts",
	ListAccounts:      "Open Partner Admin",
	CreateAccounts:    "Create managed accounts",
	EditAccounts:      "Edit managed accounts",
	ConfigureAccounts: "Configure managed accounts",
	SuspendAccounts:   "Suspend and close managed accounts",
	ListPartners:      "See partners",
	CreatePartners:    "Create partners and direct accounts",
	ViewUsers:         "See users",
	ManageUsers:       "Manage users",
	ViewActivity:      "See company activity",
	SecureCompany:     "Set the sign-in rules",
	ViewLetters:       "See letters",
	SendLetters:       "Send a letter again",
	ViewDashboard:     "See the dashboard",
	ViewProfile:       "See the company profile",
	EditProfile:       "Change the company profile",
	BrowseMarketplace: "Browse the marketplace",
	ViewListing:       "See the marketplace profile",
	EditListing:       "Change the marketplace profile",
	ViewCosts:         "See what the partner pays",
	ViewMarkets:       "See billing markets",
	RequestMarkets:    "Ask for a billing market",
	AnswerMarkets:     "Answer requests for billing markets",
	AskSupport:        "Ask for help",
	SetNotifications:  "Choose notifications",
	PreviewAccounts:   "Preview managed accounts",
	InspectAccounts:   "Inspect accounts",
	LockSettings:      "Lock settings",
	SetSupport:        "Change the support model",
	EditContacts:      "Change the support contacts",
	RescueUsers:       "Rescue people who cannot sign in",
	DesignServices:    "Design services",
	OrderServices:     "Order services",
	ChangeServices:    "Change services",
	EndServices:       "End services",
	LockServices:      "Lock services",
	KeyServices:       "Manage service keys",
	AnswerConnections: "Answer connections",
	ViewRequests:      "See the approval queue",
	DecideRequests:    "Approve and reject",
	RuleRequests:      "Set up the approval queue",
	SetMarkets:        "Set billing markets",
	ViewCatalogue:     "See the catalogue",
	EditCatalogue:     "Change the catalogue",
	EditPrices:        "Change prices",
	BuildServices:     "Carry orders out",
	ActAs:             "Act in somebody’s place",
	ViewAccess:        "See who was in the account",
	GrantAccess:       "Choose who may come in",
	DefaultAccess:     "Choose who may come in elsewhere",
	WatchVisits:       "See visits under way",
	EndVisits:         "End anybody’s visit",
	BreakGlass:        "Break the glass",
	Delegate:          "Choose who enters which account",
}

var sentences = map[Permission]string{
	ViewServices:      "The services of the account, with their locations, speeds, terms and states.",
	EnterAccounts:     "Stepping into a managed account of one’s own partner, in one’s own name, with the role that one has at home.",
	ListAccounts:      "The list of managed accounts with its filters, views, export and history.",
	CreateAccounts:    "New managed accounts, one by one or from a file.",
	EditAccounts:      "The name, reference, tags and support contacts of a managed account.",
	ConfigureAccounts: "The features of managed accounts, the partner’s defaults for them, and what a refreshed page does.",
	SuspendAccounts:   "Suspending a managed account, reactivating it, and closing it for good.",
	ListPartners:      "The partners, distributors and direct accounts of the installation; for a distributor, the partners that it referred.",
	CreatePartners:    "New partners, distributors and direct accounts, and new links for their first Company Admins.",
	ViewUsers:         "The people of the account with their roles, second factors, last sign-ins and invitations; for a partner, those of its managed accounts as well.",
	ManageUsers:       "Inviting people, changing roles, deactivating and reactivating people, and resetting their second factors. Nobody grants a role above their own, and the last active admin of an account stays.",
	ViewActivity:      "What everybody did in the account; for a partner, in its managed accounts as well.",
	SecureCompany:     "Whether everybody must have a second factor, and for how long activity is shown.",
	ViewLetters:       "The letters that left the installation, those that wait, and those that failed.",
	SendLetters:       "Sending a letter once more that left or failed, and at once one that waits for its next try.",
	ViewDashboard:     "The numbers of the account, what needs somebody, and what happened last. People of a managed account see it where the partner shows it to them.",
	ViewProfile:       "The company profile. People of a managed account see it where the partner shows it to them.",
	EditProfile:       "The trading name, website and address of the company. Nobody changes those of a managed account.",
	BrowseMarketplace: "The companies that are listed in the marketplace.",
	ViewListing:       "What the marketplace says of the company, or would say if it were listed. Managed accounts have no such profile.",
	EditListing:       "What the marketplace says of the company, and whether it is listed. Managed accounts are never listed.",
	ViewCosts:         "What the partner pays, beside retail prices; also whoever may see billing. Nobody of a managed account sees it.",
	ViewMarkets:       "Billing markets and the requests for them. They belong to the partner; a managed account sees its own requests, and a referred partner leaves markets to its distributor.",
	RequestMarkets:    "Asking the partner to enable a billing market.",
	AnswerMarkets:     "Closing the requests of managed accounts for billing markets. A referred partner passes them on to its distributor, and closes them as well.",
	AskSupport:        "Whom to ask for help, and writing to them from the portal, where the setting shows it.",
	SetNotifications:  "What one is told about by e-mail, where the setting allows it.",
	PreviewAccounts:   "Seeing a managed account exactly as one of its roles does, without changing anything.",
	InspectAccounts:   "The support models and settings of partners and of their managed accounts, and what is locked.",
	LockSettings:      "Holding a setting at a value for one managed account, for all of a partner’s, or for all, and letting go of it.",
	SetSupport:        "Who supports the customers of a partner, or one managed account.",
	EditContacts:      "The phone number and the e-mail address at which the operator is asked for help by those whom it supports.",
	RescueUsers:       "Inviting, disabling, resetting and signing out anybody, for the day when nobody can sign in. No role has it: only the command line on the server does.",
	DesignServices:    "Draw services and connections, keep the drawings, change and discard them. Nothing is ordered by it.",
	OrderServices:     "Order what is drawn, or send it to the partner where the Service Approval Queue is on.",
	ChangeServices:    "Change the name, reference, speed, term, renewal, fields and tags of a service.",
	EndServices:       "End a service, at once or at the end of its term, and take a scheduled end back.",
	LockServices:      "Keep a service from being changed or ended by others, and unlock it.",
	KeyServices:       "Make keys by which other companies connect to a service, change them and turn them off.",
	AnswerConnections: "Accept or deny the connections that other companies ask for.",
	ViewRequests:      "See what was asked for, and what became of it; in a managed account its own requests.",
	DecideRequests:    "Approve or reject what people of managed accounts ask for; never one’s own requests.",
	RuleRequests:      "Choose what is approved without looking, when somebody is reminded, and when requests expire.",
	SetMarkets:        "Enable billing markets, change what bills say, and deactivate markets without services.",
	ViewCatalogue:     "See products, locations, markets, clouds and price books as the operator keeps them.",
	EditCatalogue:     "Add and change products, locations, markets and clouds, and withdraw them from sale.",
	EditPrices:        "Change price books, term discounts, promotional codes and the prices of single accounts.",
	BuildServices:     "Accept orders, write down what was built, and say when a service is live or could not be built.",
	ActAs:             "Acting in the place of somebody of an account below, for half an hour, where the account allows it and with a reason; never with more than either may do, and never for what is a person’s own.",
	ViewAccess:        "Every visit of other companies' people: who, why, from when to when, and what they changed.",
	GrantAccess:       "Whether the people of the operator and of the partner may act in the account: always, when asked, or never; answering who asks; ending a visit.",
	DefaultAccess:     "Whether people may act in accounts that chose nothing themselves: the operator’s for those that it supports, a partner’s for its own.",
	WatchVisits:       "All visits of the installation that are under way, and how many there were.",
	EndVisits:         "Ending any visit at once.",
	BreakGlass:        "Acting in an account that never allows it, when a second Operator Admin agrees. The customer is told.",
	Delegate:          "Which managed accounts each of the partner’s people may enter, and until when.",
}
