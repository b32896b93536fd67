package archive

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"gleaner/schemas"
)

// byteOrderMark begins some UTF-8 files, to no use.
var byteOrderMark = []byte("\xef\xbb\xbf")

// lines reads JSON lines: every line that is not blank is an article, whether
// it can be read as one or not.
type lines struct {
	f    *file
	in   *bufio.Reader
	file *os.File // where in reads from, when it reads bytes as they are on disk
	line int64
	// offset is where the next line begins.
	offset int64
}

func (l *lines) next() (*entry, error) {
	for {
		body, tooLong, err := l.readLine()
		if err != nil && (len(body) == 0 || !errors.Is(err, io.EOF)) {
			return nil, err
		}
		l.line++
		if len(bytes.TrimSpace(body)) > 0 || tooLong {
			e := &entry{at: fmt.Sprint(l.line), kind: jsonText, body: bytes.TrimPrefix(body, byteOrderMark)}
			if tooLong {
				e.body, e.fault = slices.Clone(body[:min(len(body), lookAhead)]), tooLarge()
			}
			if l.file != nil {
				e.offset, e.line = l.offset, l.line
			}
			return l.f.mapped(e), nil
		}
	}
}

// readLine returns the next line without its end. Of a line that is longer
// than an article may be it keeps little, and reads past the rest.
func (l *lines) readLine() (line []byte, tooLong bool, err error) {
	for {
		part, err := l.in.ReadSlice('\n')
		l.offset += int64(len(part))
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

// seek implements seeker.
func (l *lines) seek(p position) error {
	if l.file == nil {
		return fmt.Errorf("%w: %s was not compressed", ErrChanged, l.f.path)
	}
	if _, err := l.file.Seek(p.Offset, io.SeekStart); err != nil {
		return err
	}
	l.in.Reset(l.f.in)
	l.offset, l.line = p.Offset, p.Line
	l.f.in.n.Store(p.Offset)
	return nil
}

func (l *lines) close() error { return nil }
