package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"gleaner/extractors/eval"
	"gleaner/schemas"
)

// benchArticles reads the articles to measure on, evenly spread over the file,
// so that every kind in it counts.
func benchArticles(flags *benchFlags) ([]schemas.Article, error) {
	var all []schemas.Article
	var err error
	switch path, ok := benchPath(flags); {
	case flags.gold != "":
		all, err = benchGold(flags.gold)
	case ok:
		all, err = readArticles(path)
	default:
		all, err = repeatSamples(flags.articles)
	}
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, usageError{errors.New("no articles to measure on"), "name a file of articles with --files"}
	}
	n := min(flags.articles, len(all))
	spread := make([]schemas.Article, n)
	for i := range spread {
		spread[i] = all[i*len(all)/n]
	}
	return spread, nil
}

// benchPath is the file of --files, else that of the data folder.
func benchPath(flags *benchFlags) (string, bool) {
	if flags.files != "" {
		return flags.files, true
	}
	path, err := dataPath("data", "raw", "articles.jsonl.gz")
	if err != nil {
		return "", false
	}
	_, err = os.Stat(path)
	return path, err == nil
}

// readArticles reads JSON lines that have at least id and text, gzipped or not.
func readArticles(path string) ([]schemas.Article, error) {
	var all []schemas.Article
	err := eval.EachLine(path, func(line string) error {
		if line == "" {
			return nil
		}
		var a struct{ ID, Title, Text string }
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			return err
		}
		all = append(all, schemas.Article{ID: a.ID, Title: a.Title, Text: a.Text, Language: "en"})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read articles: %w", err)
	}
	return all, nil
}

// repeatSamples gives n articles: the embedded samples over and over.
func repeatSamples(n int) ([]schemas.Article, error) {
	samples, err := sampleArticles(true)
	if err != nil || len(samples) == 0 {
		return nil, err
	}
	all := make([]schemas.Article, n)
	for i := range all {
		a, err := schemas.DecodeArticle(samples[i%len(samples)].body, "application/json")
		if err != nil {
			return nil, fmt.Errorf("read sample: %w", err)
		}
		all[i] = *a
		all[i].ID = fmt.Sprintf("%s-%d", a.ID, i)
	}
	return all, nil
}
