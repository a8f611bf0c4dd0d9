package site

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/user"
	"github.com/tenantry/tenantry/templates/accounts"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/templates/users"
	"github.com/tenantry/tenantry/web/route"
)

// listUsers is the people of an account.
func (s *Site) listUsers(r *Request) error {
	room, err := s.people(r)
	if err != nil {
		return err
	}
	l := readPeople(r.query())
	list, err := s.Users.Seats(r.ctx(), r.By, room.Company.ID, l.filter)
	if err != nil {
		return err
	}
	return r.page(http.StatusOK, users.Index(s.usersPage(r, room, l, list)))
}

func (s *Site) usersPage(r *Request, room users.Room, l peopleListing, list user.SeatPage) users.IndexPage {
	p := users.IndexPage{
		Shell: s.shell(r, "Users"), Room: room, List: list, Filter: l.filter,
		Chips: l.chips(room), More: l.more(room.Company.Kind), Pages: l.pages(room, list),
		Result: peopleResult(list, l.filter.Narrow()), Clear: room.Users, Fixed: whyFixed(r.By, room.Company),
	}
	if r.Param("account") == "" {
		p.Faces = company(r)
		return p
	}
	p.Shell.Title = "Users of " + room.Company.Name
	p.Head = accounts.Head(r.By, r.Visitor.Account, room.Company.Account, accountFaces(r, room.Company.Account, "Users"))
	return p
}

// peopleListing is the address of a list of people, read.
type peopleListing struct {
	filter user.SeatFilter
	page   int // the number of the page, for showing
	raw    url.Values
}

// readPeople reads the query of a list of people. What is not understood is
// left out.
func readPeople(q url.Values) peopleListing {
	l := peopleListing{raw: url.Values{}}
	l.filter.Find = sought(q, l.raw, "q")
	l.filter.Role = access.Role(take(q, l.raw, "role", func(v string) bool { return slices.Contains(access.Roles, access.Role(v)) }))
	l.filter.State = user.State(take(q, l.raw, "status", func(v string) bool { return slices.Contains(user.States, user.State(v)) }))
	l.filter.After, l.filter.Before = q.Get("after"), q.Get("before")
	l.page = pageNumber(q)
	return l
}

// chips are the filters in force, each with the address without it.
func (l peopleListing) chips(room users.Room) (cs []ui.Condition) {
	if l.filter.Role != "" {
		cs = append(cs, ui.Condition{Label: "Role", Value: string(l.filter.Role), Remove: route.With(room.Users, replaced(l.raw, "role", ""))})
	}
	if l.filter.State != "" {
		cs = append(cs, ui.Condition{Label: "Status", Value: l.filter.State.Word(), Remove: route.With(room.Users, replaced(l.raw, "status", ""))})
	}
	return cs
}

// more are the filters as lists, each with what is chosen.
func (l peopleListing) more(kind access.Kind) []ui.Choice {
	roles, states := []ui.Option{{Label: "Any"}}, []ui.Option{{Label: "Any"}}
	for _, r := range access.RolesIn(kind) {
		roles = append(roles, ui.Option{Value: string(r), Label: string(r), Chosen: r == l.filter.Role})
	}
	for _, st := range user.States {
		states = append(states, ui.Option{Value: string(st), Label: st.Word(), Chosen: st == l.filter.State})
	}
	return []ui.Choice{{Label: "Role", Name: "role", Options: roles}, {Label: "Status", Name: "status", Options: states}}
}

// pages say where the page stands and lead to its neighbours.
func (l peopleListing) pages(room users.Room, p user.SeatPage) (out ui.Pages) {
	if len(p.Seats) == 0 {
		return out
	}
	from := (l.page-1)*user.SeatPageSize + 1
	out.Text = ui.Figure(from) + " to " + ui.Figure(from+len(p.Seats)-1) + " of " + ui.Figure(int(p.Total))
	if p.Later {
		out.Next = route.With(room.Users, l.turned("after", p.Seats[len(p.Seats)-1].ID, l.page+1))
	}
	if p.Earlier {
		out.Prev = route.With(room.Users, l.turned("before", p.Seats[0].ID, l.page-1))
	}
	if p.Earlier || p.Later {
		out.Page = "Page " + ui.Figure(l.page) + " of " + ui.Figure((int(p.Total)+user.SeatPageSize-1)/user.SeatPageSize)
	}
	return out
}

// turned is the query of the page after or before a seat.
func (l peopleListing) turned(direction, seat string, page int) url.Values {
	q := maps.Clone(l.raw)
	if page > 1 {
		q.Set(direction, seat)
		q.Set("page", itoa(page))
	}
	return q
}

// peopleResult says how many people match.
func peopleResult(p user.SeatPage, narrow bool) string {
	all := ui.Counted(p.All, "user")
	if !narrow {
		return all
	}
	return ui.Figure(int(p.Total)) + " of " + all
}

// trimStop is a sentence as a field shows it.
func trimStop(s string) string { return strings.TrimSuffix(s, ".") }
