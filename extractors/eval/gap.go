package eval

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gleaner/extractors"
	"gleaner/extractors/doc"
)

// GapCase is a text of GAP (Webster et al. 2018): a pronoun and two names, of
// which at most one is what it refers to. Offsets are bytes.
type GapCase struct {
	ID, Text string
	Pronoun  doc.Span
	Names    [2]doc.Span
	// Refers says for each name whether the pronoun refers to it.
	Refers [2]bool
}

// Feminine says whether the pronoun is.
func (c *GapCase) Feminine() bool {
	p := strings.ToLower(c.Text[c.Pronoun.Start:c.Pronoun.End])
	return p == "she" || p == "her" || p == "hers"
}

// ReadGap reads a file of GAP, tab-separated with a heading.
func ReadGap(path string) ([]GapCase, error) {
	var cases []GapCase
	heading := true
	err := EachLine(path, func(line string) error {
		if heading {
			heading = false
			return nil
		}
		c, err := gapCase(strings.Split(line, "\t"))
		if err == nil {
			cases = append(cases, c)
		}
		return err
	})
	return cases, err
}

func gapCase(columns []string) (GapCase, error) {
	if len(columns) < 10 {
		return GapCase{}, fmt.Errorf("%d columns, want 10 at least", len(columns))
	}
	c := GapCase{ID: columns[0], Text: columns[1], Refers: [2]bool{columns[6] == "TRUE", columns[9] == "TRUE"}}
	for _, field := range []struct {
		span *doc.Span
		text int
	}{{&c.Pronoun, 2}, {&c.Names[0], 4}, {&c.Names[1], 7}} {
		at, err := strconv.Atoi(columns[field.text+1])
		if err != nil {
			return c, fmt.Errorf("offset %q is not a number", columns[field.text+1])
		}
		start := byteAt(c.Text, at)
		*field.span = doc.Span{Start: start, End: start + int32(len(columns[field.text]))}
		if int(field.span.End) > len(c.Text) || c.Text[field.span.Start:field.span.End] != columns[field.text] {
			return c, fmt.Errorf("%q does not stand at %d", columns[field.text], at)
		}
	}
	return c, nil
}

// byteAt is the byte at which a code point begins.
func byteAt(text string, point int) int32 {
	at := 0
	for ; point > 0 && at < len(text); point-- {
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	return int32(at)
}

// Referents are those of the pronoun and the names: 1 and 2 for the names.
func (c *GapCase) Referents(d *doc.Doc) *Referents {
	pronoun := touched(d, c.Pronoun.Start, c.Pronoun.End)
	names := [2]doc.Range{touched(d, c.Names[0].Start, c.Names[0].End), touched(d, c.Names[1].Start, c.Names[1].End)}
	return &Referents{Open: true, Of: func(r doc.Range, form doc.Form, _ doc.Kind) int {
		if form != doc.Name && r != pronoun {
			return NotAnnotated
		}
		for i := range names {
			if form == doc.Name && r.Overlaps(names[i]) || form == doc.Pronoun && c.Refers[i] {
				return i + 1
			}
		}
		return 0
	}}
}

// given marks the two names of a case as people, in place of what the stages
// found there.
type given struct{ c *GapCase }

// GivenNames returns a stage that marks the two names of a case, so that what
// comes behind the stage names is measured on its own.
func (c *GapCase) GivenNames() extractors.Stage { return &given{c} }

func (*given) Name() string     { return "given" }
func (*given) Needs() doc.Layer { return doc.Mentions }
func (*given) Adds() doc.Layer  { return 0 }

// Apply leaves a found name as it is where it is a person's.
func (g *given) Apply(d *doc.Doc) error {
	for _, name := range g.c.Names {
		r := touched(d, name.Start, name.End)
		if slices.ContainsFunc(d.Mentions, func(m doc.Mention) bool { return m.Kind == doc.Person && m.Range.Overlaps(r) }) || r.Len() == 0 {
			continue
		}
		d.Mentions = slices.DeleteFunc(d.Mentions, func(m doc.Mention) bool { return m.Range.Overlaps(r) })
		d.Mentions = append(d.Mentions, doc.Mention{Range: r, Kind: doc.Person, Entity: doc.NoEntity, Score: 1})
	}
	slices.SortFunc(d.Mentions, func(a, b doc.Mention) int { return cmp.Compare(a.First, b.First) })
	return nil
}

// GapReport counts, over both names of each case, whether the pronoun was
// found to refer to them.
type GapReport struct {
	Masculine, Feminine PRF
	Wrong               []Mistake
}

// Add adds the counts of another report.
func (r *GapReport) Add(o *GapReport) {
	r.Masculine.Add(o.Masculine)
	r.Feminine.Add(o.Feminine)
	r.Wrong = append(r.Wrong, o.Wrong...)
}

// All is the sum of both.
func (r *GapReport) All() PRF {
	all := r.Masculine
	all.Add(r.Feminine)
	return all
}

// ScoreGap runs the stages over the cases, before up to the names, after from
// there on. With givenNames the two names are marked between them, else they
// have to be found.
func ScoreGap(ctx context.Context, before, after []extractors.Stage, cases []GapCase, givenNames bool) (*GapReport, error) {
	report := new(GapReport)
	for i := range cases {
		d := doc.New(ctx)
		d.Raw = cases[i].Text
		stages := slices.Clone(before)
		if givenNames {
			stages = append(stages, cases[i].GivenNames())
		}
		if err := Part(append(stages, after...)).Apply(d); err != nil {
			return nil, fmt.Errorf("read %s: %w", cases[i].ID, err)
		}
		report.add(&cases[i], d)
		d.Release()
	}
	return report, nil
}

func (r *GapReport) add(c *GapCase, d *doc.Doc) {
	pronoun := touched(d, c.Pronoun.Start, c.Pronoun.End)
	entity := doc.NoEntity
	for _, m := range d.Mentions {
		if m.Form == doc.Pronoun && m.Range == pronoun {
			entity = m.Entity
		}
	}
	count := &r.Masculine
	if c.Feminine() {
		count = &r.Feminine
	}
	for i := range c.Names {
		name := touched(d, c.Names[i].Start, c.Names[i].End)
		found := false
		for _, m := range d.Mentions {
			found = found || entity != doc.NoEntity && m.Form == doc.Name && m.Entity == entity && m.Range.Overlaps(name)
		}
		switch {
		case found && c.Refers[i]:
			count.TP++
		case found:
			count.FP++
			r.Wrong = append(r.Wrong, Mistake{Article: c.ID, Kind: "pronoun", What: d.TextOf(pronoun) + " = " + d.Entities[entity].Name, Context: c.Text})
		case c.Refers[i]:
			count.FN++
		}
	}
}
