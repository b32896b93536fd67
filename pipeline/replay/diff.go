package replay

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"gleaner/schemas"
)

// Side is one of the two that are compared.
type Side int

// The sides.
const (
	Old Side = iota
	New
)

// Comparison tells two sets of extractions apart, event by event. What is
// added goes to temporary files first, by article, so that memory is bounded by
// a small part of the larger set.
type Comparison struct {
	dir      string
	parts    [2][diffParts]*bufio.Writer
	files    []*os.File
	examples int
}

// diffParts is into how many parts the articles are divided.
const diffParts = 64

// change is what was read of one side, in order.
type change struct {
	Article string `json:"a"`
	// Whole replaces all events of the article by Events; otherwise they are
	// added, Gone are taken away, and Listed are those that stand.
	Whole    bool              `json:"w,omitempty"`
	Events   []brief           `json:"e,omitempty"`
	Gone     string            `json:"g,omitempty"`
	Listed   []string          `json:"l,omitempty"`
	IsListed bool              `json:"il,omitempty"`
	Producer *schemas.Producer `json:"p,omitempty"`
}

// brief is what counts of an event, as text. Offsets and confidence do not.
type brief struct {
	ID       string `json:"i"`
	Type     string `json:"t"`
	Status   string `json:"s"`
	Trigger  string `json:"tr"`
	Roles    string `json:"r,omitempty"`
	Time     string `json:"ti,omitempty"`
	Amount   string `json:"am,omitempty"`
	Source   string `json:"so,omitempty"`
	Sentence string `json:"se,omitempty"`
}

// maxSentence is how many bytes of a sentence an example shows.
const maxSentence = 300

func briefOf(e *schemas.Event) brief {
	b := brief{ID: e.ID, Type: e.Type, Status: string(e.Status), Trigger: e.Trigger.Text, Sentence: e.Sentence.Text}
	if len(b.Sentence) > maxSentence {
		b.Sentence = strings.ToValidUTF8(b.Sentence[:maxSentence], "") + "…"
	}
	var roles []string
	for _, a := range e.Arguments {
		role := a.Role + "=" + a.Text
		if a.Value != "" {
			role += " (" + a.Value + ")"
		}
		roles = append(roles, role)
	}
	slices.Sort(roles)
	b.Roles = strings.Join(roles, "; ")
	if e.Time != nil {
		b.Time = strings.Trim(e.Time.Start+"/"+e.Time.End, "/")
	}
	if e.Amount != nil {
		b.Amount = e.Amount.Phrase(func(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) })
	}
	if e.Attribution != nil {
		b.Source = e.Attribution.Source
	}
	return b
}

// NewComparison keeps up to examples of each kind of change of each type.
// Close is to be called.
func NewComparison(examples int) (*Comparison, error) {
	dir, err := os.MkdirTemp("", "gleaner-diff-")
	if err != nil {
		return nil, fmt.Errorf("compare: %w", err)
	}
	c := &Comparison{dir: dir, examples: examples}
	for side := range c.parts {
		for i := range c.parts[side] {
			f, err := os.Create(fmt.Sprintf("%s/%d-%02d", dir, side, i))
			if err != nil {
				return nil, errors.Join(fmt.Errorf("compare: %w", err), c.Close())
			}
			c.files = append(c.files, f)
			c.parts[side][i] = bufio.NewWriter(f)
		}
	}
	return c, nil
}

// Close removes the temporary files.
func (c *Comparison) Close() error {
	var errs []error
	for _, f := range c.files {
		errs = append(errs, f.Close())
	}
	c.files = nil
	return errors.Join(append(errs, os.RemoveAll(c.dir))...)
}

// Add enters an extraction. A later one of the same article replaces it.
func (c *Comparison) Add(side Side, x *schemas.Extraction) error {
	ch := change{Article: x.Article.ID, Whole: true, Producer: &x.Producer}
	for i := range x.Events {
		ch.Events = append(ch.Events, briefOf(&x.Events[i]))
	}
	return c.write(side, ch)
}

// AddRecord enters a record of the stream, in its order.
func (c *Comparison) AddRecord(side Side, e schemas.CloudEvent) error {
	ch := change{Article: e.Subject}
	switch e.Type {
	case schemas.TypeEvent:
		var r schemas.EventRecord
		if err := json.Unmarshal(e.Data, &r); err != nil {
			return fmt.Errorf("record %s: %w", e.ID, err)
		}
		ch.Events = []brief{briefOf(&r.Event)}
	case schemas.TypeTombstone:
		var r schemas.Tombstone
		if err := json.Unmarshal(e.Data, &r); err != nil {
			return fmt.Errorf("record %s: %w", e.ID, err)
		}
		if r.Kind != "event" {
			return nil
		}
		ch.Gone = r.ID
	case schemas.TypeArticle:
		var r schemas.ArticleRecord
		if err := json.Unmarshal(e.Data, &r); err != nil {
			return fmt.Errorf("record %s: %w", e.ID, err)
		}
		ch.Listed, ch.IsListed, ch.Producer = r.EventIDs, true, &r.Producer
	default:
		return nil
	}
	return c.write(side, ch)
}

func (c *Comparison) write(side Side, ch change) error {
	h := fnv.New32a()
	io.WriteString(h, ch.Article)
	body, err := json.Marshal(ch)
	if err != nil {
		return fmt.Errorf("compare article %s: %w", ch.Article, err)
	}
	w := c.parts[side][h.Sum32()%diffParts]
	w.Write(body)
	if err := w.WriteByte('\n'); err != nil {
		return fmt.Errorf("compare: %w", err)
	}
	return nil
}

// Difference is what a comparison found.
type Difference struct {
	// Articles counts those of a side, OnlyOld and OnlyNew those that only one
	// has; the events of articles that only Old has are not compared.
	OldArticles int64 `json:"old_articles"`
	NewArticles int64 `json:"new_articles"`
	OnlyOld     int64 `json:"only_old"`
	OnlyNew     int64 `json:"only_new"`
	// Changed counts the articles with a difference.
	Changed int64 `json:"changed"`
	// Producers are those of a side, with how many articles each made.
	OldProducers map[string]int64 `json:"old_producers"`
	NewProducers map[string]int64 `json:"new_producers"`
	// Types is what differs, by type of event.
	Types map[string]*TypeDifference `json:"types"`
}

// TypeDifference is what differs in the events of a type.
type TypeDifference struct {
	Old       int64 `json:"old"`
	New       int64 `json:"new"`
	Same      int64 `json:"same"`
	Added     int64 `json:"added"`
	Changed   int64 `json:"changed"`
	Retracted int64 `json:"retracted"`
	// Fields counts what changed in the changed events.
	Fields   map[string]int64 `json:"fields,omitempty"`
	Examples []Example        `json:"examples,omitempty"`
}

// Example is an event that differs.
type Example struct {
	// Kind is "added", "changed" or "retracted".
	Kind    string `json:"kind"`
	Article string `json:"article"`
	Event   string `json:"event"`
	Status  string `json:"status"`
	Trigger string `json:"trigger"`
	Roles   string `json:"roles"`
	// Changes says what changed, "field: old -> new".
	Changes  []string `json:"changes,omitempty"`
	Sentence string   `json:"sentence"`
}

// stands is how an article stands on one side.
type stands struct {
	events   map[string]brief
	producer *schemas.Producer
}

// Result compares what was added.
func (c *Comparison) Result() (*Difference, error) {
	d := &Difference{OldProducers: map[string]int64{}, NewProducers: map[string]int64{}, Types: map[string]*TypeDifference{}}
	for i := range diffParts {
		before, err := c.part(Old, i)
		if err != nil {
			return nil, err
		}
		after, err := c.part(New, i)
		if err != nil {
			return nil, err
		}
		c.compare(d, before, after)
	}
	return d, nil
}

// part reads one part of a side.
func (c *Comparison) part(side Side, i int) (map[string]*stands, error) {
	if err := c.parts[side][i].Flush(); err != nil {
		return nil, fmt.Errorf("compare: %w", err)
	}
	f := c.files[int(side)*diffParts+i]
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("compare: %w", err)
	}
	articles := map[string]*stands{}
	for dec := json.NewDecoder(bufio.NewReader(f)); ; {
		var ch change
		err := dec.Decode(&ch)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("compare: %w", err)
		}
		a := articles[ch.Article]
		if a == nil {
			a = &stands{events: map[string]brief{}}
			articles[ch.Article] = a
		}
		a.apply(&ch)
	}
	maps.DeleteFunc(articles, func(_ string, a *stands) bool { return a.producer == nil }) // never completed
	return articles, nil
}

func (a *stands) apply(ch *change) {
	if ch.Whole {
		clear(a.events)
	}
	for _, e := range ch.Events {
		a.events[e.ID] = e
	}
	delete(a.events, ch.Gone)
	if ch.IsListed {
		maps.DeleteFunc(a.events, func(id string, _ brief) bool { return !slices.Contains(ch.Listed, id) })
	}
	if ch.Producer != nil {
		a.producer = ch.Producer
	}
}

func (c *Comparison) compare(d *Difference, before, after map[string]*stands) {
	for _, a := range before {
		d.OldArticles++
		d.OldProducers[nameOf(a.producer)]++
	}
	for id := range before {
		if after[id] == nil {
			d.OnlyOld++
		}
	}
	for _, id := range slices.Sorted(maps.Keys(after)) {
		a, b := after[id], before[id]
		d.NewArticles++
		d.NewProducers[nameOf(a.producer)]++
		if b == nil {
			d.OnlyNew++
			b = &stands{}
		}
		if c.article(d, id, b.events, a.events) {
			d.Changed++
		}
	}
}

// article compares the events of an article; differs says whether any does.
func (c *Comparison) article(d *Difference, article string, before, after map[string]brief) (differs bool) {
	for _, id := range slices.Sorted(maps.Keys(before)) {
		e := before[id]
		t := d.of(e.Type)
		t.Old++
		if _, ok := after[id]; !ok {
			t.Retracted++
			differs = true
			c.example(t, "retracted", article, e, nil)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(after)) {
		e := after[id]
		t := d.of(e.Type)
		t.New++
		was, ok := before[id]
		changes := changesOf(was, e)
		switch {
		case !ok:
			t.Added++
			c.example(t, "added", article, e, nil)
		case len(changes) == 0:
			t.Same++
			continue
		default:
			t.Changed++
			var texts []string
			for _, ch := range changes {
				t.Fields[ch.field]++
				texts = append(texts, ch.String())
			}
			c.example(t, "changed", article, e, texts)
		}
		differs = true
	}
	return differs
}

func (d *Difference) of(eventType string) *TypeDifference {
	t := d.Types[eventType]
	if t == nil {
		t = &TypeDifference{Fields: map[string]int64{}}
		d.Types[eventType] = t
	}
	return t
}

// fieldChange is a field of an event that changed.
type fieldChange struct{ field, from, to string }

func (c fieldChange) String() string {
	return fmt.Sprintf("%s: %s -> %s", c.field, cmp.Or(c.from, "none"), cmp.Or(c.to, "none"))
}

func changesOf(from, to brief) []fieldChange {
	var out []fieldChange
	for _, f := range []fieldChange{
		{"type", from.Type, to.Type}, {"status", from.Status, to.Status}, {"trigger", from.Trigger, to.Trigger}, {"roles", from.Roles, to.Roles},
		{"time", from.Time, to.Time}, {"amount", from.Amount, to.Amount}, {"source", from.Source, to.Source},
	} {
		if f.from != f.to {
			out = append(out, f)
		}
	}
	return out
}

func (c *Comparison) example(t *TypeDifference, kind, article string, e brief, changes []string) {
	n := 0
	for _, x := range t.Examples {
		if x.Kind == kind {
			n++
		}
	}
	if n < c.examples {
		t.Examples = append(t.Examples, Example{
			Kind: kind, Article: article, Event: e.ID, Status: e.Status, Trigger: e.Trigger, Roles: e.Roles, Changes: changes, Sentence: e.Sentence,
		})
	}
}

// nameOf names a producer so that two that differ have other names.
func nameOf(p *schemas.Producer) string {
	short := func(s string) string { return s[:min(len(s), 12)] }
	name := fmt.Sprintf("%s %s engine %s", p.Name, p.Version, p.Engine)
	if p.Models != "" {
		name += " models " + short(p.Models)
	}
	if p.Definitions != "" {
		name += " definitions " + short(p.Definitions)
	}
	return name
}
