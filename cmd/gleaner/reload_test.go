package main

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/rs/zerolog"
)

const relocationDefinition = `type: relocation
summary: An organization moves its headquarters.
roles:
  agent: {kinds: [organization], required: true}
  destination: gpe, location
frames:
  - "{agent} <verb> to {destination}"
triggers:
  - verbs: relocate
examples:
  - text: Hexa Group will relocate to Hungary.
  - text: Lumora relocated to Norway.
  - text: Veltrix Corp relocated to Poland.
  - text: Orbita relocated to Spain.
  - text: Nordair Ltd relocated to Finland.
rejects:
  - The meeting was relocated.
  - It rained in Norway.
  - Nobody moved.
`

// TestReload: a worker that gets SIGHUP reads the definitions anew; a wrong
// one leaves those at work in place.
func TestReload(t *testing.T) {
	dir := t.TempDir()
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, "relocation.yaml"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, url := startUp(t)
	worker := start(t, "worker", "--nats", url, "--events", dir, "--durable", "reloading", "--log-format", "json")
	worker.shows(`worker started`)

	write(relocationDefinition)
	hangUp(t, worker)
	worker.shows(`reload: event definitions read anew`)

	write("type: relocation\ncolour: red\n")
	hangUp(t, worker)
	worker.shows(`relocation\.yaml:2.*reload: the definitions at work stay`)
}

// TestHangUpEarly: a SIGHUP that comes while the worker starts does not end it.
func TestHangUpEarly(t *testing.T) {
	hangups, stop := hearHangups()
	defer stop()
	if err := syscall.Kill(os.Getpid(), syscall.SIGHUP); err != nil { // ends the tests unless it is heard
		t.Fatal(err)
	}
	opened := make(chan struct{}, 2)
	engine, err := openReloading(func() (work, error) {
		opened <- struct{}{}
		return openWork(defaultConfig().Engine)
	}, zerolog.Nop())
	if err != nil {
		t.Fatal(err)
	}
	<-opened
	defer engine.watch(t.Context(), hangups)()
	<-opened
}

func hangUp(t *testing.T, p *process) {
	t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
}
