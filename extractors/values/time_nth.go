package values

import "time"

// nth reads "the first Monday of March 2018", "the last day of October", "the
// third last week of 2018", "the week of October 6th".
func (r *reader) nth(i int32) (moment, bool) {
	at := r.skip(i, "the")
	switch {
	case r.is(at, "all", "week") || r.is(at, "all", "year"):
		return r.wholeOf(r.word(at+1), at+2)
	case r.is(at, "week", "of"):
		return r.weekOfDay(at + 1)
	}
	n, backwards := r.ordinalAt(at), false
	if n > 0 {
		at++
	}
	if r.word(at) == "last" {
		n, backwards, at = max(n, 1), true, at+1
	}
	what := r.word(at)
	weekday, isWeekday := weekdays[what]
	if n == 0 || n > 31 || !isWeekday && what != "day" && what != "week" && what != "weekend" || r.word(at+1) != "of" && r.word(at+1) != "in" {
		return moment{}, false
	}
	within, ok := r.monthOrYear(at + 2)
	if !ok {
		return moment{}, false
	}
	row := days{length: 1, step: 7, grain: "day", first: weekday}
	switch what {
	case "day":
		row.step, row.first = 1, within.from.Weekday()
	case "week":
		row.length, row.grain, row.first = 7, "week", time.Monday
	case "weekend":
		row.length, row.first = 2, time.Saturday
	}
	if within.unknown() {
		return unanchored(row.grain, within.end)
	}
	p, ok := row.nth(within.period, n, backwards)
	if !ok {
		return moment{}, false
	}
	return p.at(within.end)
}

// weekOfDay reads the day of "the week of October 6th", from "of" on.
func (r *reader) weekOfDay(i int32) (moment, bool) {
	day, ok := r.dayBehind(i)
	switch {
	case !ok:
		return moment{}, false
	case day.unknown():
		return unanchored("week", day.end)
	}
	return weekOf(day.from).at(day.end)
}

// days is what recurs every so many days, beginning on a weekday.
type days struct {
	length, step int
	grain        string
	first        time.Weekday
}

// nth is the n-th of them that lies within a period, a week for the most part, from its end where
// backwards is set.
func (d days) nth(within period, n int, backwards bool) (period, bool) {
	first := nthWeekday(within.from.Year(), within.from.Month(), d.first, 1)
	at := func(i int) period {
		from := first.AddDate(0, 0, d.step*i)
		return period{from, from.AddDate(0, 0, d.length), d.grain}
	}
	i := n - 1
	if backwards {
		count := int(within.to.Sub(first).Hours()/24) / d.step
		if at(count).to.After(within.to) {
			count--
		}
		i = count - (n - 1)
	}
	p, limit := at(i), within.to
	if d.grain == "week" && !backwards {
		limit = limit.AddDate(0, 0, d.length/2) // most of it
	}
	return p, !p.from.Before(within.from) && !p.to.After(limit)
}

// wholeOf is the article's week or year: "all week".
func (r *reader) wholeOf(unit string, end int32) (moment, bool) {
	if r.anchor.unknown() {
		return unanchored(unit, end)
	}
	return containing(r.anchor.Time, unit).at(end)
}

// monthOrYear reads the period that "the first Monday of" counts in.
func (r *reader) monthOrYear(i int32) (moment, bool) {
	if m, ok := months[r.word(i)]; ok {
		return r.yearly(i, i+1, func(year int) period { return monthOf(year, m) })
	}
	if n, at, ok := r.direct(i); ok && (r.word(at) == "month" || r.word(at) == "year") {
		if r.anchor.unknown() {
			return unanchored(r.word(at), at+1)
		}
		return containing(shift(startOf(r.anchor.Time, r.word(at)), n, r.word(at)), r.word(at)).at(at + 1)
	}
	if year, end, ok := r.yearAt(i); ok {
		return yearOf(year).at(end)
	}
	return moment{}, false
}

// ordinalAt reads "first", "3rd".
func (r *reader) ordinalAt(i int32) int {
	if n, ok := ordinalDigits(r.word(i)); ok {
		return n
	}
	return ordinalWords[r.word(i)]
}

// nthWeekday is the n-th such weekday of a month.
func nthWeekday(year int, month time.Month, day time.Weekday, n int) time.Time {
	first := date(year, month, 1)
	return first.AddDate(0, 0, (int(day)-int(first.Weekday())+7)%7+7*(n-1))
}
