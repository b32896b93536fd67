package eval

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"strings"
)

// EachLine calls visit with each line of a data file, without its end and
// unpacked when the file's name ends in ".gz". Errors name file and line.
func EachLine(path string, visit func(line string) error) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("open data: %w", err)
	}
	defer file.Close()
	var text io.Reader = file
	if strings.HasSuffix(path, ".gz") {
		if text, err = gzip.NewReader(file); err != nil {
			return fmt.Errorf("unpack %s: %w", path, err)
		}
	}
	lines := bufio.NewScanner(text)
	lines.Buffer(nil, 16<<20)
	for number := 1; lines.Scan(); number++ {
		if err := visit(strings.TrimPrefix(lines.Text(), "\ufeff")); err != nil {
			return fmt.Errorf("%s:%d: %w", path, number, err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	return nil
}
