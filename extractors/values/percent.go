package values

import "gleaner/extractors/doc"

// percent reads "5%", "2.5 per cent", "30 basis points", "5 to 7 percent". A
// fall is negative, "fell 5 percent" and "a 5 percent drop", but not "fell to 5
// percent"; a rise has a plus in its text.
func (r *reader) percent(i int32) (doc.Value, bool) {
	v := doc.Value{Kind: doc.PercentValue}
	n, at, ok := r.signed(i)
	if !ok {
		return v, false
	}
	unit, factor, end, ok := r.percentUnit(at)
	if !ok || !r.changesTo(i, end) {
		if v, ok := r.percentRange(i, n, max(at, end)); ok {
			return v, true
		}
	}
	v.Number, v.Unit, v.End, v.Comparator = tidy(n*factor), unit, end, r.comparator(i, end)
	sign := ""
	switch r.change(i, end) {
	case falls:
		if n < 0 {
			break
		}
		v.Number = -v.Number
	case rises:
		sign = "+"
	}
	v.Text = sign + formatNumber(v.Number) + unit
	return v, ok
}

// percentRange reads the end of "5-7%", "5% to 7%".
func (r *reader) percentRange(i int32, low float64, at int32) (doc.Value, bool) {
	v := doc.Value{Kind: doc.PercentValue, Comparator: "range"}
	mark, ok := r.rangeMark(i, at)
	if !ok {
		return v, false
	}
	high, end, ok := r.number(mark, false)
	if !ok || high <= low {
		return v, false
	}
	unit, factor, end, ok := r.percentUnit(end)
	v.Number, v.Unit, v.End = tidy(low*factor), unit, end
	v.Text = formatNumber(tidy(low*factor)) + "-" + formatNumber(tidy(high*factor)) + unit
	return v, ok
}

// percentUnit reads the sign; basis points are hundredths of a percent.
func (r *reader) percentUnit(i int32) (unit string, factor float64, end int32, ok bool) {
	if r.word(i) == "-" && r.tight(i) {
		i++
	}
	switch r.word(i) {
	case "%", "percent", "pct", "pc", "pct.", "percentage-point":
		return "%", 1, i + 1, true
	case "per":
		if r.word(i+1) == "cent" {
			return "%", 1, i + 2, true
		}
	case "percentage":
		if w := r.word(i + 1); w == "points" || w == "point" {
			return "%", 1, i + 2, true
		}
		if r.is(i+1, "-", "point") {
			return "%", 1, i + 3, true
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

// changesTo says whether an amount is what something changed by, and the "to" at
// at leads to what it is now: "rose $5 million to $30 million".
func (r *reader) changesTo(i, at int32) bool {
	if r.word(at) != "to" {
		return false
	}
	w := r.word(r.beforeFillers(i))
	return r.word(i-1) == "by" || changeWords[w] != unchanged || moves[w]
}

// moves are verbs that change what their object is, by an amount or to one.
var moves = map[string]bool{"raised": true, "lifted": true, "boosted": true, "lowered": true, "reduced": true, "trimmed": true, "widened": true, "narrowed": true}

// direction in which an amount changed.
type change uint8

const (
	unchanged change = iota
	falls
	rises
)

// change reads the words around an amount that tell of a fall or rise by it:
// "fell 5%", "up by about 5%", "a 5% drop", "5% less".
func (r *reader) change(i, end int32) change {
	before := r.beforeFillers(i)
	if c := changeWords[r.word(before)]; c != unchanged && !madeUp[r.word(before-1)] {
		return c
	}
	end = r.skip(end, "year-on-year", "overall", "annual", "quarterly", "monthly", "sharp")
	if r.word(end+1) == "to" {
		return unchanged
	}
	return changesBehind[r.word(end)]
}

// beforeFillers is the word before an amount that may tell of a change: the
// nearest that is no filler, four words before it at most.
func (r *reader) beforeFillers(i int32) int32 {
	j := i - 1
	for j > i-4 && changeFillers[r.word(j)] {
		j--
	}
	return j
}

// madeUp stand before an "up" that is no rise: "they make up 5% of it".
var madeUp = map[string]bool{"make": true, "makes": true, "made": true, "making": true}

// changeFillers may stand between the word for the change and the amount.
var changeFillers = map[string]bool{
	"by": true, "about": true, "some": true, "nearly": true, "almost": true, "around": true, "roughly": true, "than": true, "more": true, "over": true,
	"another": true, "a": true, "further": true, "at": true, "least": true, "just": true, "only": true, "approximately": true, "sharply": true,
}

// changesBehind are the words right behind an amount: "a 5% drop", "5% less".
var changesBehind = map[string]change{
	"drop": falls, "decline": falls, "fall": falls, "decrease": falls, "dip": falls, "plunge": falls, "slide": falls, "slump": falls, "reduction": falls, "cut": falls,
	"contraction": falls, "less": falls, "fewer": falls, "lower": falls, "down": falls, "below": falls, "rise": rises, "increase": rises, "gain": rises,
	"jump": rises, "surge": rises, "climb": rises, "hike": rises, "growth": rises, "more": rises, "higher": rises, "up": rises, "above": rises,
}

// changeWords stand before an amount.
var changeWords = func() map[string]change {
	all := map[string]change{}
	for _, w := range [...]string{
		"fell", "fallen", "fall", "falls", "falling", "dropped", "drop", "drops", "dropping", "declined", "decline", "declines", "declining", "down", "slid",
		"slide", "slipped", "plunged", "plunge", "tumbled", "sank", "lost", "shed", "shrank", "decreased", "decrease", "dipped", "dip", "reduction", "cut", "contracted", "contraction", "slump", "slumped", "loss",
	} {
		all[w] = falls
	}
	for _, w := range [...]string{
		"rose", "risen", "rise", "rises", "rising", "grew", "grown", "grow", "grows", "growing", "growth", "increased", "increase", "increases", "increasing",
		"up", "climbed", "climb", "jumped", "jump", "jumps", "gained", "gain", "gains", "soared", "surged", "surge", "advanced", "expanded", "hike",
		"rebounded", "leapt",
	} {
		all[w] = rises
	}
	return all
}()
