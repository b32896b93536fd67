package console

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
	"unique"

	"go.etcd.io/bbolt"

	"gleaner/schemas"
)

// Index holds the newest articles with what was found in them. The columns that
// lists, filters and counts need are in memory; the records and texts are in a
// file. It is bounded: the articles that came first are dropped. It is safe for
// concurrent use.
type Index struct {
	file        *bbolt.DB
	maxArticles int
	maxEvents   int

	run string // names this run

	mu       sync.RWMutex
	articles map[string]*articleRow
	arrivals ordered[articleRow]
	events   ordered[eventRow]
	entities map[string]*entityRow
	texts    []string // keys of stored texts, the oldest first
	bytes    int      // of stored texts
	sequence uint64   // of the newest article or event
	version  uint64   // grows with every change
}

// Bounds of the index. An article is dropped when one of them is passed.
const (
	DefaultMaxArticles = 10_000
	eventsPerArticle   = 20
	maxTextBytes       = 512 << 20
	maxKey             = 1 << 10
	maxNames           = 8   // names by which an entity is found
	maxNameBytes       = 200 // of one of them
)

// The buckets of the file.
var (
	bucketExtractions = []byte("extractions") // by article id, without the text
	bucketEvents      = []byte("events")      // event records by event id
	bucketTexts       = []byte("texts")       // by content hash
)

// articleRow is an article in memory.
type articleRow struct {
	sequence  uint64
	id        string
	title     string // shortened; "" when it has none
	hash      string // of its content, the key of its text
	source    string
	published time.Time // zero when not known
	arrived   time.Time
	events    []*eventRow
	entities  []*entityRow
}

// Bounds of a publication that can be: newspapers are not older, and clocks go
// wrong by no more than aheadOfTime.
const (
	firstYear   = 1600
	aheadOfTime = 48 * time.Hour
)

// when is the publication, or the arrival where that is not known or cannot be:
// one article of the year 9999 would push all others to the edge of a chart.
func (a *articleRow) when() time.Time {
	if a.published.Year() < firstYear || a.published.After(a.arrived.Add(aheadOfTime)) {
		return a.arrived
	}
	return a.published
}

// eventRow is an event in memory.
type eventRow struct {
	sequence   uint64
	id         string
	article    *articleRow
	kind       string
	status     schemas.Status
	confidence float64
	// takes part: arguments and the source of the claim, each entity once.
	entities []*entityRow
}

// names says whether an entity of the event has the id, or a name with the text in it.
func (e *eventRow) names(text string) bool {
	lower := strings.ToLower(text)
	return slices.ContainsFunc(e.entities, func(n *entityRow) bool {
		return n.id == text || slices.ContainsFunc(n.lower, func(s string) bool { return strings.Contains(s, lower) })
	})
}

// entityRow is an entity in memory.
type entityRow struct {
	id       string
	kind     schemas.EntityType
	name     string // shortened
	lower    []string
	aliases  []string
	links    map[string]string
	articles int
	events   int
}

// OpenIndex makes an empty index in the folder, which must exist. A file that
// an earlier run left there is replaced: everything is read from the stream
// again. maxArticles 0 is DefaultMaxArticles.
func OpenIndex(folder string, maxArticles int) (*Index, error) {
	if maxArticles <= 0 {
		maxArticles = DefaultMaxArticles
	}
	path := filepath.Join(folder, "console.db")
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("replace the console's index: %w", err)
	}
	// Nothing here needs to outlive a crash, so nothing waits for the disk.
	file, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: time.Second, NoSync: true, NoFreelistSync: true, NoGrowSync: true})
	if err != nil {
		return nil, fmt.Errorf("open the console's index %s: %w", path, err)
	}
	err = file.Update(func(tx *bbolt.Tx) error {
		for _, name := range [][]byte{bucketExtractions, bucketEvents, bucketTexts} {
			if _, err := tx.CreateBucket(name); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("make the console's index: %w", err), file.Close())
	}
	return &Index{
		file: file, run: newRun(), maxArticles: maxArticles, maxEvents: maxArticles * eventsPerArticle,
		articles: map[string]*articleRow{}, entities: map[string]*entityRow{},
	}, nil
}

// Close removes the file.
func (x *Index) Close() error {
	path := x.file.Path()
	return errors.Join(x.file.Close(), os.Remove(path))
}

// put stores an extraction in place of an older one of the article and returns
// its events that were not there before.
func (x *Index) put(e *schemas.Extraction, arrived time.Time) ([]*eventRow, error) {
	if !storable(e.Article.ID) {
		return nil, nil
	}
	e = trimmed(e)
	if e.Article.Text != "" {
		if err := x.putText(e.Article.ContentHash, e.Article.Text); err != nil {
			return nil, err
		}
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	old := x.articles[e.Article.ID]
	if err := x.write(e, old); err != nil {
		return nil, fmt.Errorf("store article %.80q in the index: %w", e.Article.ID, err)
	}
	fresh := x.replace(e, old, arrived)
	x.version++
	return fresh, x.shrink()
}

func storable(key string) bool { return key != "" && len(key) <= maxKey }

// write puts the records into the file.
func (x *Index) write(e *schemas.Extraction, old *articleRow) error {
	return x.file.Update(func(tx *bbolt.Tx) error {
		if old != nil {
			for _, row := range old.events {
				if err := tx.Bucket(bucketEvents).Delete([]byte(row.id)); err != nil {
					return err
				}
			}
		}
		plain := *e
		plain.Article.Text = ""
		for i := range e.Events {
			if !storable(e.Events[i].ID) {
				continue
			}
			record := schemas.EventRecord{
				ArticleID: e.Article.ID, Event: e.Events[i], Entities: e.TakingPart(&e.Events[i]), Article: plain.Article, Producer: e.Producer,
			}
			if err := putJSON(tx.Bucket(bucketEvents), e.Events[i].ID, record); err != nil {
				return err
			}
		}
		return putJSON(tx.Bucket(bucketExtractions), e.Article.ID, &plain)
	})
}

func putJSON(b *bbolt.Bucket, key string, value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return b.Put([]byte(key), body)
}

// replace changes the rows in memory. An event that was there before keeps its
// place in the order.
func (x *Index) replace(e *schemas.Extraction, old *articleRow, arrived time.Time) []*eventRow {
	row := &articleRow{id: strings.Clone(e.Article.ID), title: short(e.Article.Title, 200), hash: short(e.Article.ContentHash, maxKey), source: intern(short(e.Article.Source, 100)), arrived: arrived}
	if at, ok := schemas.ParseTime(e.Article.PublishedAt); ok {
		row.published = at
	}
	before := map[string]uint64{}
	if old != nil {
		row.sequence, row.arrived = old.sequence, old.arrived
		for _, event := range old.events {
			before[event.id] = event.sequence
		}
	}
	for i := range e.Entities {
		if storable(e.Entities[i].ID) {
			row.entities = append(row.entities, x.entity(&e.Entities[i]))
		}
	}
	if old == nil {
		x.sequence++
		row.sequence = x.sequence
	}
	x.arrivals.set(row.sequence, row)
	x.articles[row.id] = row
	var fresh []*eventRow
	for i := range e.Events {
		if !storable(e.Events[i].ID) {
			continue
		}
		event := x.event(&e.Events[i], row)
		row.events = append(row.events, event)
		sequence, ok := before[event.id]
		if !ok {
			x.sequence++
			sequence = x.sequence
			fresh = append(fresh, event)
		}
		delete(before, event.id)
		event.sequence = sequence
		x.events.set(sequence, event)
	}
	for _, sequence := range before {
		x.events.drop(sequence)
	}
	if old != nil {
		x.release(old)
	}
	return fresh
}

func (x *Index) entity(e *schemas.Entity) *entityRow {
	row := x.entities[e.ID]
	if row == nil {
		row = &entityRow{id: strings.Clone(short(e.ID, maxKey)), kind: schemas.EntityType(intern(short(string(e.Type), 40))), name: short(e.Name, maxNameBytes), links: shortLinks(e.Links)}
		row.learn(row.name)
		x.entities[row.id] = row
	}
	for _, alias := range e.Aliases {
		row.learn(short(alias, maxNameBytes))
	}
	if name := short(e.Name, maxNameBytes); name != row.name {
		row.learn(name)
	}
	row.articles++
	return row
}

// learn adds a form of the name.
func (e *entityRow) learn(name string) {
	lower := strings.ToLower(name)
	if len(e.lower) >= maxNames || lower == "" || slices.Contains(e.lower, lower) {
		return
	}
	e.lower = append(e.lower, lower)
	if name != e.name {
		e.aliases = append(e.aliases, name)
	}
}

func (x *Index) event(e *schemas.Event, article *articleRow) *eventRow {
	row := &eventRow{id: strings.Clone(e.ID), article: article, kind: intern(short(e.Type, 60)), status: schemas.Status(intern(short(string(e.Status), 20))), confidence: e.Confidence}
	add := func(id string) {
		if entity := x.entities[id]; id != "" && entity != nil && !slices.Contains(row.entities, entity) {
			row.entities = append(row.entities, entity)
			entity.events++
		}
	}
	for _, a := range e.Arguments {
		add(a.EntityID)
	}
	if e.Attribution != nil && e.Attribution.Likely() {
		add(e.Attribution.EntityID)
	}
	return row
}

// release takes an article's rows out of the counts of its entities.
func (x *Index) release(a *articleRow) {
	for _, event := range a.events {
		for _, entity := range event.entities {
			entity.events--
		}
	}
	for _, entity := range a.entities {
		if entity.articles--; entity.articles <= 0 {
			delete(x.entities, entity.id)
		}
	}
}

// shrink drops the articles that came first until the bounds hold.
func (x *Index) shrink() error {
	for x.arrivals.live > x.maxArticles || x.events.live > x.maxEvents {
		a := x.arrivals.oldest()
		if err := x.erase(a); err != nil {
			return fmt.Errorf("drop article %.80q from the index: %w", a.id, err)
		}
		for _, event := range a.events {
			x.events.drop(event.sequence)
		}
		x.release(a)
		x.arrivals.drop(a.sequence)
		delete(x.articles, a.id)
	}
	return nil
}

// erase takes an article's records out of the file.
func (x *Index) erase(a *articleRow) error {
	return x.file.Update(func(tx *bbolt.Tx) error {
		for _, event := range a.events {
			if err := tx.Bucket(bucketEvents).Delete([]byte(event.id)); err != nil {
				return err
			}
		}
		return tx.Bucket(bucketExtractions).Delete([]byte(a.id))
	})
}

// putText stores the text that offsets of articles with the content hash point
// into. The texts that were stored first are dropped when there are too many.
func (x *Index) putText(hash, text string) error {
	if !storable(hash) {
		return nil
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.file.Update(func(tx *bbolt.Tx) error {
		b := tx.Bucket(bucketTexts)
		if b.Get([]byte(hash)) != nil {
			return nil
		}
		if err := b.Put([]byte(hash), []byte(text)); err != nil {
			return err
		}
		x.texts, x.bytes = append(x.texts, hash), x.bytes+len(text)
		for len(x.texts) > 2*x.maxArticles || x.bytes > maxTextBytes && len(x.texts) > 1 {
			oldest := []byte(x.texts[0])
			x.bytes -= len(b.Get(oldest))
			if err := b.Delete(oldest); err != nil {
				return err
			}
			x.texts = x.texts[1:]
		}
		return nil
	})
}

// short is the beginning of a text, in bytes, without half a character, as a
// string of its own.
func short(s string, limit int) string {
	if len(s) > limit {
		for limit > 0 && !utf8.RuneStart(s[limit]) {
			limit--
		}
		s = s[:limit] + "…"
	}
	return strings.Clone(s)
}

func shortLinks(links map[string]string) map[string]string {
	if len(links) == 0 {
		return nil
	}
	out := make(map[string]string, len(links))
	for scheme, id := range links {
		if len(out) < 8 && len(scheme)+len(id) < maxNameBytes {
			out[scheme] = id
		}
	}
	return out
}

// intern keeps one copy of strings that many rows share.
func intern(s string) string { return unique.Make(s).Value() }
