package names

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
)

// written makes a document of a text whose tokens stand between spaces and
// whose sentences stand on lines.
func written(text string) *doc.Doc {
	d := doc.New(context.Background())
	d.Text = text
	at := 0
	for line := range strings.SplitSeq(text, "\n") {
		first := len(d.Tokens)
		for token := range strings.SplitSeq(line, " ") {
			if token != "" {
				d.Tokens = append(d.Tokens, tokenAt(token, at))
			}
			at += len(token) + 1
		}
		if end := len(d.Tokens); end > first {
			d.Sentences = append(d.Sentences, doc.Sentence{Range: doc.Range{First: int32(first), End: int32(end)}})
		}
	}
	return d
}

func tokenAt(token string, at int) doc.Token {
	t := doc.Token{Span: doc.Span{Start: int32(at), End: int32(at + len(token))}, Lower: strings.ToLower(token)}
	upper := token != t.Lower
	switch letters := strings.IndexFunc(t.Lower, func(r rune) bool { return r >= 'a' && r <= 'z' || r > 127 }) >= 0; {
	case !letters:
		t.Shape |= doc.Punct
	case upper && len(token) > 1 && token == strings.ToUpper(token):
		t.Shape |= doc.Letters | doc.AllUpper | doc.Initial
	case upper && token[:1] != t.Lower[:1]:
		t.Shape |= doc.Letters | doc.Initial
	case upper:
		t.Shape |= doc.Letters | doc.Mixed
	default:
		t.Shape |= doc.Letters
	}
	return t
}

// listing writes the mentions as "text=kind".
func listing(d *doc.Doc) []string {
	var all []string
	for _, m := range d.Mentions {
		all = append(all, fmt.Sprintf("%s=%s", d.TextOf(m.Range), m.Kind))
	}
	return all
}

func TestStageFindsNames(t *testing.T) {
	stage, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"organizations and places",
			"Germany 's regulator fined Siemens on Monday , the Federal Trade Commission said .",
			[]string{"Germany=gpe", "Siemens=organization", "Federal Trade Commission=organization"}},
		{"titles are not part of a name",
			"President Emmanuel Macron met Ms Angela Brown in Paris .",
			[]string{"Emmanuel Macron=person", "Angela Brown=person", "Paris=gpe"}},
		{"an ampersand holds a name together",
			"AT & T pulled out of the deal , analysts said .",
			[]string{"AT & T=organization"}},
		{"no capitals, no names", "the company said it would sue .", nil},
		{"nothing", "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := written(c.text)
			defer d.Release()
			if err := stage.Apply(d); err != nil {
				t.Fatal(err)
			}
			if got := listing(d); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestMentionsAreSortedAndDisjoint also runs a pooled page on texts of very
// different lengths.
func FuzzApply(f *testing.F) {
	stage, err := New()
	if err != nil {
		f.Fatal(err)
	}
	f.Add("Acme Corp. sued Bolt Ltd .\nJANE ROE SAID NO")
	f.Add("A & B & . 's of of The")
	f.Add("Ünïcode Čapek 中文 ١٢")
	f.Fuzz(func(t *testing.T, text string) {
		d, again := written(text), written(text)
		defer d.Release()
		defer again.Release()
		for _, each := range []*doc.Doc{d, again} {
			if err := stage.Apply(each); err != nil {
				t.Fatal(err)
			}
		}
		if !slices.Equal(d.Mentions, again.Mentions) {
			t.Errorf("two runs differ: %v, %v", d.Mentions, again.Mentions)
		}
		end := int32(0)
		for _, m := range d.Mentions {
			if m.First < end || m.Len() < 1 || int(m.End) > len(d.Tokens) || m.Kind == doc.NoKind {
				t.Errorf("mention %+v after token %d of %d", m, end, len(d.Tokens))
			}
			if d.SentenceAt(m.First) != d.SentenceAt(m.End-1) {
				t.Errorf("mention %+v crosses a sentence", m)
			}
			end = m.End
		}
	})
}

// TestLearn teaches a word that no list knows.
func TestLearn(t *testing.T) {
	texts := []string{"we saw Zorblatt today .", "people like Zorblatt and tea .", "nobody met Quuxly there ."}
	var examples []Example
	for _, text := range texts {
		e := Example{Doc: written(text), Domain: News}
		for i := range e.Doc.Tokens {
			if e.Doc.Tokens[i].Shape.Is(doc.Initial) {
				one := doc.Range{First: int32(i), End: int32(i + 1)}
				e.Names = append(e.Names, Marked{one, KindsOf(doc.Person)})
			}
		}
		examples = append(examples, e)
	}
	vectors := &Vectors{Words: []string{"zorblatt", "tea"}, Size: 2, Values: []float32{1, 0, 0, 1}}
	pass := linear.FieldLearning{Logistic: linear.Logistic{Epochs: 5, Rate: 0.1, MinCount: 1, Seed: 1}, Settling: 1, Unit: 1e-3}
	learn := func() *Model {
		m, err := Learning{Vectors: vectors, First: pass, Second: pass, Fold: pass, Folds: 2, Layout: true}.Learn(context.Background(), examples)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	file := learn().Encode()
	model, err := OpenModel(file)
	if err != nil {
		t.Fatal(err)
	}
	stage, err := Open(model, News)
	if err != nil {
		t.Fatal(err)
	}
	d := written("today Zorblatt was here .")
	if err := stage.Apply(d); err != nil {
		t.Fatal(err)
	}
	if got, want := listing(d), []string{"Zorblatt=person"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if !slices.Equal(file, learn().Encode()) {
		t.Error("learning twice gives different models")
	}
	if !slices.Equal(file, model.Encode()) {
		t.Error("a model that was read does not encode to the same bytes")
	}
}

func TestOpenModelRefusesDamage(t *testing.T) {
	for _, file := range [][]byte{nil, {1}, {1, 0, 1, 0, 1, 0}, {200, 200}, {0, 0, 0}} {
		if _, err := OpenModel(file); err == nil {
			t.Errorf("a model of bytes %v was opened", file)
		}
	}
}

// TestRight holds what an annotation allows each token of a stretch to be.
func TestRight(t *testing.T) {
	e := Example{
		Names: []Marked{
			{doc.Range{First: 1, End: 2}, KindsOf(doc.Person)},
			{doc.Range{First: 3, End: 6}, KindsOf(doc.GPE, doc.Location)},
		},
		Unmarked: KindsOf(doc.Misc),
	}
	set := func(names ...string) (set linear.LabelSet) {
		for _, name := range names {
			set |= 1 << slices.Index(labelNames(), name)
		}
		return set
	}
	other := set("O", "B-misc", "I-misc", "L-misc", "U-misc")
	for _, c := range []struct {
		what    string
		stretch doc.Range
		want    []linear.LabelSet
	}{
		{"whole names", doc.Range{First: 0, End: 6}, []linear.LabelSet{
			other, set("U-person"), other, set("B-gpe", "B-location"), set("I-gpe", "I-location"), set("L-gpe", "L-location")}},
		{"a name that begins before", doc.Range{First: 4, End: 6}, []linear.LabelSet{
			set("B-gpe", "B-location"), set("L-gpe", "L-location")}},
		{"a name that goes on", doc.Range{First: 2, End: 4}, []linear.LabelSet{other, set("U-gpe", "U-location")}},
	} {
		if got := e.right(c.stretch); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %x, want %x", c.what, got, c.want)
		}
	}
}

// TestStretchesHoldNamesTogether: lower case within a name is decoded with it.
func TestStretchesHoldNamesTogether(t *testing.T) {
	for text, want := range map[string][]doc.Range{
		"we saw Ki - hyun go home then": {{First: 1, End: 5}},
		"a b Bank for the poor of C d":  {{First: 1, End: 4}, {First: 6, End: 9}},
		"a b Bank for the of C d e":     {{First: 1, End: 8}},
		"none of them here":             nil,
	} {
		d := written(text)
		p := &page{lists: testLists(t)}
		p.read(d)
		var got []doc.Range
		n := int32(len(d.Tokens))
		for s := p.nextStretch(0, n); s.Len() > 0; s = p.nextStretch(s.End, n) {
			got = append(got, s)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
}

func testLists(t *testing.T) *lists {
	t.Helper()
	pages, err := newPages(newLeanings(nil, nil), true)
	if err != nil {
		t.Fatal(err)
	}
	return pages.lists
}

// TestFormsScoreLikeFeatures: what is remembered of words adds up to the same
// scores as all features together, also when slots are taken over.
func TestFormsScoreLikeFeatures(t *testing.T) {
	stage, err := New()
	if err != nil {
		t.Fatal(err)
	}
	p := stage.pages.get()
	lattice := stage.first.Lattice()
	defer lattice.Release()
	for range 2 {
		d := written("Acme Corp sued Jane Roe of Brazil on Monday , she said .\nA GERMAN Court ruled for 3M and iRobot in Paris .")
		p.read(d)
		p.remember(stage.first, stage.domain)
		for _, s := range d.Sentences {
			for at := s.First; at < s.End; at++ {
				lattice.Reset()
				p.scoreToken(lattice, at, s.First, s.End)
				got := slices.Clone(lattice.Emissions())
				lattice.Reset()
				lattice.Add(p.describe(nil, at, s.First, s.End, stage.domain))
				if want := lattice.Emissions(); !slices.Equal(got, want) {
					t.Fatalf("token %d: got %v, want %v", at, got, want)
				}
			}
		}
	}
}

func TestLeaning(t *testing.T) {
	var l leaning
	l.set(asItself, []float32{0.01, 0.9, 0.05, 0.01, 0.01, 0.01, 0.01})
	l.set(asBehind, []float32{0.1, 0.1, 0.1, 0.2, 0.1, 0.2, 0.2})
	if got := l.level(asItself, organizations); got != 7 {
		t.Errorf("level is %d, want 7", got)
	}
	if got := l.level(asItself, noClass); got != 0 {
		t.Errorf("level is %d, want 0", got)
	}
	if got, want := l.top(asItself), uint64(organizations<<3|7); got != want {
		t.Errorf("top is %d, want %d", got, want)
	}
	if got := l.level(asBehind, others); got != 3 {
		t.Errorf("level is %d, want 3", got)
	}
	table := newLeanings([]uint32{5, 9, 1 << 31}, []leaning{l, 7, 9})
	again, err := openLeanings(table.append(nil))
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[uint64]leaning{5: l, 9: 7, 1 << 31: 9, 6: 0} {
		if got := again.of(key << 32); got != want {
			t.Errorf("leaning of %d is %x, want %x", key, got, want)
		}
	}
}

func TestLineTellsLayoutsApart(t *testing.T) {
	lines := map[line]string{}
	for _, text := range []string{
		"Acme sued Jane Roe in Paris .",
		"Acme sued Jane Roe in Paris",
		"Acme Sues Jane Roe Over Lost Paris Deal",
		"ACME SUES JANE ROE",
		"1. Jane Roe 12 13 9 34",
	} {
		p := &page{lists: testLists(t)}
		p.read(written(text))
		l := p.sights[0].line
		if other, taken := lines[l]; taken {
			t.Errorf("%q looks like %q", text, other)
		}
		lines[l] = text
	}
}

func TestSeenInTheWholeDocument(t *testing.T) {
	p := &page{lists: testLists(t)}
	p.read(written("the bank Zorbax grew .\nZorbax shares fell ."))
	zorbax := p.wordAt(2)
	bank, shares := p.wordAt(1).cluster64(), p.wordAt(6).cluster64()
	if want := uint64(1) << (bank & 63); zorbax.seenBefore != want {
		t.Errorf("seen before %x, want %x", zorbax.seenBefore, want)
	}
	if zorbax.seenBehind>>(shares&63)&1 == 0 {
		t.Errorf("seen behind %x, want the cluster %d of shares", zorbax.seenBehind, shares)
	}
}

// TestLinked reads how names hang together, with what the first pass made of
// them set by hand.
func TestLinked(t *testing.T) {
	p := &page{lists: testLists(t)}
	p.read(written("Vurn Labs ( VL ) , Zorblatt and Quux , which makes paint , went there today ."))
	for token, kind := range map[int]int{0: 0, 1: 0, 3: 1, 6: 2, 8: 3} {
		p.labels[token] = labelOf(kind, aloneIn)
	}
	const none = uint64(outsiders)
	for _, c := range []struct {
		token, step int32
		how         link
		kind        uint64
	}{
		{0, -1, unlinked, 0}, {0, 1, byBracket, 1}, {3, -1, byBracket, 0}, {3, 1, unlinked, 0},
		{6, -1, unlinked, 0}, {6, 1, byConjunction, 3}, {8, -1, byConjunction, 2}, {8, 1, unlinked, 0},
	} {
		run := p.runs[p.sights[c.token].run].Range
		if how, kind := p.linked(run, 0, int32(len(p.labels)), c.step); how != c.how || kind != c.kind {
			t.Errorf("token %d, step %d: link %d to kind %d, want %d to %d", c.token, c.step, how, kind, c.how, c.kind)
		}
	}
	if got := p.kindAt(7); got != none {
		t.Errorf("kind of a token outside: %d, want %d", got, none)
	}
	acronym := p.wordAt(3)
	if acronym.evidence&hasInitials == 0 || p.runs[acronym.spells].First != 0 {
		t.Errorf("VL spells run %d, want that of Vurn Labs", acronym.spells)
	}
	if p.wordAt(6).evidence&hasInitials != 0 {
		t.Error("Zorblatt is taken for initials")
	}
}

func TestNamesDoNotBeginWithOpeners(t *testing.T) {
	for text, want := range map[string]string{
		"Should Acme Corp fail , it will close .": "Acme Corp",
		"Acme Corp should not fail .":             "Acme Corp",
		"Will Smith joined .":                     "Will Smith",
		"Unless .":                                "Unless",
	} {
		d := written(text)
		end := int32(1)
		for end < int32(len(d.Tokens)) && d.Tokens[end].Shape.Is(doc.Initial) {
			end++
		}
		if got := d.TextOf(withoutOpener(d, doc.Range{First: 0, End: end})); got != want {
			t.Errorf("%s: the name is %q, want %q", text, got, want)
		}
		d.Release()
	}
}

func TestStyleOf(t *testing.T) {
	for text, want := range map[string]style{
		"Acme Launches Drone In Brazil This Spring":   titleCase,
		"ACME LAUNCHES DRONE IN BRAZIL":               allCapitals,
		"Acme will launch its drone in Brazil soon .": plain,
	} {
		if got := styleOf(written(text).Tokens); got != want {
			t.Errorf("styleOf(%q) = %d, want %d", text, got, want)
		}
	}
}

func TestApplyDoesNotAllocate(t *testing.T) {
	stage, err := New()
	if err != nil {
		t.Fatal(err)
	}
	d := written(strings.Repeat("Acme Corp sued Jane Roe of Brazil on Monday , she said .\n", 200))
	apply := func() {
		d.Mentions = d.Mentions[:0]
		if err := stage.Apply(d); err != nil {
			t.Fatal(err)
		}
	}
	apply()
	if n := testing.AllocsPerRun(10, apply); n > 20 {
		t.Errorf("%v allocations for %d tokens", n, len(d.Tokens))
	}
}

func BenchmarkApply(b *testing.B) {
	stage, err := New()
	if err != nil {
		b.Fatal(err)
	}
	d := written(strings.Repeat("The regulator of the state said that Acme Corp had sued Jane Roe in Brazil on Monday , and that the firm may close its plants soon .\n", 200))
	b.ReportAllocs()
	for b.Loop() {
		d.Mentions = d.Mentions[:0]
		if err := stage.Apply(d); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(d.Tokens))*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}
