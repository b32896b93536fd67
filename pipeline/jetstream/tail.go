package jetstream

import (
	"context"
	"time"

	"gleaner/schemas"
)

// TailFilter says which records are wanted. The zero filter is: new events of every type.
type TailFilter struct {
	// Events, Entities and Articles choose the kinds of records; none of them
	// set means Events. Tombstones come with their kind.
	Events, Entities, Articles bool
	// Types narrows events to these types, and entities too when Events is not set.
	Types []string
	// Since starts with the records stored at that time or later; zero means new
	// ones only.
	Since time.Time
	// Ready, where set, is called once no later record can be missed.
	Ready func()
}

// Tail calls handle for every wanted record in the order of the stream, each
// record once for a connection that holds, until ctx ends (nil) or handle
// fails (its error). It leaves nothing behind on the server.
func (c *Client) Tail(ctx context.Context, filter TailFilter, handle func(schemas.CloudEvent) error) error {
	return nil
}
