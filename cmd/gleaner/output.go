package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"gleaner/pipeline/archive"
)

// output is where a command writes: standard output, a pipe or a device, which
// take what comes, or a file, which is written aside and has its name once it
// is complete, so that a command that fails leaves the file that was there.
type output struct {
	*bufio.Writer
	file *os.File // nil for standard output
	name string   // of the complete file; "" where nothing is written aside
}

// openOutput opens a file for writing, "" and "-" for standard output. A file
// that the command is to read is refused. The output has to be ended.
func openOutput(cmd *cobra.Command, path string, inputs []string) (*output, error) {
	stdout := cmd.OutOrStdout()
	there, err := os.Stat(path)
	switch {
	case path == "" || path == "-":
		return newOutput(stdout), nil
	case err == nil && !there.Mode().IsRegular():
		file, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return nil, cannotWrite(path, err)
		}
		o := newOutput(file)
		o.file = file
		return o, nil
	case err == nil:
		if err := refuseInput(cmd, path, there, inputs); err != nil {
			return nil, err
		}
		if leadsTo(stdout, there) {
			return newOutput(stdout), nil // /dev/stdout, which goes to a file
		}
		return openAside(path, there)
	}
	return openAside(path, nil)
}

func newOutput(to io.Writer) *output { return &output{Writer: bufio.NewWriterSize(to, 1<<16)} }

// openAside opens a file beside the one at path, with the permissions of the
// one that is there, nil for none. Of a link, what it refers to is written.
func openAside(path string, there fs.FileInfo) (*output, error) {
	if there != nil {
		resolved, err := filepath.EvalSymlinks(path)
		if err == nil {
			err = writable(resolved)
		}
		if err != nil {
			return nil, cannotWrite(path, err)
		}
		path = resolved
	}
	// Hidden, so that it is no article of the folder; not os.CreateTemp, which
	// keeps others from reading whatever the user's mask says.
	aside := filepath.Join(filepath.Dir(path), fmt.Sprintf(".writing-%08x", rand.Uint32()))
	file, err := os.OpenFile(aside, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return nil, cannotWrite(path, err)
	}
	o := newOutput(file)
	o.file, o.name = file, path
	if there != nil {
		if err := file.Chmod(there.Mode().Perm()); err != nil {
			return nil, outputs{o}.end(cannotWrite(path, err))
		}
	}
	return o, nil
}

// writable fails for a file that is protected, which a rename would not heed.
func writable(path string) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return file.Close()
}

// cannotWrite names the file that was asked for, not the one aside.
func cannotWrite(path string, err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	return usageError{fmt.Errorf("write %s: %w", path, err), "name a file in a folder that can be written"}
}

// refuseInput wants the output to be none of the files that are read.
func refuseInput(cmd *cobra.Command, path string, there fs.FileInfo, inputs []string) error {
	read, err := archive.Includes(inputs, there)
	if err != nil {
		return usageError{err, ""}
	}
	for _, input := range inputs {
		read = read || input == "-" && leadsTo(cmd.InOrStdin(), there)
	}
	if read {
		return usageError{fmt.Errorf("write output: %s is among the files to read", path), "name another file"}
	}
	return nil
}

// leadsTo says whether a reader or writer is the file that info is of.
func leadsTo(stream any, info fs.FileInfo) bool {
	file, ok := stream.(*os.File)
	if !ok {
		return false
	}
	its, err := file.Stat()
	return err == nil && os.SameFile(its, info)
}

// end writes what is buffered. A complete file takes its name, another goes
// away; nothing is wrong with that, for then the run says what was.
func (o *output) end(complete bool) error {
	err := o.Flush()
	if o.file != nil {
		err = errors.Join(err, o.file.Close())
	}
	if o.name != "" {
		if complete && err == nil {
			err = os.Rename(o.file.Name(), o.name)
		}
		if !complete || err != nil {
			_ = os.Remove(o.file.Name())
		}
	}
	if !complete || err == nil {
		return nil
	}
	return fmt.Errorf("write output: %w", err)
}

// outputs are those of one run, files and folders.
type outputs []interface{ end(complete bool) error }

// end ends all of them after a run that returned err, and returns what is
// wrong. Articles that failed and were told of do not make a file incomplete.
func (o outputs) end(err error) error {
	complete := err == nil || errors.Is(err, errReported)
	for _, each := range o {
		if ending := each.end(complete); ending != nil {
			err = ending
		}
	}
	return err
}
