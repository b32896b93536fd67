package jetstream

import (
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

func TestStartServerPortTaken(t *testing.T) {
	first, err := StartServer(ServerConfig{StoreDir: t.TempDir(), Port: -1})
	if err != nil {
		t.Fatal(err)
	}
	defer first.Shutdown()
	_, err = StartServer(ServerConfig{StoreDir: t.TempDir(), Port: portOf(t, first)})
	if err == nil || !strings.Contains(err.Error(), "another server") {
		t.Errorf("got %v", err)
	}
}

func TestStartServerBadFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"", filepath.Join(file, "below")} {
		if s, err := StartServer(ServerConfig{StoreDir: dir, InProcess: true}); err == nil {
			s.Shutdown()
			t.Errorf("folder %q was accepted", dir)
		}
	}
}

// TestStartServerFolderTaken: two servers never write to one folder, and the
// folder is free again once the first has ended.
func TestStartServerFolderTaken(t *testing.T) {
	dir := t.TempDir()
	first, err := StartServer(ServerConfig{StoreDir: dir, InProcess: true})
	if err != nil {
		t.Fatal(err)
	}
	defer first.Shutdown()
	second, err := StartServer(ServerConfig{StoreDir: dir, InProcess: true})
	if err == nil {
		second.Shutdown()
		t.Fatal("two servers write to one folder")
	}
	if !strings.Contains(err.Error(), "another process uses the folder "+dir) {
		t.Errorf("got %v", err)
	}
	first.Shutdown()
	second, err = StartServer(ServerConfig{StoreDir: dir, InProcess: true})
	if err != nil {
		t.Fatal(err)
	}
	second.Shutdown()
}

func TestServerInProcess(t *testing.T) {
	s, err := StartServer(ServerConfig{StoreDir: t.TempDir(), InProcess: true})
	if err != nil {
		t.Fatal(err)
	}
	if s.ClientURL() != "" {
		t.Errorf("listens at %s", s.ClientURL())
	}
	s.Shutdown()
	s.Shutdown()
}

// TestDeployedConfig starts a server with the configuration we ship.
func TestDeployedConfig(t *testing.T) {
	opts, err := server.ProcessConfigFile(filepath.Join("..", "..", "deploy", "nats", "nats-server.conf"))
	if err != nil {
		t.Fatal(err)
	}
	if !opts.JetStream || opts.MaxPayload != serverMaxPayload {
		t.Errorf("JetStream %v, max_payload %d, want %d", opts.JetStream, opts.MaxPayload, serverMaxPayload)
	}
	opts.StoreDir, opts.Host, opts.Port, opts.HTTPPort, opts.NoSigs = t.TempDir(), "127.0.0.1", -1, 0, true
	opts.LogFile = ""
	s, err := start(opts)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Shutdown()
	c, err := Connect(t.Context(), Config{URL: s.ClientURL(), ConnectTimeout: 10 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	if _, err := c.ApplyStreams(t.Context()); err != nil {
		t.Error(err)
	}
}

func portOf(t *testing.T, s *Server) int {
	t.Helper()
	u, err := url.Parse(s.ClientURL())
	if err != nil {
		t.Fatal(err)
	}
	port, err := strconv.Atoi(u.Port())
	if err != nil {
		t.Fatal(err)
	}
	return port
}
