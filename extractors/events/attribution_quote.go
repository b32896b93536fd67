package events

import (
	"cmp"
	"slices"

	"gleaner/extractors/doc"
)

// quote is what stands between quotation marks, marks included. It may run
// over several sentences.
type quote struct{ doc.Range }

// maxQuote bounds a quote in tokens: beyond it the mark was never closed.
const maxQuote = 200

// quotesOf finds the quotes of the document. A mark that is never closed ends
// with its paragraph.
func quotesOf(d *doc.Doc, out []quote) []quote {
	open := int32(-1)
	for t := range int32(len(d.Tokens)) {
		tok := &d.Tokens[t]
		if open >= 0 && (t-open > maxQuote || tok.Shape.Is(doc.BreakBefore)) {
			open = -1
		}
		switch tok.Lower {
		case "“", "``":
			open = t
		case "”", "''":
			if open >= 0 {
				out = append(out, quote{doc.Range{First: open, End: t + 1}})
			}
			open = -1
		case "\"":
			if open < 0 {
				open = t
				continue
			}
			out = append(out, quote{doc.Range{First: open, End: t + 1}})
			open = -1
		}
	}
	return out
}

// quoteAt is the quote that holds a token. Quotes are sorted and lie apart.
func quoteAt(quotes []quote, token int32) (quote, bool) {
	i, found := slices.BinarySearchFunc(quotes, token, func(q quote, t int32) int { return cmp.Compare(q.First, t) })
	if !found {
		i--
	}
	if i < 0 || !quotes[i].Holds(token) {
		return quote{}, false
	}
	return quotes[i], true
}

// speaker returns the statement that credits the quote which holds the
// trigger: one in a sentence that the quote touches, else one in the sentence
// before or after. -1 when there is no quote or nobody is credited.
func speaker(d *doc.Doc, all []statement, quotes []quote, trigger doc.Range, sentence int32) int {
	if q, ok := quoteAt(quotes, trigger.First); ok && q.Contains(trigger) {
		first, last := int32(d.SentenceAt(q.First)), int32(d.SentenceAt(q.End-1))
		for _, near := range []struct{ from, to int32 }{{first, last}, {last + 1, last + 1}, {first - 1, first - 1}} {
			in, first := statementsIn(all, near.from, near.to)
			for i := range in {
				if !q.Overlaps(in[i].cue) {
					return first + i
				}
			}
		}
	}
	return -1
}
