package values

import (
	"time"

	"gleaner/extractors/doc"
)

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
		} else if ok && len(r.word(end+1)) == 2 && to > 12 && to > year%100 && r.word(end) != "/" {
			return yearsOf(year, to-year%100+1).at(end + 2)
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
	if !r.shape(i).Is(doc.Digit) || r.annual(i, end) {
		return true
	}
	switch r.word(i - 1) {
	case "in", "since", "by", "of", "from", "until", "till", "during", "before", "after", "through", "for", "to", "and", "late", "early", "mid", "(", "between":
		return r.tag(end) != doc.NNS
	}
	return !r.tag(end).Noun() && !r.tag(end).Adjective() && timeUnits[r.word(end)] == ""
}

// annual says whether a number is the year of the figure behind it, which it does
// not count: "1986 sales".
func (r *reader) annual(i, end int32) bool {
	year, ok := parseCount(r.word(i))
	return ok && year >= 1900 && year <= 2100 && annualFigures[r.word(end)] && r.comparatorBefore(i) == ""
}

var annualFigures = map[string]bool{
	"sales": true, "earnings": true, "results": true, "profits": true, "profit": true, "revenues": true, "revenue": true, "exports": true, "imports": true,
	"net": true, "elections": true, "election": true, "olympics": true, "budget": true, "deficit": true,
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
