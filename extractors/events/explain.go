package events

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"gleaner/extractors/boosted"
	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
)

// Explanation says why a group of candidates is an event, or nearly was one.
type Explanation struct {
	Type string `json:"type"`
	// Trigger and Sentence are the words that name it and where they stand.
	Trigger  string `json:"trigger"`
	Sentence string `json:"sentence"`
	// Confidence is compared with Threshold; Reported says which was greater.
	Confidence float64 `json:"confidence"`
	Threshold  float64 `json:"threshold"`
	Reported   bool    `json:"reported"`
	// File, Frame and Rule are the definition, its frame that matched and the
	// score it gives alone; empty when the model proposed the trigger.
	File  string  `json:"file,omitempty"`
	Frame string  `json:"frame,omitempty"`
	Rule  float64 `json:"rule"`
	// Trigger model: probability of the type, and what spoke for and against it.
	Odds    float64  `json:"odds"`
	Reasons []Reason `json:"reasons,omitempty"`
	// Judge is what spoke for and against the group as a whole.
	Judge []Reason `json:"judge,omitempty"`
	// Mentions are the other triggers of the same event.
	Mentions []string `json:"mentions,omitempty"`
	Status   string   `json:"status"`
	// Cues are the words that were read as saying whether it happened.
	Cues []string `json:"cues,omitempty"`
	// Statuses are the probabilities, in the order of doc.Status.
	Statuses []float64 `json:"statuses"`
	// StatusTold says that the trigger is a phrase that tells the status itself
	// ("pulled out of the deal"); nothing else is asked then.
	StatusTold bool `json:"status_told,omitempty"`
	// Verdict is what spoke for and against that status, given the likeliest of
	// each trigger and the other groups.
	Verdict []Reason `json:"verdict,omitempty"`
	// Source is who says so, SourceCue the words that tell, and SourceConfidence
	// how likely that is.
	Source           string   `json:"source,omitempty"`
	SourceCue        string   `json:"source_cue,omitempty"`
	SourceConfidence float64  `json:"source_confidence,omitempty"`
	Arguments        []Filled `json:"arguments,omitempty"`
}

// Reason is a kind of evidence and what it adds to the log-odds.
type Reason struct {
	Evidence string  `json:"evidence"`
	Weight   float64 `json:"weight"`
}

// Filled is a role with its filler and the probability of that.
type Filled struct {
	Role string  `json:"role"`
	Text string  `json:"text"`
	Odds float64 `json:"odds"`
}

const (
	// nearMiss is the part of the threshold from which a group is explained
	// though it is not reported.
	nearMiss = 0.25
	// maxReasons bounds the reasons of one decision.
	maxReasons = 6
)

// Explain says for each event of a document, and each that was nearly
// reported, why; in order of trigger. The document must have been through the
// stages before this one.
func (s *Stage) Explain(d *doc.Doc) ([]Explanation, error) {
	r := &reading{explaining: true}
	groups, err := s.groups(r, d)
	if err != nil {
		return nil, err
	}
	s.settle(r, groups)
	order := make([]int, 0, len(groups))
	for i := range groups {
		if float64(groups[i].confidence) >= s.threshold*nearMiss {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(r.judged[groups[a].best].Trigger.First, r.judged[groups[b].best].Trigger.First)
	})
	out := make([]Explanation, 0, len(order))
	for _, i := range order {
		out = append(out, s.explain(r, groups, i))
	}
	return out, nil
}

func (s *Stage) explain(r *reading, groups []group, i int) Explanation {
	g := &groups[i]
	c := &r.judged[g.best]
	d := r.d
	e := Explanation{
		Type: g.definition.Type, Trigger: d.TextOf(c.Trigger), Sentence: d.Slice(d.Sentences[c.Sentence].Span),
		Confidence: float64(g.confidence), Threshold: s.threshold, Reported: s.reports(g),
		Frame: c.Frame, Rule: float64(c.byRule), Odds: float64(c.Score),
		Status: likeliest(g.statuses).String(), Statuses: g.statuses[:],
	}
	if c.By != nil {
		e.File = c.Definition.File
	}
	for _, m := range g.members {
		if m != g.best {
			e.Mentions = append(e.Mentions, d.TextOf(r.judged[m].Trigger))
		}
	}
	if a := s.attribution(r, g); a != nil {
		e.Source, e.SourceCue, e.SourceConfidence = d.TextOf(a.Source), d.TextOf(a.Cue), float64(a.Confidence)
	}
	if s.Judges(g.definition.Type) {
		r.triggerFeatures(c.Head, int(c.Sentence))
		label := slices.Index(s.model.trigger.Labels(), g.definition.Type)
		e.Reasons = r.reasons(s.model.trigger, label, noLabel)
		e.Judge = forestReasons(s.model.judge, r.judgeInputs(groups, i), judgeNames[:])
		if e.StatusTold = c.saysStatus(); !e.StatusTold {
			e.Verdict = forestReasons(s.model.verdict, r.verdictInputs(g, likeliest(g.statuses)), verdictNames[:])
		}
	} else if _, cue, ok := r.ownStatus(&c.Candidate); ok {
		e.Cues = append(e.Cues, fmt.Sprintf("%s (the definition's own)", strings.ToLower(d.TextOf(cue))))
	}
	if supposed := r.supposedBy(g); supposed != asserted {
		e.Cues = append(e.Cues, supposed.String())
	}
	for _, h := range statusCues(d, c.Trigger, c.Sentence, nil) {
		e.Cues = append(e.Cues, fmt.Sprintf("%s (%s, %s)", d.Tokens[h.token].Lower, h.class, h.place))
	}
	for _, a := range g.arguments {
		e.Arguments = append(e.Arguments, Filled{a.Role, d.TextOf(a.Range), float64(a.Score)})
	}
	return e
}

// reasons sums what the features just made add to a label over another, by
// kind of evidence, and returns the strongest.
func (r *reading) reasons(m *linear.Model, label, over int) []Reason {
	if m == nil {
		return nil
	}
	sums := map[string]float64{}
	for i, f := range r.features {
		sums[evidenceOf(r.templates[i])] += float64(m.Weight(f, label)-m.Weight(f, over)) * m.Unit()
	}
	var all []Reason
	for name, w := range sums {
		if w != 0 {
			all = append(all, Reason{name, w})
		}
	}
	return strongest(all)
}

// evidenceOf names what a template of the trigger model is evidence of.
func evidenceOf(template uint64) string {
	if template >= treeTemplates {
		template -= (template - treeTemplates) % treeWidth
	}
	return evidence[template]
}

// forestReasons are what speaks for and against what a forest is asked, the
// strongest first; names has one for each input.
func forestReasons(f *boosted.Forest, x []float32, names []string) []Reason {
	if f == nil {
		return nil
	}
	weights := make([]float64, len(x))
	f.Reasons(x, weights)
	var all []Reason
	for i, w := range weights {
		if w != 0 {
			all = append(all, Reason{names[i], w})
		}
	}
	return strongest(all)
}

// strongest sorts reasons by weight and leaves out the weak ones.
func strongest(all []Reason) []Reason {
	slices.SortFunc(all, func(a, b Reason) int {
		return cmp.Or(cmp.Compare(math.Abs(b.Weight), math.Abs(a.Weight)), cmp.Compare(a.Evidence, b.Evidence))
	})
	return all[:min(len(all), maxReasons)]
}

// evidence names the templates of the trigger model, those of the tree by the first of each.
var evidence = map[uint64]string{
	tBias: "word class", tWord: "word", tLemma: "lemma", tTag: "tag", tCluster64: "broad word group", tCluster512: "word group",
	tCluster2048: "narrow word group", tBefore1: "word before", tBefore2: "second word before", tAfter1: "word after", tAfter2: "second word after",
	tLemmaBefore: "lemma and word before", tLemmaAfter: "lemma and word after", tTags: "tags around", tPreposition: "preposition",
	tLemmaPreposition: "lemma and preposition", tLeft: "noun before", tRight: "noun after", tLemmaLeft: "lemma and noun before",
	tLemmaRight: "lemma and noun after", tClusterLeft: "word group and noun before", tClusterRight: "word group and noun after",
	tKinds: "kinds of names around", tLemmaKinds: "lemma and kinds of names", tBag: "words of the sentence", tBagCluster: "word groups of the sentence",
	tHeadline: "headline", tRepeated: "repeated", tProposed: "definition", tProposedScore: "definition's score", tProposedOften: "definition fires often",
	tProposedNear: "definitions that compete", tMention: "part of a name", tAffix: "stem", tPosition: "position",
	tChild: "words below it in the tree", tCaseChild: "words and prepositions below it", tCase: "prepositions below it", tChildren: "relations below it",
	tGovernor: "word above it in the tree", tSibling: "subject or object beside it", tRoot: "head of the sentence",
}
