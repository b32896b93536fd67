package main

import (
	"testing"
	"time"

	"gleaner/pipeline/jetstream"
	"gleaner/schemas"
)

// TestPublishOutage: a server that is started anew does not end a publish that
// had begun; one that was never there does at once.
func TestPublishOutage(t *testing.T) {
	folder := t.TempDir()
	server, err := jetstream.StartServer(jetstream.ServerConfig{StoreDir: folder, Port: -1})
	if err != nil {
		t.Fatal(err)
	}
	port := portOf(t, server.ClientURL())
	client, err := jetstream.Connect(t.Context(), jetstream.Config{URL: server.ClientURL()})
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if _, err := client.ApplyStreams(t.Context()); err != nil {
		t.Fatal(err)
	}
	p := &publishRun{client: client}
	body := []byte(`{"id":"o1","text":"The regulator fined Acorn Telecom on Monday."}`)
	server.Shutdown()
	if _, err := p.send(t.Context(), schemas.SubjectRaw+"wire", nil, body); err == nil {
		t.Error("the first article was sent to nobody")
	}
	p.sent = 1
	restarted := make(chan *jetstream.Server, 1)
	time.AfterFunc(time.Second, func() {
		again, err := jetstream.StartServer(jetstream.ServerConfig{StoreDir: folder, Port: port})
		if err != nil {
			t.Error(err)
		}
		restarted <- again
	})
	duplicate, err := p.send(t.Context(), schemas.SubjectRaw+"wire", nil, body)
	if err != nil || duplicate {
		t.Errorf("sent across the restart: %v, duplicate %t", err, duplicate)
	}
	if again := <-restarted; again != nil {
		again.Shutdown()
	}
}
