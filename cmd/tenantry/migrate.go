package main

import (
	"context"
	"fmt"

	"github.com/tenantry/tenantry/internal/config"
)

// migrate brings the database up to date.
type migrate struct {
	config.Config
}

// Run migrates and says the version.
func (m *migrate) Run(ctx context.Context) error {
	d, err := open(ctx, m.Config)
	if err != nil {
		return err
	}
	defer d.Close()
	has, _, err := d.Version(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("The database is at version %d.\n", has)
	return nil
}
