package values

import (
	"strconv"
	"strings"

	"gleaner/extractors/doc"
)

// maxModifiers bounds what stands between a number and its noun.
const maxModifiers = 3

// quantity reads a number and the noun it counts: "5,000 full-time jobs",
// "a dozen cars", "200 to 300 people".
func (r *reader) quantity(i int32) (doc.Value, bool) {
	v := doc.Value{Kind: doc.QuantityValue}
	n, at, ok := r.signed(i)
	if !ok || r.partOfName(i) || at == i+1 && r.annual(i, at) {
		return v, false
	}
	number := formatNumber(n)
	if high, end, ok := r.numberRange(i, n, at); ok {
		low := n
		if !r.scaleBefore(at) && r.scaleBefore(end) {
			low = tidy(low * r.scaleOf(end))
		}
		n, at, number, v.Comparator = low, end, formatNumber(low)+"-"+formatNumber(high), "range"
	}
	at = r.repeated(n, at)
	noun, ok := r.countedNoun(at)
	if !ok {
		return v, false
	}
	v.Number, v.End, v.Unit = n, noun+1, r.noun(noun)
	if v.Comparator == "" {
		v.Comparator = r.comparator(i, noun+1)
	}
	if r.word(at) == "+" && r.tight(at) {
		v.Comparator = "at_least"
	}
	v.Text = number + " " + r.word(noun)
	return v, true
}

// partOfName says whether a hyphen ties a number to the word before it: "Covid-19
// cases", "F-16 jets".
func (r *reader) partOfName(i int32) bool {
	return r.word(i-1) == "-" && r.tight(i-1) && r.tight(i) && r.shape(i).Is(doc.Digit) && r.shape(i-2).Is(doc.Letters)
}

// countedNoun finds the noun that a number before token i counts.
func (r *reader) countedNoun(i int32) (int32, bool) {
	for j := i; j < r.end && j-i <= maxModifiers; j++ {
		switch tag := r.tag(j); {
		case timeUnits[r.word(j)] != "":
			return 0, false
		case r.word(j) == "%" || uncounted[r.word(j)]:
			return 0, false
		case tag == doc.NNS && !r.tag(j+1).Noun():
			return j, true
		case tag.Adjective() || tag == doc.NN || tag == doc.HYPH || tag == doc.NNP || tag == doc.VBN:
		case j == i && (r.word(j) == "of" || r.word(j) == "more" || r.word(j) == "other" || r.word(j) == "+"):
		default:
			return 0, false
		}
	}
	return 0, false
}

// uncounted are taken for plural nouns: "Net 538,000 vs 594,000"; and of "60m
// hurdles" the number is a length.
var uncounted = map[string]bool{"vs": true, "vs.": true, "versus": true, "hurdles": true, "pct": true, "percent": true, "s": true}

// signed reads a number with "minus" or a minus sign before it, and the words
// that stand for one: "a pair of", "a couple of", "a single".
func (r *reader) signed(i int32) (n float64, end int32, ok bool) {
	switch w := r.word(i); {
	case w == "minus" || w == "negative":
		n, end, ok = r.number(i+1, false)
		return -n, end, ok
	case w == "-" && r.minus(i):
		n, end, ok = r.number(i+1, true)
		return -n, end, ok
	case w == "." && r.tight(i+1) && !r.tight(i):
		n, ok = parseDigits("." + r.word(i+1))
		n, end = r.scaled(n, i+2, true)
		return n, end, ok
	case w == "single":
		return 1, i + 1, true
	case w == "a":
		switch r.word(i + 1) {
		case "couple", "pair":
			return 2, i + 2, true
		case "single":
			return 1, i + 2, true
		}
	}
	return r.number(i, false)
}

// minus says whether a dash is the sign of the number behind it.
func (r *reader) minus(i int32) bool {
	return r.shape(i+1).Is(doc.Digit) && !r.tight(i) && (r.tight(i+1) || r.word(i-1) == "")
}

// numberRange reads the end of "200 to 300", "200-300", "between 5 and 6".
func (r *reader) numberRange(i int32, low float64, at int32) (high float64, end int32, ok bool) {
	at, ok = r.rangeMark(i, at)
	if !ok || r.word(at) == "a" || r.word(at) == "an" || r.word(at) == "half" {
		return 0, 0, false
	}
	high, end, ok = r.number(at, false)
	return high, end, ok && high > low
}

// scaleOf is the product of the scales right before the token.
func (r *reader) scaleOf(i int32) float64 {
	n := 1.0
	for ; scales[r.word(i-1)] > 0; i-- {
		n *= scales[r.word(i-1)]
	}
	return n
}

// repeated passes over a number said again in brackets: "forty-five (45)".
func (r *reader) repeated(n float64, i int32) int32 {
	if r.word(i) != "(" {
		return i
	}
	if again, end, ok := r.number(i+1, false); ok && again == n && r.word(end) == ")" {
		return end + 1
	}
	return i
}

// noun is the lemma of a noun, or the noun when the tagger gives none.
func (r *reader) noun(i int32) string {
	if l := r.tokens[i].Lemma; l != "" {
		return l
	}
	return r.tokens[i].Lower
}

// fraction reads "two-thirds of staff", "a third of", "half of its stores", "one
// in three staff". The unit is what it is a part of; the number lies between 0 and 1.
func (r *reader) fraction(i int32) (doc.Value, bool) {
	v := doc.Value{Kind: doc.QuantityValue}
	over, under, end := r.parts(i)
	if under == 0 || over > under {
		return v, false
	}
	v.Number, v.End, v.Unit, v.Comparator = over/under, end, "part", r.comparator(i, end)
	v.Text = formatNumber(over) + "/" + formatNumber(under)
	if noun, ok := r.partedNoun(end); ok {
		v.End, v.Unit = noun+1, r.noun(noun)
		v.Text += " " + r.word(noun)
	} else if r.word(end-1) == "of" {
		v.End--
	}
	return v, true
}

// parts reads the two numbers of a fraction; under is 0 when there is none.
func (r *reader) parts(i int32) (over, under float64, end int32) {
	if r.word(i) == "half" && r.word(i+1) == "of" {
		return 1, 2, i + 2
	}
	over, at := 1.0, i+1
	if w := r.word(i); w != "a" && w != "one" {
		n, end, ok := r.number(i, false)
		if !ok || n > 20 {
			return 0, 0, 0
		}
		over, at = n, end
	}
	switch {
	case r.word(at) == "in" || r.word(at) == "out" && r.word(at+1) == "of":
		if r.word(i) == "a" {
			return 0, 0, 0
		}
		if at++; r.word(at) == "of" {
			at++
		}
		at = r.skip(at, "every")
		n, end, ok := r.number(at, false)
		if !ok || n < 2 || n > 1000 || timeUnits[r.word(end)] != "" {
			return 0, 0, 0
		}
		return over, n, end
	case r.word(at) == "-" && r.tight(at):
		at++
	}
	if under = fractionNames[r.word(at)]; under > 0 && r.word(at+1) == "of" && !r.ofTime(at+2) {
		return over, under, at + 2
	}
	return 0, 0, 0
}

// ofTime says whether a unit of time stands at the token, as in "a quarter of an hour".
func (r *reader) ofTime(i int32) bool {
	return timeUnits[r.word(r.skip(i, "a", "an", "the"))] != ""
}

// partedNoun finds the noun that a fraction is a part of, behind its article.
func (r *reader) partedNoun(i int32) (int32, bool) {
	i = r.skip(i, "the", "its", "their", "all", "our", "his", "her")
	for j := i; j < r.end && j-i <= maxModifiers; j++ {
		switch tag := r.tag(j); {
		case tag.Noun() && (!r.tag(j+1).Noun() && r.tag(j+1) != doc.POS):
			return j, true
		case tag.Adjective() || tag.Noun() || tag == doc.HYPH:
		default:
			return 0, false
		}
	}
	return 0, false
}

var fractionNames = map[string]float64{
	"half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4, "fifth": 5, "fifths": 5, "sixth": 6,
	"sixths": 6, "seventh": 7, "eighth": 8, "eighths": 8, "ninth": 9, "tenth": 10, "tenths": 10, "hundredth": 100, "thousandth": 1000,
}

// ordinal reads "21st", "third": the place in a row. Its text is "21st".
func (r *reader) ordinal(i int32) (doc.Value, bool) {
	v := doc.Value{Kind: doc.OrdinalValue}
	v.End = i + 1
	n, ok := ordinalDigits(r.word(i))
	if !ok {
		tens, word := 0, r.word(i)
		if t := smallNumbers[word]; t >= 20 && r.word(i+1) == "-" && r.tight(i+1) {
			tens, word, v.End = int(t), r.word(i+2), i+3
		}
		n = ordinalWords[word]
		if ok = n > 0 && (tens == 0 || n < 10); !ok || tens == 0 && (!r.tag(i).Adjective() || r.shape(i).Is(doc.Initial) && r.tag(i+1).Proper()) {
			return v, false
		}
		n += tens
	}
	v.Number, v.Text = float64(n), ordinalText(n)
	return v, true
}

// ordinalDigits reads "21st".
func ordinalDigits(w string) (int, bool) {
	n := len(w)
	if n < 3 || w[0] < '1' || w[0] > '9' {
		return 0, false
	}
	switch w[n-2:] {
	case "st", "nd", "rd", "th":
		return parseCount(strings.ReplaceAll(w[:n-2], ",", ""))
	}
	return 0, false
}

func ordinalText(n int) string {
	ending := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			ending = "st"
		case 2:
			ending = "nd"
		case 3:
			ending = "rd"
		}
	}
	return strconv.Itoa(n) + ending
}
