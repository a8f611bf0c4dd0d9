package ui

import (
	"strings"
)

// shape is the drawing of a status and its colour.
type shape struct{ form, tone string }

// shapes gives each state its shape; words that are not here get a plain ring.
var shapes = map[string]shape{
	"active":                {"disc", "ok"},
	"live":                  {"disc", "ok"},
	"suspended":             {"bars", "warn"},
	"closed":                {"square", "plain"},
	"design":                {"ring", "plain"},
	"ordered":               {"quarter", "info"},
	"provisioning":          {"half", "info"},
	"configured":            {"most", "info"},
	"termination scheduled": {"half", "warn"},
	"terminated":            {"square", "plain"},
	"pending":               {"triangle", "warn"},
	"waiting":               {"triangle", "warn"},
	"waiting for approval":  {"triangle", "warn"},
	"invited":               {"triangle", "warn"},
	"locked":                {"bars", "warn"},
	"deactivated":           {"square", "plain"},
	"approved":              {"tick", "ok"},
	"accepted":              {"tick", "ok"},
	"rejected":              {"cross", "bad"},
	"denied":                {"cross", "bad"},
	"withdrawn":             {"dash", "plain"},
	"offered":               {"disc", "ok"},
	"expired":               {"hollow", "plain"},
	"used up":               {"tick", "plain"},
	"inactive":              {"bars", "plain"},
	"not yet valid":         {"ring", "info"},
	"open":                  {"triangle", "warn"},
	"enabled":               {"tick", "ok"},
	"declined":              {"cross", "bad"},
	"public":                {"disc", "ok"},
	"private":               {"ring", "plain"},
	"failed":                {"cross", "bad"},
	"sent":                  {"tick", "ok"},
	"done":                  {"tick", "ok"},
	"changed":               {"tick", "ok"},
	"scheduled":             {"ring", "info"},
	"under way":             {"half", "info"},
	"not changed":           {"cross", "bad"},
	"not carried out":       {"cross", "bad"},
	"left alone":            {"dash", "warn"},
	"as it was":             {"dash", "plain"},
	"cancelled":             {"dash", "plain"},
	"reverted":              {"hollow", "plain"},
	"yes":                   {"tick", "ok"},
	"no":                    {"dash", "plain"},
	"on":                    {"disc", "plain"},
	"off":                   {"ring", "plain"},
	"let in":                {"tick", "ok"},
	"refused":               {"cross", "bad"},
	"over":                  {"hollow", "plain"},
}

func shapeOf(word string) shape {
	if s, ok := shapes[strings.ToLower(word)]; ok {
		return s
	}
	return shape{"ring", "plain"}
}

// mailbox is what stands before the @ of an e-mail address.
func mailbox(address string) string { return address[:len(address)-len(host(address))] }

// host is the @ of an e-mail address, and what follows it.
func host(address string) string { return address[max(strings.LastIndexByte(address, '@'), 0):] }
