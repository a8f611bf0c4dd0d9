package fault_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/tenantry/tenantry/internal/fault"
)

func TestAFaultIsFoundInsideOtherErrors(t *testing.T) {
	err := fmt.Errorf("approve: %w", errors.Join(errors.New("x"), fault.New(fault.Conflict, "%s is %d.", "It", 7)))
	if !fault.Is(err, fault.Conflict) || fault.Is(err, fault.NotFound) || fault.Of(err).Text != "It is 7." {
		t.Errorf("%v", fault.Of(err))
	}
	if fault.Of(nil) != nil || fault.Of(errors.New("x")) != nil || fault.Is(nil, fault.Conflict) {
		t.Error("a fault is found where there is none")
	}
}

func TestTheProblemsOfAFormKeepTheirOrder(t *testing.T) {
	var fs fault.Fields
	if fs.Err() != nil {
		t.Error("no problem is a fault")
	}
	fs.Add("name", "Enter the %s", "name")
	fs.Add("name", "second")
	fs.Add("email", "100%% wrong")
	err := fmt.Errorf("save: %w", fs.Err())
	got := fault.FieldsOf(err)
	if len(got) != 3 || got.At("name") != "Enter the name" || got.At("email") != "100% wrong" || got.At("phone") != "" || fault.Of(err).Text != "Enter the name" {
		t.Errorf("%+v", got)
	}
	if fault.FieldsOf(fault.Missing()) != nil {
		t.Error("what is missing is no form's fault")
	}
}

func TestOnlyAnErrorThatIsNoFaultIsWrapped(t *testing.T) {
	missing, other := fault.Missing(), errors.New("disk")
	if fault.Wrap("read", nil) != nil || fault.Wrap("read", missing) != missing {
		t.Error("a fault was wrapped")
	}
	if err := fault.Wrap("read", other); !errors.Is(err, other) || err.Error() != "read: disk" {
		t.Error(err)
	}
}
