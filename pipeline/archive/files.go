package archive

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// stdinPath stands for standard input among paths.
const stdinPath = "-"

// expand replaces patterns such as "2019/*.warc.gz" by the files they match,
// sorted, and fails when a path or pattern stands for nothing. Folders stay.
func expand(paths []string) ([]string, error) {
	var out []string
	for _, path := range paths {
		if path == stdinPath {
			out = append(out, path)
			continue
		}
		_, err := os.Stat(path)
		if errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(path, "*?[") {
			matches, globErr := filepath.Glob(path)
			if globErr != nil {
				return nil, fmt.Errorf("pattern %q: %w", path, globErr)
			}
			if len(matches) == 0 {
				return nil, fmt.Errorf("pattern %q matches no file", path)
			}
			out = append(out, matches...)
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("open archive: %w", err)
		}
		out = append(out, path)
	}
	return out, nil
}

// walk gives the files of the paths, those of folders sorted by name, one
// folder in memory at a time. Within folders only known names count. What
// cannot be listed is given with its error.
func walk(paths []string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, path := range paths {
			if path == stdinPath {
				if !yield(path, nil) {
					return
				}
				continue
			}
			err := filepath.WalkDir(path, func(p string, e fs.DirEntry, err error) error {
				inside := p != path
				switch {
				case err != nil && !inside:
					return err
				case err != nil:
					if !yield(p, err) {
						return errStopped
					}
				case e.IsDir():
					if inside && strings.HasPrefix(e.Name(), ".") {
						return fs.SkipDir
					}
				case !inside || known(p):
					if !yield(p, nil) {
						return errStopped
					}
				}
				return nil
			})
			if errors.Is(err, errStopped) {
				return
			}
			if err != nil && !yield(path, err) {
				return
			}
		}
	}
}

// Includes says whether a file is one of those that Open reads for the paths.
// Standard input is not looked at. It fails where Open fails: when a path does
// not exist.
func Includes(paths []string, file fs.FileInfo) (bool, error) {
	paths, err := expand(paths)
	if err != nil {
		return false, err
	}
	for path, err := range walk(paths) {
		if err != nil || path == stdinPath {
			continue // what cannot be listed is told when it is read
		}
		if at, err := os.Stat(path); err == nil && os.SameFile(at, file) {
			return true, nil
		}
	}
	return false, nil
}

// WouldInclude says whether a file that is not there yet would be one of those
// that Open reads for the paths, once it is there: in a folder, or by a pattern.
func WouldInclude(paths []string, file string) bool {
	for _, path := range paths {
		if matched, err := filepath.Match(filepath.Clean(path), filepath.Clean(file)); err == nil && matched {
			return true
		}
		if at, err := os.Stat(path); err == nil && at.IsDir() && known(filepath.Base(file)) && within(at, file) {
			return true
		}
	}
	return false
}

// within says whether a walk of the folder comes to where the file is.
func within(folder fs.FileInfo, file string) bool {
	dir, err := filepath.Abs(filepath.Dir(file))
	for err == nil {
		if at, err := os.Stat(dir); err == nil && os.SameFile(at, folder) {
			return true
		}
		up := filepath.Dir(dir)
		if up == dir || strings.HasPrefix(filepath.Base(dir), ".") {
			return false
		}
		dir = up
	}
	return false
}

// errStopped ends a walk whose reader wants no more.
var errStopped = errors.New("stopped")

// totalSize is how many bytes the files of the paths take, -1 when that cannot
// be known.
func totalSize(paths []string) int64 {
	if slices.Contains(paths, stdinPath) {
		return -1
	}
	var sum int64
	for path, err := range walk(paths) {
		if err != nil {
			continue
		}
		if at, err := os.Stat(path); err == nil && at.Mode().IsRegular() {
			sum += at.Size()
		}
	}
	return sum
}
