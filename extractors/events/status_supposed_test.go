package events

import (
	"slices"
	"testing"

	"gleaner/extractors/doc"
)

func TestSupposition(t *testing.T) {
	for _, c := range []struct {
		text    string
		trigger string
		want    supposition
	}{
		{"Did/VBD [org Acme/NNP] buy/VB [org Zenith/NNP] ?/.", "buy", asked},
		{"Will/MD Acme/VB acquire/NN [org Zenith/NNP] ?/.", "acquire", asked},
		{"``/`` And/CC is/VBZ the/DT bank/NN selling/VBG its/PRP$ arm/NN ?/. ''/''", "selling", asked},
		{"After/IN the/DT vote/NN ,/, has/VBZ he/PRP resigned/VBN ?/.", "resigned", asked},
		{"Can/MD the/DT union/NN call/VB a/DT strike/NN ?/.", "strike", asked},
		{"Did/VBD he/PRP condemn/VB the/DT attack/NN ?/.", "attack", asserted},
		{"Did/VBD she/PRP resign/VB after/IN mobs/NNS stormed/VBD it/PRP ?/.", "stormed", asserted},
		{"When/WRB did/VBD [org Acme/NNP] buy/VB [org Zenith/NNP] ?/.", "buy", asserted},
		{"Did/VBD n't/RB [org Acme/NNP] buy/VB [org Zenith/NNP] ?/.", "buy", asserted},
		{"[org Acme/NNP] bought/VBD [org Zenith/NNP] ?/.", "bought", asserted},
		{"Had/VBD [org Acme/NNP] bought/VBN [org Zenith/NNP] ,/, it/PRP would/MD have/VB grown/VBN ./.", "bought", contrary},
		{"If/IN [org Acme/NNP] had/VBD bought/VBN [org Zenith/NNP] ,/, it/PRP might/MD well/RB have/VB grown/VBN ./.", "bought", contrary},
		{"[org Acme/NNP] would/MD have/VB grown/VBN ,/, had/VBD it/PRP bought/VBN [org Zenith/NNP] ./.", "bought", contrary},
		{"Had/VBD [org Acme/NNP] not/RB bought/VBN [org Zenith/NNP] ,/, it/PRP would/MD have/VB died/VBN ./.", "bought", asserted},
		{"He/PRP asked/VBD if/IN [org Acme/NNP] had/VBD bought/VBN [org Zenith/NNP] ./.", "bought", asserted},
		{"Not/RB only/RB had/VBD [org Acme/NNP] bought/VBN [org Zenith/NNP] ,/, it/PRP hired/VBD 300/CD ./.", "bought", asserted},
		{"bought/VBN ?/.", "bought", asserted},
	} {
		d := sample(t, c.text)
		at := tokenAt(t, d, c.trigger)
		r := &reading{d: d}
		if got := r.supposition(&Candidate{Head: at, Trigger: doc.Range{First: at, End: at + 1}}); got != c.want {
			t.Errorf("%q, %s: got %q, want %q", d.Text, c.trigger, got, c.want)
		}
	}
}

// What one trigger asks and another states is stated.
func TestSuppose(t *testing.T) {
	d := sample(t, "Did/VBD [org Acme/NNP] buy/VB [org Zenith/NNP] ?/.\nYes/UH ,/, [org Acme/NNP] bought/VBD [org Zenith/NNP] ./.")
	r := &reading{d: d}
	for _, word := range []string{"buy", "bought"} {
		at := tokenAt(t, d, word)
		r.judged = append(r.judged, judged{Candidate: Candidate{Head: at, Trigger: doc.Range{First: at, End: at + 1}, Sentence: int32(d.SentenceAt(at)), Score: 0.9}})
	}
	statuses := [doc.NumStatuses]float64{doc.Actual: 0.7, doc.Planned: 0.1, doc.Negated: 0.2}
	g := &group{members: []int32{0}, statuses: statuses}
	if r.suppose(g); g.statuses[doc.Possible] != 1 || g.statuses[doc.Actual] != 0 {
		t.Errorf("the question alone gives %v", g.statuses)
	}
	g = &group{members: []int32{0, 1}, statuses: statuses}
	if r.suppose(g); g.statuses != statuses {
		t.Errorf("a question and a statement give %v", g.statuses)
	}
	r.judged[1].Score = 0.2
	if r.suppose(g); g.statuses[doc.Actual] != 0 {
		t.Errorf("an unlikely statement outweighs a question: %v", g.statuses)
	}
}

func TestFreed(t *testing.T) {
	for _, c := range []struct {
		text string
		want bool
	}{
		{"A/DT court/NN overturned/VBD/overturn a/DT ban/NN on/IN the/DT merger/NN ./.", true},
		{"A/DT court/NN did/VBD/do not/RB overturn/VB a/DT ban/NN on/IN the/DT merger/NN ./.", false},
		{"A/DT court/NN imposed/VBD/impose a/DT ban/NN on/IN the/DT merger/NN ./.", false},
		{"A/DT court/NN overturned/VBD/overturn the/DT merger/NN ./.", false},
		{"merger/NN ./.", false},
	} {
		d := sample(t, c.text)
		at := tokenAt(t, d, "merger")
		d.Sentences[0].Parsed = true
		verb := slices.IndexFunc(d.Tokens, func(t doc.Token) bool { return cueByLemma[t.Lemma].class == cueReversal || t.Lower == "imposed" })
		for i := range d.Tokens { // nouns hang on the verb
			d.Tokens[i].Head = int32(max(verb, 0))
		}
		if got := freed(d, &Candidate{Head: at, Trigger: doc.Range{First: at, End: at + 1}}); got != c.want {
			t.Errorf("%q: got %v, want %v", d.Text, got, c.want)
		}
	}
}
