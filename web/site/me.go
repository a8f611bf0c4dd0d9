package site

import (
	"net/http"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/templates/layout"
	"github.com/tenantry/tenantry/templates/me"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// mine are the faces of one's own account. A page that lies under none of the
// others belongs to the profile.
func mine(r *Request) []layout.Tab {
	faces := []layout.Tab{
		{Label: "Profile", Href: route.Me},
		{Label: "Security", Href: route.MySecurity},
		{Label: "Sessions", Href: route.MySessions},
		{Label: "Activity", Href: route.MyActivity},
	}
	current := 0
	for i, f := range faces[1:] {
		if strings.HasPrefix(r.Path(), f.Href) {
			current = i + 1
		}
	}
	faces[current].Current = true
	return faces
}

// leadBack gives the header of a page of one's own account the way back to the
// visitor's first account, and where there are more, the way to them.
func (s *Site) leadBack(r *Request, shell *layout.Shell) {
	homes, err := s.Sessions.Homes(r.ctx(), r.Visitor)
	if err != nil || len(homes) == 0 {
		return // the mark leads to the home page, which says why there is none
	}
	first := place(homes[0].Account)
	shell.Above, shell.Switch = &first, len(homes) > 1 || homes[0].Kind == access.Partner
}

// showProfile is what the visitor says about themselves.
func (s *Site) showProfile(r *Request) error {
	u, _, err := s.Sessions.Me(r.ctx(), r.Visitor)
	if err != nil {
		return err
	}
	return s.profile(r, http.StatusOK, user.ProfileOf(u), nil)
}

func (s *Site) profile(r *Request, status int, in user.ProfileDraft, problems fault.Fields) error {
	homes, err := s.Sessions.Homes(r.ctx(), r.Visitor)
	if err != nil {
		return err
	}
	shell := s.shell(r, "Your account")
	shell.Invalid = problems != nil
	p := me.ProfilePage{Shell: shell, Faces: mine(r), Draft: in, Problems: problems}
	for _, h := range homes {
		p.Places = append(p.Places, me.Place{Name: h.Name, Role: string(h.Role), Href: route.Account(h.ID)})
	}
	for _, z := range user.Zones {
		p.Zones = append(p.Zones, ui.Option{Value: z, Label: ui.Times{Zone: user.Location(z)}.Offset(s.now())})
	}
	return r.page(status, me.Profile(p))
}

// editProfile saves it.
func (s *Site) editProfile(r *Request) error {
	var in user.ProfileDraft
	err := r.decode(&in)
	if err == nil {
		err = s.Sessions.EditProfile(r.ctx(), r.Visitor, in)
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return s.profile(r, http.StatusUnprocessableEntity, in, problems)
	}
	if err != nil {
		return err
	}
	return s.done(r, route.Me, layout.Notice{Tone: layout.Ok, Lead: "Profile saved."})
}

// askAddress asks for another e-mail address, or for the code that was sent to it.
func (s *Site) askAddress(r *Request) error { return s.address(r, http.StatusOK, "", nil) }

func (s *Site) address(r *Request, status int, typed string, problems fault.Fields) error {
	u, asked, err := s.Sessions.Me(r.ctx(), r.Visitor)
	if err != nil {
		return err
	}
	shell := s.shell(r, "E-mail address")
	shell.Invalid = problems != nil
	return r.page(status, me.Address(me.AddressPage{
		Shell: shell, Faces: mine(r), Email: u.Email, Asked: asked, Typed: typed, Problems: problems,
	}))
}

// sendAddressCode sends a code to another address.
func (s *Site) sendAddressCode(r *Request) error {
	var in struct {
		Email string `form:"email"`
	}
	err := r.decode(&in)
	if err == nil {
		err = s.Sessions.AskAddress(r.ctx(), r.Visitor, in.Email, s.browser(r))
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return s.address(r, http.StatusUnprocessableEntity, in.Email, problems)
	}
	if err != nil {
		return err
	}
	return s.done(r, route.MyAddress, layout.Notice{Tone: layout.Info, Lead: "A code is on its way."})
}

// changeAddress takes the code, and leads to signing in with the new address.
func (s *Site) changeAddress(r *Request) error {
	var in struct {
		Code string `form:"code"`
	}
	err := r.decode(&in)
	if err == nil {
		err = s.Sessions.ProveAddress(r.ctx(), r.Visitor, in.Code, s.browser(r))
	}
	if problems := fault.FieldsOf(err); problems != nil {
		return s.address(r, http.StatusUnprocessableEntity, in.Code, problems)
	}
	if err != nil {
		return err
	}
	return s.leave(r, "address-changed")
}

// leave takes the session's cookie away, and leads to the sign-in page, which
// says why.
func (s *Site) leave(r *Request, why string) error {
	if err := s.Store.Forget(r.Response(), r.Request()); err != nil {
		return err
	}
	r.Response().Header().Set("Clear-Site-Data", `"cache"`)
	return r.Redirect(http.StatusSeeOther, route.SignIn+"?"+why)
}

// dropAddress gives the new address up.
func (s *Site) dropAddress(r *Request) error {
	if err := s.Sessions.DropAddress(r.ctx(), r.Visitor); err != nil {
		return err
	}
	return s.done(r, route.MyAddress, layout.Notice{Tone: layout.Ok, Lead: "Your address stays " + r.Visitor.User.Email + "."})
}

// listSessions is where the visitor is signed in.
func (s *Site) listSessions(r *Request) error {
	live, err := s.Sessions.Live(r.ctx(), r.Visitor)
	if err != nil {
		return err
	}
	more := len(live) > auth.MostSessions
	return r.page(http.StatusOK, me.Sessions(me.SessionsPage{
		Shell: s.shell(r, "Sessions"), Faces: mine(r), Sessions: live[:min(len(live), auth.MostSessions)], This: r.Visitor.Session.ID, More: more,
	}))
}

// endSession ends one of the visitor's sessions.
func (s *Site) endSession(r *Request) error {
	ended, err := s.Sessions.EndSession(r.ctx(), r.Visitor, r.Param("session"))
	if err != nil {
		return err
	}
	if ended.ID == r.Visitor.Session.ID {
		return s.leave(r, "signed-out")
	}
	return s.done(r, route.MySessions, layout.Notice{Tone: layout.Ok, Lead: "The session of " + ended.Device() + " has ended."})
}

// endOtherSessions ends all of the visitor's sessions but this one.
func (s *Site) endOtherSessions(r *Request) error {
	n, err := s.Sessions.EndOthers(r.ctx(), r.Visitor)
	if err != nil {
		return err
	}
	lead := "There was no other session."
	if n > 0 {
		lead = ui.Counted(n, "other session") + " ended."
	}
	return s.done(r, route.MySessions, layout.Notice{Tone: layout.Ok, Lead: lead})
}
