package route

// Deliveries are the services of all accounts that the operator is to build.
func Deliveries(key string) string { return Account(key) + "/deliveries" }

// Delivery is one of them.
func Delivery(key, service string) string { return Deliveries(key) + "/" + service }

// DeliveryAcceptance says that it will be built.
func DeliveryAcceptance(key, service string) string { return Delivery(key, service) + "/acceptance" }

// DeliveryCompletion says that it is built.
func DeliveryCompletion(key, service string) string { return Delivery(key, service) + "/completion" }

// DeliveryUse puts it into use.
func DeliveryUse(key, service string) string { return Delivery(key, service) + "/use" }

// DeliveryFailure gives it up.
func DeliveryFailure(key, service string) string { return Delivery(key, service) + "/failure" }

// DeliveryRepetition begins with it again.
func DeliveryRepetition(key, service string) string { return Delivery(key, service) + "/repetition" }

// DeliveryCircuit says how whoever builds it calls it.
func DeliveryCircuit(key, service string) string { return Delivery(key, service) + "/circuit" }
