//go:build race

package setting_test

const racing = true
