package events

import "gleaner/extractors/doc"

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

// speaker returns the statement that credits the quote which holds the
// trigger: one in a sentence that the quote touches, else one in the sentence
// before or after. -1 when there is no quote or nobody is credited.
func speaker(d *doc.Doc, all []statement, quotes []quote, trigger doc.Range, sentence int32) int {
	for _, q := range quotes {
		if !q.Contains(trigger) {
			continue
		}
		first, last := int32(d.SentenceAt(q.First)), int32(d.SentenceAt(q.End-1))
		for _, near := range []struct{ from, to int32 }{{first, last}, {last + 1, last + 1}, {first - 1, first - 1}} {
			for i := range all {
				if st := &all[i]; near.from <= st.sentence && st.sentence <= near.to && !q.Overlaps(st.cue) {
					return i
				}
			}
		}
	}
	return -1
}
