package extractors

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"

	"gleaner/extractors/doc"
	"gleaner/schemas"
)

// Engine runs stages over articles. It is immutable and safe for concurrent use.
type Engine struct {
	stages    []Stage
	producer  schemas.Producer
	languages []string
	around    func(stage string) (end func())
}

// New returns an engine of the given stages. It refuses an order in which a
// stage needs a layer that none before it adds.
func New(stages ...Stage) (*Engine, error) {
	var have doc.Layer
	for _, s := range stages {
		if missing := s.Needs() &^ have; missing != 0 {
			return nil, fmt.Errorf("stage %s needs %s, which no stage before it adds", s.Name(), missing)
		}
		have |= s.Adds()
	}
	return &Engine{stages: slices.Clone(stages), producer: schemas.Producer{Name: "gleaner"}}, nil
}

// Stages returns the stages in order.
func (e *Engine) Stages() []Stage { return slices.Clone(e.stages) }

// First returns the engine of the first n stages, which heeds the same languages.
func (e *Engine) First(n int) *Engine {
	first := *e
	first.stages = slices.Clone(e.stages[:n])
	return &first
}

// Producer says what made the extractions of this engine.
func (e *Engine) Producer() schemas.Producer { return e.producer }

// Unsupported is returned for an article in a language that the engine does
// not read. It is not a fault of the article; it is to be left out, and said so.
type Unsupported struct {
	// Language is the ISO 639-1 code that was given or detected.
	Language string
	// Supported are the codes that the engine reads.
	Supported []string
}

// Error says which language, and which would do.
func (u *Unsupported) Error() string {
	return fmt.Sprintf("language %q is not supported (supported: %s)", u.Language, strings.Join(u.Supported, ", "))
}

// Extract reads one article. Errors are a *schemas.FieldError, which no later
// attempt can mend, an *Unsupported, or ctx's own error.
func (e *Engine) Extract(ctx context.Context, a *schemas.Article) (*schemas.Extraction, error) {
	d := Document(ctx, a)
	defer d.Release()
	if err := e.Apply(d); err != nil {
		return nil, err
	}
	return e.record(d, a), nil
}

// Document returns an empty document of the article, for Apply. The caller
// releases it.
func Document(ctx context.Context, a *schemas.Article) *doc.Doc {
	d := doc.New(ctx)
	d.Raw = a.Text
	if strings.TrimSpace(a.Text) == "" {
		d.Raw, d.HTML = a.HTML, true
	}
	d.Title, d.URL, d.Source, d.Published, d.Language = a.Title, a.URL, a.Source, a.PublishedAt, a.Language
	return d
}

// Apply runs the stages over the document, with the errors of Extract.
func (e *Engine) Apply(d *doc.Doc) error {
	for _, s := range e.stages {
		if err := d.Err(); err != nil {
			return err
		}
		end := e.begin(s)
		err := apply(s, d)
		end()
		if err != nil {
			return err
		}
		d.Fill(s.Adds())
		if s.Adds()&doc.Text != 0 && !e.reads(d.Language) {
			return &Unsupported{Language: d.Language, Supported: slices.Clone(e.languages)}
		}
	}
	return nil
}

// begin tells the observer that a stage begins; the result that it has ended.
func (e *Engine) begin(s Stage) (end func()) {
	if e.around == nil {
		return func() {}
	}
	return e.around(s.Name())
}

// reads says whether articles of the language are worked on; an unknown
// language is.
func (e *Engine) reads(language string) bool {
	if language == "" || len(e.languages) == 0 {
		return true
	}
	main, _, _ := strings.Cut(strings.ToLower(language), "-")
	return slices.Contains(e.languages, main)
}

// apply runs one stage and gives its failures, panics included, their form.
func apply(s Stage, d *doc.Doc) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &schemas.FieldError{
				Code: schemas.CodePanic, Stage: s.Name(), Message: fmt.Sprintf("stage %s panicked: %v at %s", s.Name(), r, panicSite(debug.Stack())),
				Hint: "please report this with the article",
			}
		}
	}()
	if err = s.Apply(d); err == nil {
		return nil
	}
	var reject *doc.Reject
	var field *schemas.FieldError
	switch {
	case d.Err() != nil && errors.Is(err, d.Err()):
		return d.Err()
	case errors.As(err, &field):
		return field
	case errors.As(err, &reject):
		return &schemas.FieldError{Field: reject.Field, Code: schemas.Code(reject.Code), Stage: s.Name(), Message: reject.Message, Hint: reject.Hint}
	}
	return &schemas.FieldError{Code: schemas.CodeStageFailed, Stage: s.Name(), Message: fmt.Sprintf("stage %s: %v", s.Name(), err)}
}

// panicSite picks the line of the stack where the panic arose.
func panicSite(stack []byte) string {
	lines := strings.Split(string(stack), "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, "panic(") && i+3 < len(lines) {
			site := strings.TrimSpace(lines[i+3])
			if cut := strings.LastIndex(site, " +0x"); cut > 0 {
				site = site[:cut]
			}
			if cut := strings.LastIndex(site, "/extractors/"); cut >= 0 {
				site = site[cut+1:]
			}
			return site
		}
	}
	return "an unknown place"
}
