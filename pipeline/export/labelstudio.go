package export

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
)

// labelStudio writes one JSON array of tasks with predictions: labelled spans,
// with the status and the source of each event, and relations from a trigger to
// what plays a role. Offsets there count UTF-16
// units, as in JavaScript.
type labelStudio struct {
	out io.Writer
	n   int
}

type labelResult struct {
	ID        string         `json:"id,omitempty"`
	FromName  string         `json:"from_name,omitempty"`
	ToName    string         `json:"to_name,omitempty"`
	Type      string         `json:"type"`
	Value     map[string]any `json:"value,omitempty"`
	FromID    string         `json:"from_id,omitempty"`
	ToID      string         `json:"to_id,omitempty"`
	Direction string         `json:"direction,omitempty"`
	Labels    []string       `json:"labels,omitempty"`
	// Meta is what the tool shows of a region beside its labels.
	Meta *labelMeta `json:"meta,omitempty"`
}

type labelMeta struct {
	Text []string `json:"text"`
}

func (w *labelStudio) write(d *document) error {
	before := ",\n"
	if w.n == 0 {
		before = "[\n"
	}
	w.n++
	body, err := json.Marshal(map[string]any{
		"data": map[string]any{"text": d.x.Article.Text, "article_id": d.x.Article.ID, "title": d.x.Article.Title, "url": d.x.Article.URL},
		"predictions": []any{map[string]any{
			"model_version": d.x.Producer.Name + " " + d.x.Producer.Version, "result": labelResults(d),
		}},
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w.out, "%s%s", before, body)
	return err
}

func labelResults(d *document) []labelResult {
	units := utf16Offsets(d.text)
	at := func(i int) int { return units[min(max(i, 0), len(d.text))] }
	results := []labelResult{}
	ids := map[string]string{}
	span := func(label string, start, end int) string {
		key := fmt.Sprintf("%s-%d-%d", label, start, end)
		if ids[key] == "" {
			ids[key] = key
			results = append(results, labelResult{ID: key, FromName: "label", ToName: "text", Type: "labels", Value: map[string]any{
				"start": at(start), "end": at(end), "text": d.slice(start, end), "labels": []string{label},
			}})
		}
		return key
	}
	for _, m := range d.mentions() {
		span(string(m.entity.Type), m.start, m.end)
	}
	kinds := map[string]string{}
	for _, e := range d.x.Entities {
		kinds[e.ID] = string(e.Type)
	}
	for _, e := range d.x.Events {
		trigger := span(e.Type, e.Trigger.Start, e.Trigger.End)
		if source := credit(&e); source != "" { // the first result of a region makes it
			first := slices.IndexFunc(results, func(r labelResult) bool { return r.ID == trigger })
			results[first].Meta = &labelMeta{[]string{source}}
		}
		results = append(results, labelResult{ID: trigger, FromName: "status", ToName: "text", Type: "choices", Value: map[string]any{
			"start": at(e.Trigger.Start), "end": at(e.Trigger.End), "text": e.Trigger.Text, "choices": []string{string(e.Status)},
		}})
		for _, a := range e.Arguments {
			kind := kinds[a.EntityID]
			if kind == "" {
				kind = "phrase"
			}
			results = append(results, labelResult{Type: "relation", FromID: trigger, ToID: span(kind, a.Start, a.End), Direction: "right", Labels: []string{a.Role}})
		}
	}
	return results
}

// utf16Offsets maps offsets in code points to offsets in UTF-16 units.
func utf16Offsets(text []rune) []int {
	offsets := make([]int, len(text)+1)
	for i, r := range text {
		offsets[i+1] = offsets[i] + 1
		if r > 0xFFFF {
			offsets[i+1]++
		}
	}
	return offsets
}

func (w *labelStudio) end() error {
	if w.n == 0 {
		_, err := io.WriteString(w.out, "[]\n")
		return err
	}
	_, err := io.WriteString(w.out, "\n]\n")
	return err
}
