package site_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"
	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
)

// door says who may pass a route in an account of their own. It is written by
// hand, apart from the permissions that the code reads.
type door int

const (
	anybody       door = iota // strangers too
	signedIn                  // everybody with a session
	halfway                   // whose sign-in waits for a second factor
	seated                    // everybody in an account of their own
	partnersAdmin             // Company Admins of partners
	subscribers               // everybody of partners, managed and direct accounts
	enterers                  // everybody of the partner above
	viewers                   // a partner's people, inside a managed account
	dashboards                // everybody of partners and direct accounts; of managed ones where the setting shows it
	overseers                 // the operator's people, and the distributor's
	operators                 // the operator's people
	operatorAdmin             // Operator Admins
	insiders                  // everybody but the operator's people, and those whose partner hides the profile
	proprietors               // Company Admins of partners, distributors and direct accounts
	listed                    // everybody of partners and direct accounts
	listers                   // Company Admins of partners and direct accounts
	marketeers                // who sees billing where there are markets, and everybody of managed accounts
	requesters                // who sees billing anywhere, and everybody of managed accounts
	billed                    // who sees billing where there are markets: not of a partner that was referred
	askers                    // who asks a partner for a market
	answerers                 // who sees billing at partners
	helped                    // everybody of partners and direct accounts; of managed ones where the setting shows it
	notified                  // everybody of partners, direct accounts, and managed ones that the operator supports
	choosers                  // of these, who has something to choose: not in direct accounts
	queuers                   // everybody of partners and managed accounts
	deciders                  // who approves what managed accounts ask for
	partners                  // everybody of partners
	admins                    // Company Admins of every account, and Operator Admins
	changers                  // who changes services
	enders                    // who ends services
	lockers                   // who locks services
	connected                 // who answers connections: who orders at partners and direct accounts
	orderers                  // who orders at partners, in managed and in direct accounts
	hosts                     // Company Admins of every account but the operator's
	actors                    // who may act in somebody's place: the operator's people, and Company Admins of partners
	standIns                  // who acts in somebody's place
	presetters                // Operator Admins and Company Admins of partners
)

// doors are all routes. One that is missing here fails the test.
var doors = map[string]door{
	"GET /a/:key/access": hosts, "GET /a/:key/access/export": hosts, "POST /a/:key/access/:visit/end": admins,
	"GET /a/:key/visits": operators, "POST /a/:key/visits/end": operatorAdmin,
	"GET /sign-in": anybody, "POST /sign-in": anybody,
	"GET /setup/:link": anybody, "POST /setup/:link": anybody,
	"GET /forgotten-password": anybody, "POST /forgotten-password": anybody, "GET /forgotten-password/sent": anybody,
	"GET /reset/:link": anybody, "POST /reset/:link": anybody, "POST /password-strength": anybody,
	"GET /me/security/password": signedIn, "POST /me/security/password": signedIn,
	"GET /invitation/:link": anybody, "POST /invitation/:link": anybody,
	"GET /me": signedIn, "POST /me": signedIn,
	"GET /me/address": signedIn, "POST /me/address": signedIn, "POST /me/address/code": signedIn, "POST /me/address/removal": signedIn,
	"GET /me/sessions": signedIn, "POST /me/sessions/removal": signedIn, "POST /me/sessions/:session/removal": signedIn,
	"GET /sign-in/code": halfway, "POST /sign-in/code": halfway,
	"GET /sign-in/factor": halfway, "POST /sign-in/factor": halfway,
	"GET /sign-in/factor/app": halfway, "POST /sign-in/factor/app": halfway,
	"GET /me/proof": signedIn, "POST /me/proof": signedIn, "GET /me/security": signedIn,
	"GET /me/security/app": signedIn, "POST /me/security/app": signedIn, "POST /me/security/app/code": signedIn,
	"GET /me/security/app/removal": signedIn, "POST /me/security/app/removal": signedIn, "POST /me/security/codes": signedIn,
	"POST /sign-in/passkey": anybody, "POST /sign-in/passkey/challenge": anybody,
	"POST /sign-in/code/passkey": halfway, "POST /sign-in/code/passkey/challenge": halfway,
	"GET /sign-in/factor/passkey": halfway, "POST /sign-in/factor/passkey": halfway, "POST /sign-in/factor/passkey/challenge": halfway,
	"POST /me/proof/challenge": signedIn, "POST /me/security/passkeys": signedIn, "POST /me/security/passkeys/challenge": signedIn,
	"GET /me/security/passkeys/new": signedIn, "POST /me/security/passkeys/new": signedIn,
	"GET /me/security/passkeys/:passkey": signedIn, "POST /me/security/passkeys/:passkey": signedIn,
	"GET /me/security/passkeys/:passkey/removal": signedIn, "POST /me/security/passkeys/:passkey/removal": signedIn,
	"GET /me/activity": signedIn, "GET /me/activity/export": signedIn,
	"GET /": signedIn, "GET /switch": signedIn, "POST /sign-out": signedIn,

	"GET /a/:key":              seated,
	"POST /a/:key/entry":       enterers,
	"POST /a/:key/exit":        viewers,
	"GET /a/:key/services":     subscribers,
	"GET /a/:key/services/new": subscribers, "POST /a/:key/services/new": subscribers,
	"GET /a/:key/services/:service/design": subscribers, "POST /a/:key/services/:service/design": subscribers,
	"GET /a/:key/services/:service/design/removal": subscribers, "POST /a/:key/services/:service/design/removal": subscribers,
	"POST /a/:key/services/:service/copy":       subscribers,
	"GET /a/:key/services/:service/connections": subscribers, "POST /a/:key/services/:service/connections": subscribers,
	"GET /a/:key/services/:service/review": subscribers,
	"POST /a/:key/services/:service/order": orderers,
	"GET /a/:key/services/:service":        subscribers, "POST /a/:key/services/:service/tags": changers,
	"GET /a/:key/services/:service/edit": changers, "POST /a/:key/services/:service/edit": changers,
	"GET /a/:key/services/:service/speed": changers, "POST /a/:key/services/:service/speed": changers,
	"GET /a/:key/services/:service/term": changers, "POST /a/:key/services/:service/term": changers,
	"GET /a/:key/services/:service/end": enders, "POST /a/:key/services/:service/end": enders,
	"POST /a/:key/services/:service/keeping": enders, "POST /a/:key/services/:service/lock": lockers,
	"GET /a/:key/all-services": partners, "GET /a/:key/all-services/export": partners,
	"POST /a/:key/preview": enterers, "POST /a/:key/preview/end": viewers,
	"GET /a/:key/dashboard": dashboards,
	"GET /a/:key/role":      seated,

	"GET /a/:key/accounts":                             partnersAdmin,
	"POST /a/:key/accounts":                            partnersAdmin,
	"GET /a/:key/accounts/new":                         partnersAdmin,
	"GET /a/:key/accounts/export":                      partnersAdmin,
	"GET /a/:key/accounts/import":                      partnersAdmin,
	"POST /a/:key/accounts/import":                     partnersAdmin,
	"POST /a/:key/accounts/bulk":                       partnersAdmin,
	"POST /a/:key/accounts/views":                      partnersAdmin,
	"POST /a/:key/accounts/views/:view/removal":        partnersAdmin,
	"GET /a/:key/accounts/:account":                    partnersAdmin,
	"POST /a/:key/accounts/:account":                   partnersAdmin,
	"GET /a/:key/accounts/:account/prompt":             partnersAdmin,
	"GET /a/:key/accounts/:account/features":           partnersAdmin,
	"POST /a/:key/accounts/:account/features":          partnersAdmin,
	"GET /a/:key/accounts/:account/features/:setting":  partnersAdmin,
	"POST /a/:key/accounts/:account/features/:setting": partnersAdmin,

	"GET /a/:key/accounts/:account/display":                    partnersAdmin,
	"POST /a/:key/accounts/:account/display/:setting":          partnersAdmin,
	"GET /a/:key/accounts/:account/display/:setting/history":   partnersAdmin,
	"POST /a/:key/accounts/:account/display/:setting/reversal": partnersAdmin,

	"GET /a/:key/accounts/:account/preview":             partnersAdmin,
	"GET /a/:key/accounts/:account/history":             partnersAdmin,
	"POST /a/:key/accounts/:account/suspension":         partnersAdmin,
	"POST /a/:key/accounts/:account/reactivation":       partnersAdmin,
	"GET /a/:key/accounts/:account/closure":             partnersAdmin,
	"POST /a/:key/accounts/:account/closure":            partnersAdmin,
	"GET /a/:key/profile":                               insiders,
	"POST /a/:key/profile":                              proprietors,
	"GET /a/:key/marketplace":                           subscribers,
	"GET /a/:key/marketplace/companies/:company":        subscribers,
	"GET /a/:key/marketplace/profile":                   listed,
	"POST /a/:key/marketplace/profile":                  listers,
	"GET /a/:key/markets":                               marketeers,
	"POST /a/:key/markets":                              askers,
	"GET /a/:key/markets/requests":                      requesters,
	"GET /a/:key/markets/requests/:request":             requesters,
	"POST /a/:key/markets/requests/:request":            answerers,
	"POST /a/:key/markets/requests/:request/withdrawal": askers,
	"GET /a/:key/markets/:market":                       billed,
	"POST /a/:key/markets/:market":                      billed,
	"GET /a/:key/markets/:market/activation":            billed,
	"POST /a/:key/markets/:market/activation":           billed,
	"GET /a/:key/markets/:market/deactivation":          billed,
	"POST /a/:key/markets/:market/deactivation":         billed,

	"GET /a/:key/renewals": subscribers, "GET /a/:key/renewals/export": subscribers,
	"GET /a/:key/deliveries": operators, "GET /a/:key/deliveries/:service": operators,
	"POST /a/:key/deliveries/:service/acceptance": operators, "POST /a/:key/deliveries/:service/completion": operators, "POST /a/:key/deliveries/:service/use": operators,
	"POST /a/:key/deliveries/:service/repetition": operators, "POST /a/:key/deliveries/:service/failure": operators, "POST /a/:key/deliveries/:service/circuit": operators,

	"GET /a/:key/support":  helped,
	"POST /a/:key/support": helped,

	"GET /a/:key/notifications":  notified,
	"POST /a/:key/notifications": choosers,

	"GET /a/:key/defaults":                     partnersAdmin,
	"POST /a/:key/defaults/:setting":           partnersAdmin,
	"POST /a/:key/defaults/:setting/removal":   partnersAdmin,
	"GET /a/:key/defaults/:setting/history":    partnersAdmin,
	"GET /a/:key/defaults/:setting/affected":   partnersAdmin,
	"GET /a/:key/defaults/:setting/different":  partnersAdmin,
	"POST /a/:key/defaults/:setting/different": partnersAdmin,
	"POST /a/:key/refresh":                     partnersAdmin,
	"POST /a/:key/undo/:recorded":              partnersAdmin,

	"GET /a/:key/changes":                       partnersAdmin,
	"POST /a/:key/changes":                      partnersAdmin,
	"GET /a/:key/changes/new":                   partnersAdmin,
	"GET /a/:key/changes/new/export":            partnersAdmin,
	"GET /a/:key/changes/:change":               partnersAdmin,
	"GET /a/:key/changes/:change/export":        partnersAdmin,
	"POST /a/:key/changes/:change/retry":        partnersAdmin,
	"POST /a/:key/changes/:change/revert":       partnersAdmin,
	"POST /a/:key/changes/:change/cancellation": partnersAdmin,

	"GET /a/:key/users":                     admins,
	"POST /a/:key/users":                    admins,
	"GET /a/:key/users/new":                 admins,
	"POST /a/:key/users/new":                admins,
	"GET /a/:key/users/:seat":               admins,
	"POST /a/:key/users/:seat":              admins,
	"POST /a/:key/users/:seat/invitation":   admins,
	"POST /a/:key/users/:seat/withdrawal":   admins,
	"POST /a/:key/users/:seat/deactivation": admins,
	"POST /a/:key/users/:seat/reactivation": admins,
	"GET /a/:key/users/:seat/factor-reset":  admins,
	"POST /a/:key/users/:seat/factor-reset": admins,

	"GET /a/:key/activity":        admins,
	"GET /a/:key/activity/export": admins,
	"GET /a/:key/security":        admins,
	"POST /a/:key/security":       admins,
	"GET /a/:key/contacts":        operatorAdmin,
	"POST /a/:key/contacts":       operatorAdmin,

	"GET /a/:key/accounts/:account/users":                     partnersAdmin,
	"POST /a/:key/accounts/:account/users":                    partnersAdmin,
	"GET /a/:key/accounts/:account/users/new":                 partnersAdmin,
	"POST /a/:key/accounts/:account/users/new":                partnersAdmin,
	"GET /a/:key/accounts/:account/users/:seat":               partnersAdmin,
	"POST /a/:key/accounts/:account/users/:seat":              partnersAdmin,
	"POST /a/:key/accounts/:account/users/:seat/invitation":   partnersAdmin,
	"POST /a/:key/accounts/:account/users/:seat/withdrawal":   partnersAdmin,
	"POST /a/:key/accounts/:account/users/:seat/deactivation": partnersAdmin,
	"POST /a/:key/accounts/:account/users/:seat/reactivation": partnersAdmin,
	"GET /a/:key/accounts/:account/users/:seat/factor-reset":  partnersAdmin,
	"POST /a/:key/accounts/:account/users/:seat/factor-reset": partnersAdmin,

	"GET /a/:key/partners":                overseers,
	"POST /a/:key/partners":               operatorAdmin,
	"GET /a/:key/partners/new":            operatorAdmin,
	"POST /a/:key/partners/:partner/link": operatorAdmin,

	"GET /a/:key/partners/:partner":                            operators,
	"GET /a/:key/partners/:partner/settings":                   operators,
	"GET /a/:key/partners/:partner/support":                    operatorAdmin,
	"POST /a/:key/partners/:partner/support":                   operatorAdmin,
	"GET /a/:key/partners/:partner/accounts":                   operators,
	"GET /a/:key/partners/:partner/accounts/:account":          operators,
	"GET /a/:key/partners/:partner/accounts/:account/support":  operatorAdmin,
	"POST /a/:key/partners/:partner/accounts/:account/support": operatorAdmin,
	"GET /a/:key/locks":                                        operators,
	"GET /a/:key/locks/:account/:setting":                      operatorAdmin,
	"POST /a/:key/locks/:account/:setting":                     operatorAdmin,
	"GET /a/:key/locks/:account/:setting/lifting":              operatorAdmin,
	"POST /a/:key/locks/:account/:setting/lifting":             operatorAdmin,

	"GET /a/:key/catalogue/products": operators, "POST /a/:key/catalogue/products": operatorAdmin,
	"GET /a/:key/catalogue/products/new": operatorAdmin, "POST /a/:key/catalogue/products/new": operatorAdmin,
	"GET /a/:key/catalogue/products/:product": operators, "POST /a/:key/catalogue/products/:product": operatorAdmin,
	"POST /a/:key/catalogue/products/:product/rows": operatorAdmin, "POST /a/:key/catalogue/products/:product/sale": operatorAdmin,
	"GET /a/:key/catalogue/locations": operators, "POST /a/:key/catalogue/locations": operatorAdmin,
	"GET /a/:key/catalogue/locations/new": operatorAdmin, "POST /a/:key/catalogue/locations/new": operatorAdmin,
	"GET /a/:key/catalogue/locations/:location": operators, "POST /a/:key/catalogue/locations/:location": operatorAdmin,
	"POST /a/:key/catalogue/locations/:location/rows": operatorAdmin, "POST /a/:key/catalogue/locations/:location/sale": operatorAdmin,
	"GET /a/:key/catalogue/markets": operators, "POST /a/:key/catalogue/markets": operatorAdmin, "GET /a/:key/catalogue/markets/new": operatorAdmin,
	"GET /a/:key/catalogue/markets/:market": operators, "POST /a/:key/catalogue/markets/:market": operatorAdmin, "POST /a/:key/catalogue/markets/:market/sale": operatorAdmin,
	"GET /a/:key/catalogue/clouds": operators, "POST /a/:key/catalogue/clouds": operatorAdmin, "GET /a/:key/catalogue/clouds/new": operatorAdmin,
	"GET /a/:key/catalogue/clouds/:cloud": operators, "POST /a/:key/catalogue/clouds/:cloud": operatorAdmin, "POST /a/:key/catalogue/clouds/:cloud/sale": operatorAdmin,

	"GET /a/:key/prices":                                   operators,
	"GET /a/:key/prices/markets/:market":                   operators,
	"GET /a/:key/prices/markets/:market/products/:product": operatorAdmin, "POST /a/:key/prices/markets/:market/products/:product": operatorAdmin,
	"GET /a/:key/prices/markets/:market/copy": operatorAdmin, "POST /a/:key/prices/markets/:market/copy": operatorAdmin,
	"GET /a/:key/prices/markets/:market/export": operators,
	"GET /a/:key/prices/markets/:market/import": operatorAdmin, "POST /a/:key/prices/markets/:market/import": operatorAdmin,
	"GET /a/:key/prices/discounts": operators, "POST /a/:key/prices/discounts": operatorAdmin,
	"GET /a/:key/prices/codes": operators, "POST /a/:key/prices/codes": operatorAdmin,
	"GET /a/:key/prices/codes/new":   operatorAdmin,
	"GET /a/:key/prices/codes/:code": operators, "POST /a/:key/prices/codes/:code": operatorAdmin, "POST /a/:key/prices/codes/:code/end": operatorAdmin,
	"GET /a/:key/prices/accounts": operators, "POST /a/:key/prices/accounts": operatorAdmin,
	"GET /a/:key/prices/accounts/new": operatorAdmin, "POST /a/:key/prices/accounts/:special/end": operatorAdmin,

	"GET /a/:key/approvals":                                  queuers,
	"GET /a/:key/approvals/export":                           queuers,
	"GET /a/:key/approvals/:request":                         queuers,
	"POST /a/:key/approvals/:request/approval":               deciders,
	"POST /a/:key/approvals/:request/rejection":              deciders,
	"POST /a/:key/approvals/:request/withdrawal":             queuers,
	"POST /a/:key/approvals/policy":                          partnersAdmin,
	"GET /a/:key/access/delegations":                         partnersAdmin,
	"GET /a/:key/access/delegations/:seat":                   partnersAdmin,
	"POST /a/:key/access/delegations/:seat":                  partnersAdmin,
	"POST /a/:key/access/delegations/:seat/lift":             partnersAdmin,
	"POST /a/:key/access/delegations/:seat/:delegation/end":  partnersAdmin,
	"POST /a/:key/access/delegations/:seat/:delegation/term": partnersAdmin,

	"GET /a/:key/approvals/rules":                partners,
	"POST /a/:key/approvals/rules":               partnersAdmin,
	"GET /a/:key/approvals/rules/new":            partnersAdmin,
	"GET /a/:key/approvals/rules/:rule":          partnersAdmin,
	"POST /a/:key/approvals/rules/:rule":         partnersAdmin,
	"POST /a/:key/approvals/rules/:rule/switch":  partnersAdmin,
	"POST /a/:key/approvals/rules/:rule/removal": partnersAdmin,

	"GET /a/:key/access/consent": hosts, "POST /a/:key/access/consent": hosts,
	"GET /a/:key/access/consent/requests/:request": hosts, "POST /a/:key/access/consent/requests/:request": hosts, "POST /a/:key/access/consent/requests/:request/end": hosts,
	"GET /a/:key/access/defaults": presetters, "POST /a/:key/access/defaults": presetters,
	"GET /a/:key/access/asked": actors, "POST /a/:key/access/asked/:request/withdrawal": actors,
	"POST /a/:key/access/consent/letters": hosts,
	"GET /a/:key/acting/:account":         actors, "POST /a/:key/acting/:account": actors,
	"GET /a/:key/acting/changes": standIns, "POST /a/:key/acting/changes": standIns, "POST /a/:key/acting/reading": standIns,
	"GET /a/:key/acting/extension": standIns, "POST /a/:key/acting/extension": standIns, "POST /a/:key/acting/end": signedIn,
	"GET /a/:key/acting/:account/request": actors, "POST /a/:key/acting/:account/request": actors,
	"GET /a/:key/acting/:account/glass": operatorAdmin, "POST /a/:key/acting/:account/glass": operatorAdmin,
	"GET /a/:key/visits/glass": operators, "GET /a/:key/visits/glass/:request": operators,
	"POST /a/:key/visits/glass/:request": operatorAdmin, "POST /a/:key/visits/glass/:request/end": operatorAdmin,

	"GET /a/:key/keys": orderers, "GET /a/:key/keys/:servicekey": orderers, "POST /a/:key/keys/:servicekey": orderers,
	"GET /a/:key/services/:service/keys": orderers, "POST /a/:key/services/:service/keys": orderers, "GET /a/:key/services/:service/keys/new": orderers,
	"POST /a/:key/services/:service/connections/key": subscribers,

	"GET /a/:key/connections":              connected,
	"GET /a/:key/connections/:connection":  connected,
	"POST /a/:key/connections/:connection": connected,

	"GET /a/:key/letters":                operators,
	"GET /a/:key/letters/:letter":        operators,
	"POST /a/:key/letters/:letter/again": operatorAdmin,
}

// passes says by hand whether a person passes a door in their own account.
func passes(d door, p cast.Person) bool {
	switch d {
	case anybody, signedIn, seated:
		return true
	case partnersAdmin:
		return slices.Contains([]string{cast.Pia.Name, cast.Cara.Name, cast.Leo.Name}, p.Name)
	case subscribers:
		return p.Kind != access.Operator && p.Kind != access.Distributor
	case insiders:
		return p.Kind != access.Operator && p.Kind != access.Managed // no profile is shown to the cast's managed accounts
	case proprietors:
		return slices.Contains([]string{cast.Pia.Name, cast.Cara.Name, cast.Leo.Name, cast.Dina.Name, cast.Sol.Name}, p.Name)
	case listed:
		return p.Kind == access.Partner || p.Kind == access.Direct
	case listers:
		return slices.Contains([]string{cast.Pia.Name, cast.Cara.Name, cast.Leo.Name, cast.Sol.Name}, p.Name)
	case marketeers:
		return p.Kind == access.Managed || passes(billed, p)
	case requesters:
		return p.Kind == access.Managed || p.Name == cast.Leo.Name || passes(billed, p)
	case billed:
		return slices.Contains([]string{cast.Pia.Name, cast.Fiona.Name, cast.Cara.Name, cast.Dina.Name, cast.Sol.Name}, p.Name)
	case askers:
		return p.Name == cast.Alice.Name || p.Name == cast.Dev.Name
	case answerers:
		return slices.Contains([]string{cast.Pia.Name, cast.Fiona.Name, cast.Cara.Name, cast.Leo.Name}, p.Name)
	case notified:
		return p.Kind == access.Direct || passes(choosers, p)
	case choosers:
		return p.Kind == access.Partner || p.Name == cast.Dev.Name
	case helped:
		return p.Kind == access.Direct || p.Kind == access.Partner && p.Name != cast.Cara.Name || p.Name == cast.Dev.Name
	case dashboards:
		return p.Kind == access.Partner || p.Kind == access.Direct
	case overseers:
		return slices.Contains([]string{cast.Olive.Name, cast.Sam.Name, cast.Dina.Name}, p.Name)
	case operators:
		return p.Name == cast.Olive.Name || p.Name == cast.Sam.Name
	case operatorAdmin:
		return p.Name == cast.Olive.Name
	case orderers:
		return passes(subscribers, p) && !slices.Contains([]string{cast.Theo.Name, cast.Rory.Name, cast.Ben.Name}, p.Name)
	case connected:
		return p.Kind != access.Managed && passes(orderers, p)
	case queuers:
		return p.Kind == access.Partner || p.Kind == access.Managed
	case deciders:
		return slices.Contains([]string{cast.Pia.Name, cast.Tariq.Name, cast.Theo.Name, cast.Cara.Name, cast.Leo.Name}, p.Name)
	case partners:
		return p.Kind == access.Partner
	case changers:
		return passes(enders, p) || p.Name == cast.Theo.Name || p.Name == cast.Ben.Name
	case enders:
		return passes(lockers, p) || p.Name == cast.Tariq.Name
	case lockers:
		return slices.Contains([]string{cast.Pia.Name, cast.Cara.Name, cast.Leo.Name, cast.Alice.Name, cast.Dev.Name, cast.Sol.Name}, p.Name)
	case hosts:
		return p.Kind != access.Operator && passes(admins, p)
	case actors:
		return passes(operators, p) || passes(partnersAdmin, p)
	case presetters:
		return passes(operatorAdmin, p) || passes(partnersAdmin, p)
	case admins:
		return slices.Contains([]string{
			cast.Olive.Name, cast.Dina.Name, cast.Pia.Name, cast.Cara.Name, cast.Leo.Name, cast.Alice.Name, cast.Dev.Name, cast.Sol.Name,
		}, p.Name)
	}
	return false // enterers, viewers and standIns pass in accounts below their own
}

// everybody is who tries every door.
var everybody = []cast.Person{
	cast.Olive, cast.Sam, cast.Dina, cast.Pia, cast.Tariq, cast.Theo, cast.Fiona, cast.Rory,
	cast.Cara, cast.Leo, cast.Alice, cast.Ben, cast.Dev, cast.Sol,
}

// missing is a key that no account has.
const missing = "zzzzzzz9"

// routes are the router's own, without files and health.
func routes(t *testing.T, e *echo.Echo) (rs []*echo.Route) {
	t.Helper()
	for _, r := range e.Routes() {
		if strings.HasPrefix(r.Path, "/static/") || r.Path == "/healthz" || r.Path == "/readyz" || strings.Contains(r.Method, "route_not_found") {
			continue
		}
		rs = append(rs, r)
	}
	// Signing out ends what the others need.
	slices.SortFunc(rs, func(a, b *echo.Route) int {
		if out := strings.HasSuffix(a.Path, "sign-out"); out != strings.HasSuffix(b.Path, "sign-out") {
			return map[bool]int{true: 1, false: -1}[out]
		}
		return strings.Compare(a.Path+a.Method, b.Path+b.Method)
	})
	return rs
}

func TestEveryRouteIsInTheMatrix(t *testing.T) {
	_, e := apptest.New(t).Server()
	known := map[string]bool{}
	for _, r := range routes(t, e) {
		name := r.Method + " " + r.Path
		known[name] = true
		if _, ok := doors[name]; !ok {
			t.Errorf("%s is not in the matrix: say who may pass", name)
		}
	}
	for name := range doors {
		if !known[name] {
			t.Errorf("%s is in the matrix and is no route", name)
		}
	}
}

// ownChild is a managed account of a partner.
var ownChild = map[string]string{cast.Northwind: cast.Acme, cast.Cascade: cast.Delta, cast.Lakeside: cast.Clearlake}

// address fills in a route's parameters.
func address(path, key, child string) string {
	if strings.Contains(path, ":partner/accounts/") && ownChild[child] != "" {
		path = strings.Replace(path, ":account", ownChild[child], 1)
	}
	return strings.NewReplacer(":key", key, ":account", child, ":partner", child, ":feature", "show_pricing", ":setting", "show_pricing",
		":view", "00000000", ":recorded", "00000000", ":link", "0000", ":seat", "00000000", ":letter", "00000000", ":change", "00000000", ":market", "AU", ":request", "00000000",
		":market", "AU", ":product", "port", ":code", "00000000", ":special", "00000000").Replace(path)
}

// answer is what a request came to.
type answer struct {
	status int
	body   []byte
	to     string
}

func try(t *testing.T, b *apptest.Browser, method, address string) answer {
	t.Helper()
	var form url.Values
	if method == http.MethodPost {
		form = url.Values{}
	}
	res := b.Send(method, address, form, nil)
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Referrer-Policy": "same-origin"} {
		if !strings.HasPrefix(res.Header.Get(name), want) {
			t.Errorf("%s %s comes with %s %q", method, address, name, res.Header.Get(name))
		}
	}
	if res.StatusCode >= http.StatusInternalServerError {
		t.Errorf("%s %s answers %d", method, address, res.StatusCode)
	}
	return answer{res.StatusCode, body, res.Header.Get("Location")}
}

func TestStrangersAreSentToSignIn(t *testing.T) {
	a := apptest.New(t)
	_, e := a.Server()
	stranger := a.Stranger()
	for _, r := range routes(t, e) {
		d := doors[r.Method+" "+r.Path]
		if d == anybody {
			continue
		}
		for _, key := range []string{cast.Northwind, cast.Acme, missing, "nokey"} {
			got := try(t, stranger, r.Method, address(r.Path, key, cast.Acme))
			if got.status != http.StatusSeeOther || !strings.HasPrefix(got.to, "/sign-in") {
				t.Errorf("nobody at %s %s: %d %s", r.Method, address(r.Path, key, cast.Acme), got.status, got.to)
			}
		}
	}
}

// On PostgreSQL the admin of each kind of account tries: roles are decided
// before a database is asked, and kinds by what is asked of it.
func TestEveryRouteTimesEveryRoleTimesEveryAccount(t *testing.T) {
	who := everybody
	if apptest.Postgres() {
		who = []cast.Person{cast.Olive, cast.Dina, cast.Pia, cast.Alice, cast.Sol}
	}
	for _, p := range who {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			a := apptest.New(t)
			_, e := a.Server()
			b := a.Browser(p)
			for _, r := range routes(t, e) {
				if strings.Contains(r.Path, ":key") {
					tryAccounts(t, b, p, r)
					continue
				}
				got := try(t, b, r.Method, address(r.Path, "", ""))
				if doors[r.Method+" "+r.Path] != anybody && got.status >= 400 && !answered(r, got) {
					t.Errorf("%s at %s %s: %d", p.Name, r.Method, r.Path, got.status)
				}
			}
		})
	}
}

// answered reports whether a form that was sent empty was read and found wrong
// or out of time, whether what the address names is nobody's, or whether only
// scripts are answered there.
func answered(r *echo.Route, got answer) bool {
	return (got.status == http.StatusUnprocessableEntity || got.status == http.StatusConflict) && r.Method == http.MethodPost ||
		got.status == http.StatusNotFound && strings.Contains(r.Path, ":") ||
		got.status == http.StatusUnsupportedMediaType && strings.HasSuffix(r.Path, "/challenge")
}

// tryAccounts tries a route in a person's own account, with a child of their
// own and a foreign one, and in accounts that are not theirs.
func tryAccounts(t *testing.T, b *apptest.Browser, p cast.Person, r *echo.Route) {
	t.Helper()
	d := doors[r.Method+" "+r.Path]
	never := try(t, b, r.Method, address(r.Path, missing, missing))
	if never.status != http.StatusNotFound && d != signedIn { // stopping to act leads on from anywhere
		t.Errorf("%s at %s %s of an account that does not exist: %d", p.Name, r.Method, r.Path, never.status)
	}
	for _, key := range []string{cast.Northwind, cast.Acme, cast.Cobalt, cast.Cascade, cast.Delta, cast.Lakeside, cast.Solo, cast.Harbour, cast.Meridian} {
		if key == p.Account || ownChild[p.Account] == key || p.Account == cast.Northwind && key == cast.Cobalt {
			continue
		}
		if got := try(t, b, r.Method, address(r.Path, key, ownChild[key])); got.status != never.status || !bytes.Equal(got.body, never.body) {
			t.Errorf("%s at %s %s of the foreign account %s: %d, and not the same bytes as for one that does not exist", p.Name, r.Method, r.Path, key, got.status)
		}
	}
	child := ownChild[p.Account]
	if child == "" {
		child = cast.Acme
	}
	if p.Kind == access.Operator {
		child = cast.Northwind
	}
	own := try(t, b, r.Method, address(r.Path, p.Account, child))
	tryOwn(t, p, r, d, own)
	if strings.Contains(r.Path, ":account") && d == partnersAdmin && passes(d, p) {
		foreign := cast.Delta
		if p.Account == cast.Cascade {
			foreign = cast.Acme
		}
		if got := try(t, b, r.Method, address(r.Path, p.Account, foreign)); got.status != http.StatusNotFound || !bytes.Equal(got.body, never.body) {
			t.Errorf("%s at %s %s with another partner's account: %d", p.Name, r.Method, r.Path, got.status)
		}
	}
}

func tryOwn(t *testing.T, p cast.Person, r *echo.Route, d door, own answer) {
	t.Helper()
	fail := func(want string) {
		t.Errorf("%s (%s of a %s) at %s %s: %d, not %s: %s", p.Name, p.Role, p.Kind, r.Method, r.Path, own.status, want, reason(own.body))
	}
	switch {
	case d == standIns:
		if own.status != http.StatusNotFound {
			fail("404")
		}
	case d == enterers || d == viewers:
		// There is nothing to enter or to leave in an account where one has a seat.
		if own.status != http.StatusNotFound && own.status != http.StatusSeeOther {
			fail("303 or 404")
		}
	case passes(d, p):
		if own.status == http.StatusForbidden {
			fail("an answer")
		}
	case own.status != http.StatusForbidden:
		fail("403")
	}
}

func reason(body []byte) string {
	_, rest, _ := strings.Cut(string(body), "<h1")
	return fmt.Sprintf("%.200s", rest)
}
