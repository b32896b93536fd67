package console

import (
	"time"

	"gleaner/schemas"
)

// stats counts what the index holds.
type stats struct {
	Articles, Events, Entities int
	Types, Statuses, Sources   []schemas.Count
	Organizations, People      []schemas.EntitySummary
	// First and Last bound the times of the events.
	First, Last time.Time
}

// topNames bounds the lists of names in stats.
const topNames = 10

// stats counts the events that the filter lets through.
func (x *Index) stats(f filter) stats {
	x.mu.RLock()
	defer x.mu.RUnlock()
	s := stats{Articles: x.arrivals.live, Entities: len(x.entities)}
	types, statuses, sources := tally{}, tally{}, tally{}
	named := map[*entityRow]int{}
	for row := range x.events.newest(0) {
		if !f.matches(row) {
			continue
		}
		s.Events++
		types[row.kind]++
		statuses[string(row.status)]++
		sources[row.article.source]++
		for _, e := range row.entities {
			named[e]++
		}
		at := row.article.when()
		if s.First.IsZero() || at.Before(s.First) {
			s.First = at
		}
		if at.After(s.Last) {
			s.Last = at
		}
	}
	s.Types, s.Statuses, s.Sources = types.counts(), statuses.counts(), sources.counts()
	s.Organizations, s.People = top(named, schemas.Organization), top(named, schemas.Person)
	return s
}

// perStep counts the events of each type in the steps of a timeline, by
// arrival or by publication.
func (x *Index) perStep(f filter, t timeline, arrived bool) map[string][]int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	out := map[string][]int{}
	for row := range x.events.newest(0) {
		at := row.article.when()
		if arrived {
			at = row.article.arrived
		}
		i := t.step(at)
		if i < 0 || !f.matches(row) {
			continue
		}
		if out[row.kind] == nil {
			out[row.kind] = make([]int, len(t.Starts))
		}
		out[row.kind][i]++
	}
	return out
}

// articlesPerStep counts articles by arrival.
func (x *Index) articlesPerStep(t timeline) []int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	out := make([]int, len(t.Starts))
	for row := range x.arrivals.newest(0) {
		if i := t.step(row.arrived); i >= 0 {
			out[i]++
		}
	}
	return out
}

// countsByType is how many events of each type there are.
func (x *Index) countsByType() tally {
	x.mu.RLock()
	defer x.mu.RUnlock()
	t := tally{}
	for row := range x.events.newest(0) {
		t[row.kind]++
	}
	return t
}
