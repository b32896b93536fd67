package replay

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// Files are the output files of a job. Each call of Write on one of them is
// one article; together they are written in the order of the archive.
type Files struct {
	mu     sync.Mutex
	files  []*File
	lines  int64
	failed error
}

// File is one of the output files; it is compressed when its name ends in .gz or .zst.
type File struct {
	all  *Files
	path string
	f    *os.File
	buf  *bufio.Writer
	pack packer // nil for plain text
	// written says that something was written since the last sync.
	written bool
}

// packer is a compressor whose output can be cut after each Close.
type packer interface {
	io.WriteCloser
	Reset(io.Writer)
}

// OpenFiles opens the files of a job. Those of outputs are cut to the size
// they had when the job was last saved; without outputs they must be new,
// unless anew is set, which empties them.
func OpenFiles(paths []string, outputs []Output, anew bool) (*Files, error) {
	all := &Files{}
	for i, path := range paths {
		size := int64(-1)
		if len(outputs) > 0 && !anew {
			if i >= len(outputs) || outputs[i].Path != path {
				return nil, errors.Join(fmt.Errorf("the job writes to other files: %v", outputs), all.close())
			}
			size = outputs[i].Size
		}
		f, err := all.open(path, size, anew)
		if err != nil {
			return nil, errors.Join(err, all.close())
		}
		all.files = append(all.files, f)
	}
	return all, nil
}

func (all *Files) open(path string, size int64, anew bool) (*File, error) {
	flags := os.O_RDWR | os.O_CREATE
	if anew {
		flags |= os.O_TRUNC
	}
	f, err := os.OpenFile(path, flags, 0o644)
	if err != nil {
		return nil, fmt.Errorf("open output: %w", err)
	}
	at, err := f.Stat()
	switch {
	case err != nil:
	case size < 0 && at.Size() > 0:
		err = fmt.Errorf("%w: %s", ErrExists, path)
	case size > at.Size():
		err = fmt.Errorf("%w: %s has %d bytes and had %d", ErrOutput, path, at.Size(), size)
	default:
		if err = f.Truncate(max(size, 0)); err == nil {
			_, err = f.Seek(0, io.SeekEnd)
		}
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	out := &File{all: all, path: path, f: f, buf: bufio.NewWriterSize(f, 256<<10)}
	switch strings.ToLower(filepath.Ext(path)) {
	case ".gz":
		out.pack = gzip.NewWriter(out.buf)
	case ".zst":
		if out.pack, err = zstd.NewWriter(out.buf, zstd.WithEncoderConcurrency(1)); err != nil {
			return nil, errors.Join(err, f.Close())
		}
	}
	return out, nil
}

// The errors of OpenFiles.
var (
	// ErrExists is returned when an output is there and no job has written it.
	ErrExists = errors.New("the output exists and is not of this job")
	// ErrOutput is returned when an output is shorter than the job has left it.
	ErrOutput = errors.New("the output was changed since")
)

// File returns the i-th file.
func (all *Files) File(i int) *File { return all.files[i] }

// Write implements io.Writer: one call is one article.
func (f *File) Write(p []byte) (int, error) {
	f.all.mu.Lock()
	defer f.all.mu.Unlock()
	if f.all.failed != nil {
		return 0, f.all.failed
	}
	var to io.Writer = f.buf
	if f.pack != nil {
		to = f.pack
	}
	n, err := to.Write(p)
	if err != nil {
		f.all.failed = fmt.Errorf("write %s: %w", f.path, err)
		return n, f.all.failed
	}
	f.all.lines++
	f.written = true
	return n, nil
}

// hold makes what was written durable and calls do with the sizes of the files
// and the number of articles in them, while nobody writes.
func (all *Files) hold(do func(outputs []Output, lines int64) error) error {
	all.mu.Lock()
	defer all.mu.Unlock()
	if all.failed != nil {
		return all.failed
	}
	var outputs []Output
	for _, f := range all.files {
		size, err := f.sync()
		if err != nil {
			all.failed = fmt.Errorf("write %s: %w", f.path, err)
			return all.failed
		}
		outputs = append(outputs, Output{Path: f.path, Size: size})
	}
	return do(outputs, all.lines)
}

// sync ends the compressed part, so that the file can be cut here, and returns
// how long it is.
func (f *File) sync() (int64, error) {
	if f.written {
		if f.pack != nil {
			if err := f.pack.Close(); err != nil {
				return 0, err
			}
			f.pack.Reset(f.buf)
		}
		if err := errors.Join(f.buf.Flush(), f.f.Sync()); err != nil {
			return 0, err
		}
		f.written = false
	}
	return f.f.Seek(0, io.SeekCurrent)
}

func (all *Files) close() error {
	var errs []error
	for _, f := range all.files {
		errs = append(errs, f.f.Close())
	}
	all.files = nil
	return errors.Join(errs...)
}

// InTime is a sink that refuses what comes after its context ended, so that a
// file is not written on behind an article that was left out.
func InTime(s pipeline.Sink) pipeline.Sink { return inTime{s} }

type inTime struct{ pipeline.Sink }

func (s inTime) Write(ctx context.Context, x *schemas.Extraction) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.Sink.Write(ctx, x)
}
