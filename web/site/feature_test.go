package site_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/web/route"
)

func TestAChangeThatCameTooLateIsShownAgainWithWhatIsSoNow(t *testing.T) {
	a := apptest.New(t)
	pia := a.Browser(cast.Pia)
	for _, c := range []struct{ ask, save string }{
		{route.Feature(cast.Northwind, cast.Ember, "show_pricing") + "?on=on&scope=all", route.Feature(cast.Northwind, cast.Ember, "show_pricing")},
		{route.Defaults(cast.Northwind) + "?change=minimum_term_renewal&on=off", route.Default(cast.Northwind, "minimum_term_renewal")},
	} {
		late, on := pia.Tab().Open(c.ask), "on"
		if strings.HasSuffix(c.ask, "on=off") {
			on = "off"
		}
		pia.Post(c.save, url.Values{"on": {on}, "scope": {"all"}}).Answers(http.StatusOK)
		late.Press("Save").Answers(http.StatusConflict).Sees("Not saved.").Sees("Pia Larsen changed").Sees("meanwhile: it is")
	}
}
