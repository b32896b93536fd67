package jetstream

import (
	"testing"

	"go.uber.org/goleak"
)

// TestMain fails when goroutines are left behind. The one of nats.go waits on a
// nil channel when its client was closed at the very moment it began; those of the
// server outlive a node of a cluster that was shut down.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m,
		goleak.IgnoreTopFunction("github.com/nats-io/nats.go/jetstream.(*jetStream).resetPendingAcksOnReconnect"),
		goleak.IgnoreTopFunction("github.com/nats-io/nats-server/v2/server.(*fileStore).flushStreamStateLoop"),
		goleak.IgnoreTopFunction("github.com/nats-io/nats-server/v2/server/ats.Register.func1"),
	)
}
