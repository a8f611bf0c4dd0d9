package auth

// Allowance counts what is done only so often, for the mirror test.
type Allowance = allowance
