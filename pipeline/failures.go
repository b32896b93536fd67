package pipeline

import "sync"

// maxFailures bounds the articles whose last failure is remembered.
const maxFailures = 4096

// failures remembers how the articles failed that were given back to be tried
// again, so that who gives one up at last can say why. It is safe for concurrent
// use. What another process saw is not known.
type failures struct {
	mu   sync.Mutex
	last map[articleKey]*fault
}

// articleKey tells deliveries of one article from those of others, and of other
// versions of it.
type articleKey struct {
	subject, id string
	seen        int64
}

func keyOf(d Delivery, articleID string) articleKey {
	return articleKey{d.Subject(), articleID, d.FirstSeen().UnixNano()}
}

// of is the last failure of an article, nil when none is known.
func (f *failures) of(key articleKey) *fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.last[key]
}

// note remembers how an article failed; nil forgets it.
func (f *failures) note(key articleKey, why *fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if why == nil {
		delete(f.last, key)
		return
	}
	if _, known := f.last[key]; !known && len(f.last) >= maxFailures {
		f.forgetOne()
	}
	if f.last == nil {
		f.last = map[articleKey]*fault{}
	}
	f.last[key] = why
}

// forgetOne makes room, if it can of an article that left nothing behind.
func (f *failures) forgetOne() {
	var victim articleKey
	for key, why := range f.last {
		victim = key
		if !why.partly {
			break
		}
	}
	delete(f.last, victim)
}
