package export

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"gleaner/schemas"
)

// brat writes two files an article, ID.txt and ID.ann, in brat's standoff
// format: entities and triggers (T), events with their roles (E), the status of
// each (A). annotation.conf, which brat needs, is written at the end.
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
	return os.WriteFile(name+".ann", []byte(w.annotations(d)), 0o644)
}

func (w *brat) annotations(d *document) string {
	var b strings.Builder
	spans := map[string]string{} // "start end" -> T
	span := func(label string, start, end int) string {
		key := fmt.Sprintf("%s %d %d", label, start, end)
		if spans[key] == "" {
			spans[key] = fmt.Sprintf("T%d", len(spans)+1)
			fmt.Fprintf(&b, "%s\t%s %s\t%s\n", spans[key], label, bratSpan(d, start, end), strings.Join(strings.Fields(d.slice(start, end)), " "))
		}
		return spans[key]
	}
	for _, m := range d.mentions() {
		span(bratName(string(m.entity.Type)), m.start, m.end)
	}
	types := map[string]string{}
	for _, e := range d.x.Entities {
		types[e.ID] = bratName(string(e.Type))
	}
	if w.roles == nil {
		w.roles = map[string]map[string]bool{}
	}
	for i, e := range d.x.Events {
		label := bratName(e.Type)
		if w.roles[label] == nil {
			w.roles[label] = map[string]bool{}
		}
		trigger := span(label, e.Trigger.Start, e.Trigger.End)
		line := fmt.Sprintf("E%d\t%s:%s", i+1, label, trigger)
		count := map[string]int{}
		for _, a := range e.Arguments {
			kind := types[a.EntityID]
			if kind == "" {
				kind = "Phrase"
			}
			role := bratName(a.Role)
			w.roles[label][role] = true
			if count[role]++; count[role] > 1 {
				role += fmt.Sprint(count[role])
			}
			line += fmt.Sprintf(" %s:%s", role, span(kind, a.Start, a.End))
		}
		fmt.Fprintf(&b, "%s\nA%d\tStatus E%d %s\n", line, i+1, i+1, e.Status)
	}
	return b.String()
}

// bratSpan writes a span in parts where it runs over lines, as brat wants it.
func bratSpan(d *document, start, end int) string {
	var parts []string
	from := start
	for i := start; i <= end && i <= len(d.text); i++ {
		if i == end || d.text[i] == '\n' {
			if i > from {
				parts = append(parts, fmt.Sprintf("%d %d", from, i))
			}
			from = i + 1
		}
	}
	return strings.Join(parts, ";")
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
