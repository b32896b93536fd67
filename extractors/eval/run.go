package eval

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"gleaner/extractors"
	"gleaner/extractors/doc"
	"gleaner/extractors/names"
	"gleaner/schemas"
)

// Extract runs the engine over the gold articles, on all cores, in their order.
// It fails when an article cannot be read.
func Extract(ctx context.Context, engine *extractors.Engine, gold []Gold) ([]schemas.Extraction, error) {
	out := make([]schemas.Extraction, len(gold))
	failed := make([]error, len(gold))
	next := make(chan int)
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for i := range next {
				x, err := engine.Extract(ctx, gold[i].Article())
				if err != nil {
					failed[i] = fmt.Errorf("extract %s: %w", gold[i].ID, err)
					continue
				}
				out[i] = *x
			}
		})
	}
	for i := range gold {
		next <- i
	}
	close(next)
	group.Wait()
	return out, errors.Join(failed...)
}

// AtLeast leaves of each extraction the events of at least that confidence.
func AtLeast(all []schemas.Extraction, confidence float64) []schemas.Extraction {
	out := slices.Clone(all)
	for i := range out {
		out[i].Events = slices.DeleteFunc(slices.Clone(out[i].Events), func(e schemas.Event) bool { return e.Confidence < confidence })
	}
	return out
}

// Part is some stages of an engine as one, for measuring them on documents
// that others began.
type Part []extractors.Stage

// PartOf takes the stages of the engine that add any of the layers, or a layer
// that those need and that is not in have.
func PartOf(engine *extractors.Engine, have, layers doc.Layer) Part {
	stages := engine.Stages()
	var part Part
	for i := len(stages) - 1; i >= 0; i-- {
		if s := stages[i]; s.Adds()&layers != 0 && s.Adds()&have == 0 {
			part = append(Part{s}, part...)
			layers |= s.Needs() &^ have
		}
	}
	return part
}

// Following returns the part with our stage of names, if it is among them,
// following the conventions of a set.
func (p Part) Following(domain names.Domain) Part {
	other := slices.Clone(p)
	for i, s := range other {
		if n, ok := s.(*names.Stage); ok {
			other[i] = n.For(domain)
		}
	}
	return other
}

// Apply runs the stages in order.
func (p Part) Apply(d *doc.Doc) error {
	for _, s := range p {
		if err := s.Apply(d); err != nil {
			return fmt.Errorf("stage %s: %w", s.Name(), err)
		}
		d.Fill(s.Adds())
	}
	return nil
}
