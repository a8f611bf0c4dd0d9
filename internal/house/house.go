// Package house is the map of the program and the law that keeps it.
//
// A subject lives in internal, in the package of its noun: the thing and its
// rules, the verbs, the queries. Its doors are in web, its face in templates,
// its floor plan in internal/db/migrations. Two questions find the room of a
// line. Would it still be true if the portal had no screen? Then internal, in
// the package of the noun that the sentence is about. If not: does it read the
// request, or draw the answer? web, or templates.
//
// Imports go down the floors only; tests in this package enforce it, and the
// other rules that a compiler does not know. Decisions, dated, are in
// decisions.md.
package house

// Module is the path that every package begins with.
const Module = "github.com/tenantry/tenantry/"

// Floors are the packages that may import each other, lowest first. A package
// imports only from floors below its own; those on one floor do not know each
// other. A name that ends in /* stands for every package below it.
var Floors = [][]string{
	{"internal/fault", "web/route", "static", "internal/config", "internal/seal", "internal/password"},
	{"internal/access"},
	{"internal/price"},
	{"internal/db"},
	{"internal/event", "internal/allowance"},
	{"internal/outbox"},
	{"internal/account"},
	{"internal/user", "internal/setting", "internal/catalog", "internal/visit"},
	{"internal/consent"},
	{"internal/delegation"},
	{"internal/auth"},
	{"internal/service", "internal/mail", "internal/company", "internal/pricing", "internal/notice"},
	{"internal/market", "internal/approval", "internal/servicekey"},
	{"internal/connection"},
	{"internal/order"},
	{"internal/provision", "internal/renewal"},
	{"internal/dashboard", "internal/support"},
	{"internal/app"},
	{"templates/ui"},
	{"templates/layout", "templates/record"},
	{"templates/*"},
	{"web/session", "web/form"},
	{"web/site"},
	{"web"},
	{"internal/cast", "internal/mailtest"},
	{"internal/apptest"},
	{"cmd/*"},
	{"internal/e2e", "internal/crash", "internal/attack"},
}

// Beside are the packages that stand beside the house: only tests and
// commands import them.
var Beside = []string{"internal/cast", "internal/apptest", "internal/e2e", "internal/crash", "internal/attack", "internal/house", "internal/mailtest"}

// Guests say which floors may import a package from outside. A package that is
// not named here may be imported anywhere.
var Guests = map[string][]string{
	"gorm.io/gorm":                   {"internal/*"},
	"gorm.io/driver/sqlite":          {"internal/db"},
	"gorm.io/driver/postgres":        {"internal/db"},
	"github.com/mattn/go-sqlite3":    {"internal/db", "internal/apptest"},
	"github.com/jackc/pgx/v5/pgconn": {"internal/db"},
	"github.com/jackc/pgx/v5/stdlib": {"internal/db", "internal/apptest"},
	"github.com/labstack/echo/v4":    {"web", "web/site", "internal/apptest", "cmd/bench"},
	"net/http":                       {"web", "web/*", "static", "cmd/*", "internal/apptest", "internal/e2e"},
	"github.com/a-h/templ":           {"templates/*", "web/*", "cmd/*"},
	"github.com/pquerna/otp/totp":    {"internal/user", "internal/apptest"},
	"github.com/pquerna/otp/hotp":    {"internal/user"},
	"rsc.io/qr":                      {"templates/ui"},
	"github.com/gorilla/sessions":    {"web/session"},
	"github.com/wneessen/go-mail":    {"internal/mail"},

	"github.com/prometheus/client_golang/prometheus":            {"cmd/tenantry"},
	"github.com/prometheus/client_golang/prometheus/collectors": {"cmd/tenantry"},
	"github.com/prometheus/client_golang/prometheus/promhttp":   {"cmd/tenantry"},

	"github.com/emersion/go-smtp": {"internal/mailtest"},
	"github.com/emersion/go-sasl": {"internal/mailtest"},

	"github.com/go-webauthn/webauthn/protocol": {"internal/user", "internal/auth"},
	"github.com/go-webauthn/webauthn/webauthn": {"internal/user", "internal/auth"},

	"github.com/ccojocar/zxcvbn-go/adjacency": {"internal/password"},
	"github.com/ccojocar/zxcvbn-go/data":      {"internal/password"},
	"github.com/ccojocar/zxcvbn-go/entropy":   {"internal/password"},
	"github.com/ccojocar/zxcvbn-go/match":     {"internal/password"},
	"github.com/ccojocar/zxcvbn-go/scoring":   {"internal/password"},
}
