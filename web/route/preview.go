package route

import "net/url"

// Preview shows a managed account as one of its roles sees it.
func Preview(key string) string { return Account(key) + "/preview" }

// PreviewEnd goes back from there to viewing it in one's own name.
func PreviewEnd(key string) string { return Preview(key) + "/end" }

// Previews are the roles and people of a managed account, as its partner
// chooses whose view to look at.
func Previews(key, account string) string { return Managed(key, account) + "/preview" }

// PreviewsFrom is the same choice for one page of the account.
func PreviewsFrom(key, account, page string) string {
	if page == "" {
		return Previews(key, account)
	}
	return With(Previews(key, account), url.Values{"page": {page}})
}
