package segment

import "strings"

// Lines of these lengths may come from a program that wraps text.
const (
	minWrapped = 45
	maxWrapped = 100
	// ragged is how much shorter than the longest a line may be that was wrapped
	// although the next word would have fitted.
	ragged = 6
)

// hardWrapped says whether the text's lines were broken to a width, as in old
// news wires and mail, so that a single line break means nothing.
func hardWrapped(text string) bool {
	breaks, wrapped, width := 0, 0, longestWrapped(text)
	for len(text) > 0 {
		line, rest, _ := strings.Cut(text, "\n")
		next, _, _ := strings.Cut(rest, "\n")
		if joins(line, next) {
			breaks++
			if n := len(line); n >= minWrapped && n <= maxWrapped && !ended(line) && n+1+firstWord(next)+ragged > width {
				wrapped++
			}
		}
		text = rest
	}
	return wrapped >= 2 && wrapped*2 >= breaks
}

// longestWrapped is the length of the longest line that may have been wrapped,
// which is about the width. A list has lines that are much shorter.
func longestWrapped(text string) (width int) {
	for line := range strings.Lines(text) {
		if n := len(strings.TrimRight(line, "\r\n")); n <= maxWrapped {
			width = max(width, n)
		}
	}
	return width
}

// firstWord is the length of the word that a line begins with.
func firstWord(line string) int {
	word, _, _ := strings.Cut(line, " ")
	return len(word)
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
