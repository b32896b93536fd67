package warehouse

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// folder is a store on a local file system.
type folder struct{ root string }

// openFolder opens a folder. One that is missing is empty; the first Put makes it.
func openFolder(path string) (*folder, error) {
	root, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open folder: %w", err)
	}
	return &folder{root}, nil
}

// Root implements store.
func (f *folder) Root() string { return filepath.ToSlash(f.root) }

func (f *folder) path(name string) string { return filepath.Join(f.root, filepath.FromSlash(name)) }

// asidePrefix is what the names of files begin with that are not whole yet; no reader looks at them.
const asidePrefix = ".writing-"

// asideAge is when nobody writes such a file any more, for each takes seconds.
const asideAge = time.Hour

// sweep removes what writers left that were killed.
func (f *folder) sweep(now time.Time) error {
	err := filepath.WalkDir(f.root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasPrefix(d.Name(), asidePrefix) {
			var at fs.FileInfo
			if at, err = d.Info(); err == nil && now.Sub(at.ModTime()) > asideAge {
				err = os.Remove(path)
			}
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil // somebody else was faster
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("remove files that were left half written: %w", err)
	}
	return nil
}

// Put implements store: the file is written aside, flushed to the disk, and renamed.
func (f *folder) Put(_ context.Context, name string, body io.ReadSeeker, _ int64) error {
	path := f.path(name)
	if err := f.put(path, body); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

func (f *folder) put(path string, body io.Reader) (err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	aside, err := os.CreateTemp(filepath.Dir(path), asidePrefix+"*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = aside.Close()
			_ = os.Remove(aside.Name())
		}
	}()
	if _, err = io.Copy(aside, body); err != nil {
		return err
	}
	if err = aside.Chmod(0o644); err != nil {
		return err
	}
	if err = aside.Sync(); err != nil {
		return err
	}
	if err = aside.Close(); err != nil {
		return err
	}
	if err = os.Rename(aside.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder makes a rename outlive a crash of the machine.
func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, fs.ErrInvalid) {
		return err
	}
	return nil
}

// List implements store.
func (f *folder) List(_ context.Context, prefix string) ([]file, error) {
	var files []file
	top := f.path(prefix[:strings.LastIndex(prefix, "/")+1])
	err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // removed meanwhile, or never made
		}
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(f.root, path)
		name := filepath.ToSlash(rel)
		if err != nil || d.IsDir() || !strings.HasPrefix(name, prefix) || strings.HasPrefix(d.Name(), ".") {
			return err
		}
		at, err := d.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err == nil {
			files = append(files, file{name, at.Size()})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", top, err)
	}
	slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.Name, b.Name) })
	return files, nil
}

// Open implements store.
func (f *folder) Open(_ context.Context, name string) (reader, error) {
	opened, err := os.Open(f.path(name))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", f.path(name), err)
	}
	at, err := opened.Stat()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("read %s: %w", f.path(name), err), opened.Close())
	}
	return folderFile{opened, at.Size()}, nil
}

type folderFile struct {
	*os.File
	size int64
}

// Size implements reader.
func (f folderFile) Size() int64 { return f.size }

// Remove implements store.
func (f *folder) Remove(_ context.Context, names ...string) error {
	for _, name := range names {
		if err := os.Remove(f.path(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove %s: %w", f.path(name), err)
		}
	}
	return nil
}
