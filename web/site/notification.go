package site

import (
	"net/http"

	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/notice"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/notifications"
	"github.com/tenantry/tenantry/web/route"
)

// showNotifications is what the visitor is told about by e-mail.
func (s *Site) showNotifications(r *Request) error {
	return s.notifications(r, http.StatusOK, "")
}

func (s *Site) notifications(r *Request, status int, problem string) error {
	c, err := s.Notices.Choices(r.ctx(), r.By)
	if err != nil {
		return err
	}
	return r.page(status, notifications.Show(notifications.ShowPage{Shell: s.shell(r, "Notifications"), Choices: c, Problem: problem}))
}

// chooseNotifications keeps what the visitor chose.
func (s *Site) chooseNotifications(r *Request) error {
	var in notice.Draft
	changed := false
	err := r.decode(&in)
	if err == nil {
		_, changed, err = s.Notices.Choose(r.ctx(), r.By, in)
	}
	if fault.Is(err, fault.Conflict) {
		return s.notifications(r, http.StatusConflict, err.Error())
	}
	if err != nil {
		return err
	}
	n := layout.Notice{Tone: layout.Ok, Lead: "Notifications saved."}
	if !changed {
		n = layout.Notice{Tone: layout.Info, Lead: "Nothing changed.", Text: "Your notifications were like this already."}
	}
	return s.done(r, route.Notifications(r.here()), n)
}
