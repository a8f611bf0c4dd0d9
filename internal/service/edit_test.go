package service_test

import (
	"slices"
	"testing"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/apptest"
	"github.com/tenantry/tenantry/internal/catalog"
	"github.com/tenantry/tenantry/internal/fault"
	"github.com/tenantry/tenantry/internal/service"
)

func TestAChoiceThatIsGoneStaysWhereItWasChosen(t *testing.T) {
	edition := catalog.Field{Key: "edition", Label: "Edition", Kind: catalog.ChoiceField, Required: true, Choices: []string{"Basic", "Team"}}
	s := service.Service{Name: "Seats", Details: map[string]string{"edition": "Pro"}, Product: catalog.Product{Fields: []catalog.Field{edition}}}
	if got := s.Asks()[0].Choices; !slices.Equal(got, []string{"Basic", "Team", "Pro"}) {
		t.Errorf("the form offers %v", got)
	}
	for typed, allowed := range map[string]bool{"Pro": true, "Team": true, "Gold": false, "": false} {
		now, err := s.Edited(service.EditDraft{Name: "Seats 10", Details: map[string]string{"edition": typed}}, access.Caller{}, apptest.Start)
		if allowed != (err == nil) || allowed && now.Details["edition"] != typed || !allowed && fault.FieldsOf(err).At("details.edition") == "" {
			t.Errorf("%q: %v, %v", typed, now.Details, err)
		}
	}
	if !slices.Equal(s.Product.Fields[0].Choices, edition.Choices) {
		t.Errorf("the product has %v now", s.Product.Fields[0].Choices)
	}
}
