package site_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

func TestASavedViewMayBeCalledLikeTheListItself(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	pia.Post(route.Views(cast.Northwind), url.Values{"name": {"All accounts"}, "query": {"status=suspended"}}).Answers(http.StatusOK)
	pia.At(route.Accounts(cast.Northwind) + "?status=suspended").Sees("View: All accounts").SeesNo("Not saved")
	pia.Open(route.Accounts(cast.Northwind) + "?status=closed").Sees("View: Not saved")
}

func TestThePageNumberOfAForgedAddressIsNotShown(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	pia.Open(route.Accounts(cast.Northwind) + "?after=" + cast.Acme + "&page=9223372036854775807").Answers(http.StatusOK).Sees("Page 1 of 1")
}
