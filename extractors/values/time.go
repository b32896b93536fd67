package values

import (
	"time"

	"gleaner/extractors/doc"
)

// momentReaders are tried in order; the longest time wins.
var momentReaders = [...]func(*reader, int32) (moment, bool){
	(*reader).ended, (*reader).numericDate, (*reader).monthDate, (*reader).dayMonth, (*reader).weekday, (*reader).namedDay, (*reader).quarter, (*reader).shifted,
	(*reader).span, (*reader).ago, (*reader).year, (*reader).season, (*reader).weekend, (*reader).holiday, (*reader).nth, (*reader).dayOfMonth,
}

// time reads a time expression with the words that narrow it and the end of a
// range: "early next week", "Monday morning", "from 3 to 5 May", "5 p.m. on Friday".
func (r *reader) time(i int32) (doc.Value, bool) {
	m, ok := r.moment(i)
	if !ok {
		return doc.Value{}, false
	}
	comparator := r.timeComparator(i)
	if comparator == "about" && m.grain == "day" {
		comparator = "" // "an article about yesterday"
	}
	if whole, ok := r.timeRange(i, m); ok {
		m, comparator = whole, "range"
	}
	v := m.value()
	v.Comparator = comparator
	return v, true
}

// timeComparator reads the word before a time that makes it a bound: "by",
// "until", "since".
func (r *reader) timeComparator(i int32) string {
	w := r.word(i - 1)
	if w == "the" {
		w = r.word(i - 2)
	}
	switch w {
	case "about", "around", "approximately", "circa":
		return "about"
	case "by", "before", "until", "till", "within", "through":
		return "at_most"
	case "since", "after":
		return "at_least"
	}
	return ""
}

// moment reads one time without the end of a range.
func (r *reader) moment(i int32) (moment, bool) {
	if m, ok := r.narrowed(i); ok {
		return m, true
	}
	if m, ok := r.clockTime(i); ok {
		return m, true
	}
	best, found := moment{}, false
	for _, read := range momentReaders {
		if m, ok := read(r, i); ok && m.end > best.end {
			best, found = m, true
		}
	}
	if !found {
		return best, false
	}
	return r.attached(i, best), true
}

// attached reads what follows a time and belongs to it: the hour or the part of
// a day, the week of a weekday, the part of a year.
func (r *reader) attached(i int32, m moment) moment {
	if m.isDay() {
		if day, ok := r.dayPart(m); ok {
			m = day
		}
		if at, ok := r.clockOf(m); ok {
			return at
		}
		return m
	}
	if at := r.skip(m.end, "'s"); at > m.end && !m.unknown() {
		if part, ok := r.within(m.period, at); ok {
			return part
		}
	}
	return m
}

// within reads the part of a period behind a possessive: "next year's first
// quarter", "last week's Sunday", "this year's summer".
func (r *reader) within(p period, i int32) (moment, bool) {
	if p.grain == "week" {
		if day, ok := r.weekdayName(i); ok {
			return dayOf(p.from.AddDate(0, 0, (int(day)+6)%7)).at(i + 1)
		}
		return moment{}, false
	}
	if p != yearOf(p.from.Year()) {
		return moment{}, false
	}
	if part, end, ok := r.yearPart(i); ok {
		q := part.of(p.from.Year())
		return q.as(part.timex(q), end)
	}
	if month, ok := r.month(i); ok {
		return monthOf(p.from.Year(), month).at(i + 1)
	}
	if start, ok := seasons[r.word(i)]; ok {
		return seasonOf(p.from.Year(), start).as(seasonTimex(p.from.Year(), start), i+1)
	}
	return moment{}, false
}

// timeRange reads the end of a range that begins with m: "March to May",
// "Monday through Friday", "9:30 - 11:00 on Thursday".
func (r *reader) timeRange(i int32, m moment) (moment, bool) {
	at, ok := r.timeRangeMark(i, m)
	if !ok {
		return m, false
	}
	last, ok := r.moment(at)
	if !ok || last.unknown() != m.unknown() || last.grain != m.grain && !(m.clock || last.clock) {
		return m, false
	}
	if m.unknown() {
		return unanchored(m.grain, last.end)
	}
	if m.clock || last.clock {
		return r.clockRange(m, last)
	}
	switch {
	case m.loose && !last.loose:
		m.period = m.inYear(last.from.Year())
		if m.from.After(last.from) {
			m.period = m.inYear(last.from.Year() - 1)
		}
	case last.loose:
		last.period = last.inYear(m.from.Year())
		if last.from.Before(m.from) {
			last.period = last.inYear(m.from.Year() + 1)
		}
	}
	return moment{period: period{m.from, last.to, last.grain}, end: last.end}, last.to.After(m.to)
}

// inYear is the period at the same place of another year.
func (p period) inYear(year int) period {
	n := year - p.from.Year()
	return period{shift(p.from, n, "year"), shift(p.to, n, "year"), p.grain}
}

// clockRange joins two times of one day. It ends at the second one, which is not
// a part of it.
func (r *reader) clockRange(m, last moment) (moment, bool) {
	if last.zoned && !m.zoned {
		m.from = m.from.Add(last.zone)
	}
	switch {
	case last.clock && !m.clock:
		last.period = last.onDay(m.from)
	case m.clock && !last.clock:
		m.period = m.onDay(last.from)
	}
	if !last.from.After(m.from) {
		last.from = last.from.Add(halfDay)
	}
	if !last.from.After(m.from) || last.from.Sub(m.from) > 24*time.Hour {
		return m, false
	}
	whole := moment{period: period{m.from, last.from, last.grain}, end: last.end, clock: m.clock && last.clock}
	if whole.clock {
		whole = r.rangeOnDay(whole)
	}
	return whole, true
}

// timeRangeMark returns the place behind what joins the ends of a range of times.
func (r *reader) timeRangeMark(i int32, m moment) (int32, bool) {
	before, at := r.word(i-1), m.end
	if before == "the" {
		before = r.word(i - 2)
	}
	switch r.word(at) {
	case "-", "–", "—", "through", "thru":
		return at + 1, !r.closesDateline(i, m)
	case "to", "until", "till", "til":
		return at + 1, before == "from" || m.grain != "year" && m.grain != "decade"
	case "and":
		return at + 1, before == "between"
	}
	return 0, false
}

// closesDateline says whether the dash behind a day ends the line of place and day
// before a report: "OSLO, March 6 - Dec 31 year".
func (r *reader) closesDateline(i int32, m moment) bool {
	const reach = 12 // words of a dateline
	return i-r.begin <= reach && r.word(i-1) == "," && m.isDay() && !r.anchor.unknown() && r.shape(m.end).Is(doc.Punct) &&
		!r.tight(m.end) && !r.tight(m.end+1) && absDays(m.from, r.anchor.today().from) <= 2
}

// absDays is how many days lie between two.
func absDays(a, b time.Time) int {
	n := int(a.Sub(b).Hours() / 24)
	return max(n, -n)
}

// rangeOnDay reads the day behind a range of hours: "9:30 to 11:00 on Thursday".
func (r *reader) rangeOnDay(m moment) moment {
	day, ok := r.dayBehind(m.end)
	if !ok || day.unknown() {
		return m
	}
	shift := day.from.Sub(dayOf(m.from).from)
	return moment{period: period{m.from.Add(shift), m.to.Add(shift), m.grain}, end: day.end}
}

// dayBehind reads a day behind a time: "on Friday", ", April 3".
func (r *reader) dayBehind(i int32) (moment, bool) {
	at := r.skip(r.skip(i, ","), "on", "of")
	best, found := moment{}, false
	for _, read := range [...]func(*reader, int32) (moment, bool){
		(*reader).weekday, (*reader).namedDay, (*reader).monthDate, (*reader).dayMonth, (*reader).numericDate, (*reader).holiday,
	} {
		if m, ok := read(r, at); ok && m.isDay() && m.end > best.end {
			best, found = m, true
		}
	}
	return best, found
}
