package values

import (
	"math"
	"strings"

	"gleaner/extractors/doc"
)

// length is a number of units of time.
type length struct {
	n    float64
	unit string
}

// maxLengths bounds the parts of one duration.
const maxLengths = 8

// stretch is a duration as named, the largest unit first: "2 years, 3 months".
type stretch struct {
	parts [maxLengths]length
	n     int
}

// duration reads "three days", "a nine-month", "two years and three months",
// "an hour and a half", "half an hour", "12 to 18 months".
func (r *reader) duration(i int32) (doc.Value, bool) {
	v := doc.Value{Kind: doc.DurationValue}
	low, at, ok := r.count(i)
	if !ok {
		return v, false
	}
	if v, ok := r.durationRange(i, low, at); ok {
		return v, true
	}
	s, end, ok := r.stretch(i)
	if !ok || r.isAge(end) || r.isRate(i) || r.word(i-1) == "aged" || r.word(i-2) == "age" && r.word(i-1) == "of" {
		return v, false
	}
	v.End = end
	v.Number, v.Unit = s.number()
	v.Grain, v.Text = v.Unit, s.iso()
	v.Comparator = r.comparator(i, end)
	return v, true
}

// durationRange reads "12 to 18 months", "two- to three-year".
func (r *reader) durationRange(i int32, low float64, at int32) (doc.Value, bool) {
	v := doc.Value{Kind: doc.DurationValue, Comparator: "range"}
	if r.word(at) == "-" && (r.word(at+1) == "to" || r.word(at+1) == "or") {
		at++
	}
	mark, ok := r.rangeMark(i, at)
	if r.word(at) == "or" {
		mark, ok = at+1, true
	}
	if !ok {
		return v, false
	}
	if r.word(mark) == "-" {
		mark++
	}
	high, end, ok := r.number(mark, false)
	if !ok || high <= low {
		return v, false
	}
	if end = r.hyphen(end); timeUnits[r.word(end)] == "" || r.isAge(end+1) {
		return v, false
	}
	unit := timeUnits[r.word(end)]
	v.Number, v.Unit, v.Grain, v.End = low, unit, unit, end+1
	v.Text = isoDuration(low, unit) + "/" + isoDuration(high, unit)
	return v, true
}

// hyphen passes over a hyphen between a number and its unit.
func (r *reader) hyphen(i int32) int32 {
	if r.word(i) == "-" && r.tight(i) {
		return i + 1
	}
	return i
}

// stretch reads a length with all its parts: "1 year, 2 days, 3 hours and 4 seconds".
func (r *reader) stretch(i int32) (s stretch, end int32, ok bool) {
	first, end, ok := r.length(i)
	if !ok {
		return s, 0, false
	}
	s.add(first.n, first.unit)
	for last := first; s.n < maxLengths-2; {
		at := r.skip(r.skip(end, ","), "and")
		if half, ok := r.halfMore(at); ok && at > end && last.n == math.Trunc(last.n) {
			s.add(0.5, last.unit)
			return s, half, true
		}
		if next, after, ok := r.length(at); ok && unitSize[next.unit] < unitSize[last.unit] && r.word(at) != "a" && r.word(at) != "an" {
			s.add(next.n, next.unit)
			last, end = next, after
			continue
		}
		if n, after, ok := r.minutesMore(at); ok && last.unit == "hour" {
			s.add(n, "minute")
			end = after
		}
		break
	}
	return s, end, true
}

// halfMore reads "half", "a half" behind a unit: "a month and a half".
func (r *reader) halfMore(i int32) (end int32, ok bool) {
	at := r.skip(i, "a", "one")
	return at + 1, r.word(at) == "half" && timeUnits[r.word(at+1)] == "" && r.word(at+1) != "of"
}

// minutesMore reads the minutes of "1 hour fifteen", "2 hours and 10".
func (r *reader) minutesMore(i int32) (n float64, end int32, ok bool) {
	n, end, ok = r.number(i, false)
	return n, end, ok && n >= 1 && n < 60 && n == math.Trunc(n) && (!r.tag(end).Noun() && r.word(end) != "%")
}

// length reads one number and unit: "three days", "half an hour", "three
// quarters of an hour", "2 more minutes".
func (r *reader) length(i int32) (length, int32, bool) {
	n, at, ok := r.count(i)
	if !ok {
		return length{}, 0, false
	}
	n, at = r.quarters(n, at)
	at = r.skip(r.hyphen(at), lengthModifiers...)
	unit := timeUnits[r.word(at)]
	if letter := unitLetters[r.word(at)]; unit == "" && r.tight(at) {
		unit = letter
	}
	switch {
	case unit == "fortnight":
		n, unit = 2*n, "week"
	case r.word(at) == "second" && (n == 1 && (r.tag(at+1).Noun() || r.tag(at+1).Adjective())):
		return length{}, 0, false // "a second striker"
	case unit == "quarter" && r.word(at-1) == "-" && (n == 1 || n == 3):
		return length{}, 0, false // "three-quarters of it"
	case r.word(at) == "year" && n >= 1000 && r.word(at-1) != "-":
		return length{}, 0, false // "1985 year net"
	}
	return length{n, unit}, at + 1, unit != ""
}

// lengthModifiers may stand between a number and its unit of time.
var lengthModifiers = []string{
	"more", "additional", "extra", "less", "fewer", "full", "whole", "consecutive", "straight", "calendar", "business", "working", "trading", "further", "long",
}

// quarters reads what divides an hour: "three quarters of an", "one and a quarter of".
func (r *reader) quarters(n float64, i int32) (float64, int32) {
	at := r.hyphen(i)
	if fractionNames[r.word(at)] == 4 && (r.word(at+1) == "of" && r.ofTime(at+2) || timeUnits[r.word(at+1)] == "hour") {
		n, i = n/4, at+1
	}
	if n != math.Trunc(n) && r.word(i) == "of" && r.ofTime(i+1) {
		i = r.skip(i+1, "a", "an")
	}
	return n, i
}

// add appends n units; a part of a unit becomes one or two smaller units where
// it is a whole number of them.
func (s *stretch) add(n float64, unit string) {
	whole, rest, smaller := math.Trunc(n), n-math.Trunc(n), unit
	for range 2 {
		if rest == math.Trunc(rest) || smallerUnits[smaller].unit == "" {
			break
		}
		rest, smaller = tidy(rest*smallerUnits[smaller].n), smallerUnits[smaller].unit
	}
	if rest != math.Trunc(rest) || rest == 0 {
		whole, rest = n, 0
	}
	if whole > 0 || rest == 0 {
		s.push(whole, unit)
	}
	if rest > 0 {
		s.push(rest, smaller)
	}
}

func (s *stretch) push(n float64, unit string) {
	s.parts[s.n] = length{n, unit}
	s.n++
}

// number is the stretch in its smallest unit. A month counts as 30 days and a
// year as 365 where they are joined with days or less.
func (s *stretch) number() (float64, string) {
	smallest := s.parts[s.n-1].unit
	if s.n == 1 {
		return s.parts[0].n, smallest
	}
	total := 0.0
	for _, p := range s.parts[:s.n] {
		if months := unitMonths[p.unit]; months > 0 && unitMonths[smallest] > 0 {
			total += p.n * months / unitMonths[smallest]
		} else {
			total += p.n * unitSize[p.unit] / unitSize[smallest]
		}
	}
	return total, smallest
}

// iso writes the stretch as an ISO 8601 duration, quarters as "Q".
func (s *stretch) iso() string {
	if s.n == 1 {
		return isoDuration(s.parts[0].n, s.parts[0].unit)
	}
	text, clock := "P", false
	for _, p := range s.parts[:s.n] {
		one := strings.TrimPrefix(isoDuration(p.n, p.unit), "P")
		if hours, ok := strings.CutPrefix(one, "T"); ok {
			if one = hours; !clock {
				text, clock = text+"T", true
			}
		}
		text += one
	}
	return text
}

// isoDuration writes an ISO 8601 duration of one unit.
func isoDuration(n float64, unit string) string {
	switch unit {
	case "second", "minute", "hour":
		return "PT" + formatNumber(n) + strings.ToUpper(unit[:1])
	case "decade":
		return "P" + formatNumber(10*n) + "Y"
	case "century":
		return "P" + formatNumber(100*n) + "Y"
	}
	return "P" + formatNumber(n) + strings.ToUpper(unit[:1])
}

// count reads a number of units; "a" and "an" are one.
func (r *reader) count(i int32) (n float64, end int32, ok bool) {
	if n, end, ok = r.number(i, false); ok {
		return n, end, true
	}
	switch r.word(i) {
	case "a", "an":
		if r.word(i+1) == "couple" || r.word(i+1) == "pair" {
			return 2, r.skip(i+2, "of"), true
		}
		if r.word(i+1) == "half" || r.word(i+1) == "quarter" {
			return r.count(i + 1)
		}
		return 1, i + 1, true
	case "half":
		return 0.5, r.skip(i+1, "a", "an"), true
	case "quarter":
		return 0.25, r.skip(i+1, "of") + 1, r.word(i+1) == "of" && r.ofTime(i+2)
	}
	return 0, 0, false
}

// isAge says whether "old" follows: "a 6-year-old", "52 years old".
func (r *reader) isAge(i int32) bool {
	return r.word(r.hyphen(i)) == "old" || r.word(i) == "of" && r.word(i+1) == "age"
}

// isRate says whether the unit tells how often: "$5 million a year", "barrels a day".
func (r *reader) isRate(i int32) bool {
	if w := r.word(i); w != "a" && w != "an" {
		return false
	}
	switch w := r.word(i - 1); w {
	case "once", "twice", "times", "%", "-":
		return true
	default:
		return r.tag(i-1).Noun() && timeUnits[w] != "year" || r.tag(i-1) == doc.CD
	}
}

const day = 24 * 60 * 60

// unitSize is the length of a unit in seconds.
var unitSize = map[string]float64{
	"second": 1, "minute": 60, "hour": 3600, "day": day, "week": 7 * day, "month": 30 * day, "quarter": 90 * day, "year": 365 * day,
	"decade": 3650 * day, "century": 36500 * day,
}

// unitMonths is the length of the units that are whole months.
var unitMonths = map[string]float64{"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}

// smallerUnits lead from a unit to how many of which smaller one it has.
var smallerUnits = map[string]length{
	"minute": {60, "second"}, "hour": {60, "minute"}, "day": {24, "hour"}, "week": {7, "day"}, "month": {30, "day"}, "quarter": {3, "month"},
	"year": {12, "month"}, "decade": {10, "year"}, "century": {10, "decade"},
}

// unitLetters stand for units right behind a figure: "2h", "30s".
var unitLetters = map[string]string{"h": "hour", "hr": "hour", "min": "minute", "s": "second"}
