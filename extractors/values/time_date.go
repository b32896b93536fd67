package values

import (
	"strings"
	"time"

	"gleaner/extractors/doc"
)

// numericDate reads "2018-05-01", "11/24/2018", "24.11.2018", "2018-10",
// "2/2013", a date-time of ISO 8601, and "on 2/15". Which of day and month comes
// first is told by what cannot be a month, else by the article.
func (r *reader) numericDate(i int32) (moment, bool) {
	w := r.word(i)
	if len(w) > 11 && w[10] == 't' {
		return r.isoTime(i)
	}
	for _, mark := range [...]byte{'-', '/', '.'} {
		if n, ok := scanNumbers(w, mark, 3); ok {
			return r.threeNumbers(n, i+1)
		}
	}
	for _, mark := range [...]byte{'-', '/'} {
		n, ok := scanNumbers(w, mark, 2)
		switch {
		case !ok:
		case n[0] > 999 && n[1] >= 1 && n[1] <= 12 && (n[0]+1)%100 != n[1]:
			return monthOf(n[0], time.Month(n[1])).at(i + 1)
		case n[1] > 999 && n[0] >= 1 && n[0] <= 12 && mark == '/':
			return monthOf(n[1], time.Month(n[0])).at(i + 1)
		case mark == '/' && dateOpeners[r.word(i-1)]:
			return r.dayInYear(n, i)
		}
	}
	return moment{}, false
}

// dateOpeners stand before a date of two numbers.
var dateOpeners = map[string]bool{"on": true, "by": true, "before": true, "after": true, "until": true, "since": true, "dated": true, "through": true}

// dayInYear reads "2/15" and, in the order of other places, "15/2".
func (r *reader) dayInYear(n [3]int, i int32) (moment, bool) {
	month, day := n[0], n[1]
	if month > 12 || r.dayFirst && day <= 12 {
		month, day = day, month
	}
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return moment{}, false
	}
	return r.yearly(i, i+1, func(year int) period { return dayOf(date(year, time.Month(month), day)) })
}

func (r *reader) threeNumbers(n [3]int, end int32) (moment, bool) {
	if n[0] > 999 {
		return checkedDay(n[0], n[1], n[2], end)
	}
	month, day := n[0], n[1]
	if month > 12 || r.dayFirst && day <= 12 {
		month, day = day, month
	}
	return checkedDay(fullYear(n[2]), month, day, end)
}

// isoTime reads "2018-03-14T10:00:00Z", which is several tokens.
func (r *reader) isoTime(i int32) (moment, bool) {
	w := r.word(i)
	n, ok := scanNumbers(w[:10], '-', 3)
	if !ok {
		return moment{}, false
	}
	m, ok := checkedDay(n[0], n[1], n[2], i+1)
	if hour, isHour := parseCount(w[11:min(13, len(w))]); ok && isHour && hour < 24 {
		m.period = containing(m.from.Add(time.Duration(hour)*time.Hour), "hour")
		for r.tight(m.end) && (r.word(m.end) == ":" || r.shape(m.end).Is(doc.Digit)) {
			if minute, ok := parseCount(firstTwo(r.word(m.end))); ok && minute < 60 && m.grain == "hour" {
				m.period = containing(m.from.Add(time.Duration(minute)*time.Minute), "minute")
			}
			m.end++
		}
	}
	return m, ok
}

func firstTwo(s string) string { return s[:min(2, len(s))] }

// fullYear takes two digits for a year of 1950 to 2049.
func fullYear(y int) int {
	switch {
	case y < 50:
		return 2000 + y
	case y < 100:
		return 1900 + y
	}
	return y
}

// scanNumbers cuts a word into so many numbers at the mark.
func scanNumbers(s string, mark byte, want int) (n [3]int, ok bool) {
	at, digits := 0, 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			if digits++; digits > 4 {
				return n, false
			}
			n[at] = n[at]*10 + int(c-'0')
		case c == mark && at < want-1 && digits > 0:
			at, digits = at+1, 0
		default:
			return n, false
		}
	}
	return n, at == want-1 && digits > 0
}

func checkedDay(year, month, day int, end int32) (moment, bool) {
	t := date(year, time.Month(month), day)
	if int(t.Month()) != month || t.Day() != day || year < 1000 || year > 2200 {
		return moment{}, false
	}
	return dayOf(t).at(end)
}

// usual order of day and month in numeric dates by the country of the site.
var dayFirstSites = map[string]bool{
	"uk": true, "ie": true, "au": true, "nz": true, "in": true, "za": true, "ng": true, "ke": true, "sg": true, "my": true, "hk": true, "pk": true,
	"eu": true, "de": true, "fr": true, "es": true, "it": true, "nl": true, "br": true, "il": true, "ae": true,
}

// dayFirst says whether numeric dates of the article begin with the day: as its
// own dates tell, else as is usual where its site is.
func dayFirst(d *doc.Doc) bool {
	for i := range d.Tokens {
		w := d.Tokens[i].Lower
		if len(w) < 8 || len(w) > 10 || w[0] > '9' {
			continue
		}
		if n, ok := scanNumbers(w, '/', 3); ok && n[0] <= 31 && n[1] <= 31 && max(n[0], n[1]) > 12 {
			return n[0] > 12
		}
	}
	_, host, _ := strings.Cut(d.URL, "://")
	host, _, _ = strings.Cut(host, "/")
	return dayFirstSites[host[strings.LastIndexByte(host, '.')+1:]]
}

// month reads the name of a month; "may" and "march" only when capitalised, or
// beside a day.
func (r *reader) month(i int32) (time.Month, bool) {
	m, ok := months[r.word(i)]
	if !ok || (m == time.May || m == time.March) && !r.shape(i).Is(doc.Initial) {
		return 0, false
	}
	return m, true
}

// day reads "3", "3rd", "third" of a month.
func (r *reader) day(i int32) (int, bool) {
	if n, ok := ordinalDigits(r.word(i)); ok {
		return n, n <= 31
	}
	if n := ordinalWords[r.word(i)]; n > 0 {
		return n, n <= 31 && (!r.tag(i+1).Noun() && r.word(i+1) != "-")
	}
	d, ok := parseCount(r.word(i))
	return d, ok && d >= 1 && d <= 31 && len(r.word(i)) <= 2
}

// yearAt reads a year of four digits, with or without a comma or "of" before it.
func (r *reader) yearAt(i int32) (year int, end int32, ok bool) {
	if w := r.word(i); w == "," || w == "of" || w == "in" {
		i++
	}
	year, ok = parseCount(r.word(i))
	if ok && year >= 1000 && year <= 2200 && r.word(i+1) != "%" {
		return year, i + 1, true
	}
	return r.yearWords(i)
}

// yearWords reads "nineteen ninety-six", "two thousand nineteen", "twenty eighteen".
func (r *reader) yearWords(i int32) (year int, end int32, ok bool) {
	switch century := smallNumbers[r.word(i)]; {
	case r.is(i, "two", "thousand"):
		at := r.skip(i+2, "and")
		if n, end, ok := r.numberWords(at); ok && n > 0 && n < 100 {
			return 2000 + int(n), end, true
		}
		return 2000, i + 2, r.word(i-1) == "year"
	case century == 19 || century == 20:
		at := i + 1
		if n, end, ok := r.numberWords(at); ok && n >= 10 && n < 100 && smallNumbers[r.word(at)] < 100 && r.word(at) != "-" {
			return int(century)*100 + int(n), end, true
		}
	}
	return 0, 0, false
}

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
	if r.anchor.unknown() {
		return unanchored(of(2000).grain, end)
	}
	m, ok := r.occurrence(i, of).at(end)
	m.loose = ok
	return m, ok
}

// occurrence chooses between the last and the next occurrence: by the tense. The
// next one is meant where it is near and the last is far; what is past needs its
// year then. A month may be the last one all the same: "it fell in May".
func (r *reader) occurrence(i int32, of func(year int) period) period {
	const near, far = 90 * 24 * time.Hour, 200 * 24 * time.Hour
	last, next := r.around(of)
	t := r.tense(i)
	switch {
	case last.unknown():
		return next
	case next.unknown():
		return last
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
	for year := now.Year() - 1; year <= now.Year()+1; year++ {
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
	for year := now.Year() - 2; year <= now.Year()+2; year++ {
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

// monthDate reads "March 3", "March 3-5, 2018", "March 2018", "March", "Feb13".
func (r *reader) monthDate(i int32) (moment, bool) {
	m, ok := months[r.word(i)]
	if !ok {
		return r.joinedDate(i)
	}
	dayAt := r.skip(i+1, "the")
	if d, ok := r.day(dayAt); ok && (r.shape(i).Is(doc.Initial) || r.tag(i) != doc.MD) {
		last, end := d, dayAt+1
		switch r.word(end) {
		case "-", "–", "to", "through", "thru", "until":
			if to, ok := r.day(r.skip(end+1, "the")); ok && to > d && !r.monthFollows(r.skip(end+1, "the")+1) {
				last, end = to, r.skip(end+1, "the")+1
			}
		}
		return r.days(i, m, d, last, end)
	}
	if m, ok = r.month(i); !ok {
		return moment{}, false
	}
	if year, end, ok := r.yearBehind(i + 1); ok {
		return monthOf(year, m).at(end)
	}
	if w := r.word(i); r.tag(i) == doc.MD || len(w) <= 4 && m != time.May && m != time.June && m != time.July && w[len(w)-1] != '.' {
		return moment{}, false // "Jan" is a person as well
	}
	of := func(year int) period { return monthOf(year, m) }
	if r.is(i+1, "after", "next") && !r.anchor.unknown() {
		next := r.directed(1, of)
		return of(next.from.Year() + 1).at(i + 3)
	}
	return r.yearly(i, i+1, of)
}

// monthFollows says whether a month's name stands at the token, so that the day
// before it is that month's.
func (r *reader) monthFollows(i int32) bool {
	_, ok := months[r.word(r.skip(i, "of"))]
	return ok
}

// joinedDate reads "Feb13" and "14april".
func (r *reader) joinedDate(i int32) (moment, bool) {
	w := r.word(i)
	if !r.shape(i).Is(doc.Digit) || len(w) < 4 {
		return moment{}, false
	}
	at := strings.IndexFunc(w, isDigit)
	name, number := w[:max(at, 0)], w[max(at, 0):]
	if at == 0 {
		at = strings.IndexFunc(w, func(c rune) bool { return !isDigit(c) })
		if at < 0 {
			return moment{}, false
		}
		name, number = w[at:], w[:at]
	}
	m, d := months[name], 0
	var ok bool
	if d, ok = parseCount(number); m == 0 || !ok || d < 1 || d > 31 {
		return moment{}, false
	}
	return r.days(i, m, d, d, i+1)
}

// dayMonth reads "3 March 2018", "the 3rd of March", "13th to the 15th of July",
// "31-Oct-74", "the 20th of next month".
func (r *reader) dayMonth(i int32) (moment, bool) {
	at := r.skip(i, "the")
	first, ok := r.day(at)
	if !ok {
		return moment{}, false
	}
	last := first
	switch r.word(at + 1) {
	case "-", "–", "to", "through", "thru", "or", "and":
		if to, ok := r.day(r.skip(at+2, "the")); ok && to > first {
			at, last = r.skip(at+2, "the"), to
		}
	}
	at = r.skip(at+1, "day")
	if w := r.word(at); (w == "-" || w == "/") && first == last {
		return r.dashedDate(first, at)
	}
	at = r.skip(at, "of")
	if m, ok := months[r.word(at)]; ok {
		return r.days(i, m, first, last, at+1)
	}
	n, end, ok := r.direct(at)
	if !ok || r.word(at-1) != "of" || r.word(end) != "month" {
		return moment{}, false
	}
	if r.anchor.unknown() {
		return unanchored("day", end+1)
	}
	month := shift(startOf(r.anchor.Time, "month"), n, "month")
	return r.daysOf(month.Year(), month.Month(), first, last, end+1)
}

// dashedDate reads the rest of "31-Oct-74" and "31/Oct/1974".
func (r *reader) dashedDate(d int, i int32) (moment, bool) {
	m, ok := months[r.word(i+1)]
	if !ok || r.word(i+2) != r.word(i) || !r.tight(i) {
		return moment{}, false
	}
	year, ok := parseCount(r.word(i + 3))
	if !ok {
		return moment{}, false
	}
	return r.daysOf(fullYear(year), m, d, d, i+4)
}

// days makes the period of days of a month; the year stands at token end, or is
// found by the tense.
func (r *reader) days(i int32, m time.Month, first, last int, end int32) (moment, bool) {
	if date(2000, m, last).Month() != m {
		return moment{}, false
	}
	return r.yearly(i, end, func(year int) period {
		return period{date(year, m, first), date(year, m, last+1), "day"}
	})
}

func (r *reader) daysOf(year int, m time.Month, first, last int, end int32) (moment, bool) {
	from := date(year, m, first)
	if from.Month() != m || date(year, m, last).Month() != m {
		return moment{}, false
	}
	return period{from, date(year, m, last+1), "day"}.at(end)
}

// dayOfMonth reads "on the 15th".
func (r *reader) dayOfMonth(i int32) (moment, bool) {
	at := r.skip(i, "the")
	d, ok := ordinalDigits(r.word(at))
	if !ok || d > 31 || at == i && !dateOpeners[r.word(i-1)] || at > i && !dateOpeners[r.word(i-1)] {
		return moment{}, false
	}
	if r.tag(at+1).Noun() || r.tag(at+1).Adjective() || r.word(at+1) == "-" {
		return moment{}, false
	}
	if r.anchor.unknown() {
		return unanchored("day", at+1)
	}
	month := startOf(r.anchor.Time, "month")
	day := dayOf(date(month.Year(), month.Month(), d))
	switch t := r.tense(i); {
	case t == future && !day.to.After(r.anchor.Time):
		month = month.AddDate(0, 1, 0)
	case t != future && day.from.After(r.anchor.Time):
		month = month.AddDate(0, -1, 0)
	}
	return r.daysOf(month.Year(), month.Month(), d, d, at+1)
}

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
