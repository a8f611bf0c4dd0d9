// Package config is what an installation can be told: one documented struct,
// filled from flags and the environment once, in cmd.
package config

import "time"

// Config are the settings of a running portal. The defaults run on a laptop
// without any of them. Each is a flag of tenantry serve and a variable that
// begins with TENANTRY_.
type Config struct {
	Addr      string        `help:"Address to listen on." default:"127.0.0.1:8080" env:"TENANTRY_ADDR"`
	PublicURL string        `help:"Address at which people reach the portal; decides the links it writes and whether cookies are Secure." default:"http://127.0.0.1:8080" env:"TENANTRY_PUBLIC_URL"`
	Data      string        `help:"Folder for the database and the session key." default:"data" type:"path" env:"TENANTRY_DATA"`
	Database  string        `help:"Address of a PostgreSQL database (postgres://…). Without one, SQLite in the data folder." env:"TENANTRY_DATABASE"`
	Proxies   []string      `help:"Address ranges of reverse proxies whose X-Forwarded-For is believed, for example 10.0.0.0/8." env:"TENANTRY_PROXIES"`
	Idle      time.Duration `help:"A session ends when no request comes for this long." default:"30m" env:"TENANTRY_IDLE"`
	Absolute  time.Duration `help:"A session ends when it is this old." default:"12h" env:"TENANTRY_ABSOLUTE"`
	Carrier   string        `help:"Who builds what is ordered: hand, the operator's people on the page Deliveries; or builtin, which makes every service live by itself, for trying the portal out." enum:"hand,builtin" default:"hand" env:"TENANTRY_CARRIER"`
	Pace      time.Duration `help:"How long the built-in carrier takes for each of its steps." default:"5s" env:"TENANTRY_PACE"`
	Metrics   string        `help:"Address at which measurements are read (/metrics, for Prometheus), apart from the portal, for example 127.0.0.1:9464. Without one there are none." env:"TENANTRY_METRICS"`
	Mail      Mail          `embed:"" prefix:"mail-"`
}

// Builtin is the Carrier that makes services live by itself.
const Builtin = "builtin"
