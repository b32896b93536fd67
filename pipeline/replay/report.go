package replay

import (
	"cmp"
	"maps"
	"slices"
)

// Counts are how many articles had which outcome.
type Counts struct {
	Read      int64 `json:"read"`
	Extracted int64 `json:"extracted,omitempty"`
	Published int64 `json:"published,omitempty"`
	Skipped   int64 `json:"skipped,omitempty"`
	Dead      int64 `json:"dead,omitempty"`
	Events    int64 `json:"events,omitempty"`
}

// Report is what became of the articles that are done with.
type Report struct {
	Counts
	// SkippedBy and DeadBy count by reason, PassedOver what held no article.
	SkippedBy  map[string]int64 `json:"skipped_by,omitempty"`
	DeadBy     map[string]int64 `json:"dead_by,omitempty"`
	PassedOver map[string]int64 `json:"passed_over,omitempty"`
	// DatesFrom counts where the date of publication was found: "article",
	// "metadata", "page", "url", "none".
	DatesFrom map[string]int64 `json:"dates_from,omitempty"`
	// Days is by date of publication, Sources by source; Others stands for what
	// is beyond maxDays and maxSources.
	Days    map[string]*Counts `json:"days,omitempty"`
	Sources map[string]*Counts `json:"sources,omitempty"`
}

// Bounds of a report, so that neither a hostile archive nor a long one makes
// it too large to be kept.
const (
	maxDays    = 6000 // 16 years
	maxSources = 1000
	// Others stands for the days and sources beyond the bounds, and Unknown for
	// articles that do not say.
	Others  = "others"
	Unknown = "unknown"
)

func (r *Report) init() {
	for _, m := range []*map[string]int64{&r.SkippedBy, &r.DeadBy, &r.PassedOver, &r.DatesFrom} {
		if *m == nil {
			*m = map[string]int64{}
		}
	}
	for _, m := range []*map[string]*Counts{&r.Days, &r.Sources} {
		if *m == nil {
			*m = map[string]*Counts{}
		}
	}
}

// Clone returns a copy that shares nothing.
func (r *Report) Clone() Report {
	c := *r
	c.SkippedBy, c.DeadBy, c.PassedOver, c.DatesFrom = maps.Clone(r.SkippedBy), maps.Clone(r.DeadBy), maps.Clone(r.PassedOver), maps.Clone(r.DatesFrom)
	clone := func(m map[string]*Counts) map[string]*Counts {
		out := make(map[string]*Counts, len(m))
		for k, v := range m {
			n := *v
			out[k] = &n
		}
		return out
	}
	c.Days, c.Sources = clone(r.Days), clone(r.Sources)
	return c
}

// Top lists at most n rows of a table by count, the largest first, and says
// how many are left out.
func Top(table map[string]*Counts, n int) (names []string, left int) {
	names = slices.SortedFunc(maps.Keys(table), func(a, b string) int {
		return cmp.Or(cmp.Compare(table[b].Read, table[a].Read), cmp.Compare(a, b))
	})
	if len(names) > n {
		return names[:n], len(names) - n
	}
	return names, 0
}

// line is what is known of an article when it is handed out, and later how it ended.
type line struct {
	day, source, dateFrom string
	passed                map[string]int64
	position              string
	ended                 bool
	outcome               outcome
}

type outcome struct {
	kind   outcomeKind
	reason string
	events int64
}

type outcomeKind uint8

const (
	extracted outcomeKind = iota
	published
	skipped
	dead
)

// add counts an article.
func (r *Report) add(l *line) {
	for reason, n := range l.passed {
		r.PassedOver[reason] += n
	}
	if l.dateFrom != "" {
		r.DatesFrom[l.dateFrom]++
	}
	switch l.outcome.kind {
	case skipped:
		r.SkippedBy[l.outcome.reason]++
	case dead:
		r.DeadBy[l.outcome.reason]++
	}
	for _, c := range []*Counts{&r.Counts, bucket(r.Days, cmp.Or(l.day, Unknown), maxDays), bucket(r.Sources, cmp.Or(l.source, Unknown), maxSources)} {
		c.Read++
		c.Events += l.outcome.events
		switch l.outcome.kind {
		case extracted:
			c.Extracted++
		case published:
			c.Published++
		case skipped:
			c.Skipped++
		case dead:
			c.Dead++
		}
	}
}

func bucket(table map[string]*Counts, name string, most int) *Counts {
	if c := table[name]; c != nil {
		return c
	}
	if len(table) >= most {
		name = Others
	}
	c := table[name]
	if c == nil {
		c = &Counts{}
		table[name] = c
	}
	return c
}
