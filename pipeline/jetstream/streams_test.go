package jetstream

import (
	"slices"
	"strings"
	"testing"
	"time"

	js "github.com/nats-io/nats.go/jetstream"
)

// actions sums up changes as "STREAM action" and "STREAM CONSUMER action".
func actions(changes []StreamChange) []string {
	var out []string
	for _, c := range changes {
		out = append(out, strings.TrimSpace(c.Stream+" "+c.Consumer)+" "+c.Action)
	}
	return out
}

func TestApplyStreams(t *testing.T) {
	server, err := StartServer(ServerConfig{StoreDir: t.TempDir(), InProcess: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Shutdown)
	connect := func(cfg StreamsConfig) *Client {
		c, err := server.Connect(t.Context(), Config{Streams: cfg})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		return c
	}
	c := connect(StreamsConfig{})
	all := func(action string) []string {
		var out []string
		for _, name := range []string{
			"ARTICLES", "BACKFILL", "RECORDS", "DEAD", "SKIPPED", "ADVISORIES", "OBJ_bodies", "KV_replays", "KV_replay_locks",
			"ARTICLES gleaner-live", "BACKFILL gleaner-backfill", "ADVISORIES gleaner-rescue",
		} {
			out = append(out, name+" "+action)
		}
		return out
	}
	for _, step := range []struct {
		do   func() ([]StreamChange, error)
		want string
	}{
		{func() ([]StreamChange, error) { return c.PlanStreams(t.Context()) }, "create"},
		{func() ([]StreamChange, error) { return c.ApplyStreams(t.Context()) }, "create"},
		{func() ([]StreamChange, error) { return c.ApplyStreams(t.Context()) }, "unchanged"},
	} {
		changes, err := step.do()
		if err != nil {
			t.Fatal(err)
		}
		if got := actions(changes); !slices.Equal(got, all(step.want)) {
			t.Errorf("got %q, want all %s", got, step.want)
		}
	}

	// What an operator added stays, and so does what would be lost.
	stream, err := c.js.Stream(t.Context(), streamArticles)
	if err != nil {
		t.Fatal(err)
	}
	mine := stream.CachedInfo().Config
	mine.Subjects = append(mine.Subjects, "feeds.>")
	mine.MaxMsgsPerSubject = 1000
	if _, err := c.js.UpdateStream(t.Context(), mine); err != nil {
		t.Fatal(err)
	}
	publishJSON(t, c, article("a1"))
	for _, k := range []struct {
		name, want string
		cfg        StreamsConfig
	}{
		{"longer", "ARTICLES update", StreamsConfig{ArticlesMaxAge: 60 * day}},
		{"too small", "ARTICLES refused", StreamsConfig{ArticlesMaxAge: 60 * day, MaxBytes: 10}},
		{"other storage", "ARTICLES refused", StreamsConfig{ArticlesMaxAge: 60 * day, Memory: true}},
	} {
		changes, err := connect(k.cfg).ApplyStreams(t.Context())
		if err != nil {
			t.Fatalf("%s: %v", k.name, err)
		}
		if got := actions(changes)[0]; got != k.want {
			t.Errorf("%s: %s %+v, want %s", k.name, got, changes[0], k.want)
		}
	}
	info, err := stream.Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Config; got.MaxAge != 60*day || got.MaxMsgsPerSubject != 1000 || !slices.Contains(got.Subjects, "feeds.>") || info.State.Msgs != 1 {
		t.Errorf("the operator's stream became %+v with %d messages", got, info.State.Msgs)
	}
}

// TestApplyBodies: the object store follows the settings, too, as far as nothing is lost.
func TestApplyBodies(t *testing.T) {
	server, err := StartServer(ServerConfig{StoreDir: t.TempDir(), InProcess: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Shutdown)
	for _, k := range []struct {
		name, want string
		cfg        StreamsConfig
		fields     int
	}{
		{"made", "create", StreamsConfig{MaxBytes: 1 << 10}, 0},
		{"room for more", "update", StreamsConfig{MaxBytes: 1 << 20}, 1},
		{"the same", "unchanged", StreamsConfig{MaxBytes: 1 << 20}, 0},
		{"less than it holds", "refused", StreamsConfig{MaxBytes: 1 << 10}, 1},
		{"shorter", "refused", StreamsConfig{MaxBytes: 1 << 20, DeadMaxAge: day, ArticlesMaxAge: day}, 1},
		{"no bound", "update", StreamsConfig{}, 1},
	} {
		c, err := server.Connect(t.Context(), Config{Streams: k.cfg})
		if err != nil {
			t.Fatal(err)
		}
		change, err := c.applyBodies(t.Context(), true)
		if err != nil || change.Action != k.want || len(change.Fields) != k.fields {
			t.Errorf("%s: %+v, %v, want %s", k.name, change, err, k.want)
		}
		if k.name == "room for more" {
			if _, err := c.store(t.Context(), make([]byte, 1<<15)); err != nil {
				t.Error(err)
			}
		}
		_ = c.Close()
	}
}

// TestDestroys: what would drop messages is refused.
func TestDestroys(t *testing.T) {
	now := time.Now()
	info := &js.StreamInfo{
		TimeStamp: now, Config: js.StreamConfig{MaxAge: 30 * day},
		State: js.StreamState{Msgs: 3, Bytes: 1000, FirstTime: now.Add(-20 * day)},
	}
	for _, k := range []struct {
		name   string
		next   js.StreamConfig
		refuse bool
	}{
		{"shorter, yet longer than the oldest", js.StreamConfig{MaxAge: 25 * day}, false},
		{"shorter than the oldest", js.StreamConfig{MaxAge: 10 * day}, true},
		{"for ever", js.StreamConfig{}, false},
		{"room enough", js.StreamConfig{MaxBytes: 2000}, false},
		{"no room", js.StreamConfig{MaxBytes: 500}, true},
		{"retention", js.StreamConfig{Retention: js.WorkQueuePolicy}, true},
	} {
		if got := destroys(info, k.next, false); (got != "") != k.refuse {
			t.Errorf("%s: %q", k.name, got)
		}
	}
}

func TestShowStreams(t *testing.T) {
	server, err := StartServer(ServerConfig{StoreDir: t.TempDir(), InProcess: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Shutdown)
	c, err := server.Connect(t.Context(), Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	states, err := c.ShowStreams(t.Context())
	if err != nil || len(states) != 6 || !states[0].Missing {
		t.Fatalf("before: %+v, %v", states, err)
	}
	if _, err := c.ApplyStreams(t.Context()); err != nil {
		t.Fatal(err)
	}
	publishJSON(t, c, article("a1"))
	publishJSON(t, c, article("a2"))
	if _, err := testSource(t, c, SourceConfig{Prefetch: 2}).Next(t.Context()); err != nil {
		t.Fatal(err)
	}
	await(t, "the second article to be held ready", func() bool {
		states, err = c.ShowStreams(t.Context())
		return err == nil && states[0].Consumers[0].InFlight == 2
	})
	if s := states[0]; s.Missing || s.Messages != 2 || s.LastSeq != 2 || len(s.Consumers) != 1 || s.Consumers[0].Name != "gleaner-live" || s.Consumers[0].InFlight != 2 {
		t.Errorf("after: %+v", s)
	}
}

// TestSharedConsumerChanged: who changes the consumer that workers share is told
// what was different, and who wants it as it is hears nothing.
func TestSharedConsumerChanged(t *testing.T) {
	c := testClient(t)
	var told []StreamChange
	for _, wait := range []time.Duration{time.Minute, time.Minute, time.Hour} {
		testSource(t, c, SourceConfig{AckWait: wait, Changed: func(c StreamChange) { told = append(told, c) }})
	}
	if len(told) != 2 || told[1].Action != "update" || told[1].Consumer != "gleaner-live" || !slices.Equal(told[1].Fields, []string{"ack_wait: 1m0s -> 1h0m0s"}) {
		t.Errorf("told %+v", told)
	}
}

// TestValidName: what the server would refuse as the name of a consumer.
func TestValidName(t *testing.T) {
	for name, want := range map[string]bool{
		"": true, "reread-2": true, "a_B": true, strings.Repeat("a", 255): true,
		strings.Repeat("a", 256): false, "a b": false, "a.b": false, "a*": false, "a>": false, "a/b": false, `a\b`: false, "a\tb": false, "a\x00": false,
	} {
		if got := ValidName(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}
