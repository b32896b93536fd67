package main

import (
	"context"
	"testing"

	"github.com/rs/zerolog"

	"gleaner/pipeline/jetstream"
)

// TestWorkerAskedToEndAtOnce: an end that comes before the worker has begun is
// no failure; a start that fails is.
func TestWorkerAskedToEndAtOnce(t *testing.T) {
	server, err := jetstream.StartServer(jetstream.ServerConfig{StoreDir: t.TempDir(), InProcess: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Shutdown)
	client, err := server.Connect(t.Context(), jetstream.Config{Name: "test", Streams: jetstream.StreamsConfig{Memory: true}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	run := &workerRun{cfg: &loaded{Config: defaultConfig()}, client: client, engine: work{}, log: zerolog.Nop()}
	if err := run.run(t.Context()); err == nil {
		t.Error("a worker without streams started")
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if err := run.run(ended); err != nil {
		t.Errorf("asked to end: %v", err)
	}
}
