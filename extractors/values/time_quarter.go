package values

import (
	"fmt"
	"math"
	"time"

	"gleaner/extractors/doc"
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

// ended reads "the year", "the quarter", "the six months" before "ended December
// 31", "ending 31 December" or "to March": the date behind it places it.
func (r *reader) ended(i int32) (moment, bool) {
	at := r.skip(r.skip(i, "the"), "fiscal", "financial", "full")
	n := 1
	if count, end, ok := r.number(at, false); ok && count >= 1 && count <= 100 && count == math.Trunc(count) {
		n, at = int(count), end
	} else if !ok && r.word(i) != "the" {
		return moment{}, false
	}
	unit := timeUnits[r.word(at)]
	end := at + 1
	switch {
	case unit == "" || unitSize[unit] < unitSize["week"]:
		return moment{}, false
	case r.word(end) == "ended" || r.word(end) == "ending":
		at = r.skip(end+1, "on")
	case r.word(end) == "to":
		at = r.skip(end+1, "end")
		at = r.hyphen(at)
	default:
		return moment{}, false
	}
	last, ok := r.monthDate(at)
	if !ok {
		last, ok = r.dayMonth(at)
	}
	switch {
	case !ok || last.grain != "day" && last.grain != "month":
		return moment{}, false
	case last.unknown():
		return unanchored(unit, end)
	}
	p := period{shift(last.to, -n, unit), last.to, unit}
	if p == containing(p.from, unit) {
		return p.at(end)
	}
	return p.as(isoDuration(float64(n), unit), end)
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

// fiscalYear reads "of fiscal 2018", "of its fiscal year 2018".
func (r *reader) fiscalYear(i int32) (year int, end int32, ok bool) {
	at := r.skip(r.skip(i, "of", "in"), "its", "the")
	if r.word(at) != "fiscal" && r.word(at) != "financial" {
		return 0, 0, false
	}
	return r.yearAt(r.skip(at+1, "year"))
}

// fiscal is a part of a year that may count from the start of the company's
// year; "fiscal 2018" is the year that ends in 2018.
func (r *reader) fiscal(p yearPart, year int) period {
	q := p.of(year)
	if !p.fiscal || !r.fiscalKnown() || r.fiscalEnd == time.December {
		return q
	}
	from := date(year-1, r.fiscalEnd+time.Month(p.month), 1)
	return period{from, from.AddDate(0, p.months, 0), q.grain}
}

func (r *reader) fiscalKnown() bool { return r.fiscalEnd > 0 }

// fiscalEnd looks for the month in which the company's year ends: "the fiscal
// year ended June 30".
func fiscalEnd(d *doc.Doc) time.Month {
	word := func(i int) string {
		if i >= len(d.Tokens) {
			return ""
		}
		return d.Tokens[i].Lower
	}
	for i := range d.Tokens {
		if w := d.Tokens[i].Lower; w != "year" && w != "years" {
			continue
		}
		at := i + 1
		switch word(at) {
		case "ended", "ending", "ends", "end":
			for at++; at < i+5; at++ {
				if m := months[word(at)]; m > 0 {
					return m
				}
			}
		case "to":
			if m := months[word(at+1)]; m > 0 {
				return m
			}
		}
	}
	return 0
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

// fiscalWhole is the company's year that ends in a year.
func (r *reader) fiscalWhole(year int) period {
	q := r.fiscal(yearPart{month: 1, months: 12, grain: "year", fiscal: true}, year)
	return q
}

// yearAgo is the place behind "year-ago", "year-earlier", 0 for none.
func (r *reader) yearAgo(i int32) int32 {
	if r.word(i) != "year" || r.word(i+1) != "-" {
		return 0
	}
	switch r.word(i + 2) {
	case "ago", "earlier", "before":
		return i + 3
	}
	return 0
}

// speakOf notes a quarter or year that the article speaks of.
func (a *article) speakOf(p period) { a.topic, a.topicAge = p, 0 }

// topicQuarter reads "the quarter", "the latest quarter", "the year-ago period",
// "the 1988 period", "the same period last year": the quarter that the article
// speaks of, or the last one that is over.
func (r *reader) topicQuarter(i, at int32) (moment, bool) {
	back, end := 0, at
	same, latest := false, false
	switch ago := r.yearAgo(at); {
	case ago > 0:
		back, end = 1, ago
	case r.word(at) == "latest":
		latest, end = true, at+1
	case r.is(at, "most", "recent"):
		latest, end = true, at+2
	case r.word(at) == "same" || r.word(at) == "comparable" || r.word(at) == "corresponding":
		same, end = true, at+1
	}
	year, hasYear := parseCount(r.word(at))
	if hasYear = hasYear && year >= 1900 && year <= 2100; hasYear {
		end = at + 1
	}
	w := r.word(end)
	if at == i && back == 0 || w != "quarter" && w != "period" && back == 0 {
		return moment{}, false
	}
	if w == "quarter" || w == "period" {
		end++
	}
	if r.word(end) == "-" && back == 0 {
		return moment{}, false // "the quarter-finals"
	}
	if back == 0 && w == "quarter" {
		if n, at, ok := r.agoCount(end); ok && n == 1 && timeUnits[r.word(at)] == "year" && (r.word(at+1) == "ago" || r.word(at+1) == "earlier") {
			back, end = 1, at+2
		}
	}
	if (r.word(end) == "of" && !same || r.word(end) == "'s") && back == 0 {
		return moment{}, false
	}
	if same {
		y, after, ok := r.yearBehind(end)
		if n, _, ago := r.agoCount(end); !ok && ago && n == 1 && timeUnits[r.word(end+1)] == "year" && (r.word(end+2) == "ago" || r.word(end+2) == "earlier" || r.word(end+2) == "before") {
			back, end = 1, end+3
		} else if ok {
			year, end, hasYear = y, after, true
		} else {
			return moment{}, false
		}
	}
	grain := "quarter"
	if r.anchor.unknown() && r.topic.unknown() {
		return unanchored(grain, end)
	}
	p := r.topic
	if p.grain != "quarter" {
		if w == "period" && !latest && back == 0 {
			return moment{}, false
		}
		if r.anchor.unknown() {
			return unanchored(grain, end)
		}
		if p = containing(shift(r.anchor.Time, -1, "quarter"), "quarter"); back > 0 && w != "quarter" && w != "period" {
			return yearOf(r.anchor.Year() - 1).at(end)
		}
	}
	p.from, p.to = shift(p.from, -back, "year"), shift(p.to, -back, "year")
	if hasYear {
		n := year - p.from.Year()
		p.from, p.to = shift(p.from, n, "year"), shift(p.to, n, "year")
	}
	return p.at(end)
}

// topicReach is for how many sentences "a year ago" means the quarter spoken of.
const topicReach = 3

// sameQuarter reads "a year ago" behind a figure of a quarterly report as the
// same quarter of the year before: "rose to $5 million from $4 million a year ago".
func (r *reader) sameQuarter(i int32, n int, unit string, end int32) (moment, bool) {
	if n != -1 || unit != "year" || r.topic.grain != "quarter" || r.topicAge > topicReach || len(r.d.Values) == 0 {
		return moment{}, false
	}
	v := &r.d.Values[len(r.d.Values)-1]
	if v.First < r.begin || i-v.End > 8 || v.Kind == doc.TimeValue || v.Kind == doc.DurationValue || v.Kind == doc.OrdinalValue {
		return moment{}, false
	}
	return period{shift(r.topic.from, -1, "year"), shift(r.topic.to, -1, "year"), "quarter"}.at(end)
}

// year reads a year that stands as a time: "in 2018", "2018-19", "the 1990s",
// "the nineties", "fiscal 2018", "nineteen ninety-six", "the year", "2014 BC".
func (r *reader) year(i int32) (moment, bool) {
	at := r.skip(i, "the", "fiscal", "financial", "year", "calendar")
	fiscal := r.word(i) == "fiscal" || r.word(i) == "financial"
	for {
		next := r.skip(at, "fiscal", "financial", "year", "calendar")
		if next == at {
			break
		}
		fiscal = fiscal || r.word(at) == "fiscal" || r.word(at) == "financial"
		at = next
	}
	if y, ok := decade(r.word(at)); ok {
		return yearsOf(y, 10).at(at + 1)
	}
	if y := decadeWords[r.word(at)]; y > 0 && r.word(at-1) == "the" {
		return yearsOf(y, 10).at(at + 1)
	}
	year, end, ok := r.yearAt(at)
	w := r.word(at)
	if !ok {
		return r.ownYear(i)
	}
	if w == "," || w == "of" || w == "in" || year < 1500 || year > 2100 {
		return moment{}, false
	}
	switch r.word(end) {
	case "bc", "b.c.", "b.c", "bce":
		return moment{}, false
	case "ad", "a.d.", "a.d":
		return yearOf(year).at(end + 1)
	}
	if r.tight(end) && r.shape(end).Is(doc.Letters) && r.word(end) != "'s" {
		return moment{}, false // "1500m"
	}
	if at == i && !r.yearStands(at, end) {
		return moment{}, false
	}
	if r.word(end) == "-" && r.tight(end) || r.word(end) == "–" || r.word(end) == "/" && r.tight(end) {
		if to, ok := parseCount(r.word(end + 1)); ok && (len(r.word(end+1)) == 2 && (year+1)%100 == to || len(r.word(end+1)) == 1 && (year+1)%10 == to) {
			return yearsOf(year, 2).as(yearOf(year).String()+"/"+yearOf(year+1).String(), end+2)
		}
	}
	p := yearOf(year)
	if fiscal {
		p = r.fiscalWhole(year)
		return p.as(yearOf(year).String(), end)
	}
	return p.at(end)
}

// ownYear reads "the year", "the full year", "the fiscal year" where a figure is
// told of it: the year spoken of, else the article's.
func (r *reader) ownYear(i int32) (moment, bool) {
	if r.word(i) != "the" && r.word(i) != "full" {
		return moment{}, false
	}
	at := r.skip(r.skip(i, "the"), "full", "whole", "entire", "fiscal", "financial")
	if at = r.hyphen(at); r.word(at) != "year" || r.word(at+1) == "-" || r.word(at+1) == "'s" || r.word(at+1) == "of" {
		return moment{}, false
	}
	if at == i+1 {
		switch r.word(i - 1) {
		case "for", "in", "during", "over", "throughout":
		default:
			return moment{}, false
		}
	}
	if r.word(at+1) == "to" || r.tag(at+1).Noun() {
		return moment{}, false
	}
	switch {
	case r.topic.grain == "year" && !r.topic.unknown():
		return r.topic.at(at + 1)
	case r.anchor.unknown():
		return unanchored("year", at+1)
	}
	year := r.anchor.Year()
	if r.anchor.Month() <= time.February && r.tense(i) == past {
		year--
	}
	return yearOf(year).at(at + 1)
}

// yearStands says whether the four digits are a year: no unit, sign or counted
// noun stands beside them.
func (r *reader) yearStands(i, end int32) bool {
	if _, sign := currencySigns[r.word(i-1)]; sign || r.word(i-1) == "#" || r.word(i-1) == "no" || r.word(i-1) == "no." {
		return false
	}
	if !r.shape(i).Is(doc.Digit) {
		return true
	}
	switch r.word(i - 1) {
	case "in", "since", "by", "of", "from", "until", "till", "during", "before", "after", "through", "for", "to", "and", "late", "early", "mid", "(", "between":
		return r.tag(end) != doc.NNS
	}
	return !r.tag(end).Noun() && !r.tag(end).Adjective() && timeUnits[r.word(end)] == ""
}

// decade reads "1990s" and "'90s".
func decade(w string) (year int, ok bool) {
	if len(w) < 3 || w[len(w)-1] != 's' {
		return 0, false
	}
	w = w[:len(w)-1]
	short := w[0] == '\''
	if short {
		w = w[1:]
	}
	y, ok := parseCount(w)
	if !ok || y%10 != 0 || len(w) != 4 && !(short && len(w) == 2 && y >= 20) {
		return 0, false
	}
	if len(w) == 2 {
		y += 1900
	}
	return y, y >= 1000 && y <= 2100
}

var decadeWords = map[string]int{"twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960, "seventies": 1970, "eighties": 1980, "nineties": 1990}
