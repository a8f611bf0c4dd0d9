package route

// Connections are what other companies ask of one that the marketplace lists.
func Connections(key string) string { return Account(key) + "/connections" }

// Connection is one of them; the answer is sent there.
func Connection(key, request string) string { return Connections(key) + "/" + request }
