package connections

import (
	"strconv"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/connection"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
	"github.com/tenantry/tenantry/templates/ui"
)

// scope says what the list is about.
func scope(p IndexPage) string {
	return "Other companies ask to connect to services that you show in the marketplace."
}

// none is what stands in the place of an empty list.
func none(p IndexPage) (title, text string) {
	switch p.State {
	case connection.Asked:
		return "Nothing waits for an answer", "When a company asks to connect to a service that you show in the marketplace, the request stands here, and your Company Admins get a letter."
	case "":
		return "Nobody has asked yet", "Show a service in the marketplace on its page under Services, and others can ask to connect to it."
	}
	return "No connection is " + string(p.State), ""
}

// rate is how fast the connection is to be.
func rate(r connection.Request) string { return service.Rate(catalog.Product{}, r.Speed) }

// title names the request.
func (p ShowPage) title() string { return "Connection from " + p.Request.FromName }

// vlan is the VLAN at one's own end, in words.
func vlan(r connection.Request) string {
	if r.VLAN == 0 {
		return "The next free one"
	}
	return strconv.FormatInt(r.VLAN, 10)
}

// answers are the two answers.
func (p ShowPage) answers() []ui.Option {
	return []ui.Option{
		{Value: string(connection.Accepted), Label: "Accept", Hint: "The connection is built, and carries traffic as soon as it is live.", Chosen: p.Draft.State == connection.Accepted},
		{Value: string(connection.Denied), Label: "Deny", Hint: p.Request.FromName + " reads why, and its order ends.", Chosen: p.Draft.State == connection.Denied},
	}
}

// fixed says why the reader can't answer, or "".
func (p ShowPage) fixed() string {
	if err := p.By.Must(access.AnswerConnections); err != nil {
		return err.Error()
	}
	return ""
}

// act is what is pressed at a request in the list.
func act(r connection.Request) string {
	if r.State == connection.Asked {
		return "Answer"
	}
	return "View"
}

func guard(problems fault.Fields) string {
	if problems != nil {
		return "changed"
	}
	return ""
}
