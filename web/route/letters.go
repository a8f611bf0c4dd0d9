package route

// Addresses of the demonstration's letters, which anybody reads.
const DemoLetters = "/letters"

// DemoLetter is one of them as text.
func DemoLetter(id string) string { return DemoLetters + "/" + id }

// DemoLetterPage is one of them as mail programs show it.
func DemoLetterPage(id string) string { return DemoLetter(id) + "/page" }

// Letter is one letter of the installation.
func Letter(key, id string) string { return Letters(key) + "/" + id }

// LetterAgain sends it again.
func LetterAgain(key, id string) string { return Letter(key, id) + "/again" }
