package main

import (
	"bytes"
	"os/exec"
	"regexp"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience is how long a test waits for what must come.
const patience = 60 * time.Second

// process is a running "gleaner" of its own.
type process struct {
	t    testing.TB
	cmd  *exec.Cmd
	out  *screen
	done chan struct{} // closed when it has ended
}

// start runs "gleaner ARGS" in an empty folder. Whatever happens, it has ended
// when the test has.
func start(t testing.TB, args ...string) *process {
	t.Helper()
	cmd := exec.Command("gleaner", args...)
	cmd.Dir = t.TempDir()
	return startCommand(t, cmd)
}

// startCommand runs any program.
func startCommand(t testing.TB, cmd *exec.Cmd) *process {
	t.Helper()
	p := &process{t: t, cmd: cmd, out: newScreen(), done: make(chan struct{})}
	p.cmd.Stdout, p.cmd.Stderr = p.out, p.out
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(p.done)
		_ = p.cmd.Wait() // how it ended is in ProcessState
	}()
	t.Cleanup(p.kill)
	return p
}

// startUp runs "gleaner up ARGS" on a free port and returns its URL, too.
func startUp(t testing.TB, args ...string) (p *process, url string) {
	t.Helper()
	p = start(t, append([]string{"up", "--listen", "127.0.0.1:0", "--http", "127.0.0.1:0"}, args...)...)
	return p, p.shows(`listens on (nats://\S+)\.`)
}

// shows waits until the pattern is on the screen and returns its first group.
func (p *process) shows(pattern string) string {
	p.t.Helper()
	re := regexp.MustCompile(pattern)
	timeout := time.After(patience)
	for {
		text, changed := p.out.text()
		if m := re.FindStringSubmatch(text); m != nil {
			return m[len(m)-1]
		}
		select {
		case <-changed:
		case <-p.done:
			if text, _ := p.out.text(); !re.MatchString(text) {
				p.t.Fatalf("%v ended without showing %q:\n%s", p.cmd.Args, pattern, text)
			}
		case <-timeout:
			p.t.Fatalf("%v does not show %q:\n%s", p.cmd.Args, pattern, text)
		}
	}
}

// ends waits for the end and returns the exit code.
func (p *process) ends() int {
	p.t.Helper()
	return p.endsWithin(patience)
}

func (p *process) endsWithin(wait time.Duration) int {
	p.t.Helper()
	select {
	case <-p.done:
	case <-time.After(wait):
		text, _ := p.out.text()
		p.t.Fatalf("%v does not end:\n%s", p.cmd.Args, text)
	}
	return p.cmd.ProcessState.ExitCode()
}

// interrupt is Ctrl-C: it wants a clean end.
func (p *process) interrupt() {
	p.t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGINT); err != nil {
		p.t.Fatal(err)
	}
	if code := p.ends(); code != exitOK {
		text, _ := p.out.text()
		p.t.Errorf("%v: exit code %d after an interrupt:\n%s", p.cmd.Args, code, text)
	}
}

// kill is kill -9.
func (p *process) kill() {
	_ = p.cmd.Process.Kill() // it may have ended
	<-p.done
}

// screen keeps what a process writes and tells who waits. It is safe for
// concurrent use.
type screen struct {
	mu      sync.Mutex
	written bytes.Buffer
	changed chan struct{} // closed with the next write
}

func newScreen() *screen { return &screen{changed: make(chan struct{})} }

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	close(s.changed)
	s.changed = make(chan struct{})
	return s.written.Write(p)
}

func (s *screen) text() (text string, changed <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.written.String(), s.changed
}
