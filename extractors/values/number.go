package values

import (
	"strconv"
	"strings"

	"gleaner/extractors/doc"
)

// number reads "1,200", "2.6 bn", "three hundred and five", "half a million",
// "20-30" is left to the callers. Scale letters ("k", "m", "b") count only when
// letters is set or no space stands before them.
func (r *reader) number(i int32, letters bool) (n float64, end int32, ok bool) {
	if r.is(i, "half", "a") && scales[r.word(i+2)] > 1 {
		return scales[r.word(i+2)] / 2, i + 3, true
	}
	if r.word(i) == "a" || r.word(i) == "an" {
		scale, ok := scales[r.word(i+1)]
		return scale, i + 2, ok && len(r.word(i+1)) > 3
	}
	if i < r.end && r.tokens[i].Shape.Is(doc.Digit) {
		if n, ok = parseDigits(r.word(i)); !ok {
			return 0, 0, false
		}
		n, end = r.scaled(n, i+1, letters)
		return n, end, true
	}
	return r.numberWords(i)
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
		n, i = n*scale, at+1
	}
}

// numberWords reads a number in words.
func (r *reader) numberWords(i int32) (n float64, end int32, ok bool) {
	var total, group float64
	for {
		w := r.word(i)
		if small, is := smallNumbers[w]; is {
			group += small
		} else if scale, is := scales[w]; is && ok && len(w) > 3 {
			if scale == 100 {
				group *= scale
			} else {
				total += group * scale
				group = 0
			}
		} else {
			return total + group, end, ok
		}
		i++
		end, ok = i, true
		if next := r.word(i + 1); r.word(i) == "-" && r.tight(i) && (smallNumbers[next] > 0 || scales[next] > 1) {
			i++
		} else if r.word(i) == "and" && smallNumbers[next] > 0 && group >= 100 {
			i++
		}
	}
}

// parseDigits reads "1,200.50"; times, dates and ordinals are no numbers.
func parseDigits(s string) (float64, bool) {
	n, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
	if err != nil || strings.ContainsAny(s, "xXeEpPiInN_+") {
		return 0, false
	}
	return n, true
}

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
	"lakh": 1e5, "lakhs": 1e5, "crore": 1e7, "crores": 1e7, "millions": 1e6, "billions": 1e9,
}
