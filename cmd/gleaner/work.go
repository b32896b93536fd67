package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"gleaner/extractors"
	"gleaner/extractors/doc"
	"gleaner/extractors/lexicons"
	"gleaner/pipeline"
	"gleaner/schemas"
)

// reasonLanguage is why an article in another language is set aside.
const reasonLanguage = "unsupported_language"

// work is the engine as the pipeline sees it: where the two halves meet.
type work struct{ engine *extractors.Engine }

// Extract implements pipeline.Extractor, with the errors of workError.
func (w work) Extract(ctx context.Context, a *schemas.Article) (*schemas.Extraction, error) {
	x, err := w.engine.Extract(doc.WithPause(ctx, pipeline.Rest), a)
	if err != nil {
		return nil, workError(ctx, err)
	}
	return x, nil
}

// workError marks what no later attempt can mend, which is everything but the
// end of ctx, and sets articles in other languages aside.
func workError(ctx context.Context, err error) error {
	var other *extractors.Unsupported
	switch {
	case errors.As(err, &other):
		return &pipeline.Skip{Reason: reasonLanguage, Message: err.Error()}
	case ctx.Err() != nil:
		return err
	}
	return pipeline.Permanent(err)
}

// The garbage collector's targets while an engine is opened, most of which
// stays, and afterwards: models hold hardly any pointers, so that to collect
// often costs little and memory stays small however many articles are read.
const (
	gcPercentOpening = 400
	gcPercentReading = 10
)

// openWork opens the engine that the configuration names.
func openWork(cfg EngineConfig) (work, error) { return openMeasuredWork(cfg, nil) }

// openMeasuredWork is openWork with something around each stage, see extractors.Options.
func openMeasuredWork(cfg EngineConfig, around func(stage string) (end func())) (work, error) {
	options := extractors.Options{Engine: cfg.Name, Confidence: cfg.Confidence, Languages: cfg.Languages, Version: thisBuild().Version, Around: around}
	var err error
	if options.Events, err = eventFolders(cfg.Events); err != nil {
		return work{}, err
	}
	for _, path := range cfg.Knowledge {
		own, err := readKnowledge(path)
		if err != nil {
			return work{}, usageError{err, "see docs/knowledge.md for the format"}
		}
		options.Knowledge = append(options.Knowledge, own)
	}
	percent := debug.SetGCPercent(gcPercentOpening)
	engine, err := extractors.Open(options)
	if os.Getenv("GOGC") == "" {
		percent = gcPercentReading
	}
	debug.SetGCPercent(percent)
	if err != nil {
		return work{}, usageError{fmt.Errorf("open engine: %w", err), ""}
	}
	return work{engine}, nil
}

// checkEngines refuses names that are no engine, before anything is measured.
func checkEngines(names []string) error {
	s, _ := findSetting("engine.name")
	if len(names) == 0 {
		return usageError{errors.New("--engine names no engine"), "known are " + strings.Join(s.oneof, ", ")}
	}
	for _, name := range names {
		if !slices.Contains(s.oneof, name) {
			return usageError{fmt.Errorf("--engine: %q is no engine", name), didYouMean(name, s.oneof)}
		}
	}
	return nil
}

// eventFolders opens folders of event definitions. One that is not there is
// refused: read as a file system it would look empty.
func eventFolders(dirs []string) ([]fs.FS, error) {
	var folders []fs.FS
	for _, dir := range dirs {
		if at, err := os.Stat(dir); err != nil || !at.IsDir() {
			return nil, usageError{fmt.Errorf("event definitions: %s is no folder", dir), "name the folder that holds your TYPE.yaml files"}
		}
		folders = append(folders, os.DirFS(dir))
	}
	return folders, nil
}

// readKnowledge reads a file of the user's own names.
func readKnowledge(path string) (*lexicons.Own, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open knowledge: %w", err)
	}
	defer file.Close()
	return lexicons.ReadOwn(file, path)
}

// workers is how many articles to work on at a time.
func (c WorkerConfig) workers() int {
	if c.Workers > 0 {
		return c.Workers
	}
	return runtime.GOMAXPROCS(0)
}
