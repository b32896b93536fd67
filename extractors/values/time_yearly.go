package values

import "time"

// yearBehind reads the year behind a day, month or holiday: "2018", ", 2018",
// "of last year", "two years ago", "in three years".
func (r *reader) yearBehind(i int32) (year int, end int32, ok bool) {
	if year, end, ok = r.yearAt(i); ok {
		return year, end, true
	}
	at := r.skip(i, "of", "in")
	if n, ok := direction(r.word(at)); ok && r.word(at) != "the" && (r.word(at+1) == "year" || r.word(at+1) == "yr") {
		return r.anchor.Year() + n, at + 2, !r.anchor.unknown()
	}
	if r.word(i) == "of" || r.anchor.unknown() {
		return 0, i, false
	}
	n, at, ok := r.agoCount(at)
	if unit := timeUnits[r.word(at)]; !ok || unit != "year" && unit != "month" {
		return 0, i, false
	}
	unit := timeUnits[r.word(at)]
	sign := 1
	switch w := r.word(at + 1); {
	case w == "ago":
		sign, at = -1, at+2
	case w == "hence":
		at += 2
	case w == "from" && (r.word(at+2) == "now" || r.word(at+2) == "today"):
		at += 3
	case r.word(i) == "in":
		at++
	default:
		return 0, i, false
	}
	return shift(r.anchor.Time, sign*n, unit).Year(), at, true
}

// yearly makes a moment of what comes once a year: in the year behind it, else
// its last or next occurrence.
func (r *reader) yearly(i, end int32, of func(year int) period) (moment, bool) {
	if year, at, ok := r.yearBehind(end); ok {
		if p := of(year); !p.unknown() {
			return p.at(at)
		}
		return unanchored("day", at)
	}
	if at := r.thatYear(end); at > end {
		if t, ok := r.spoken("year"); ok {
			if p := of(t.Year()); !p.unknown() {
				return p.at(at)
			}
		}
		return unanchored(of(2000).grain, at)
	}
	if year, month, ok := r.sharedYear(end); ok {
		p := of(year)
		if p.from.Month() > month {
			p = of(year - 1)
		}
		if !p.unknown() {
			return p.at(end)
		}
	}
	if r.anchor.unknown() {
		return unanchored(of(2000).grain, end)
	}
	m, ok := r.occurrence(i, of).at(end)
	m.loose = ok
	return m, ok
}

// thatYear is the place behind "of that year", "that same year", else i.
func (r *reader) thatYear(i int32) int32 {
	at := r.skip(i, "of", "in")
	switch {
	case r.is(at, "that", "same", "year"), r.is(at, "the", "same", "year") && at > i:
		return at + 3
	case r.is(at, "that", "year"):
		return at + 2
	}
	return i
}

// sharedYear reads the year that a month shares with the one behind it: "March
// and April 2023", "May or June, 2023".
func (r *reader) sharedYear(i int32) (year int, month time.Month, ok bool) {
	if w := r.word(i); w != "and" && w != "or" {
		return 0, 0, false
	}
	if month, ok = r.month(i + 1); !ok {
		return 0, 0, false
	}
	year, _, ok = r.yearAt(r.skip(i+2, ","))
	return year, month, ok
}

// occurrence chooses between the last and the next occurrence: by the tense. The
// next one is meant where it is near and the last is far; what is past needs its
// year then. A month may be the last one all the same, "it fell in May", but the coming
// month is not: "sold April shipments".
func (r *reader) occurrence(i int32, of func(year int) period) period {
	const soon, near, far = 35 * 24 * time.Hour, 90 * 24 * time.Hour, 200 * 24 * time.Hour
	last, next := r.around(of)
	t := r.tense(i)
	switch {
	case last.unknown():
		return next
	case next.unknown():
		return last
	case next.grain == "month" && r.word(i-1) != "in" && r.word(i-2) != "in" && next.from.Sub(r.anchor.Time) < soon && r.anchor.Sub(last.to) > far:
		return next
	case next.from.Sub(r.anchor.Time) < near && r.anchor.Sub(last.to) > far && (t != past || next.grain == "day"):
		return next
	case t == future:
		return next
	}
	return last
}

// around is the last occurrence that has begun, and the first that is not over.
func (r *reader) around(of func(year int) period) (last, next period) {
	now := r.anchor.Time
	for year := now.Year() - 4; year <= now.Year()+4; year++ {
		p := of(year)
		if p.unknown() {
			continue
		}
		if !p.from.After(now) {
			last = p
		}
		if next.unknown() && p.to.After(now) {
			next = p
		}
	}
	return last, next
}

// directed is the occurrence that "last", "this" and "next" point at.
func (r *reader) directed(n int, of func(year int) period) period {
	now := r.anchor.Time
	var last, next period
	for year := now.Year() - 4; year <= now.Year()+4; year++ {
		p := of(year)
		if p.unknown() {
			continue
		}
		if !p.to.After(now) {
			last = p
		}
		if next.unknown() && p.from.After(now) {
			next = p
		}
	}
	switch {
	case n < 0:
		return last
	case n > 0:
		return next
	}
	if this := of(now.Year()); !this.unknown() && this.to.After(now) {
		return this
	} else if next.unknown() {
		return this
	}
	return next
}
