package events

import (
	"context"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"gleaner/extractors/doc"
)

// parsed builds a document of one sentence from "form/TAG/head/relation"
// tokens, heads counted from 1; "form/TAG/head/relation/kind" is a name of one
// token. With trees the sentence has its heads.
func parsed(t *testing.T, text string, trees bool) *doc.Doc {
	t.Helper()
	d := doc.New(context.Background())
	d.Fill(doc.Text | doc.Tokens | doc.Tags | doc.Mentions | doc.Entities)
	var words []string
	for i, field := range strings.Fields(text) {
		parts := strings.Split(field, "/")
		tag, ok := doc.ParseTag(parts[1])
		rel, known := doc.ParseRel(parts[3])
		if !ok || !known {
			t.Fatalf("cannot read token %q", field)
		}
		head, err := strconv.Atoi(parts[2])
		if err != nil {
			t.Fatal(err)
		}
		if head == 0 {
			head = i + 1
		}
		start := int32(len(strings.Join(words, " ")))
		if i > 0 {
			start++
		}
		words = append(words, parts[0])
		token := doc.Token{Span: doc.Span{Start: start, End: start + int32(len(parts[0]))}, Lower: strings.ToLower(parts[0]), Tag: tag}
		token.Lemma = token.Lower
		if trees {
			token.Head, token.Rel = int32(head-1), rel
		}
		d.Tokens = append(d.Tokens, token)
		if len(parts) > 4 {
			kind := map[string]doc.Kind{"org": doc.Organization, "person": doc.Person, "gpe": doc.GPE}[parts[4]]
			d.Mentions = append(d.Mentions, doc.Mention{Range: doc.Range{First: int32(i), End: int32(i + 1)}, Entity: int32(len(d.Entities)), Kind: kind})
			d.Entities = append(d.Entities, doc.Entity{ID: parts[0], Name: parts[0], Kind: kind})
		}
	}
	d.Text = strings.Join(words, " ")
	d.Raw = d.Text
	d.Sentences = []doc.Sentence{{Range: doc.Range{End: int32(len(d.Tokens))}, Span: doc.Span{End: int32(len(d.Text))}, Parsed: trees}}
	if trees {
		d.Fill(doc.Trees)
	}
	return d
}

const testDefinition = `type: ban
summary: Someone bans something.
roles:
  authority: organization, gpe, person, phrase
  target: organization, gpe, person, phrase
  object: phrase
frames:
  - "{authority} <verb> {target} from {object}"
  - "{authority}'s <noun> on {target}"
  - "{authority} impose|lift <noun> on {target}"
  - "<noun> on {target} by {authority}"
  - "{target} <phrase>"
triggers:
  - {verbs: ban}
  - {nouns: ban}
  - {phrases: off limits}
`

// TestSyntax: both views undo voice, control, coordination and relative clauses.
func TestSyntax(t *testing.T) {
	defs, err := LoadDefinitions(fstest.MapFS{"ban.yaml": {Data: []byte(testDefinition)}})
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		name, text, want string
	}{
		{name: "active", want: "authority=Norway target=Bolt",
			text: "Norway/NNP/2/nsubj/gpe banned/VBD/0/root Bolt/NNP/2/obj/org ././2/punct"},
		{name: "passive", want: "authority=Norway target=Bolt",
			text: "Bolt/NNP/3/nsubj:pass/org was/VBD/3/aux:pass banned/VBN/0/root by/IN/5/case Norway/NNP/3/obl/gpe ././3/punct"},
		{name: "gerund", want: "authority=Norway target=Bolt object=selling radios",
			text: "Norway/NNP/2/nsubj/gpe banned/VBD/0/root Bolt/NNP/2/obj/org from/IN/5/mark selling/VBG/2/advcl radios/NNS/5/obj ././2/punct"},
		{name: "control", want: "authority=Norway target=Bolt",
			text: "Norway/NNP/2/nsubj/gpe wants/VBZ/0/root to/TO/4/mark ban/VB/2/xcomp Bolt/NNP/4/obj/org ././2/punct"},
		{name: "object control", want: "authority=Anatel target=Bolt",
			text: "Norway/NNP/2/nsubj/gpe ordered/VBD/0/root Anatel/NNP/2/obj/org to/TO/5/mark ban/VB/2/xcomp Bolt/NNP/5/obj/org ././2/punct"},
		{name: "coordinated verbs", want: "authority=Norway target=Bolt",
			text: "Norway/NNP/2/nsubj/gpe fined/VBD/0/root Acme/NNP/2/obj/org and/CC/5/cc banned/VBD/2/conj Bolt/NNP/5/obj/org ././2/punct"},
		{name: "coordinated objects", want: "authority=Norway target=Acme target=Bolt",
			text: "Norway/NNP/2/nsubj/gpe banned/VBD/0/root Acme/NNP/2/obj/org and/CC/5/cc Bolt/NNP/3/conj/org ././2/punct"},
		{name: "relative clause", want: "authority=Norway target=Bolt",
			text: "Norway/NNP/5/nsubj/gpe which/WDT/3/nsubj banned/VBD/1/acl:relcl Bolt/NNP/3/obj/org slept/VBD/0/root ././5/punct"},
		{name: "participle", want: "authority=Norway target=Bolt",
			text: "Bolt/NNP/5/nsubj/org banned/VBN/1/acl by/IN/4/case Norway/NNP/2/obl/gpe slept/VBD/0/root ././5/punct"},
		{name: "possessor", want: "authority=Norway target=Bolt",
			text: "Norway/NNP/3/nmod:poss/gpe 's/POS/1/case ban/NN/6/nsubj on/IN/5/case Bolt/NNP/3/nmod/org stands/VBZ/0/root ././6/punct"},
		{name: "governor", want: "authority=Norway target=Bolt",
			text: "Norway/NNP/2/nsubj/gpe imposed/VBD/0/root a/DT/4/det ban/NN/2/obj on/IN/6/case Bolt/NNP/4/nmod/org ././2/punct"},
		{name: "governor in the passive", want: "authority=Norway target=Bolt",
			text: "A/DT/2/det ban/NN/6/nsubj:pass on/IN/4/case Bolt/NNP/2/nmod/org was/VBD/6/aux:pass imposed/VBN/0/root by/IN/8/case Norway/NNP/6/obl/gpe ././6/punct"},
		{name: "predicate", want: "target=Bolt",
			text: "Bolt/NNP/4/nsubj/org is/VBZ/4/cop off/IN/4/case limits/NNS/0/root ././4/punct"},
		{name: "noun with infinitive", want: "authority=Norway target=Bolt",
			text: "Norway/NNP/3/nmod:poss/gpe 's/POS/1/case plan/NN/7/nsubj to/TO/5/mark ban/VB/3/acl Bolt/NNP/5/obj/org failed/VBD/0/root ././7/punct"},
	}
	for _, c := range cases {
		for _, trees := range []bool{true, false} {
			name := c.name + " shallow"
			if trees {
				name = c.name + " tree"
			}
			t.Run(name, func(t *testing.T) {
				d := parsed(t, c.text, trees)
				all, err := defs.propose(d, nil)
				if err != nil {
					t.Fatal(err)
				}
				if len(all) != 1 {
					t.Fatalf("%d candidates, want 1", len(all))
				}
				var got []string
				for _, a := range all[0].Arguments {
					got = append(got, a.Role+"="+d.TextOf(a.Range))
				}
				if s := strings.Join(got, " "); s != c.want {
					t.Errorf("got %q, want %q (frame %q)", s, c.want, all[0].Frame)
				}
			})
		}
	}
}

// FuzzPropose: whatever the tags and trees, spans stay in the sentence and the
// same document gives the same candidates.
func FuzzPropose(f *testing.F) {
	defs, err := LoadDefinitions(Embedded())
	if err != nil {
		f.Fatal(err)
	}
	f.Add("Norway banned Bolt from selling radios to Acme 's clients in May", []byte{15, 40, 15, 6, 42, 14, 27, 15, 23, 14, 6, 15}, true)
	f.Add("the ban on a deal to buy , and sell $ 5 m of talks", []byte{3, 12, 6, 3, 12, 27, 37, 51, 1, 37, 47, 2, 2, 6, 14}, false)
	f.Fuzz(func(t *testing.T, text string, tags []byte, trees bool) {
		words := strings.Fields(text)
		if len(words) == 0 || len(words) > 60 || len(tags) == 0 {
			return
		}
		d := doc.New(context.Background())
		d.Text = strings.Join(words, " ")
		at := int32(0)
		for i, w := range words {
			b := int(tags[i%len(tags)])
			d.Tokens = append(d.Tokens, doc.Token{
				Span: doc.Span{Start: at, End: at + int32(len(w))}, Lower: strings.ToLower(w), Lemma: strings.ToLower(w),
				Tag: doc.Tag(b % int(doc.NumTags)), Head: int32(b * 7 % len(words)), Rel: doc.Rel(b * 3 % int(doc.NumRels)),
			})
			at += int32(len(w)) + 1
			if b%5 == 0 {
				d.Mentions = append(d.Mentions, doc.Mention{Range: doc.Range{First: int32(i), End: int32(i + 1)}, Entity: doc.NoEntity, Kind: doc.Kind(b % int(doc.NumKinds))})
			}
		}
		d.Sentences = []doc.Sentence{{Range: doc.Range{End: int32(len(words))}, Span: doc.Span{End: int32(len(d.Text))}, Parsed: trees}}
		if trees {
			d.Fill(doc.Trees)
		}
		once, err := defs.propose(d, nil)
		if err != nil {
			t.Fatal(err)
		}
		twice, _ := defs.propose(d, nil)
		if len(once) != len(twice) {
			t.Fatalf("%d candidates, then %d", len(once), len(twice))
		}
		for i, c := range once {
			if c.Trigger.First < 0 || c.Trigger.Len() <= 0 || int(c.Trigger.End) > len(words) || c.Trigger != twice[i].Trigger || len(c.Arguments) != len(twice[i].Arguments) {
				t.Errorf("trigger %v of %s", c.Trigger, c.Definition.Type)
			}
			for j, a := range c.Arguments {
				if a.First < 0 || a.Len() <= 0 || int(a.End) > len(words) || a != twice[i].Arguments[j] {
					t.Errorf("%s: argument %s %v", c.Definition.Type, a.Role, a.Range)
				}
			}
		}
	})
}
