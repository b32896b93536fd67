package values

import (
	"fmt"
	"math"
	"time"
)

// yearPart is some months of a year: a quarter, a half, the first nine months.
type yearPart struct {
	month, months int
	grain         string
	// fiscal says that it counts from the start of the company's year.
	fiscal bool
}

// of is the part in a year.
func (p yearPart) of(year int) period {
	from := date(year, time.Month(p.month), 1)
	return period{from, from.AddDate(0, p.months, 0), p.grain}
}

// timex writes halves as TIMEX3 does, and the first months as a duration.
func (p yearPart) timex(q period) string {
	switch {
	case p.months == 6 && p.grain == "quarter":
		return fmt.Sprintf("%d-H%d", q.from.Year(), (p.month+5)/6)
	case p.grain == "month":
		return isoDuration(float64(p.months), "month")
	}
	return ""
}

// yearPart reads "third quarter", "third-quarter", "Q3", "first half", "H1",
// "first nine months", "last two quarters", "fiscal third quarter".
func (r *reader) yearPart(i int32) (p yearPart, end int32, ok bool) {
	at := r.skip(i, "fiscal")
	p.fiscal, p.grain = at > i, "quarter"
	if n, months := quarterLetters(r.word(at)); n > 0 {
		p.place(n, months)
		return p, at + 1, true
	}
	n := r.ordinalAt(at)
	fromEnd := r.word(at) == "final" || r.word(at) == "last"
	if !fromEnd && (n < 1 || n > 4) {
		return p, 0, false
	}
	at = r.hyphen(at + 1)
	if fiscal := r.skip(at, "fiscal"); fiscal > at {
		p.fiscal, at = true, fiscal
	}
	if count, after, isNumber := r.number(at, false); isNumber {
		return r.someMonths(p, n, fromEnd, count, after)
	}
	months := map[string]int{"quarter": 3, "qtr": 3, "half": 6}[r.word(at)]
	switch {
	case months == 0 || r.word(i) == "last":
		return p, 0, false // "last quarter" counts from today
	case fromEnd:
		n = 12 / months
	}
	p.place(n, months)
	return p, at + 1, n*months <= 12
}

// someMonths reads the rest of "first nine months", "last two quarters".
func (r *reader) someMonths(p yearPart, n int, fromEnd bool, count float64, i int32) (yearPart, int32, bool) {
	i = r.hyphen(i)
	size := 1
	switch r.word(i) {
	case "quarters":
		size = 3
	case "months":
		p.grain = "month"
	default:
		return p, 0, false
	}
	months := int(count) * size
	if count < 2 || months > 11 || count != math.Trunc(count) || n != 1 && !fromEnd {
		return p, 0, false
	}
	p.place(1, months)
	if fromEnd {
		p.month = 13 - months
	}
	return p, i + 1, true
}

// place makes it the n-th stretch of so many months.
func (p *yearPart) place(n, months int) { p.month, p.months = (n-1)*months+1, months }

// quarterLetters reads "q3", "h1", "3q".
func quarterLetters(w string) (n, months int) {
	if len(w) != 2 {
		return 0, 0
	}
	letter, digit := w[0], w[1]
	if digit > '9' {
		letter, digit = digit, letter
	}
	switch {
	case letter == 'q' && digit >= '1' && digit <= '4':
		return int(digit - '0'), 3
	case letter == 'h' && digit >= '1' && digit <= '2':
		return int(digit - '0'), 6
	}
	return 0, 0
}

// quarter reads "the third quarter of 2018", "Q3 2018", "2018Q4", "the 1988
// second quarter", "the first nine months", "the year-ago third quarter".
func (r *reader) quarter(i int32) (moment, bool) {
	if m, ok := r.quarterWord(i); ok {
		return m, true
	}
	at := r.skip(i, "the")
	if m, ok := r.topicQuarter(i, at); ok {
		return m, true
	}
	ago := r.yearAgo(at)
	year, hasYear := r.bareYear(at)
	switch {
	case ago > 0:
		at = ago
	case hasYear:
		at++
	}
	fromEnd := r.word(at) == "last" || r.word(at) == "final"
	p, end, ok := r.yearPart(at)
	if !ok {
		return moment{}, false
	}
	if last, ok := r.lastDay(end); ok && !last.unknown() {
		q := period{shift(last.to, -p.months, "month"), last.to, p.grain}
		if p.months == 3 {
			r.speakOf(q)
		}
		return q.at(end)
	}
	if !hasYear {
		year, end, hasYear = r.yearOfPart(&p, end)
	}
	switch {
	case !hasYear && (p.months == 6 || fromEnd) && !r.figures():
		return moment{}, false // "the second half", "the final quarter" of a match
	case !hasYear && fromEnd && p.grain == "month":
		return moment{}, false // "the last three months" are those before today
	case !hasYear && (p.fiscal && !r.fiscalKnown() || r.anchor.unknown()):
		return unanchored(p.grain, end)
	case !hasYear:
		year = r.yearSpokenOf(i, p)
	}
	if ago > 0 {
		year--
	}
	q := r.fiscal(p, year)
	if ago == 0 && p.months == 3 {
		r.speakOf(q)
	}
	return q.as(p.timex(p.of(year)), end)
}

// bareYear reads a year of four digits before a quarter.
func (r *reader) bareYear(i int32) (int, bool) {
	year, ok := parseCount(r.word(i))
	return year, ok && year >= 1900 && year <= 2100
}

// yearOfPart reads the year behind a quarter: "of 2018", "of last year", "of
// fiscal 2018", "of the year", which tells none.
func (r *reader) yearOfPart(p *yearPart, end int32) (year int, at int32, ok bool) {
	if year, at, ok = r.yearBehind(r.skip(end, ",")); ok {
		return year, at, true
	}
	if year, at, ok = r.fiscalYear(end); ok {
		p.fiscal = true
		return year, at, true
	}
	if r.is(end, "of", "the", "year") {
		end += 3
	}
	return 0, end, false
}

// yearSpokenOf is the year of a quarter without one: of the last that has begun,
// or of the next where the clause speaks of the future.
func (r *reader) yearSpokenOf(i int32, p yearPart) int {
	const long = 100 * 24 * time.Hour
	year := r.anchor.Year()
	switch q := r.fiscal(p, year); {
	case q.from.After(r.anchor.Time) && r.tense(i) != future:
		return year - 1
	case p.grain == "quarter" && r.anchor.Sub(q.to) > long && r.tense(i) == future:
		return year + 1
	}
	return year
}

// figures says whether the sentence speaks of a company's or economy's figures.
func (r *reader) figures() bool {
	for i := r.begin; i < r.end; i++ {
		switch r.word(i) {
		case "profit", "profits", "sales", "revenue", "revenues", "earnings", "earned", "income", "net", "pretax", "pre-tax", "loss", "losses", "growth",
			"orders", "exports", "imports", "output", "inflation", "gdp", "economy", "billion", "bn", "mln", "million", "%", "pct", "percent", "$", "£", "€",
			"fiscal", "financial", "results", "year", "prices", "rates", "demand", "production", "launch":
			return true
		}
	}
	return false
}

// quarterWord reads "2018Q4", "18q4", "4Q18", "FY2018", "FY18".
func (r *reader) quarterWord(i int32) (moment, bool) {
	w := r.word(i)
	if len(w) < 4 || len(w) > 6 {
		return moment{}, false
	}
	if year, ok := fiscalLetters(w); ok {
		return r.fiscalWhole(year).at(i + 1)
	}
	n, months := quarterLetters(w[len(w)-2:])
	digits := w[:len(w)-2]
	if n == 0 {
		n, months = quarterLetters(w[:2])
		digits = w[2:]
	}
	y, ok := parseCount(digits)
	if n == 0 || months != 3 || !ok || len(digits) != 2 && len(digits) != 4 {
		return moment{}, false
	}
	q := yearPart{month: 3*n - 2, months: 3, grain: "quarter"}.of(fullYear(y))
	return q.at(i + 1)
}
