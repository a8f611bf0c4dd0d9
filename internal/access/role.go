package access

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
)

// Roles lists every role, most powerful first, the operator's own last.
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
	ListPartners      Permission = "partners.list"      // the partners and distributors of the installation, or those one referred
	CreatePartners    Permission = "partners.create"    // create partners and distributors, and renew their set-up links
)

// Permissions lists every permission in reading order.
var Permissions = []Permission{
	ViewServices, EnterAccounts, ListAccounts, CreateAccounts, EditAccounts,
	ConfigureAccounts, SuspendAccounts, ListPartners, CreatePartners,
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
}

// reads holds the permissions that change nothing and so survive a suspension.
var reads = map[Permission]bool{ViewServices: true, EnterAccounts: true, ListAccounts: true, ListPartners: true}

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
	CreatePartners:    "Creating partners and distributors",
}
