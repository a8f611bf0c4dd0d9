package route

// Markets are the billing markets of an account: what its people ask for, and
// at a partner what those of its managed accounts do.
func Markets(key string) string { return Account(key) + "/markets" }

// MarketRequest is one request for a market; its answer is sent there.
func MarketRequest(key, request string) string { return Markets(key) + "/" + request }

// MarketWithdrawal withdraws one.
func MarketWithdrawal(key, request string) string { return MarketRequest(key, request) + "/withdrawal" }
