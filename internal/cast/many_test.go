package cast_test

import (
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/account"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
)

func TestManyAccountsKeepTheNumbersRight(t *testing.T) {
	n := 3000
	if s := os.Getenv("TENANTRY_TEST_MANY"); s != "" {
		n, _ = strconv.Atoi(s)
	}
	a := apptest.New(t)
	start, last := time.Now(), 0
	err := cast.Many(t.Context(), a.DB, n, func(done, total int) {
		if done < last || done > total || total != n {
			t.Errorf("progress went from %d to %d of %d", last, done, total)
		}
		last = done
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d accounts in %v", n, time.Since(start))
	if f, err := os.Stat(a.Address); err == nil {
		t.Logf("%d MB", f.Size()>>20)
	}
	if last != n {
		t.Errorf("progress ended at %d", last)
	}
	a.CheckNumbers()
	if n > 10000 {
		return
	}
	if err := cast.Many(t.Context(), a.DB, 500, func(int, int) {}); err != nil {
		t.Error("a second crowd: ", err)
	}
	if got := a.Account(cast.Northwind).Managed; got != int64(n+46+500) {
		t.Errorf("Northwind counts %d accounts", got)
	}
	p, err := a.Accounts.List(t.Context(), a.By(cast.Pia), account.Filter{Find: "jacaranda"})
	if err != nil || p.Total == 0 {
		t.Errorf("nothing found: %+v, %v", p, err)
	}
}
