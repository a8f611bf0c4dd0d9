package users

// findable is what people are found by. Who sees addresses masked finds nobody by them.
func (p IndexPage) findable() string {
	if p.By.Masked() {
		return "name"
	}
	return "name or e-mail address"
}

// placeholder says the same in the empty field.
func (p IndexPage) placeholder() string {
	if p.By.Masked() {
		return "Name"
	}
	return "Name, e-mail address"
}
