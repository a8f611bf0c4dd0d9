package ui

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"rsc.io/qr"
)

func TestTheDrawnCodeIsTheCode(t *testing.T) {
	const text = "otpauth://totp/Meridian%20Networks:pia@northwind.example?secret=JBSWY3DPEHPK3PXP&issuer=Meridian%20Networks"
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	path, side := qrPath(text)
	if side != code.Size+8 {
		t.Fatalf("a side of %d for %d modules", side, code.Size)
	}
	black := map[string]bool{}
	for _, m := range regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`).FindAllStringSubmatch(path, -1) {
		x, _ := strconv.Atoi(m[1])
		n, _ := strconv.Atoi(m[3])
		for i := range n {
			black[fmt.Sprint(x+i, " ", m[2])] = true
		}
		if m[3] != m[4] {
			t.Errorf("%s is no rectangle", m[0])
		}
	}
	for y := range code.Size {
		for x := range code.Size {
			if black[fmt.Sprint(x+4, " ", y+4)] != code.Black(x, y) {
				t.Fatalf("the module at %d, %d is wrong", x, y)
			}
		}
	}
	if path, side := qrPath(strings.Repeat("x", 5000)); path != "" || side != 0 {
		t.Error("what is too long for any code is drawn")
	}
}
