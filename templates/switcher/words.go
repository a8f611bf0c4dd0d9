package switcher

// referred is the account's reference behind its name.
func referred(p ConfirmPage) string {
	if p.Reference == "" {
		return ""
	}
	return " (" + p.Reference + ")"
}
