package cast_test

import (
	"os"
	"strconv"
	"testing"
	"time"
	"context"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/db"
)

func TestTmp(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("N"))
	path := os.Getenv("DBF")
	os.Remove(path); os.Remove(path+"-wal"); os.Remove(path+"-shm")
	d, err := db.Open(t.Context(), db.Options{Address: path})
	if err != nil { t.Fatal(err) }
	defer d.Close()
	ctx := context.Background()
	if err := d.Migrate(ctx); err != nil { t.Fatal(err) }
	if err := cast.Seed(ctx, d); err != nil { t.Fatal(err) }
	start := time.Now()
	lastAt := start
	err = cast.Many(ctx, d, n, func(done, total int) {
		if done >= n*7/10 || done%(n/20) == 0 { t.Logf("%8d %v +%v", done, time.Since(start).Round(time.Millisecond), time.Since(lastAt).Round(time.Millisecond)); lastAt = time.Now() }
	})
	t.Log(time.Since(start), err)
}

func TestTmpFind(t *testing.T) {
	d, err := db.Open(t.Context(), db.Options{Address: os.Getenv("DBF")})
	if err != nil { t.Fatal(err) }
	defer d.Close()
	acc := account.New(d)
	for _, f := range []string{"jac", "jacaranda", "jacaranda robotics sydney", "acme robotics", "crm-1001", "zzz", "queensland regional libraries and community archives", "pty", "acmerb4t"} {
		var best time.Duration = time.Hour
		n := 0
		for range 5 {
			s := time.Now()
			p, err := acc.List(t.Context(), cast.Pia.Caller(), account.Filter{Find: f})
			if err != nil { t.Error(f, err) }
			n = len(p.Accounts)
			best = min(best, time.Since(s))
		}
		t.Logf("%q %d %v", f, n, best)
	}
}
