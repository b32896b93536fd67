package eval

import (
	"fmt"
	"slices"
	"strings"

	"gleaner/extractors/doc"
	"gleaner/extractors/names"
)

// sort orders the names; of two that overlap the longer stays.
func (t *NamedText) sort() {
	slices.SortFunc(t.Names, func(a, b NamedSpan) int {
		if a.Start != b.Start {
			return int(a.Start - b.Start)
		}
		return int(b.End - a.End)
	})
	kept := t.Names[:0]
	for _, n := range t.Names {
		if len(kept) == 0 || n.Start >= kept[len(kept)-1].End {
			kept = append(kept, n)
		}
	}
	t.Names = kept
}

// wikigoldArticle is how many sentences are read as one article where a file
// does not mark documents.
const wikigoldArticle = 15

// columnReader builds texts from lines of token, ..., label; blank lines end
// sentences; "# doc" and "-DOCSTART-" lines start documents. Labels are BIO or
// IOB1.
type columnReader struct {
	kind  kindRule
	texts []NamedText
	// marked says that the file marks its documents.
	marked    bool
	sentences int
	id        string
	text      strings.Builder
	names     []NamedSpan
	// before is the class of the name that the last token belongs to.
	before string
	broken bool
}

// ReadColumns reads the texts of a file of such lines; their names have no kind.
func ReadColumns(path string) ([]NamedText, error) {
	return readColumns(path, func(string, string) (doc.Kind, names.KindSet) { return doc.NoKind, 0 })
}

func readColumns(path string, kind kindRule) ([]NamedText, error) {
	r := columnReader{kind: kind}
	if err := EachLine(path, r.line); err != nil {
		return nil, err
	}
	r.finish("")
	return r.texts, nil
}

func (r *columnReader) line(line string) error {
	fields := strings.Fields(line)
	switch {
	case len(fields) == 0:
		r.before = ""
		if !r.broken && r.text.Len() > 0 {
			r.broken = true
			r.sentences++
		}
		if !r.marked && r.sentences == wikigoldArticle {
			r.finish("")
		}
	case strings.HasPrefix(line, "# doc"):
		r.marked = true
		r.finish(fields[len(fields)-1])
	case fields[0] == "-DOCSTART-":
		r.marked = true
		r.finish("")
	case len(fields) < 2:
		return fmt.Errorf("want a token and a label, got %q", line)
	default:
		r.token(fields[0], fields[len(fields)-1])
	}
	return nil
}

// abbreviates says whether the token goes on with an abbreviation at the end
// of the text, cut into letters and stops ("U . S .", "John R . Roe", "St .").
func abbreviates(text, token string) bool {
	last := text[strings.LastIndexByte(text, ' ')+1:]
	last = last[strings.LastIndexByte(last, '\n')+1:]
	if token != "." {
		return capitalLetter(token) && len(last) >= 2 && capitalLetter(last[:1]) && last[len(last)-1] == '.' && strings.Count(last, ".")*2 == len(last)
	}
	switch last {
	case "St", "Mr", "Mrs", "Ms", "Dr", "Jr", "Sr", "Gen", "Gov", "Prof", "Rep", "Sen":
		return true
	}
	return len(last)%2 == 1 && capitalLetter(last[len(last)-1:]) && strings.Count(last, ".")*2 == len(last)-1
}

func capitalLetter(s string) bool { return len(s) == 1 && 'A' <= s[0] && s[0] <= 'Z' }

// token adds a token, behind a space or, after a blank line, an empty line.
func (r *columnReader) token(token, label string) {
	switch {
	case r.text.Len() == 0:
	case r.broken:
		r.text.WriteString("\n\n")
	case abbreviates(r.text.String(), token):
	default:
		r.text.WriteByte(' ')
	}
	r.broken = false
	span := doc.Span{Start: int32(r.text.Len()), End: int32(r.text.Len() + len(token))}
	r.text.WriteString(token)
	where, class, _ := strings.Cut(label, "-")
	switch {
	case class == "":
	case where == "I" && class == r.before:
		r.names[len(r.names)-1].End = span.End
	default:
		r.names = append(r.names, NamedSpan{Span: span, Label: class})
	}
	r.before = class
}

// finish ends the document and starts the next.
func (r *columnReader) finish(nextID string) {
	if r.text.Len() > 0 {
		t := NamedText{ID: r.id, Text: r.text.String(), Names: r.names}
		for i := range t.Names {
			n := &t.Names[i]
			n.Kind, n.Kinds = r.kind(n.Label, t.Text[n.Start:n.End])
		}
		r.texts = append(r.texts, t)
	}
	r.text.Reset()
	r.id, r.names, r.before, r.sentences, r.broken = nextID, nil, "", 0, false
}
