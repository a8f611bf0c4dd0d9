package access

import "slices"

// Kind is what an account is; the words of product.md 1.
type Kind string

// The closed list of account kinds.
const (
	Operator    Kind = "operator"    // runs this installation; exactly one
	Distributor Kind = "distributor" // billing agent of the partners it referred
	Partner     Kind = "partner"     // sells to customers
	Managed     Kind = "managed"     // one customer of one partner
	Direct      Kind = "direct"      // a customer of the operator itself
)

// Role is what a person may do in an account where they have a seat.
type Role string

// The closed list of roles. The first six exist in every account but the
// operator's; the last two exist only there. See reference: roles and
// permission matrix.
const (
	CompanyAdmin     Role = "Company Admin"
	TechnicalAdmin   Role = "Technical Admin"
	TechnicalContact Role = "Technical Contact"
	Finance          Role = "Finance"
	FinancialContact Role = "Financial Contact"
	ReadOnly         Role = "Read Only"
	OperatorAdmin    Role = "Operator Admin"
	SupportAgent     Role = "Support Agent"
	CommandLine      Role = "Command line" // on the operator's server; no person has it
)

// Roles lists every role that a person can have, most powerful first, the operator's own last.
var Roles = []Role{CompanyAdmin, TechnicalAdmin, TechnicalContact, Finance, FinancialContact, ReadOnly, OperatorAdmin, SupportAgent}

// everyone holds the six roles of an account other than the operator's.
var everyone = Roles[:6]

// Permission is one thing that a caller may do: a noun and a verb.
type Permission string

// The closed list of permissions.
const (
	ViewServices      Permission = "services.view"      // read the services of the account acted in
	EnterAccounts     Permission = "accounts.enter"     // step into a managed account of one's partner, in one's own name
	ListAccounts      Permission = "accounts.list"      // the Managed Accounts page, its filters, views and export
	CreateAccounts    Permission = "accounts.create"    // create managed accounts, one by one or from a file
	EditAccounts      Permission = "accounts.edit"      // change the name, reference, tags and support contacts of a managed account
	ConfigureAccounts Permission = "accounts.configure" // change features of managed accounts and the partner's defaults
	SuspendAccounts   Permission = "accounts.suspend"   // suspend, reactivate and close managed accounts
	ListPartners      Permission = "partners.list"      // the partners, distributors and direct accounts of the installation, or those one referred
	CreatePartners    Permission = "partners.create"    // create partners, distributors and direct accounts, and renew their invitations
	ViewUsers         Permission = "users.view"         // the people of the account, and of the partner's managed accounts
	ManageUsers       Permission = "users.manage"       // invite, edit, deactivate and reactivate them, and reset their second factors
	ViewActivity      Permission = "activity.view"      // what everybody did in the account, and in the partner's managed accounts
	SecureCompany     Permission = "company.secure"     // whether a second factor is required, and how long activity is shown
	ViewLetters       Permission = "letters.view"       // the letters that left, and those that did not
	SendLetters       Permission = "letters.send"       // send a letter again
	ViewDashboard     Permission = "dashboard.view"     // numbers of the account, what needs somebody, what happened
	ViewProfile       Permission = "profile.view"       // the company profile; in a managed account where the setting shows it
	EditProfile       Permission = "profile.edit"       // change the company profile
	BrowseMarketplace Permission = "marketplace.browse" // the companies that are listed in the marketplace
	ViewListing       Permission = "marketplace.view"   // what the marketplace says, or would say, of the company
	EditListing       Permission = "marketplace.edit"   // change what the marketplace says of the company
	ViewCosts         Permission = "prices.cost"        // what the partner pays, beside retail prices
	ViewMarkets       Permission = "markets.view"       // billing markets, and requests for them
	RequestMarkets    Permission = "markets.request"    // ask the partner to enable a billing market
	AnswerMarkets     Permission = "markets.answer"     // close requests for billing markets
	AskSupport        Permission = "support.ask"        // whom to ask for help, and writing to them; where the setting shows it
	SetNotifications  Permission = "notifications.set"  // choose what one is told about by e-mail; where the setting allows it
	PreviewAccounts   Permission = "accounts.preview"   // see a managed account as one of its roles does
	InspectAccounts   Permission = "accounts.inspect"   // the partners' settings, support models and locks, and those of their managed accounts
	LockSettings      Permission = "settings.lock"      // hold a setting at a value, and let go of it
	SetSupport        Permission = "accounts.support"   // change the support model of a partner or a managed account
	EditContacts      Permission = "contacts.edit"      // change where the operator is asked for help: its support phone number and e-mail address
	DesignServices    Permission = "services.design"    // draw services, and keep and discard the drawings
	OrderServices     Permission = "services.order"     // order what is drawn, or send it to the partner for approval
	ChangeServices    Permission = "services.change"    // change a service: its name, speed, term, renewal, fields and tags
	EndServices       Permission = "services.end"       // end a service, and take its scheduled end back
	LockServices      Permission = "services.lock"      // keep a service from being changed or ended, and let go of it
	KeyServices       Permission = "servicekeys.manage" // make keys by which others connect to a service, and change them
	AnswerConnections Permission = "connections.answer" // accept or deny the connections of other companies
	ViewRequests      Permission = "approvals.view"     // the Service Approval Queue
	DecideRequests    Permission = "approvals.decide"   // approve or reject what people of managed accounts ask for
	RuleRequests      Permission = "approvals.rule"     // what is approved without looking, and when requests expire
	SetMarkets        Permission = "markets.set"        // enable billing markets, change and deactivate them
	ViewCatalogue     Permission = "catalogue.view"     // products, locations, markets and prices as the operator keeps them
	EditCatalogue     Permission = "catalogue.edit"     // change products, locations, markets and clouds
	EditPrices        Permission = "prices.edit"        // change price books, discounts, codes and the prices of single accounts
	BuildServices     Permission = "services.build"     // carry orders out by hand
	ActAs             Permission = "accounts.act"       // act in the place of somebody of an account below, where the account allows it
	ViewAccess        Permission = "access.view"        // who of other companies was in the account, why, and what they changed
	GrantAccess       Permission = "access.grant"       // who of other companies may come in, and ending their visits
	DefaultAccess     Permission = "access.default"     // what holds for accounts that chose nothing
	WatchVisits       Permission = "visits.watch"       // all visits of the installation that are under way
	EndVisits         Permission = "visits.end"         // end anybody's visit
	BreakGlass        Permission = "access.break"       // into an account that never lets anybody in, with a second person
	Delegate          Permission = "accounts.delegate"  // which managed accounts each of one's people may enter
	RescueUsers       Permission = "users.rescue"       // invite, disable, reset and sign out anybody, when nobody can sign in
)

// Permissions lists every permission in reading order.
var Permissions = []Permission{
	ViewServices, EnterAccounts, ListAccounts, CreateAccounts, EditAccounts,
	ConfigureAccounts, SuspendAccounts, ListPartners, CreatePartners,
	ViewUsers, ManageUsers, ViewActivity, SecureCompany, ViewLetters, SendLetters,
	ViewDashboard, ViewProfile, EditProfile, BrowseMarketplace, ViewListing, EditListing, ViewCosts, ViewMarkets, RequestMarkets, AnswerMarkets,
	AskSupport, SetNotifications, PreviewAccounts, InspectAccounts, LockSettings, SetSupport, EditContacts,
	DesignServices, OrderServices, ChangeServices, EndServices, LockServices, KeyServices, AnswerConnections,
	ViewRequests, DecideRequests, RuleRequests, SetMarkets, ViewCatalogue, EditCatalogue, EditPrices, BuildServices,
	ActAs, ViewAccess, GrantAccess, DefaultAccess, WatchVisits, EndVisits, BreakGlass, Delegate, RescueUsers,
}

// grant says which roles have a permission in an account of one kind.
type grant map[Kind][]Role

// grants is the one table of who may do what. What is not here is refused.
var grants = map[Permission]grant{
	ViewServices:      {Partner: everyone, Managed: everyone, Direct: everyone},
	EnterAccounts:     {Partner: everyone},
	ListAccounts:      {Partner: {CompanyAdmin}},
	CreateAccounts:    {Partner: {CompanyAdmin}},
	EditAccounts:      {Partner: {CompanyAdmin}},
	ConfigureAccounts: {Partner: {CompanyAdmin}},
	SuspendAccounts:   {Partner: {CompanyAdmin}},
	ListPartners:      {Operator: {OperatorAdmin, SupportAgent}, Distributor: everyone},
	CreatePartners:    {Operator: {OperatorAdmin}},
	ViewUsers:         admins,
	ManageUsers:       admins,
	ViewActivity:      admins,
	SecureCompany:     admins,
	ViewLetters:       {Operator: {OperatorAdmin, SupportAgent}},
	SendLetters:       {Operator: {OperatorAdmin}},
	ViewDashboard:     customers,
	ViewProfile:       {Distributor: everyone, Partner: everyone, Managed: everyone, Direct: everyone},
	EditProfile:       {Distributor: {CompanyAdmin}, Partner: {CompanyAdmin}, Direct: {CompanyAdmin}},
	BrowseMarketplace: customers,
	ViewListing:       {Partner: everyone, Direct: everyone},
	EditListing:       {Partner: {CompanyAdmin}, Direct: {CompanyAdmin}},
	ViewCosts:         {Partner: {CompanyAdmin, Finance, FinancialContact}},
	ViewMarkets:       {Distributor: payers, Partner: payers, Managed: everyone, Direct: payers},
	RequestMarkets:    {Managed: {CompanyAdmin, TechnicalAdmin, Finance}},
	AnswerMarkets:     {Partner: {CompanyAdmin, Finance, FinancialContact}},
	AskSupport:        customers,
	SetNotifications:  customers,
	PreviewAccounts:   {Partner: {CompanyAdmin}},
	InspectAccounts:   {Operator: {OperatorAdmin, SupportAgent}},
	LockSettings:      {Operator: {OperatorAdmin}},
	SetSupport:        {Operator: {OperatorAdmin}},
	EditContacts:      {Operator: {OperatorAdmin}},
	DesignServices:    customers,
	OrderServices:     buyers,
	ChangeServices:    {Partner: technicians, Managed: technicians, Direct: technicians},
	EndServices:       {Partner: technicians[:2], Managed: technicians[:2], Direct: technicians[:2]},
	LockServices:      {Partner: {CompanyAdmin}, Managed: {CompanyAdmin}, Direct: {CompanyAdmin}},
	KeyServices:       buyers,
	AnswerConnections: {Partner: ordering, Direct: ordering},
	ViewRequests:      {Partner: everyone, Managed: everyone},
	DecideRequests:    {Partner: technicians},
	RuleRequests:      {Partner: {CompanyAdmin}},
	SetMarkets:        {Distributor: payers, Partner: payers, Direct: payers},
	ViewCatalogue:     {Operator: {OperatorAdmin, SupportAgent}},
	EditCatalogue:     {Operator: {OperatorAdmin}},
	EditPrices:        {Operator: {OperatorAdmin}},
	BuildServices:     {Operator: {OperatorAdmin, SupportAgent}},
	ActAs:             {Operator: {OperatorAdmin, SupportAgent}, Partner: {CompanyAdmin}},
	ViewAccess:        {Distributor: {CompanyAdmin}, Partner: {CompanyAdmin}, Managed: {CompanyAdmin}, Direct: {CompanyAdmin}},
	GrantAccess:       {Distributor: {CompanyAdmin}, Partner: {CompanyAdmin}, Managed: {CompanyAdmin}, Direct: {CompanyAdmin}},
	DefaultAccess:     {Operator: {OperatorAdmin}, Partner: {CompanyAdmin}},
	WatchVisits:       {Operator: {OperatorAdmin, SupportAgent}},
	EndVisits:         {Operator: {OperatorAdmin}},
	BreakGlass:        {Operator: {OperatorAdmin}},
	Delegate:          {Partner: {CompanyAdmin}},
	RescueUsers:       {Operator: {CommandLine}},
}

// Who orders, who changes what there is, and who pays; see reference: roles and
// permission matrix.
var (
	ordering    = []Role{CompanyAdmin, TechnicalAdmin, Finance}
	technicians = []Role{CompanyAdmin, TechnicalAdmin, TechnicalContact}
	payers      = []Role{CompanyAdmin, Finance, FinancialContact}
	buyers      = grant{Partner: ordering, Managed: ordering, Direct: ordering}
)

// customers are all people of accounts that have services.
var customers = grant{Partner: everyone, Managed: everyone, Direct: everyone}

// admins are the first role of every account.
var admins = grant{
	Operator: {OperatorAdmin}, Distributor: {CompanyAdmin}, Partner: {CompanyAdmin}, Managed: {CompanyAdmin}, Direct: {CompanyAdmin},
}

// reads holds the permissions that change nothing and so survive a suspension.
var reads = map[Permission]bool{
	ViewServices: true, EnterAccounts: true, ListAccounts: true, ListPartners: true, ViewUsers: true, ViewActivity: true, ViewLetters: true,
	ViewDashboard: true, ViewProfile: true, BrowseMarketplace: true, ViewListing: true, ViewCosts: true, ViewMarkets: true, PreviewAccounts: true, InspectAccounts: true,
	ViewRequests: true, ViewCatalogue: true, ViewAccess: true, WatchVisits: true,
	GrantAccess: true,                         // who may come in is the account's own to say, whatever became of it
	AskSupport:  true, SetNotifications: true, // a letter, and one's own letters: neither changes anything in the account
}

// personal holds the permissions that nobody uses in another's place, whatever
// both may do (reference: security A.4, I8): what concerns how people get in,
// what they alone may say, what is paid with, what cannot be undone, and the way
// into further accounts.
var personal = map[Permission]bool{
	EnterAccounts: true, PreviewAccounts: true, ActAs: true, CreateAccounts: true, SuspendAccounts: true, CreatePartners: true,
	ManageUsers: true, SecureCompany: true, ViewLetters: true, SendLetters: true, AskSupport: true, SetNotifications: true,
	EndServices: true, KeyServices: true, SetMarkets: true, DecideRequests: true, RuleRequests: true,
	GrantAccess: true, DefaultAccess: true, WatchVisits: true, EndVisits: true, BreakGlass: true, Delegate: true, RescueUsers: true,
}

// whole holds the permissions at a partner that are about all its managed
// accounts, or that would let somebody into more of them: whoever enters some
// only has none of these there.
var whole = map[Permission]bool{
	CreateAccounts: true, ManageUsers: true, SecureCompany: true, SetMarkets: true, AnswerMarkets: true, RuleRequests: true,
	AnswerConnections: true, DefaultAccess: true, Delegate: true,
}

// doing says each permission as the beginning of a refusal.
var doing = map[Permission]string{
	ViewServices:      "Seeing services",
	EnterAccounts:     "Entering managed accounts",
	ListAccounts:      "Partner Admin",
	CreateAccounts:    "Creating managed accounts",
	EditAccounts:      "Editing managed accounts",
	ConfigureAccounts: "Configuring managed accounts",
	SuspendAccounts:   "Suspending and closing managed accounts",
	ListPartners:      "Seeing partners",
	CreatePartners:    "Creating partners, distributors and direct accounts",
	ViewUsers:         "Seeing the people of an account",
	ManageUsers:       "Managing the people of an account",
	ViewActivity:      "Seeing what everybody did",
	SecureCompany:     "Changing how safely people sign in",
	ViewLetters:       "Seeing letters",
	SendLetters:       "Sending a letter again",
	ViewDashboard:     "Seeing the dashboard",
	ViewProfile:       "Seeing the company profile",
	EditProfile:       "Changing the company profile",
	BrowseMarketplace: "Browsing the marketplace",
	ViewListing:       "Seeing the marketplace profile",
	EditListing:       "Changing the marketplace profile",
	ViewCosts:         "Seeing what the partner pays",
	ViewMarkets:       "Seeing billing markets",
	RequestMarkets:    "Asking for a billing market",
	AnswerMarkets:     "Answering requests for billing markets",
	AskSupport:        "Asking for help",
	SetNotifications:  "Choosing notifications",
	PreviewAccounts:   "Previewing managed accounts",
	InspectAccounts:   "Inspecting accounts",
	LockSettings:      "Locking settings",
	SetSupport:        "Changing the support model",
	EditContacts:      "Changing the support contacts",
	DesignServices:    "Designing services",
	OrderServices:     "Ordering services",
	ChangeServices:    "Changing services",
	EndServices:       "Ending services",
	LockServices:      "Locking services",
	KeyServices:       "Making service keys",
	AnswerConnections: "Answering connections",
	ViewRequests:      "Seeing the approval queue",
	DecideRequests:    "Approving and rejecting requests",
	RuleRequests:      "Setting the approval queue up",
	SetMarkets:        "Enabling and changing billing markets",
	ViewCatalogue:     "Seeing the catalogue",
	EditCatalogue:     "Changing the catalogue",
	EditPrices:        "Changing prices",
	BuildServices:     "Carrying orders out",
	ActAs:             "Acting in somebody’s place",
	ViewAccess:        "Seeing who was in the account",
	GrantAccess:       "Choosing who may come into the account",
	DefaultAccess:     "Choosing who may come into accounts that chose nothing",
	WatchVisits:       "Seeing the visits under way",
	EndVisits:         "Ending somebody’s visit",
	BreakGlass:        "Breaking the glass",
	Delegate:          "Choosing who enters which managed account",
	RescueUsers:       "Rescuing people who cannot sign in",
}

// roleSentences say what a person with a role does, for who chooses one.
var roleSentences = map[Role]string{
	CompanyAdmin:     "Does everything, and manages the people.",
	TechnicalAdmin:   "Orders, changes and ends services.",
	TechnicalContact: "Designs and changes services, and orders none.",
	Finance:          "Orders services, and sees billing where there is any.",
	FinancialContact: "Sees billing where there is any, and orders nothing.",
	ReadOnly:         "Sees services, and changes nothing.",
	OperatorAdmin:    "Runs the portal: partners, people and letters.",
	SupportAgent:     "Helps customers, and changes no partner.",
}

// Sentence says in a few words what a person with the role does.
func (r Role) Sentence() string { return roleSentences[r] }

// RolesIn lists the roles that exist in an account of kind k, most powerful first.
func RolesIn(k Kind) []Role {
	if k == Operator {
		return []Role{OperatorAdmin, SupportAgent}
	}
	return everyone
}

// MayGrant reports whether a person with role r may give the role to: one that
// exists in an account of kind k and is not above their own.
func (r Role) MayGrant(to Role, k Kind) bool {
	own := slices.Index(Roles, r)
	for i, role := range Roles {
		if role == to {
			return own >= 0 && slices.Contains(RolesIn(k), to) && (r == AdminOf(k) || own <= i)
		}
	}
	return false
}

// AdminOf is the role that manages the people of an account of kind k. One of
// them always stays active.
func AdminOf(k Kind) Role { return RolesIn(k)[0] }
