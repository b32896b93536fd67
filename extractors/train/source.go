package train

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"gleaner/extractors/eval"
)

// source is an open data file, unpacked when its name ends in ".gz".
type source struct {
	io.Reader
	file *os.File
}

// Close closes the file.
func (s source) Close() error { return s.file.Close() }

// open opens a data file.
func open(path string) (source, error) {
	file, err := os.Open(path)
	if err != nil {
		return source{}, fmt.Errorf("open data: %w", err)
	}
	if !strings.HasSuffix(path, ".gz") {
		return source{file, file}, nil
	}
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		file.Close()
		return source{}, fmt.Errorf("unpack %s: %w", path, err)
	}
	return source{unpacked, file}, nil
}

// readJSON decodes a whole data file.
func readJSON(path string, into any) error {
	file, err := open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := json.NewDecoder(file).Decode(into); err != nil {
		return fmt.Errorf("decode %s: %w", path, err)
	}
	return nil
}

// eachLine calls visit with each line of a data file; see eval.EachLine.
func eachLine(path string, visit func(line string) error) error { return eval.EachLine(path, visit) }
