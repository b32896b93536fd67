package jetstream

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"sync"

	"github.com/nats-io/nats.go"
)

// denials tells requests that the server refuses them. Without it they would
// wait for an answer until they time out, for the server says so on the side.
type denials struct {
	mu      sync.Mutex
	waiting map[*denial]struct{}
}

// denial waits for a refusal of subjects with a certain part.
type denial struct {
	part   string
	cancel context.CancelCauseFunc
}

// watch returns a context that ends when the server refuses a subject with the
// part. explain gives a refusal in place of the error it led to; it is to be
// called when the request is over.
func (d *denials) watch(ctx context.Context, part string) (_ context.Context, explain func(error) error) {
	ctx, cancel := context.WithCancelCause(ctx)
	waiting := &denial{part, cancel}
	d.mu.Lock()
	if d.waiting == nil {
		d.waiting = map[*denial]struct{}{}
	}
	d.waiting[waiting] = struct{}{}
	d.mu.Unlock()
	return ctx, func(err error) error {
		d.mu.Lock()
		delete(d.waiting, waiting)
		d.mu.Unlock()
		cause := context.Cause(ctx)
		cancel(nil)
		if err != nil && errors.Is(cause, nats.ErrPermissionViolation) {
			return fmt.Errorf("%w", cause)
		}
		return err
	}
}

// notice takes an error of the connection.
func (d *denials) notice(err error) {
	if !isForbidden(err) {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for waiting := range maps.Keys(d.waiting) {
		if strings.Contains(err.Error(), waiting.part) {
			waiting.cancel(err)
		}
	}
}
