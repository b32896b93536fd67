package values

import "gleaner/extractors/doc"

// percent reads "5%", "2.5 per cent", "30 basis points". A fall is negative:
// "fell 5 percent", but not "fell to 5 percent".
func (r *reader) percent(i int32) (doc.Value, bool) {
	v := doc.Value{Kind: doc.PercentValue, Unit: "%"}
	n, at, ok := r.number(i, false)
	if !ok {
		return v, false
	}
	if r.word(at) == "-" || r.word(at) == "to" {
		if high, end, ok := r.number(at+1, false); ok && high > n {
			if unit, factor, end, ok := r.percentUnit(end); ok {
				v.Number, v.Unit, v.Comparator, v.End = n*factor, unit, "range", end
				v.Text = formatNumber(n*factor) + "-" + formatNumber(high*factor) + unit
				return v, true
			}
		}
	}
	unit, factor, end, ok := r.percentUnit(at)
	if !ok {
		return v, false
	}
	v.Number, v.Unit, v.End, v.Comparator = n*factor, unit, end, r.comparator(i)
	if r.falls(i) {
		v.Number = -v.Number
	}
	v.Text = formatNumber(v.Number) + unit
	return v, true
}

// percentUnit reads the sign; basis points are hundredths of a percent.
func (r *reader) percentUnit(i int32) (unit string, factor float64, end int32, ok bool) {
	if r.word(i) == "-" && r.tight(i) {
		i++
	}
	switch r.word(i) {
	case "%", "percent", "pct", "pc", "pct.":
		return "%", 1, i + 1, true
	case "per":
		if r.word(i+1) == "cent" {
			return "%", 1, i + 2, true
		}
	case "percentage":
		if w := r.word(i + 1); w == "points" || w == "point" {
			return "%", 1, i + 2, true
		}
	case "basis":
		if w := r.word(i + 1); w == "points" || w == "point" {
			return "%", 0.01, i + 2, true
		}
	case "bps", "bp":
		return "%", 0.01, i + 1, true
	}
	return "", 0, 0, false
}

// falls says whether a word right before tells of a fall by the amount.
func (r *reader) falls(i int32) bool {
	for j := i - 1; j >= i-3; j-- {
		switch w := r.word(j); {
		case fallWords[w]:
			return true
		case w == "by" || w == "about" || w == "some" || w == "nearly" || w == "almost" || w == "around":
		default:
			return false
		}
	}
	return false
}

var fallWords = map[string]bool{
	"fell": true, "fallen": true, "fall": true, "falls": true, "falling": true, "dropped": true, "drop": true, "drops": true, "dropping": true, "declined": true,
	"decline": true, "declining": true, "down": true, "slid": true, "slipped": true, "plunged": true, "tumbled": true, "sank": true, "lost": true, "shed": true,
	"shrank": true, "decreased": true, "dipped": true,
}

// maxModifiers bounds what stands between a number and its noun.
const maxModifiers = 3

// quantity reads a number and the noun it counts: "5,000 full-time jobs".
func (r *reader) quantity(i int32) (doc.Value, bool) {
	v := doc.Value{Kind: doc.QuantityValue}
	n, at, ok := r.number(i, false)
	if !ok {
		return v, false
	}
	for j := at; j < r.end && j-at <= maxModifiers; j++ {
		switch tag := r.tokens[j].Tag; {
		case tag == doc.NNS && (j+1 >= r.end || !r.tokens[j+1].Tag.Noun()):
			if timeUnits[r.word(j)] != "" {
				return v, false
			}
			v.Number, v.End, v.Unit, v.Comparator = n, j+1, r.noun(j), r.comparator(i)
			v.Text = formatNumber(n) + " " + r.word(j)
			return v, true
		case tag.Adjective() || tag == doc.NN || tag == doc.HYPH || tag == doc.NNP || tag == doc.VBN:
		default:
			return v, false
		}
	}
	return v, false
}

// noun is the lemma of a noun, or the noun when the tagger gives none.
func (r *reader) noun(i int32) string {
	if l := r.tokens[i].Lemma; l != "" {
		return l
	}
	return r.tokens[i].Lower
}

// duration reads "three days", "a nine-month", "two-year".
func (r *reader) duration(i int32) (doc.Value, bool) {
	v := doc.Value{Kind: doc.DurationValue}
	n, at, ok := r.count(i)
	if !ok {
		return v, false
	}
	if r.word(at) == "-" && r.tight(at) {
		at++
	}
	unit := timeUnits[r.word(at)]
	if unit == "" {
		return v, false
	}
	v.Number, v.Unit, v.Grain, v.End, v.Comparator = n, unit, unit, at+1, r.comparator(i)
	v.Text = isoDuration(n, unit)
	return v, true
}

// count reads a number of units; "a" and "an" are one.
func (r *reader) count(i int32) (n float64, end int32, ok bool) {
	if n, end, ok = r.number(i, false); ok {
		return n, end, true
	}
	switch r.word(i) {
	case "a", "an":
		return 1, i + 1, true
	case "half":
		return 0.5, r.skip(i+1, "a", "an"), true
	}
	return 0, 0, false
}

// isoDuration writes an ISO 8601 duration.
func isoDuration(n float64, unit string) string {
	number := formatNumber(n)
	switch unit {
	case "second", "minute", "hour":
		return "PT" + number + map[string]string{"second": "S", "minute": "M", "hour": "H"}[unit]
	case "quarter":
		return "P" + formatNumber(3*n) + "M"
	case "decade":
		return "P" + formatNumber(10*n) + "Y"
	case "century":
		return "P" + formatNumber(100*n) + "Y"
	}
	return "P" + number + map[string]string{"day": "D", "week": "W", "month": "M", "year": "Y"}[unit]
}
