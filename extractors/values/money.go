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
	if at, ok := r.rangeMark(i, low.End); ok {
		if high, ok := r.sum(at); ok && high.Unit == low.Unit && high.Number > low.Number {
			return moneyRange(low.Number, high)
		}
		if high, ok := r.openRange(low, at); ok {
			return high, true
		}
	}
	low.Comparator = r.comparator(i)
	low.Text = formatNumber(low.Number) + " " + low.Unit
	return low, true
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
		low.Number *= high.Number / plain
	}
	if low.Number >= high.Number {
		return doc.Value{}, false
	}
	return moneyRange(low.Number, high)
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

// bareRange reads "10-20 million dollars", where only the end has a currency.
func (r *reader) bareRange(i int32) (doc.Value, bool) {
	low, end, ok := r.number(i, false)
	if !ok {
		return doc.Value{}, false
	}
	at, ok := r.rangeMark(i, end)
	if !ok {
		return doc.Value{}, false
	}
	high, ok := r.sum(at)
	if !ok {
		return doc.Value{}, false
	}
	if plain, _, ok := r.plainNumber(at); ok && !r.scaleBefore(end) {
		low *= high.Number / plain
	}
	if low >= high.Number {
		return doc.Value{}, false
	}
	return moneyRange(low, high)
}

func moneyRange(low float64, high doc.Value) (doc.Value, bool) {
	high.Text = formatNumber(low) + "-" + formatNumber(high.Number) + " " + high.Unit
	high.Number, high.Comparator = low, "range"
	return high, true
}

// plainNumber reads digits without what scales them.
func (r *reader) plainNumber(i int32) (n float64, end int32, ok bool) {
	if i >= r.end || !r.tokens[i].Shape.Is(doc.Digit) {
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
	if n, unit, ok := joined(r.word(i)); ok {
		v.Number, v.End = r.scaled(n, i+1, true)
		v.Unit = unit
		return v, true
	}
	if unit, end, ok := r.currencyBefore(i); ok {
		if n, after, ok := r.number(end, true); ok {
			v.Number, v.Unit, v.End = n, unit, r.repeatedName(after)
			return v, true
		}
		return v, false
	}
	n, at, ok := r.number(i, false)
	if w := r.word(i); !ok && (w == "a" || w == "one") {
		n, at, ok = 1, i+1, true
	}
	if !ok {
		return v, false
	}
	unit, factor, end, ok := r.currencyBehind(at)
	v.Number, v.Unit, v.End = n*factor, unit, end
	if ok && factor == 1 {
		v.Number, v.End = r.withCents(v.Number, end)
	}
	return v, ok
}

// withCents reads "and 43 cents" behind a sum.
func (r *reader) withCents(n float64, i int32) (float64, int32) {
	cents, at, ok := r.number(r.skip(i, "and"), false)
	if _, coin := pence[r.word(at)]; !ok || !coin || cents >= 100 {
		return n, i
	}
	return math.Round(100*n+cents) / 100, at + 1
}

// joined reads a currency and a number that are one token: "rs20", "usd3.14", "42myr".
func joined(w string) (n float64, unit string, ok bool) {
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
	if _, ok := currencyWords[r.word(i)]; ok {
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
	if unit, ok := pence[w]; ok && (len(w) > 1 || r.tight(i)) {
		return unit, 0.01, i + 1, true
	}
	if currencyCodes[w] {
		return strings.ToUpper(w), 1, i + 1, true
	}
	if w == "$" || w == "€" || w == "£" {
		return currencySigns[w], 1, i + 1, true
	}
	return "", 0, 0, false
}

var currencySigns = map[string]string{
	"$": "USD", "us$": "USD", "£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY", "₦": "NGN",
	"rs": "INR", "rm": "MYR", "rs.": "INR", "a$": "AUD", "c$": "CAD", "hk$": "HKD", "nz$": "NZD", "s$": "SGD", "nt$": "TWD", "r$": "BRL",
	"au$": "AUD", "ca$": "CAD", "â£": "GBP", "â€": "EUR", "tk": "BDT", "dlr": "USD", "dlrs": "USD",
}

// dollars are the letters before a dollar sign.
var dollars = map[string]string{
	"us": "USD", "u.s.": "USD", "a": "AUD", "au": "AUD", "c": "CAD", "ca": "CAD", "hk": "HKD", "nz": "NZD", "s": "SGD", "nt": "TWD", "r": "BRL",
}

var currencyCodes = map[string]bool{
	"usd": true, "eur": true, "gbp": true, "jpy": true, "cny": true, "rmb": true, "inr": true, "aud": true, "cad": true, "chf": true, "hkd": true,
	"sgd": true, "nzd": true, "sek": true, "nok": true, "dkk": true, "krw": true, "rub": true, "brl": true, "mxn": true, "zar": true, "myr": true,
	"php": true, "thb": true, "idr": true, "aed": true, "sar": true, "egp": true, "ngn": true, "kes": true, "pkr": true, "bdt": true, "twd": true, "ils": true,
	"kwd": true, "qar": true, "omr": true, "bhd": true, "jod": true, "lbp": true, "pln": true, "czk": true, "huf": true, "vnd": true, "ghs": true, "mnt": true, "uah": true, "bgn": true, "ron": true,
}

var currencyWords = map[string]string{
	"dollar": "USD", "dollars": "USD", "dlr": "USD", "dlrs": "USD", "buck": "USD", "bucks": "USD", "pound": "GBP", "pounds": "GBP", "stg": "GBP", "quid": "GBP",
	"euro": "EUR", "euros": "EUR", "yen": "JPY", "yuan": "CNY", "renminbi": "CNY", "rupee": "INR", "rupees": "INR", "won": "KRW", "ruble": "RUB", "rubles": "RUB",
	"rouble": "RUB", "roubles": "RUB", "franc": "CHF", "francs": "CHF", "peso": "MXN", "pesos": "MXN", "rand": "ZAR", "baht": "THB", "ringgit": "MYR", "ringgits": "MYR",
	"lira": "TRY", "liras": "TRY", "real": "BRL", "reais": "BRL", "shekel": "ILS", "shekels": "ILS", "naira": "NGN", "krona": "SEK", "kronor": "SEK", "dirham": "AED", "dirhams": "AED",
	"rupiah": "IDR", "zloty": "PLN", "taka": "BDT", "dong": "VND", "riyal": "SAR", "riyals": "SAR", "rial": "IRR", "rials": "IRR", "dinar": "KWD", "dinars": "KWD",
	"marks": "DEM", "mark": "DEM", "guilders": "NLG", "cedis": "GHS", "shillings": "KES",
}

var pence = map[string]string{"pence": "GBP", "penny": "GBP", "p": "GBP", "cent": "USD", "cents": "USD", "cts": "USD"}

// nationalCurrencies are names of two words.
var nationalCurrencies = map[string]string{
	"us dollars": "USD", "u.s. dollars": "USD", "american dollars": "USD", "u.s. dlrs": "USD", "canadian dollars": "CAD", "canadian dlrs": "CAD",
	"australian dollars": "AUD", "australian dlrs": "AUD", "singapore dollars": "SGD", "singapore dlrs": "SGD", "taiwan dollars": "TWD",
	"swiss francs": "CHF", "french francs": "FRF", "belgian francs": "BEF", "swedish crowns": "SEK", "swedish kronor": "SEK", "danish crowns": "DKK", "danish kroner": "DKK",
	"norwegian crowns": "NOK", "norwegian kroner": "NOK", "british pounds": "GBP", "pounds sterling": "GBP", "egyptian pounds": "EGP", "lebanese pounds": "LBP",
	"pakistani rupees": "PKR", "pakistan rupees": "PKR", "indian rupees": "INR", "philippine pesos": "PHP", "argentine pesos": "ARS", "chilean pesos": "CLP", "colombian pesos": "COP",
	"malaysian ringgit": "MYR", "turkish lira": "TRY", "israeli shekels": "ILS", "saudi riyals": "SAR", "kuwaiti dinars": "KWD", "jordanian dinars": "JOD", "japanese yen": "JPY",
	"chinese yuan": "CNY", "kuwaiti dinar": "KWD", "qatari riyals": "QAR", "saudi riyal": "SAR", "malaysia ringgit": "MYR", "malaysia ringgits": "MYR", "malaysian ringgits": "MYR", "russian roubles": "RUB", "russian rubles": "RUB",
}
