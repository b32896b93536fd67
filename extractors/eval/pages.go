package eval

import (
	"context"
	"encoding/json"
	"fmt"

	"gleaner/extractors/clean"
	"gleaner/extractors/doc"
)

// Page is a web page with the text of the article on it, without its headline.
type Page struct {
	ID   string `json:"id"`
	URL  string `json:"url"`
	HTML string `json:"html"`
	Text string `json:"text"`
}

// ReadPages reads pages as JSON lines, which may be gzipped.
func ReadPages(path string) ([]Page, error) {
	var pages []Page
	err := EachLine(path, func(line string) error {
		var p Page
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			return fmt.Errorf("read page: %w", err)
		}
		pages = append(pages, p)
		return nil
	})
	return pages, err
}

// PageScore is the mean over pages of how well the words of the article were
// found, each between 0 and 1, as WordF1 counts them.
type PageScore struct {
	F1, Precision, Recall float64
	Pages                 int
	// Wrong are the pages with an F1 below 0.9.
	Wrong []Mistake
}

// Pages measures what takes articles from web pages.
func Pages(pages []Page, cleaner Applier) (PageScore, error) {
	score := PageScore{Pages: len(pages)}
	for i := range pages {
		text, err := pages[i].body(cleaner)
		if err != nil {
			return score, fmt.Errorf("page %s: %w", pages[i].URL, err)
		}
		precision, recall, f1 := WordF1(text, pages[i].Text)
		score.F1 += f1
		score.Precision += precision
		score.Recall += recall
		if f1 < 0.9 {
			score.Wrong = append(score.Wrong, Mistake{
				Article: pages[i].ID, Kind: "page", What: fmt.Sprintf("F1 %.3f, P %.3f, R %.3f", f1, precision, recall), Context: pages[i].URL,
			})
		}
	}
	n := float64(max(len(pages), 1))
	score.F1, score.Precision, score.Recall = score.F1/n, score.Precision/n, score.Recall/n
	return score, nil
}

// body is what the cleaner takes for the article, without its headline.
func (p *Page) body(cleaner Applier) (string, error) {
	d := doc.New(context.Background())
	defer d.Release()
	d.Raw, d.HTML, d.URL = p.HTML, true, p.URL
	if err := cleaner.Apply(d); err != nil {
		return "", err
	}
	return clean.Body(d), nil
}
