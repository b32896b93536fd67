package values

import (
	"time"

	"gleaner/extractors/doc"
)

// direction reads which one of a row of periods is meant.
func direction(w string) (n int, ok bool) {
	switch w {
	case "last", "past", "previous", "preceding":
		return -1, true
	case "this", "current", "the":
		return 0, true
	case "next", "coming", "following", "upcoming":
		return 1, true
	}
	return 0, false
}

// direct reads the word of direction, with "the" before it: "the previous".
func (r *reader) direct(i int32) (n int, end int32, ok bool) {
	if r.word(i) == "the" {
		if n, ok = direction(r.word(i + 1)); ok && r.word(i+1) != "the" {
			return n, i + 2, true
		}
	}
	n, ok = direction(r.word(i))
	return n, i + 1, ok
}

// shifted reads "last year", "this week", "next month", "the current quarter".
func (r *reader) shifted(i int32) (doc.Value, bool) {
	n, at, ok := r.direct(i)
	if !ok || r.word(at-1) == "the" {
		return doc.Value{}, false
	}
	at = r.skip(at, "fiscal")
	if m, ok := r.month(at); ok {
		return r.shiftedMonth(m, n, at+1)
	}
	unit, ok := unitOne[r.word(at)]
	if !ok {
		return doc.Value{}, false
	}
	if !r.anchor.known {
		return relative(at+1, unit)
	}
	return containing(shift(startOf(r.anchor.Time, unit), n, unit), unit).value(at + 1)
}

// startOf is the first moment of the unit, so that shifting never leaves it.
func startOf(t time.Time, unit string) time.Time { return containing(t, unit).from }

// shiftedMonth is the last or next month of that name: "last November".
func (r *reader) shiftedMonth(m time.Month, n int, end int32) (doc.Value, bool) {
	if !r.anchor.known {
		return relative(end, "month")
	}
	year := r.anchor.Year()
	switch {
	case n < 0 && m >= r.anchor.Month():
		year--
	case n > 0 && m <= r.anchor.Month():
		year++
	}
	return monthOf(year, m).value(end)
}

// span reads "the past two years", "next three months", "the last decade".
func (r *reader) span(i int32) (doc.Value, bool) {
	n, at, ok := r.direct(i)
	if !ok || n == 0 {
		return doc.Value{}, false
	}
	count, at, ok := r.spanCount(at)
	if !ok {
		return doc.Value{}, false
	}
	unit := timeUnits[r.word(at)]
	if unit == "" {
		return doc.Value{}, false
	}
	if !r.anchor.known {
		return relative(at+1, unit)
	}
	here := startOf(r.anchor.Time, unit)
	if n < 0 {
		return period{shift(here, -count, unit), here, unit}.value(at + 1)
	}
	here = shift(here, 1, unit)
	return period{here, shift(here, count, unit), unit}.value(at + 1)
}

// spanCount reads a whole number, "few" and "several" are three.
func (r *reader) spanCount(i int32) (n int, end int32, ok bool) {
	switch r.word(i) {
	case "few", "several":
		return 3, i + 1, true
	case "couple":
		return 2, r.skip(i+1, "of"), true
	}
	f, end, ok := r.number(i, false)
	return int(f), end, ok && f >= 1 && f <= 1000
}

// ago reads "three years ago", "a year earlier", "in two weeks", "two days later".
func (r *reader) ago(i int32) (doc.Value, bool) {
	in := r.word(i) == "in"
	at := i
	if in {
		at++
	}
	count, at, ok := r.agoCount(at)
	if !ok {
		return doc.Value{}, false
	}
	if r.word(at) == "-" {
		at++
	}
	unit := timeUnits[r.word(at)]
	if unit == "" {
		return doc.Value{}, false
	}
	at++
	if r.word(at) == "-" {
		at++
	}
	switch w := r.word(at); {
	case w == "ago" || w == "earlier" || w == "before":
		count, at = -count, at+1
	case w == "from" && r.word(at+1) == "now":
		at += 2
	case w == "later" || w == "hence":
		at++
	case in && r.future(i):
	default:
		return doc.Value{}, false
	}
	if !r.anchor.known {
		return relative(at, unit)
	}
	return containing(shift(r.anchor.Time, count, unit), unit).value(at)
}

func (r *reader) agoCount(i int32) (n int, end int32, ok bool) {
	switch r.word(i) {
	case "a", "an":
		if r.word(i+1) == "few" || r.word(i+1) == "couple" {
			return r.spanCount(i + 1)
		}
		return 1, i + 1, true
	}
	return r.spanCount(i)
}

// weekdayTime reads "Tuesday", "last Tuesday", "Tuesday morning", "Tuesday, March 3".
func (r *reader) weekdayTime(i int32) (doc.Value, bool) {
	n, at, directed := r.direct(i)
	if !directed || r.word(at-1) == "the" {
		at, directed = i, false
	}
	day, ok := weekdays[r.word(at)]
	if !ok || len(r.word(at)) <= 4 && !r.tokens[at].Shape.Is(doc.Initial) {
		return doc.Value{}, false
	}
	end := at + 1
	if v, ok := r.monthDate(r.skip(end, ",")); ok && v.Grain == "day" {
		return v, true
	}
	if v, ok := r.dayMonth(r.skip(end, ",")); ok {
		return v, true
	}
	if dayParts[r.word(end)] {
		end++
	}
	if !r.anchor.known {
		return relative(end, "day")
	}
	today := r.anchor.today().from
	back := (int(today.Weekday()) - int(day) + 7) % 7
	switch {
	case directed && n < 0 && back == 0:
		back = 7
	case directed && n > 0 || !directed && back > 0 && r.future(i):
		back -= 7
	}
	return dayOf(today.AddDate(0, 0, -back)).value(end)
}

// namedDay reads "today", "yesterday", "tonight", "tomorrow night", "the day before yesterday".
func (r *reader) namedDay(i int32) (doc.Value, bool) {
	shiftBy, end := 0, i+1
	switch w := r.word(i); {
	case w == "today" || w == "tonight":
	case w == "yesterday":
		shiftBy = -1
	case w == "tomorrow":
		shiftBy = 1
	case w == "last" && r.word(i+1) == "night":
		shiftBy, end = -1, i+2
	case w == "this" && dayParts[r.word(i+1)]:
		end = i + 2
	case r.is(i, "the", "day", "before", "yesterday"):
		shiftBy, end = -2, i+4
	case r.is(i, "the", "day", "after", "tomorrow"):
		shiftBy, end = 2, i+4
	default:
		return doc.Value{}, false
	}
	if dayParts[r.word(end)] && end == i+1 {
		end++
	}
	if !r.anchor.known {
		return relative(end, "day")
	}
	return dayOf(r.anchor.AddDate(0, 0, shiftBy)).value(end)
}

// season reads "last summer", "summer 2018", "the spring of 2018", of the
// northern hemisphere's meteorological seasons.
func (r *reader) season(i int32) (doc.Value, bool) {
	n, at, directed := r.direct(i)
	if !directed {
		at = i
	}
	start, ok := seasons[r.word(at)]
	if !ok {
		return doc.Value{}, false
	}
	at++
	year, end, ok := r.yearAt(at)
	switch {
	case ok && r.word(at) != ",":
	case !directed:
		return doc.Value{}, false
	case !r.anchor.known:
		return relative(at, "quarter")
	default:
		end, year = at, r.anchor.Year()
		began := !date(year, start, 1).After(r.anchor.Time)
		over := !date(year, start+3, 1).After(r.anchor.Time)
		if n < 0 && !over {
			year--
		} else if n > 0 && began {
			year++
		}
	}
	from := date(year, start, 1)
	return period{from, from.AddDate(0, 3, 0), "month"}.value(end)
}

// weekend reads "the weekend", "last weekend", "next weekend".
func (r *reader) weekend(i int32) (doc.Value, bool) {
	n, at, ok := r.direct(i)
	if !ok || r.word(at) != "weekend" {
		return doc.Value{}, false
	}
	if !r.anchor.known {
		return relative(at+1, "day")
	}
	saturday := weekOf(r.anchor.Time).from.AddDate(0, 0, 5)
	past := saturday.After(r.anchor.Time) && (r.word(i) == "the" && !r.future(i) || n < 0)
	switch {
	case past:
		saturday = saturday.AddDate(0, 0, -7)
	case n > 0 && !saturday.After(r.anchor.Time):
		saturday = saturday.AddDate(0, 0, 7)
	}
	return period{saturday, saturday.AddDate(0, 0, 2), "day"}.value(at + 1)
}

// clock reads "10:30", "5 p.m.", "10:30 am GMT", "noon" of the anchor's day.
func (r *reader) clock(i int32) (doc.Value, bool) {
	hour, minute, end, grain := -1, 0, i+1, "minute"
	w := r.word(i)
	switch {
	case w == "noon":
		hour, grain = 12, "hour"
	case w == "midnight":
		hour, grain = 0, "hour"
	default:
		var ok bool
		if hour, minute, ok = parseClock(w); !ok {
			if hour, ok = parseCount(w); !ok || hour > 12 || meridiem(r.word(end)) < 0 {
				return doc.Value{}, false
			}
			grain = "hour"
		}
		if m := meridiem(r.word(end)); m >= 0 && hour <= 12 {
			hour, end = hour%12+m, end+1
		}
	}
	switch r.word(end) {
	case "gmt", "utc", "est", "edt", "pst", "bst", "cet", "et":
		end++
	}
	if !r.anchor.known {
		return relative(end, grain)
	}
	from := r.anchor.today().from.Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
	return containing(from, grain).value(end)
}

// meridiem is the hours that "am" and "pm" add, -1 for any other word.
func meridiem(w string) int {
	switch w {
	case "am", "a.m.", "a.m":
		return 0
	case "pm", "p.m.", "p.m":
		return 12
	}
	return -1
}

// parseClock reads "10:30".
func parseClock(w string) (hour, minute int, ok bool) {
	n := len(w)
	if n < 4 || n > 5 || w[n-3] != ':' {
		return 0, 0, false
	}
	hour, h := parseCount(w[:n-3])
	minute, m := parseCount(w[n-2:])
	return hour, minute, h && m && hour < 24 && minute < 60
}
