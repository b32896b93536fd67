package jetstream

import (
	"context"
	"errors"
	"fmt"
	"time"

	js "github.com/nats-io/nats.go/jetstream"
)

// SweptBody is a body in the object store that no message refers to.
type SweptBody struct {
	Name   string
	Bytes  uint64
	Stored time.Time
}

// SweepBodies removes the bodies from the object store that no article and no
// letter refers to: those whose letter was dropped, or whose article could not
// be published after them. Bodies of the last hour stay, for their message may
// be on its way. The store also drops bodies by age, so this only frees room early.
func (c *Client) SweepBodies(ctx context.Context, dryRun bool) ([]SweptBody, error) {
	return c.sweep(ctx, 2*bodyReuse, dryRun)
}

func (c *Client) sweep(ctx context.Context, olderThan time.Duration, dryRun bool) ([]SweptBody, error) {
	bodies, err := c.js.ObjectStore(ctx, bucketBodies)
	if err != nil {
		return nil, hint(fmt.Errorf("open object store %s: %w", bucketBodies, err))
	}
	// The bodies first: one that comes later is not looked at.
	all, err := bodies.List(ctx)
	if errors.Is(err, js.ErrNoObjectsFound) {
		return nil, nil
	}
	if err != nil {
		return nil, hint(fmt.Errorf("list object store %s: %w", bucketBodies, err))
	}
	used, err := c.usedBodies(ctx)
	if err != nil {
		return nil, err
	}
	var swept []SweptBody
	for _, info := range all {
		if used[info.Name] || time.Since(info.ModTime) < olderThan {
			continue
		}
		if !dryRun {
			if err := bodies.Delete(ctx, info.Name); err != nil && !errors.Is(err, js.ErrObjectNotFound) {
				return swept, hint(fmt.Errorf("delete body %s: %w", info.Name, err))
			}
		}
		swept = append(swept, SweptBody{Name: info.Name, Bytes: info.Size, Stored: info.ModTime})
	}
	return swept, nil
}

// usedBodies are the names of all bodies that a message refers to.
func (c *Client) usedBodies(ctx context.Context) (map[string]bool, error) {
	used := map[string]bool{}
	for _, stream := range []string{streamArticles, streamBackfill, streamDead, streamSkipped} {
		err := c.scan(ctx, stream, js.OrderedConsumerConfig{HeadersOnly: true}, func(msg js.Msg, _ *js.MsgMetadata) error {
			if t := claimOf(msg.Headers()); t.object != "" {
				used[t.object] = true
			}
			return nil
		})
		if err != nil {
			return nil, hint(fmt.Errorf("read stream %s: %w", stream, err))
		}
	}
	return used, nil
}
