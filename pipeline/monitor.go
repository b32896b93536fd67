package pipeline

import "sync/atomic"

// Monitor tells from outside what a Run is at. Its zero value is ready; it is
// safe for concurrent use and for one Run.
type Monitor struct{ inHand, abandoned atomic.Int64 }

// InHand is how many articles are being worked on.
func (m *Monitor) InHand() int { return int(m.inHand.Load()) }

// Abandoned is how many extractions go on although their time was over: the
// extractor does not heed its context. They hold memory and a processor until
// they end, if they do.
func (m *Monitor) Abandoned() int { return int(m.abandoned.Load()) }
