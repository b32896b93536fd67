package archive

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding/unicode"

	"gleaner/schemas"
)

// lookAhead is how many bytes decide what a file holds.
const lookAhead = 64 << 10

// maxLayers bounds how often something is packed into something: a compressed
// tar of compressed files has three.
const maxLayers = 4

// entry is one article of a file, or a place where one could not be read.
type entry struct {
	// at says where in the file it is, "12" or "member.json:12".
	at   string
	kind kind
	body []byte
	// fault is why there is no whole body; nil when there is.
	fault *schemas.FieldError
	// offset and line are where the next entry begins, for a reader that can
	// go there; 0 for others.
	offset, line int64
}

// entries reads one article after another.
type entries interface {
	// next returns io.EOF after the last; any other error means that the rest
	// cannot be read.
	next() (*entry, error)
	// close gives back what the reader holds; not what it reads from.
	close() error
}

// seeker is a reader of entries that can go on in the middle.
type seeker interface{ seek(position) error }

// file is an open file, and what the readers of its layers share.
type file struct {
	path    string
	mapping Mapping
	exact   bool
	format  Format
	os      *os.File // nil for standard input
	in      *counter // what was read of it
	closers []io.Closer
	entries entries
	// passed counts what holds no article, by reason, since it was last asked for.
	passed map[string]int64

	size   int64
	head   string
	read   int64 // entries
	broken bool  // nothing more can be read
}

// openFile opens a file and finds out what it holds.
func openFile(path string, opts *Options) (*file, error) {
	f := &file{path: path, mapping: opts.Map, exact: opts.Exact, format: opts.Format, size: -1}
	if path == stdinPath {
		if opts.Stdin == nil {
			return nil, errors.New(`read "-": there is no standard input`)
		}
		f.path, f.in = "stdin", &counter{r: opts.Stdin}
	} else {
		opened, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		f.os, f.in = opened, &counter{r: opened}
		f.closers = append(f.closers, opened)
		if f.size, f.head, err = fingerprint(opened, -1); err != nil {
			return nil, errors.Join(err, f.close())
		}
	}
	var err error
	if f.entries, err = f.open(path, f.in, 0); err != nil {
		return nil, errors.Join(err, f.close())
	}
	return f, nil
}

// open finds out what is in r, which is named so, and returns a reader of it.
func (f *file) open(name string, r io.Reader, layer int) (entries, error) {
	in := bufio.NewReaderSize(r, lookAhead)
	for plain := layer == 0; ; plain = false {
		head, err := in.Peek(lookAhead)
		if err != nil && !errors.Is(err, io.EOF) && len(head) == 0 {
			return nil, err
		}
		unpacked, packed, err := f.unpack(in, head)
		if err != nil {
			return nil, err
		}
		if w, ok := packed.(*warc); ok {
			return w, nil
		}
		if unpacked == nil {
			return f.reader(name, in, head, layer, plain)
		}
		if layer++; layer > maxLayers {
			return nil, unpackFirst(fmt.Sprintf("packed more than %d times", maxLayers))
		}
		in, name = bufio.NewReaderSize(unpacked, lookAhead), uncompressed(name)
	}
}

// unpack undoes one compression; both results are nil when there is none. WARC
// compresses record by record, which its reader has to see.
func (f *file) unpack(in *bufio.Reader, head []byte) (io.Reader, entries, error) {
	count := &counter{r: in}
	switch {
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		if gzipHoldsWARC(head) {
			w, err := newCompressedWARC(f, in)
			return nil, w, err
		}
		z, err := gzip.NewReader(count)
		if err != nil {
			return nil, nil, fmt.Errorf("gzip: %w", err)
		}
		f.closers = append(f.closers, quiet{z})
		return &bounded{r: z, in: count}, nil, nil
	case bytes.HasPrefix(head, []byte("\x28\xb5\x2f\xfd")):
		z, err := zstd.NewReader(count, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(128<<20), zstd.WithDecoderLowmem(true))
		if err != nil {
			return nil, nil, fmt.Errorf("zstd: %w", err)
		}
		f.closers = append(f.closers, z.IOReadCloser())
		return &bounded{r: z, in: count}, nil, nil
	case bytes.HasPrefix(head, []byte("BZh")) && len(head) >= 10 && bytes.Equal(head[4:10], []byte("1AY&SY")):
		return &bounded{r: bzip2.NewReader(count), in: count}, nil, nil
	}
	return nil, nil, nil
}

// quiet closes a decompressor; what was wrong with its input was told when it was read.
type quiet struct{ io.Closer }

func (q quiet) Close() error {
	_ = q.Closer.Close()
	return nil
}

// reader returns the reader of the format. plain says that in is the file as
// it is on disk, from its beginning.
func (f *file) reader(name string, in *bufio.Reader, head []byte, layer int, plain bool) (entries, error) {
	format := f.format
	if found := detect(uncompressed(name), head); format == Auto || found == Tar || found == Zip {
		format = found
	}
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		utf16 := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Reader(in)
		in, plain = bufio.NewReaderSize(utf16, lookAhead), false
	}
	switch format {
	case JSONLines:
		l := &lines{f: f, in: in}
		if plain {
			l.file = f.os
		}
		return l, nil
	case JSON:
		return newJSON(f, in), nil
	case HTML:
		return &whole{f: f, in: in, kind: htmlPage}, nil
	case CSV, TSV:
		return newTable(f, in, format == TSV)
	case WARC:
		return &warc{f: f, in: in}, nil
	case Tar:
		return newTar(f, in, layer), nil
	case Zip, Parquet:
		if !plain || f.os == nil || f.size < 0 {
			return nil, unpackFirst(fmt.Sprintf("%s is read from its end, which cannot be done within another archive or a stream", format))
		}
		if format == Zip {
			return newZip(f, layer)
		}
		return newParquet(f)
	}
	return &whole{f: f, in: in, kind: plainText}, nil
}

// pass counts something that holds no article.
func (f *file) pass(reason string) {
	if f.passed == nil {
		f.passed = map[string]int64{}
	}
	f.passed[reason]++
}

// goTo reads past what comes before the position.
func (f *file) goTo(p position) error {
	if f.os != nil {
		if err := p.check(f.os); err != nil {
			return err
		}
	}
	s, ok := f.entries.(seeker)
	if ok && p.Offset > 0 {
		f.read = p.Entries
		return s.seek(p)
	}
	for f.read < p.Entries {
		if _, err := f.next(); err != nil {
			return fmt.Errorf("%w: %s ends after %d of %d articles: %w", ErrChanged, f.path, f.read, p.Entries, err)
		}
	}
	f.passed = nil
	return nil
}

// next returns the next entry, io.EOF after the last. What cannot be read is
// one entry with a fault, and the last.
func (f *file) next() (*entry, error) {
	if f.broken {
		return nil, io.EOF
	}
	e, err := f.entries.next()
	if errors.Is(err, io.EOF) {
		return nil, io.EOF
	}
	f.read++
	if err != nil {
		f.broken = true
		return &entry{at: fmt.Sprint(f.read), kind: plainText, fault: damaged(err)}, nil
	}
	return e, nil
}

// position is after the last entry.
func (f *file) position(e *entry) position {
	path := f.path
	if f.os == nil {
		path = stdinPath
	}
	return position{File: path, Entries: f.read, Offset: e.offset, Line: e.line, Size: f.size, Head: f.head}
}

func (f *file) close() error {
	var errs []error
	if f.entries != nil {
		errs = append(errs, f.entries.close())
	}
	return errors.Join(append(errs, f.closeTo(0))...)
}

// closeTo closes what was opened after the first n.
func (f *file) closeTo(n int) error {
	var errs []error
	for _, c := range slices.Backward(f.closers[n:]) {
		errs = append(errs, c.Close())
	}
	f.closers = f.closers[:n]
	return errors.Join(errs...)
}

// damaged is the fault of what cannot be read to its end.
func damaged(err error) *schemas.FieldError {
	var field *schemas.FieldError
	if errors.As(err, &field) {
		return field
	}
	var bomb *bombError
	if errors.As(err, &bomb) {
		return &schemas.FieldError{Code: schemas.CodeTooLarge, Message: err.Error(), Hint: "what comes before was read; if it is no attack, decompress the file first"}
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return &schemas.FieldError{Code: schemas.CodeDamaged, Message: "the archive ends too early: " + err.Error(), Hint: "what comes before was read; fetch the file again"}
	}
	return &schemas.FieldError{Code: schemas.CodeDamaged, Message: err.Error(), Hint: "what comes before was read; fetch the file again"}
}

// unpackFirst is the fault of what is whole and has to be unpacked by who sends it.
func unpackFirst(message string) *schemas.FieldError {
	return &schemas.FieldError{Code: schemas.CodeDamaged, Message: message, Hint: "unpack it to a file first"}
}

// tooLarge is the fault of an article that is longer than one may be.
func tooLarge() *schemas.FieldError {
	return &schemas.FieldError{
		Code:    schemas.CodeTooLarge,
		Message: fmt.Sprintf("more than %d bytes", schemas.MaxArticleBytes),
		Hint:    "split the article or send its text without the page",
	}
}
