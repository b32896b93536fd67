package train

import (
	"context"
	"fmt"
	"slices"
	"unicode/utf8"

	"gleaner/extractors"
	"gleaner/extractors/eval"
	"gleaner/extractors/events"
)

// companyNewsLessons are articles that tell in which sentences there are
// events of which types, but neither where nor about whom. read runs the stages
// before events.
func companyNewsLessons(definitions *events.Definitions, all []eval.NewsArticle, read events.Reader) ([]events.Lesson, error) {
	var lessons []events.Lesson
	for _, a := range all {
		d, err := read(a.Text())
		if err != nil {
			return nil, fmt.Errorf("read company news %s: %w", a[0].Doc, err)
		}
		told := func(first int32) [][]string { return a.Told(utf8.RuneCountInString(d.Text[:d.Tokens[first].Start])) }
		l, err := definitions.DistantSentences(d, eval.CompanyNewsTypes(), told)
		if err != nil {
			return nil, fmt.Errorf("read company news %s: %w", a[0].Doc, err)
		}
		lessons = append(lessons, l)
	}
	return lessons, nil
}

// companyNewsFolds is how many parts the company news is cut into.
const companyNewsFolds = 2

// UnreadCompanyNews are the articles that are not annotated for Gleaner, so that
// the embedded models have learnt nothing from them.
func UnreadCompanyNews(all []eval.NewsArticle) ([]eval.NewsArticle, error) {
	annotated, err := annotatedIDs()
	return slices.DeleteFunc(slices.Clone(all), func(a eval.NewsArticle) bool { return annotated[a.ID()] }), err
}

// CrossCompanyNews measures what is found in each part of the company news by
// event models that learnt from the other part and all other sources.
func CrossCompanyNews(stages []extractors.Stage, definitions *events.Definitions, sources *EventSources, news []eval.NewsArticle, say func(string)) (map[string]*eval.PRF, error) {
	sum := map[string]*eval.PRF{}
	for fold := range companyNewsFolds {
		seen := *sources
		var unseen []eval.NewsArticle
		seen.CompanyNews, unseen = withoutFold(news, fold, companyNewsFolds)
		seen.Own = slices.DeleteFunc(slices.Clone(sources.Own), func(g eval.Gold) bool {
			return slices.ContainsFunc(unseen, func(a eval.NewsArticle) bool { return a.ID() == g.ID })
		})
		say("learning from all but a part of the company news")
		engine, err := seen.engine(stages, definitions, say)
		if err != nil {
			return nil, err
		}
		counts, err := eval.ScoreCompanyNews(context.Background(), engine, unseen)
		if err != nil {
			return nil, err
		}
		addCounts(sum, counts)
	}
	return sum, nil
}
