package events

import (
	"slices"
	"testing"

	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
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
		// Who knows of it speaks, not what is known; nor who is accused.
		{"bought", "people familiar with the matter", "said",
			"[org Norvik/NNP] bought/VBD/buy [org Tarn/NNP] ,/, people/NNS familiar/JJ with/IN the/DT matter/NN said/VBD/say ./."},
		{"banned", "", "", "[org Norvik/NNP] banned/VBD/ban envoys/NNS ,/, accusing/VBG/accuse [gpe them/PRP] of/IN spying/NN ./."},
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
		a := attribute(d, statements(d, quotesOf(d, nil), nil), quotesOf(d, nil), doc.Range{First: at, End: at + 1}, int32(d.SentenceAt(at)))
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

// TestSpeaker: to which words and entity the source of the last statement leads.
func TestSpeaker(t *testing.T) {
	for _, c := range []struct{ source, entity, text string }{
		// A paper or a statement speaks for the organization heard last.
		{"paper", "Wire", "[org Wire/NNP] reported/VBD/report a/DT merger/NN ./.\n[person Mara/NNP Dole/NNP] said/VBD/say sales/NNS fell/VBD/fall ./.\nThe/DT paper/NN said/VBD/say a/DT plant/NN would/MD close/VB ./."},
		// Who spoke goes on speaking in the sentence.
		{"Norvik", "Norvik", "It/PRP lost/VBD/lose 600/CD cars/NNS ,/, [org Norvik/NNP] said/VBD/say ,/, adding/VBG/add that/IN it/PRP grew/VBD/grow ./."},
		{"Norvik", "Norvik", "The/DT mill/NN left/VBD/leave [org Norvik/NNP] ,/, who/WP said/VBD/say it/PRP grew/VBD/grow ./."},
		{"lawyers", "", "Last/JJ month/NN her/PRP$ lawyers/NNS said/VBD/say sales/NNS fell/VBD/fall ./."},
		{"Norvik", "Norvik", "Sales/NNS fell/VBD/fall ,/, market/NN researcher/NN [org Norvik/NNP] reported/VBD/report ./."},
		{"Mara Dole", "Mara Dole", "[person Mara/NNP Dole/NNP] ,/, director/NN of/IN patrols/NNS at/IN the/DT port/NN said/VBD/say sales/NNS fell/VBD/fall ./."},
		{"Mara Dole", "Mara Dole", "Police/NNP spokesperson/NN ,/, Brigadier/NNP [person Mara/NNP Dole/NNP] said/VBD/say sales/NNS fell/VBD/fall ./."},
		// A list of names before the speaker is none of theirs.
		{"company", "", "They/PRP named/VBD/name [person Joe/NNP Lund/NNP] and/CC [person Mara/NNP Dole/NNP] ,/, the/DT company/NN said/VBD/say ./."},
		// A title given to one person leads there, also when the name comes later.
		{"union spokesman", "Mara Dole", "Spokesman/NN [person Mara/NNP Dole/NNP] left/VBD/leave ./.\nSales/NNS fell/VBD/fall ,/, a/DT union/NN spokesman/NN said/VBD/say ./."},
		{"spokesman", "", "Spokesman/NN [person Mara/NNP Dole/NNP] met/VBD/meet spokesman/NN [person Joe/NNP Lund/NNP] ./.\nSales/NNS fell/VBD/fall ,/, a/DT spokesman/NN said/VBD/say ./."},
		// Who speaks for an organization leads to it; what it says of a place does not.
		{"spokeswoman for Norvik", "Norvik", "A/DT spokeswoman/NN for/IN [org Norvik/NNP] said/VBD/say sales/NNS fell/VBD/fall ./."},
		{"senator from Tarn", "", "A/DT senator/NN from/IN [gpe Tarn/NNP] said/VBD/say sales/NNS fell/VBD/fall ./."},
		// "We" is who is quoted.
		{"Mara Dole", "Mara Dole", "[org Norvik/NNP] said/VBD/say it/PRP grew/VBD/grow ./.\n\"/`` We/PRP hope/VBP/hope for/IN more/JJR ,/, \"/'' said/VBD/say [person Mara/NNP Dole/NNP] ./."},
		// Who stands before a comma announces, not what stands behind the verb.
		{"Norvik", "Norvik", "[org Norvik/NNP] ,/, a/DT maker/NN of/IN drones/NNS ,/, announced/VBD/announce the/DT news/NN ./."},
	} {
		d := sample(t, c.text)
		all := statements(d, quotesOf(d, nil), nil)
		if len(all) == 0 {
			t.Errorf("%q: nobody speaks", d.Text)
			continue
		}
		last, entity := all[len(all)-1], ""
		if last.entity != doc.NoEntity {
			entity = d.Entities[last.entity].Name
		}
		if source := d.TextOf(last.source); source != c.source || entity != c.entity {
			t.Errorf("%q: got %q of %q, want %q of %q", d.Text, source, entity, c.source, c.entity)
		}
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
		for _, st := range statements(d, quotesOf(d, nil), nil) {
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
	r.says, r.quotes = statements(d, quotesOf(d, nil), nil), quotesOf(d, nil)
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
		features := r.creditFeatures(g, all, voices, v)
		for _, f := range []linear.Feature{linear.One(cSpeeches, bucket(int(x[oSpeeches]))), linear.One(cHeard, both(bucket(len(v.heard)), 2))} {
			if !slices.Contains(features, f) {
				t.Errorf("%q: a feature is missing by words", name)
			}
		}
		if says := linear.One(cVerb, both(linear.String("say"), creditReach)); slices.Contains(features, says) != (name == "Mara Dole") {
			t.Errorf("%q says in the sentence: %v by words", name, slices.Contains(features, says))
		}
	})
	if seen["Mara Dole"] != 2 {
		t.Errorf("voices with their speeches: %v, want two of Mara Dole", seen)
	}
}
