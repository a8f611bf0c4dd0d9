package provision

import (
	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
)

// Open are the statuses in which a service is still to be built, in their order.
var Open = []service.Status{service.Ordered, service.Deployable, service.Configured, service.Failed}

// Delivery is a service as whoever builds it sees it. It has no prices.
type Delivery struct {
	service.Service
	Account account.Account   // whose it is
	Partner account.Account   // above it; the operator for a direct account
	Port    *service.Service  // that it hangs under
	Under   []service.Service // what hangs under it and is not gone
}

// Ready is whether the service can be put into use, once it is built: why is ""
// or the sentence that says what it waits for.
func (d Delivery) Ready() (why string) { return waits(d.Service, d.Port) }

// waits says what keeps a service from being put into use, or "". A connection
// needs the company at its far end, and the service that it hangs under.
func waits(s service.Service, port *service.Service) string {
	switch {
	case s.FarState == service.FarAsked:
		return "The company at the far end has not accepted the connection yet."
	case s.FarState == service.FarDenied:
		return "The company at the far end denied the connection."
	case port != nil && port.Status != service.Configured && port.Status != service.Live && port.Status != service.Cancelled:
		return port.Name + " has to be configured first. " + port.Stands()
	}
	return ""
}

// MayTake reports whether a step can be taken with the delivery now.
func (d Delivery) MayTake(step service.Step) bool {
	_, ok := d.Status.After(step)
	return ok && (step != service.Light || d.Ready() == "")
}

// Row is a field of the product with what the customer chose.
type Row struct{ Label, Value string }

// Chosen are the fields of the product that have a value, in their order.
func (d Delivery) Chosen() (rows []Row) {
	for _, f := range d.Product.Fields {
		if v := d.Details[f.Key]; v != "" {
			rows = append(rows, Row{f.Label, said(f, v)})
		}
	}
	return rows
}

// said is a value as people read it.
func said(f catalog.Field, v string) string {
	if f.Kind == catalog.SwitchField && v == catalog.On {
		return "On"
	}
	return v
}

// Failure is why a service could not be built.
type Failure struct {
	Problem string `form:"problem"`
}

// LongestProblem is how many characters say why something could not be built at most.
const LongestProblem = 500

func (in *Failure) check() error {
	in.Problem = account.Prose(in.Problem)
	text := account.CheckProse("The reason", in.Problem, LongestProblem)
	if in.Problem == "" {
		text = "Say why it could not be built"
	}
	if text == "" {
		return nil
	}
	return fault.Fields{{Field: "problem", Text: text}}.Err()
}

// Naming is how whoever builds a service calls it.
type Naming struct {
	Circuit string `form:"circuit"`
}

// LongestCircuit is how many characters a circuit's name has at most.
const LongestCircuit = 100

func (in *Naming) check() error {
	in.Circuit = account.Tidy(in.Circuit)
	if in.Circuit == "" {
		return nil
	}
	if text := account.CheckText("The circuit", in.Circuit, LongestCircuit); text != "" {
		return fault.Fields{{Field: "circuit", Text: text}}.Err()
	}
	return nil
}
