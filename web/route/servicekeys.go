package route

// ServiceKeys are the keys that an account made for its services.
func ServiceKeys(key string) string { return Account(key) + "/keys" }

// ServiceKey is one of them; it is changed there.
func ServiceKey(key, id string) string { return ServiceKeys(key) + "/" + id }

// KeysOf are the keys of one service; another one is made there.
func KeysOf(key, service string) string { return Service(key, service) + "/keys" }

// NewKey is the form of a new key for a service.
func NewKey(key, service string) string { return KeysOf(key, service) + "/new" }

// ConnectionKey is where a service key is pasted, to connect a service to what
// the key stands for.
func ConnectionKey(key, service string) string { return NewConnections(key, service) + "/key" }
