package train

import (
	"context"
	"errors"
	"slices"
	"testing"

	"gleaner/extractors"
	"gleaner/extractors/doc"
	"gleaner/extractors/segment"
	"gleaner/schemas"
)

// The trees must fit the articles as they are cut today; when segmentation
// changes, they are to be made anew, or the parser learns from fewer.
func TestSilverLessonsFit(t *testing.T) {
	trees, err := readSilver(silverFile)
	if err != nil {
		t.Fatal(err)
	}
	lessons, err := silverLessons(func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	if len(lessons) < len(trees)*99/100 {
		t.Errorf("the trees of %d of %d articles fit, want 99 in 100", len(lessons), len(trees))
	}
	for _, l := range lessons {
		for _, s := range l.Doc.Sentences {
			roots := 0
			for i := s.First; i < s.End; i++ {
				if l.Heads[i] < s.First || l.Heads[i] >= s.End || l.Rels[i] == doc.NoRel {
					t.Fatalf("token %d of %q has governor %d and relation %s", i, l.Doc.Text[s.Span.Start:s.Span.End], l.Heads[i], l.Rels[i])
				}
				if l.Heads[i] == i {
					roots++
				}
			}
			if roots != 1 {
				t.Fatalf("%q has %d roots", l.Doc.Text[s.Span.Start:s.Span.End], roots)
			}
		}
	}
}

func TestSilverArticleOnText(t *testing.T) {
	d := extractors.Document(context.Background(), &schemas.Article{Text: "Zorbax grew fast. It left."})
	d.Text = d.Raw
	if err := segment.New().Apply(d); err != nil {
		t.Fatal(err)
	}
	const grew, left = "2:nsubj 0:root 2:advmod 2:punct", "2:nsubj 0:root 2:punct"
	a := silverArticle{ID: "a", Trees: []string{grew, left}}
	l, err := a.on(d)
	if err != nil {
		t.Fatal(err)
	}
	if want := []int32{1, 1, 1, 1, 5, 5, 5}; !slices.Equal(l.Heads, want) {
		t.Errorf("governors %v, want %v", l.Heads, want)
	}
	for _, trees := range [][]string{{grew}, {grew, "0:root"}, {left, grew}} {
		a.Trees = trees
		if _, err := a.on(d); !errors.Is(err, errOtherwiseCut) {
			t.Errorf("trees %q: error %v, want %v", trees, err, errOtherwiseCut)
		}
	}
	for _, arc := range []string{"5:nsubj", "-1:nsubj", "x:nsubj", "2:subject", "2"} {
		if head, rel, ok := readArc(arc, 4); ok {
			t.Errorf("arc %q is read as %d and %s", arc, head, rel)
		}
	}
}
