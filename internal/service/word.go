package service

import "fmt"

// words are the statuses as people read them.
var words = map[Status]string{
	Design: "Design", Ordered: "Ordered", Deployable: "Provisioning", Configured: "Configured",
	Live: "Live", Cancelled: "Termination scheduled", Failed: "Could not be built", Decommissioned: "Terminated",
}

// stands are the statuses as sentences, each with a place for a name.
var stands = map[Status]string{
	Design: "%s is a design.", Ordered: "%s is ordered.", Deployable: "%s is being built.", Configured: "%s is configured.",
	Live: "%s is live.", Cancelled: "The end of %s is scheduled.", Failed: "%s could not be built.", Decommissioned: "%s has ended.",
}

// Stands says in a sentence how far the service has come.
func (s Service) Stands() string { return fmt.Sprintf(stands[s.Status], s.Name) }

// Word is the status as people read it.
func (s Status) Word() string {
	if w := words[s]; w != "" {
		return w
	}
	return string(s)
}
