package events

import (
	"math"
	"testing"

	"gleaner/extractors/doc"
)

// TestRuleStatus: the strong cues alone, without a tree.
func TestRuleStatus(t *testing.T) {
	for _, c := range []struct {
		trigger, text string
		want          doc.Status
	}{
		{"opened", "[org Norvik/NNP] opened/VBD/open a/DT plant/NN ./.", doc.Actual},
		{"open", "[org Norvik/NNP] will/MD open/VB a/DT plant/NN ./.", doc.Planned},
		{"open", "[org Norvik/NNP] plans/VBZ/plan to/TO open/VB a/DT plant/NN ./.", doc.Planned},
		{"open", "[org Norvik/NNP] may/MD open/VB a/DT plant/NN ./.", doc.Possible},
		{"open", "[org Norvik/NNP] hopes/VBZ/hope to/TO open/VB a/DT plant/NN ./.", doc.Possible},
		{"launch", "[org Norvik/NNP] is/VBZ/be seeking/VBG/seek to/TO launch/VB a/DT drone/NN ./.", doc.Possible},
		{"ban", "Lawmakers/NNS/lawmaker urged/VBD/urge a/DT ban/NN ./.", doc.Possible},
		{"open", "[org Norvik/NNP] did/VBD/do not/RB open/VB a/DT plant/NN ./.", doc.Negated},
		{"buy", "[org Norvik/NNP] denied/VBD/deny it/PRP would/MD buy/VB [org Tarn/NNP] ./.", doc.Negated},
		{"reach", "[org Norvik/NNP] failed/VBD/fail to/TO reach/VB a/DT deal/NN ./.", doc.Negated},
		{"deal", "[org Norvik/NNP] scrapped/VBD/scrap the/DT deal/NN ./.", doc.Cancelled},
		{"deal", "[org Norvik/NNP] pulled/VBD/pull out/RP of/IN the/DT deal/NN ./.", doc.Cancelled},
		{"ban", "The/DT ban/NN was/VBD/be lifted/VBN/lift ./.", doc.Cancelled},
		{"merger", "The/DT merger/NN was/VBD/be called/VBN/call off/RP ./.", doc.Cancelled},
		{"ban", "The/DT ban/NN was/VBD/be not/RB lifted/VBN/lift ./.", doc.Actual},
		// The month is no "may".
		{"opened", "In/IN May/NNP 2023/CD [org Norvik/NNP] opened/VBD/open a/DT plant/NN ./.", doc.Actual},
		// What stands in another clause says nothing.
		{"opened", "[org Norvik/NNP] will/MD hire/VB more/JJR ,/, after/IN it/PRP opened/VBD/open a/DT plant/NN ./.", doc.Actual},
	} {
		d := sample(t, c.text)
		at := tokenAt(t, d, c.trigger)
		hits := statusCues(d, doc.Range{First: at, End: at + 1}, 0, nil)
		if got, _ := ruleStatus(d, hits, false); got != c.want {
			t.Errorf("%q of %q: got %s, want %s", c.trigger, d.Text, got, c.want)
		}
	}
}

// TestTreeCues: the tree finds cues that stand far away, and leaves out those
// of another clause that stand near.
func TestTreeCues(t *testing.T) {
	d := parsed(t, "Norvik/NNP/2/nsubj/org scrapped/VBN/0/root ,/,/2/punct after/IN/8/case two/CD/6/nummod years/NNS/8/nmod of/IN/6/case talks/NNS/2/obl ,/,/2/punct the/DT/11/det deal/NN/2/obj ././2/punct", true)
	for i := range d.Tokens {
		if d.Tokens[i].Lower == "scrapped" {
			d.Tokens[i].Lemma = "scrap"
		}
	}
	at := tokenAt(t, d, "deal")
	hits := statusCues(d, doc.Range{First: at, End: at + 1}, 0, nil)
	if got, cues := ruleStatus(d, hits, true); got != doc.Cancelled || len(cues) != 1 || d.TextOf(cues[0]) != "scrapped" {
		t.Errorf("got %s by %v, want cancelled by %q", got, cues, "scrapped")
	}
}

// TestCueTable: no lemma is in two classes, and every class has words.
func TestCueTable(t *testing.T) {
	var classes [numCueClasses]int
	for word, c := range cueByLemma {
		if c.class == 0 {
			t.Errorf("%q has no class", word)
		}
		classes[c.class]++
	}
	for c := cueFuture; c < numCueClasses; c++ {
		if classes[c] == 0 {
			t.Errorf("class %s has no words", c)
		}
	}
}

// TestJoinStatus: the members' logarithms are added and divided by the root of
// their number, and an unsure member counts little.
func TestJoinStatus(t *testing.T) {
	says := func(score float32, planned float64) judged {
		j := judged{Candidate: Candidate{Score: score}}
		j.statuses[doc.Planned], j.statuses[doc.Actual] = planned, 1-planned
		return j
	}
	r := &reading{judged: []judged{says(0.8, 0.7), says(0.8, 0.9), says(0.08, 0.01), says(0, 0.5)}}
	for _, c := range []struct {
		members []int32
		want    float64 // how much likelier planned is than actual, as a logarithm
	}{
		{[]int32{0}, math.Log(0.7 / 0.3)},
		{[]int32{0, 1}, (math.Log(0.7/0.3) + math.Log(0.9/0.1)) / math.Sqrt2},
		{[]int32{0, 2}, (math.Log(0.7/0.3) + 0.01*math.Log(0.01/0.99)) / math.Sqrt(1.01)},
		{[]int32{2}, math.Log(0.01 / 0.99)},
		{[]int32{3}, 0},
	} {
		g := group{members: c.members}
		r.joinStatus(&g)
		if got := math.Log(g.statuses[doc.Planned] / g.statuses[doc.Actual]); !(math.Abs(got-c.want) <= 0.1) { // not a number is wrong, too
			t.Errorf("members %v: got %.3f, want %.3f", c.members, got, c.want)
		}
	}
}
