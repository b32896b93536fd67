package main

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gleaner/schemas"
)

// TestUpDemo is the newcomer's first minute: the samples are read, another
// program subscribes and sends an article of its own, and Ctrl-C ends it all.
func TestUpDemo(t *testing.T) {
	t.Parallel()
	samples, err := sampleArticles(true)
	if err != nil {
		t.Fatal(err)
	}
	awaited := map[string]bool{"mine": true}
	for _, s := range samples {
		awaited[s.id] = true
	}
	p, url := startUp(t, "--demo")
	p.shows("Send an article: .* publish --nats " + url)
	other := subscribe(t, url)
	other.send(schemas.SubjectRaw+"me", "", []byte(`{"id": "mine", "text": "The regulator fined Pellworth Rail on Monday."}`))
	other.read("RECORDS", schemas.SubjectArticle+">", func(_ string, e schemas.CloudEvent) bool {
		if !awaited[e.Subject] {
			t.Errorf("article %q came twice or was never sent", e.Subject)
		}
		delete(awaited, e.Subject)
		return len(awaited) > 0
	})
	p.shows("mine")
	p.interrupt()
	if text, _ := p.out.text(); strings.Contains(text, "WRN") || strings.Contains(text, "refused") || strings.Contains(text, `"level"`) {
		t.Errorf("not all went well:\n%s", text)
	}
}

// TestUpAgain: what was stored is there the next time, and nothing is read twice.
func TestUpAgain(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	first, url := startUp(t, "--data", folder)
	subscribe(t, url).send(schemas.SubjectRaw+"me", "text/plain", []byte("The regulator fined Pellworth Rail on Monday."))
	first.shows("✓ sha-")
	first.interrupt()

	second, url := startUp(t, "--data", folder)
	other := subscribe(t, url)
	other.send(schemas.SubjectRaw+"me", "", []byte(`{"id": "second", "text": "The regulator fined Pellworth Rail again."}`))
	var seen []string
	other.read("RECORDS", schemas.SubjectArticle+">", func(_ string, e schemas.CloudEvent) bool {
		seen = append(seen, e.Subject)
		return e.Subject != "second"
	})
	second.interrupt()
	if len(seen) != 2 {
		t.Errorf("article records of %v, want one each of the first and the second", seen)
	}
}

// TestUpPortTaken: the second server on a port ends at once and says why.
func TestUpPortTaken(t *testing.T) {
	t.Parallel()
	_, url := startUp(t)
	second := start(t, "up", "--http", "off", "--listen", strings.TrimPrefix(url, "nats://"))
	second.shows("is another server running there.* choose another address")
	if code := second.ends(); code != exitFailed {
		t.Errorf("exit code %d, want %d", code, exitFailed)
	}
}

// TestUpConsolePortTaken: a console that has no port says what to do.
func TestUpConsolePortTaken(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	up := start(t, "up", "--listen", "127.0.0.1:0", "--data", t.TempDir(), "--http", l.Addr().String())
	up.shows("the console cannot listen.*\n.*choose another address with --http HOST:PORT")
	if code := up.ends(); code != exitUsage {
		t.Errorf("exit code %d, want %d", code, exitUsage)
	}
}

// TestUpBeyond: a server that other machines can reach demands a login, with a
// password that is made once.
func TestUpBeyond(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	p := start(t, "up", "--listen", "0.0.0.0:0", "--data", folder)
	url := strings.Replace(p.shows(`listens on (nats://\S+)\.`), "0.0.0.0", "127.0.0.1", 1)
	stranger := start(t, "streams", "show", "--nats", url)
	if stranger.shows("check the user, password"); stranger.ends() != exitFailed {
		t.Error("a stranger was let in")
	}
	file := filepath.Join(folder, "password")
	friend := start(t, "streams", "show", "--nats", url, "--user", "gleaner", "--password-file", file)
	if friend.shows("gleaner-live"); friend.ends() != exitOK {
		t.Error("a friend was not let in")
	}
	p.interrupt()
	secret, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if text, _ := p.out.text(); strings.Contains(text, strings.TrimSpace(string(secret))) {
		t.Error("the password is on the screen")
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode of the password file: %v, %v", info.Mode(), err)
	}
}
