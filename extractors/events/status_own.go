package events

import (
	"slices"

	"gleaner/extractors/doc"
)

// ownStatus is the status that a cue of the candidate's definition gives it: one
// that governs the trigger, or stands before it in its clause where there is no
// tree. The nearest counts; "did not lift" is no lifting.
func (r *reading) ownStatus(c *Candidate) (status doc.Status, cue doc.Range, ok bool) {
	s := r.d.Sentences[c.Sentence]
	if len(c.Definition.Cues) == 0 {
		return status, cue, false
	}
	for _, token := range governors(r.d, c.Trigger, s.Range, s.Parsed) {
		for i := range c.Definition.Cues {
			own := &c.Definition.Cues[i]
			if own.at(r.d, token, s.End) && !negatedAt(r.d, token, s.First) {
				return own.Status, doc.Range{First: token, End: token + int32(len(own.Words))}, true
			}
		}
	}
	return status, cue, false
}

// governors are the words that govern the trigger in its clause, the nearest
// first; without a tree those before it.
func governors(d *doc.Doc, trigger, sentence doc.Range, parsed bool) (all []int32) {
	if !parsed {
		for t := trigger.First - 1; t >= max(sentence.First, trigger.First-cueWindow) && !bounds(d, t); t-- {
			all = append(all, t)
		}
		return all
	}
	node := headOf(d, trigger)
	for range maxGovernors {
		up, rel := d.Tokens[node].Head, d.Tokens[node].Rel
		if up == node || !sentence.Holds(up) || closesClause(rel) {
			break
		}
		if !trigger.Holds(up) && rel != doc.Conj {
			all = append(all, up)
		}
		node = up
	}
	return all
}

// at says whether the words of the cue stand at a token of a sentence that ends
// at end, the first in any form.
func (c *Cue) at(d *doc.Doc, token, end int32) bool {
	if token+int32(len(c.Words)) > end || lemmaOf(&d.Tokens[token]) != c.Words[0] && d.Tokens[token].Lower != c.Words[0] {
		return false
	}
	return !slices.ContainsFunc(c.Words[1:], func(w string) bool {
		token++
		return d.Tokens[token].Lower != w
	})
}

// negatedAt says whether a negation stands right before a token or one word before that.
func negatedAt(d *doc.Doc, token, first int32) bool {
	for t := token - 1; t >= max(first, token-2); t-- {
		if c, ok := cueAt(d, t); ok && c.class == cueNegation && !c.weak {
			return true
		}
	}
	return false
}
