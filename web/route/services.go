package route

// Service is one service of an account.
func Service(key, id string) string { return Services(key) + "/" + id }

// ServiceEdit changes what of a service changes at once.
func ServiceEdit(key, id string) string { return Service(key, id) + "/edit" }

// ServiceSpeed changes the speed of a service.
func ServiceSpeed(key, id string) string { return Service(key, id) + "/speed" }

// ServiceTerm changes the term of a service.
func ServiceTerm(key, id string) string { return Service(key, id) + "/term" }

// ServiceEnd ends a service.
func ServiceEnd(key, id string) string { return Service(key, id) + "/end" }

// ServiceKeeping takes the scheduled end of a service back.
func ServiceKeeping(key, id string) string { return Service(key, id) + "/keeping" }

// ServiceLock keeps a service from being changed or ended, and lets go of it.
func ServiceLock(key, id string) string { return Service(key, id) + "/lock" }

// ServiceTags are the words on a service.
func ServiceTags(key, id string) string { return Service(key, id) + "/tags" }

// AllServices are the services of all managed accounts of a partner.
func AllServices(key string) string { return Account(key) + "/all-services" }

// AllServicesExport is that list as a CSV file.
func AllServicesExport(key string) string { return AllServices(key) + "/export" }
