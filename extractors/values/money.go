package values

import (
	"math"
	"strings"

	"gleaner/extractors/doc"
)

// money reads "$12.9bn", "Rs 300 crore", "20 mln dlrs", "USD 5 million",
// "$10-20 million". The number of a range is its lower end.
func (r *reader) money(i int32) (doc.Value, bool) {
	low, ok := r.sum(i)
	if !ok {
		return r.bareRange(i)
	}
	if at, ok := r.rangeMark(i, low.End); ok && !r.changesTo(i, low.End) {
		if high, ok := r.sum(at); ok && high.Unit == low.Unit && high.Number > low.Number {
			return moneyRange(r.scaledAlike(low, at, high), high)
		}
		if high, ok := r.openRange(low, at); ok {
			return high, true
		}
	}
	low.Comparator = r.comparator(i, low.End)
	low.Text = moneyText(formatNumber(low.Number), low.Unit)
	return low, true
}

// moneyText is the sum and its currency; without one only the sum is known.
func moneyText(sum, unit string) string {
	if unit == "" {
		return sum
	}
	return sum + " " + unit
}

// openRange reads the end of "$10-20 million", where the scale stands once, for both.
func (r *reader) openRange(low doc.Value, at int32) (doc.Value, bool) {
	plain, end, ok := r.plainNumber(at)
	if !ok {
		return doc.Value{}, false
	}
	high := doc.Value{Kind: doc.MoneyValue, Unit: low.Unit}
	high.Number, high.End = r.scaled(plain, end, true)
	if !r.scaleBefore(low.End) {
		low.Number = tidy(low.Number * high.Number / plain)
	}
	if low.Number >= high.Number {
		return doc.Value{}, false
	}
	return moneyRange(low.Number, high)
}

// scaledAlike is the lower end of "$10 to $20 million", where the scale stands
// behind the upper end, at token at, for both.
func (r *reader) scaledAlike(low doc.Value, at int32, high doc.Value) float64 {
	_, first, ok := r.currencyBefore(at)
	if !ok || r.scaleBefore(low.End) || !r.scaleBefore(high.End) {
		return low.Number
	}
	if plain, _, ok := r.plainNumber(first); ok && low.Number < plain {
		return tidy(low.Number * high.Number / plain)
	}
	return low.Number
}

// rangeMark returns the place behind what joins the ends of a range.
func (r *reader) rangeMark(i, at int32) (int32, bool) {
	switch r.word(at) {
	case "-", "–", "to":
		return at + 1, true
	case "and":
		return at + 1, r.word(i-1) == "between"
	}
	return 0, false
}

// bareRange reads "10-20 million dollars", "two or three euros", where only the end has a currency.
func (r *reader) bareRange(i int32) (doc.Value, bool) {
	low, end, ok := r.number(i, false)
	if !ok {
		return doc.Value{}, false
	}
	at, ok := r.rangeMark(i, end)
	either := r.word(end) == "or"
	if either {
		at, ok = end+1, true
	}
	if !ok {
		return doc.Value{}, false
	}
	high, ok := r.sum(at)
	if !ok {
		return doc.Value{}, false
	}
	if plain, _, ok := r.plainNumber(at); ok && !r.scaleBefore(end) {
		low = tidy(low * high.Number / plain)
	} else if _, after, ok := r.number(at, false); ok && !r.scaleBefore(end) && r.scaleBefore(after) {
		low = tidy(low * r.scaleOf(after))
	}
	const alike = 10 // "1.6 or 1.7 billion dollars", but not "5 or $3 million"
	if low >= high.Number || either && high.Number > alike*low {
		return doc.Value{}, false
	}
	return moneyRange(low, high)
}

func moneyRange(low float64, high doc.Value) (doc.Value, bool) {
	high.Text = moneyText(formatNumber(low)+"-"+formatNumber(high.Number), high.Unit)
	high.Number, high.Upper, high.Comparator = low, high.Number, "range"
	return high, true
}

// plainNumber reads digits without what scales them.
func (r *reader) plainNumber(i int32) (n float64, end int32, ok bool) {
	if !r.shape(i).Is(doc.Digit) {
		return 0, 0, false
	}
	n, ok = parseDigits(r.word(i))
	return n, i + 1, ok && n > 0
}

// scaleBefore says whether a scale stands right before the token.
func (r *reader) scaleBefore(i int32) bool { return scales[r.word(i-1)] > 0 }

// sum reads one sum of money.
func (r *reader) sum(i int32) (doc.Value, bool) {
	v := doc.Value{Kind: doc.MoneyValue}
	v.First = i
	if n, unit, end, ok := r.joined(i); ok {
		v.Number, v.End = r.scaled(n, end, true)
		v.Unit = unit
		v.Number, v.End = r.withCents(v.Number, v.End)
		return v, true
	}
	if unit, end, ok := r.currencyBefore(i); ok {
		if n, after, ok := r.number(end, true); ok {
			v.Number, v.Unit, v.End = n, unit, r.repeatedName(after)
			v.Number, v.End = r.withCents(v.Number, v.End)
			return v, true
		}
		return v, false
	}
	n, at, ok := r.number(i, false)
	if r.word(i) == "a" && !ok {
		n, at, ok = 1, i+1, currencySigns[r.word(i+1)] == ""
	}
	if !ok {
		return v, false
	}
	unit, factor, end, ok := r.currencyBehind(at)
	if ok && r.noSum(i, end) {
		return v, false
	}
	v.Number, v.Unit, v.End = tidy(n*factor), unit, end
	if ok && factor == 1 {
		v.Number, v.End = r.withCents(v.Number, end)
	}
	return v, ok
}

// oldMarks is the first year without German marks.
const oldMarks = 2002

// noSum says whether the name of a currency that ends before the token names no
// sum with what stands before it from i on: "$2.20 a pound", "a franc slide", "the
// 4,000 mark", marks of pupils.
func (r *reader) noSum(i, end int32) bool {
	name := r.word(end - 1)
	if r.word(i) == "a" && end == i+2 {
		last := len(r.d.Values) - 1
		priced := last >= 0 && r.d.Values[last].Kind == doc.MoneyValue && r.d.Values[last].End == i
		return priced || r.tag(end) == doc.NN || r.tag(end) == doc.NNS
	}
	switch {
	case name == "mark" && r.word(i-1) == "the" && !r.tag(end).Noun():
		return true
	case name == "mark" || name == "marks":
		old := !r.anchor.unknown() && r.anchor.Year() < oldMarks
		return !old && !r.scaleBefore(end-1) && r.word(end-2) != "german" && r.word(end-2) != "deutsche"
	}
	return false
}

// withCents reads "and 43 cents" behind a sum.
func (r *reader) withCents(n float64, i int32) (float64, int32) {
	cents, at, ok := r.number(r.skip(i, "and"), false)
	if !ok {
		cents, at, ok = centsJoined(r.word(r.skip(i, "and")), r.skip(i, "and")+1)
	} else if w := r.word(at); coins[w] && (len(w) > 1 || r.tight(at)) {
		at++
	} else {
		ok = false
	}
	if !ok || cents >= 100 || n != math.Trunc(n) {
		return n, i
	}
	return math.Round(100*n+cents) / 100, at
}

// centsJoined reads "43c".
func centsJoined(w string, end int32) (cents float64, at int32, ok bool) {
	if n := len(w); n > 1 && n < 4 && (w[n-1] == 'c' || w[n-1] == 'p') {
		count, ok := parseCount(w[:n-1])
		return float64(count), end, ok
	}
	return 0, 0, false
}

// joined reads a currency and a number that are one token: "rs20", "usd3.14",
// "42myr"; "3.14us$" is two.
func (r *reader) joined(i int32) (n float64, unit string, end int32, ok bool) {
	w := r.word(i)
	if number, us := strings.CutSuffix(w, "us"); us && r.word(i+1) == "$" && r.tight(i+1) {
		n, ok = parseDigits(number)
		return n, "USD", i + 2, ok
	}
	n, unit, ok = joinedWord(w)
	if ok && w[len(w)-1] <= '9' {
		if whole, end := r.withThousands(n, i+1); end > i+1 {
			return whole, unit, end, true
		}
	}
	if ok && w[len(w)-1] <= '9' && r.word(i+1) == "." && r.tight(i+1) && r.tight(i+2) {
		if decimals, cut := parseDigits("." + r.word(i+2)); cut {
			return n + decimals, unit, i + 3, true
		}
	}
	return n, unit, i + 1, ok
}

// withThousands reads the thousands that are cut from a joined number: "RM1" and
// ",250,000".
func (r *reader) withThousands(n float64, i int32) (float64, int32) {
	w, end := r.word(i), i+1
	if w == "," && r.tight(end) {
		w, end = w+r.word(end), end+1
	}
	if !r.tight(i) || len(w) < 4 || len(w) > 16 || w[0] != ',' {
		return n, i
	}
	for _, group := range strings.Split(w[1:], ",") {
		rest, ok := parseCount(group)
		if !ok || len(group) != 3 {
			return n, i
		}
		n = n*1000 + float64(rest)
	}
	return n, end
}

func joinedWord(w string) (n float64, unit string, ok bool) {
	first := strings.IndexFunc(w, isDigit)
	last := strings.LastIndexFunc(w, isDigit)
	if first < 0 || (first == 0) == (last == len(w)-1) {
		return 0, "", false
	}
	letters, digits := w[:first], w[first:]
	if first == 0 {
		letters, digits = w[last+1:], w[:last+1]
	}
	unit = currencySigns[letters]
	if currencyCodes[letters] {
		unit = strings.ToUpper(letters)
	}
	if unit == "" {
		return 0, "", false
	}
	n, ok = parseDigits(digits)
	return n, unit, ok
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// repeatedName passes over a currency said twice: "$5 million dollars".
func (r *reader) repeatedName(i int32) int32 {
	if _, ok := currencyWords[r.word(i)]; ok && r.word(i) != "mark" {
		return i + 1
	}
	return i
}

// currencyBefore reads the sign or code before a number.
func (r *reader) currencyBefore(i int32) (unit string, end int32, ok bool) {
	if unit, ok = currencySigns[r.word(i)]; ok {
		return unit, i + 1, true
	}
	if r.word(i+1) == "$" && r.tight(i+1) {
		if unit, ok = dollars[r.word(i)]; ok {
			return unit, i + 2, true
		}
	}
	if currencyCodes[r.word(i)] {
		return strings.ToUpper(r.word(i)), i + 1, true
	}
	if !r.shape(i).Is(doc.Letters) {
		return "", 0, false
	}
	if unit, ok := nationalCurrencies[r.word(i)+" "+r.word(i+1)]; ok {
		return unit, i + 2, true
	}
	if unit, ok := currencyPrefixes[r.word(i)]; ok {
		return unit, i + 1, true
	}
	return "", 0, false
}

// currencyBehind reads the name or code behind a number.
func (r *reader) currencyBehind(i int32) (unit string, factor float64, end int32, ok bool) {
	if r.word(i) == "-" && r.tight(i) {
		i++
	}
	i = r.skip(i, "of")
	if unit, ok := nationalCurrencies[r.word(i)+" "+r.word(i+1)]; ok {
		return unit, 1, i + 2, true
	}
	w := r.word(i)
	if unit, ok := currencyWords[w]; ok {
		return unit, 1, i + 1, true
	}
	if unit, ok := sharedCurrencies[r.word(i+1)][w]; ok {
		return unit, 1, i + 2, true
	}
	if homes, ok := sharedCurrencies[w]; ok {
		return r.homeCurrency(homes, i), 1, i + 1, true
	}
	if unit, ok := pence[w]; ok && (len(w) > 1 || r.tight(i)) {
		return unit, 0.01, i + 1, true
	}
	if currencyCodes[w] {
		return strings.ToUpper(w), 1, i + 1, true
	}
	if currencyTails[w] && (r.tight(i) || !r.tight(i+1) || !r.shape(i+1).Is(doc.Digit)) { // not "two $5 notes"
		return currencySigns[w], 1, i + 1, true
	}
	return "", 0, 0, false
}

// homeCurrency is the currency of a name that several countries share: that of
// the country named nearest before the token, also in earlier sentences, "" when
// none was. No country is guessed.
func (r *reader) homeCurrency(homes map[string]string, i int32) string {
	const reach = 2000
	for j := i - 1; j >= max(0, i-reach); j-- {
		if unit, ok := homes[r.tokens[j].Lower]; ok {
			return unit
		}
	}
	return ""
}
