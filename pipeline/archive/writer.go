package archive

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"sync"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// NewWriter returns a sink that writes one Extraction a line to out, and dead
// letters and skipped articles one a line to dead, which may be nil, in the
// order of the writes. A line is one call of Write on the underlying writer.
// Writing an extraction again writes another line: the last one for an article
// counts. Close flushes but closes neither writer.
func NewWriter(out, dead io.Writer) pipeline.Sink { return &writer{out: out, dead: dead} }

// writer writes lines, one at a time.
type writer struct {
	mu   sync.Mutex
	out  io.Writer
	dead io.Writer
}

// Write implements pipeline.Sink.
func (w *writer) Write(_ context.Context, x *schemas.Extraction) error {
	return w.line(w.out, "extraction", x)
}

// WriteDead implements pipeline.Sink.
func (w *writer) WriteDead(_ context.Context, letter *schemas.DeadLetter) error {
	return w.line(w.dead, "dead letter", letter)
}

// WriteSkipped implements pipeline.Sink.
func (w *writer) WriteSkipped(_ context.Context, letter *schemas.DeadLetter) error {
	return w.line(w.dead, "skipped article", letter)
}

// Close implements pipeline.Sink.
func (w *writer) Close(context.Context) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, to := range []io.Writer{w.out, w.dead} {
		if f, ok := to.(interface{ Flush() error }); ok {
			if err := f.Flush(); err != nil {
				return fmt.Errorf("flush: %w", err)
			}
		}
	}
	return nil
}

// line encodes outside of the lock and writes inside of it.
func (w *writer) line(to io.Writer, what string, v any) error {
	if to == nil {
		return nil
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return pipeline.Permanent(fmt.Errorf("encode %s: %w", what, err))
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, err := to.Write(buf.Bytes()); err != nil {
		return fmt.Errorf("write %s: %w", what, err)
	}
	return nil
}
