package console

import (
	"context"
	"sync"
	"time"
)

// cachedFor is how long an answer is used again.
const cachedFor = time.Second

// cached reads a value at most once a second, whoever asks. It is safe for
// concurrent use.
type cached[T any] struct {
	read func(context.Context) (T, error)

	mu    sync.Mutex
	value T
	err   error
	at    time.Time
}

func (c *cached[T]) get(ctx context.Context) (T, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if time.Since(c.at) >= cachedFor {
		c.value, c.err = c.read(context.WithoutCancel(ctx)) // it bounds its time itself
		c.at = time.Now()
	}
	return c.value, c.err
}
