package site_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

func TestARequestThatTookTooLongIsToldSo(t *testing.T) {
	a := apptest.New(t)
	handler, _ := a.Server()
	ctx, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, "http://portal.test"+route.SetUp("any"), nil)
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || !strings.Contains(w.Body.String(), "That took too long") {
		t.Errorf("%d, %q", w.Code, w.Body)
	}
}

func TestARefusalForASuspensionSpeaksOfNoRole(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	if _, err := a.Raw().Exec("UPDATE accounts SET status = 'suspended' WHERE id = '" + cast.Northwind + "'"); err != nil {
		t.Fatal(err)
	}
	pia.Open(route.NewAccount(cast.Northwind)).Answers(http.StatusForbidden).Sees("The account is suspended.").SeesNo("role")
}
