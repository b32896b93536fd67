package values

import "time"

// part is where in a period something lies.
type part uint8

const (
	whole part = iota
	beginning
	middle
	end
	// sofar is the part that has passed, rest the part that has not.
	sofar
	rest
)

var partWords = map[string]part{
	"early": beginning, "beginning": beginning, "start": beginning, "mid": middle, "middle": middle, "late": end, "end": end,
	"earlier": sofar, "later": rest, "rest": rest, "remainder": rest,
}

// narrowingAdverbs stand before "on": "late on Sunday", but not "a start on Friday".
var narrowingAdverbs = map[string]bool{"early": true, "late": true, "earlier": true, "later": true}

// narrowed reads a time with the word that narrows it: "early March", "the end
// of next year", "mid-2018", "later this week", "the morning of May 3". Its
// value is that of the whole period, its ends are those of the part.
func (r *reader) narrowed(i int32) (moment, bool) {
	at := r.skip(i, "the")
	w := r.word(at)
	if m, ok := r.yearEnd(i); ok {
		return m, true
	}
	if dayParts[w].to > 0 && r.word(at+1) == "of" {
		if day, ok := r.dayBehind(at + 1); ok {
			return r.partOfDay(day, w, day.end), true
		}
		return moment{}, false
	}
	p, ok := partWords[w]
	if !ok || r.isVerb(at) || r.afterAll(at) {
		return moment{}, false
	}
	at++
	switch {
	case r.word(at) == "-":
		at++
	case r.word(at) == "of" || r.word(at) == "in" || r.word(at) == "on" && narrowingAdverbs[w]:
		at++
		at = r.skip(at, "about", "around")
	case w == "beginning" || w == "start" || w == "end" || w == "middle" || w == "rest" || w == "remainder":
		if w != "end" || r.word(at) == "of" {
			return moment{}, false
		}
	}
	if partWords[r.word(r.skip(at, "the"))] != whole {
		return moment{}, false // one narrowing is enough
	}
	m, ok := r.narrowable(at)
	if !ok {
		return moment{}, false
	}
	if m.unknown() {
		return m, true
	}
	if m.timex == "" {
		m.timex = m.String()
	}
	m.period = r.partOf(m.period, p)
	return m, true
}

// afterAll says whether "the end of the day" tells no time: "At the end of the
// day, people want work".
func (r *reader) afterAll(i int32) bool {
	return r.is(i-2, "at", "the", "end", "of", "the", "day", ",")
}

// isVerb says whether a word is a verb, as "start" in "will start in May".
func (r *reader) isVerb(i int32) bool {
	if r.word(i+1) == "-" {
		return false // "to end-July"
	}
	switch r.word(i - 1) {
	case "to", "will", "would", "may", "might", "could", "should", "can", "must":
		return true
	}
	return r.tag(i).Verb() && r.word(i+1) != "of"
}

// yearEnd reads "year-end", "year end", "the year's end", "the quarter-end".
func (r *reader) yearEnd(i int32) (moment, bool) {
	at := r.skip(i, "the")
	unit := unitOne[r.word(at)]
	if unit != "year" && unit != "month" && unit != "quarter" {
		return moment{}, false
	}
	if at = r.skip(at+1, "-", "'s"); r.word(at) != "end" || r.word(at+1) == "of" || r.tag(at+1).Noun() && unit != "year" {
		return moment{}, false
	}
	year, last, ok := r.yearAt(at + 1)
	if r.word(at+1) == "," || r.word(at+1) == "in" {
		ok = false
	}
	switch {
	case ok && unit == "year":
		return r.partOf(yearOf(year), end).as(yearOf(year).String(), last)
	case r.anchor.unknown():
		return unanchored(unit, at+1)
	}
	p := containing(r.anchor.Time, unit)
	return r.partOf(p, end).as(p.String(), at+1)
}

// narrowable reads the period that is narrowed; behind "the end of" also "the year".
func (r *reader) narrowable(i int32) (moment, bool) {
	if m, ok := r.moment(i); ok && (m.grain != "hour" || m.to.Sub(m.from) > time.Hour) {
		return m, ok
	}
	if r.word(i-1) != "of" && r.word(i-1) != "in" {
		return moment{}, false
	}
	at := r.skip(r.skip(i, "the"), "full", "current", "fiscal", "calendar")
	unit, ok := unitOne[r.word(at)]
	if !ok && r.word(at) != "day" {
		return moment{}, false
	}
	if unit == "" {
		unit = "day"
	}
	if r.anchor.unknown() {
		return unanchored(unit, at+1)
	}
	return containing(r.anchor.Time, unit).at(at + 1)
}

// partOf is a part of a period. The parts of a month are its decades of days,
// those of a year January to March, May to August, September to December.
func (r *reader) partOf(p period, which part) period {
	q := p
	switch which {
	case sofar:
		if now := r.anchor.today().from; now.After(p.from) && now.Before(p.to) {
			q.to, q.grain = now.AddDate(0, 0, 1), "day"
		}
		return q
	case rest:
		if now := r.anchor.today().from; now.AddDate(0, 0, 1).Before(p.to) && now.After(p.from) {
			q.from, q.grain = now, "day"
		}
		return q
	}
	from, to := partBounds(p, which)
	if from.IsZero() {
		return p
	}
	q.from, q.to = from, to
	switch p.grain {
	case "year":
		if p == yearOf(p.from.Year()) {
			q.grain = "month"
		}
	case "month", "quarter", "week":
		q.grain = "day"
	case "day":
		q.grain = "hour"
	}
	return q
}

// partBounds are the ends of the beginning, middle or end of a period.
func partBounds(p period, which part) (from, to time.Time) {
	cut := func(first, second time.Time) (time.Time, time.Time) {
		switch which {
		case beginning:
			return p.from, first
		case middle:
			return first, second
		}
		return second, p.to
	}
	months := func(n int) time.Time { return p.from.AddDate(0, n, 0) }
	days := func(n int) time.Time { return p.from.AddDate(0, 0, n) }
	switch {
	case p.grain == "hour" && p.to.Sub(p.from) > 3*time.Hour:
		return cut(p.from.Add(p.to.Sub(p.from)*3/4), p.to.Add(-3*time.Hour))
	case p.isDay():
		return cut(p.from.Add(9*time.Hour), p.from.Add(21*time.Hour))
	case p == weekOf(p.from):
		if which == middle {
			return days(2), days(4)
		}
		return cut(days(3), days(4))
	case p == monthOf(p.from.Year(), p.from.Month()):
		return cut(days(10), days(20))
	case p.grain == "quarter" && p == quarterOf(p.from):
		return cut(months(1), months(2))
	case p == yearOf(p.from.Year()):
		if which == middle {
			return months(4), months(8)
		}
		return cut(months(3), months(8))
	case p == yearsOf(p.from.Year(), 10):
		return cut(months(48), months(84))
	}
	return time.Time{}, time.Time{}
}
