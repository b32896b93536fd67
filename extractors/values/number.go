package values

import (
	"math"
	"strconv"
	"strings"

	"gleaner/extractors/doc"
)

// number reads "1,200", "2.6 bn", "5 1/2", "three hundred and five", "two and
// a half million", "half a million"; ranges are left to the callers. Scale
// letters ("k", "m", "b") count only when letters is set or no space stands
// before them.
func (r *reader) number(i int32, letters bool) (n float64, end int32, ok bool) {
	switch w := r.word(i); {
	case w == "half":
		at := r.skip(i+1, "a")
		scale := scales[r.word(at)]
		return scale / 2, at + 1, scale > 1 && len(r.word(at)) > 3
	case w == "a" || w == "an":
		scale, ok := scales[r.word(i+1)]
		return scale, i + 2, ok && len(r.word(i+1)) > 3
	case r.shape(i).Is(doc.Digit):
		if n, ok = parseDigits(w); !ok {
			n, ok = parseFraction(w)
			return n, i + 1, ok
		}
		n, end = r.withFraction(n, i+1)
		n, end = r.scaled(n, end, letters)
		n, end = r.withLower(n, end)
		return n, end, true
	}
	if n, end, ok = r.numberWords(i); !ok {
		return 0, 0, false
	}
	if at := r.pointAt(end); at > 0 {
		n, end = r.decimals(n, at)
	} else {
		n, end = r.withFraction(n, end)
	}
	n, end = r.scaled(n, end, false)
	n, end = r.withLower(n, end)
	return n, end, true
}

// withFraction adds "1/2", "½" and "and a half" behind a number.
func (r *reader) withFraction(n float64, i int32) (float64, int32) {
	if f, ok := fractionSigns[r.word(i)]; ok {
		return n + f, i + 1
	}
	at := r.hyphen(i)
	if f, ok := parseFraction(r.word(at)); ok && n == math.Trunc(n) {
		return n + f, at + 1
	}
	if r.word(at) == "and" {
		return r.withHalf(n, i, at)
	}
	return n, i
}

// withHalf adds "and a half" to a number that ends before token i; and is where it
// begins, and hyphens may stand between its words.
func (r *reader) withHalf(n float64, i, and int32) (float64, int32) {
	if tied := r.hyphen(and + 1); tied > and+1 {
		if at := r.hyphen(r.skip(tied, "a", "one")); r.word(at) == "half" {
			return n + 0.5, at + 1
		}
		return n, i
	}
	at := r.skip(and+1, "a", "an", "one")
	switch {
	case r.word(at) == "half" && (at > and+1 || timeUnits[r.word(at+1)] != ""):
		return n + 0.5, at + 1
	case r.word(at) == "quarter" && (timeUnits[r.word(at+1)] != "" || r.word(at+1) == "of"):
		return n + 0.25, at + 1
	case r.is(and+1, "three", "quarters") || r.is(and+1, "three", "quarter"):
		return n + 0.75, and + 3
	}
	return n, i
}

// pointAt is the place behind the word "point" between two numbers, 0 for none.
func (r *reader) pointAt(i int32) int32 {
	if r.word(i) != "point" {
		return 0
	}
	if n, ok := smallNumbers[r.word(i+1)]; ok && n < 10 {
		return i + 1
	}
	return 0
}

// decimals reads the figures behind "point", one word each: "two point two five".
func (r *reader) decimals(n float64, i int32) (float64, int32) {
	for unit := 0.1; ; unit /= 10 {
		figure, ok := smallNumbers[r.word(i)]
		if !ok || figure > 9 || unit < 1e-6 {
			return n, i
		}
		n, i = math.Round((n+figure*unit)*1e6)/1e6, i+1
	}
}

// withLower adds what stands behind a scale in words: "three crore twelve lakh".
func (r *reader) withLower(n float64, i int32) (float64, int32) {
	for scale := scales[r.word(i-1)]; scale >= 1e3; scale = scales[r.word(i-1)] {
		lower, end, ok := r.numberWords(i)
		if !ok {
			break
		}
		if lower, end = r.scaled(lower, end, false); lower <= 0 || lower >= scale {
			break
		}
		n, i = n+lower, end
	}
	return n, i
}

// scaled reads the scales behind digits: "5 million", "300 crore", "2.6bn".
func (r *reader) scaled(n float64, i int32, letters bool) (float64, int32) {
	for {
		at := i
		if r.word(at) == "-" && r.tight(at) && len(r.word(at+1)) > 3 {
			at++
		}
		w := r.word(at)
		scale, ok := scales[w]
		if !ok || len(w) == 1 && !letters && !r.tight(at) {
			return n, i
		}
		n, i = tidy(n*scale), at+1
	}
}

// numberWords reads a number in words below one thousand million million.
func (r *reader) numberWords(i int32) (n float64, end int32, ok bool) {
	var total, group float64
	last := math.Inf(1)
	for {
		w := r.word(i)
		if small, is := smallNumbers[w]; is && (small < last || last == 100) {
			group += small
			if last = small; small < 20 {
				last = 0
			} else {
				last = 10
			}
		} else if scale, is := scales[w]; is && ok && len(w) > 3 {
			if scale == 100 {
				group *= scale
				last = 100
			} else {
				if group == 0 {
					total *= scale
				}
				total += group * scale
				group, last = 0, math.Inf(1)
			}
		} else {
			return total + group, end, ok
		}
		i++
		end, ok = i, true
		if next := r.word(i + 1); r.word(i) == "-" && r.tight(i) && (smallNumbers[next] > 0 || scales[next] > 1) {
			i++
		} else if _, small := smallNumbers[next]; r.word(i) == "and" && small && (group >= 100 || total > 0 && group == 0) {
			i++
		}
	}
}

// parseDigits reads "1,200.50", ".77", and "3,5" and "1.200,50" as they are
// written elsewhere; times, dates and ordinals are no numbers.
func parseDigits(s string) (float64, bool) {
	n, err := strconv.ParseFloat(pointed(s), 64)
	if err != nil || strings.ContainsAny(s, "xXeEpPiInN_+") || math.IsInf(n, 0) {
		return 0, false
	}
	return n, true
}

// pointed writes a number without marks between thousands and with a point
// before decimals. A last comma that is not followed by three figures, to the
// end or a point, stands before decimals.
func pointed(s string) string {
	comma := strings.LastIndexByte(s, ',')
	if comma < 0 {
		return s
	}
	whole, rest := s[:comma], s[comma+1:]
	if thousands, _, _ := strings.Cut(rest, "."); len(thousands) == 3 || strings.Contains(whole, ",") {
		return strings.ReplaceAll(s, ",", "")
	}
	return strings.ReplaceAll(whole, ".", "") + "." + rest
}

// parseFraction reads "1/2". The day of the attacks, "9/11", is none.
func parseFraction(s string) (float64, bool) {
	over, under, ok := strings.Cut(s, "/")
	if !ok {
		return fractionSigns[s], fractionSigns[s] > 0
	}
	if s == "9/11" {
		return 0, false
	}
	a, first := parseCount(over)
	b, second := parseCount(under)
	return float64(a) / float64(max(b, 1)), first && second && a > 0 && a < b && b <= 100
}

var fractionSigns = map[string]float64{"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1.0 / 3, "⅔": 2.0 / 3}

// parseCount reads digits without separators.
func parseCount(s string) (int, bool) {
	if s == "" || len(s) > 4 {
		return 0, false
	}
	n := 0
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// countAt reads a whole number in digits or one word: "5", "five".
func (r *reader) countAt(i int32) (int, bool) {
	if n, ok := smallNumbers[r.word(i)]; ok {
		return int(n), true
	}
	return parseCount(r.word(i))
}

// tidy removes what binary fractions add: 0.7000000000000001.
func tidy(n float64) float64 {
	n, err := strconv.ParseFloat(strconv.FormatFloat(n, 'g', 14, 64), 64)
	if err != nil {
		return math.MaxFloat64
	}
	return n
}

// formatNumber writes a number without exponent or needless zeros.
func formatNumber(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

var smallNumbers = map[string]float64{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
	"eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
	"eighty": 80, "ninety": 90, "zero": 0,
}

var scales = map[string]float64{
	"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12, "dozens": 12,
	"k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "mm": 1e6, "b": 1e9, "bn": 1e9, "bln": 1e9, "tn": 1e12, "trn": 1e12, "t": 1e12,
	"lakh": 1e5, "lakhs": 1e5, "lac": 1e5, "crore": 1e7, "crores": 1e7, "cr": 1e7, "millions": 1e6, "billions": 1e9,
}
