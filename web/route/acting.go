package route

import "net/url"

// Acting begins, from an account of one's own, to act in the place of somebody
// of another.
func Acting(key, account string) string { return Account(key) + "/acting/" + account }

// ActingFor is the same for one person.
func ActingFor(key, account, seat string) string {
	return With(Acting(key, account), url.Values{"seat": {seat}})
}

// ActingChanges allows changes, in the account in which somebody acts.
func ActingChanges(key string) string { return Account(key) + "/acting/changes" }

// ActingReading goes back to reading.
func ActingReading(key string) string { return Account(key) + "/acting/reading" }

// ActingExtension adds half an hour.
func ActingExtension(key string) string { return Account(key) + "/acting/extension" }

// ActingEnd stops acting.
func ActingEnd(key string) string { return Account(key) + "/acting/end" }
