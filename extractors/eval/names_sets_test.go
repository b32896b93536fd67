package eval

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"gleaner/extractors/doc"
)

// setFile writes a small file of a set's format.
func setFile(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func setCalled(t *testing.T, name string) NameSet {
	t.Helper()
	sets, err := NameSets()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sets {
		if s.Name == name {
			return s
		}
	}
	t.Fatalf("there is no set %q", name)
	return NameSet{}
}

func TestReadColumns(t *testing.T) {
	for _, c := range []struct {
		set, content string
		want         map[string]doc.Kind
	}{
		{"worldwide", "# doc a\n\nAcme\tB-Organization\nCorp\tI-Organization\nof\tO\nBrazil\tB-Location\n\nLake\tB-Location\nZorb\tI-Location\n",
			map[string]doc.Kind{"Acme Corp": doc.Organization, "Brazil": doc.GPE, "Lake Zorb": doc.Location}},
		{"conll2003", "-DOCSTART- -X- O O\n\nJane NNP I-NP I-PER\nRoe NNP I-NP I-PER\nBolt NNP I-NP B-PER\n\nGerman JJ I-NP I-MISC\nOpen NNP I-NP O\n",
			map[string]doc.Kind{"Jane Roe": doc.Person, "Bolt": doc.Person, "German": doc.Nationality}},
	} {
		texts, err := setCalled(t, c.set).Read(setFile(t, "set.txt", c.content))
		if err != nil {
			t.Fatal(err)
		}
		if len(texts) != 1 {
			t.Fatalf("%s: %d texts, want 1", c.set, len(texts))
		}
		got := map[string]doc.Kind{}
		for _, n := range texts[0].Names {
			got[texts[0].Text[n.Start:n.End]] = n.Kind
		}
		for name, kind := range c.want {
			if got[name] != kind {
				t.Errorf("%s: %q is %v, want %v", c.set, name, got[name], kind)
			}
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: got %v, want %v", c.set, got, c.want)
		}
	}
}

func TestReadAnnotatedCountsCodePoints(t *testing.T) {
	line := `{"id":"x","text":"Čapek sued Bolt.","entities":[{"type":"ORG","name":"Bolt","mentions":[[11,15]]},{"type":"PERSON","name":"Čapek","mentions":[[0,5]]}]}`
	texts, err := setCalled(t, "gold").Read(setFile(t, "gold.jsonl", line))
	if err != nil {
		t.Fatal(err)
	}
	n := texts[0].Names
	if len(n) != 2 || texts[0].Text[n[0].Start:n[0].End] != "Čapek" || texts[0].Text[n[1].Start:n[1].End] != "Bolt" {
		t.Errorf("got %+v", n)
	}
	bad := `{"id":"x","text":"Bolt","entities":[{"type":"ORG","name":"Bolt","mentions":[[0,9]]}]}`
	if _, err := setCalled(t, "gold").Read(setFile(t, "bad.jsonl", bad)); err == nil {
		t.Error("a mention beyond the text was accepted")
	}
}

// finder finds the first token of every text as a government.
type finder struct{}

func (finder) Apply(d *doc.Doc) error {
	d.Mentions = append(d.Mentions, doc.Mention{Range: doc.Range{First: 0, End: 1}, Kind: doc.GPE})
	return nil
}

func TestScoreNames(t *testing.T) {
	place := NamedText{Text: "Brazil won.", Names: []NamedSpan{{Span: doc.Span{Start: 0, End: 6}, Kind: doc.Location}}}
	for set, want := range map[string]PRF{
		"worldwide": {TP: 1},        // places are one class
		"gold":      {FP: 1, FN: 1}, // governments and other places are two
	} {
		counts, err := setCalled(t, set).ScoreNames(context.Background(), finder{}, []NamedText{place})
		if err != nil {
			t.Fatal(err)
		}
		if *counts[""] != want {
			t.Errorf("%s: %+v, want %+v", set, *counts[""], want)
		}
	}
}
