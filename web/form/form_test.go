package form

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/fault"
)

type sample struct {
	Name  string   `form:"name"`
	On    bool     `form:"on"`
	Count int64    `form:"count"`
	Keys  []string `form:"key"`
	Quiet string
}

func decode(t *testing.T, body string) (sample, error) {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	var in sample
	return in, Decode(r, &in)
}

func TestAFormIsReadByItsTags(t *testing.T) {
	in, err := decode(t, "name=Acme&on=on&count=+7&key=a&key=b&Quiet=no")
	if err != nil || in.Name != "Acme" || !in.On || in.Count != 7 || len(in.Keys) != 2 || in.Quiet != "" {
		t.Errorf("%+v, %v", in, err)
	}
}

func TestWhatCannotBeReadIsAProblemAtItsField(t *testing.T) {
	for body, field := range map[string]string{"count=abc": "count", "name=a&name=b": "name", "on=on&on=off": "on"} {
		if _, err := decode(t, body); fault.FieldsOf(err).At(field) == "" {
			t.Errorf("%q gives %v", body, err)
		}
	}
	if _, err := decode(t, "name=%zz"); !fault.Is(err, fault.Invalid) {
		t.Errorf("a broken form gives %v", err)
	}
}

func TestTheAddressIsNoForm(t *testing.T) {
	r := httptest.NewRequest(http.MethodPost, "/?name=Mallory", strings.NewReader(""))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	var in sample
	if err := Decode(r, &in); err != nil || in.Name != "" {
		t.Errorf("%+v, %v", in, err)
	}
}
