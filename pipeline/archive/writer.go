package archive

import (
	"io"

	"gleaner/pipeline"
)

// NewWriter returns a sink that writes one Extraction a line to out, and dead
// letters and skipped articles one a line to dead, which may be nil, in the
// order of the writes. Close flushes but closes neither writer.
func NewWriter(out, dead io.Writer) pipeline.Sink { return nil }
