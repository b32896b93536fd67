// Package prose is the reference engine: part-of-speech tags and names from
// the library prose/v2, to be compared with ours on the same tokens.
//
// prose has no offsets, reloads its models with every document, gives equal
// spellings of one call a shared token, and breaks ties by map order. So the
// adapter loads one model for the process, hands it one sentence a call, as our
// own tokens joined by spaces, and finds its answers back by walking both
// token sequences side by side.
package prose

import (
	"fmt"
	"strings"
	"sync"

	library "github.com/jdkato/prose/v2"

	"gleaner/extractors/doc"
)

// Stage tags, and names when asked to, with prose/v2. It is safe for
// concurrent use. Ties are broken by prose itself at random, so it is the one
// stage whose answer may differ between two runs.
type Stage struct {
	names bool
	model func() *library.Model
}

// NewTagger returns a stage that adds tags.
func NewTagger() *Stage { return &Stage{model: loadOnce()} }

// NewNames returns a stage that adds tags and mentions.
func NewNames() *Stage { return &Stage{names: true, model: loadOnce()} }

func loadOnce() func() *library.Model {
	return sync.OnceValue(func() *library.Model { return library.ModelFromData("reference") })
}

// Name is "prose".
func (s *Stage) Name() string { return "prose" }

// Needs are the tokens.
func (s *Stage) Needs() doc.Layer { return doc.Tokens }

// Adds are the tags, and the mentions of NewNames.
func (s *Stage) Adds() doc.Layer {
	if s.names {
		return doc.Tags | doc.Mentions
	}
	return doc.Tags
}

// Apply tags each sentence.
func (s *Stage) Apply(d *doc.Doc) error {
	for i := range d.Sentences {
		if err := d.Err(); err != nil {
			return err
		}
		if err := s.sentence(d, d.Sentences[i].Range); err != nil {
			return fmt.Errorf("tag sentence %d with prose: %w", i, err)
		}
	}
	return nil
}

func (s *Stage) sentence(d *doc.Doc, r doc.Range) error {
	answer, err := library.NewDocument(joined(d, r), library.WithSegmentation(false),
		library.WithExtraction(s.names), library.UsingModel(s.model()))
	if err != nil {
		return err
	}
	tokens := answer.Tokens()
	labels := make([]string, r.Len())
	align(d, r, tokens, func(token int32, t library.Token) {
		d.Tokens[token].Tag = tagOf(t.Tag)
		d.Tokens[token].Lemma = d.Tokens[token].Lower
		labels[token-r.First] = t.Label
	})
	if s.names {
		d.Mentions = appendMentions(d.Mentions, r.First, labels)
	}
	return nil
}

// joined is the sentence as prose shall see it.
func joined(d *doc.Doc, r doc.Range) string {
	var b strings.Builder
	for i := r.First; i < r.End; i++ {
		if i > r.First {
			b.WriteByte(' ')
		}
		b.WriteString(d.Slice(d.Tokens[i].Span))
	}
	return b.String()
}

// align calls found once for each of our tokens that a token of prose begins
// in. prose may split our tokens further and may lose parts of them.
func align(d *doc.Doc, r doc.Range, tokens []library.Token, found func(int32, library.Token)) {
	next := 0
	for i := r.First; i < r.End && next < len(tokens); i++ {
		rest := unquote(d.Slice(d.Tokens[i].Span))
		first := true
		for next < len(tokens) && rest != "" {
			at := strings.Index(rest, tokens[next].Text)
			if at < 0 {
				break
			}
			if first {
				found(i, tokens[next])
				first = false
			}
			rest = rest[at+len(tokens[next].Text):]
			next++
		}
	}
}

// unquote writes curly quotes as prose does before it splits.
var unquote = strings.NewReplacer("\u201c", `"`, "\u201d", `"`, "\u2018", "'", "\u2019", "'").Replace

// tagOf reads a tag; prose has a few of its own.
func tagOf(name string) doc.Tag {
	switch name {
	case "(":
		return doc.LeftRound
	case ")":
		return doc.RightRound
	case "-":
		return doc.HYPH
	case "\"":
		return doc.CloseQuote
	}
	tag, _ := doc.ParseTag(name)
	return tag
}

// appendMentions reads BIO labels, with an I after another kind as a beginning.
func appendMentions(mentions []doc.Mention, first int32, labels []string) []doc.Mention {
	open := doc.NoKind
	for i, label := range labels {
		begin, name, _ := strings.Cut(label, "-")
		kind := kindOf(name)
		at := first + int32(i)
		if kind != doc.NoKind && (begin == "B" || kind != open) {
			mentions = append(mentions, doc.Mention{Range: doc.Range{First: at, End: at + 1}, Kind: kind, Entity: doc.NoEntity, Score: 0.5})
		} else if kind != doc.NoKind {
			mentions[len(mentions)-1].End = at + 1
		}
		open = kind
	}
	return mentions
}

func kindOf(label string) doc.Kind {
	switch label {
	case "PERSON":
		return doc.Person
	case "GPE":
		return doc.GPE
	case "ORG", "ORGANIZATION":
		return doc.Organization
	case "LOCATION", "FACILITY":
		return doc.Location
	}
	return doc.NoKind
}
