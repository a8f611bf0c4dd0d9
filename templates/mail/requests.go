package mail

import (
	"github.com/tenantry/tenantry/internal/outbox"
	"github.com/tenantry/tenantry/web/route"
)

// requestSent tells those of a partner who decide that a managed account asks
// for something. Letters about requests hold no amounts.
func requestSent(w Writer, l outbox.Letter) Page {
	f := l.Facts
	return decide(w, l, or(f.By, "Somebody")+" asks for approval: "+or(f.What, "a request"),
		or(f.By, "Somebody")+" of "+or(f.Account, "a managed account")+" asks you to approve this. Nothing is ordered, changed or ended before one of you decides.")
}

// requestOverdue reminds them of one that waits for too long.
func requestOverdue(w Writer, l outbox.Letter) Page {
	f := l.Facts
	return decide(w, l, or(f.What, "A request")+" still waits for you",
		"What "+or(f.By, "somebody")+" of "+or(f.Account, "a managed account")+" asked for is overdue. Nobody has approved or rejected it. If nobody does, it expires.")
}

func decide(w Writer, l outbox.Letter, subject, lead string) Page {
	f := l.Facts
	p := Page{
		Subject: subject,
		Preview: or(f.Service, lead),
		Lead:    []string{lead},
		Facts:   facts("Request", f.What, f.Role, f.Service, "Asked by", f.By, "Account", f.Account, "Reference", f.Reference, "Comment", f.Note, "When", moment(f.At)),
		Sent:    "you decide what managed accounts ask for. Under your name in the portal, Notifications, you choose that.",
	}
	if f.Key != "" && f.Request != "" {
		p.Button = Button{"Review the request", w.Public + route.Approval(f.Key, f.Request)}
	}
	return p
}

// requestApproved tells whoever asked that it was approved.
func requestApproved(w Writer, l outbox.Letter) Page {
	return decided(w, l, or(l.Facts.What, "Your request")+" is approved", or(l.Facts.Partner, "Your partner")+" approved what you asked for. It is under way.")
}

// requestRejected tells whoever asked that it was rejected.
func requestRejected(w Writer, l outbox.Letter) Page {
	return decided(w, l, or(l.Facts.What, "Your request")+" was rejected", or(l.Facts.Partner, "Your partner")+" rejected what you asked for. Nothing was changed.")
}

// requestExpired tells whoever asked that nobody decided in time.
func requestExpired(w Writer, l outbox.Letter) Page {
	return decided(w, l, or(l.Facts.What, "Your request")+" has expired", "Nobody of "+or(l.Facts.Partner, "your partner")+" decided in time what you asked for. Nothing was changed. You can ask again.")
}

// requestFailed tells whoever asked that it could not be carried out, though
// somebody approved it, or before anybody did.
func requestFailed(w Writer, l outbox.Letter) Page {
	if l.Facts.By == "" {
		return decided(w, l, or(l.Facts.What, "Your request")+" could not be carried out", "What you asked for can’t be carried out any more. Nobody had decided about it.")
	}
	return decided(w, l, or(l.Facts.What, "Your request")+" could not be carried out", or(l.Facts.Partner, "Your partner")+" approved what you asked for, and it could not be carried out. Nothing was changed.")
}

func decided(w Writer, l outbox.Letter, subject, lead string) Page {
	f := l.Facts
	p := Page{
		Subject: subject,
		Preview: or(f.Note, lead),
		Lead:    []string{lead},
		Facts:   facts("Request", f.What, f.Role, f.Service, "Comment", f.Note, "Decided by", f.By, "Account", f.Account, "When", moment(f.At)),
		Sent:    "you asked for it. Under your name in the portal, Notifications, you choose that.",
	}
	if f.Text != "" {
		p.Lead = append(p.Lead, f.Text)
	}
	if f.Key != "" && f.Request != "" {
		p.Button = Button{"See the request", w.Public + route.Approval(f.Key, f.Request)}
	}
	return p
}
