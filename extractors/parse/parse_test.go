package parse

import (
	"bytes"
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
)

// document returns a document with one sentence of tagged tokens, given as
// "word/TAG word/TAG".
func document(tagged string) *doc.Doc {
	d := doc.New(context.Background())
	var words []string
	for _, item := range strings.Fields(tagged) {
		word, name, _ := strings.Cut(item, "/")
		tag, ok := doc.ParseTag(name)
		if !ok {
			tag = doc.NN
		}
		words = append(words, word)
		end := int32(len(strings.Join(words, " ")))
		d.Tokens = append(d.Tokens, doc.Token{
			Span:  doc.Span{Start: end - int32(len(word)), End: end},
			Lower: strings.ToLower(word), Lemma: strings.ToLower(word), Tag: tag,
		})
	}
	d.Text = strings.Join(words, " ")
	d.Sentences = []doc.Sentence{{Range: doc.Range{End: int32(len(d.Tokens))}}}
	return d
}

// lesson is a document with heads counted from 1, 0 for the root.
func lesson(t testing.TB, tagged, tree string) Lesson {
	t.Helper()
	l := Lesson{Doc: document(tagged)}
	for i, item := range strings.Fields(tree) {
		head, name, _ := strings.Cut(item, "/")
		rel, ok := doc.ParseRel(name)
		if !ok {
			t.Fatalf("no relation %q", name)
		}
		h := int32(head[0]-'0') - 1
		if h < 0 {
			h = int32(i)
		}
		l.Heads, l.Rels = append(l.Heads, h), append(l.Rels, rel)
	}
	if len(l.Heads) != len(l.Doc.Tokens) {
		t.Fatalf("%q has %d tokens, its tree %d", tagged, len(l.Doc.Tokens), len(l.Heads))
	}
	return l
}

func lessons(t testing.TB) []Lesson {
	return []Lesson{
		lesson(t, "The/DT bank/NN sold/VBD shares/NNS ./.", "2/det 3/nsubj 0/root 3/obj 3/punct"),
		lesson(t, "Shares/NNS were/VBD sold/VBN by/IN the/DT bank/NN ./.", "3/nsubj:pass 3/aux:pass 0/root 6/case 6/det 3/obl:agent 3/punct"),
		lesson(t, "It/PRP fined/VBD two/CD banks/NNS in/IN Peru/NNP ./.", "2/nsubj 0/root 4/nummod 2/obj 6/case 2/obl 2/punct"),
		lesson(t, "Yes/UH", "0/root"),
	}
}

func learned(t testing.TB) *Stage {
	t.Helper()
	s, err := Learn(context.Background(), lessons(t), Course{Epochs: 10, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestLearnsItsLessons(t *testing.T) { learns(t, learned(t)) }

// learns checks that a parser finds the trees it was taught.
func learns(t *testing.T, s *Stage) {
	t.Helper()
	for _, l := range lessons(t) {
		parsed(t, s, l.Doc)
		for i, token := range l.Doc.Tokens {
			if token.Head != l.Heads[i] || token.Rel != l.Rels[i] {
				t.Errorf("%q: token %d is %v of %d, want %v of %d", l.Doc.Text, i, token.Rel, token.Head, l.Rels[i], l.Heads[i])
			}
		}
	}
}

// parsed runs the stage and asks for the sentence.
func parsed(t testing.TB, s *Stage, d *doc.Doc) {
	t.Helper()
	if err := s.Apply(d); err != nil {
		t.Fatal(err)
	}
	if err := d.Parse(0); err != nil {
		t.Fatal(err)
	}
}

func TestLearnIsDeterministic(t *testing.T) {
	var files [2][]byte
	for i := range files {
		s, err := Learn(context.Background(), lessons(t), Course{Epochs: 4, Seed: 9})
		if err != nil {
			t.Fatal(err)
		}
		if files[i], err = s.Encode(); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(files[0], files[1]) {
		t.Error("the same lessons gave different parsers")
	}
}

func TestRunsAreToldAndAveraged(t *testing.T) {
	passes := 0
	c := Course{Epochs: 5, Runs: 3, Seed: 1, Margin: 2}
	c.Progress = func(pass, wrong, of int) {
		if passes++; pass != passes || of == 0 {
			t.Errorf("pass %d with %d moves, want pass %d with some", pass, of, passes)
		}
	}
	s, err := Learn(context.Background(), lessons(t), c)
	if err != nil {
		t.Fatal(err)
	}
	if passes != c.Passes() {
		t.Errorf("%d passes, want %d", passes, c.Passes())
	}
	learns(t, s)
}

// guided returns a parser that makes a first tree.
func guided(t testing.TB) *Stage {
	t.Helper()
	first := Course{Epochs: 10, Seed: 1}
	c := first
	c.First = &first
	passes := 0
	c.Progress = func(pass, wrong, of int) { passes = pass }
	s, err := Learn(context.Background(), lessons(t), c)
	if err != nil {
		t.Fatal(err)
	}
	if passes != c.Passes() {
		t.Errorf("%d passes, want %d", passes, c.Passes())
	}
	return s
}

func TestLearnsWithFirstTrees(t *testing.T) {
	s := guided(t)
	learns(t, s)
	file, err := s.Encode()
	if err != nil {
		t.Fatal(err)
	}
	again, err := Open(file)
	if err != nil {
		t.Fatal(err)
	}
	learns(t, again)
	learns(t, &Stage{again.parser.first})
	if other, err := guided(t).Encode(); err != nil || !bytes.Equal(file, other) {
		t.Errorf("the same lessons gave different parsers (%v)", err)
	}
}

// TestFollow checks what the features are told of a first tree, whose parser
// counts its nodes from the end.
func TestFollow(t *testing.T) {
	s := guided(t)
	d := lessons(t)[0].Doc
	p := newState()
	p.start(s.parser, d.Tokens)
	right := s.parser.first.read(d)[0]
	p.follow(right)
	if p.guide[2].last != 4 || p.guide[3].last != -1 || p.toward(1, 1, 0, 2) != 3 {
		t.Errorf("the first tree was read as %v", p.guide)
	}
}

func TestLearnEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Learn(ctx, lessons(t), Course{Epochs: 1}); err != context.Canceled {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

// opened returns the stage with the embedded model.
func opened(t testing.TB) *Stage {
	t.Helper()
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestEmbedded parses with the trained model; the sentences are simple enough
// that a parser worth embedding gets them whole.
func TestEmbedded(t *testing.T) {
	s := opened(t)
	for _, want := range []Lesson{
		lesson(t, "The/DT regulator/NN fined/VBD the/DT company/NN on/IN Monday/NNP ./.",
			"2/det 3/nsubj 0/root 5/det 3/obj 7/case 3/obl 3/punct"),
		lesson(t, "The/DT factory/NN was/VBD closed/VBN by/IN its/PRP$ owner/NN ./.",
			"2/det 4/nsubj:pass 4/aux:pass 0/root 7/case 7/nmod:poss 4/obl:agent 4/punct"),
	} {
		d := want.Doc
		parsed(t, s, d)
		for i, token := range d.Tokens {
			if token.Head != want.Heads[i] || token.Rel != want.Rels[i] {
				t.Errorf("%q: %q is %v of %d, want %v of %d", d.Text, token.Lower, token.Rel, token.Head, want.Rels[i], want.Heads[i])
			}
		}
	}
}

// noise scores labels by a hash of the features, so that every kind of tree
// comes up.
type noise struct {
	seed   uint64
	labels []string
}

func (n noise) Labels() []string { return n.labels }

func (n noise) Score(features []linear.Feature, scores *linear.Scores) {
	random := linear.NewRandom(n.seed ^ uint64(features[len(features)-1]))
	for i := range n.labels {
		scores[i] = int32(random.Uint64() >> 40)
	}
}

// TestAlwaysATree: whatever the scores, each sentence gets one tree.
func TestAlwaysATree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		p, err := newParser(noise{seed, moveNames()}, noise{seed, relationNames()}, nil, false)
		if err != nil {
			t.Fatal(err)
		}
		s := &Stage{p}
		tags := []string{"a/DT", "b/NN", "c/VBD", "d/IN", "e/."}
		d := document(strings.Join(rapid.SliceOfN(rapid.SampledFrom(tags), 1, 40).Draw(t, "tokens"), " "))
		d.SetParser(nil)
		if err := s.Apply(d); err != nil {
			t.Fatal(err)
		}
		if err := d.Parse(0); err != nil {
			t.Fatal(err)
		}
		if why := treeFault(d); why != "" {
			t.Fatal(why)
		}
	})
}

// treeFault says what keeps the first sentence from being a tree.
func treeFault(d *doc.Doc) string {
	roots := 0
	for i, token := range d.Tokens {
		if token.Rel == doc.NoRel || token.Rel >= doc.NumRels {
			return "a token has no relation"
		}
		if (int(token.Head) == i) != (token.Rel == doc.Root) {
			return "root and relation root do not agree"
		}
		if int(token.Head) == i {
			roots++
		}
		for steps, at := 0, int32(i); d.Tokens[at].Head != at; at = d.Tokens[at].Head {
			if steps++; steps > len(d.Tokens) {
				return "a token governs itself"
			}
		}
	}
	if roots != 1 {
		return "not one root"
	}
	return ""
}

func TestLongAndShortSentences(t *testing.T) {
	s := learned(t)
	for _, n := range []int{1, 2, 400, 5000} {
		d := document(strings.Repeat("The/DT bank/NN ,/, sold/VBD ", n/4+1))
		d.Tokens = d.Tokens[:n]
		d.Sentences[0].End = int32(n)
		parsed(t, s, d)
		if why := treeFault(d); why != "" {
			t.Errorf("%d tokens: %s", n, why)
		}
	}
}

// TestSecondSentence: heads are indexes into the document's tokens.
func TestSecondSentence(t *testing.T) {
	s := learned(t)
	d := document("Yes/UH It/PRP fined/VBD two/CD banks/NNS in/IN Peru/NNP ./.")
	d.Sentences = []doc.Sentence{{Range: doc.Range{First: 0, End: 1}}, {Range: doc.Range{First: 1, End: 8}}}
	if err := s.Apply(d); err != nil {
		t.Fatal(err)
	}
	if err := d.Parse(1); err != nil {
		t.Fatal(err)
	}
	if d.Tokens[1].Head != 2 || d.Tokens[2].Head != 2 || d.Tokens[2].Rel != doc.Root {
		t.Errorf("heads %d and %d, want 2 and 2", d.Tokens[1].Head, d.Tokens[2].Head)
	}
	if d.Tokens[0].Rel != doc.NoRel || d.Sentences[0].Parsed {
		t.Error("a sentence was parsed that nobody asked for")
	}
}

func TestUnparse(t *testing.T) {
	s := learned(t)
	d := document("It/PRP fined/VBD two/CD banks/NNS in/IN Peru/NNP ./.")
	if err := s.Apply(d); err != nil {
		t.Fatal(err)
	}
	before := slices.Clone(d.Tokens)
	var trees [2][]doc.Token
	for i := range trees {
		if err := d.Parse(0); err != nil {
			t.Fatal(err)
		}
		trees[i] = slices.Clone(d.Tokens)
		d.Unparse(0)
		if !slices.Equal(d.Tokens, before) || d.Sentences[0].Parsed {
			t.Fatalf("something of the tree is left: %v", d.Tokens)
		}
	}
	if slices.Equal(trees[0], before) || !slices.Equal(trees[0], trees[1]) {
		t.Errorf("parsed as %v, and again as %v", trees[0], trees[1])
	}
}

func TestParseEndsWithTheDocument(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	d := doc.New(ctx)
	d.Tokens = make([]doc.Token, 1)
	d.Sentences = []doc.Sentence{{Range: doc.Range{End: 1}}}
	if err := learned(t).Apply(d); err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := d.Parse(0); err != context.Canceled {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

func TestOpenRefuses(t *testing.T) {
	s := learned(t)
	good, err := s.Encode()
	if err != nil {
		t.Fatal(err)
	}
	p := s.parser
	swapped, err := (&Stage{&parser{moves: p.relations, relations: p.moves}}).Encode()
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string][]byte{
		"empty": nil, "cut": good[:len(good)-1], "swapped": swapped, "huge": {0xff, 0xff, 0xff, 0xff, 0x7f},
	} {
		if _, err := Open(file); err == nil {
			t.Errorf("%s: opened", name)
		}
	}
	if _, err := (&Stage{&parser{moves: noise{}}}).Encode(); err == nil {
		t.Error("a parser that is still learning was encoded")
	}
}

// TestOracleLeadsToGold follows the dynamic oracle from the start: it must
// give back any projective tree.
func TestOracleLeadsToGold(t *testing.T) {
	knows := learned(t).parser
	for _, l := range lessons(t) {
		var g gold
		sentence := l.Doc.Sentences[0].Range
		p := newState()
		p.start(knows, l.Doc.Tokens)
		g.read(&l, sentence, p)
		for !p.done() {
			m := g.right(p).best(&[numMoves]int32{})
			rel := doc.NoRel
			if m != shift {
				rel = g.rel[p.under(0)]
			}
			p.apply(m, rel)
		}
		for i := range l.Doc.Tokens {
			if p.head[i] != g.head[i] || p.rel[i] != g.rel[i] {
				t.Errorf("%q: token %d is %v of %d, want %v of %d", l.Doc.Text, i, p.rel[i], p.head[i], g.rel[i], g.head[i])
			}
		}
	}
}

func TestParseDoesNotAllocate(t *testing.T) {
	s := learned(t).parser
	d := document("It/PRP fined/VBD two/CD banks/NNS in/IN Peru/NNP ./.")
	// Not from the pool, which may give new room at any time, and does so under
	// the race detector.
	p := newState()
	run := func() { s.parseIn(p, d, d.Sentences[0].Range) }
	run()
	if n := testing.AllocsPerRun(100, run); n > 0 {
		t.Errorf("%v allocations a sentence in the steady state", n)
	}
}

// TestRemembers holds that what is remembered of tokens, and to look features up in two
// parts, changes no score.
func TestRemembers(t *testing.T) {
	s := opened(t).parser
	d := lesson(t, "The/DT regulator/NN fined/VBD the/DT bank/NN ,/, the/DT regulator/NN said/VBD ./.",
		"2/det 3/nsubj 9/ccomp 5/det 3/obj 9/punct 8/det 9/nsubj 0/root 9/punct").Doc
	p := newState()
	for range 2 {
		p.start(s, d.Tokens)
		for !p.done() {
			if _, only := p.forced(); !only {
				var want linear.Scores
				s.moves.Score(p.moveFeatures(), &want)
				p.score(s.moves.(*linear.Model), p.allowed(), math.MaxInt32)
				if !slices.Equal(p.scores[:numMoves], want[:numMoves]) {
					t.Fatalf("token %d: scores %v, want %v", p.next, p.scores[:numMoves], want[:numMoves])
				}
			}
			m := s.choose(p)
			p.apply(m, s.relation(p, m))
		}
	}
}

// TestSure holds that what is not asked would have changed nothing in clear
// sentences, and that most of it is not asked.
func TestSure(t *testing.T) {
	quick, whole := opened(t), opened(t)
	for p := whole.parser; p != nil; p = p.first {
		p.sureMove, p.sureRelation = math.MaxInt32, math.MaxInt32
	}
	d := lesson(t, "The/DT regulator/NN fined/VBD the/DT bank/NN ,/, the/DT regulator/NN said/VBD ./.",
		"2/det 3/nsubj 9/ccomp 5/det 3/obj 9/punct 8/det 9/nsubj 0/root 9/punct").Doc
	p, q := newState(), newState()
	whole.parser.run(p, d.Tokens)
	quick.parser.run(q, d.Tokens)
	taken := 0
	for i := range d.Tokens {
		if got, want := q.arc(i), p.arc(i); got.head != want.head || got.rel != want.rel {
			t.Errorf("%q is %v of %d, want %v of %d", d.Tokens[i].Lower, got.rel, got.head, want.rel, want.head)
		}
		if g := q.guide[i]; g.sure && g.head == q.head[i] {
			taken++
		}
		if p.guide[i].sure {
			t.Errorf("%q: a relation is sure that never is", d.Tokens[i].Lower)
		}
	}
	if taken < len(d.Tokens)/2 {
		t.Errorf("%d of %d relations were those of the first tree", taken, len(d.Tokens))
	}
}

func TestLead(t *testing.T) {
	for _, test := range []struct {
		of     moves
		scores [numMoves]int32
		want   int32
	}{
		{shift.set() | left.set() | right.set(), [numMoves]int32{3, 9, -2}, 6},
		{shift.set() | right.set(), [numMoves]int32{3, 9, -2}, 5},
		{left.set() | right.set(), [numMoves]int32{3, 4, 4}, 0},
		{left.set(), [numMoves]int32{3, 9, -2}, math.MaxInt32},
	} {
		if got := test.of.lead(&test.scores); got != test.want {
			t.Errorf("lead of %03b in %v is %d, want %d", test.of, test.scores, got, test.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	s := learned(f)
	f.Add("The/DT bank/NN sold/VBD shares/NNS ./.", uint64(1))
	f.Add("/ // x/-LRB- \xff/NN", uint64(2))
	f.Fuzz(func(t *testing.T, tagged string, seed uint64) {
		d := document(tagged)
		if len(d.Tokens) == 0 {
			return
		}
		parsed(t, s, d)
		if why := treeFault(d); why != "" {
			t.Fatal(why)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	s := opened(b).parser
	d := document("The/DT regulator/NN in/IN Norland/NNP fined/VBD two/CD of/IN the/DT largest/JJS banks/NNS that/WDT had/VBD been/VBN selling/VBG stakes/NNS on/IN Monday/NNP ./.")
	b.ReportAllocs()
	for b.Loop() {
		s.parse(d, d.Sentences[0].Range)
	}
	b.ReportMetric(float64(len(d.Tokens)*b.N)/b.Elapsed().Seconds(), "tokens/s")
}
