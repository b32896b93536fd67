package jetstream

import (
	"testing"

	"go.uber.org/goleak"
)

// TestMain fails when goroutines are left behind. The one of nats.go waits on a
// nil channel when its client was closed at the very moment it began.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("github.com/nats-io/nats.go/jetstream.(*jetStream).resetPendingAcksOnReconnect"))
}
