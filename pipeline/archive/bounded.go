package archive

import (
	"fmt"
	"io"
	"sync/atomic"
)

// Bounds of decompression: a file that grows beyond both is refused.
const (
	bombBytes = 64 << 20
	bombRatio = 250
)

// bombError is a file that is made to fill memory or time.
type bombError struct{ out, in int64 }

func (e *bombError) Error() string {
	return fmt.Sprintf("%d bytes decompress to more than %d: such a ratio is no text", e.in, e.out)
}

// counter counts the bytes that are read through it.
type counter struct {
	r io.Reader
	n atomic.Int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// bounded stops a decompressor whose output is out of proportion to its input.
type bounded struct {
	r   io.Reader
	in  *counter
	out int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	b.out += int64(n)
	if in := b.in.n.Load(); b.out > bombBytes && b.out/bombRatio > in {
		return 0, &bombError{b.out, in}
	}
	return n, err
}
