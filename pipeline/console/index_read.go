package console

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"go.etcd.io/bbolt"

	"gleaner/schemas"
)

// errNotFound is returned for what the index does not hold, or holds no more.
var errNotFound = errors.New("not in the index")

// stored is an event of the index with its place in the order.
type stored struct {
	sequence uint64
	place    string
	record   schemas.EventRecord
	// title is that of the article, or the first line of its text.
	title string
}

// headline is the title of an article, or the first line of its text.
func headline(tx *bbolt.Tx, a *articleRow) string {
	if a.title != "" {
		return a.title
	}
	text := tx.Bucket(bucketTexts).Get([]byte(a.hash))
	return firstLine(string(text[:min(len(text), maxFirstLine+utf8.UTFMax)])) // no copy of all, for it may be large
}

// eventsBelow returns the newest events that the filter lets through, at most
// limit, and the cursor of those that follow, 0 when there are none.
func (x *Index) eventsBelow(f filter, cursor uint64, limit int) ([]stored, uint64, error) {
	rows, more := x.rows(f, cursor, limit)
	return x.records(rows, more)
}

// rows finds the events in memory.
func (x *Index) rows(f filter, cursor uint64, limit int) (rows []*eventRow, more bool) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	for row := range x.events.newest(cursor) {
		if !f.matches(row) {
			continue
		}
		if len(rows) == limit {
			return rows, true
		}
		rows = append(rows, row)
	}
	return rows, false
}

// eventsAbove returns the events that came after a sequence, the oldest first,
// at most the newest limit of them.
func (x *Index) eventsAbove(f filter, sequence uint64, limit int) ([]stored, error) {
	rows, _ := x.rows(f, 0, limit)
	if i := slices.IndexFunc(rows, func(r *eventRow) bool { return r.sequence <= sequence }); i >= 0 {
		rows = rows[:i]
	}
	all, _, err := x.records(rows, false)
	slices.Reverse(all)
	return all, err
}

// records reads the records of rows, as many as a page may hold. more says
// that others follow.
func (x *Index) records(rows []*eventRow, more bool) (all []stored, next uint64, err error) {
	size := 0
	err = x.file.View(func(tx *bbolt.Tx) error {
		b := tx.Bucket(bucketEvents)
		for i, row := range rows {
			body := b.Get([]byte(row.id))
			if body == nil {
				continue // dropped meanwhile
			}
			if size += len(body); size > maxPageBytes && i > 0 {
				more = true
				return nil
			}
			s := stored{sequence: row.sequence, place: x.place(row.sequence), title: headline(tx, row.article)}
			if err := json.Unmarshal(body, &s.record); err != nil {
				return fmt.Errorf("read event %s from the index: %w", row.id, err)
			}
			all = append(all, s)
		}
		return nil
	})
	if more && len(all) > 0 {
		next = all[len(all)-1].sequence
	}
	return all, next, err
}

// extraction returns what was found in an article, with its text where that is
// kept. It fails with errNotFound.
func (x *Index) extraction(id string) (*schemas.Extraction, error) {
	var e schemas.Extraction
	err := x.file.View(func(tx *bbolt.Tx) error {
		body := tx.Bucket(bucketExtractions).Get([]byte(id))
		if body == nil {
			return errNotFound
		}
		if err := json.Unmarshal(body, &e); err != nil {
			return fmt.Errorf("read article %s from the index: %w", id, err)
		}
		e.Article.Text = string(tx.Bucket(bucketTexts).Get([]byte(e.Article.ContentHash)))
		return nil
	})
	return &e, err
}

// articlesBelow returns the newest articles that a source and a part of a title
// let through, at most limit, and the cursor of those that follow, 0 when there
// are none.
func (x *Index) articlesBelow(source, title string, cursor uint64, limit int) (all []schemas.ArticleSummary, next uint64, err error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	title = strings.ToLower(title)
	err = x.file.View(func(tx *bbolt.Tx) error {
		last := uint64(0)
		for row := range x.arrivals.newest(cursor) {
			if source != "" && !hasPrefixFold(row.source, source) {
				continue
			}
			name := headline(tx, row)
			if title != "" && !strings.Contains(strings.ToLower(name), title) {
				continue
			}
			if len(all) == limit {
				next = last
				return nil
			}
			s := row.summary()
			s.Title = name
			all = append(all, s)
			last = row.sequence
		}
		return nil
	})
	return all, next, err
}

func (a *articleRow) summary() schemas.ArticleSummary {
	s := schemas.ArticleSummary{
		ID: a.id, Title: a.title, Source: a.source, ArrivedAt: a.arrived.UTC().Format(time.RFC3339),
		Events: len(a.events), Entities: len(a.entities),
	}
	if !a.published.IsZero() {
		s.PublishedAt = a.published.Format(time.RFC3339)
	}
	return s
}

func (e *entityRow) summary() schemas.EntitySummary {
	return schemas.EntitySummary{ID: e.id, Type: e.kind, Name: e.name, Articles: e.articles, Events: e.events}
}

// search returns the entities whose name has the text in it: first those whose
// name begins with it, then those of which a word does; among equals the most
// frequent. It leaves out the first skip of them, gives at most limit, and says
// how many to skip for those that follow, 0 when there are none.
func (x *Index) search(text string, kinds []string, skip uint64, limit int) (out []schemas.EntitySummary, next uint64) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	lower := strings.ToLower(text)
	type hit struct {
		row  *entityRow
		rank int
	}
	var hits []hit
	for _, row := range x.entities {
		if len(kinds) > 0 && !slices.Contains(kinds, string(row.kind)) {
			continue
		}
		if rank := row.rank(lower); rank > 0 {
			hits = append(hits, hit{row, rank})
		}
	}
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(b.rank, a.rank), cmp.Compare(b.row.events, a.row.events),
			cmp.Compare(b.row.articles, a.row.articles), cmp.Compare(a.row.name, b.row.name), cmp.Compare(a.row.id, b.row.id))
	})
	hits = hits[min(skip, uint64(len(hits))):]
	if len(hits) > limit {
		hits, next = hits[:limit], skip+uint64(limit)
	}
	out = make([]schemas.EntitySummary, 0, len(hits))
	for _, h := range hits {
		out = append(out, h.row.summary())
	}
	return out, next
}

// rank says how well a name answers a search, 0 not at all.
func (e *entityRow) rank(lower string) int {
	best := 0
	for _, name := range e.lower {
		switch {
		case lower == "":
			return 1
		case name == lower:
			return 4
		case strings.HasPrefix(name, lower):
			best = max(best, 3)
		case strings.Contains(name, " "+lower):
			best = max(best, 2)
		case strings.Contains(name, lower):
			best = max(best, 1)
		}
	}
	return best
}

// maxPartners bounds how many partners a profile names.
const maxPartners = 12

// profile returns what is known of an entity, its newest events, at most limit,
// and the rows of all. It fails with errNotFound.
func (x *Index) profile(id string, limit int) (*schemas.EntityProfile, []stored, []*eventRow, error) {
	x.mu.RLock()
	row := x.entities[id]
	if row == nil {
		x.mu.RUnlock()
		return nil, nil, nil, errNotFound
	}
	var rows []*eventRow
	types := tally{}
	partners := map[*entityRow]tally{}
	for event := range x.events.newest(0) {
		if !slices.Contains(event.entities, row) {
			continue
		}
		rows = append(rows, event)
		types[event.kind]++
		for _, other := range event.entities {
			if other != row {
				if partners[other] == nil {
					partners[other] = tally{}
				}
				partners[other][event.kind]++
			}
		}
	}
	p := &schemas.EntityProfile{Entity: row.summary(), Aliases: append([]string{}, row.aliases...), Links: row.links, Types: types.counts(), Partners: []schemas.Partner{}}
	for other, types := range partners {
		p.Partners = append(p.Partners, schemas.Partner{Entity: other.summary(), Events: types.total(), Types: types.counts()})
	}
	x.mu.RUnlock()
	slices.SortFunc(p.Partners, func(a, b schemas.Partner) int {
		return cmp.Or(cmp.Compare(b.Events, a.Events), cmp.Compare(a.Entity.Name, b.Entity.Name), cmp.Compare(a.Entity.ID, b.Entity.ID))
	})
	p.Partners = p.Partners[:min(len(p.Partners), maxPartners)]
	p.Events = []schemas.EventRecord{}
	all, _, err := x.records(rows[:min(len(rows), limit)], false)
	for _, s := range all {
		p.Events = append(p.Events, s.record)
	}
	return p, all, rows, err
}
