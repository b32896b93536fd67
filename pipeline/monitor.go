package pipeline

import (
	"sync/atomic"
	"time"
)

// Monitor tells from outside what a Run is at. Its zero value is ready; it is
// safe for concurrent use and for one Run.
type Monitor struct {
	inHand, abandoned atomic.Int64
	refused           atomic.Pointer[refusal]
}

// refusal is why something could not be stored, and when that was.
type refusal struct {
	err error
	at  time.Time
}

// InHand is how many articles are being worked on.
func (m *Monitor) InHand() int { return int(m.inHand.Load()) }

// Abandoned is how many extractions go on although their time was over: the
// extractor does not heed its context. They hold memory and a processor until
// they end, if they do.
func (m *Monitor) Abandoned() int { return int(m.abandoned.Load()) }

// refusalStands is for how long a refusal counts when nothing is stored after it:
// what failed is tried again, or there is nothing to tell of any more.
const refusalStands = time.Minute

// Refused is why the sink did not store records or a dead letter; nil when it
// has stored records since, or when that is long ago.
func (m *Monitor) Refused() error {
	if r := m.refused.Load(); r != nil && time.Since(r.at) < refusalStands {
		return r.err
	}
	return nil
}

// stored notes how an attempt to store something ended.
func (m *Monitor) stored(err error) {
	if err == nil {
		m.refused.Store(nil)
		return
	}
	m.refused.Store(&refusal{err, time.Now()})
}
