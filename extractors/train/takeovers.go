package train

import (
	"context"
	"fmt"
	"path/filepath"

	"gleaner/extractors"
	"gleaner/extractors/eval"
	"gleaner/extractors/events"
)

// ReadTakeovers reads the corporate acquisitions of the data folder.
func ReadTakeovers(folder string) ([]eval.Takeover, error) {
	return eval.ReadTakeovers(filepath.Join(folder, "data", "events", "acquisitions.train.jsonl.gz"))
}

// takeoverLessons are articles that tell who bought whom, but not where. read
// runs the stages before events.
func takeoverLessons(definitions *events.Definitions, all []eval.Takeover, read events.Reader) ([]events.Lesson, error) {
	var lessons []events.Lesson
	for i := range all {
		d, err := read(all[i].Text)
		if err != nil {
			return nil, fmt.Errorf("read acquisition %s: %w", all[i].ID, err)
		}
		var fillers []events.GoldArgument
		for role, forms := range all[i].Fillers() {
			fillers = append(fillers, events.GoldArgument{Role: role, Forms: forms})
		}
		if l, ok := definitions.Distant(d, "acquisition", fillers); ok {
			lessons = append(lessons, l)
		}
	}
	return lessons, nil
}

// takeoverFolds is how many parts the acquisitions are cut into.
const takeoverFolds = 2

// CrossTakeovers measures what is found in each part of the acquisitions by
// event models that learnt from the other parts and all other sources.
func CrossTakeovers(stages []extractors.Stage, definitions *events.Definitions, sources *EventSources, say func(string)) (map[string]*eval.PRF, error) {
	sum := map[string]*eval.PRF{}
	for fold := range takeoverFolds {
		seen := *sources
		var unseen []eval.Takeover
		seen.Takeovers, unseen = withoutFold(sources.Takeovers, fold, takeoverFolds)
		say("learning from all but a part of the acquisitions")
		engine, err := seen.engine(stages, definitions, say)
		if err != nil {
			return nil, err
		}
		counts, err := eval.ScoreTakeovers(context.Background(), engine, unseen)
		if err != nil {
			return nil, err
		}
		addCounts(sum, counts)
	}
	return sum, nil
}
