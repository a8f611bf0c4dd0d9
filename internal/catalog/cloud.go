package catalog

import (
	"context"
	"strings"

	"github.com/tenantry/tenantry/internal/access"
	"github.com/tenantry/tenantry/internal/db"
	"github.com/tenantry/tenantry/internal/fault"
)

// CloudDraft is a cloud as a person types it.
type CloudDraft struct {
	Token    string `form:"token"`
	ID       string `form:"id"` // of a new one
	Name     string `form:"name"`
	Location string `form:"location"` // id
	Version  int64  `form:"version"`
}

// Draft is the cloud as the form shows it.
func (c Cloud) Draft() CloudDraft {
	return CloudDraft{ID: c.ID, Name: c.Name, Location: c.Location, Version: c.Version}
}

// Check makes the cloud that the draft describes out of the one that was, or of
// the zero Cloud. found is the location that it names; used says that there are
// connections to it, which lead where it was.
func (d *CloudDraft) Check(was Cloud, found Location, used bool) (c Cloud, fs fault.Fields) {
	c = was
	if was.ID == "" {
		c.ID, c.Offered, c.Version = strings.TrimSpace(d.ID), true, 1
		if problem := code(c.ID, 40); problem != "" {
			fs.Add("id", "%s", problem)
		}
	}
	line(&fs, "name", "Name", &d.Name, longestName)
	switch {
	case found.ID == "":
		fs.Add("location", "Enter the code of a location, such as one from the list")
	case used && found.ID != was.Location:
		fs.Add("location", "There are connections to it, which lead to %s. Add another cloud", was.Location)
	}
	c.Name, c.Location = d.Name, found.ID
	return c, fs
}

// CreateCloud adds a cloud.
func (s *Catalogue) CreateCloud(ctx context.Context, by access.Caller, in CloudDraft) (c Cloud, err error) {
	if err := by.Must(access.EditCatalogue); err != nil {
		return c, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		found, err := LocationAt(tx, strings.TrimSpace(in.Location))
		if err != nil {
			return err
		}
		made, problems := in.Check(Cloud{}, found, false)
		if err := problems.Err(); err != nil {
			return err
		}
		c, err = add(tx, in.Token, made, MostClouds)
		return err
	})
	return c, fault.Wrap("add a cloud", err)
}

// EditCloud changes a cloud.
func (s *Catalogue) EditCloud(ctx context.Context, by access.Caller, id string, in CloudDraft) (c Cloud, err error) {
	if err := by.Must(access.EditCatalogue); err != nil {
		return c, err
	}
	err = s.db.Do(ctx, by, func(tx *db.Tx) error {
		was, err := one[Cloud](tx, id)
		if err != nil {
			return err
		}
		if err := seen(was.Name, in.Version, was.Version); err != nil {
			return err
		}
		found, err := LocationAt(tx, strings.TrimSpace(in.Location))
		if err != nil {
			return err
		}
		use, err := was.use(tx)
		if err != nil {
			return err
		}
		now, problems := in.Check(was, found, use.Ever)
		if err := problems.Err(); err != nil {
			return err
		}
		c, err = change(tx, was, now)
		return err
	})
	return c, fault.Wrap("change a cloud", err)
}
