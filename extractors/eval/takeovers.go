package eval

import (
	"context"
	"encoding/json"
	"iter"
	"maps"
	"slices"
	"strings"

	"gleaner/extractors"
	"gleaner/schemas"
)

// Takeover is an article of the set of corporate acquisitions (Freitag 1998)
// with its filled template.
type Takeover struct {
	ID       string              `json:"id"`
	Text     string              `json:"text"`
	Template map[string][]string `json:"template"`
}

// takeoverSlots are the slots of the template that roles of ours fill.
var takeoverSlots = map[string]string{"PURCHASER": "buyer", "ACQUIRED": "target", "SELLER": "seller", "DLRAMT": "amount"}

// ReadTakeovers reads the articles, JSON lines.
func ReadTakeovers(path string) ([]Takeover, error) {
	var all []Takeover
	err := EachLine(path, func(line string) error {
		var t Takeover
		err := json.Unmarshal([]byte(line), &t)
		all = append(all, t)
		return err
	})
	return all, err
}

// ScoreTakeovers counts by role, and under "" for all, which slots were filled
// right: from the surest acquisition of the article, by any of the names that
// the template allows.
func ScoreTakeovers(ctx context.Context, engine *extractors.Engine, all []Takeover) (map[string]*PRF, error) {
	articles := make([]Gold, len(all))
	for i := range all {
		articles[i] = Gold{ID: all[i].ID, Text: all[i].Text}
	}
	found, err := Extract(ctx, engine, articles)
	if err != nil {
		return nil, err
	}
	counts := map[string]*PRF{"": {}}
	for slot, role := range takeoverSlots {
		counts[role] = &PRF{}
		for i := range all {
			one := countSlot(all[i].wanted(slot), takeoverFillers(&found[i], role))
			counts[role].Add(one)
			counts[""].Add(one)
		}
	}
	return counts, nil
}

// Fillers are the names that may fill each role, in order of role.
func (t *Takeover) Fillers() iter.Seq2[string, []string] {
	return func(yield func(string, []string) bool) {
		for _, slot := range slices.Sorted(maps.Keys(takeoverSlots)) {
			if forms := t.forms(slot); len(forms) > 0 && !yield(takeoverSlots[slot], forms) {
				return
			}
		}
	}
}

// wanted lists the names that a slot may be filled with, none for "---".
func (t *Takeover) wanted(slot string) []phrase { return newPhrases(t.forms(slot)...) }

// forms are the names of a slot; alternatives stand in one field, `"A" / "B"`.
func (t *Takeover) forms(slot string) []string {
	var out []string
	for _, field := range t.Template[slot] {
		for filler := range strings.SplitSeq(field, "\" / \"") {
			if filler = strings.Trim(filler, "\" "); filler != "---" && filler != "" {
				out = append(out, filler)
			}
		}
	}
	return out
}

// takeoverFillers are all names of what fills a role of the surest acquisition.
func takeoverFillers(x *schemas.Extraction, role string) []phrase {
	var best *schemas.Event
	for i := range x.Events {
		if e := &x.Events[i]; e.Type == "acquisition" && (best == nil || e.Confidence > best.Confidence) {
			best = e
		}
	}
	if best == nil {
		return nil
	}
	names := map[string][]string{}
	for i := range x.Entities {
		names[x.Entities[i].ID] = append([]string{x.Entities[i].Name}, x.Entities[i].Aliases...)
	}
	var out []phrase
	for _, a := range best.Arguments {
		if a.Role == role {
			out = append(out, newPhrases(append(names[a.EntityID], a.Text)...)...)
		}
	}
	return out
}

func countSlot(wanted, found []phrase) PRF {
	var c PRF
	switch right := anySame(wanted, found); {
	case right:
		c.TP++
	default:
		if len(found) > 0 {
			c.FP++
		}
		if len(wanted) > 0 {
			c.FN++
		}
	}
	return c
}
