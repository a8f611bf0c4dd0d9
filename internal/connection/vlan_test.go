package connection_test

import (
	"strings"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/connection"
	"github.com/tenantry/tenantry/internal/fault"
)

func TestWhoAcceptsGivesAFreeVLANAndTheConnectionHasIt(t *testing.T) {
	a := apptest.New(t)
	far := shown(t, a, cast.Cascade)
	r := ask(t, a, a.By(cast.Alice), far)
	_, err := a.Raw().Exec(`UPDATE services SET far_kind = 'service', far_id = $1, details = '{"far_vlan":"210"}' WHERE id = (SELECT min(id) FROM services WHERE account_id = $2 AND id <> $1 AND status <> 'decommissioned')`, far, cast.Cascade)
	if err != nil {
		t.Fatal(err)
	}
	in := connection.AnswerDraft{State: connection.Accepted, VLAN: "210"}
	if _, err := a.Connections.Answer(t.Context(), a.By(cast.Cara), r.ID, in); !strings.HasPrefix(fault.FieldsOf(err).At("vlan"), "VLAN 210 is taken by ") {
		t.Errorf("taken by an own connection: %v", err)
	}
	in.VLAN = ""
	now, err := a.Connections.Answer(t.Context(), a.By(cast.Cara), r.ID, in)
	if err != nil || now.VLAN != 2 {
		t.Fatalf("%+v, %v", now, err)
	}
	st, err := a.Orders.Look(t.Context(), a.By(cast.Alice), "x-20ce", "")
	if err != nil || st.Service.Details["far_vlan"] != "2" {
		t.Errorf("%v, %v", st.Service.Details, err)
	}
}
