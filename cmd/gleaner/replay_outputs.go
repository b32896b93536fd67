package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"gleaner/pipeline/archive"
)

// deadFile is where dead letters go beside a file of extractions.
func (f *replayFlags) deadFile() string {
	if f.dead != "" {
		return f.dead
	}
	return f.out + ".dead.jsonl"
}

// checkOutputs wants every file that is written to be another one, and none of
// those that are read: --restart would empty an archive, and a file in a folder
// that is read would be read while it grows.
func (f *replayFlags) checkOutputs(cmd *cobra.Command, inputs []string) error {
	var files []string
	if f.local && f.out != outNATS {
		files = append(files, f.out, f.deadFile())
	}
	if f.report != "" {
		files = append(files, f.report)
	}
	if f.stream != "" {
		inputs = nil
	}
	inputs = slices.DeleteFunc(slices.Clone(inputs), func(s string) bool { return f.diff && s == streamSide })
	for i, path := range files {
		if slices.ContainsFunc(files[:i], func(other string) bool { return samePath(other, path) }) {
			return usageError{fmt.Errorf("write output: %s is named twice", path), "--out, --dead and --report are files of their own"}
		}
		if err := checkUnread(cmd, path, inputs); err != nil {
			return err
		}
	}
	return nil
}

// samePath says whether two paths lead to one file, which need not be there yet.
func samePath(a, b string) bool {
	at, err := os.Stat(a)
	bt, err2 := os.Stat(b)
	if err == nil && err2 == nil {
		return os.SameFile(at, bt) && at.Mode().IsRegular()
	}
	fullA, err := filepath.Abs(a)
	fullB, err2 := filepath.Abs(b)
	return err == nil && err2 == nil && fullA == fullB
}

// checkUnread refuses a file that is read, or would be once it is there.
func checkUnread(cmd *cobra.Command, path string, inputs []string) error {
	there, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if archive.WouldInclude(inputs, path) {
			return usageError{fmt.Errorf("write output: %s would be among the files to read", path), "name a file in another folder"}
		}
		return nil
	case err != nil:
		return cannotWrite(path, err)
	case there.IsDir():
		return cannotWrite(path, errors.New("is a directory"))
	case !there.Mode().IsRegular():
		return nil
	}
	return refuseInput(cmd, path, there, inputs)
}
