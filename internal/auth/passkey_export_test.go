package auth

// CeremonyRow is the challenge of a passkey, for the mirror test.
type CeremonyRow = ceremony
