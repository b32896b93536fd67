package jetstream

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/klauspost/compress/zstd"
	"github.com/nats-io/nats.go"

	"gleaner/schemas"
)

// HeaderEncoding says how the data of a message, or the body it refers to, is
// compressed: "gzip" or "zstd".
const HeaderEncoding = "Content-Encoding"

// Ways to compress what is sent. Everything that reads here reads all of them.
const (
	NoCompression = "none"
	Gzip          = "gzip"
	Zstd          = "zstd"
)

// compressFrom is the size from which on compression is worth its while.
const compressFrom = 1 << 10

// codec compresses and decompresses. It is safe for concurrent use.
type codec struct {
	zstdWriter func() (*zstd.Encoder, error)
	zstdReader func() (*zstd.Decoder, error)
}

func newCodec() *codec {
	return &codec{
		zstdWriter: sync.OnceValues(func() (*zstd.Encoder, error) {
			return zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
		}),
		zstdReader: sync.OnceValues(func() (*zstd.Decoder, error) {
			return zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(schemas.MaxArticleBytes))
		}),
	}
}

// compress returns the body as it is to be sent and adds the header that says
// so. What is small, or does not shrink, stays as it is.
func (c *codec) compress(how string, h nats.Header, body []byte) ([]byte, error) {
	if how == "" || how == NoCompression || len(body) < compressFrom {
		return body, nil
	}
	small, err := c.pack(how, body)
	if err != nil {
		return nil, fmt.Errorf("compress with %s: %w", how, err)
	}
	if len(small) >= len(body) {
		return body, nil
	}
	h.Set(HeaderEncoding, how)
	return small, nil
}

func (c *codec) pack(how string, body []byte) ([]byte, error) {
	switch how {
	case Zstd:
		w, err := c.zstdWriter()
		if err != nil {
			return nil, err
		}
		return w.EncodeAll(body, nil), nil
	case Gzip:
		var out bytes.Buffer
		w := gzip.NewWriter(&out)
		_, err := w.Write(body)
		err = errors.Join(err, w.Close())
		return out.Bytes(), err
	}
	return nil, fmt.Errorf("unknown compression %q (use none, gzip or zstd)", how)
}

// decompress undoes compress. What cannot be read, or is larger than an article
// may be, is a *schemas.FieldError.
func (c *codec) decompress(how string, body []byte) ([]byte, error) {
	var out []byte
	var err error
	switch strings.ToLower(strings.TrimSpace(how)) {
	case "", "identity", NoCompression:
		return body, nil
	case Zstd:
		var r *zstd.Decoder
		if r, err = c.zstdReader(); err == nil {
			out, err = r.DecodeAll(body, nil)
		}
	case Gzip:
		var r *gzip.Reader
		if r, err = gzip.NewReader(bytes.NewReader(body)); err == nil {
			out, err = io.ReadAll(io.LimitReader(r, schemas.MaxArticleBytes+1))
		}
	default:
		return nil, &schemas.FieldError{
			Code: schemas.CodeUnsupportedType, Message: fmt.Sprintf("%s %.40q is not known", HeaderEncoding, how),
			Hint: "send it plain, or compressed with gzip or zstd",
		}
	}
	switch {
	case errors.Is(err, zstd.ErrDecoderSizeExceeded), errors.Is(err, zstd.ErrWindowSizeExceeded), len(out) > schemas.MaxArticleBytes:
		return nil, &schemas.FieldError{
			Code: schemas.CodeTooLarge, Message: fmt.Sprintf("decompressed, it is larger than the limit of %d bytes", schemas.MaxArticleBytes),
			Hint: "split the article or send its text without the page",
		}
	case err != nil:
		return nil, &schemas.FieldError{
			Code: schemas.CodeInvalidValue, Message: fmt.Sprintf("it is not %s, as %s says: %v", how, HeaderEncoding, err),
			Hint: "mend what compresses the article, or send it plain",
		}
	}
	return out, nil
}

// plain returns the data of a message without its compression.
func (c *Client) plain(h nats.Header, data []byte) ([]byte, error) {
	how := h.Get(HeaderEncoding)
	if how == "" {
		return data, nil
	}
	return c.codec.decompress(how, data)
}
