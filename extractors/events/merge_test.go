package events

import "testing"

// TestStretches: stretches cover all candidates in order, end with a sentence
// where it ends soon, and keep a bound where it does not.
func TestStretches(t *testing.T) {
	for name, perSentence := range map[string]int{"short sentences": 3, "one endless sentence": 1 << 20} {
		r := &reading{}
		for i := range 5 * stretch {
			r.judged = append(r.judged, judged{Candidate: Candidate{Sentence: int32(i / perSentence)}})
		}
		for first := 0; first < len(r.judged); {
			end := r.stretchEnd(first)
			if end <= first || end-first > 2*stretch {
				t.Fatalf("%s: a stretch from %d to %d", name, first, end)
			}
			if perSentence < stretch && end < len(r.judged) && r.judged[end].Sentence == r.judged[end-1].Sentence {
				t.Errorf("%s: a sentence is cut at %d", name, end)
			}
			first = end
		}
	}
}

// TestPairs: what is noted of a pair is of that pair alone, and forgotten.
func TestPairs(t *testing.T) {
	var p pairs
	p.clear(10, 14)
	noted := map[[2]int32]float64{}
	for a := int32(10); a < 14; a++ {
		for b := a + 1; b < 14; b++ {
			noted[[2]int32{a, b}] = float64(a) + float64(b)/100
			*p.of(a, b) = noted[[2]int32{a, b}]
		}
	}
	for pair, want := range noted {
		if got := *p.of(pair[0], pair[1]); got != want {
			t.Errorf("pair %v has %v, want %v", pair, got, want)
		}
	}
	if p.clear(0, 3); *p.of(0, 1) != 0 || *p.of(1, 2) != 0 {
		t.Error("a pair was not forgotten")
	}
}
