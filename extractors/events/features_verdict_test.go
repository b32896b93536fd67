package events

import (
	"math"
	"testing"

	"gleaner/extractors/doc"
)

// TestHearsay: what others say leaves out the group that is asked about, and is
// weighed by how sure they are.
func TestHearsay(t *testing.T) {
	told := func(s doc.Status) *group {
		g := new(group)
		g.joined[s] = 1
		return g
	}
	actual, planned := told(doc.Actual), told(doc.Planned)
	var h hearsay
	h.add(actual, 0.25)
	if got := h.besides(actual, 0.25, doc.Actual); got != unheard {
		t.Errorf("a group alone hears %v of others, want %v", got, unheard)
	}
	h.add(planned, 0.5)
	h.add(told(doc.Planned), 0.25)
	for _, c := range []struct {
		of     *group
		weight float32
		status doc.Status
		want   float64
	}{{actual, 0.25, doc.Planned, 1}, {actual, 0.25, doc.Actual, 0}, {planned, 0.5, doc.Planned, 0.5}, {planned, 0.5, doc.Actual, 0.5}} {
		if got := h.besides(c.of, c.weight, c.status); math.Abs(float64(got)-c.want) > 1e-6 {
			t.Errorf("besides a group %v: %v is likely by %v, want %v", c.of.joined, c.status, got, c.want)
		}
	}
}

// TestSettleStatuses: the headline decides where the model says so, but not over
// a phrase that tells its own status.
func TestSettleStatuses(t *testing.T) {
	d := sample(t, `
[org Tarn/NNP] buys/VBZ/buy [org Bolt/NNP]
[org Tarn/NNP] may/MD buy/VB [org Bolt/NNP] ./.`)
	d.Sentences[0].Headline = true
	definitions := sampleDefinitions(t)
	s, r := read(t, definitions, d)
	def := definitions.Lookup("acquisition")
	for i, head := range []int32{1, 5} {
		c := judged{Candidate: Candidate{Definition: def, Trigger: doc.Range{First: head, End: head + 1}, Head: head, Sentence: int32(i), Score: 0.9}, label: 1}
		c.statuses[[]doc.Status{doc.Actual, doc.Possible}[i]] = 1
		r.judged = append(r.judged, c)
	}
	s.model = &Model{trigger: triggerOf(t, def.Type), verdict: stump(t, verdictInputs, vHeadline, true)}
	groups := []group{{definition: def, members: []int32{0, 1}, best: 1, confidence: 0.9}}
	r.joinStatus(&groups[0])
	groups[0].joined[doc.Possible] += 0.5
	r.tallyStatuses(groups)
	s.settleStatuses(r, groups)
	if got := likeliest(groups[0].statuses); got != doc.Actual {
		t.Errorf("status %v, want that of the headline", got)
	}
	sum := 0.0
	for _, p := range groups[0].statuses {
		sum += p
	}
	if math.Abs(sum-1) > 1e-9 {
		t.Errorf("statuses sum to %v", sum)
	}
	r.judged[1].By = &Trigger{HasStatus: true, Status: doc.Possible}
	groups[0].statuses = groups[0].joined
	s.settleStatuses(r, groups)
	if got := likeliest(groups[0].statuses); got != doc.Possible {
		t.Errorf("status %v, want what the phrase tells", got)
	}
}
