package values

import (
	"math"
	"strings"
	"time"

	"gleaner/extractors/doc"
)

// fiscalYear reads "of fiscal 2018", "of its fiscal year 2018", "FY18".
func (r *reader) fiscalYear(i int32) (year int, end int32, ok bool) {
	at := r.skip(r.skip(i, "of", "in"), "its", "the")
	if year, ok := fiscalLetters(r.word(at)); ok {
		return year, at + 1, true
	}
	if r.word(at) != "fiscal" && r.word(at) != "financial" {
		return 0, 0, false
	}
	return r.yearAt(r.skip(at+1, "year"))
}

// fiscalLetters reads "fy2018", "fy18".
func fiscalLetters(w string) (int, bool) {
	digits, ok := strings.CutPrefix(w, "fy")
	if !ok || len(digits) != 2 && len(digits) != 4 {
		return 0, false
	}
	year, ok := parseCount(digits)
	return fullYear(year), ok
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

// fiscalWhole is the company's year that ends in a year.
func (r *reader) fiscalWhole(year int) period {
	q := r.fiscal(yearPart{month: 1, months: 12, grain: "year", fiscal: true}, year)
	return q
}

// lastDay reads "ended December 31", "ending 31 December", "to March" behind a
// period that it ends.
func (r *reader) lastDay(i int32) (moment, bool) {
	at := i + 1
	switch r.word(i) {
	case "ended", "ending":
		at = r.skip(at, "on")
	case "to":
		at = r.hyphen(r.skip(at, "end"))
	default:
		return moment{}, false
	}
	last, ok := r.monthDate(at)
	if !ok {
		last, ok = r.dayMonth(at)
	}
	return last, ok && (last.grain == "day" || last.grain == "month")
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
	if unitSize[unit] < unitSize["week"] {
		return moment{}, false
	}
	last, ok := r.lastDay(end)
	switch {
	case !ok:
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
