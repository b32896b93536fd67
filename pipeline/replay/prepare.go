package replay

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"time"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// prepared is what is known of an article before it is worked on.
type prepared struct {
	// body is the article as JSON, with its dates; nil when it is as it was.
	body   []byte
	header map[string][]string
	// fault is why the article cannot be read.
	fault                     error
	id, day, source, dateFrom string
	print                     print
}

// MetadataDateFrom is the key under which the metadata of an article say where
// its date of publication was found, when it did not say so itself: "metadata",
// "page", "url", or "none" when it has none.
const MetadataDateFrom = "published_at_from"

// metadataDates are keys of metadata under which dates of publication are found.
var metadataDates = []string{
	"published_at", "published", "publish_date", "published_date", "date_published", "datePublished", "pubDate", "pubdate", "pub_date",
	"publication_date", "article:published_time", "dc.date", "date",
}

// prepare reads an article and finds out its date and its print.
func (s *Source) prepare(ctx context.Context, d pipeline.Delivery) prepared {
	var p prepared
	if l, ok := d.(pipeline.Loader); ok {
		if p.fault = l.Load(ctx); p.fault != nil {
			return p
		}
	}
	contentType := ""
	if v := d.Header()["Content-Type"]; len(v) > 0 {
		contentType = v[0]
	}
	a, changed, err := decode(d.Body(), contentType)
	if err != nil {
		p.fault = err
		return p
	}
	if a.FetchedAt == "" && !d.FirstSeen().IsZero() {
		// When it was first stored decides which of two versions is newer.
		a.FetchedAt, changed = d.FirstSeen().UTC().Format(time.RFC3339Nano), true
	}
	text := s.findDate(ctx, a, &p, &changed)
	p.id, p.source = a.ID, a.Source
	if len(a.PublishedAt) >= len(time.DateOnly) {
		p.day = a.PublishedAt[:len(time.DateOnly)]
	}
	if s.opts.Copies != nil {
		p.print = newPrint(text)
	}
	if changed {
		if body, err := encode(a); err == nil && len(body) <= schemas.MaxArticleBytes {
			p.body, p.header = body, map[string][]string{"Content-Type": {"application/json"}}
		}
	}
	return p
}

// decode reads an article; changed says that its body is not it word for word.
// Dates in another form than RFC 3339 are read, too.
func decode(body []byte, contentType string) (a *schemas.Article, changed bool, err error) {
	if body, err = pipeline.ToUTF8(body, contentType); err != nil {
		return nil, false, err
	}
	a, ignored, err := schemas.DecodeArticleLenient(body, contentType)
	var field *schemas.FieldError
	if errors.As(err, &field) && (field.Field == "published_at" || field.Field == "fetched_at") {
		if mended := mendDates(body); mended != nil {
			a, _, err = schemas.DecodeArticleLenient(mended, contentType)
			return a, true, err
		}
	}
	if err != nil {
		return nil, false, err
	}
	return a, len(ignored) > 0 || a.PublishedAt != "" && !bytes.Contains(body, []byte(`"published_at"`)), nil
}

// mendDates moves dates that are not as RFC 3339 has them to the metadata,
// where they are looked for again.
func mendDates(body []byte) []byte {
	var fields map[string]any
	if json.Unmarshal(body, &fields) != nil {
		return nil
	}
	kept, _ := fields["metadata"].(map[string]any)
	if kept == nil {
		kept = map[string]any{}
	}
	for _, name := range []string{"published_at", "fetched_at"} {
		value, ok := fields[name]
		if !ok {
			continue
		}
		delete(fields, name)
		if date := pipeline.Date(value); date != "" {
			fields[name] = date
		} else if value != nil {
			kept[name] = value
		}
	}
	if len(kept) > 0 {
		fields["metadata"] = kept
	}
	mended, err := encode(fields)
	if err != nil {
		return nil
	}
	return mended
}

// findDate gives the article its date of publication and marks where it comes
// from, and returns the article's text.
func (s *Source) findDate(ctx context.Context, a *schemas.Article, p *prepared, changed *bool) (text string) {
	var page string
	if s.opts.Inspect != nil && (s.opts.Copies != nil || a.PublishedAt == "") {
		text, page = s.opts.Inspect(ctx, a)
	}
	if a.PublishedAt != "" {
		p.dateFrom = "article"
		return text
	}
	if p.dateFrom, a.PublishedAt = dateOf(a, page); a.Metadata == nil {
		a.Metadata = map[string]any{}
	}
	a.Metadata[MetadataDateFrom] = p.dateFrom
	*changed = true
	return text
}

// dateOf finds the date of an article that has none: in its metadata, its
// page, its address.
func dateOf(a *schemas.Article, page string) (from, date string) {
	for _, key := range metadataDates {
		if date := pipeline.Date(a.Metadata[key]); date != "" {
			return "metadata", date
		}
	}
	inURL := pipeline.DateOfURL(a.URL)
	switch {
	case page != "" && page != inURL:
		return "page", page
	case inURL != "":
		return "url", inURL
	}
	return "none", ""
}

func encode(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), err
}
