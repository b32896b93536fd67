package values

import "time"

// nth reads "the first Monday of March 2018", "the last day of October", "the
// third last week of 2018", "the week of October 6th".
func (r *reader) nth(i int32) (moment, bool) {
	at := r.skip(i, "the")
	if r.is(at, "week", "of") {
		if day, ok := r.dayBehind(at + 1); ok && day.end > at+2 {
			if day.unknown() {
				return unanchored("week", day.end)
			}
			return weekOf(day.from).at(day.end)
		}
		return moment{}, false
	}
	n, backwards := 0, false
	if r.is(at, "all", "week") || r.is(at, "all", "year") {
		return r.wholeOf(r.word(at+1), at+2)
	}
	if r.word(at) == "last" {
		n, backwards, at = 1, true, at+1
	} else if n = r.ordinalAt(at); n > 0 {
		if at++; r.word(at) == "last" {
			backwards, at = true, at+1
		}
	}
	what := r.word(at)
	weekday, isWeekday := weekdays[what]
	if n == 0 || n > 31 || !isWeekday && what != "day" && what != "week" && what != "weekend" {
		return moment{}, false
	}
	if r.word(at+1) != "of" && r.word(at+1) != "in" {
		return moment{}, false
	}
	whole, ok := r.monthOrYear(at + 2)
	if !ok {
		return moment{}, false
	}
	grain := what
	if isWeekday || what == "weekend" {
		grain = "day"
	}
	if whole.unknown() {
		return unanchored(grain, whole.end)
	}
	step, first := 7, whole.from
	switch {
	case isWeekday:
		first = nthWeekday(first.Year(), first.Month(), weekday, 1)
	case what == "day":
		step = 1
	case what == "weekend":
		first = nthWeekday(first.Year(), first.Month(), time.Saturday, 1)
	default:
		first = nthWeekday(first.Year(), first.Month(), time.Monday, 1)
	}
	length := map[string]int{"week": 7, "weekend": 2}[what]
	length = max(length, 1)
	at0 := first.AddDate(0, 0, step*(n-1))
	if backwards {
		count := 0
		for !first.AddDate(0, 0, step*count+length).After(whole.to) {
			count++
		}
		at0 = first.AddDate(0, 0, step*(count-n))
	}
	p := period{at0, at0.AddDate(0, 0, length), grain}
	if p.from.Before(whole.from) || p.to.After(whole.to) {
		return moment{}, false
	}
	return p.at(whole.end)
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
