package replay

import (
	"context"
	"sync"
)

// gate holds who passes while it is closed.
type gate struct {
	mu   sync.Mutex
	open chan struct{} // closed while the gate is open
}

func newGate() *gate {
	g := &gate{open: make(chan struct{})}
	close(g.open)
	return g
}

func (g *gate) closed() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	select {
	case <-g.open:
		return false
	default:
		return true
	}
}

// set closes the gate or opens it.
func (g *gate) set(closed bool) {
	if g.closed() == closed {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if closed {
		g.open = make(chan struct{})
	} else {
		close(g.open)
	}
}

// pass returns when the gate is open.
func (g *gate) pass(ctx context.Context) error {
	g.mu.Lock()
	open := g.open
	g.mu.Unlock()
	select {
	case <-open:
		return ctx.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}
