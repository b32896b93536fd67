package console

import "sync"

// watcherQueue is how many events wait for a slow watcher before some are left out.
const watcherQueue = 256

// maxWatchers bounds the live pages that are open at a time.
const maxWatchers = 256

// hub hands new events to those who watch. It is safe for concurrent use.
type hub struct {
	mu       sync.Mutex
	watchers map[*watcher]bool
}

// watcher gets the events that its filter lets through.
type watcher struct {
	filter filter
	events chan *eventRow
	// left is how many were left out because the queue was full.
	left int
}

func newHub() *hub { return &hub{watchers: map[*watcher]bool{}} }

// watch begins to hand out; nil when too many watch already.
func (h *hub) watch(f filter) *watcher {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.watchers) >= maxWatchers {
		return nil
	}
	w := &watcher{filter: f, events: make(chan *eventRow, watcherQueue)}
	h.watchers[w] = true
	return w
}

func (h *hub) unwatch(w *watcher) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.watchers, w)
}

// publish hands events out. It never waits.
func (h *hub) publish(rows []*eventRow) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for w := range h.watchers {
		for _, row := range rows {
			if !w.filter.matches(row) {
				continue
			}
			select {
			case w.events <- row:
			default:
				w.left++
			}
		}
	}
}

// leftOut returns how many events were left out since it was last asked.
func (h *hub) leftOut(w *watcher) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := w.left
	w.left = 0
	return n
}
