package resolve

import "gleaner/extractors/doc"

// role is where in its clause a mention stands, as far as its neighbours tell.
type role uint8

const (
	otherRole role = iota
	subject
	object
	oblique
	agent
	possessor
	modifier
	conjunct
)

// roleOf reads the words around a range.
func (a *anaphora) roleOf(r doc.Range, sentence doc.Sentence) role {
	tokens := a.d.Tokens
	var before, after *doc.Token
	first := r.First
	for first > sentence.First && (tokens[first-1].Tag.Noun() && !tokens[first-1].Tag.Proper() || tokens[first-1].Tag.Adjective() || tokens[first-1].Tag == doc.DT || tokens[first-1].Tag == doc.CD) {
		first--
	}
	if first > sentence.First {
		before = &tokens[first-1]
	}
	if r.End < sentence.End {
		after = &tokens[r.End]
	}
	switch {
	case tokens[r.First].Tag == doc.PRPS, after != nil && after.Tag == doc.POS:
		return possessor
	case after != nil && after.Tag.Noun() && !tokens[r.End-1].Tag.Proper():
		return otherRole
	case after != nil && after.Tag.Noun():
		return modifier
	case before != nil && before.Lower == "by":
		return agent
	case before != nil && (before.Tag == doc.IN && !clauseMarks[before.Lower] || before.Tag == doc.TO):
		return oblique
	case before != nil && before.Tag.Verb() && before.Lemma != "say":
		return object
	case a.verbFollows(r.End, sentence.End):
		return subject
	case before != nil && before.Tag == doc.CC:
		return conjunct
	}
	return otherRole
}

// verbFollows says whether a verb or modal stands right behind, adverbs, a
// bracket and an apposition apart.
func (a *anaphora) verbFollows(i, end int32) bool {
	for ; i < end; i++ {
		tag := a.d.Tokens[i].Tag
		if tag == doc.RB || tag == doc.POS && i+1 < end && a.d.Tokens[i+1].Tag.Verb() {
			continue
		}
		if tag == doc.Comma || tag == doc.LeftRound {
			if i = a.behindApposition(i, end); i < end {
				tag = a.d.Tokens[i].Tag
			}
		}
		return tag.Verb() && tag != doc.VBG || tag == doc.MD
	}
	return false
}

// behindApposition is the token behind the comma or bracket that ends what
// token i begins; end when there is none near.
func (a *anaphora) behindApposition(i, end int32) int32 {
	const longest = 14
	closing := a.d.Tokens[i].Tag
	if closing == doc.LeftRound {
		closing = doc.RightRound
	}
	for j := i + 1; j < min(end-1, i+longest); j++ {
		if a.d.Tokens[j].Tag == closing {
			return j + 1
		}
	}
	return end
}

// clauseMarks are words and marks behind which a new clause may begin.
var clauseMarks = map[string]bool{
	",": true, ";": true, ":": true, "-": true, "--": true, "—": true, "that": true, "after": true, "before": true, "because": true, "as": true,
	"while": true, "when": true, "if": true, "but": true, "although": true, "though": true, "since": true, "said": true, "says": true, "whether": true, "where": true,
	"``": true, "\"": true, "until": true, "unless": true, "who": true, "which": true,
}

// free says whether an anaphor at token i can refer to a mention at r: not
// within one clause, where the article would have said "itself".
func (a *anaphora) free(r doc.Range, i int32) bool {
	for j := r.End; j < i; j++ {
		if clauseMarks[a.d.Tokens[j].Lower] || a.d.Tokens[j].Tag == doc.CC && j+1 < i {
			return true
		}
	}
	return false
}
