// Package attack tries, in tests only, what somebody would try who wants to be
// where they may not be: with stolen and planted cookies, with links that were
// used or are somebody else's, by guessing, by being quick, and by sending more
// than a form asks for. Each attack goes through the doors, as an attacker's would.
package attack
