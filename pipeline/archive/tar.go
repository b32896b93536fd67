package archive

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
)

// tarball reads the articles of the files in a tar, in their order.
type tarball struct {
	f     *file
	in    *tar.Reader
	layer int
	members
}

func newTar(f *file, in io.Reader, layer int) entries {
	t := &tarball{f: f, in: tar.NewReader(in), layer: layer}
	t.members = members{f: f, open: t.openNext, closers: len(f.closers)}
	return t
}

// openNext opens the next file with a known name.
func (t *tarball) openNext() (string, entries, error) {
	for {
		h, err := t.in.Next()
		if err != nil {
			return "", nil, err
		}
		if h.Typeflag != tar.TypeReg {
			continue
		}
		if !known(h.Name) {
			t.f.pass("unknown_file")
			continue
		}
		inner, err := t.f.open(h.Name, t.in, t.layer+1)
		return h.Name, inner, err
	}
}

// members reads file after file of an archive of files. One that cannot be
// read is an entry with a fault, and reading goes on with the next.
type members struct {
	f *file
	// open opens the next one; io.EOF after the last. With an empty name the
	// error is the archive's own and ends it.
	open    func() (string, entries, error)
	closers int // that were there before

	name  string
	inner entries
}

func (m *members) next() (*entry, error) {
	for {
		if m.inner == nil {
			name, inner, err := m.open()
			if err != nil && name == "" {
				return nil, err
			}
			if m.name = name; err != nil {
				return m.fault(err)
			}
			m.inner = inner
		}
		e, err := m.inner.next()
		switch {
		case err == nil:
			e.at, e.offset, e.line = m.name+":"+e.at, 0, 0
			return e, nil
		case !errors.Is(err, io.EOF):
			return m.fault(err)
		}
		if err := m.close(); err != nil {
			return m.fault(err)
		}
	}
}

// fault is an entry for a file that cannot be read.
func (m *members) fault(err error) (*entry, error) {
	_ = m.close() // why it is closed says more
	return &entry{at: m.name, kind: plainText, fault: damaged(fmt.Errorf("%s: %w", m.name, err))}, nil
}

func (m *members) close() error {
	var err error
	if m.inner != nil {
		err = m.inner.close()
		m.inner = nil
	}
	return errors.Join(err, m.f.closeTo(m.closers))
}
