package warehouse

import (
	"context"
	"errors"
)

// S3Options tell how to reach an object store.
type S3Options struct{ Endpoint, Region string }

func openBucket(context.Context, string, S3Options) (store, error) { return nil, errors.New("todo") }
