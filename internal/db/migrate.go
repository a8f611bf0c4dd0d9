package db

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"testing/fstest"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations
var migrations embed.FS

// Migrate brings the schema up to date. Several processes may start at once on
// PostgreSQL: one applies, the others wait.
func (d *DB) Migrate(ctx context.Context) error {
	p, err := d.migrator()
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	has, knows, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if has > knows {
		return fmt.Errorf("migrate: the database is at version %d, made by a newer program; this one knows %d", has, knows)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// Version is the schema's version, and the newest that this program knows.
func (d *DB) Version(ctx context.Context) (has, knows int64, err error) {
	p, err := d.migrator()
	if err != nil {
		return 0, 0, err
	}
	has, knows, err = p.GetVersions(ctx)
	return has, knows, err
}

func (d *DB) migrator() (*goose.Provider, error) {
	pool, err := d.write.DB()
	if err != nil {
		return nil, err
	}
	files, err := filesFor(d.postgres)
	if err != nil {
		return nil, err
	}
	dialect, options := goose.DialectSQLite3, []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if d.postgres {
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return nil, err
		}
		dialect, options = goose.DialectPostgres, append(options, goose.WithSessionLocker(locker))
	}
	return goose.NewProvider(dialect, pool, files, options...)
}

// filesFor lays the dialect's own migrations beside the shared ones.
func filesFor(postgres bool) (fs.FS, error) {
	dialect := "sqlite"
	if postgres {
		dialect = "postgres"
	}
	files := fstest.MapFS{}
	for _, pattern := range []string{"migrations/*.sql", "migrations/" + dialect + "/*.sql"} {
		names, err := fs.Glob(migrations, pattern)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			text, err := migrations.ReadFile(name)
			if err != nil {
				return nil, err
			}
			files[path.Base(name)] = &fstest.MapFile{Data: text}
		}
	}
	return files, nil
}
