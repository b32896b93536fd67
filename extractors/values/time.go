package values

import (
	"time"

	"gleaner/extractors/doc"
)

// timeReaders are tried in order; the longest time wins.
var timeReaders = [...]func(*reader, int32) (doc.Value, bool){
	(*reader).numericDate, (*reader).monthDate, (*reader).dayMonth, (*reader).weekdayTime, (*reader).namedDay,
	(*reader).quarterTime, (*reader).shifted, (*reader).span, (*reader).ago, (*reader).yearTime, (*reader).season, (*reader).weekend, (*reader).clock,
}

// modifiers stand before a time and narrow it; they belong to the expression.
var modifiers = map[string]bool{"early": true, "earlier": true, "late": true, "later": true, "mid": true}

// time reads a time expression. "early", "late", "the end of" before it belong
// to the expression; the value is that of the whole period.
func (r *reader) time(i int32) (doc.Value, bool) {
	at := i
	if modifiers[r.word(at)] {
		at++
		if r.word(at) == "-" {
			at++
		}
		at = r.skip(at, "in")
	} else if end := r.partOf(i); end > i {
		at = end
	}
	best := doc.Value{}
	for _, read := range timeReaders {
		if v, ok := read(r, at); ok && v.End > best.End {
			best = v
		}
	}
	if best.End == 0 {
		return best, false
	}
	if r.word(i-1) == "about" || r.word(i-1) == "around" {
		best.Comparator = "about"
	}
	return best, true
}

// partOf reads "the end of", "the beginning of".
func (r *reader) partOf(i int32) int32 {
	at := r.skip(i, "the")
	switch r.word(at) {
	case "end", "beginning", "start", "middle", "rest":
		if r.word(at+1) == "of" {
			return at + 2
		}
	}
	return i
}

// future says whether the clause around token i speaks of what will be: "will",
// "to" with a verb, "is due".
func (r *reader) future(i int32) bool {
	for j := i - 1; j >= max(r.begin, i-12); j-- {
		t := &r.tokens[j]
		switch {
		case t.Tag == doc.VBD:
			return false
		case t.Lower == "will" || t.Lower == "'ll" || t.Lower == "shall" || t.Lower == "due" || t.Lower == "scheduled" || t.Lower == "expected" || t.Lower == "plans":
			return true
		case t.Tag == doc.VB && j > r.begin && r.tokens[j-1].Lower == "to":
			return true
		}
	}
	return false
}

// numericDate reads "2018-05-01", "11/24/2018" and "11/24/18": month first,
// unless the first number is no month.
func (r *reader) numericDate(i int32) (doc.Value, bool) {
	var a, b, c int
	w := r.word(i)
	if n, ok := scanDate(w, '-'); ok && n[0] > 999 {
		return checkedDay(n[0], n[1], n[2], i+1)
	}
	n, ok := scanDate(w, '/')
	if !ok {
		return doc.Value{}, false
	}
	if a, b, c = n[0], n[1], n[2]; a > 999 {
		return checkedDay(a, b, c, i+1)
	}
	if a > 12 {
		a, b = b, a
	}
	return checkedDay(fullYear(c), a, b, i+1)
}

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

// scanDate cuts three numbers at the mark.
func scanDate(s string, mark byte) (n [3]int, ok bool) {
	part := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			if n[part] = n[part]*10 + int(c-'0'); n[part] > 9999 {
				return n, false
			}
		case c == mark && part < 2 && i > 0:
			part++
		default:
			return n, false
		}
	}
	return n, part == 2
}

func checkedDay(year, month, day int, end int32) (doc.Value, bool) {
	t := date(year, time.Month(month), day)
	if int(t.Month()) != month || t.Day() != day || year < 1000 {
		return doc.Value{}, false
	}
	return dayOf(t).value(end)
}

// month reads the name of a month; "may" and "march" only when capitalised.
func (r *reader) month(i int32) (time.Month, bool) {
	m, ok := months[r.word(i)]
	if !ok || (m == time.May || m == time.March) && !r.tokens[i].Shape.Is(doc.Initial) {
		return 0, false
	}
	return m, true
}

// day reads "3", "3rd", "third" of a month.
func (r *reader) day(i int32) (int, bool) {
	w := r.word(i)
	if n := len(w); n > 2 && w[0] >= '0' && w[0] <= '9' {
		switch w[n-2:] {
		case "st", "nd", "rd", "th":
			w = w[:n-2]
		}
	}
	d, ok := parseCount(w)
	return d, ok && d >= 1 && d <= 31
}

// yearAt reads a year of four digits, with or without a comma before it.
func (r *reader) yearAt(i int32) (year int, end int32, ok bool) {
	if r.word(i) == "," || r.word(i) == "of" {
		i++
	}
	year, ok = parseCount(r.word(i))
	return year, i + 1, ok && year >= 1000 && year <= 2200
}

// monthDate reads "March 3", "March 3, 2018", "March 2018", "March".
func (r *reader) monthDate(i int32) (doc.Value, bool) {
	m, ok := r.month(i)
	if !ok {
		return doc.Value{}, false
	}
	at := i + 1
	dayAt := r.skip(at, "the")
	if d, ok := r.day(dayAt); ok {
		if to, ok := r.day(dayAt + 2); ok && r.word(dayAt+1) == "-" && to > d {
			return r.days(m, d, to, dayAt+3)
		}
		return r.days(m, d, d, dayAt+1)
	}
	if year, end, ok := r.yearAt(at); ok {
		return monthOf(year, m).value(end)
	}
	if r.tokens[i].Tag == doc.MD || len(r.word(i)) <= 4 && m != time.May && m != time.June && m != time.July {
		return doc.Value{}, false // "Jan" is a person as well
	}
	if !r.anchor.known {
		return relative(at, "month")
	}
	return r.nearestMonth(m, i).value(at)
}

// dayMonth reads "3 March 2018", "the 3rd of March".
func (r *reader) dayMonth(i int32) (doc.Value, bool) {
	at := r.skip(i, "the")
	d, ok := r.day(at)
	if !ok {
		return doc.Value{}, false
	}
	first := d
	if to, ok := r.day(at + 2); ok && (r.word(at+1) == "-" || r.word(at+1) == "to") && to > d {
		at, d = at+2, to
	}
	monthAt := r.skip(at+1, "of")
	m, ok := r.month(monthAt)
	if !ok {
		return doc.Value{}, false
	}
	return r.days(m, first, d, monthAt+1)
}

// days makes the period of days from and to of a month; the year stands at
// token i, or is the nearest to the anchor.
func (r *reader) days(m time.Month, from, to int, i int32) (doc.Value, bool) {
	year, end, ok := r.yearAt(i)
	if !ok {
		if end = i; !r.anchor.known {
			return relative(end, "day")
		}
		year = r.nearestYear(date(r.anchor.Year(), m, from))
	}
	start := date(year, m, from)
	if start.Month() != m {
		return doc.Value{}, false
	}
	return period{start, date(year, m, to+1), "day"}.value(end)
}

// nearestYear is the year in which the day is nearest to the anchor.
func (r *reader) nearestYear(t time.Time) int {
	const half = 183 * 24 * time.Hour
	switch gap := t.Sub(r.anchor.Time); {
	case gap > half:
		return t.Year() - 1
	case gap < -half:
		return t.Year() + 1
	}
	return t.Year()
}

// nearestMonth is the last such month, the next one where the clause speaks of
// the future.
func (r *reader) nearestMonth(m time.Month, i int32) period {
	year := r.anchor.Year()
	switch future := r.future(i); {
	case future && m < r.anchor.Month():
		year++
	case !future && m > r.anchor.Month():
		year--
	}
	return monthOf(year, m)
}

// yearTime reads a year that stands as a time: "in 2018", "2018-19", "the
// 1990s", "fiscal 2018".
func (r *reader) yearTime(i int32) (doc.Value, bool) {
	at := r.skip(i, "the", "fiscal", "year")
	if n := r.skip(at, "fiscal", "year"); n > at {
		at = r.skip(n, "year")
	}
	w := r.word(at)
	if y, ok := decade(w); ok {
		return yearsOf(y, 10).value(at + 1)
	}
	year, end, ok := r.yearAt(at)
	if !ok || r.word(at) == "," || r.word(at) == "of" || year < 1800 || year > 2100 {
		return doc.Value{}, false
	}
	if at == i && !r.yearStands(at) {
		return doc.Value{}, false
	}
	if r.word(end) == "-" && r.tight(end) {
		if to, ok := parseCount(r.word(end + 1)); ok && len(r.word(end+1)) == 2 && (year+1)%100 == to {
			return yearsOf(year, 2).value(end + 2)
		}
		if to, _, ok := r.yearAt(end + 1); ok && to > year {
			return yearsOf(year, to-year+1).value(end + 2)
		}
	}
	return yearOf(year).value(end)
}

// yearStands says whether the four digits are a year: no unit, sign or counted
// noun stands beside them.
func (r *reader) yearStands(i int32) bool {
	if _, sign := currencySigns[r.word(i-1)]; sign || r.word(i-1) == "#" || r.word(i-1) == "no" {
		return false
	}
	switch r.word(i - 1) {
	case "in", "since", "by", "of", "from", "until", "till", "during", "before", "after", "through", "for", "to", "and", "late", "early", "mid", "(", "between":
		return r.word(i+1) != "%" && (i+1 >= r.end || r.tokens[i+1].Tag != doc.NNS)
	}
	return i+1 >= r.end || !r.tokens[i+1].Tag.Noun() && !r.tokens[i+1].Tag.Adjective() && r.word(i+1) != "%" && timeUnits[r.word(i+1)] == ""
}

// decade reads "1990s" and "'90s".
func decade(w string) (year int, ok bool) {
	if len(w) < 3 || w[len(w)-1] != 's' {
		return 0, false
	}
	w = w[:len(w)-1]
	if w[0] == '\'' {
		w = w[1:]
	}
	y, ok := parseCount(w)
	if !ok || y%10 != 0 || len(w) != 2 && len(w) != 4 || len(w) == 2 && y < 20 {
		return 0, false
	}
	if len(w) == 2 {
		y += 1900
	}
	return y, y >= 1000 && y <= 2100
}

// quarterTime reads "the third quarter of 2018", "third-quarter", "Q3 2018",
// "the first half", "the first nine months".
func (r *reader) quarterTime(i int32) (doc.Value, bool) {
	at := r.skip(i, "the")
	n, size := 0, 0
	if w := r.word(at); len(w) == 2 && (w[0] == 'q' || w[0] == 'h') && w[1] >= '1' && w[1] <= '4' {
		n, size = int(w[1]-'0'), map[byte]int{'q': 3, 'h': 6}[w[0]]
		at++
	} else if n = ordinals[w]; n > 0 || w == "final" {
		at++
		if r.word(at) == "-" {
			at++
		}
		at = r.skip(at, "fiscal")
		switch r.word(at) {
		case "quarter", "qtr":
			size = 3
		case "half":
			size = 6
		default:
			return r.firstMonths(n, at)
		}
		at++
	}
	if n == 0 || size == 0 || n*size > 12 {
		return doc.Value{}, false
	}
	year, end, ok := r.yearBehind(at)
	if !ok {
		return relative(at, "quarter")
	}
	from := date(year, time.Month((n-1)*size+1), 1)
	if end == at && from.After(r.anchor.Time) && !r.future(i) {
		from = from.AddDate(-1, 0, 0)
	}
	return period{from, from.AddDate(0, size, 0), "quarter"}.value(end)
}

// firstMonths reads "first nine months (of 2018)".
func (r *reader) firstMonths(n int, i int32) (doc.Value, bool) {
	months, at, ok := r.number(i, false)
	if n != 1 || !ok || r.word(at) != "months" || months >= 12 {
		return doc.Value{}, false
	}
	year, end, ok := r.yearBehind(at + 1)
	if !ok {
		return relative(at+1, "month")
	}
	from := date(year, 1, 1)
	return period{from, from.AddDate(0, int(months), 0), "month"}.value(end)
}

// yearBehind reads "2018", "of 2018", "of last year"; without one it is the
// anchor's, and end is i.
func (r *reader) yearBehind(i int32) (year int, end int32, ok bool) {
	if year, end, ok = r.yearAt(r.skip(i, "of")); ok && r.word(i) != "," {
		return year, end, true
	}
	if !r.anchor.known {
		return 0, i, false
	}
	at := r.skip(i, "of")
	if n, ok := direction(r.word(at)); ok && r.word(at+1) == "year" {
		return r.anchor.Year() + n, at + 2, true
	}
	return r.anchor.Year(), i, true
}
