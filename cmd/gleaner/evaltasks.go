package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"gleaner/extractors"
	"gleaner/extractors/doc"
	"gleaner/extractors/eval"
	"gleaner/extractors/events"
	"gleaner/extractors/train"
	"gleaner/extractors/treebank"
	"gleaner/schemas"
)

func evalExtraction(cmd *cobra.Command, engine *extractors.Engine, flags *evalFlags) (figures, []eval.Mistake, error) {
	gold, err := flags.openGold()
	if err != nil {
		return nil, nil, err
	}
	found, err := eval.Extract(cmd.Context(), engine, gold)
	if err != nil {
		return nil, nil, err
	}
	if flags.gold == "" {
		fmt.Fprintln(cmd.ErrOrStderr(), "The event models were learnt from these articles too, so args, detect, source and status flatter here.\n"+
			"gleaner eval events measures models like them on articles that they have not seen.")
	}
	report := eval.Score(gold, found)
	return reportFigures(report, flags), report.Mistakes, nil
}

func reportFigures(report *eval.Report, flags *evalFlags) figures {
	rows := figures{"status": accuracyFigure(report.Status), "source": accuracyFigure(report.Source)}
	for name, count := range report.Counts {
		if flags.types || !strings.HasPrefix(name, "detect.") {
			rows[name] = prfFigure(*count)
		}
	}
	return rows
}

// evalEvents measures event models on articles that they have not seen, and
// how far their confidence can be trusted. The embedded models were learnt
// from all annotated articles, so these are learnt anew, behind the engine's
// other stages.
func evalEvents(cmd *cobra.Command, engine *extractors.Engine, flags *evalFlags) (figures, []eval.Mistake, error) {
	l, err := openEventLessons(cmd, engine)
	if err != nil {
		return nil, nil, err
	}
	read := train.CrossValidateEvents
	if flags.withoutDev {
		read = train.EventsWithoutDev
	}
	r, err := read(l.stages, l.definitions, &l.sources, l.say)
	if err != nil {
		return nil, nil, err
	}
	rows, mistakes := eventFigures(r, flags)
	return rows, mistakes, nil
}

// eventFigures are those of events that were found in articles which their
// models had not seen, also by threshold and by confidence.
func eventFigures(r *train.Unseen, flags *evalFlags) (figures, []eval.Mistake) {
	report := r.Score(events.Balanced)
	rows := reportFigures(report, flags)
	for _, threshold := range train.Thresholds {
		other := r.Score(threshold)
		for _, task := range []string{"detect", "args"} {
			rows[fmt.Sprintf("threshold.%.2f.%s", threshold, task)] = prfFigure(*other.Counts[task])
		}
	}
	for name, trust := range map[string]eval.Trust{
		"confidence": report.Confidence, "role-confidence": report.RoleConfidence, "source-confidence": report.SourceConfidence,
	} {
		for i, a := range trust {
			if a.N > 0 {
				rows[fmt.Sprintf("%s.%d-%d", name, i*10, i*10+10)] = accuracyFigure(a)
			}
		}
	}
	return rows, report.Mistakes
}

// eventLessons are what event models are learnt from anew, and behind what.
type eventLessons struct {
	stages      []extractors.Stage
	definitions *events.Definitions
	sources     train.EventSources
	say         func(string)
}

func openEventLessons(cmd *cobra.Command, engine *extractors.Engine) (l eventLessons, err error) {
	folder, err := dataPath("")
	if err != nil {
		return l, err
	}
	if l.sources, err = train.ReadEventSources(folder); err != nil {
		return l, err
	}
	stages := engine.Stages()
	l.stages = stages[:len(stages)-1]
	l.say = func(line string) { fmt.Fprintln(cmd.ErrOrStderr(), line) }
	l.definitions, err = events.LoadDefinitions(events.Embedded())
	return l, err
}

func evalCompanyNews(cmd *cobra.Command, engine *extractors.Engine, _ *evalFlags) (figures, []eval.Mistake, error) {
	news, err := openCompanyNews()
	if err != nil {
		return nil, nil, err
	}
	_, news, err = train.SplitCompanyNews(news)
	if err != nil {
		return nil, nil, err
	}
	counts, err := eval.ScoreCompanyNews(cmd.Context(), engine, news)
	return countFigures("companynews", counts), nil, err
}

func evalCompanyNewsLearnt(cmd *cobra.Command, engine *extractors.Engine, _ *evalFlags) (figures, []eval.Mistake, error) {
	news, err := openCompanyNews()
	if err != nil {
		return nil, nil, err
	}
	l, err := openEventLessons(cmd, engine)
	if err != nil {
		return nil, nil, err
	}
	embedded, err := events.EmbeddedModel()
	if err != nil {
		return nil, nil, err
	}
	if embedded == nil {
		return nil, nil, usageError{errors.New("no event models are embedded"), "learn some first: gleaner train events"}
	}
	counts, err := train.CrossCompanyNews(l.stages, l.definitions, &l.sources, embedded, news, l.say)
	return countFigures("companynews-learnt", counts), nil, err
}

func openCompanyNews() ([]eval.NewsArticle, error) {
	path, err := dataPath("data", "events", "sentivent.train.jsonl.gz")
	if err != nil {
		return nil, err
	}
	return eval.ReadCompanyNews(path)
}

func evalTakeovers(cmd *cobra.Command, engine *extractors.Engine, _ *evalFlags) (figures, []eval.Mistake, error) {
	l, err := openEventLessons(cmd, engine)
	if err != nil {
		return nil, nil, err
	}
	counts, err := train.CrossTakeovers(l.stages, l.definitions, &l.sources, l.say)
	return countFigures("takeovers", counts), nil, err
}

// countFigures are rows of one task, by class; "" is the task as a whole.
func countFigures(task string, counts map[string]*eval.PRF) figures {
	rows := figures{}
	for class, c := range counts {
		rows[strings.TrimSuffix(task+"."+class, ".")] = prfFigure(*c)
	}
	return rows
}

func evalEntities(cmd *cobra.Command, engine *extractors.Engine, flags *evalFlags) (figures, []eval.Mistake, error) {
	gold, err := flags.openGold()
	if err != nil {
		return nil, nil, err
	}
	found, err := eval.Extract(cmd.Context(), engine, gold)
	if err != nil {
		return nil, nil, err
	}
	report := eval.ScoreEntities(gold, found)
	return entityFigures(report), report.Mistakes, nil
}

// evalResolve marks the names by the annotation, so that only what resolve
// makes of them counts.
func evalResolve(cmd *cobra.Command, engine *extractors.Engine, flags *evalFlags) (figures, []eval.Mistake, error) {
	gold, err := flags.openGold()
	if err != nil {
		return nil, nil, err
	}
	found := make([]schemas.Extraction, len(gold))
	for i := range gold {
		stages := append([]extractors.Stage{eval.Verbatim()}, eval.PartOf(engine, doc.Text, doc.Tags)...)
		stages = append(stages, eval.GoldNames(&gold[i]))
		stages = append(stages, eval.PartOf(engine, doc.Text|doc.Tokens|doc.Tags|doc.Mentions, doc.Entities)...)
		given, err := extractors.New(stages...)
		if err != nil {
			return nil, nil, err
		}
		x, err := given.Extract(cmd.Context(), gold[i].Article())
		if err != nil {
			return nil, nil, err
		}
		found[i] = *x
	}
	report := eval.ScoreEntities(gold, found)
	rows := entityFigures(report)
	mistakes, err := addAnaphors(cmd, engine, gold, rows)
	return rows, append(report.Mistakes, mistakes...), err
}

// addAnaphors measures what pronouns and nominals are taken for: on GUM's
// annotation, and on the fillers of the articles' events.
func addAnaphors(cmd *cobra.Command, engine *extractors.Engine, gold []eval.Gold, rows figures) ([]eval.Mistake, error) {
	dir, err := dataPath()
	if err != nil {
		return nil, err
	}
	treebanks, err := train.ReadTreebanks(dir)
	if err != nil {
		return nil, err
	}
	anaphors, err := eval.ScoreAnaphors(cmd.Context(), eval.PartOf(engine, doc.Text|doc.Tokens, doc.Entities|doc.Trees), treebanks.DevGUM)
	if err != nil {
		return nil, err
	}
	stages := append([]extractors.Stage{eval.Verbatim()}, eval.PartOf(engine, doc.Text, doc.Entities|doc.Trees)...)
	fillers, err := eval.ScoreFillers(cmd.Context(), stages, gold)
	if err != nil {
		return nil, err
	}
	rows["anaphors"] = prfFigure(anaphors.All())
	rows["anaphors.pronoun"], rows["anaphors.nominal"] = prfFigure(anaphors.Pronouns), prfFigure(anaphors.Nominals)
	rows["fillers.agree"], rows["fillers.reached"] = accuracyFigure(fillers.Agree), accuracyFigure(fillers.Reached)
	return append(fillers.Wrong, anaphors.Wrong...), nil
}

// evalLinks measures which rows of the knowledge base names are taken for.
func evalLinks(cmd *cobra.Command, engine *extractors.Engine, _ *evalFlags) (figures, []eval.Mistake, error) {
	cases, err := eval.LinkCases()
	if err != nil {
		return nil, nil, err
	}
	report, err := eval.ScoreLinks(cmd.Context(), engine, cases)
	if err != nil {
		return nil, nil, err
	}
	return figures{"links": prfFigure(report.Links), "links.abstained": accuracyFigure(report.Abstained)}, report.Wrong, nil
}

// evalGap measures ambiguous pronouns, by cross-validation since GAP's cases
// also teach: on each fifth, a model of all else.
func evalGap(cmd *cobra.Command, engine *extractors.Engine, _ *evalFlags) (figures, []eval.Mistake, error) {
	dir, err := dataPath()
	if err != nil {
		return nil, nil, err
	}
	stages := append([]extractors.Stage{eval.Verbatim()}, eval.PartOf(engine, doc.Text, doc.Mentions|doc.Trees)...)
	report, err := train.CrossGap(cmd.Context(), dir, stages)
	if err != nil {
		return nil, nil, err
	}
	rows := figures{}
	for name, r := range map[string]*eval.GapReport{"gap": &report.Found, "gap.given": &report.Given} {
		rows[name], rows[name+".masculine"], rows[name+".feminine"] = prfFigure(r.All()), prfFigure(r.Masculine), prfFigure(r.Feminine)
	}
	return rows, report.Found.Wrong, nil
}

func entityFigures(r *eval.EntityReport) figures {
	rows := figures{
		"entities": prfFigure(r.All()), "split": {N: r.Split}, "conflated": {N: r.Conflated},
	}
	for kind, count := range r.Counts {
		rows["entities."+string(kind)] = prfFigure(*count)
	}
	return rows
}

func evalNames(cmd *cobra.Command, engine *extractors.Engine, _ *evalFlags) (figures, []eval.Mistake, error) {
	sets, err := eval.NameSets()
	if err != nil {
		return nil, nil, err
	}
	finder := eval.PartOf(engine, doc.Text|doc.Tokens, doc.Mentions)
	rows := figures{}
	for _, set := range sets {
		if set.Dev == "" {
			continue
		}
		path, err := dataPath(filepath.FromSlash(set.Dev))
		if err != nil {
			return nil, nil, err
		}
		texts, err := set.Read(path)
		if err != nil {
			return nil, nil, err
		}
		counts, err := set.ScoreNames(cmd.Context(), finder.Following(set.Domain), texts)
		if err != nil {
			return nil, nil, err
		}
		for class, count := range counts {
			rows[strings.TrimSuffix(set.Name+"."+class, ".")] = prfFigure(*count)
		}
	}
	return rows, nil, nil
}

func evalPages(_ *cobra.Command, engine *extractors.Engine, _ *evalFlags) (figures, []eval.Mistake, error) {
	path, err := dataPath("data", "html", "benchmark.dev.jsonl.gz")
	if err != nil {
		return nil, nil, err
	}
	pages, err := eval.ReadPages(path)
	if err != nil {
		return nil, nil, err
	}
	score, err := eval.Pages(pages, eval.PartOf(engine, 0, doc.Text))
	if err != nil {
		return nil, nil, err
	}
	return figures{"pages": {Value: score.F1, Precision: &score.Precision, Recall: &score.Recall, N: score.Pages}}, score.Wrong, nil
}

func evalSegmentation(_ *cobra.Command, engine *extractors.Engine, _ *evalFlags) (figures, []eval.Mistake, error) {
	segmenter := append(eval.Part{eval.Verbatim()}, eval.PartOf(engine, doc.Text, doc.Tokens)...)
	rows := figures{}
	for _, name := range []string{"ewt", "gum"} {
		path, err := dataPath("data", "treebank", name+".dev.conllu.gz")
		if err != nil {
			return nil, nil, err
		}
		texts, err := treebank.ReadTexts(path)
		if err != nil {
			return nil, nil, err
		}
		score, err := eval.Segmentation(texts, segmenter)
		if err != nil {
			return nil, nil, err
		}
		rows["tokens."+name], rows["sentences."+name] = prfFigure(score.Tokens), prfFigure(score.Sentences)
	}
	return rows, nil, nil
}

func evalTags(_ *cobra.Command, engine *extractors.Engine, _ *evalFlags) (figures, []eval.Mistake, error) {
	tagger := eval.PartOf(engine, doc.Text|doc.Tokens, doc.Tags)
	rows := figures{}
	err := eachTreebank(func(name string, documents []treebank.Document) error {
		score, err := eval.Tags(documents, tagger)
		rows["tags."+name], rows["lemmas."+name] = accuracyFigure(score.Tags), accuracyFigure(score.Lemmas)
		return err
	})
	return rows, nil, err
}

// evalTrees leaves the figures of an engine without a parser out.
func evalTrees(_ *cobra.Command, engine *extractors.Engine, _ *evalFlags) (figures, []eval.Mistake, error) {
	tagger := eval.PartOf(engine, doc.Text|doc.Tokens, doc.Tags)
	parser := eval.PartOf(engine, doc.Text|doc.Tokens|doc.Tags, doc.Trees)
	rows := figures{}
	if len(parser) == 0 {
		return rows, nil, nil
	}
	err := eachTreebank(func(name string, documents []treebank.Document) error {
		score, err := eval.Trees(documents, tagger, parser)
		rows["uas."+name], rows["las."+name] = accuracyFigure(score.UAS), accuracyFigure(score.LAS)
		return err
	})
	return rows, nil, err
}

// eachTreebank calls f with the development part of each treebank.
func eachTreebank(f func(name string, documents []treebank.Document) error) error {
	dir, err := dataPath()
	if err != nil {
		return err
	}
	banks, err := train.ReadTreebanks(dir)
	if err != nil {
		return err
	}
	if err := f("ewt", banks.DevEWT); err != nil {
		return err
	}
	return f("gum", banks.DevGUM)
}

// evalValues measures times on the half of the articles that no rule was tuned
// on, and beside it on the other half, and phrases by kind with how many of them
// news does not hold.
func evalValues(_ *cobra.Command, engine *extractors.Engine, _ *evalFlags) (figures, []eval.Mistake, error) {
	stages := append([]extractors.Stage{eval.Verbatim()}, eval.PartOf(engine, doc.Text, doc.Values)...)
	path, err := dataPath("data", "time", "tempeval3.train.jsonl.gz")
	if err != nil {
		return nil, nil, err
	}
	rows := figures{}
	var mistakes []eval.Mistake
	for half, name := range []string{"times.inview", "times"} {
		times, err := eval.ScoreTimes(stages, path, half)
		if err != nil {
			return nil, nil, err
		}
		rows[name+".span"], rows[name+".value"] = prfFigure(times.Spans), accuracyFigure(times.Values)
		mistakes = append(mistakes, times.Wrong...)
	}
	for _, set := range eval.PhraseSets {
		path, err := dataPath("data", "time", "duckling-"+set.Name+".tsv")
		if err != nil {
			return nil, nil, err
		}
		phrases, err := set.Score(stages, path)
		if err != nil {
			return nil, nil, err
		}
		rows["phrases."+set.Name], rows["phrases."+set.Name+".all"] = accuracyFigure(phrases.Accuracy), accuracyFigure(phrases.All)
		mistakes = append(mistakes, phrases.Wrong...)
	}
	return rows, mistakes, nil
}
