package site_test

import (
	"net/http"
	"testing"

	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/order"
	"github.com/tenantry/tenantry/web/route"
)

func TestTheoApprovesWhatAliceSent(t *testing.T) {
	a := apptest.New(t)
	out, err := a.Orders.Place(t.Context(), a.By(cast.Alice), "p-6d9h", order.Confirm{Book: 1, Comment: "For the warehouse."})
	if err != nil || !out.Waits() {
		t.Fatalf("%+v, %v", out, err)
	}
	here, there := route.Approval(cast.Northwind, out.Request.ID), route.Approval(cast.Acme, out.Request.ID)
	a.Browser(cast.Alice).Open(there).Sees("For the warehouse.").Sees("Withdraw").SeesNo("Cost to you").SeesNo("Approve and order")
	a.Browser(cast.Rory).Open(here).SeesNo("Approve and order")
	a.Browser(cast.Cara).Open(route.Approval(cast.Cascade, out.Request.ID)).Answers(http.StatusNotFound)
	theo := a.Browser(cast.Theo).Open(route.Approvals(cast.Northwind)).Sees("Brisbane warehouse").Open(here).Sees("Alice Novak")
	late := theo.Tab().Open(here)
	theo.Press("Reject").Answers(http.StatusUnprocessableEntity).Sees("Enter a comment that says why")
	twice := theo.Tab().Open(here)
	theo.Press("Approve and order").Sees("is approved.")
	twice.Press("Approve and order").Answers(http.StatusOK).Sees("is approved.")
	late.Press("Reject", "answer", "No.").Answers(http.StatusConflict).Sees("Theo Brandt has already decided")
	a.Browser(cast.Alice).Open(there).Sees("Approved by Theo Brandt").SeesNo("Cost to you")
	a.Browser(cast.Pia).Open(route.ApprovalRules(cast.Northwind)).Sees("Small cross connects of Cobalt Health").Press("Turn off").Sees("is off.")
	a.Browser(cast.Pia).Open(route.ApprovalRules(cast.Northwind)).Press("Save dates").Sees("The dates were like this already.")
}
