package jetstream

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"

	"gleaner/schemas"
)

// TestErrorsCarryHints: what goes wrong says what to do, and never a secret.
func TestErrorsCarryHints(t *testing.T) {
	locked, err := start(&server.Options{Host: "127.0.0.1", Port: -1, Username: "u", Password: "right", NoSigs: true, JetStream: true, StoreDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer locked.Shutdown()
	plain, err := start(&server.Options{Host: "127.0.0.1", Port: -1, NoSigs: true})
	if err != nil {
		t.Fatal(err)
	}
	defer plain.Shutdown()
	dir := t.TempDir()
	wrong := filepath.Join(dir, "password")
	if err := os.WriteFile(wrong, []byte("hunter2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, k := range []struct {
		name string
		cfg  Config
		want string
	}{
		{"no URL", Config{}, "no URL"},
		{"nobody there", Config{URL: "nats://u:hunter2@127.0.0.1:1"}, "is NATS running there?"},
		{"wrong password", Config{URL: locked.ClientURL(), User: "u", PasswordFile: wrong}, "check the user, password"},
		{"wrong password in the URL", Config{URL: strings.Replace(locked.ClientURL(), "//", "//u:hunter2@", 1)}, "check the user, password"},
		{"no JetStream", Config{URL: plain.ClientURL()}, "start the server with JetStream"},
		{"no password file", Config{URL: locked.ClientURL(), User: "u", PasswordFile: filepath.Join(dir, "none")}, "password of user u"},
		{"no CA file", Config{URL: locked.ClientURL(), TLS: TLSConfig{CAFile: filepath.Join(dir, "ca.pem")}}, "ca.pem"},
		{"certificate without key", Config{URL: locked.ClientURL(), TLS: TLSConfig{CertFile: "c.pem"}}, "a certificate needs its key"},
		{"no NKEY", Config{URL: locked.ClientURL(), NKeyFile: filepath.Join(dir, "seed")}, "NKEY seed"},
	} {
		k.cfg.ConnectTimeout, k.cfg.RequestTimeout = 2*time.Second, 2*time.Second
		_, err := Connect(t.Context(), k.cfg)
		if err == nil || !strings.Contains(err.Error(), k.want) {
			t.Errorf("%s: %v, want %q", k.name, err, k.want)
		}
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: the password is in %q", k.name, err)
		}
	}
	c, err := Connect(t.Context(), Config{URL: locked.ClientURL(), User: "u", Password: "right"})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	for name, do := range map[string]func() error{
		"publish": func() error { _, err := c.PublishArticle(t.Context(), testSubject, nil, []byte("{}")); return err },
		"source":  func() error { _, err := c.Source(t.Context(), SourceConfig{}); return err },
		"sink":    func() error { _, err := c.Sink(t.Context(), SinkConfig{}); return err },
		"tail":    func() error { return c.Tail(t.Context(), TailFilter{}, func(schemas.CloudEvent) error { return nil }) },
	} {
		if err := do(); err == nil || !strings.Contains(err.Error(), "gleaner streams apply") {
			t.Errorf("%s without streams: %v", name, err)
		}
	}
	if err := hint(nats.ErrNoResponders); !strings.Contains(err.Error(), "gleaner streams apply") { // of a stream that was deleted
		t.Error(err)
	}
}

func TestStreamFull(t *testing.T) {
	c := testClient(t)
	stream, err := c.js.Stream(t.Context(), streamArticles)
	if err != nil {
		t.Fatal(err)
	}
	cfg := stream.CachedInfo().Config
	cfg.MaxBytes = 200
	if _, err := c.js.UpdateStream(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
	publishJSON(t, c, article("a1"))
	if _, err := c.PublishArticle(t.Context(), testSubject, nil, []byte(article("a2"))); err == nil || !strings.Contains(err.Error(), "the stream is full") {
		t.Errorf("got %v", err)
	}
}

// TestConnectionChanges: a lost and a regained connection are told of.
func TestConnectionChanges(t *testing.T) {
	dir := t.TempDir()
	first, err := StartServer(ServerConfig{StoreDir: dir, Port: -1})
	if err != nil {
		t.Fatal(err)
	}
	changes := make(chan bool, 16)
	c, err := Connect(t.Context(), Config{URL: first.ClientURL(), Notify: func(c ConnectionChange) { changes <- c.Connected }})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	port := portOf(t, first)
	first.Shutdown()
	if connected := <-changes; connected {
		t.Error("told of a connection, want of its loss")
	}
	second, err := StartServer(ServerConfig{StoreDir: dir, Port: port})
	if err != nil {
		t.Fatal(err)
	}
	defer second.Shutdown()
	for connected := range changes {
		if connected {
			return
		}
	}
}

// TestPasswordChanges: a login that is refused while the client reconnects is
// tried again with what the file holds then.
func TestPasswordChanges(t *testing.T) {
	folder, file := t.TempDir(), filepath.Join(t.TempDir(), "password")
	write := func(password string) {
		if err := os.WriteFile(file, []byte(password), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	serve := func(port int, password string) *Server {
		s, err := StartServer(ServerConfig{StoreDir: folder, Port: port, User: "me", Password: password})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	write("first")
	first := serve(-1, "first")
	port, url := portOf(t, first), first.ClientURL()
	changes := make(chan ConnectionChange, 100)
	c, err := Connect(t.Context(), Config{URL: url, User: "me", PasswordFile: file, Notify: func(c ConnectionChange) { changes <- c }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	first.Shutdown()
	t.Cleanup(serve(port, "second").Shutdown)
	for refused := 0; refused < 4; {
		select {
		case change := <-changes:
			if errors.Is(change.Err, nats.ErrAuthorization) {
				refused++
			}
		case <-time.After(20 * time.Second):
			t.Fatal("the client does not try again")
		}
	}
	write("second")
	await(t, "the client to be connected", func() bool { return c.Connected() })
}

func TestRedact(t *testing.T) {
	for in, want := range map[string]string{
		"nats://a:4222":                      "nats://a:4222",
		"nats://u:p@a:4222,tls://t@b:4222":   "nats://a:4222,tls://b:4222",
		"u:p@a:4222":                         "a:4222",
		"nats://u:p%zz@a:4222, nats://b:422": "a:4222, nats://b:422",
	} {
		if got := redact(in); got != want {
			t.Errorf("redact(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestAwait: who may wait finds a server that starts late, and is told once that
// it waits; who may not fails at once, and so does a wait that is ended.
func TestAwait(t *testing.T) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := free.Addr().(*net.TCPAddr).Port
	_ = free.Close()
	waiting := make(chan ConnectionChange, 100)
	cfg := Config{URL: fmt.Sprintf("nats://u:hunter2@127.0.0.1:%d", port), ConnectTimeout: time.Minute, Notify: func(c ConnectionChange) { waiting <- c }}
	if _, err := Connect(t.Context(), cfg); err == nil || len(waiting) > 0 {
		t.Errorf("without a server: %v, told %d times", err, len(waiting))
	}
	cfg.Await = true
	ended, end := context.WithCancel(t.Context())
	ending := make(chan error, 1)
	go func() { _, err := Connect(ended, cfg); ending <- err }()
	<-waiting
	end()
	if err := <-ending; !errors.Is(err, context.Canceled) {
		t.Errorf("ended while it waited: %v", err)
	}
	type result struct {
		c   *Client
		err error
	}
	connected := make(chan result, 1)
	go func() { c, err := Connect(t.Context(), cfg); connected <- result{c, err} }()
	if told := <-waiting; told.Awaited.IsZero() || told.Err == nil || strings.Contains(told.URL, "hunter2") {
		t.Errorf("told %+v", told)
	}
	s, err := start(&server.Options{Host: "127.0.0.1", Port: port, NoSigs: true, JetStream: true, StoreDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Shutdown()
	r := <-connected
	if r.err != nil {
		t.Fatal(r.err)
	}
	_ = r.c.Close()
	for len(waiting) > 0 {
		if told := <-waiting; !told.Awaited.IsZero() {
			t.Error("told twice that it waits")
		}
	}
}
