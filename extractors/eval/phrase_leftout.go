package eval

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"
)

// phrasesLeftOut lists what news does not hold, or what Gleaner does not read by
// design: set TAB pattern TAB reason a line. A pattern matches the whole phrase,
// or, after "=", the whole expected value and phrase with a space between them.
//
//go:embed phrases_left_out.tsv
var phrasesLeftOut string

// omission is one line of the list.
type omission struct {
	pattern *regexp.Regexp
	both    bool
	why     string
}

// omissions are the lines for one set.
type omissions []omission

// leftOut reads the lines for a set.
func leftOut(set string) (omissions, error) {
	var all omissions
	for n, line := range strings.Split(phrasesLeftOut, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		fields := strings.Split(line, "\t")
		if len(fields) != 3 {
			return nil, fmt.Errorf("phrases_left_out.tsv:%d: %d fields, want set, pattern and reason", n+1, len(fields))
		}
		if !strings.HasPrefix(set, fields[0]) {
			continue
		}
		pattern, both := strings.CutPrefix(fields[1], "=")
		compiled, err := regexp.Compile(`(?i)^(?:` + pattern + `)$`)
		if err != nil {
			return nil, fmt.Errorf("phrases_left_out.tsv:%d: %w", n+1, err)
		}
		all = append(all, omission{compiled, both, fields[2]})
	}
	return all, nil
}

// reason is why the phrase is left out, "" when it counts.
func (o omissions) reason(value, text string) string {
	for _, line := range o {
		if line.both && line.pattern.MatchString(value+" "+text) || !line.both && line.pattern.MatchString(text) {
			return line.why
		}
	}
	return ""
}
