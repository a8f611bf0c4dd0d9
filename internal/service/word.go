package service

// words are the statuses as people read them.
var words = map[Status]string{
	Design: "Design", Ordered: "Ordered", Deployable: "Provisioning", Configured: "Configured",
	Live: "Live", Cancelled: "Termination scheduled", Failed: "Could not be built", Decommissioned: "Terminated",
}

// Word is the status as people read it.
func (s Status) Word() string {
	if w := words[s]; w != "" {
		return w
	}
	return string(s)
}
