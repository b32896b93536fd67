package eval

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"gleaner/extractors"
	"gleaner/extractors/doc"
	"gleaner/schemas"
)

// TimeReport holds the figures of times against TimeML articles (TempEval-3).
type TimeReport struct {
	// Spans: a found time is right when it overlaps a gold one.
	Spans PRF `json:"spans"`
	// Values is the share of the overlapping ones with the gold value.
	Values Accuracy `json:"values"`
	// Wrong lists gold text and value with what was found instead.
	Wrong []Mistake `json:"-"`
}

// timex is an annotated time of an article.
type timex struct {
	start, end int
	value      string
}

// timeArticle is an article with its times.
type timeArticle struct {
	ID     string `json:"id"`
	TimeML string `json:"timeml"`

	text      string
	published string
	times     []timex
}

// ScoreTimes holds the values of the stages against the articles of a file of
// TimeML, one JSON object {"id", "timeml"} a line, gzipped. Only every second
// article counts, beginning with the first of them at index half, so that
// rules tuned on one half are judged on the other.
func ScoreTimes(stages []extractors.Stage, path string, half int) (*TimeReport, error) {
	articles, err := openTimes(path)
	if err != nil {
		return nil, fmt.Errorf("read times: %w", err)
	}
	engine, err := extractors.New(stages...)
	if err != nil {
		return nil, err
	}
	r := new(TimeReport)
	for i := half; i < len(articles); i += 2 {
		if err := r.article(engine, &articles[i]); err != nil {
			return nil, fmt.Errorf("article %s: %w", articles[i].ID, err)
		}
	}
	return r, nil
}

func (r *TimeReport) article(engine *extractors.Engine, a *timeArticle) error {
	d := extractors.Document(context.Background(), &schemas.Article{Text: a.text, PublishedAt: a.published, Language: "en"})
	defer d.Release()
	if err := engine.Apply(d); err != nil {
		return err
	}
	used := make([]bool, len(a.times))
	for _, v := range d.Values {
		if v.Kind != doc.TimeValue && v.Kind != doc.DurationValue && v.Kind != doc.VagueTimeValue {
			continue
		}
		span := d.SpanOf(v.Range)
		at := -1
		for j, g := range a.times {
			if !used[j] && int(span.Start) < g.end && g.start < int(span.End) {
				at = j
				break
			}
		}
		if at < 0 {
			r.Spans.FP++
			r.Wrong = append(r.Wrong, Mistake{Article: a.ID, Kind: "spurious", Type: v.Grain, What: d.Slice(span), Context: around(d.Text, span)})
			continue
		}
		used[at] = true
		r.Spans.TP++
		r.Values.N++
		if g := a.times[at]; g.value == v.Text {
			r.Values.Right++
		} else {
			r.Wrong = append(r.Wrong, Mistake{Article: a.ID, Kind: "value", Type: v.Grain, What: a.text[g.start:g.end],
				Context: g.value + " got " + v.Text + " at " + a.published})
		}
	}
	for j, g := range a.times {
		if !used[j] {
			r.Spans.FN++
			r.Wrong = append(r.Wrong, Mistake{Article: a.ID, Kind: "missed", What: a.text[g.start:g.end], Context: g.value})
		}
	}
	return nil
}

// around is the text near a span.
func around(text string, s doc.Span) string {
	const margin = 30
	return strings.ToValidUTF8(text[max(0, int(s.Start)-margin):min(len(text), int(s.End)+margin)], "")
}

// EachTimeArticle calls visit with the id and the text of each article of a file of TimeML.
func EachTimeArticle(path string, visit func(id, text string)) error {
	all, err := openTimes(path)
	for i := range all {
		visit(all[i].ID, all[i].text)
	}
	return err
}

func openTimes(path string) ([]timeArticle, error) {
	var all []timeArticle
	err := EachLine(path, func(line string) error {
		var a timeArticle
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			return err
		}
		if err := a.parse(); err != nil {
			return fmt.Errorf("article %s: %w", a.ID, err)
		}
		all = append(all, a)
		return nil
	})
	return all, err
}

// parse reads text, publication date and times out of the TimeML.
func (a *timeArticle) parse() error {
	in := xml.NewDecoder(strings.NewReader(a.TimeML))
	in.Strict = false
	var text strings.Builder
	inText := false
	for {
		token, err := in.Token()
		if errors.Is(err, io.EOF) {
			a.text = text.String()
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch {
			case t.Name.Local == "TEXT":
				inText = true
			case t.Name.Local == "TIMEX3" && inText:
				a.times = append(a.times, timex{start: text.Len(), value: attribute(t, "value")})
			case t.Name.Local == "TIMEX3" && attribute(t, "functionInDocument") == "CREATION_TIME":
				a.published, _, _ = strings.Cut(attribute(t, "value"), "T")
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "TEXT":
				inText = false
			case "TIMEX3":
				if inText {
					a.times[len(a.times)-1].end = text.Len()
				}
			}
		case xml.CharData:
			if inText {
				text.Write(t)
			}
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
