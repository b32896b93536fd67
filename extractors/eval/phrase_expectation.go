package eval

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"gleaner/extractors/doc"
)

// expectation is the value that a phrase should have.
type expectation struct {
	kind doc.ValueKind
	// number, high and unit of sums, numbers and durations; high ends a range.
	number, high float64
	unit         string
	comparator   string
	// from and to are the moments of a time; to is zero for a single one.
	from, to time.Time
	grain    string
}

var (
	expectedMoment = regexp.MustCompile(`\((-?\d+), (\d+), (\d+), (\d+), (\d+), (\d+)\)`)
	expectedNumber = regexp.MustCompile(`-?[\d.]+(e\d+)?`)
	expectedGrain  = regexp.MustCompile(`\) (Year|Quarter|Month|Week|Day|Hour|Minute|Second)`)
)

// expectedCurrency leads from duckling's names of currencies to codes; "" are
// those that name no country.
var expectedCurrency = map[string]string{"Dollar": "USD", "Pound": "GBP", "Cent": "USD", "Dinar": "", "Riyal": "", "Rial": ""}

// parseExpectation reads duckling's notation.
func parseExpectation(s string) (e expectation, ok bool) {
	head, rest, _ := strings.Cut(s, " ")
	if strings.HasPrefix(head, "datetime") {
		return parseExpectedTime(head, s)
	}
	numbers := expectedNumber.FindAllString(rest, 2)
	if len(numbers) == 0 {
		return e, false
	}
	var err error
	if e.number, err = strconv.ParseFloat(numbers[0], 64); err != nil {
		return e, false
	}
	switch head {
	case "NumeralValue":
		e.kind = doc.QuantityValue
	case "DurationData":
		e.kind = doc.DurationValue
		_, unit, _ := strings.Cut(rest, " ")
		e.unit = strings.ToLower(unit)
	case "simple", "between", "under", "above":
		e.kind = doc.MoneyValue
		e.comparator = map[string]string{"between": "range", "under": "at_most", "above": "at_least"}[head]
		if head == "between" && len(numbers) == 2 {
			e.high, err = strconv.ParseFloat(numbers[1], 64)
		}
		e.unit, _, _ = strings.Cut(rest, " ")
		if e.unit == "Cent" {
			e.number /= 100
		}
		if code, named := expectedCurrency[e.unit]; named {
			e.unit = code
		}
	}
	return e, err == nil && e.kind != doc.NoValue
}

func parseExpectedTime(head, s string) (e expectation, ok bool) {
	moments := expectedMoment.FindAllStringSubmatch(s, 2)
	if len(moments) == 0 {
		return e, false
	}
	e.kind = doc.TimeValue
	e.from = expectedAt(moments[0])
	if strings.HasPrefix(head, "datetimeInterval") && len(moments) == 2 {
		e.to = expectedAt(moments[1])
	}
	switch {
	case strings.HasPrefix(s, "datetimeOpenInterval After"):
		e.comparator = "at_least"
	case strings.HasPrefix(s, "datetimeOpenInterval Before"):
		e.comparator = "at_most"
	}
	if m := expectedGrain.FindStringSubmatch(s); m != nil {
		e.grain = strings.ToLower(m[1])
	}
	return e, true
}

func expectedAt(m []string) time.Time {
	var n [6]int
	for i := range n {
		n[i], _ = strconv.Atoi(m[i+1])
	}
	return time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], 0, time.UTC)
}

func (e expectation) metByAny(got []doc.Value, text string) bool {
	for i := range got {
		if e.met(&got[i], text) {
			return true
		}
	}
	return false
}

// met says whether a value is the expected one: a sum with its currency, bounds
// and comparator; a number; a duration of the same length; a time that starts at
// the same moment, and has the other end too where two are expected.
func (e expectation) met(v *doc.Value, text string) bool {
	if v.Kind != e.kind {
		return e.grain == "second" && v.Text == "PRESENT_REF" && e.from.Equal(referenceMoment) && e.comparator == ""
	}
	switch e.kind {
	case doc.MoneyValue:
		return near(v.Number, e.number) && (v.Unit == e.unit || e.unit == "Unnamed") && e.sameBounds(v)
	case doc.DurationValue:
		return e.sameLength(v)
	case doc.TimeValue:
		return e.sameTime(v, text)
	}
	return near(v.Number, e.number)
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*math.Max(1, math.Abs(b)) }

// sameBounds compares the comparators; "about" may stand beside a sum and a range.
func (e expectation) sameBounds(v *doc.Value) bool {
	if e.comparator == "range" {
		_, high, _ := strings.Cut(strings.Fields(v.Text)[0], "-")
		n, err := strconv.ParseFloat(high, 64)
		return v.Comparator == "range" && err == nil && near(n, e.high)
	}
	return v.Comparator == e.comparator || e.comparator == "" && v.Comparator == "about"
}

var unitSeconds = map[string]float64{"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 7 * 86400}
var unitMonths = map[string]float64{"month": 1, "quarter": 3, "year": 12}

func (e expectation) sameLength(v *doc.Value) bool {
	if months := unitMonths[e.unit]; months > 0 {
		return near(v.Number*unitMonths[v.Unit], e.number*months)
	}
	return near(v.Number*unitSeconds[v.Unit], e.number*unitSeconds[e.unit])
}

// countedFromNow are phrases that count units from now. Duckling answers them one
// unit finer than said, "two years ago" with a month; ours is the unit that was
// said, and right when it holds the expected moment.
var countedFromNow = regexp.MustCompile(`(?i)\b(ago|hence|back|from (right )?(now|today))$|^in (about )?(an?|one|two|three|few|[\d.]+)\b.* (day|week|month|year)s?$|^after \d+ days$`)

// referenceMoment is phrasesAnchor in its own wall time.
var referenceMoment = time.Date(2013, 2, 12, 4, 30, 0, 0, time.UTC)

func (e expectation) sameTime(v *doc.Value, text string) bool {
	from, ok := momentOf(v.From)
	to, end := momentOf(v.To)
	if !ok || !end {
		return false
	}
	if e.from.Equal(referenceMoment) && !e.to.IsZero() {
		// "by Friday": from the moment of writing on.
		return v.Comparator == "at_most" && (to.Equal(e.to) || from.Equal(e.to))
	}
	if countedFromNow.MatchString(text) && e.to.IsZero() {
		return !from.After(e.from) && to.After(e.from)
	}
	if !from.Equal(e.from) || e.comparator != "" && v.Comparator != e.comparator {
		return false
	}
	return e.to.IsZero() || to.Equal(e.to) || e.sameLast(to)
}

// sameLast allows for how duckling ends its intervals: one unit late where the
// last hour or minute is meant whole.
func (e expectation) sameLast(to time.Time) bool {
	late := e.to.Sub(to)
	return late > 0 && (late <= time.Minute && e.grain == "minute" || late <= time.Hour && e.grain == "hour" || late == 24*time.Hour && e.grain == "day")
}

func momentOf(s string) (time.Time, bool) {
	for _, layout := range [...]string{time.DateOnly, "2006-01-02T15:04:05"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
