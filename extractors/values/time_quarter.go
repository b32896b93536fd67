package values

import (
	"fmt"
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
// "first nine months", "first two quarters", "fiscal third quarter".
func (r *reader) yearPart(i int32) (p yearPart, end int32, ok bool) {
	at := r.skip(i, "fiscal")
	p.fiscal, p.grain = at > i, "quarter"
	n := 0
	if n, p.months = quarterLetters(r.word(at)); n > 0 {
		end = at + 1
	} else {
		word := r.word(at)
		if n = r.ordinalAt(at); word == "final" || word == "last" {
			n = 4
		}
		if n < 1 || n > 4 {
			return p, 0, false
		}
		at = r.hyphen(at + 1)
		if fiscal := r.skip(at, "fiscal"); fiscal > at {
			p.fiscal, at = true, fiscal
		}
		count := 1.0
		if f, after, ok := r.number(at, false); ok {
			count, at = f, r.hyphen(after)
		}
		switch w := r.word(at); {
		case count == 1 && (w == "quarter" || w == "qtr") && word != "last":
			p.months = 3
		case count == 1 && w == "half" && (n < 3 || word == "final"):
			if p.months = 6; n > 2 {
				n = 2
			}
		case count > 1 && count < 12 && count == float64(int(count)) && (w == "months" || w == "quarters" && count < 4):
			size := map[string]int{"months": 1, "quarters": 3}[w]
			if p.months, p.grain = int(count)*size, map[string]string{"months": "month", "quarters": "quarter"}[w]; n == 4 && (word == "final" || word == "last") {
				p.month = 13 - p.months
				return p, at + 1, p.month > 0
			}
			if n != 1 {
				return p, 0, false
			}
		default:
			return p, 0, false
		}
		end = at + 1
	}
	p.month = (n-1)*p.months + 1
	return p, end, p.month+p.months <= 13
}

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

// quarter reads "the third quarter of 2018", "Q3 2018", "2018Q4", "the first
// nine months", "the year-ago quarter", "the latest quarter", "the same period
// last year". A quarter without a year is the last one that has begun, or the
// next where the clause speaks of the future.
func (r *reader) quarter(i int32) (moment, bool) {
	if m, ok := r.quarterWord(i); ok {
		return m, true
	}
	at := r.skip(i, "the")
	if m, ok := r.topicQuarter(i, at); ok {
		return m, true
	}
	fromEnd := r.word(at) == "last" || r.word(at) == "final"
	year, yearEnd, hasYear := 0, at, false
	if y, ok := parseCount(r.word(at)); ok && y >= 1900 && y <= 2100 {
		year, yearEnd, hasYear = y, at+1, true
	}
	ago := r.yearAgo(at)
	p, end, ok := r.yearPart(max(yearEnd, ago))
	if !ok {
		return moment{}, false
	}
	if !hasYear {
		if year, at, hasYear = r.yearBehind(r.skip(end, ",")); !hasYear {
			year, at, hasYear = r.fiscalYear(end)
			p.fiscal = p.fiscal || hasYear
		}
		if r.is(end, "of", "the", "year") && !hasYear {
			end += 3
		}
		if hasYear {
			end = at
		}
	}
	if p.months == 6 && !hasYear && !r.figures() {
		return moment{}, false // "the second half" of a match
	}
	switch {
	case fromEnd && p.grain == "month" && !hasYear:
		return moment{}, false // "the last three months" are those before today
	case p.fiscal && !r.fiscalKnown() && !hasYear:
		return unanchored(p.grain, end)
	case hasYear:
	case r.anchor.unknown():
		return unanchored(p.grain, end)
	default:
		year = r.anchor.Year()
		if r.topic.grain == "year" && !r.topic.unknown() {
			year = r.topic.from.Year()
		} else if q := r.fiscal(p, year); q.from.After(r.anchor.Time) && r.tense(i) != future {
			year--
		} else if q.to.Before(r.anchor.Time) && r.tense(i) == future && p.grain == "quarter" && r.anchor.Sub(q.to) > 100*24*time.Hour {
			year++
		}
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
	if digits := w[2:]; w[:2] == "fy" {
		if y, ok := parseCount(digits); ok && (len(digits) == 2 || len(digits) == 4) {
			return r.fiscalWhole(fullYear(y)).at(i + 1)
		}
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
