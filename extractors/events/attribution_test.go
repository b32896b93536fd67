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
		// "He" stands for the last person who spoke, not for the company.
		{"close", "Mara Dole", "added",
			"[person Mara/NNP Dole/NNP] said/VBD/say sales/NNS fell/VBD/fall ./.\n[org Norvik/NNP] said/VBD/say it/PRP grew/VBD/grow ./.\nHe/PRP added/VBD/add a/DT plant/NN would/MD close/VB ./."},
		// A title leads to the name behind it.
		{"bought", "Mara Dole", "said",
			"[org Norvik/NNP] bought/VBD/buy [org Tarn/NNP] ,/, said/VBD/say Prime/NNP Minister/NNP [person Mara/NNP Dole/NNP] on/IN Monday/NNP ./."},
		{"bought", "Mara Dole", "says",
			"[org Norvik/NNP] bought/VBD/buy [org Tarn/NNP] ,/, market/NN analyst/NN [person Mara/NNP Dole/NNP] says/VBZ/say ./."},
		{"bought", "Mara Dole", "said",
			"[org Norvik/NNP] bought/VBD/buy [org Tarn/NNP] ,/, her/PRP$ agent/NN ,/, [person Mara/NNP Dole/NNP] ,/, said/VBD/say ./."},
		{"bought", "spokesman", "said", "[org Norvik/NNP] bought/VBD/buy [org Tarn/NNP] ,/, said/VBD/say the/DT spokesman/NN ./."},
		// Who is told does not speak; nor does the week.
		{"bought", "Mara Dole", "told",
			"\"/`` It/PRP bought/VBD/buy [org Tarn/NNP] ,/, \"/'' [person Mara/NNP Dole/NNP] ,/, an/DT analyst/NN ,/, told/VBD/tell [org Wire/NNP] ./."},
		{"bought", "", "", "[org Norvik/NNP] bought/VBD/buy [org Tarn/NNP] ,/, announced/VBD/announce last/JJ week/NN ./."},
		// "reports" is a noun before a verb of speech.
		{"bought", "Media", "say", "[org Norvik/NNP] bought/VBD/buy [org Tarn/NNP] ,/, Media/NNP reports/VBZ/report say/VBP ./."},
		// Named by a passive, and by the colon of a headline.
		{"bought", "Wire", "reported by", "[org Norvik/NNP] is/VBZ/be reported/VBN/report by/IN [org Wire/NNP] to/TO have/VB bought/VBN/buy [org Tarn/NNP] ./."},
		// Who is cited speaks, a reason does not.
		{"bought", "officials", "citing", "[org Norvik/NNP] bought/VBD/buy [org Tarn/NNP] ,/, citing/VBG/cite officials/NNS/official ./."},
		{"banned", "", "", "[org Norvik/NNP] banned/VBD/ban [org Tarn/NNP] ,/, citing/VBG/cite safety/NN concerns/NNS/concern ./."},
		// Who stands before a participle speaks, not what it hangs on.
		{"ban", "lawmakers", "calling", "A/DT pact/NN with/IN lawmakers/NNS calling/VBG/call for/IN a/DT ban/NN was/VBD/be signed/VBN/sign ./."},
		// Who asks for it is credited with what is only asked for.
		{"leave", "Mara Dole", "urged", "[person Mara/NNP Dole/NNP] urged/VBD/urge [org Norvik/NNP] to/TO leave/VB ./."},
		{"ban", "Mara Dole", "called", "[person Mara/NNP Dole/NNP] called/VBD/call for/IN a/DT ban/NN ./."},
		{"ban", "", "", "[person Mara/NNP Dole/NNP] called/VBD/call the/DT ban/NN unfair/JJ ./."},
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

// TestMouthpiece: a paper or a statement speaks for the organization heard last.
func TestMouthpiece(t *testing.T) {
	d := sample(t, "[org Wire/NNP] reported/VBD/report a/DT merger/NN ./.\n[person Mara/NNP Dole/NNP] said/VBD/say sales/NNS fell/VBD/fall ./.\nThe/DT paper/NN said/VBD/say a/DT plant/NN would/MD close/VB ./.")
	all := statements(d, nil)
	last := all[len(all)-1]
	if d.TextOf(last.source) != "paper" || last.entity == doc.NoEntity || d.Entities[last.entity].Name != "Wire" {
		t.Errorf("got %q of entity %d, want the paper to be Wire", d.TextOf(last.source), last.entity)
	}
}

// TestColonStatement: a headline may name its source before or after a colon.
func TestColonStatement(t *testing.T) {
	for _, c := range []struct{ source, text string }{
		{"Officials", "Officials/NNS :/: Ransom/NN demanded/VBN/demand in/IN hack/NN"},
		{"minister", "City/NN faces/VBZ/face attack/NN :/: minister/NN"},
		{"", "City/NN faces/VBZ/face attack/NN :/: what/WP we/PRP know/VBP of/IN it/PRP so/RB far/RB"},
	} {
		d := sample(t, c.text)
		d.Sentences[0].Headline = true
		got := ""
		for _, st := range statements(d, nil) {
			got = d.TextOf(st.source)
		}
		if got != c.source {
			t.Errorf("%q: got %q, want %q", d.Text, got, c.source)
		}
	}
}

// TestVoices: what members of a group find of one source comes together, and
// the model sees each voice once.
func TestVoices(t *testing.T) {
	d := sample(t, "[org Norvik/NNP] will/MD open/VB a/DT plant/NN ,/, said/VBD/say [person Mara/NNP Dole/NNP] ./.\nThe/DT plant/NN will/MD close/VB ,/, [person Mara/NNP Dole/NNP] said/VBD/say ./.")
	r := new(reading)
	set, err := LoadDefinitions(Embedded())
	if err != nil {
		t.Fatal(err)
	}
	blank, err := NewWith(set, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.read(d, blank); err != nil {
		t.Fatal(err)
	}
	r.says, r.quotes = statements(d, nil), quotesOf(d, nil)
	r.countSpeeches()
	definition := set.Lookup("expansion")
	for _, trigger := range []string{"open", "close"} {
		at := tokenAt(t, d, trigger)
		r.judged = append(r.judged, judged{Candidate: Candidate{
			Definition: definition, Trigger: doc.Range{First: at, End: at + 1}, Head: at, Sentence: int32(d.SentenceAt(at)), Score: 0.8,
		}})
	}
	g := &group{definition: definition, members: []int32{0, 1}}
	all, voices := r.hear(g)
	seen := map[string]float32{}
	r.eachVoice(g, all, voices, func(v *voice, x []float32) {
		name := d.TextOf(creditOf(all, v.heard[v.nearest]).source)
		if _, twice := seen[name]; twice {
			t.Errorf("%q is two voices", name)
		}
		seen[name] = x[oSpeeches]
		if want := float32(len(voices)); x[oVoices] != want {
			t.Errorf("%q is one of %v voices, want %v", name, x[oVoices], want)
		}
	})
	if seen["Mara Dole"] != 2 {
		t.Errorf("voices with their speeches: %v, want two of Mara Dole", seen)
	}
}
