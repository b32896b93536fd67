package export

import (
	"fmt"
	"io"
	"strings"
	"unicode"
)

// conll writes a token a line with its BIO tag, an empty line after each
// sentence, and a line "# id" before each article, as CoNLL readers expect.
type conll struct{ out io.Writer }

// tags are the entity types as CoNLL, spaCy and others call them.
var tags = map[string]string{"organization": "ORG", "person": "PER", "gpe": "GPE", "location": "LOC", "product": "PRODUCT"}

func (w *conll) write(d *document) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# id = %s\n", strings.Join(strings.Fields(d.x.Article.ID), " "))
	mentions := d.mentions()
	for _, sentence := range d.sentences {
		for _, t := range sentence {
			for len(mentions) > 0 && mentions[0].end <= t.Start {
				mentions = mentions[1:]
			}
			tag := "O"
			if len(mentions) > 0 && mentions[0].start < t.End {
				tag = "I-" + tags[string(mentions[0].entity.Type)]
				if mentions[0].start >= t.Start {
					tag = "B" + tag[1:]
				}
			}
			fmt.Fprintf(&b, "%s\t%s\n", oneWord(d.slice(t.Start, t.End)), tag)
		}
		b.WriteString("\n")
	}
	_, err := io.WriteString(w.out, b.String())
	return err
}

func (w *conll) end() error { return nil }

// oneWord keeps a token on its line and in its column.
func oneWord(token string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			return '_'
		}
		return r
	}, token)
}

// spacy writes one document a line as Doc.from_json of spaCy reads it.
type spacy struct{ out io.Writer }

type spacyDoc struct {
	Text   string         `json:"text"`
	Ents   []spacySpan    `json:"ents"`
	Sents  []spacySpan    `json:"sents"`
	Tokens []spacyToken   `json:"tokens"`
	Meta   map[string]any `json:"meta"`
}

type spacySpan struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Label string `json:"label,omitempty"`
	KBID  string `json:"kb_id,omitempty"`
}

type spacyToken struct {
	ID    int `json:"id"`
	Start int `json:"start"`
	End   int `json:"end"`
}

func (w *spacy) write(d *document) error {
	out := spacyDoc{Text: d.x.Article.Text, Ents: []spacySpan{}, Sents: []spacySpan{}, Tokens: []spacyToken{}}
	starts, ends := map[int]bool{}, map[int]bool{}
	for _, sentence := range d.sentences {
		if len(sentence) == 0 {
			continue
		}
		out.Sents = append(out.Sents, spacySpan{Start: sentence[0].Start, End: sentence[len(sentence)-1].End})
		for _, t := range sentence {
			out.Tokens = append(out.Tokens, spacyToken{len(out.Tokens), t.Start, t.End})
			starts[t.Start], ends[t.End] = true, true
		}
	}
	for _, m := range d.mentions() {
		if !starts[m.start] || !ends[m.end] {
			continue // spaCy refuses entities that begin or end within a token
		}
		label := tags[string(m.entity.Type)]
		if label == "PER" {
			label = "PERSON"
		}
		out.Ents = append(out.Ents, spacySpan{m.start, m.end, label, m.entity.ID})
	}
	out.Meta = map[string]any{"id": d.x.Article.ID, "events": d.x.Events}
	return writeLine(w.out, out)
}

func (w *spacy) end() error { return nil }
