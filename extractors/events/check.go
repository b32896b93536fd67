package events

import (
	"fmt"
	"slices"
	"strings"

	"gleaner/extractors/doc"
)

// MinExamples and MinRejects are how many a definition wants at least, to show
// that it holds.
const (
	MinExamples = 5
	MinRejects  = 3
)

// Failure is an example or reject of a definition that does not hold.
type Failure struct {
	// Type and File of the definition, Line of the example.
	Type, File string
	Line       int
	// Text is the example, Want what it asks for, Got what came out instead.
	Text, Want, Got string
}

// Error says where, what was wanted and what came out.
func (f *Failure) Error() string {
	return fmt.Sprintf("%s:%d: %q: want %s, got %s", f.File, f.Line, f.Text, f.Want, f.Got)
}

// Reader runs the stages up to and including events over a text. The caller
// releases the document.
type Reader func(text string) (*doc.Doc, error)

// Check reads the examples and rejects of a definition and returns those that
// do not hold, in order of the file. An error is the reader's.
func (d *Definition) Check(read Reader) ([]*Failure, error) {
	var failures []*Failure
	for i := range d.Examples {
		e := &d.Examples[i]
		f, err := d.check(read, e.Text, e.Line, func(x *doc.Doc) (string, bool) { return d.lacks(x, e) })
		if err != nil {
			return failures, err
		}
		failures = append(failures, f...)
	}
	for _, r := range d.Rejects {
		f, err := d.check(read, r.Text, r.Line, func(x *doc.Doc) (string, bool) { return "no " + d.Type, d.found(x) })
		if err != nil {
			return failures, err
		}
		failures = append(failures, f...)
	}
	return failures, nil
}

// check reads one text; failing tells what is wanted and whether it is missed.
func (d *Definition) check(read Reader, text string, at int, failing func(*doc.Doc) (want string, fails bool)) ([]*Failure, error) {
	x, err := read(text)
	if err != nil {
		return nil, fmt.Errorf("%s:%d: read the example: %w", d.File, at, err)
	}
	defer x.Release()
	want, fails := failing(x)
	if !fails {
		return nil, nil
	}
	return []*Failure{{Type: d.Type, File: d.File, Line: at, Text: text, Want: want, Got: describeEvents(x)}}, nil
}

// found says whether the type was found.
func (d *Definition) found(x *doc.Doc) bool {
	return slices.ContainsFunc(x.Events, func(e doc.Event) bool { return e.Type == d.Type })
}

// lacks says what no event of the type has all of, as wanted by an example.
func (d *Definition) lacks(x *doc.Doc, want *Example) (string, bool) {
	fewest, lack := -1, d.Type
	for i := range x.Events {
		if x.Events[i].Type != d.Type {
			continue
		}
		missing := want.missing(x, &x.Events[i])
		if fewest < 0 || len(missing) < fewest {
			fewest, lack = len(missing), d.Type+" with "+strings.Join(missing, ", ")
		}
	}
	return lack, fewest != 0
}

// missing lists what the event lacks of the example.
func (e *Example) missing(x *doc.Doc, event *doc.Event) []string {
	var lacks []string
	if e.HasStatus && event.Status != e.Status {
		lacks = append(lacks, "status "+e.Status.String())
	}
	if e.Source != "" && (event.Attribution == nil || !similar(e.Source, x.TextOf(event.Attribution.Source))) {
		lacks = append(lacks, "source "+e.Source)
	}
	for _, w := range e.Roles {
		if !slices.ContainsFunc(event.Arguments, func(a doc.Argument) bool {
			return a.Role == w.Role && (similar(w.Text, x.TextOf(a.Range)) || a.Entity >= 0 && similar(w.Text, x.Entities[a.Entity].Name))
		}) {
			lacks = append(lacks, w.Role+" "+w.Text)
		}
	}
	return lacks
}

// similar says whether two fillers share at least half of their words, as the
// scorer of the annotation compares them.
func similar(a, b string) bool {
	x, y := strings.Fields(strings.ToLower(a)), strings.Fields(strings.ToLower(b))
	both := 0
	for _, w := range x {
		if i := slices.Index(y, w); i >= 0 {
			y[i] = ""
			both++
		}
	}
	return both > 0 && 4*both >= len(x)+len(y)
}

// describeEvents writes the events of a document in a line.
func describeEvents(x *doc.Doc) string {
	if len(x.Events) == 0 {
		return "nothing"
	}
	var all []string
	for _, e := range x.Events {
		s := e.Type + " (" + e.Status.String()
		for _, a := range e.Arguments {
			s += ", " + a.Role + " " + x.TextOf(a.Range)
		}
		if e.Attribution != nil {
			s += ", source " + x.TextOf(e.Attribution.Source)
		}
		all = append(all, s+")")
	}
	return strings.Join(all, "; ")
}
