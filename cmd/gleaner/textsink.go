package main

import (
	"context"
	"sync"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// textSink shows extractions to people. Failures are told by the settlements.
type textSink struct {
	mu   sync.Mutex
	view *view
}

var _ pipeline.Sink = (*textSink)(nil)

func newTextSink(v *view) *textSink { return &textSink{view: v} }

func (s *textSink) Write(_ context.Context, x *schemas.Extraction) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.view.extraction(x)
}

func (s *textSink) WriteDead(context.Context, *schemas.DeadLetter) error    { return nil }
func (s *textSink) WriteSkipped(context.Context, *schemas.DeadLetter) error { return nil }
func (s *textSink) Close(context.Context) error                             { return nil }
