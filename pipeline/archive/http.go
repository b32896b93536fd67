package archive

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"gleaner/schemas"
)

// header are the fields of a record or response, by name in lower case; the
// first of equal ones counts.
type header map[string]string

func (h header) get(name string) string { return h[name] }

// readHeader reads fields up to an empty line, at most limit bytes.
func readHeader(in *bufio.Reader, limit int) (header, error) {
	h, last := header{}, ""
	for {
		line, err := readLine(in, limit)
		if line == "" && err == nil {
			return h, nil
		}
		if err != nil && (line == "" || !errors.Is(err, io.EOF)) {
			if errors.Is(err, io.EOF) {
				return nil, &damageError{"it ends in its header"}
			}
			return nil, err
		}
		if limit -= len(line) + 2; limit <= 0 {
			return nil, &damageError{"its header is too long"}
		}
		if (line[0] == ' ' || line[0] == '\t') && last != "" {
			h[last] += " " + strings.TrimSpace(line) // folded
			continue
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		last = strings.ToLower(strings.TrimSpace(name))
		if _, twice := h[last]; !twice {
			h[last] = strings.TrimSpace(value)
		}
	}
}

// readLine returns a line without its end; of one that is longer than limit, a damageError.
func readLine(in *bufio.Reader, limit int) (string, error) {
	var line []byte
	for {
		part, err := in.ReadSlice('\n')
		if len(line)+len(part) > limit {
			return "", &damageError{fmt.Sprintf("a line of its header has more than %d bytes", limit)}
		}
		line = append(line, part...)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return string(bytes.TrimRight(line, "\r\n")), err
		}
	}
}

// response is a stored answer of HTTP.
type response struct {
	status int
	header header
	body   []byte
}

// parseResponse reads the head of an answer; its body is what follows.
func parseResponse(b []byte) (*response, error) {
	raw := bytes.NewReader(b)
	in := bufio.NewReaderSize(raw, 4<<10)
	first, err := readLine(in, maxWARCHeader)
	if err != nil {
		return nil, errors.New("it is no answer of HTTP")
	}
	parts := strings.Fields(first)
	if len(parts) < 2 || !strings.HasPrefix(parts[0], "HTTP/") {
		return nil, fmt.Errorf("it begins with %.40q and not with HTTP/", first)
	}
	r := &response{}
	if r.status, err = strconv.Atoi(parts[1]); err != nil {
		return nil, fmt.Errorf("%.40q is no status of HTTP", parts[1])
	}
	if r.header, err = readHeader(in, maxWARCHeader); err != nil {
		return nil, fmt.Errorf("the answer of HTTP: %w", err)
	}
	r.body = b[len(b)-raw.Len()-in.Buffered():]
	return r, nil
}

// errTooLarge is a body that decompresses to more than an article may have.
var errTooLarge = errors.New("too large")

// content undoes chunks and compression. Some crawlers have undone them before
// and left the header as it was, so both are undone only where they are.
func (r *response) content() ([]byte, error) {
	body := r.body
	if strings.Contains(strings.ToLower(r.header.get("transfer-encoding")), "chunked") {
		body = unchunk(body)
	}
	encodings := strings.Split(strings.ToLower(r.header.get("content-encoding")), ",")
	for i := len(encodings) - 1; i >= max(0, len(encodings)-3); i-- {
		var err error
		if body, err = decompress(strings.TrimSpace(encodings[i]), body); err != nil {
			return nil, err
		}
	}
	if len(body) > schemas.MaxArticleBytes {
		return nil, errTooLarge
	}
	return body, nil
}

// unchunk joins chunks; what does not begin with one is returned as it is, and
// of what ends within one the part that is there.
func unchunk(b []byte) []byte {
	var out []byte
	for rest := b; ; {
		line, after, ok := bytes.Cut(rest, []byte("\n"))
		size, _, _ := bytes.Cut(bytes.TrimRight(line, "\r"), []byte(";"))
		n, err := strconv.ParseInt(string(bytes.TrimSpace(size)), 16, 64)
		if !ok && len(line) == 0 && out != nil {
			return out // no last chunk
		}
		if err != nil || n < 0 {
			if out == nil {
				return b
			}
			return out
		}
		if n == 0 {
			return out
		}
		if n > int64(len(after)) {
			return append(out, after...)
		}
		out = append(out, after[:n]...)
		rest = bytes.TrimPrefix(bytes.TrimPrefix(after[n:], []byte("\r")), []byte("\n"))
	}
}

// decompress undoes a Content-Encoding, unless the body is markup already.
func decompress(encoding string, body []byte) ([]byte, error) {
	var in io.Reader
	var err error
	switch src := bytes.NewReader(body); encoding {
	case "", "identity", "none", "utf-8":
		return body, nil
	case "gzip", "x-gzip":
		in, err = gzip.NewReader(src)
	case "deflate":
		if in, err = zlib.NewReader(src); err != nil { // some servers send it bare
			in, err = flate.NewReader(bytes.NewReader(body)), nil
		}
	case "br":
		in = brotli.NewReader(src)
	case "zstd":
		var z *zstd.Decoder
		if z, err = zstd.NewReader(src, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(8<<20)); err == nil {
			defer z.Close()
			in = z
		}
	default:
		return nil, fmt.Errorf("Content-Encoding %.40q is not known", encoding)
	}
	var out []byte
	if err == nil {
		out, err = io.ReadAll(io.LimitReader(in, schemas.MaxArticleBytes+1))
	}
	switch {
	case len(out) > schemas.MaxArticleBytes:
		return nil, errTooLarge
	case err != nil && isMarkup(bytes.TrimSpace(body)):
		return body, nil
	case err != nil:
		return nil, fmt.Errorf("%s: %w", encoding, err)
	}
	return out, nil
}

// isHTML says whether a Content-Type is that of a web page.
func isHTML(contentType string) bool {
	kind, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	kind = strings.TrimSpace(kind)
	return kind == "text/html" || kind == "application/xhtml+xml"
}
