package eval

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"gleaner/extractors"
)

// companyNewsTypes is our map to the event types of SENTiVENT (Jacobs and Hoste
// 2022), for the types of both that mean the same. The others of SENTiVENT are
// figures and moods (SecurityValue, Macroeconomics, CSR/Brand), those of ours
// not of companies.
var companyNewsTypes = map[string]string{
	"partnership": "Deal", "contract": "Deal",
	"acquisition": "Merger/Acquisition", "merger": "Merger/Acquisition",
	"launch": "Product/Service", "recall": "Product/Service", "approval": "Product/Service",
	"lawsuit": "Legal", "fine": "Legal", "ruling": "Legal", "settlement": "Legal", "investigation": "Legal",
	"appointment": "Employment", "departure": "Employment", "layoff": "Employment", "strike": "Employment",
	"expansion": "Facility", "closure": "Facility",
	"rating": "Rating", "payout": "Dividend",
}

// NewsSentence is a sentence of SENTiVENT with the types of its events.
type NewsSentence struct {
	Doc   string   `json:"doc"`
	Text  string   `json:"text"`
	Types []string `json:"types"`
}

// NewsArticle is an article of SENTiVENT, sentence by sentence.
type NewsArticle []NewsSentence

// ID names the article among those that may be annotated.
func (a NewsArticle) ID() string { return "sentivent/" + a[0].Doc }

// Text is the article as it is read, a sentence a line.
func (a NewsArticle) Text() string {
	var lines []string
	for i := range a {
		lines = append(lines, a[i].Text)
	}
	return strings.Join(lines, "\n")
}

// Told lists, for each label of a sentence that maps to types of ours, these
// types. point is an offset into Text that the sentence holds, in code points.
func (a NewsArticle) Told(point int) (entries [][]string) {
	for _, label := range a[sentenceAt(a, point)].Types {
		var types []string
		for ours, theirs := range companyNewsTypes {
			if theirs == label {
				types = append(types, ours)
			}
		}
		if slices.Sort(types); len(types) > 0 {
			entries = append(entries, types)
		}
	}
	return entries
}

// CompanyNewsTypes are the event types of ours that labels of SENTiVENT stand for.
func CompanyNewsTypes() []string { return slices.Sorted(maps.Keys(companyNewsTypes)) }

// ReadCompanyNews reads the sentences of SENTiVENT, JSON lines in order of
// document and sentence, as documents.
func ReadCompanyNews(path string) ([]NewsArticle, error) {
	var docs []NewsArticle
	err := EachLine(path, func(line string) error {
		var s NewsSentence
		if err := json.Unmarshal([]byte(line), &s); err != nil {
			return err
		}
		if n := len(docs); n == 0 || docs[n-1][0].Doc != s.Doc {
			docs = append(docs, nil)
		}
		docs[len(docs)-1] = append(docs[len(docs)-1], s)
		return nil
	})
	return docs, err
}

// ScoreCompanyNews counts by SENTiVENT's type, and under "" for all, in which
// sentences events were found: a type of a sentence is right when both have it.
func ScoreCompanyNews(ctx context.Context, engine *extractors.Engine, docs []NewsArticle) (map[string]*PRF, error) {
	articles := make([]Gold, len(docs))
	for i, sentences := range docs {
		articles[i] = Gold{ID: sentences[0].Doc, Text: sentences.Text()}
	}
	found, err := Extract(ctx, engine, articles)
	if err != nil {
		return nil, err
	}
	counts := map[string]*PRF{"": {}}
	for _, name := range companyNewsTypes {
		counts[name] = &PRF{}
	}
	for i, sentences := range docs {
		types := make([]map[string]bool, len(sentences))
		for _, e := range found[i].Events {
			name := companyNewsTypes[e.Type]
			for _, m := range e.Mentions {
				at := sentenceAt(sentences, m.Start)
				if types[at] == nil {
					types[at] = map[string]bool{}
				}
				types[at][name] = true
			}
		}
		for k := range sentences {
			countTypes(counts, sentences[k].Types, types[k])
		}
	}
	return counts, nil
}

// sentenceAt is the index of the sentence that holds a code point of the text
// they make, line by line.
func sentenceAt(sentences NewsArticle, point int) int {
	for i := range sentences {
		point -= utf8.RuneCountInString(sentences[i].Text) + 1
		if point < 0 {
			return i
		}
	}
	return len(sentences) - 1
}

func countTypes(counts map[string]*PRF, wanted []string, found map[string]bool) {
	want := map[string]bool{}
	for _, name := range wanted {
		want[name] = true
	}
	for name, c := range counts {
		if name == "" {
			continue
		}
		one := PRF{}
		switch {
		case want[name] && found[name]:
			one.TP++
		case found[name]:
			one.FP++
		case want[name]:
			one.FN++
		}
		c.Add(one)
		counts[""].Add(one)
	}
}
