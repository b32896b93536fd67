package resolve

import (
	"strings"

	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
)

// leastOfSeveral is the probability that the best of several people must have
// for "he" or "she" to mean them.
const leastOfSeveral = 0.63

// least is the probability that the best candidate must have, by class.
var least = [...]float64{
	he: 0.5, she: 0.5, it: 0.55, they: 0.55, company: 0.5, trade: 0.5, body: 0.6, country: 0.5, town: 0.5, person: 0.5, product: 0.6, thing: 0.6,
}

// best is the candidate with the highest probability, -1 when it is too low.
func (a *anaphora) best(n *anaphor, candidates []candidate) int {
	if n.class == it && !n.possessive && a.expletive(n.First, a.d.Sentences[n.sentence]) {
		return -1
	}
	a.rank(n, candidates)
	a.judge(n, candidates)
	best, bar := -1, least[n.class]
	if (n.class == he || n.class == she) && len(candidates) > 1 {
		bar = leastOfSeveral
	}
	for i, p := range a.judged {
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

// rank fills scores with the probabilities of no candidate and of each.
func (a *anaphora) rank(n *anaphor, candidates []candidate) {
	a.scores = append(a.scores[:0], a.score(a.featuresOfNone(n, candidates)))
	for i := range candidates {
		a.scores = append(a.scores, a.score(a.featuresOf(n, &candidates[i], candidates)))
	}
	a.s.model.ranking.Softmax(a.scores)
}

// judge fills judged with the probability of each candidate. Of "it" and "they"
// too little is annotated for a judge to be better than the ranking.
func (a *anaphora) judge(n *anaphor, candidates []candidate) {
	a.judged = append(a.judged[:0], a.scores[1:]...)
	if a.s.model.judge == nil || n.class == it || n.class == they {
		return
	}
	for i := range candidates {
		a.judged[i] = a.s.model.judge.Probability(a.judgeInputs(n, candidates, i, a.scores))
	}
}

// score is what the ranking says of an option.
func (a *anaphora) score(features []linear.Feature) float64 {
	var scores linear.Scores
	a.s.model.ranking.Score(features, &scores)
	return float64(scores[0])
}

// publicBody says whether the words of a name tell that it is no business.
func publicBody(name string) bool {
	for _, w := range strings.Fields(strings.ToLower(name)) {
		if isBody(w) {
			return true
		}
	}
	return false
}

var bodyWords = map[string]bool{"police": true, "army": true, "navy": true, "house": true, "office": true, "reserve": true, "nations": true, "opec": true, "nato": true, "guard": true, "force": true, "forces": true}
