package main

import (
	"os"

	"golang.org/x/term"
)

// isTerminal says whether a person reads what is written to w, or types what
// is read from it.
func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// colored decides whether to colour what is written to w: "always", "never",
// or "auto" by https://no-color.org and the terminal.
func colored(choice string, w any) bool {
	switch choice {
	case "always":
		return true
	case "never":
		return false
	}
	return os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && isTerminal(w)
}

// width is the number of columns of the terminal, 80 where there is none, and
// at most 100, for longer lines are hard to read.
func width(w any) int {
	if f, ok := w.(*os.File); ok {
		if columns, _, err := term.GetSize(int(f.Fd())); err == nil && columns >= 40 {
			return min(columns, 100)
		}
	}
	return 80
}

// palette puts colours on text, or none.
type palette bool

func (p palette) paint(code, text string) string {
	if !bool(p) || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (p palette) bold(s string) string   { return p.paint("1", s) }
func (p palette) dim(s string) string    { return p.paint("2", s) }
func (p palette) red(s string) string    { return p.paint("31", s) }
func (p palette) green(s string) string  { return p.paint("32", s) }
func (p palette) yellow(s string) string { return p.paint("33", s) }
func (p palette) blue(s string) string   { return p.paint("34", s) }
func (p palette) purple(s string) string { return p.paint("35", s) }
func (p palette) cyan(s string) string   { return p.paint("36", s) }
