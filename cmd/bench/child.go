package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime/pprof"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/tenantry/tenantry/internal/app"
	"github.com/tenantry/tenantry/internal/auth"
	"github.com/tenantry/tenantry/internal/config"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/seal"
	"github.com/tenantry/tenantry/web"
)

// The servers run in processes of their own, so that their processor time and
// memory are theirs alone. A child says its address on its first line, answers
// each line that it is told, and ends when nobody can tell it anything more.

// portal serves the portal on a database.
type portal struct {
	Database string `arg:""`
}

// portalKey is the key of the portals that are measured.
const portalKey = "a key for a measurement, 32 bytes"

// Run serves until standard input ends.
func (p *portal) Run(ctx context.Context) error {
	d, err := db.Open(ctx, db.Options{Address: p.Database})
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Migrate(ctx); err != nil {
		return err
	}
	log, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server, _, err := web.New(app.New(d, auth.Limits{Idle: 30 * time.Minute, Absolute: 12 * time.Hour}, seal.New([]byte(portalKey))), web.Options{
		Config: config.Config{PublicURL: "http://" + l.Addr().String(), Proxies: []string{"127.0.0.1/32"}, Absolute: 12 * time.Hour},
		Keys:   [][]byte{[]byte(portalKey)}, Log: slog.New(slog.NewJSONHandler(log, nil)),
	})
	if err != nil {
		return err
	}
	return obey(l, server)
}

// bare serves the bytes of a file at every address, with nothing but Echo.
type bare struct {
	File string `arg:""`
}

// Run serves until standard input ends.
func (b *bare) Run() error {
	body, err := os.ReadFile(b.File)
	if err != nil {
		return err
	}
	e := echo.New()
	e.GET("/*", func(c echo.Context) error { return c.HTMLBlob(http.StatusOK, body) })
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	return obey(l, &http.Server{Handler: e})
}

// obey serves and does what it is told.
func obey(l net.Listener, server *http.Server) error {
	go func() { _ = server.Serve(l) }()
	defer server.Close()
	fmt.Println(l.Addr())
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		word, rest, _ := strings.Cut(lines.Text(), " ")
		if word == "profile" {
			if err := profileTo(rest); err != nil {
				return err
			}
		}
		if err := json.NewEncoder(os.Stdout).Encode(usageNow()); err != nil {
			return err
		}
	}
	return nil
}

// profileTo begins a profile, or, when name is "", ends it.
func profileTo(name string) error {
	if name == "" {
		pprof.StopCPUProfile()
		return nil
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return pprof.StartCPUProfile(f)
}

// usage is what a process has used so far.
type usage struct {
	CPU    time.Duration
	Memory int64 // bytes now resident
}

func usageNow() (u usage) {
	var r syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &r) == nil {
		u.CPU = time.Duration(r.Utime.Nano() + r.Stime.Nano())
	}
	text, _ := os.ReadFile("/proc/self/statm")
	if fields := strings.Fields(string(text)); len(fields) > 1 {
		pages, _ := strconv.ParseInt(fields[1], 10, 64)
		u.Memory = pages * int64(os.Getpagesize())
	}
	return u
}

// child is a server in another process.
type child struct {
	address string
	started time.Duration // from its start to its first answer

	cmd  *exec.Cmd
	in   io.WriteCloser
	said *bufio.Reader
}

// start runs this program again as a server.
func start(oneCore bool, arguments ...string) (*child, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	began := time.Now()
	c := &child{cmd: exec.Command(self, arguments...)}
	c.cmd.Stderr = os.Stderr
	if oneCore {
		c.cmd.Env = append(os.Environ(), "GOMAXPROCS=1")
	}
	if c.in, err = c.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	c.said = bufio.NewReader(out)
	if err := c.cmd.Start(); err != nil {
		return nil, err
	}
	line, err := c.said.ReadString('\n')
	if err != nil {
		c.stop()
		return nil, fmt.Errorf("%s did not start: %w", arguments[0], err)
	}
	c.address = strings.TrimSpace(line)
	res, err := http.Get("http://" + c.address + "/healthz")
	if err != nil {
		c.stop()
		return nil, err
	}
	_ = res.Body.Close()
	c.started = time.Since(began)
	return c, nil
}

// tell tells the child something and waits for its answer.
func (c *child) tell(what string) error {
	_, err := c.ask(what)
	return err
}

// usage is what the child has used so far.
func (c *child) usage() (usage, error) { return c.ask("usage") }

func (c *child) ask(what string) (u usage, err error) {
	if _, err := fmt.Fprintln(c.in, what); err != nil {
		return u, err
	}
	line, err := c.said.ReadBytes('\n')
	if err != nil {
		return u, err
	}
	return u, json.Unmarshal(line, &u)
}

// stop ends the child and waits until it is gone.
func (c *child) stop() {
	if c == nil {
		return
	}
	_ = c.in.Close()
	done := make(chan struct{})
	go func() { _ = c.cmd.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		_ = c.cmd.Process.Kill()
		<-done
	}
}
