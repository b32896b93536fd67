package values

import "gleaner/extractors/doc"

// yearAgo is the place behind "year-ago", "year-earlier", 0 for none.
func (r *reader) yearAgo(i int32) int32 {
	if r.word(i) != "year" || r.word(i+1) != "-" {
		return 0
	}
	switch r.word(i + 2) {
	case "ago", "earlier", "before":
		return i + 3
	}
	return 0
}

// speakOf notes a quarter or year that the article speaks of.
func (a *article) speakOf(p period) { a.topic, a.topicAge = p, 0 }

// topicQuarter reads "the quarter", "the latest quarter", "the year-ago period",
// "the 1988 period", "the same period last year": the quarter that the article
// speaks of, or the last one that is over.
func (r *reader) topicQuarter(i, at int32) (moment, bool) {
	t, ok := r.topicWords(at)
	if !ok || t.end == at || at == i && t.back == 0 {
		return moment{}, false
	}
	p := r.topic
	if p.grain != "quarter" {
		switch {
		case t.period && !t.latest && t.back == 0:
			return moment{}, false
		case r.anchor.unknown():
			return unanchored("quarter", t.end)
		case t.back > 0 && !t.noun:
			return yearOf(r.anchor.Year() - 1).at(t.end)
		}
		p = containing(shift(r.anchor.Time, -1, "quarter"), "quarter")
	}
	p = p.inYear(p.from.Year() - t.back)
	if t.year > 0 {
		p = p.inYear(t.year)
	}
	return p.at(t.end)
}

// topicWords are the words that point at a quarter spoken of.
type topicWords struct {
	// back is how many years before it, year which one.
	back, year int
	// noun says that "quarter" or "period" was said, period that it was the latter.
	noun, period, latest bool
	end                  int32
}

func (r *reader) topicWords(at int32) (t topicWords, ok bool) {
	t.end = at
	same := false
	switch ago := r.yearAgo(at); {
	case ago > 0:
		t.back, t.end = 1, ago
	case r.word(at) == "latest":
		t.latest, t.end = true, at+1
	case r.is(at, "most", "recent"):
		t.latest, t.end = true, at+2
	case r.word(at) == "same" || r.word(at) == "comparable" || r.word(at) == "corresponding":
		same, t.end = true, at+1
	default:
		if year, ok := r.bareYear(at); ok {
			t.year, t.end = year, at+1
		}
	}
	t.period = r.word(t.end) == "period"
	if t.noun = t.period || r.word(t.end) == "quarter"; t.noun {
		t.end++
	} else if t.back == 0 {
		return t, false
	}
	if t.back > 0 {
		return t, true
	}
	if at := r.yearBefore(t.end); at > 0 {
		t.back, t.end = 1, at
		return t, true
	}
	if year, end, ok := r.yearBehind(t.end); same && ok {
		t.year, t.end = year, end
		return t, true
	}
	switch r.word(t.end) {
	case "of", "'s", "-":
		return t, false // "the quarter of", "the quarter-finals"
	}
	return t, !same
}

// yearBefore is the place behind "a year ago", "a year earlier", 0 for none.
func (r *reader) yearBefore(i int32) int32 {
	n, at, ok := r.agoCount(i)
	if !ok || n != 1 || timeUnits[r.word(at)] != "year" {
		return 0
	}
	switch r.word(at + 1) {
	case "ago", "earlier", "before":
		return at + 2
	}
	return 0
}

// topicReach is for how many sentences "a year ago" means the quarter spoken of.
const topicReach = 3

// sameQuarter reads "a year ago" behind a figure of a quarterly report as the
// same quarter of the year before: "rose to $5 million from $4 million a year ago".
func (r *reader) sameQuarter(i int32, n int, unit string, end int32) (moment, bool) {
	if n != -1 || unit != "year" || r.topic.grain != "quarter" || r.topicAge > topicReach || len(r.d.Values) == 0 {
		return moment{}, false
	}
	v := &r.d.Values[len(r.d.Values)-1]
	if v.First < r.begin || i-v.End > 8 || v.Kind == doc.TimeValue || v.Kind == doc.DurationValue || v.Kind == doc.OrdinalValue {
		return moment{}, false
	}
	return period{shift(r.topic.from, -1, "year"), shift(r.topic.to, -1, "year"), "quarter"}.at(end)
}
