package archive

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"gleaner/schemas"
)

// lookAhead is how many bytes decide what a file holds.
const lookAhead = 64 << 10

// articles reads the articles of one file.
type articles struct {
	path  string
	in    *bufio.Reader
	kind  kind
	lines bool
	line  int
	// closers are closed in turn: the decompressor, then the file.
	closers []io.Closer
}

// expand replaces folders by the files in them, sorted by name.
func expand(paths []string) ([]string, error) {
	var files []string
	for _, path := range paths {
		if path == "-" {
			files = append(files, path)
			continue
		}
		at, err := os.Stat(path)
		if err != nil {
			return nil, fmt.Errorf("open archive: %w", err)
		}
		if !at.IsDir() {
			files = append(files, path)
			continue
		}
		err = filepath.WalkDir(path, func(p string, e fs.DirEntry, err error) error {
			hidden := p != path && strings.HasPrefix(e.Name(), ".")
			switch {
			case err != nil:
				return err
			case hidden && e.IsDir():
				return fs.SkipDir
			case !hidden && !e.IsDir() && slices.Contains(extensions, extension(p)):
				files = append(files, p)
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("list folder %s: %w", path, err)
		}
	}
	return files, nil
}

// openArticles opens a file, decompresses it and finds out what it holds.
func openArticles(path string, stdin io.Reader) (*articles, error) {
	a := &articles{path: path}
	raw := stdin
	if path == "-" {
		if stdin == nil {
			return nil, errors.New(`read "-": there is no standard input`)
		}
		a.path = "stdin"
	} else {
		f, err := os.Open(path)
		if err != nil {
			return nil, fmt.Errorf("open archive: %w", err)
		}
		raw, a.closers = f, append(a.closers, f)
	}
	plain, err := a.decompress(raw)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("decompress %s: %w", a.path, err), a.close())
	}
	a.in = bufio.NewReaderSize(plain, lookAhead)
	head, err := a.in.Peek(lookAhead)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, errors.Join(fmt.Errorf("read %s: %w", a.path, err), a.close())
	}
	a.kind, a.lines = detect(path, head)
	return a, nil
}

// decompress undoes what the path's extension names.
func (a *articles) decompress(raw io.Reader) (io.Reader, error) {
	switch strings.ToLower(filepath.Ext(a.path)) {
	case ".gz":
		z, err := gzip.NewReader(raw)
		if err != nil {
			return nil, err
		}
		a.closers = slices.Insert(a.closers, 0, io.Closer(z))
		return z, nil
	case ".zst":
		z, err := zstd.NewReader(raw, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(256<<20))
		if err != nil {
			return nil, err
		}
		a.closers = slices.Insert(a.closers, 0, io.Closer(z.IOReadCloser()))
		return z, nil
	}
	return raw, nil
}

// next returns the next article, io.EOF after the last. Empty lines are passed
// over; an empty file is an article, to be refused as such.
func (a *articles) next() (*delivery, error) {
	if !a.lines {
		if a.line > 0 {
			return nil, io.EOF
		}
		a.line = 1
		return a.wholeFile()
	}
	for {
		body, tooLong, err := a.readLine()
		if err != nil && (len(body) == 0 || !errors.Is(err, io.EOF)) {
			return nil, err
		}
		a.line++
		if len(bytes.TrimSpace(body)) > 0 || tooLong {
			return a.delivery(body, tooLong), nil
		}
	}
}

func (a *articles) wholeFile() (*delivery, error) {
	body, err := io.ReadAll(io.LimitReader(a.in, schemas.MaxArticleBytes+1))
	if err != nil {
		return nil, err
	}
	return a.delivery(body, len(body) > schemas.MaxArticleBytes), nil
}

// readLine returns the next line without its end. Of a line that is longer
// than an article may be it keeps little, and reads past the rest.
func (a *articles) readLine() (line []byte, tooLong bool, err error) {
	for {
		part, err := a.in.ReadSlice('\n')
		if tooLong = tooLong || len(line)+len(part) > schemas.MaxArticleBytes+2; !tooLong {
			line = append(line, part...)
		} else if len(line) > lookAhead {
			line = slices.Clone(line[:lookAhead])
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return bytes.TrimRight(line, "\r\n"), tooLong, err
		}
	}
}

func (a *articles) delivery(body []byte, tooLong bool) *delivery {
	if tooLong {
		body = slices.Clone(body[:min(len(body), lookAhead)])
	}
	return &delivery{
		subject: fmt.Sprintf("file:%s:%d", a.path, a.line),
		kind:    a.kind,
		body:    bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")),
		tooLong: tooLong,
		settled: new(atomic.Bool),
	}
}

func (a *articles) close() error {
	var errs []error
	for _, c := range a.closers {
		errs = append(errs, c.Close())
	}
	return errors.Join(errs...)
}
