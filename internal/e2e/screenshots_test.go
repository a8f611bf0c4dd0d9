package e2e

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
)

var screenshots = flag.String("screenshots", "", "folder to draw every page into")

func TestScreenshots(t *testing.T) {
	if *screenshots == "" {
		t.Skip("drawn when -screenshots names a folder")
	}
	if err := os.MkdirAll(*screenshots, 0o755); err != nil {
		t.Fatal(err)
	}
	whole(t, func(b *tab, f face) {
		for _, scheme := range []string{"light", "dark"} {
			b.media("screen", scheme)
			for _, wide := range []int64{1280, 360} {
				b.size(wide, 900)
				b.draw(filepath.Join(*screenshots, fmt.Sprintf("%s-%s-%d.png", f.name, scheme, wide)))
			}
		}
	})
}

// highest is how much of a long page is drawn.
const highest = 2400

// draw writes a picture of the page, to its end or as far as makes sense.
func (b *tab) draw(path string) {
	b.t.Helper()
	b.until("the fonts", `() => { scrollTo(0, 0); return document.fonts.status === "loaded"; }`)
	time.Sleep(60 * time.Millisecond) // for what fades in
	size := call(b, page.GetLayoutMetrics, cdp.Empty{}).CSSContentSize
	beyond := true
	shot := call(b, page.CaptureScreenshot, page.CaptureScreenshotParams{
		Clip:                  &page.Viewport{Width: size.Width, Height: min(max(size.Height, 900), highest), Scale: 1},
		CaptureBeyondViewport: &beyond,
	})
	if err := os.WriteFile(path, shot.Data, 0o644); err != nil {
		b.t.Fatal(err)
	}
}
