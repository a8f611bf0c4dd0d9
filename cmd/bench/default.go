package main

import (
	"context"
	"fmt"

	"github.com/tenantry/tenantry/internal/cast"
	"github.com/tenantry/tenantry/internal/setting"
)

// turn changes Northwind's default of Show Pricing to what it is not: one row,
// which all accounts without an own value follow.
func turn(ctx context.Context, w *world) (work, error) {
	do := func() error {
		on := w.turned.Add(1)%2 == 1
		out, err := w.house.Settings.ChangeDefault(ctx, cast.Pia.Caller(), setting.ShowPricing, setting.Draft{On: on})
		if err == nil && out.Value.On != on {
			err = fmt.Errorf("the default is %t", out.Value.On)
		}
		return err
	}
	return work{do, func() {}}, nil
}

// foresee says who would change by that.
func foresee(ctx context.Context, w *world) (work, error) {
	on := false
	do := func() error {
		p, err := w.house.Settings.Preview(ctx, cast.Pia.Caller(), "", setting.ShowPricing, on)
		on = on != (p.Changed == 0) // the other way, where it is so already
		return err
	}
	return work{do, func() {}}, nil
}
