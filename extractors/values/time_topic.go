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
	back, end := 0, at
	same, latest := false, false
	switch ago := r.yearAgo(at); {
	case ago > 0:
		back, end = 1, ago
	case r.word(at) == "latest":
		latest, end = true, at+1
	case r.is(at, "most", "recent"):
		latest, end = true, at+2
	case r.word(at) == "same" || r.word(at) == "comparable" || r.word(at) == "corresponding":
		same, end = true, at+1
	}
	year, hasYear := parseCount(r.word(at))
	if hasYear = hasYear && year >= 1900 && year <= 2100; hasYear {
		end = at + 1
	}
	w := r.word(end)
	if at == i && back == 0 || w != "quarter" && w != "period" && back == 0 {
		return moment{}, false
	}
	if w == "quarter" || w == "period" {
		end++
	}
	if r.word(end) == "-" && back == 0 {
		return moment{}, false // "the quarter-finals"
	}
	if back == 0 && w == "quarter" {
		if n, at, ok := r.agoCount(end); ok && n == 1 && timeUnits[r.word(at)] == "year" && (r.word(at+1) == "ago" || r.word(at+1) == "earlier") {
			back, end = 1, at+2
		}
	}
	if (r.word(end) == "of" && !same || r.word(end) == "'s") && back == 0 {
		return moment{}, false
	}
	if same {
		y, after, ok := r.yearBehind(end)
		if n, _, ago := r.agoCount(end); !ok && ago && n == 1 && timeUnits[r.word(end+1)] == "year" && (r.word(end+2) == "ago" || r.word(end+2) == "earlier" || r.word(end+2) == "before") {
			back, end = 1, end+3
		} else if ok {
			year, end, hasYear = y, after, true
		} else {
			return moment{}, false
		}
	}
	grain := "quarter"
	if r.anchor.unknown() && r.topic.unknown() {
		return unanchored(grain, end)
	}
	p := r.topic
	if p.grain != "quarter" {
		if w == "period" && !latest && back == 0 {
			return moment{}, false
		}
		if r.anchor.unknown() {
			return unanchored(grain, end)
		}
		if p = containing(shift(r.anchor.Time, -1, "quarter"), "quarter"); back > 0 && w != "quarter" && w != "period" {
			return yearOf(r.anchor.Year() - 1).at(end)
		}
	}
	p.from, p.to = shift(p.from, -back, "year"), shift(p.to, -back, "year")
	if hasYear {
		n := year - p.from.Year()
		p.from, p.to = shift(p.from, n, "year"), shift(p.to, n, "year")
	}
	return p.at(end)
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
