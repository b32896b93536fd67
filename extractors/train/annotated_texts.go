package train

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strconv"

	"gleaner/extractors/eval"
)

// textSource is a part of the data folder whose articles may be annotated.
type textSource struct {
	name string
	// path is below the data folder, with slashes.
	path string
	// read calls add with the id and the text of each article of a file.
	read func(path string, add func(id, text string)) error
}

var textSources = []textSource{
	{"raw articles", "data/raw/articles.jsonl.gz", rawTexts},
	{"web pages", "data/html/benchmark.dev.jsonl.gz", pageTexts},
	{"company news", "data/events/sentivent.train.jsonl.gz", companyNewsTexts},
	{"articles with times", "data/time/tempeval3.train.jsonl.gz", timeTexts},
	{"articles with names", "data/ner/conll2003.train.txt.gz", nameTexts("conll/")},
	{"more articles with names", "data/ner/conll2003.dev.txt.gz", nameTexts("conlldev/")},
	{"political articles", "data/attribution/polnear.train.jsonl.gz", politicalTexts},
	{"more political articles", "data/attribution/polnear.dev.jsonl.gz", politicalTexts},
}

// annotatedTexts reads the articles of the data folder that may be annotated, by id.
func annotatedTexts(folder string) (map[string]string, error) {
	texts := map[string]string{}
	for _, s := range textSources {
		path := filepath.Join(folder, filepath.FromSlash(s.path))
		if err := s.read(path, func(id, text string) { texts[id] = text }); err != nil {
			return nil, fmt.Errorf("read %s: %w", s.name, err)
		}
	}
	return texts, nil
}

func rawTexts(path string, add func(id, text string)) error {
	return eachLine(path, func(line string) error {
		var article struct{ ID, Title, Text string }
		if err := json.Unmarshal([]byte(line), &article); err != nil {
			return err
		}
		if article.Title != "" {
			article.Text = article.Title + "\n\n" + article.Text
		}
		add(article.ID, article.Text)
		return nil
	})
}

// pageTexts are the texts that are expected of web pages.
func pageTexts(path string, add func(id, text string)) error {
	return eachLine(path, func(line string) error {
		var page struct{ ID, Text string }
		if err := json.Unmarshal([]byte(line), &page); err != nil {
			return err
		}
		add("html/"+page.ID[:min(16, len(page.ID))], page.Text)
		return nil
	})
}

func companyNewsTexts(path string, add func(id, text string)) error {
	all, err := eval.ReadCompanyNews(path)
	for _, a := range all {
		add(a.ID(), a.Text())
	}
	return err
}

func timeTexts(path string, add func(id, text string)) error {
	return eval.EachTimeArticle(path, func(id, text string) { add("tempeval/"+id, text) })
}

// nameTexts numbers the articles, which have no ids of their own, behind a prefix.
func nameTexts(prefix string) func(path string, add func(id, text string)) error {
	return func(path string, add func(id, text string)) error {
		all, err := eval.ReadColumns(path)
		for i := range all {
			add(prefix+strconv.Itoa(i), all[i].Text)
		}
		return err
	}
}

func politicalTexts(path string, add func(id, text string)) error {
	return eachLine(path, func(line string) error {
		var article struct{ ID, Text string }
		if err := json.Unmarshal([]byte(line), &article); err != nil {
			return err
		}
		add("political/"+article.ID, article.Text)
		return nil
	})
}
