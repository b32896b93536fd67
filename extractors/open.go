package extractors

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sync"

	"gleaner/extractors/clean"
	"gleaner/extractors/events"
	"gleaner/extractors/lexicons"
	"gleaner/extractors/models"
	"gleaner/extractors/names"
	"gleaner/extractors/parse"
	"gleaner/extractors/prose"
	"gleaner/extractors/resolve"
	"gleaner/extractors/segment"
	"gleaner/extractors/tag"
	"gleaner/extractors/values"
)

// Options say which engine to open. The zero value is the default engine.
type Options struct {
	// Engine is "ours" (also "") or "prose", the reference engine.
	Engine string
	// Events are folders of event definitions that add to the embedded ones or
	// override them; a later folder wins.
	Events []fs.FS
	// Knowledge are the user's own rows of the knowledge base and names that are
	// never entities.
	Knowledge []*lexicons.Own
	// Confidence is which events are worth a record: "precise" for few wrong ones,
	// "broad" for few missed ones, "balanced" (also "") between the two.
	Confidence string
	// Languages are the ISO 639-1 codes of the articles to read; nil is English
	// only, "any" among them reads everything.
	Languages []string
	// Version of the program, for the records' producer.
	Version string
	// Around, where set, is called before each stage of each article, and what it
	// returns after it, to measure them. Several goroutines call it.
	Around func(stage string) (end func())
}

// Default returns the engine with all stages, models and definitions that are
// embedded.
func Default() (*Engine, error) { return Open(Options{}) }

// Open returns an engine. It fails when the name or a language is none, a model
// cannot be read, or a definition is wrong; the error then names file and line.
func Open(o Options) (*Engine, error) {
	languages, err := o.languages()
	if err != nil {
		return nil, err
	}
	stages, definitions, err := o.stages()
	if err != nil {
		return nil, err
	}
	e, err := New(stages...)
	if err != nil {
		return nil, err
	}
	e.languages, e.around = languages, o.Around
	e.producer.Engine, e.producer.Version = o.engine(), o.Version
	e.producer.Definitions = definitions.Digest()[:12]
	if e.producer.Models, err = models.Digest(); err != nil {
		return nil, err
	}
	return e, nil
}

func (o Options) engine() string {
	if o.Engine == "" {
		return "ours"
	}
	return o.Engine
}

// languages are the codes of the articles to read, none for all. What is no code
// would have every article left out, so it is refused.
func (o Options) languages() ([]string, error) {
	if o.Languages == nil {
		return []string{"en"}, nil
	}
	for _, code := range o.Languages {
		if code != "any" && !isLanguageCode(code) {
			return nil, fmt.Errorf("%q is no language: write its ISO 639-1 code, two small letters such as en, or any", code)
		}
	}
	if slices.Contains(o.Languages, "any") {
		return nil, nil
	}
	return o.Languages, nil
}

func isLanguageCode(code string) bool {
	small := func(b byte) bool { return 'a' <= b && b <= 'z' }
	return len(code) == 2 && small(code[0]) && small(code[1])
}

// opener opens one stage.
type opener func() (Stage, error)

// stages returns all stages of the chosen engine, in order, and the
// definitions of the last one.
func (o Options) stages() ([]Stage, *events.Definitions, error) {
	threshold, err := o.threshold()
	if err != nil {
		return nil, nil, err
	}
	before, err := o.beforeEvents()
	if err != nil {
		return nil, nil, err
	}
	var definitions *events.Definitions
	stages, err := openAll(append(before, func() (Stage, error) {
		last, err := events.Open(append([]fs.FS{events.Embedded()}, o.Events...)...)
		if err != nil {
			return nil, err
		}
		definitions = last.Definitions()
		return last.At(threshold), nil
	}))
	return stages, definitions, err
}

// threshold is the confidence from which an event is reported.
func (o Options) threshold() (float64, error) {
	switch o.Confidence {
	case "precise":
		return events.Precise, nil
	case "", "balanced":
		return events.Balanced, nil
	case "broad":
		return events.Broad, nil
	}
	return 0, fmt.Errorf("confidence %q is unknown: use precise, balanced or broad", o.Confidence)
}

// beforeEvents are the stages that an event stage works on. The models of
// events are trained on what these stages find.
func (o Options) beforeEvents() ([]opener, error) {
	namers, err := o.namers()
	if err != nil {
		return nil, err
	}
	entities := opening(func() (*resolve.Stage, error) { return resolve.New(o.Knowledge...) })
	return slices.Concat([]opener{ready(clean.New()), ready(segment.New())}, namers, []opener{entities, ready(values.New())}), nil
}

// BeforeResolve returns the embedded stages up to the names, for training.
func BeforeResolve() ([]Stage, error) {
	namers, err := Options{}.namers()
	if err != nil {
		return nil, err
	}
	return openAll(slices.Concat([]opener{ready(clean.New()), ready(segment.New())}, namers))
}

// namers are the stages that differ between the engines.
func (o Options) namers() ([]opener, error) {
	switch o.engine() {
	case "prose":
		return []opener{ready(prose.NewNames())}, nil
	case "ours":
		return []opener{opening(tag.New), opening(parse.New), opening(names.New)}, nil
	}
	return nil, fmt.Errorf("engine %q is unknown: use ours or prose", o.Engine)
}

func ready(s Stage) opener { return func() (Stage, error) { return s, nil } }

func opening[S Stage](open func() (S, error)) opener {
	return func() (Stage, error) { return open() }
}

// openAll opens the stages at the same time: most of a start goes into reading
// models.
func openAll(openers []opener) ([]Stage, error) {
	stages, failures := make([]Stage, len(openers)), make([]error, len(openers))
	var wait sync.WaitGroup
	for i, open := range openers {
		wait.Go(func() { stages[i], failures[i] = open() })
	}
	wait.Wait()
	return stages, errors.Join(failures...)
}

// BeforeEvents returns the embedded stages up to the events, for training.
func BeforeEvents() ([]Stage, error) {
	openers, err := Options{}.beforeEvents()
	if err != nil {
		return nil, err
	}
	return openAll(openers)
}
