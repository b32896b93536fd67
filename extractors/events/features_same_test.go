package events

import (
	"slices"
	"testing"

	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
)

// pairReading is a reading with a candidate for each "bought" and "purchase" of
// a text, whose buyer is the name before it in the sentence.
func pairReading(t *testing.T, text string) *reading {
	t.Helper()
	d := sample(t, text)
	definitions := sampleDefinitions(t)
	_, r := read(t, definitions, d)
	r.rivals = map[*Definition]int{}
	def := definitions.Lookup("acquisition")
	for i := range d.Tokens {
		head := int32(i)
		if l := d.Tokens[i].Lower; l != "bought" && l != "purchase" {
			continue
		}
		c := judged{Candidate: Candidate{Definition: def, Trigger: doc.Range{First: head, End: head + 1}, Head: head, Sentence: int32(d.SentenceAt(head)), Score: 0.9}}
		if m := r.mentionAt(d.Sentences[c.Sentence].First); m != nil {
			c.roles = []roleOdds{{filler: filler{Range: m.Range, head: m.First, entity: m.Entity, value: -1}, role: "buyer", odds: 0.8}}
		}
		c.nth = int32(r.rivals[def])
		r.rivals[def]++
		r.judged = append(r.judged, c)
	}
	return r
}

// TestPairFeatures: two candidates are told by whether their fillers agree, by
// the words that only one or both have around them, and by what is between them.
func TestPairFeatures(t *testing.T) {
	r := pairReading(t, `
[org Tarn/NNP] bought/VBD/buy mills/NNS/mill and/CC bought/VBD/buy [org Bolt/NNP] ./.
[org Tarn/NNP] said/VBD/say another/DT purchase/NN of/IN mills/NNS/mill followed/VBD ./.
[org Wren/NNP] bought/VBD/buy ships/NNS/ship ./.`)
	buyer, mill, ship := linear.String("buyer"), linear.String("mill"), linear.String("ship")
	apart := linear.One(mApartWord, both(both(1, linear.String("another")), 1))
	for name, c := range map[string]struct {
		i, j   int32
		has    []linear.Feature
		hasNot []linear.Feature
	}{
		"one sentence": {0, 1,
			[]linear.Feature{linear.One(mRole, both(buyer, alikeFill)), linear.One(mGap, 2), linear.One(mGapWord, mill), linear.One(mApart, 0)},
			[]linear.Feature{apart, linear.One(mApart, 1)}},
		"one buyer": {0, 2,
			[]linear.Feature{linear.One(mRole, both(buyer, alikeFill)), linear.One(mSharedWord, mill), apart, linear.One(mApart, 1)},
			[]linear.Feature{linear.One(mRole, both(buyer, unlikeFill)), linear.One(mLoneWord, both(mill, 1)), linear.One(mGapWord, mill)}},
		"two buyers": {0, 3,
			[]linear.Feature{linear.One(mRole, both(buyer, unlikeFill)), linear.One(mLoneWord, both(mill, 0)), linear.One(mLoneWord, both(ship, 1)), linear.One(mAlike, 3)},
			[]linear.Feature{linear.One(mRole, both(buyer, alikeFill)), linear.One(mSharedWord, mill)}},
	} {
		features := r.pairFeatures(r.judged, c.i, c.j)
		for k, f := range c.has {
			if !slices.Contains(features, f) {
				t.Errorf("%s: feature %d is missing", name, k)
			}
		}
		for k, f := range c.hasNot {
			if slices.Contains(features, f) {
				t.Errorf("%s: feature %d of the others is there", name, k)
			}
		}
	}
}
