// Package e2e walks the portal in real Chromium: the main jobs with and
// without scripts, what counts as a refresh, and axe on every page. It is tests
// only.
//
// Each test has a portal of its own, on a port of its own, with the cast in it;
// all share one headless Chromium, in which each test has cookies of its own.
// Every test also fails on what went wrong beside it: an error in the console,
// something that the content policy stopped, an uncaught exception, a request
// that failed. What a test expects to go wrong it says beforehand.
//
// Without Chromium the tests are skipped; where CI=true they fail.
//
//	go test ./internal/e2e -run Screenshots -screenshots DIR
//
// draws every page into DIR instead, light and dark, wide and narrow.
package e2e
