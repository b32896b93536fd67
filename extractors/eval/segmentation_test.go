package eval

import (
	"os"
	"path/filepath"
	"testing"

	"gleaner/extractors/doc"
	"gleaner/extractors/segment"
	"gleaner/extractors/treebank"
)

// TestDevelopmentSegmentation holds the F1 of exact tokens and sentences on
// the treebanks' raw text.
func TestDevelopmentSegmentation(t *testing.T) {
	for _, set := range []struct {
		name              string
		tokens, sentences float64
	}{{"ewt.dev", 0.985, 0.82}, {"gum.dev", 0.995, 0.945}} {
		texts, err := treebank.ReadTexts(dataFile(t, "data/treebank/"+set.name+".conllu.gz"))
		if err != nil {
			t.Fatal(err)
		}
		score, err := Segmentation(texts, Part{Verbatim(), segment.New()})
		if err != nil {
			t.Fatal(err)
		}
		if score.Tokens.F1() < set.tokens || score.Sentences.F1() < set.sentences {
			t.Errorf("%s: tokens %.4f, sentences %.4f, want at least %.3f and %.3f",
				set.name, score.Tokens.F1(), score.Sentences.F1(), set.tokens, set.sentences)
		}
	}
}

func TestSegmentation(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.conllu")
	content := `# newdoc id = a
# newpar
1-2	can't	_	_	_	_	_	_	_	_
1	ca	can	AUX	MD	_	2	aux	_	_
2	n't	not	PART	RB	_	0	root	_	_
3	go	go	VERB	VB	_	2	dep	_	SpaceAfter=No
4	.	.	PUNCT	.	_	2	punct	_	_

# newpar
1	Why	why	ADV	WRB	_	0	root	_	SpaceAfter=No
2	?	?	PUNCT	.	_	1	punct	_	_

`
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	texts, err := treebank.ReadTexts(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(texts) != 1 || texts[0].Text != "can't go.\n\nWhy?" {
		t.Fatalf("texts %+v", texts)
	}
	score, err := Segmentation(texts, Part{Verbatim(), oneSentence{}})
	if err != nil {
		t.Fatal(err)
	}
	if want := (SegmentationScore{PRF{TP: 1, FP: 0, FN: 5}, PRF{TP: 0, FP: 1, FN: 2}}); score != want {
		t.Errorf("score %+v, want %+v", score, want)
	}
}

// oneSentence finds the word "go" and one sentence.
type oneSentence struct{ *segment.Stage }

func (oneSentence) Apply(d *doc.Doc) error {
	d.Tokens = append(d.Tokens, doc.Token{Span: doc.Span{Start: 6, End: 8}})
	d.Sentences = append(d.Sentences, doc.Sentence{Span: doc.Span{Start: 0, End: 8}})
	return nil
}

func dataFile(t *testing.T, name string) string {
	t.Helper()
	folder, ok := DataFolder()
	if !ok {
		t.Skip("not run: no data folder (set GLEANER_DATA)")
	}
	return filepath.Join(folder, filepath.FromSlash(name))
}
