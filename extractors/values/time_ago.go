package values

import (
	"time"

	"gleaner/extractors/doc"
)

// ago reads "three years ago", "a year earlier", "in two weeks", "two days
// later", "half an hour ago", "three days after Christmas".
func (r *reader) ago(i int32) (moment, bool) {
	in := r.word(i) == "in"
	at := r.skip(i, "in")
	if in {
		at = r.skip(at, "about", "around")
	}
	if m, ok := r.weekdaysAway(at); ok {
		return m, true
	}
	count, unit, at, ok := r.agoLength(at)
	if !ok {
		return moment{}, false
	}
	sign := 1
	if r.word(at) == "-" {
		at++
	}
	switch w := r.word(at); {
	case w == "ago" || w == "earlier" || w == "back" && !in:
		sign, at = -1, at+1
	case w == "before" || w == "after":
		return r.awayFrom(i, at, count, unit)
	case w == "from" && (r.word(at+1) == "now" || r.word(at+1) == "today"):
		at += 2
	case r.is(at, "from", "right", "now"):
		at += 3
	case w == "from":
		return r.awayFrom(i, at, count, unit)
	case w == "later":
		return r.later(i, at+1, count, unit)
	case w == "hence":
		at++
	case in && r.tense(i) == future && !r.tag(at).Noun() && !r.record(i):
	default:
		return moment{}, false
	}
	if r.anchor.unknown() {
		return unanchored(unit, at)
	}
	if m, ok := r.sameQuarter(i, sign*count, unit, at); ok {
		return m, true
	}
	return r.away(r.anchor.Time, sign*count, unit).at(at)
}

// later is the time so many units after the one spoken of: "In 2016 it opened. Two
// years later ..."; with none told, after the article, where
// the clause is of the future.
func (r *reader) later(i, end int32, count int, unit string) (moment, bool) {
	base, ok := r.spoken(unit)
	switch {
	case ok:
	case r.anchor.unknown() || r.tense(i) != future:
		return unanchored(unit, end)
	default:
		base = r.anchor.Time
	}
	return r.away(base, count, unit).at(end)
}

// record says whether "in" at the token tells since when something is the
// first, best or only: "for the first time in 11 years".
func (r *reader) record(i int32) bool {
	switch r.word(i - 1) {
	case "time", "times", "once", "twice", "level", "high", "low":
		return true
	}
	for j := i - 4; j < i; j++ {
		if r.tag(j) == doc.JJS || r.word(j) == "first" || r.word(j) == "only" {
			return true
		}
	}
	return false
}

// away is the period of the unit that lies so many units from t; decades count
// as years, hours to the minute.
func (r *reader) away(t time.Time, n int, unit string) period {
	switch unit {
	case "decade", "century":
		return yearOf(shift(t, n, unit).Year())
	case "hour", "minute", "second":
		if !r.anchor.timed {
			return r.anchor.today()
		}
		grain := unit
		if unit == "hour" {
			grain = "minute"
		}
		return containing(shift(t, n, unit), grain)
	}
	return containing(shift(t, n, unit), unit)
}

// awayFrom reads the day that a length counts from: "three days after Easter",
// "a week before March 3", "a year from Christmas"; with none, "the day before".
func (r *reader) awayFrom(i, at int32, count int, unit string) (moment, bool) {
	sign := 1
	if r.word(at) == "before" {
		sign = -1
	}
	day, ok := r.dayBehind(at + 1)
	if ok && r.word(at) == "from" {
		switch r.word(day.end) {
		case "to", "through", "thru", "until", "till", "-":
			return moment{}, false // "18 weeks from March 5 through July": how long it takes
		}
	}
	switch {
	case ok && day.unknown():
		return unanchored("day", day.end)
	case ok && (unit == "day" || unit == "week" || unit == "month" || unit == "year"):
		if unit == "year" && r.word(at) != "from" && !day.from.After(r.anchor.Time) == (sign > 0) {
			return dayOf(shift(day.from, sign*count, unit)).at(day.end)
		}
		if unit == "year" && day.from.After(r.anchor.Time) {
			return day.period.at(day.end)
		}
		return dayOf(shift(day.from, sign*count, unit)).at(day.end)
	case r.word(at) == "before" && !r.anchor.unknown() && (at+1 >= r.end || r.shape(at+1).Is(doc.Punct)):
		return r.away(r.anchor.Time, -count, unit).at(at + 1)
	}
	return moment{}, false
}

// agoLength reads a whole number of units: "three years", "half an hour", "2.5 hours".
func (r *reader) agoLength(i int32) (n int, unit string, end int32, ok bool) {
	if r.word(i) == "few" || r.word(i) == "couple" || r.word(i) == "several" || (r.word(i) == "a" || r.word(i) == "an") && r.word(i+1) != "half" && r.word(i+1) != "quarter" {
		n, at, ok := r.agoCount(i)
		unit = timeUnits[r.word(at)]
		if unit == "fortnight" {
			n, unit = 2*n, "week"
		}
		return n, unit, at + 1, ok && unit != ""
	}
	s, end, ok := r.stretch(i)
	if !ok {
		return 0, "", 0, false
	}
	f, unit := s.number()
	return int(f), unit, end, f >= 1 && f <= 10000 && f == float64(int(f))
}

func (r *reader) agoCount(i int32) (n int, end int32, ok bool) {
	switch r.word(i) {
	case "a", "an":
		switch r.word(i + 1) {
		case "few", "couple", "pair":
			return r.spanCount(i + 1)
		}
		return 1, i + 1, true
	}
	return r.spanCount(i)
}

// weekdaysAway reads "three Fridays from now", "two Thursdays ago".
func (r *reader) weekdaysAway(i int32) (moment, bool) {
	n, ok := r.countAt(i)
	name := r.word(i + 1)
	if !ok || n < 1 || n > 52 || len(name) < 7 || name[len(name)-1] != 's' {
		return moment{}, false
	}
	day, ok := weekdays[name[:len(name)-1]]
	at := i + 2
	sign := 1
	switch {
	case !ok:
		return moment{}, false
	case r.word(at) == "ago" || r.word(at) == "back":
		sign, at = -1, at+1
	case r.is(at, "from", "now"):
		at += 2
	default:
		return moment{}, false
	}
	if r.anchor.unknown() {
		return unanchored("day", at)
	}
	today := r.anchor.today().from
	ahead := (int(day) - int(today.Weekday()) + 7) % 7
	if ahead == 0 {
		ahead = 7
	}
	if sign < 0 {
		ahead = (int(today.Weekday()) - int(day) + 7) % 7
		if ahead == 0 {
			ahead = 7
		}
	}
	return dayOf(today.AddDate(0, 0, sign*(ahead+7*(n-1)))).at(at)
}
