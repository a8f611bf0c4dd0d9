package auth

// Attempt counts failed sign-ins, for the mirror test.
type Attempt = attempt
