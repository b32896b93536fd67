package replay

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"gleaner/pipeline"
)

// Store keeps one job.
type Store interface {
	// Lock makes the caller the only one that runs the job, until Close. It
	// fails with an error that wraps ErrAlive while another one does.
	Lock(ctx context.Context, holder string) error
	// Load returns the state; nil when there is none.
	Load(context.Context) ([]byte, error)
	// Save returns when the state is durable. It fails when the lock was lost.
	Save(context.Context, []byte) error
	// Command returns what the job was last told: "pause", "cancel", or "" to run.
	Command(context.Context) (string, error)
	// Tell tells the job something.
	Tell(ctx context.Context, command string) error
	// Close gives the lock back. It is safe to call twice.
	Close(context.Context) error
}

// Commands of Store.Tell.
const (
	Run    = ""
	Pause  = "pause"
	Cancel = "cancel"
)

// ErrAlive is returned when the job is being run by another process.
var ErrAlive = pipeline.ErrAlive

// FileStore keeps a job in a file, and what it is told in another beside it.
type FileStore struct {
	path string
	lock *os.File
}

var _ Store = (*FileStore)(nil)

// NewFileStore returns the store at a path, whether there is a file or not.
func NewFileStore(path string) *FileStore { return &FileStore{path: path} }

// Lock implements Store. The lock is the operating system's and ends with the
// process, however that ends.
func (s *FileStore) Lock(_ context.Context, holder string) error {
	for {
		f, err := os.OpenFile(s.path+".lock", os.O_RDWR|os.O_CREATE, 0o644)
		if err != nil {
			return fmt.Errorf("lock the job: %w", err)
		}
		if err := pipeline.LockFile(f); err != nil {
			return errors.Join(fmt.Errorf("%w by %s (%s)", ErrAlive, readHolder(f), s.path), f.Close())
		}
		if !isAt(f, f.Name()) { // who had it before has removed it meanwhile
			if err := f.Close(); err != nil {
				return fmt.Errorf("lock the job: %w", err)
			}
			continue
		}
		if err := errors.Join(f.Truncate(0), writeAt(f, holder+"\n")); err != nil {
			return errors.Join(fmt.Errorf("lock the job: %w", err), f.Close())
		}
		s.lock = f
		return nil
	}
}

// isAt says whether the open file is the one at the path.
func isAt(f *os.File, path string) bool {
	open, err := f.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(path)
	return err == nil && os.SameFile(open, there)
}

func writeAt(f *os.File, text string) error {
	_, err := f.WriteAt([]byte(text), 0)
	return err
}

// Load implements Store.
func (s *FileStore) Load(context.Context) ([]byte, error) {
	b, err := os.ReadFile(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the state of the job: %w", err)
	}
	return b, nil
}

// Save implements Store: the file is replaced as a whole.
func (s *FileStore) Save(_ context.Context, b []byte) error {
	tmp := s.path + ".tmp"
	f, err := os.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return fmt.Errorf("save the state of the job: %w", err)
	}
	_, err = f.Write(b)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("save the state of the job: %w", err)
	}
	if err := os.Rename(tmp, s.path); err != nil {
		return fmt.Errorf("save the state of the job: %w", err)
	}
	return syncFolder(filepath.Dir(s.path))
}

// syncFolder makes the names in a folder durable, where that can be done.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return nil
	}
	_ = d.Sync() // not every file system can
	return d.Close()
}

func (s *FileStore) commands() string { return s.path + ".command" }

// Command implements Store.
func (s *FileStore) Command(context.Context) (string, error) {
	b, err := os.ReadFile(s.commands())
	if errors.Is(err, fs.ErrNotExist) {
		return Run, nil
	}
	return strings.TrimSpace(string(b)), err
}

// Tell implements Store.
func (s *FileStore) Tell(_ context.Context, command string) error {
	if command == Run {
		if err := os.Remove(s.commands()); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	return os.WriteFile(s.commands(), []byte(command+"\n"), 0o644)
}

// Close implements Store.
func (s *FileStore) Close(context.Context) error {
	if s.lock == nil {
		return nil
	}
	f := s.lock
	s.lock = nil
	return errors.Join(os.Remove(f.Name()), f.Close())
}

// Alive says who runs the job, "" when nobody does.
func (s *FileStore) Alive() (holder string, err error) {
	f, err := os.Open(s.path + ".lock")
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("look for who runs the job: %w", err)
	}
	defer f.Close()
	if pipeline.LockFile(f) == nil {
		return "", nil
	}
	return readHolder(f), nil
}

// readHolder reads who has the lock, as far as that can be told.
func readHolder(f *os.File) string {
	who := make([]byte, 256)
	n, _ := f.ReadAt(who, 0)
	return strings.TrimSpace(string(who[:n]))
}
