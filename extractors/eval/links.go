package eval

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"gleaner/extractors"
	"gleaner/schemas"
)

// linksFile holds invented sentences with a name and the id that it should
// get. They were written before the linker was run on them; two ids changed
// since, when the knowledge base got rows of its own for them.
//
//go:embed links.tsv
var linksFile string

// LinkCase is a text with a name, and the id that the name's entity should
// have; "" where no row of the knowledge base should be taken.
type LinkCase struct{ ID, Name, Text string }

// LinkCases are the invented sentences.
func LinkCases() ([]LinkCase, error) {
	var cases []LinkCase
	for i, line := range strings.Split(strings.TrimSpace(linksFile), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != 3 || !strings.Contains(cells[2], cells[1]) {
			return nil, fmt.Errorf("links.tsv:%d: want id, name and a text that holds the name, between tabs", i+1)
		}
		cases = append(cases, LinkCase{ID: strings.TrimPrefix(cells[0], "-"), Name: cells[1], Text: cells[2]})
	}
	return cases, nil
}

// LinkReport holds the figures of linking.
type LinkReport struct {
	// Links are right when the linked id is the wanted one.
	Links PRF
	// Abstained: of the names that should have no link, those without.
	Abstained Accuracy
	Wrong     []Mistake
}

// ScoreLinks runs the engine over the cases.
func ScoreLinks(ctx context.Context, engine *extractors.Engine, cases []LinkCase) (*LinkReport, error) {
	report := new(LinkReport)
	for i, c := range cases {
		x, err := engine.Extract(ctx, &schemas.Article{ID: fmt.Sprintf("link-%d", i+1), Text: c.Text, Language: "en"})
		if err != nil {
			return nil, fmt.Errorf("read %q: %w", c.Text, err)
		}
		report.add(fmt.Sprintf("link-%d", i+1), c, x)
	}
	return report, nil
}

func (r *LinkReport) add(article string, c LinkCase, x *schemas.Extraction) {
	got := ""
	for _, e := range x.Entities {
		if len(e.Links) > 0 && slices.ContainsFunc(e.Mentions, func(m schemas.EntityMention) bool { return strings.HasPrefix(m.Text, c.Name) }) {
			got = e.ID
		}
	}
	if c.ID == "" {
		r.Abstained.N++
		if got == "" {
			r.Abstained.Right++
		}
	}
	if got == c.ID {
		if got != "" {
			r.Links.TP++
		}
		return
	}
	if got != "" {
		r.Links.FP++
	}
	if c.ID != "" {
		r.Links.FN++
	}
	r.Wrong = append(r.Wrong, Mistake{Article: article, Kind: "link", What: fmt.Sprintf("%s: %q, want %q", c.Name, got, c.ID), Context: c.Text})
}
