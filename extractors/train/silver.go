package train

import (
	"bytes"
	"compress/gzip"
	_ "embed" // for the trees
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"gleaner/extractors"
	"gleaner/extractors/clean"
	"gleaner/extractors/doc"
	"gleaner/extractors/models"
	"gleaner/extractors/parse"
	"gleaner/extractors/segment"
	"gleaner/extractors/tag"
)

// The treebanks are small and hold little news. So the parser also learns from
// what a larger and slower one makes of the articles that were invented for
// annotations (uptraining: Petrov, Chang, Ringgaard and Alshawi 2010);
// annotations/trees/README.md says which, and how good it is.
//
//go:embed annotations/trees/invented.jsonl.gz
var silverFile []byte

var silverOrigin = models.Origin{
	Source: "articles invented for Gleaner, trees by a parser tuned on the treebanks over all-MiniLM-L6-v2", Split: "all", Licence: "Apache 2.0",
}

// silverArticle are the trees of an invented article, one a sentence: the
// governor and the relation of each token, as in "2:nsubj 0:root". Governors
// count from 1 in the sentence, 0 is the root.
type silverArticle struct {
	ID    string   `json:"id"`
	Trees []string `json:"trees"`
}

// silverLessons are the invented articles with their silver trees, tagged by the
// embedded tagger, which has not learnt from them. An article that is cut into
// sentences or tokens otherwise than when its trees were made is left out; say
// is told how many stay.
func silverLessons(say func(string)) ([]parse.Lesson, error) {
	trees, err := readSilver(silverFile)
	if err != nil {
		return nil, err
	}
	texts, err := inventedTexts()
	if err != nil {
		return nil, err
	}
	tagger, err := tag.New()
	if err != nil {
		return nil, err
	}
	read, err := reader([]extractors.Stage{clean.New(), segment.New(), tagger})
	if err != nil {
		return nil, err
	}
	var lessons []parse.Lesson
	for i := range trees {
		text, ok := texts[trees[i].ID]
		if !ok {
			return nil, fmt.Errorf("article %s has trees, but no text", trees[i].ID)
		}
		d, err := read(text)
		if err != nil {
			return nil, fmt.Errorf("read article %s: %w", trees[i].ID, err)
		}
		lesson, err := trees[i].on(d)
		if errors.Is(err, errOtherwiseCut) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("trees of article %s: %w", trees[i].ID, err)
		}
		lessons = append(lessons, lesson)
	}
	say(fmt.Sprintf("the trees of %d of %d invented articles fit their tokens", len(lessons), len(trees)))
	return lessons, nil
}

func readSilver(packed []byte) ([]silverArticle, error) {
	file, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("unpack silver trees: %w", err)
	}
	var all []silverArticle
	for lines := json.NewDecoder(file); ; {
		var a silverArticle
		if err := lines.Decode(&a); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, fmt.Errorf("decode silver trees: %w", err)
		}
		all = append(all, a)
	}
}

var errOtherwiseCut = errors.New("cut into other sentences or tokens")

// on brings the trees to the tokens of the article.
func (a *silverArticle) on(d *doc.Doc) (parse.Lesson, error) {
	l := parse.Lesson{Doc: d, Heads: make([]int32, len(d.Tokens)), Rels: make([]doc.Rel, len(d.Tokens))}
	if len(a.Trees) != len(d.Sentences) {
		return l, errOtherwiseCut
	}
	for i, s := range d.Sentences {
		arcs := strings.Fields(a.Trees[i])
		if len(arcs) != s.Len() {
			return l, errOtherwiseCut
		}
		for j, arc := range arcs {
			head, rel, ok := readArc(arc, s.Len())
			if !ok {
				return l, fmt.Errorf("sentence %d: %q is no arc", i+1, arc)
			}
			at := s.First + int32(j)
			l.Heads[at], l.Rels[at] = s.First+int32(head-1), rel
			if head == 0 {
				l.Heads[at] = at
			}
		}
	}
	return l, nil
}

// readArc reads an arc of a sentence of n tokens.
func readArc(arc string, n int) (head int, rel doc.Rel, ok bool) {
	number, name, _ := strings.Cut(arc, ":")
	head, err := strconv.Atoi(number)
	rel, known := doc.ParseRel(name)
	return head, rel, err == nil && known && 0 <= head && head <= n
}
