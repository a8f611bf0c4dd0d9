package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

// figure is what one round of a case showed.
type figure struct {
	rate     float64 // per second
	p50, p99 time.Duration
	cpu      time.Duration // of the server for each request, where it is known
	count    int
}

// line is one connection to a server, over which one request follows another.
type line struct {
	conn net.Conn
	in   *bufio.Reader
}

func dial(address string) (*line, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	return &line{conn, bufio.NewReaderSize(conn, 64<<10)}, nil
}

// send sends a request and reads its answer to the end.
func (l *line) send(request []byte, want int) error {
	if _, err := l.conn.Write(request); err != nil {
		return err
	}
	res, err := http.ReadResponse(l.in, nil)
	if err != nil {
		return err
	}
	if res.StatusCode != want {
		text, _ := io.ReadAll(io.LimitReader(res.Body, 2000))
		return fmt.Errorf("answered %d, not %d: %s", res.StatusCode, want, text)
	}
	_, err = io.Copy(io.Discard, res.Body)
	return err
}

// request is the bytes of a request as a browser would send it.
func request(method, address, path, cookie, form string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: bench\r\nAccept: text/html\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Dest: document\r\n", method, path, address)
	if cookie != "" {
		fmt.Fprintf(&b, "Cookie: %s\r\n", cookie)
	}
	if method == http.MethodPost {
		fmt.Fprintf(&b, "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n", len(form))
	}
	b.WriteString("\r\n" + form)
	return b.Bytes()
}

// run has conns workers do something again and again for a while, at most most
// times all together, and times each.
func run(ctx context.Context, conns, most int, last time.Duration, worker func(n int) (do func() error, done func(), err error)) (figure, error) {
	var (
		wg    sync.WaitGroup
		mu    sync.Mutex
		times []time.Duration
		first error
	)
	each := (most + conns - 1) / conns
	dos, dones := make([]func() error, conns), make([]func(), 0, conns)
	defer func() {
		for _, done := range dones {
			done()
		}
	}()
	for i := range conns {
		do, done, err := worker(i)
		if err != nil {
			return figure{}, err
		}
		dos[i], dones = do, append(dones, done)
		if err := do(); err != nil { // warms the connection up
			return figure{}, err
		}
	}
	began := time.Now()
	until := began.Add(last)
	for _, do := range dos {
		wg.Go(func() {
			mine := make([]time.Duration, 0, 4096)
			var err error
			for at := time.Now(); at.Before(until) && len(mine) < each && ctx.Err() == nil; {
				if err = do(); err != nil {
					break
				}
				now := time.Now()
				mine, at = append(mine, now.Sub(at)), now
			}
			mu.Lock()
			defer mu.Unlock()
			times = append(times, mine...)
			if first == nil {
				first = err
			}
		})
	}
	wg.Wait()
	took := time.Since(began)
	if first != nil || len(times) == 0 {
		return figure{}, first
	}
	slices.Sort(times)
	return figure{
		rate: float64(len(times)) / took.Seconds(), p50: at(times, 50), p99: at(times, 99), count: len(times),
	}, nil
}

// at is the value that percent of a sorted list do not exceed.
func at(times []time.Duration, percent int) time.Duration {
	return times[min(len(times)-1, len(times)*percent/100)]
}

// median is the middle of the rounds in each figure by itself.
func median(fs []figure) (m figure) {
	if len(fs) == 0 {
		return m
	}
	m.rate = middle(fs, func(f figure) float64 { return f.rate })
	m.p50 = time.Duration(middle(fs, func(f figure) float64 { return float64(f.p50) }))
	m.p99 = time.Duration(middle(fs, func(f figure) float64 { return float64(f.p99) }))
	m.cpu = time.Duration(middle(fs, func(f figure) float64 { return float64(f.cpu) }))
	for _, f := range fs {
		m.count += f.count
	}
	return m
}

func middle(fs []figure, of func(figure) float64) float64 {
	vs := make([]float64, len(fs))
	for i, f := range fs {
		vs[i] = of(f)
	}
	slices.Sort(vs)
	if n := len(vs); n%2 == 0 {
		return (vs[n/2-1] + vs[n/2]) / 2
	}
	return vs[len(vs)/2]
}
