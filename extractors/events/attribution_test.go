package events

import (
	"testing"

	"gleaner/extractors/doc"
)

// TestAttribute: who is credited with the event that the trigger names.
func TestAttribute(t *testing.T) {
	for _, c := range []struct{ trigger, source, cue, text string }{
		{"open", "Mara Dole", "told",
			"[org Norvik/NNP] will/MD open/VB a/DT plant/NN ,/, [person Mara/NNP Dole/NNP] told/VBD/tell [org Wire/NNP] ./."},
		{"bought", "Norvik", "said", "[org Norvik/NNP] said/VBD/say it/PRP bought/VBD/buy [org Tarn/NNP] ./."},
		{"bought", "Mara Dole", "said", "[org Norvik/NNP] bought/VBD/buy [org Tarn/NNP] ,/, said/VBD/say [person Mara/NNP Dole/NNP] ./."},
		{"bought", "people familiar", "According to",
			"According/VBG/accord to/TO people/NNS familiar/NNS ,/, [org Norvik/NNP] bought/VBD/buy [org Tarn/NNP] ./."},
		{"open", "Mara Dole", "according to",
			"[org Norvik/NNP] will/MD open/VB a/DT plant/NN ,/, according/VBG/accord to/TO its/PRP$ president/NN ,/, [person Mara/NNP Dole/NNP] ./."},
		{"bought", "Mara Dole", "says",
			"[person Mara/NNP Dole/NNP] of/IN [org Tarn/NNP] says/VBZ/say [org Norvik/NNP] bought/VBD/buy a/DT mill/NN ./."},
		{"bought", "Mara Dole", "said",
			"[person Mara/NNP Dole/NNP] ,/, head/NN of/IN [org Tarn/NNP] ,/, said/VBD/say [org Norvik/NNP] bought/VBD/buy a/DT mill/NN ./."},
		// A quote that runs over two sentences, credited after the first.
		{"open", "Mara Dole", "said",
			"\"/`` We/PRP are/VBP/be ready/JJ ,/, \"/'' said/VBD/say [person Mara/NNP Dole/NNP] ./.\n\"/`` We/PRP will/MD open/VB a/DT plant/NN ./. \"/''"},
		// A pronoun stands for the last speaker.
		{"close", "Mara Dole", "added",
			"[person Mara/NNP Dole/NNP] said/VBD/say sales/NNS fell/VBD/fall ./.\nShe/PRP added/VBD/add a/DT plant/NN would/MD close/VB ./."},
		// What announces the event is the last resort.
		{"announced", "Norvik", "announced", "[org Norvik/NNP] announced/VBD/announce a/DT drone/NN ./."},
		// The subject of a passive is not the speaker.
		{"bought", "", "", "[org Norvik/NNP] was/VBD/be told/VBN/tell and/CC bought/VBD/buy [org Tarn/NNP] ./."},
		{"bought", "", "", "[org Norvik/NNP] bought/VBD/buy [org Tarn/NNP] ./."},
	} {
		d := sample(t, c.text)
		at := tokenAt(t, d, c.trigger)
		a := attribute(d, statements(d, nil), quotesOf(d, nil), doc.Range{First: at, End: at + 1}, int32(d.SentenceAt(at)))
		source, cue := "", ""
		if a != nil {
			source, cue = d.TextOf(a.Source), d.TextOf(a.Cue)
			if a.Entity != doc.NoEntity && d.Entities[a.Entity].Name != source {
				t.Errorf("%q: source %q leads to entity %q", d.Text, source, d.Entities[a.Entity].Name)
			}
		}
		if source != c.source || cue != c.cue {
			t.Errorf("%q: got %q by %q, want %q by %q", d.Text, source, cue, c.source, c.cue)
		}
	}
}
