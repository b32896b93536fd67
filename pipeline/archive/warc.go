package archive

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// Bounds of a record of WARC.
const (
	maxWARCHeader = 64 << 10
	// maxWARCRecord is what is kept of a record: an article and the header of HTTP.
	maxWARCRecord = schemas.MaxArticleBytes + 64<<10
)

// recordStart begins a record after the empty lines that end the one before.
var recordStart = []byte("\n\r\nWARC/1.")

// warc reads the news pages of a WARC (ISO 28500): responses and resources
// that are web pages, and text that was converted from some. Where a record is
// not what it says, reading goes on with the next one that can be found.
type warc struct {
	f *file
	// raw is the file and member the record's compression in it; nil when the
	// file is not compressed by record.
	raw    *bufio.Reader
	rawIn  *counter
	member *gzip.Reader

	in *bufio.Reader
	n  int64 // records
	// again is set when what comes next was looked for, after damage.
	again bool
}

// warcRecord is one record. Its body is nil when it is not wanted.
type warcRecord struct {
	typ, uri, date, contentType string
	length                      int64
	body                        []byte
}

// damageError is a record that is not what it says; reading can go on.
type damageError struct{ message string }

func (e *damageError) Error() string { return e.message }

// gzipHoldsWARC says whether the compressed bytes begin with a record.
func gzipHoldsWARC(head []byte) bool {
	z, err := gzip.NewReader(bytes.NewReader(head))
	if err != nil {
		return false
	}
	defer z.Close()
	start := make([]byte, 5)
	_, err = io.ReadFull(z, start)
	return err == nil && string(start) == "WARC/"
}

func newCompressedWARC(f *file, raw *bufio.Reader) (*warc, error) {
	count := &counter{r: raw}
	w := &warc{f: f, raw: bufio.NewReaderSize(count, lookAhead), rawIn: count}
	var err error
	if w.member, err = gzip.NewReader(w.raw); err != nil {
		return nil, fmt.Errorf("gzip: %w", err)
	}
	w.openMember()
	return w, nil
}

// openMember begins to read a compressed record.
func (w *warc) openMember() {
	w.member.Multistream(false)
	w.in = bufio.NewReaderSize(&bounded{r: w.member, in: w.rawIn}, lookAhead)
}

func (w *warc) next() (*entry, error) {
	for {
		record, err := w.record()
		w.n += btoi(record != nil || err != nil && !errors.Is(err, io.EOF))
		if err != nil {
			var damage *damageError
			var bomb *bombError
			switch {
			case errors.Is(err, io.EOF):
				return nil, io.EOF
			case errors.As(err, &bomb), !errors.As(err, &damage) && !w.recoverable(err):
				return nil, err
			}
			return w.fault(err), w.resync()
		}
		if e := w.entry(record); e != nil {
			return e, nil
		}
	}
}

func btoi(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// recoverable says whether records may follow after an error of reading.
func (w *warc) recoverable(err error) bool {
	var disk *fs.PathError
	return w.member != nil && !errors.As(err, &disk)
}

func (w *warc) fault(err error) *entry {
	return &entry{at: fmt.Sprint(w.n), kind: plainText, fault: &schemas.FieldError{
		Code: schemas.CodeDamaged, Message: fmt.Sprintf("record %d of %s: %v", w.n, w.f.path, err),
		Hint: "reading goes on with the next record that can be found",
	}}
}

// record reads a record up to its end; io.EOF after the last.
func (w *warc) record() (*warcRecord, error) {
	line, err := w.firstLine()
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(line, "WARC/") {
		return nil, &damageError{fmt.Sprintf("it begins with %.40q and not with WARC/: the one before has a wrong length", line)}
	}
	header, err := readHeader(w.in, maxWARCHeader)
	if err != nil {
		return nil, err
	}
	r := &warcRecord{
		typ: strings.ToLower(header.get("warc-type")), uri: strings.Trim(header.get("warc-target-uri"), "<> "),
		date: header.get("warc-date"), contentType: header.get("content-type"),
	}
	r.length, err = strconv.ParseInt(header.get("content-length"), 10, 64)
	if err != nil || r.length < 0 {
		return nil, &damageError{fmt.Sprintf("Content-Length %.40q is no length", header.get("content-length"))}
	}
	return r, w.readBody(r)
}

// firstLine returns the first line that is not empty. Where a member ends it
// goes on in the next.
func (w *warc) firstLine() (string, error) {
	for {
		line, err := readLine(w.in, maxWARCHeader)
		if line != "" {
			return line, nil
		}
		if errors.Is(err, io.EOF) {
			if w.member == nil {
				return "", io.EOF
			}
			if err := w.member.Reset(w.raw); err != nil {
				return "", err // io.EOF at the end of the file
			}
			w.openMember()
			continue
		}
		if err != nil {
			return "", err
		}
	}
}

// readBody reads past the body of a record and keeps it when it may be a page.
func (w *warc) readBody(r *warcRecord) error {
	if !r.wanted() || r.length > maxWARCRecord {
		if n, err := io.CopyN(io.Discard, w.in, r.length); err != nil {
			return cut(err, n, r.length)
		}
		return nil
	}
	body := bytes.NewBuffer(make([]byte, 0, min(r.length, lookAhead)))
	n, err := io.CopyN(body, w.in, r.length)
	r.body = body.Bytes()
	whole := err == nil
	if whole {
		end, _ := w.in.Peek(2)
		whole = len(bytes.Trim(end, "\r\n")) == 0
	}
	if whole {
		return nil
	}
	// The length is wrong, or the file ends. If the body holds other records,
	// they are read next.
	if at := bytes.Index(r.body, recordStart); at >= 0 {
		w.in = bufio.NewReaderSize(io.MultiReader(bytes.NewReader(r.body[at+3:]), w.in), lookAhead)
		w.again = true
		return &damageError{fmt.Sprintf("its length is said to be %d bytes and reaches into the next record", r.length)}
	}
	if err != nil {
		return cut(err, n, r.length)
	}
	return &damageError{fmt.Sprintf("it does not end after the %d bytes it says", r.length)}
}

// cut is the error of a record that ends too early.
func cut(err error, n, want int64) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return &damageError{fmt.Sprintf("it ends after %d of %d bytes", n, want)}
	}
	return err
}

// resync goes to the next record after damage. An error is the end.
func (w *warc) resync() error {
	if w.again {
		w.again = false
		return nil
	}
	if w.member == nil {
		return ignoreEOF(skipToRecord(w.in))
	}
	// In the member first, when it holds several records; then in the file.
	if err := skipToRecord(w.in); err == nil {
		return nil
	}
	for {
		head, err := w.raw.Peek(lookAhead)
		if len(head) == 0 {
			w.in = bufio.NewReader(bytes.NewReader(nil))
			return ignoreEOF(err)
		}
		at := bytes.Index(head, []byte("\x1f\x8b\x08"))
		switch {
		case at < 0:
			at = max(len(head)-2, 1)
		case gzipHoldsWARC(head[at:]):
			w.raw.Discard(at)
			if err := w.member.Reset(w.raw); err != nil {
				return err
			}
			w.openMember()
			return nil
		default:
			at++
		}
		w.raw.Discard(at)
	}
}

// ignoreEOF is nil for io.EOF: that nothing follows is told by the next read.
func ignoreEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// skipToRecord reads up to a line that begins a record.
func skipToRecord(in *bufio.Reader) error {
	for atStart := true; ; {
		if head, _ := in.Peek(7); atStart && string(head) == "WARC/1." {
			return nil
		}
		part, err := in.ReadSlice('\n')
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
		atStart = err == nil && len(part) > 0
	}
}

// wanted says whether the record may be a page.
func (r *warcRecord) wanted() bool {
	switch r.typ {
	case "response":
		return true
	case "resource":
		return isHTML(r.contentType)
	case "conversion":
		return isHTML(r.contentType) || strings.HasPrefix(strings.ToLower(r.contentType), "text/plain")
	}
	return false
}

// entry makes an article of a record; nil when it holds none, which is counted.
func (w *warc) entry(r *warcRecord) *entry {
	e := &entry{at: fmt.Sprint(w.n), kind: jsonText}
	switch {
	case r.typ == "revisit":
		w.f.pass("revisit")
		return nil
	case !r.wanted() && (r.typ == "resource" || r.typ == "conversion"):
		w.f.pass("not_html")
		return nil
	case !r.wanted():
		w.f.pass("other_record")
		return nil
	case r.length > maxWARCRecord:
		e.kind, e.body, e.fault = plainText, []byte(r.uri), tooLarge()
		return e
	}
	page, reason, fault := r.page()
	if reason != "" {
		w.f.pass(reason)
		return nil
	}
	if fault != nil {
		e.kind, e.body, e.fault = plainText, []byte(r.uri), fault
		return e
	}
	a := &schemas.Article{URL: r.uri, FetchedAt: pipeline.Date(r.date), Source: host(r.uri)}
	if r.typ == "conversion" && !isHTML(r.contentType) {
		a.Text = string(page)
	} else {
		a.HTML = string(page)
	}
	if e.body, fault = encodeArticle(a); fault != nil {
		e.kind, e.body, e.fault = plainText, []byte(r.uri), fault
	}
	return e
}

func encodeArticle(a *schemas.Article) ([]byte, *schemas.FieldError) {
	body, err := encode(a)
	if err != nil {
		return nil, &schemas.FieldError{Code: schemas.CodeInvalidJSON, Message: fmt.Sprintf("encode article: %v", err)}
	}
	if len(body) > schemas.MaxArticleBytes {
		return nil, tooLarge()
	}
	return body, nil
}

// page returns the page of a record as UTF-8, or the reason why it holds none,
// or why it cannot be read.
func (r *warcRecord) page() (page []byte, reason string, fault *schemas.FieldError) {
	body, contentType := r.body, r.contentType
	if r.typ == "response" {
		response, err := parseResponse(r.body)
		switch {
		case err != nil:
			return nil, "", &schemas.FieldError{Code: schemas.CodeDamaged, Message: fmt.Sprintf("%s: %v", r.uri, err)}
		case response.status < 200 || response.status > 299:
			return nil, "http_status", nil
		case response.header.get("content-type") != "" && !isHTML(response.header.get("content-type")):
			return nil, "not_html", nil
		}
		if body, err = response.content(); err != nil {
			if errors.Is(err, errTooLarge) {
				return nil, "", tooLarge()
			}
			return nil, "", &schemas.FieldError{Code: schemas.CodeDamaged, Message: fmt.Sprintf("%s: %v", r.uri, err), Hint: "the page was not stored whole"}
		}
		if contentType = response.header.get("content-type"); contentType == "" && !isMarkup(bytes.TrimSpace(body)) {
			return nil, "not_html", nil
		}
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, "empty_page", nil
	}
	page, err := toUTF8(body, contentType)
	if err != nil {
		return nil, "", &schemas.FieldError{Code: schemas.CodeInvalidUTF8, Message: fmt.Sprintf("%s: %v", r.uri, err)}
	}
	return page, "", nil
}

// host is the name of the site, without "www.".
func host(uri string) string {
	u, err := url.Parse(uri)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

func (w *warc) close() error {
	if w.member == nil {
		return nil
	}
	return quiet{w.member}.Close()
}
