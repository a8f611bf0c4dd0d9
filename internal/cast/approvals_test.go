package cast_test

import (
	"testing"
	"time"

	"github.com/tenantry/tenantry/internal/approval"
	"github.com/tenantry/tenantry/internal/cast"
)

func TestTheQueueOfTheCastHasRequestsInEveryState(t *testing.T) {
	numbers, last := map[string]int64{}, map[string]int64{}
	open, states := map[string]bool{}, map[approval.State]int{}
	for _, r := range cast.Approvals(time.Date(2026, 9, 14, 9, 0, 0, 0, time.UTC)) {
		states[r.State]++
		if r.Number <= last[r.ParentID] {
			t.Errorf("%s has a number that was given before", r.Name())
		}
		last[r.ParentID], numbers[r.ParentID] = r.Number, r.Number
		if r.State == approval.Pending && open[r.ServiceID+string(r.Kind)] {
			t.Errorf("%s is a second open request of %s", r.Name(), r.ServiceName)
		}
		open[r.ServiceID+string(r.Kind)] = open[r.ServiceID+string(r.Kind)] || r.State == approval.Pending
	}
	for _, q := range cast.Queues() {
		if q.LastNumber != numbers[q.AccountID] {
			t.Errorf("the last number of %s is %d, not %d", q.AccountID, numbers[q.AccountID], q.LastNumber)
		}
	}
	for _, st := range approval.States {
		if states[st] == 0 {
			t.Errorf("none is %s", st)
		}
	}
}
