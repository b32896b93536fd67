package export

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"gleaner/schemas"
)

// brat writes two files an article, ID.txt and ID.ann; annotation.conf, which
// the tool needs, is written at the end.
type brat struct {
	dir   string
	roles map[string]map[string]bool // by event type
}

func (w *brat) write(d *document) error {
	if w.dir == "" {
		return errors.New("brat needs a folder")
	}
	if err := os.MkdirAll(w.dir, 0o755); err != nil {
		return err
	}
	name := filepath.Join(w.dir, schemas.SubjectToken(d.x.Article.ID))
	if err := os.WriteFile(name+".txt", []byte(d.x.Article.Text), 0o644); err != nil {
		return err
	}
	if w.roles == nil {
		w.roles = map[string]map[string]bool{}
	}
	for _, e := range d.x.Events {
		label := bratName(e.Type)
		if w.roles[label] == nil {
			w.roles[label] = map[string]bool{}
		}
		for _, a := range e.Arguments {
			w.roles[label][bratName(a.Role)] = true
		}
	}
	return os.WriteFile(name+".ann", []byte(Brat(d.x)), 0o644)
}

// Brat writes an extraction in brat's standoff format: entities and triggers
// (T), events with their roles (E), the status of each (A), names, confidence and
// sources as notes (#). Offsets are code points. Without Article.Text a span that runs
// over lines is written as one.
func Brat(x *schemas.Extraction) string {
	w := standoff{text: []rune(x.Article.Text), spans: map[string]string{}}
	types := map[string]string{}
	for _, e := range x.Entities {
		types[e.ID] = bratName(string(e.Type))
		for i, m := range e.Mentions {
			id := w.span(types[e.ID], m.Start, m.End, m.Text)
			if i == 0 {
				w.note(id, e.Name)
			}
		}
	}
	for i, e := range x.Events {
		line := fmt.Sprintf("E%d\t%s:%s", i+1, bratName(e.Type), w.span(bratName(e.Type), e.Trigger.Start, e.Trigger.End, e.Trigger.Text))
		count := map[string]int{}
		for _, a := range e.Arguments {
			role := bratName(a.Role)
			if count[role]++; count[role] > 1 {
				role += fmt.Sprint(count[role])
			}
			line += fmt.Sprintf(" %s:%s", role, w.span(cmp.Or(types[a.EntityID], "Phrase"), a.Start, a.End, a.Text))
		}
		fmt.Fprintf(&w.out, "%s\nA%d\tStatus E%d %s\n", line, i+1, i+1, e.Status)
		note := fmt.Sprintf("confidence %.3f", e.Confidence)
		if source := credit(&e); source != "" {
			note += ", " + source
		}
		w.note(fmt.Sprintf("E%d", i+1), note)
	}
	return w.out.String()
}

// standoff is a file of annotations under way.
type standoff struct {
	out   strings.Builder
	text  []rune
	spans map[string]string // "label start end" -> T
	notes int
}

// span writes a T line once and returns its id.
func (w *standoff) span(label string, start, end int, text string) string {
	key := fmt.Sprintf("%s %d %d", label, start, end)
	if w.spans[key] == "" {
		w.spans[key] = fmt.Sprintf("T%d", len(w.spans)+1)
		offsets, text := w.lines(start, end, text)
		fmt.Fprintf(&w.out, "%s\t%s %s\t%s\n", w.spans[key], label, offsets, oneLine(text))
	}
	return w.spans[key]
}

func (w *standoff) note(id, text string) {
	w.notes++
	fmt.Fprintf(&w.out, "#%d\tAnnotatorNotes %s\t%s\n", w.notes, id, oneLine(text))
}

// lines writes a span in parts where it runs over lines, as the tool wants it,
// and their text with a space between.
func (w *standoff) lines(start, end int, text string) (offsets, joined string) {
	if start < 0 || start >= end || end > len(w.text) {
		return fmt.Sprintf("%d %d", start, end), text
	}
	var parts, words []string
	from := start
	for i := start; i <= end; i++ {
		if i == end || strings.ContainsRune(lineEnds, w.text[i]) {
			if i > from {
				parts, words = append(parts, fmt.Sprintf("%d %d", from, i)), append(words, string(w.text[from:i]))
			}
			from = i + 1
		}
	}
	return strings.Join(parts, ";"), strings.Join(words, " ")
}

// lineEnds are what Python, in which the tool is written, ends a line at.
const lineEnds = "\n\r\v\f\x1c\x1d\x1e\u0085\u2028\u2029"

// oneLine keeps every code point but those that end a line or a field, for the
// tool compares the text with the offsets.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' || strings.ContainsRune(lineEnds, r) {
			return ' '
		}
		return r
	}, s)
}

// bratName makes a label: "organization" -> "Organization".
func bratName(s string) string {
	if s == "" {
		return "Unknown"
	}
	clean := strings.Map(func(r rune) rune {
		if r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, s)
	return strings.ToUpper(clean[:1]) + clean[1:]
}

func (w *brat) end() error {
	if w.dir == "" || w.roles == nil {
		return nil
	}
	var b strings.Builder
	b.WriteString("[entities]\n")
	for _, t := range schemas.EntityTypes() {
		b.WriteString(bratName(string(t)) + "\n")
	}
	b.WriteString("Phrase\n\n[relations]\n\n[events]\n")
	for _, label := range sortedKeys(w.roles) {
		b.WriteString(label)
		for i, role := range sortedKeys(w.roles[label]) {
			sep := ", "
			if i == 0 {
				sep = "\t"
			}
			b.WriteString(sep + role + "*:<ENTITY>")
		}
		b.WriteString("\n")
	}
	var statuses []string
	for _, s := range schemas.Statuses() {
		statuses = append(statuses, string(s))
	}
	fmt.Fprintf(&b, "\n[attributes]\nStatus\tArg:<EVENT>, Value:%s\n", strings.Join(statuses, "|"))
	return os.WriteFile(filepath.Join(w.dir, "annotation.conf"), []byte(b.String()), 0o644)
}
