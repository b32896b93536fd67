package events

import (
	"testing"

	"gleaner/extractors/doc"
)

func TestOwnStatus(t *testing.T) {
	definition := &Definition{Cues: []Cue{
		{Status: doc.Cancelled, Words: []string{"mothball"}},
		{Status: doc.Cancelled, Words: []string{"walk", "out", "of"}},
		{Status: doc.Possible, Words: []string{"float"}},
	}}
	for _, c := range []struct {
		text string
		want doc.Status
		cue  string // "" for none
	}{
		{"[org Norvik/NNP] mothballed/VBD/mothball the/DT move/NN ./.", doc.Cancelled, "mothballed"},
		{"[org Norvik/NNP] walked/VBD/walk out/RP of/IN the/DT move/NN ./.", doc.Cancelled, "walked out of"},
		{"[org Norvik/NNP] walked/VBD/walk to/IN the/DT move/NN ./.", 0, ""},
		{"[org Norvik/NNP] mothballed/VBD/mothball plans/NNS to/TO float/VB/float a/DT move/NN ./.", doc.Possible, "float"},
		{"[org Norvik/NNP] did/VBD/do not/RB mothball/VB/mothball the/DT move/NN ./.", 0, ""},
		{"[org Norvik/NNP] mothballed/VBD/mothball a/DT plant/NN ,/, after/IN the/DT move/NN ./.", 0, ""},
		{"The/DT move/NN ended/VBD/end ,/, and/CC they/PRP walked/VBD/walk", 0, ""},
	} {
		d := sample(t, c.text)
		at := tokenAt(t, d, "move")
		r := &reading{d: d}
		status, cue, ok := r.ownStatus(&Candidate{Definition: definition, Trigger: doc.Range{First: at, End: at + 1}})
		if ok != (c.cue != "") || ok && (status != c.want || d.TextOf(cue) != c.cue) {
			t.Errorf("%q: got %v by %q (%v), want %v by %q", d.Text, status, d.TextOf(cue), ok, c.want, c.cue)
		}
	}
}
