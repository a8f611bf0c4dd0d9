package route

import "net/url"

// Changes are a partner's changes of a setting for many accounts, and those to come.
func Changes(key string) string { return Account(key) + "/changes" }

// NewChange shows what such a change would do, and begins it.
func NewChange(key string) string { return Changes(key) + "/new" }

// NewChangeFile is what it would do as a CSV file.
func NewChangeFile(key string) string { return NewChange(key) + "/export" }

// Change is one of them: how far it has come, and what became of each account.
func Change(key, change string) string { return Changes(key) + "/" + change }

// ChangeFile is that as a CSV file.
func ChangeFile(key, change string) string { return Change(key, change) + "/export" }

// ChangeRetry tries the accounts again that could not be changed.
func ChangeRetry(key, change string) string { return Change(key, change) + "/retry" }

// ChangeRevert takes a change back.
func ChangeRevert(key, change string) string { return Change(key, change) + "/revert" }

// ChangeCancellation cancels a change that is still to come.
func ChangeCancellation(key, change string) string { return Change(key, change) + "/cancellation" }

// ScheduleDefault is where a change of a default is scheduled.
func ScheduleDefault(key, setting string) string {
	return With(NewChange(key), url.Values{"setting": {setting}})
}
