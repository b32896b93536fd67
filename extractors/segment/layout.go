package segment

import "strings"

// Lines of these lengths may come from a program that wraps text.
const (
	minWrapped = 45
	maxWrapped = 100
)

// hardWrapped says whether the text's lines were broken to a width, as in old
// news wires and mail, so that a single line break means nothing.
func hardWrapped(text string) bool {
	breaks, wrapped := 0, 0
	for len(text) > 0 {
		line, rest, _ := strings.Cut(text, "\n")
		next, _, _ := strings.Cut(rest, "\n")
		if joins(line, next) {
			breaks++
			if n := len(line); n >= minWrapped && n <= maxWrapped && !ended(line) {
				wrapped++
			}
		}
		text = rest
	}
	return wrapped >= 2 && wrapped*2 >= breaks
}

// joins says whether a single line break stands between two lines of text.
func joins(line, next string) bool {
	return strings.TrimSpace(line) != "" && strings.TrimSpace(next) != "" && next[0] != ' ' && next[0] != '\t'
}

// ended says whether the line ends as sentences do.
func ended(line string) bool {
	line = strings.TrimRight(line, " \t\r\"'”’)")
	return line == "" || strings.IndexByte(".!?:", line[len(line)-1]) >= 0
}
