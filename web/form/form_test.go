package form

import (
	"fmt"
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
	Rows  []row    `form:"row"`
	Quiet string

	Details map[string]string `form:"details"`
}

type row struct {
	Name  string `form:"name"`
	Count int64  `form:"count"`
	Quiet string
}

func TestRowsAreReadInTheOrderOfTheirNumbers(t *testing.T) {
	in, err := decode(t, "row.10.name=c&row.2.name=b&row.0.name=a&row.0.Quiet=no&row.2.count=4&row.x.name=no&row.-1.name=no&rows.0.name=no&row.=no")
	if err != nil || len(in.Rows) != 3 || in.Rows[0] != (row{Name: "a"}) || in.Rows[1] != (row{Name: "b", Count: 4}) || in.Rows[2].Name != "c" {
		t.Errorf("%+v, %v", in.Rows, err)
	}
	_, err = decode(t, "row.3.name=a&row.7.count=abc")
	if fault.FieldsOf(err).At("row.1.count") == "" {
		t.Errorf("a problem in the second row: %v", err)
	}
	var many strings.Builder
	for i := range 300 {
		fmt.Fprintf(&many, "row.%d.name=x&", i)
	}
	if in, err := decode(t, many.String()+"name=a"); err != nil || len(in.Rows) != mostRows {
		t.Errorf("%d rows, %v", len(in.Rows), err)
	}
}

func TestAMapIsReadByItsKeys(t *testing.T) {
	in, err := decode(t, "details.vlan=7&details.far_vlan=&details.=no&details=no&detail.x=no")
	if err != nil || len(in.Details) != 2 || in.Details["vlan"] != "7" {
		t.Errorf("%v, %v", in.Details, err)
	}
	if _, err = decode(t, "details.vlan=7&details.vlan=8"); fault.FieldsOf(err).At("details.vlan") == "" {
		t.Errorf("a value given twice: %v", err)
	}
	var many strings.Builder
	for i := range 300 {
		fmt.Fprintf(&many, "details.k%d=x&", i)
	}
	if in, err := decode(t, many.String()+"name=a"); err != nil || len(in.Details) != mostRows {
		t.Errorf("%d values, %v", len(in.Details), err)
	}
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
