package accounts

import (
	"context"
	"html"
	"io"
	"net/url"
	"strings"
	"sync"

	"github.com/a-h/templ"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/templates/ui"
	"github.com/tenantry/tenantry/web/route"
)

// rows are the accounts of a page. No other page has as many parts or is asked
// for as often, so its rows are written straight into one buffer and carry few
// classes; their looks are in accounts.css. What people typed goes through text.
func rows(v *viewing, as []account.Account) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		v := *v
		v.times = ui.TimesOf(ctx)
		b := buffers.Get().(*[]byte)
		defer buffers.Put(b)
		*b = (*b)[:0]
		for i := range as {
			*b = v.row(*b, &as[i])
		}
		_, err := w.Write(*b)
		return err
	})
}

var buffers = sync.Pool{New: func() any { return new([]byte) }}

// longName is how many bytes of a name a row certainly has room for.
const longName = 24

// viewing is what every row of a page needs to know.
type viewing struct {
	times                        ui.Times
	key, fresh                   string
	inherited                    account.Inherited
	ticks                        bool
	waits                        map[string]int64
	reference, support, services bool
	waiting                      bool
	pricing, approval, renewal   bool
	status, created              bool
}

func viewOf(p IndexPage) *viewing {
	shown := func(c account.Column) bool { return !p.Hidden[c] }
	return &viewing{
		key: p.By.Account, fresh: p.Fresh, inherited: p.Inherited, ticks: bulk(p),
		reference: shown(account.ByReference), support: shown(account.BySupport), services: shown(account.ByServices),
		waits: p.Waiting, waiting: shown(account.Waiting),
		pricing: shown(account.ByPricing), approval: shown(account.ByApproval), renewal: shown(account.ByRenewal),
		status: shown(account.ByStatus), created: shown(account.ByCreated),
	}
}

// features reports whether a column can carry the own-value mark.
func (v *viewing) features() bool { return v.pricing || v.approval || v.renewal }

// row adds one account to b.
func (v *viewing) row(b []byte, a *account.Account) []byte {
	id, name, settings := text(a.ID), text(a.Name), text(route.Managed(v.key, a.ID))
	if a.ID == v.fresh {
		b = add(b, `<tr role="row" class="fresh">`)
	} else {
		b = add(b, `<tr role="row">`)
	}
	if v.ticks {
		b = add(b, `<td role="cell" class="tick"><input class="box" type="checkbox" name="key" value="`, id, `" form="bulk" aria-label="Select `, name, `"></td>`)
	}
	b = add(b, `<th role="rowheader" scope="row"><a href="`, settings)
	if len(a.Name) > longName {
		b = add(b, `" title="`, name)
	}
	b = add(b, `">`, name, `</a></th>`)
	if v.reference {
		b = add(b, `<td role="cell" class="ref" data-l="Reference">`, text(a.Reference), `</td>`)
	}
	if v.support {
		b = add(b, `<td role="cell" class="drop">`, a.Support.Word(), `</td>`)
	}
	if v.services {
		b = services(b, a.Services)
	}
	if v.waiting {
		b = v.requests(b, a, name)
	}
	if v.pricing {
		b = feature(b, "Pricing", a.PricingOwn, v.inherited.Pricing)
	}
	if v.approval {
		b = feature(b, "Approval queue", a.ApprovalOwn, v.inherited.Approval)
	}
	if v.renewal {
		b = feature(b, "Renewal", a.RenewalOwn, v.inherited.Renewal)
	}
	if v.status {
		b = add(b, `<td role="cell" class="state`, states[a.Status], `">`, a.Status.Word(), `</td>`)
	}
	if v.created {
		b = add(b, `<td role="cell" class="drop"><time datetime="`)
		b = v.times.In(a.CreatedAt).AppendFormat(b, "2006-01-02")
		b = add(b, `">`, v.times.Date(a.CreatedAt), `</time></td>`)
	}
	return add(b, `<td role="cell" class="acts"><button class="button quiet" formaction="`, text(route.Entry(a.ID)),
		`">View Services <span class="unseen">of `, name, `</span></button><a class="gear" href="`, settings,
		`" aria-label="Settings of `, name, `"></a></td></tr>`)
}

// states are the classes that draw a status's shape.
var states = map[account.Status]string{account.Suspended: " held", account.Closed: " shut"}

func services(b []byte, n int64) []byte {
	if n == 0 {
		return add(b, `<td role="cell" class="num off" data-l="Services">0</td>`)
	}
	return add(b, `<td role="cell" class="num" data-l="Services">`, ui.Figure(int(n)), `</td>`)
}

// requests adds how many requests of an account wait, and leads to them.
func (v *viewing) requests(b []byte, a *account.Account, name string) []byte {
	n := v.waits[a.ID]
	if n == 0 {
		return add(b, `<td role="cell" class="num off" data-l="Approvals waiting">0</td>`)
	}
	count := ui.Figure(int(n))
	href := route.With(route.Approvals(v.key), url.Values{"account": {a.ID}})
	return add(b, `<td role="cell" class="num" data-l="Approvals waiting"><a href="`, text(href), `">`, count, `<span class="unseen"> of `, name, `</span></a></td>`)
}

// feature adds a feature's effective value, marked when it is the account's own
// and in force.
func feature(b []byte, label string, own account.Own, base account.Base) []byte {
	if own.Else(base) {
		b = add(b, `<td role="cell" data-l="`, label, `">On`)
	} else {
		b = add(b, `<td role="cell" class="off" data-l="`, label, `">Off`)
	}
	if own != account.OwnNone && !base.Held() {
		b = add(b, `<i class="diamond"></i><span class="unseen">set on this account</span>`)
	}
	return add(b, `</td>`)
}

func add(b []byte, parts ...string) []byte {
	for _, p := range parts {
		b = append(b, p...)
	}
	return b
}

// text is s as it stands between tags or within quotes.
func text(s string) string {
	if strings.ContainsAny(s, `&<>"'`) {
		return html.EscapeString(s)
	}
	return s
}
