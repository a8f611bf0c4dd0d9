package ui

import (
	"fmt"
	"strings"

	"rsc.io/qr"
)

// quiet is how many modules stay white around a QR code, which readers need.
const quiet = 4

// qrPath is a text as a QR code: the black modules as one path, row by row, and
// the side of its square.
func qrPath(text string) (path string, side int) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return "", 0 // too long for any QR code: the text stands beside it
	}
	var b strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			from := x
			for x < code.Size && code.Black(x, y) {
				x++
			}
			if x > from {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", from+quiet, y+quiet, x-from, x-from)
			}
		}
	}
	return b.String(), code.Size + 2*quiet
}

func qrBox(side int) string { return fmt.Sprintf("0 0 %d %d", side, side) }

// lines is a text with one line for each.
func lines(texts []string) string { return strings.Join(texts, "\n") + "\n" }
