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
		l.Shown.Triggers = companyNewsShown
		lessons = append(lessons, l)
	}
	return lessons, nil
}

const (
	// companyNewsFolds is how many parts the company news is cut into.
	companyNewsFolds = 3
	// companyNewsShown is how often triggers are learnt from its articles: they are
	// what others will be held against.
	companyNewsShown = 3
)

// SplitCompanyNews parts the articles that are annotated for Gleaner from those
// that are not, from which the embedded models have learnt nothing.
func SplitCompanyNews(all []eval.NewsArticle) (read, unread []eval.NewsArticle, err error) {
	annotated, err := annotatedIDs()
	for _, a := range all {
		if annotated[a.ID()] {
			read = append(read, a)
		} else {
			unread = append(unread, a)
		}
	}
	return read, unread, err
}

// CrossCompanyNews measures what is found in the company news that is not
// annotated for Gleaner when triggers are learnt from the labels of the rest of
// it, too: in each of companyNewsFolds parts by models of triggers that learnt
// from the other parts, from the annotated company news, by its own labels in
// place of ours, and from all other sources. All else that decides is of the
// embedded models, which have not seen what is read.
func CrossCompanyNews(stages []extractors.Stage, definitions *events.Definitions, sources *EventSources, embedded *events.Model, news []eval.NewsArticle, say func(string)) (map[string]*eval.PRF, error) {
	known, unknown, err := SplitCompanyNews(news)
	if err != nil {
		return nil, err
	}
	others := *sources
	others.Own = slices.DeleteFunc(slices.Clone(sources.Own), func(g eval.Gold) bool {
		return slices.ContainsFunc(known, func(a eval.NewsArticle) bool { return a.ID() == g.ID })
	})
	lessons, err := others.lessons(stages, others.Annotated())
	if err != nil {
		return nil, err
	}
	drills, err := others.drills(stages, definitions)
	if err != nil {
		return nil, err
	}
	read, err := reader(stages)
	if err != nil {
		return nil, err
	}
	say("working out what the other sources teach")
	common, err := events.NewTriggerLessons(definitions, lessons, drills)
	if err != nil {
		return nil, err
	}
	sum := map[string]*eval.PRF{}
	for fold := range companyNewsFolds {
		seen, unseen := withoutFold(unknown, fold, companyNewsFolds)
		labelled, err := companyNewsLessons(definitions, slices.Concat(known, seen), read)
		if err != nil {
			return nil, err
		}
		say(fmt.Sprintf("learning triggers without part %d of %d", fold+1, companyNewsFolds))
		m, err := common.Teach(embedded, labelled)
		if err != nil {
			return nil, err
		}
		engine, err := engineOf(stages, definitions, m, events.Balanced)
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
