package eval

import (
	"sort"

	"gleaner/extractors"
	"gleaner/extractors/doc"
)

// verbatim takes the text as it is, so that gold offsets hold.
type verbatim struct{}

// Verbatim returns a stage that takes the article's text as it is.
func Verbatim() extractors.Stage { return &verbatim{} }

func (*verbatim) Name() string     { return "verbatim" }
func (*verbatim) Needs() doc.Layer { return 0 }
func (*verbatim) Adds() doc.Layer  { return doc.Text }
func (*verbatim) Apply(d *doc.Doc) error {
	d.Text, d.Language = d.Raw, "en"
	return nil
}

// annotated marks the annotated names, so that what comes behind the stage
// names is measured on its own.
type annotated struct{ gold *Gold }

// GoldNames returns a stage that marks the names of one annotated article.
func GoldNames(g *Gold) extractors.Stage { return &annotated{g} }

func (*annotated) Name() string     { return "gold" }
func (*annotated) Needs() doc.Layer { return doc.Tokens }
func (*annotated) Adds() doc.Layer  { return doc.Mentions }

// Apply marks every token that a gold mention touches.
func (s *annotated) Apply(d *doc.Doc) error {
	bytesAt := bytesOf(d.Text)
	d.Mentions = d.Mentions[:0]
	for _, e := range s.gold.Entities {
		for _, m := range e.Mentions {
			if r := touched(d, bytesAt[m[0]], bytesAt[m[1]]); r.Len() > 0 {
				d.Mentions = append(d.Mentions, doc.Mention{Range: r, Entity: doc.NoEntity, Kind: goldKinds[e.Type], Score: 1})
			}
		}
	}
	sort.SliceStable(d.Mentions, func(i, j int) bool { return d.Mentions[i].First < d.Mentions[j].First })
	return nil
}

var goldKinds = map[string]doc.Kind{
	"ORG": doc.Organization, "PERSON": doc.Person, "GPE": doc.GPE, "LOC": doc.Location, "PRODUCT": doc.Product,
}

func touched(d *doc.Doc, start, end int32) doc.Range {
	first := sort.Search(len(d.Tokens), func(i int) bool { return d.Tokens[i].End > start })
	last := sort.Search(len(d.Tokens), func(i int) bool { return d.Tokens[i].Start >= end })
	return doc.Range{First: int32(first), End: int32(last)}
}
