package route

// CompanyProfile is what a company says of itself to its own people.
func CompanyProfile(key string) string { return Account(key) + "/profile" }

// Marketplace are the companies that are listed.
func Marketplace(key string) string { return Account(key) + "/marketplace" }

// Company is one of them.
func Company(key, listing string) string { return Marketplace(key) + "/companies/" + listing }

// Listing is what the marketplace says of the account's own company.
func Listing(key string) string { return Marketplace(key) + "/profile" }
