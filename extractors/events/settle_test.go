package events

import (
	"slices"
	"strings"
	"testing"

	"gleaner/extractors/doc"
)

// fillings of a hand-built group: "role=words~odds", the words as they stand in
// the document; those of an entity's name have the entity.
func fillings(t *testing.T, d *doc.Doc, all ...string) (out []doc.Argument) {
	t.Helper()
	for i, text := range all {
		role, rest, _ := strings.Cut(text, "=")
		words := strings.Fields(rest)
		first := tokenAt(t, d, words[0])
		a := doc.Argument{Role: role, Range: doc.Range{First: first, End: first + int32(len(words))}, Entity: doc.NoEntity, Value: -1, Score: 0.69 - float32(i)/20}
		if i := slices.IndexFunc(d.Mentions, func(m doc.Mention) bool { return m.Range == a.Range }); i >= 0 {
			a.Entity = d.Mentions[i].Entity
		}
		a.Value = int32(slices.IndexFunc(d.Values, func(v doc.Value) bool { return v.Range == a.Range }))
		out = append(out, a)
	}
	return out
}

func filledIn(d *doc.Doc, all []doc.Argument) (out []string) {
	for _, a := range all {
		out = append(out, a.Role+"="+d.TextOf(a.Range))
	}
	return out
}

// heads gives tokens their governors and relations: "form rel governor".
func heads(t *testing.T, d *doc.Doc, edges ...string) {
	t.Helper()
	for _, e := range edges {
		f := strings.Fields(e)
		rel, ok := doc.ParseRel(f[1])
		if !ok {
			t.Fatalf("no relation %q", f[1])
		}
		token := &d.Tokens[tokenAt(t, d, f[0])]
		token.Head, token.Rel = tokenAt(t, d, f[2]), rel
	}
}

// TestSettle: of fillers that cannot both be, the likelier stays. They are
// given by falling likelihood.
func TestSettle(t *testing.T) {
	for name, c := range map[string]struct {
		text    string
		edges   []string
		fillers []string
		want    []string
	}{
		"a company in two roles plays the one that nobody else plays": {
			text:    "[org Tarn/NNP] bought/VBD/buy mills/NNS from/IN [org Wren/NNP]",
			fillers: []string{"buyer=Tarn", "target=mills", "buyer=Wren", "seller=Wren"},
			want:    []string{"buyer=Tarn", "target=mills", "seller=Wren"},
		},
		"words in two roles": {
			text:    "[org Tarn/NNP] bought/VBD/buy mills/NNS",
			fillers: []string{"buyer=Tarn", "target=mills", "stake=mills"},
			want:    []string{"buyer=Tarn", "target=mills"},
		},
		"a country hosts what it takes part in": {
			text:    "[gpe Tarnia/NNP] hosted/VBD/host talks/NNS",
			fillers: []string{"participant=Tarnia", "place=Tarnia"},
			want:    []string{"participant=Tarnia", "place=Tarnia"},
		},
		"a name behind the phrase that it describes": {
			text:    "Pilots/NNS at/IN [org Tarn/NNP] struck/VBD/strike",
			edges:   []string{"Tarn nmod Pilots"},
			fillers: []string{"agent=Pilots", "agent=Tarn"},
			want:    []string{"agent=Pilots"},
		},
		"a name in an apposition": {
			text:    "[org Wren/NNP] ,/, rival/NN of/IN [org Tarn/NNP] ,/, expanded/VBD/expand",
			edges:   []string{"Tarn nmod rival", "rival appos Wren"},
			fillers: []string{"agent=Wren", "agent=Tarn"},
			want:    []string{"agent=Wren"},
		},
		"lists that are taken for appositions": {
			text:    "[org Wren/NNP] ,/, [org Tarn/NNP] and/CC [org Bolt/NNP] expanded/VBD/expand",
			edges:   []string{"Tarn appos Wren", "Bolt conj Wren"},
			fillers: []string{"agent=Wren", "agent=Tarn", "agent=Bolt"},
			want:    []string{"agent=Wren", "agent=Tarn", "agent=Bolt"},
		},
		"who somebody is": {
			text:    "[org Wren/NNP] ,/, the/DT brewer/NN ,/, expanded/VBD/expand",
			edges:   []string{"brewer appos Wren"},
			fillers: []string{"agent=Wren", "agent=brewer"},
			want:    []string{"agent=Wren"},
		},
		"what a sum is counted by": {
			text:    "[org Tarn/NNP] paid/VBD/pay $9/CD a/DT share/NN",
			fillers: []string{"buyer=Tarn", "amount=$9", "amount=share"},
			want:    []string{"buyer=Tarn", "amount=$9"},
		},
		"a name that is part of what the event is about": {
			text:    "[org Tarn/NNP] ordered/VBD/order ten/CD [org Bolt/NNP] jets/NNS",
			fillers: []string{"customer=Tarn", "object=ten Bolt jets", "a=Tarn", "a=Tarn", "supplier=Bolt"},
			want:    []string{"customer=Tarn", "object=ten Bolt jets"},
		},
		"last year's figure": {
			text:    "Profit/NN rose/VBD/rise to/IN four/CD from/IN three/CD",
			fillers: []string{"metric=Profit", "amount=four", "amount=three"},
			want:    []string{"metric=Profit", "amount=four"},
		},
		"a figure for comparison": {
			text:    "Profit/NN four/CD vs/IN three/CD",
			fillers: []string{"metric=Profit", "amount=four", "amount=three"},
			want:    []string{"metric=Profit", "amount=four"},
		},
		"last year's loss": {
			text:    "Net/NN four/CD vs/IN loss/NN three/CD",
			fillers: []string{"metric=Net", "amount=four", "amount=three"},
			want:    []string{"metric=Net", "amount=four"},
		},
		"the only figure": {
			text:    "Profit/NN vs/IN three/CD",
			fillers: []string{"metric=Profit", "amount=three"},
			want:    []string{"metric=Profit", "amount=three"},
		},
	} {
		d := sample(t, c.text)
		for i := range d.Tokens {
			d.Tokens[i].Head = int32(i)
			if strings.HasPrefix(d.Tokens[i].Lower, "$") {
				d.Values = append(d.Values, doc.Value{Range: doc.Range{First: int32(i), End: int32(i) + 1}, Kind: doc.MoneyValue})
			}
		}
		heads(t, d, c.edges...)
		g := group{confidence: 1, arguments: fillings(t, d, c.fillers...)}
		if g.settleArguments(d); !slices.Equal(filledIn(d, g.arguments), c.want) {
			t.Errorf("%s: %v, want %v", name, filledIn(d, g.arguments), c.want)
		}
	}
}

// TestBorrows: the second figure of an event is dropped where it is the surer
// one of another.
func TestBorrows(t *testing.T) {
	d := sample(t, "Income/NN of/IN five/CD on/IN sales/NNS of/IN ninety/CD")
	def := sampleDefinitions(t).Lookup("acquisition")
	income := &group{definition: def, arguments: fillings(t, d, "amount=five", "amount=ninety")}
	sales := &group{definition: def, arguments: fillings(t, d, "amount=ninety")}
	both := []*group{income, sales}
	if a := income.arguments; income.borrows(&a[0], both) || !income.borrows(&a[1], both) {
		t.Errorf("%v", filledIn(d, a))
	}
	if sales.borrows(&sales.arguments[0], both) {
		t.Error("the owner lends its own figure")
	}
}

// TestApart: triggers of the same word with times of their own that lie far
// from each other are two events; other words, near times or none are not.
func TestApart(t *testing.T) {
	d := sample(t, `
A/DT quake/NN struck/VBD/strike Sunday/NNP ./.
A/DT quake/NN struck/VBD/strike in/IN 2019/CD ./.
Another/DT quake/NN struck/VBD/strike ./.`)
	for _, v := range []struct{ word, from, to string }{{"Sunday", "2022-08-14", "2022-08-15"}, {"2019", "2019-01-01", "2020-01-01"}} {
		at := tokenAt(t, d, v.word)
		d.Values = append(d.Values, doc.Value{Range: doc.Range{First: at, End: at + 1}, Kind: doc.TimeValue, From: v.from, To: v.to})
	}
	definitions := sampleDefinitions(t)
	_, r := read(t, definitions, d)
	when := func(head, value int32) judged {
		c := judged{Candidate: Candidate{Definition: definitions.Lookup("acquisition"), Head: head}}
		if value >= 0 {
			c.roles = []roleOdds{{role: "time", odds: 0.9, filler: filler{value: value}}}
		}
		return c
	}
	r.judged = []judged{when(1, 0), when(6, 1), when(12, -1), when(7, 1), when(6, 0)}
	for _, c := range []struct {
		other int32
		want  bool
	}{{1, true}, {2, false}, {3, false}, {4, false}} {
		if got := r.apart([]int32{0}, c.other); got != c.want {
			t.Errorf("candidates 0 and %d apart: %t", c.other, got)
		}
	}
}

// TestActors: a phrase that swallowed the trigger is cut, and who dismisses is
// not dismissed.
func TestActors(t *testing.T) {
	d := sample(t, "Premier/NN [person Roe/NNP] sacked/VBD/sack [person Moss/NNP] ;/: the/DT chief/JJ executive/NN quit/NN")
	definitions := sampleDefinitions(t)
	def := definitions.Lookup("acquisition")
	def.Roles = append(slices.Clone(def.Roles), Role{Name: "person", Kinds: KindPerson | KindPhrase})
	_, r := read(t, definitions, d)
	at := func(word string, place position) roleOdds {
		i := tokenAt(t, d, word)
		return roleOdds{role: "person", filler: filler{Range: doc.Range{First: i, End: i + 1}, entity: doc.NoEntity, at: place}}
	}
	trigger := func(word string, roles ...roleOdds) judged {
		i := tokenAt(t, d, word)
		return judged{Candidate: Candidate{Definition: def, Trigger: doc.Range{First: i, End: i + 1}, Head: i}, roles: roles}
	}
	r.judged = []judged{trigger("sacked", at("Roe", subject), at("Moss", object)), trigger("quit")}
	sacked := group{definition: def, members: []int32{0}, arguments: fillings(t, d, "person=Moss", "person=Roe")}
	if r.dropActors(&sacked); !slices.Equal(filledIn(d, sacked.arguments), []string{"person=Moss"}) {
		t.Errorf("sacked %v", filledIn(d, sacked.arguments))
	}
	quit := group{definition: def, members: []int32{1}, arguments: fillings(t, d, "person=chief executive quit")}
	if r.cutActors(&quit); !slices.Equal(filledIn(d, quit.arguments), []string{"person=chief executive"}) {
		t.Errorf("quit %v", filledIn(d, quit.arguments))
	}
}

// TestMentions: triggers are told as whole phrases, each once, the best first.
func TestMentions(t *testing.T) {
	d := sample(t, "[org Tarn/NNP] agreed/VBD/agree to/TO buy/VB mills/NNS ,/, turned/VBD/turn down/RP offers/NNS ,/, cut/VBD/cut up/RP to/TO jobs/NNS")
	_, r := read(t, sampleDefinitions(t), d)
	for _, trigger := range []doc.Range{{First: 1, End: 4}, {First: 3, End: 4}, {First: 6, End: 7}, {First: 10, End: 11}, {First: 1, End: 2}} {
		r.judged = append(r.judged, judged{Candidate: Candidate{Trigger: trigger}})
	}
	for _, c := range []struct {
		members []int32
		want    []string
	}{
		{[]int32{1, 0, 2, 3}, []string{"agreed to buy", "turned down", "cut"}},
		{[]int32{2, 4, 1, 0}, []string{"turned down", "agreed to buy"}},
		{[]int32{4, 1, 0}, []string{"agreed to buy"}},
	} {
		g := group{members: c.members, best: c.members[0]}
		var got []string
		for _, m := range r.mentionsOf(&g) {
			got = append(got, d.TextOf(m))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("mentions %q, want %q", got, c.want)
		}
	}
}

// TestLikeliestValue: the time and the amount of an event are the likeliest, not
// the first.
func TestLikeliestValue(t *testing.T) {
	all := []doc.Argument{
		{Role: "time", Value: 3, Score: 0.4}, {Role: "time", Value: 5, Score: 0.9}, {Role: "time", Value: -1, Score: 1}, {Role: "amount", Value: -1},
	}
	if got := likeliestValue(all, "time"); got != 5 {
		t.Errorf("time %d, want 5", got)
	}
	if got := likeliestValue(all, "amount"); got != -1 {
		t.Errorf("amount %d, want none", got)
	}
}
