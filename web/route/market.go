package route

// Markets are the billing markets of an account; in a managed account what its
// people ask for.
func Markets(key string) string { return Account(key) + "/markets" }

// Market is one of them: to enable it, or to change what its bills say.
func Market(key, market string) string { return Markets(key) + "/" + market }

// MarketActivation enables one.
func MarketActivation(key, market string) string { return Market(key, market) + "/activation" }

// MarketDeactivation deactivates one.
func MarketDeactivation(key, market string) string { return Market(key, market) + "/deactivation" }

// MarketRequests are what the managed accounts of a partner ask for.
func MarketRequests(key string) string { return Markets(key) + "/requests" }

// MarketRequest is one request for a market; its answer is sent there.
func MarketRequest(key, request string) string { return MarketRequests(key) + "/" + request }

// MarketWithdrawal withdraws one.
func MarketWithdrawal(key, request string) string { return MarketRequest(key, request) + "/withdrawal" }
