package resolve

import (
	"strings"

	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
)

// least is the probability that the best candidate must have, by class.
var least = [...]float64{
	he: 0.5, she: 0.5, it: 0.55, they: 0.55, company: 0.6, trade: 0.5, body: 0.6, country: 0.6, town: 0.6, person: 0.6, thing: 0.7,
}

// best is the candidate with the highest probability, -1 when it is too low.
func (a *anaphora) best(n *anaphor, candidates []candidate) int {
	a.scores = append(a.scores[:0], a.score(a.featuresOfNone(n, candidates)))
	for i := range candidates {
		a.scores = append(a.scores, a.score(a.featuresOf(n, &candidates[i], candidates)))
	}
	a.s.model.Softmax(a.scores)
	best, bar := -1, least[n.class]
	for i, p := range a.scores[1:] {
		if p >= bar {
			best, bar = i, p
		}
	}
	if best >= 0 && n.form == doc.Nominal && a.coordinated(candidates, best) {
		return -1
	}
	return best
}

// coordinated says whether the candidate was last named together with another
// one, "Acme and Bolt": then a noun in the singular is neither.
func (a *anaphora) coordinated(candidates []candidate, best int) bool {
	it := candidates[best].last
	for i := range candidates {
		first, second := it, candidates[i].last
		if first.First > second.First {
			first, second = second, first
		}
		if i != best && second.First == first.End+1 && (a.d.Tokens[first.End].Lower == "and" || a.d.Tokens[first.End].Lower == "or") {
			return !candidates[best].described
		}
	}
	return false
}

// score is what the model says of an option.
func (a *anaphora) score(features []linear.Feature) float64 {
	var scores linear.Scores
	a.s.model.Score(features, &scores)
	return float64(scores[0])
}

// publicBody says whether the words of a name tell that it is no business.
func publicBody(name string) bool {
	for _, w := range strings.Fields(strings.ToLower(name)) {
		if headClass[w] == body || bodyWords[w] {
			return true
		}
	}
	return false
}

var bodyWords = map[string]bool{"police": true, "army": true, "navy": true, "house": true, "office": true, "reserve": true, "nations": true, "opec": true, "nato": true, "guard": true, "force": true, "forces": true}
