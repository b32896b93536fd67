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

// direct reads the word of direction, with "the" or "this" before it: "the
// previous", "this past".
func (r *reader) direct(i int32) (n int, end int32, ok bool) {
	if w := r.word(i); w == "the" || w == "this" {
		if n, ok = direction(r.word(i + 1)); ok && r.word(i+1) != "the" && r.word(i+1) != "this" {
			return n, i + 2, true
		}
	}
	n, ok = direction(r.word(i))
	return n, i + 1, ok
}

// shifted reads "last year", "this week", "next month", "the current quarter",
// "last November".
func (r *reader) shifted(i int32) (moment, bool) {
	n, at, ok := r.direct(i)
	if !ok || r.word(at-1) == "the" {
		return moment{}, false
	}
	at = r.skip(at, "fiscal", "calendar", "financial")
	if m, ok := r.month(at); ok {
		if r.anchor.unknown() {
			return unanchored("month", at+1)
		}
		month := r.directed(n, func(year int) period { return monthOf(year, m) })
		if d, ok := r.day(at + 1); ok {
			return r.daysOf(month.from.Year(), m, d, d, at+2)
		}
		return month.at(at + 1)
	}
	unit, ok := unitOne[r.word(at)]
	if !ok {
		return moment{}, false
	}
	if r.anchor.unknown() {
		return unanchored(unit, at+1)
	}
	start := startOf(r.anchor.Time, unit)
	if r.word(i) != "past" && r.word(at-1) == "past" {
		return period{shift(r.anchor.today().to, -1, unit), r.anchor.today().to, "day"}.as(isoDuration(1, unit), at+1)
	}
	return containing(shift(start, n, unit), unit).at(at + 1)
}

// startOf is the first moment of the unit, so that shifting never leaves it.
func startOf(t time.Time, unit string) time.Time { return containing(t, unit).from }

// span reads "the past two years", "next three months", "the last few days".
func (r *reader) span(i int32) (moment, bool) {
	n, at, ok := r.direct(i)
	if !ok || n == 0 {
		return moment{}, false
	}
	few := r.word(at) == "few" || r.word(at) == "several"
	count, at, ok := r.spanCount(at)
	if !ok {
		return moment{}, false
	}
	unit := timeUnits[r.word(at)]
	if unit == "" {
		return moment{}, false
	}
	end := at + 1
	if unit == "fortnight" {
		count, unit = 2*count, "week"
	}
	text := isoDuration(float64(count), unit)
	if few {
		text = "PX" + text[len(text)-1:]
	}
	if r.anchor.unknown() {
		return unanchored(unit, end)
	}
	here := startOf(r.anchor.Time, unit)
	if n < 0 {
		return period{shift(here, -count, unit), here, unit}.as(text, end)
	}
	here = shift(here, 1, unit)
	return period{here, shift(here, count, unit), unit}.as(text, end)
}

// spanCount reads a whole number, "few" and "several" are three.
func (r *reader) spanCount(i int32) (n int, end int32, ok bool) {
	switch r.word(i) {
	case "few", "several":
		return 3, i + 1, true
	case "couple", "pair":
		return 2, r.skip(i+1, "of"), true
	}
	f, end, ok := r.number(i, false)
	return int(f), end, ok && f >= 1 && f <= 1000
}

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
	case w == "later" || w == "hence":
		at++
	case in && r.tense(i) == future && (!r.tag(at).Noun()):
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

// weekdayName reads the name of a weekday. Short ones that are also words or
// names count only beside a date.
func (r *reader) weekdayName(i int32) (time.Weekday, bool) {
	day, ok := weekdays[r.word(i)]
	if !ok || len(r.word(i)) <= 4 && !r.shape(i).Is(doc.Initial) {
		return 0, false
	}
	return day, true
}

// weekday reads "Tuesday", "last Tuesday", "Tuesday, March 3", "Tuesday the
// 19th", "Wednesday of next week", "Friday after next".
func (r *reader) weekday(i int32) (moment, bool) {
	n, at, directed := r.direct(i)
	if !directed || r.word(at-1) == "the" {
		at, directed = i, false
	}
	day, ok := r.weekdayName(at)
	short := false
	if !ok {
		if day, short = shortWeekdays[r.word(at)]; !short || !r.shape(at).Is(doc.Initial) {
			return moment{}, false
		}
	}
	end := at + 1
	comma := r.skip(end, ",", "(")
	for _, read := range [...]func(*reader, int32) (moment, bool){(*reader).monthDate, (*reader).dayMonth, (*reader).numericDate} {
		if m, ok := read(r, comma); ok && m.isDay() {
			return r.onWeekday(m, comma, day), true
		}
	}
	if short {
		return moment{}, false
	}
	if r.anchor.unknown() {
		return unanchored("day", end)
	}
	if d, ok := ordinalDigits(r.word(r.skip(end, "the"))); ok && d <= 31 {
		if m, ok := r.weekdayAndDay(i, day, d); ok {
			return m.at(r.skip(end, "the") + 1)
		}
	}
	if week, ok := r.weekBehind(end); ok {
		return dayOf(week.from.AddDate(0, 0, (int(day)+6)%7)).at(week.end)
	}
	if r.is(end, "after", "next") {
		return dayOf(r.nextWeekday(day).AddDate(0, 0, 7)).at(end + 2)
	}
	today := r.anchor.today().from
	back := (int(today.Weekday()) - int(day) + 7) % 7
	switch {
	case directed && n < 0:
		if back == 0 {
			back = 7
		}
	case directed && n > 0:
		next := weekOf(today).from.AddDate(0, 0, 7+(int(day)+6)%7)
		return dayOf(next).at(end)
	case back > 0 && r.tense(i) == future:
		back -= 7
	}
	return dayOf(today.AddDate(0, 0, -back)).at(end)
}

// onWeekday is a day without a year in the year nearest by in which it falls on
// the weekday: "Friday, July 18".
func (r *reader) onWeekday(m moment, i int32, day time.Weekday) moment {
	if m.unknown() || m.from.Weekday() == day {
		return m
	}
	if _, _, told := r.yearBehind(m.end - 1); told || len(r.word(m.end-1)) == 4 && r.shape(m.end-1).Is(doc.Digit) {
		return m
	}
	for _, years := range [...]int{-1, 1, 2, -2} {
		if p := dayOf(m.from.AddDate(years, 0, 0)); p.from.Weekday() == day {
			m.period = p
			break
		}
	}
	return m
}

// nextWeekday is the first such day after today.
func (r *reader) nextWeekday(day time.Weekday) time.Time {
	today := r.anchor.today().from
	ahead := (int(day)-int(today.Weekday())+6)%7 + 1
	return today.AddDate(0, 0, ahead)
}

// weekBehind reads "of next week", "last week", "from last week" behind a weekday.
func (r *reader) weekBehind(i int32) (moment, bool) {
	n, at, ok := r.direct(r.skip(i, "of", "from"))
	if !ok || r.word(at) != "week" || r.word(at-1) == "the" {
		return moment{}, false
	}
	return weekOf(r.anchor.AddDate(0, 0, 7*n)).at(at + 1)
}

// weekdayAndDay is the month in which the day falls on the weekday: the nearest
// in the direction of the tense.
func (r *reader) weekdayAndDay(i int32, day time.Weekday, d int) (period, bool) {
	step := -1
	if r.tense(i) == future {
		step = 1
	}
	month := startOf(r.anchor.Time, "month")
	for n := 0; n < 24; n++ {
		t := month.AddDate(0, step*n, d-1)
		if t.Day() == d && t.Weekday() == day && (step > 0) == !t.Before(r.anchor.today().from) {
			return dayOf(t), true
		}
	}
	return period{}, false
}

// namedDay reads "today", "yesterday", "tonight", "last night", "this morning",
// "the day before yesterday".
func (r *reader) namedDay(i int32) (moment, bool) {
	days, end, part := 0, i+1, ""
	switch w := r.word(i); {
	case w == "today":
	case w == "tonight" || w == "tonite":
		part = "night"
	case w == "yesterday":
		days = -1
	case w == "tomorrow":
		days = 1
	case w == "last" && r.word(i+1) == "night":
		days, end, part = -1, i+2, "night"
	case w == "this" && dayParts[r.word(i+1)].to > 0:
		end, part = i+2, r.word(i+1)
	default:
		at := r.skip(i, "the")
		switch {
		case r.is(at, "day", "before", "yesterday"):
			days, end = -2, at+3
		case r.is(at, "day", "after", "tomorrow"):
			days, end = 2, at+3
		default:
			return moment{}, false
		}
	}
	if r.anchor.unknown() {
		return unanchored("day", end)
	}
	m, _ := dayOf(r.anchor.AddDate(0, 0, days)).at(end)
	if part == "" {
		return m, true
	}
	m = r.partOfDay(m, part, end)
	if at, ok := r.clockOf(m); ok {
		return at, true
	}
	return m, true
}

// season reads "last summer", "summer 2018", "the spring of 2018", "this
// winter", "the summer": the northern hemisphere's, three whole months.
func (r *reader) season(i int32) (moment, bool) {
	n, at, directed := r.direct(i)
	if !directed {
		at = i
	}
	start, ok := seasons[r.word(at)]
	if !ok {
		return moment{}, false
	}
	end := at + 1
	if year, after, ok := r.yearBehind(end); ok {
		return seasonOf(year, start).as(seasonTimex(year, start), after)
	}
	bare := !directed || r.word(at-1) == "the"
	if bare && (r.word(at) == "fall" || r.word(at) == "spring" && !directed || !seasonOpeners[r.word(at-1)] || (r.tag(at+1).Noun() || r.word(at+1) == "-")) {
		return moment{}, false
	}
	if r.anchor.unknown() {
		return unanchored("month", end)
	}
	of := func(year int) period { return seasonOf(year, start) }
	var p period
	switch {
	case bare:
		p = r.occurrence(i, of)
	case n == 0:
		last, next := r.around(of)
		if p = next; last.to.After(r.anchor.Time) {
			p = last
		} else if r.tense(i) == past {
			p = last
		}
	default:
		p = r.directed(n, of)
	}
	return p.as(seasonTimex(p.from.Year(), start), end)
}

// seasonOpeners stand before a season that is a time.
var seasonOpeners = map[string]bool{"the": true, "in": true, "by": true, "since": true, "until": true, "during": true, "early": true, "late": true, "mid": true}

func seasonOf(year int, start time.Month) period {
	from := date(year, start, 1)
	return period{from, from.AddDate(0, 3, 0), "month"}
}

func seasonTimex(year int, start time.Month) string {
	return yearOf(year).String() + map[time.Month]string{3: "-SP", 6: "-SU", 9: "-FA", 12: "-WI"}[start]
}

// weekend reads "the weekend", "last weekend", "this past weekend": Saturday
// and Sunday.
func (r *reader) weekend(i int32) (moment, bool) {
	n, at, ok := r.direct(i)
	if !ok {
		return moment{}, false
	}
	end := at + 1
	switch {
	case r.word(at) == "weekend":
	case r.word(at) == "week" && (r.is(at+1, "-", "end")):
		end = at + 3
	default:
		return moment{}, false
	}
	if r.anchor.unknown() {
		return unanchored("day", end)
	}
	saturday := weekOf(r.anchor.Time).from.AddDate(0, 0, 5)
	switch {
	case saturday.After(r.anchor.Time) && (n < 0 || r.word(i) == "the" && r.tense(i) != future):
		saturday = saturday.AddDate(0, 0, -7)
	case n > 0 && !saturday.After(r.anchor.Time):
		saturday = saturday.AddDate(0, 0, 7)
	}
	return period{saturday, saturday.AddDate(0, 0, 2), "day"}.as(weekOf(saturday).String()+"-WE", end)
}
