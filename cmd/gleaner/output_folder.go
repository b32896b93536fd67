package main

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"gleaner/pipeline/archive"
)

// outputFolder is a folder that a command fills: files are written aside and
// move into it together once all are complete, so that a command that fails
// leaves what was there.
type outputFolder struct {
	path, aside string
	made        bool // it was not there before
}

// openOutputFolder makes a folder to write to. One whose files the command
// would read is refused. The output has to be ended.
func openOutputFolder(cmd *cobra.Command, path string, inputs []string) (*outputFolder, error) {
	if archive.WouldInclude(inputs, filepath.Join(path, "any.txt")) {
		return nil, usageError{fmt.Errorf("write output: %s is among the folders to read", path), "name another folder"}
	}
	_, err := os.Stat(path)
	o := &outputFolder{path: path, aside: filepath.Join(path, fmt.Sprintf(".writing-%08x", rand.Uint32())), made: errors.Is(err, fs.ErrNotExist)}
	if err := os.MkdirAll(o.aside, 0o777); err != nil {
		return nil, cannotWrite(path, err)
	}
	return o, nil
}

// end moves the files in when all are complete, those of an earlier run give
// way; else they go away.
func (o *outputFolder) end(complete bool) error {
	var err error
	if complete {
		err = o.move()
	}
	_ = os.RemoveAll(o.aside)
	if o.made {
		_ = os.Remove(o.path) // fails where it holds something, as it should
	}
	return err
}

func (o *outputFolder) move() error {
	files, err := os.ReadDir(o.aside)
	if err != nil {
		return fmt.Errorf("write output: %w", err)
	}
	for _, f := range files {
		if err := os.Rename(filepath.Join(o.aside, f.Name()), filepath.Join(o.path, f.Name())); err != nil {
			return fmt.Errorf("write output: %w", err)
		}
	}
	return nil
}
