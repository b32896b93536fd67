package train

import (
	"strings"
	"testing"

	"gleaner/extractors/eval"
)

// Every annotation of names must fit its article, each place be named once, and
// none of the articles be one that names are measured on.
func TestOwnNames(t *testing.T) {
	folder, ok := eval.DataFolder()
	if !ok {
		t.Skip("not run: the data folder is absent (GLEANER_DATA); names cannot be held against their articles")
	}
	own, err := OwnNames(folder)
	if err != nil {
		t.Fatal(err)
	}
	texts, err := eval.NamedTexts(own)
	if err != nil {
		t.Fatal(err)
	}
	measured := map[string]bool{}
	sets, err := eval.NameSets()
	if err != nil {
		t.Fatal(err)
	}
	for _, set := range sets {
		if set.Dev == "" {
			continue
		}
		dev, err := set.Read(folder + "/" + set.Dev)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range dev {
			measured[start(d.Text)] = true
		}
	}
	seen := map[string]bool{}
	for _, text := range texts {
		if seen[text.ID] {
			t.Errorf("%s is annotated twice", text.ID)
		}
		seen[text.ID] = true
		if measured[start(text.Text)] {
			t.Errorf("%s begins as an article that names are measured on", text.ID)
		}
		end := int32(0)
		for _, n := range text.Names {
			if n.Start < end || n.Kinds == 0 {
				t.Errorf("%s: %s %v overlaps the name before, or is of no known type", text.ID, n.Label, n.Span)
			}
			end = n.End
		}
	}
}

// start is how a text begins, without spaces and signs, which the sets write differently.
func start(text string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(text) {
		if 'a' <= r && r <= 'z' {
			b.WriteRune(r)
		}
		if b.Len() == 80 {
			break
		}
	}
	return b.String()
}

func TestNamedArticleOnText(t *testing.T) {
	a := namedArticle{ID: "a", Upto: 23, Names: map[string][][2]int{"ORG": {{0, 6}}, "GPE": {{17, 22}}}}
	g, err := a.on("Zorbax opened in Malmö. It closed in Oslo.")
	if err != nil {
		t.Fatal(err)
	}
	if g.Text != "Zorbax opened in Malmö." || len(g.Entities) != 2 {
		t.Errorf("text %q with %d entities", g.Text, len(g.Entities))
	}
	a.Digest = "0123456789abcdef"
	if _, err := a.on("Zorbax opened in Malmö."); err == nil || !strings.Contains(err.Error(), "its text has changed") {
		t.Errorf("error %v, want one about the changed text", err)
	}
}
