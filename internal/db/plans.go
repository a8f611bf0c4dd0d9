package db

/*
typedef struct sqlite3 sqlite3;
typedef struct sqlite3_api_routines sqlite3_api_routines;

extern int sqlite3_auto_extension(void (*entry)(void));
extern int sqlite3_db_config(sqlite3 *, int, ...);

// SQLITE_DBCONFIG_ENABLE_QPSG
#define STABLE_PLANS 1007

static int keep_plans(sqlite3 *db, char **message, const sqlite3_api_routines *api) {
	(void)message;
	(void)api;
	return sqlite3_db_config(db, STABLE_PLANS, 1, (int *)0);
}

static int keep_all_plans(void) { return sqlite3_auto_extension((void (*)(void))keep_plans); }
*/
import "C"

import "fmt"

// keepPlans makes every connection that SQLite opens in this program from now on
// plan a statement once, and keep the plan: its query planner stability guarantee.
// Without it SQLite plans for the values that are bound, and since the driver
// takes these back after each use, nearly all statements were planned anew each
// time, which cost more than running them. So no plan may hang on a value: what a
// partial index asks for stands in the text of a query ("state = 'open'"), and is
// not bound. Asking again changes nothing.
//
// The driver has no way to set this, so it is asked of the SQLite that the
// driver brings, which this program is linked with.
func keepPlans() error {
	if code := C.keep_all_plans(); code != 0 {
		return fmt.Errorf("keep plans: SQLite answers %d", int(code))
	}
	return nil
}
