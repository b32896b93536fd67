package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"gleaner/pipeline"
	"gleaner/pipeline/console"
	"gleaner/pipeline/export"
	"gleaner/schemas"
)

// picturePaths are the files that "extract" draws, "" for none and "-" for
// standard output.
type picturePaths struct{ html, svg string }

func (p picturePaths) wanted() bool { return p.html != "" || p.svg != "" }

// check wants a place of its own for each output.
func (p picturePaths) check(records bool) error {
	switch {
	case p.html == "-" && p.svg == "-", (p.html == "-" || p.svg == "-") && records:
		return usageError{errors.New("two outputs would go to standard output"), "give one of them a file"}
	case p.html != "" && p.html == p.svg:
		return usageError{fmt.Errorf("two outputs would go to %s", p.html), "give each a file of its own"}
	}
	return nil
}

// pictures writes articles with their evidence. It is the engine too, for the
// records leave out what a picture needs: the text, and why. It is safe for
// concurrent use.
type pictures struct {
	pipeline.Extractor
	reader  *consoleEngine
	records pipeline.Sink // nil for none

	mu      sync.Mutex
	seen    map[*schemas.Extraction]seen
	page    *console.Exporter
	drawing *console.Drawing
	svg     io.Writer
	closed  bool
}

// seen is what is known of an article between reading and writing it.
type seen struct {
	text string
	why  []console.Explanation
}

var _ pipeline.Sink = (*pictures)(nil)

// openPictures writes to outputs, which somebody else ends; one is nil where
// nothing is to be drawn.
func openPictures(html, svg io.Writer, engine work, extractor pipeline.Extractor, records pipeline.Sink) (*pictures, error) {
	reader, err := newConsoleEngine(engine)
	if err != nil {
		return nil, err
	}
	p := &pictures{Extractor: extractor, reader: reader, records: records, seen: map[*schemas.Extraction]seen{}, svg: svg}
	if html != nil {
		if p.page, err = console.NewExporter(html, "Articles with their evidence", export.Brat); err != nil {
			return nil, err
		}
	}
	if svg != nil {
		p.drawing = new(console.Drawing)
	}
	return p, nil
}

// Extract remembers the text and, for a page, why each event was found.
func (p *pictures) Extract(ctx context.Context, a *schemas.Article) (*schemas.Extraction, error) {
	x, err := p.Extractor.Extract(ctx, a)
	if err != nil {
		return nil, err
	}
	s := seen{text: cmp.Or(x.Article.Text, a.Text)}
	if p.page != nil {
		if s.why, err = p.reader.Explain(ctx, a); err != nil {
			return nil, err
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seen[x] = s
	return x, nil
}

// Write implements pipeline.Sink.
func (p *pictures) Write(ctx context.Context, x *schemas.Extraction) error {
	if p.records != nil {
		if err := p.records.Write(ctx, x); err != nil {
			return err
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.seen[x]
	delete(p.seen, x)
	full := *x
	full.Article.Text = s.text
	if p.drawing != nil {
		p.drawing.Add(&full)
	}
	if p.page != nil {
		return p.page.Add(&full, s.why)
	}
	return nil
}

// WriteDead implements pipeline.Sink.
func (p *pictures) WriteDead(ctx context.Context, d *schemas.DeadLetter) error {
	if p.records == nil {
		return nil
	}
	return p.records.WriteDead(ctx, d)
}

// WriteSkipped implements pipeline.Sink.
func (p *pictures) WriteSkipped(ctx context.Context, d *schemas.DeadLetter) error {
	if p.records == nil {
		return nil
	}
	return p.records.WriteSkipped(ctx, d)
}

// Close writes what comes last.
func (p *pictures) Close(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil
	}
	p.closed = true
	var errs []error
	if p.page != nil {
		errs = append(errs, p.page.Close())
	}
	if p.drawing != nil {
		_, err := p.drawing.WriteTo(p.svg)
		errs = append(errs, err)
	}
	if p.records != nil {
		errs = append(errs, p.records.Close(ctx))
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("write pictures: %w", err)
	}
	return nil
}
