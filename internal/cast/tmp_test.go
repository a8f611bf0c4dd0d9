package cast_test

import (
	"os"
	"strconv"
	"testing"
	"time"
	"context"

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
