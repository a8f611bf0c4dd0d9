.PHONY: demo test check bench generate

# A demonstration at http://127.0.0.1:8080
demo:
	go run ./cmd/tenantry demo

# The whole suite: SQLite, PostgreSQL, and Chromium.
test:
	.ci/test

# Generated files are up to date, formatted and sound.
check:
	.ci/check

# Ratios, measured in one run on this machine.
bench:
	go run ./cmd/bench
	go run ./cmd/bench stock

# Pages from templates.
generate:
	go tool templ generate
