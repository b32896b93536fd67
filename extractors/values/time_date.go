package values

import (
	"strings"
	"time"

	"gleaner/extractors/doc"
)

// month reads the name of a month; "may" and "march" only when capitalised, or
// beside a day.
func (r *reader) month(i int32) (time.Month, bool) {
	m, ok := months[r.word(i)]
	if !ok || (m == time.May || m == time.March) && !r.shape(i).Is(doc.Initial) {
		return 0, false
	}
	if (m == time.April || m == time.May || m == time.June) && r.personAt(i) {
		return 0, false
	}
	return m, true
}

// personAt says whether the name of a month is part of a person's: "Theresa May",
// "April Jones". A number behind it and a preposition before it tell a date.
func (r *reader) personAt(i int32) bool {
	if r.shape(i + 1).Is(doc.Digit) {
		return false
	}
	if before := r.word(i - 1); r.tag(i-1).Proper() && months[before] == 0 {
		_, day := weekdays[before]
		return !day && r.tag(i-1) == doc.NNP
	}
	switch r.tag(i - 1) {
	case doc.IN, doc.TO, doc.DT, doc.JJ:
		return false
	}
	return r.tag(i+1) == doc.NNP && months[r.word(i+1)] == 0
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

// monthDate reads "March 3", "March 3-5, 2018", "March 2018", "March", "Feb13".
func (r *reader) monthDate(i int32) (moment, bool) {
	m, ok := months[r.word(i)]
	if !ok {
		return r.joinedDate(i)
	}
	dayAt := r.skip(i+1, "the")
	d, ok := r.day(dayAt)
	if !ok {
		d, ok = r.dayWord(dayAt)
	}
	if ok && (r.shape(i).Is(doc.Initial) || r.tag(i) != doc.MD) {
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
	if r.word(i-1) == "the" && len(r.word(i)) <= 5 && r.shape(i).Is(doc.AllUpper) {
		return moment{}, false // "the DEC." is a committee
	}
	of := func(year int) period { return monthOf(year, m) }
	if r.is(i+1, "after", "next") && !r.anchor.unknown() {
		next := r.directed(1, of)
		return of(next.from.Year() + 1).at(i + 3)
	}
	return r.yearly(i, i+1, of)
}

// dayWord reads the day of "April one", as agencies wrote.
func (r *reader) dayWord(i int32) (int, bool) {
	n := smallNumbers[r.word(i)]
	if tag := r.tag(i + 1); n < 1 || n > 31 || tag.Noun() || tag.Adjective() || tag == doc.CD || tag == doc.HYPH {
		return 0, false
	}
	switch r.word(i + 1) {
	case "of", "in", "or", "-", "more", "other":
		return 0, false
	}
	return int(n), true
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
	if m == time.September && first == 11 && last == 11 && attackWords[r.word(end)] {
		return dayOf(attacks).at(end)
	}
	return r.yearly(i, end, func(year int) period {
		if date(year, m, last).Month() != m {
			return period{} // 29 February
		}
		return period{date(year, m, first), date(year, m, last+1), "day"}
	})
}

// attackWords stand behind "Sept. 11" where it means that of 2001.
var attackWords = map[string]bool{
	"attack": true, "attacks": true, "terror": true, "terrorist": true, "terrorists": true, "hijackers": true, "hijackings": true, "commission": true,
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
