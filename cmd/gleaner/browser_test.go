package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// missing ends a test that needs a program which is not here: a failure where
// services are required, else a skip that says what was not run.
func missing(t testing.TB, what, remedy string) {
	t.Helper()
	if os.Getenv("GLEANER_REQUIRE_SERVICES") != "" {
		t.Fatalf("%s is missing: %s", what, remedy)
	}
	t.Skipf("%s is missing: %s", what, remedy)
}

// browser is a tab of a Chromium of its own. It is for one goroutine.
type browser struct {
	t   *testing.T
	ctx context.Context

	mu       sync.Mutex
	messages []string // of the page's console
}

// startBrowser starts Chromium with an empty profile. It ends with the test.
func startBrowser(t *testing.T) *browser {
	t.Helper()
	program, err := exec.LookPath("chromium")
	if err != nil {
		missing(t, "Chromium", "apt-get install chromium")
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(),
		chromedp.ExecPath(program), chromedp.UserDataDir(t.TempDir()), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("hide-scrollbars", true))
	ctx, end := chromedp.NewContext(allocator)
	b := &browser{t: t, ctx: ctx}
	done := make(chan struct{})
	t.Cleanup(func() {
		if err := chromedp.Cancel(ctx); err != nil {
			t.Logf("close the browser: %v", err)
		}
		end()
		stop()
		<-done
	})
	messages := chromedp.Console(ctx)
	if err := chromedp.Do(ctx); err != nil {
		close(done)
		t.Fatalf("start Chromium: %v", err)
	}
	go func() {
		defer close(done)
		for m, err := range messages {
			if err != nil {
				return
			}
			b.mu.Lock()
			b.messages = append(b.messages, fmt.Sprint(m.Type, ": ", m.Text, " ", m.URL))
			b.mu.Unlock()
		}
	}()
	b.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
		return err
	}))
	return b
}

// do runs actions and wants them to succeed within the tests' patience.
func (b *browser) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// look sets theme and size of the window.
func (b *browser) look(theme string, width, height int64) {
	b.t.Helper()
	b.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: theme}},
		})
		return err
	}), chromedp.EmulateViewport(width, height))
}

// open goes to an address.
func (b *browser) open(url string) {
	b.t.Helper()
	b.do(chromedp.Navigate(url))
}

// keys presses keys one after the other.
func (b *browser) keys(keys string) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(keys))
}

// evaluate returns the value of an expression in the page; a promise is awaited.
func evaluate[T any](b *browser, expression string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// click clicks what a selector finds first.
func (b *browser) click(selector string) {
	b.t.Helper()
	b.await(fmt.Sprintf("!!document.querySelector(%q)", selector))
	evaluate[bool](b, fmt.Sprintf("(document.querySelector(%q).click(), true)", selector))
}

// await waits until an expression is true. It may be asked of a page that goes.
func (b *browser) await(expression string) {
	b.t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(patience)
	for {
		ctx, cancel := context.WithTimeout(b.ctx, patience)
		ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("!!("+expression+")"))
		cancel()
		if err == nil && ok {
			return
		}
		select {
		case <-tick.C:
		case <-deadline:
			b.t.Fatalf("waited in vain for %s (%v) on %s", expression, err, evaluate[string](b, "location.href + '\\n' + document.body.innerText.slice(0, 2000)"))
		}
	}
}

// quiet wants the console to have stayed empty.
func (b *browser) quiet() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.messages) > 0 {
		b.t.Errorf("the page's console says:\n%s", strings.Join(b.messages, "\n"))
	}
	b.messages = nil
}

// tallest bounds a screenshot, in pixels.
const tallest = 2400

// screenshot keeps a picture of the page in dist/console.
func (b *browser) screenshot(name string) {
	b.t.Helper()
	b.picture(name, min(evaluate[float64](b, "document.documentElement.scrollHeight"), tallest))
}

// picture keeps a picture of the top of the page.
func (b *browser) picture(name string, height float64) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	// What sticks to the window is drawn where it is.
	evaluate[bool](b, "new Promise((resolve) => { scrollTo({ top: 0, behavior: 'instant' }); requestAnimationFrame(() => requestAnimationFrame(() => resolve(true))); })")
	width := evaluate[float64](b, "innerWidth")
	var picture []byte
	err := chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		shot, err := chromedp.Call(ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{
			Clip: &page.Viewport{Width: width, Height: height, Scale: 1}, CaptureBeyondViewport: new(true),
		})
		picture = shot.Data
		return err
	}))
	if err != nil {
		b.t.Fatal(err)
	}
	folder := filepath.Join("..", "..", "dist", "console")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), picture, 0o644); err != nil {
		b.t.Fatal(err)
	}
}
