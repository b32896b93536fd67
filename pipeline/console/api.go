package console

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// operation is something that programs may ask for.
type operation struct {
	method, path string
	do           func(http.ResponseWriter, *http.Request) error
	// parameters are those of the query that it knows.
	parameters []string
}

// operations are all of the API; the last answers for what there is not.
func (c *Console) operations() []operation {
	filters := []string{"type", "status", "entity", "source", "min_confidence", "since", "until"}
	return []operation{
		{"POST", "/v1/extract", c.apiExtract, nil},
		{"GET", "/v1/events", c.apiEvents, append(filters, "limit", "cursor")},
		{"GET", "/v1/entities", c.apiEntities, []string{"q", "type", "limit", "cursor"}},
		{"GET", "/v1/entities/{id}", c.apiEntity, nil},
		{"GET", "/v1/articles", c.apiArticles, []string{"q", "source", "limit", "cursor"}},
		{"GET", "/v1/articles/{id}", c.apiArticle, []string{"format"}},
		{"GET", "/v1/types", c.apiTypes, nil},
		{"GET", "/v1/openapi.json", c.apiDocument, nil},
		{"", "/v1/", func(http.ResponseWriter, *http.Request) error { return errNoOperation }, nil},
	}
}

// answer does what is asked when it is asked as it should be: what is
// misspelt is refused, for an answer without it would look like the one wanted.
func (o *operation) answer(w http.ResponseWriter, r *http.Request) error {
	switch {
	case o.method == "":
	case r.Method != o.method && (o.method != http.MethodGet || r.Method != http.MethodHead):
		w.Header().Set("Allow", o.method)
		return &requestError{http.StatusMethodNotAllowed, "method_not_allowed", "this is asked for by " + o.method, "use " + o.method}
	default:
		if err := checkQuery(r.URL.RawQuery, o.parameters); err != nil {
			return err
		}
	}
	return o.do(w, r)
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value) // who asked may be gone
}

// apiExtract reads an article and answers with what is in it. Nothing is stored.
func (c *Console) apiExtract(w http.ResponseWriter, r *http.Request) error {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, schemas.MaxArticleBytes))
	if err != nil {
		return err
	}
	a, err := pipeline.DecodeArticle(body, r.Header.Get("Content-Type"))
	if err != nil {
		return err
	}
	x, err := c.extract(r.Context(), a)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, x)
	return nil
}

// extract works on an article while no more than a few others are worked on.
func (c *Console) extract(ctx context.Context, a *schemas.Article) (x *schemas.Extraction, err error) {
	err = c.work(ctx, func(ctx context.Context) error {
		x, err = c.cfg.Engine.Extract(ctx, a)
		return err
	})
	return x, err
}

// work calls do when it is its turn. It fails with errBusy when that takes too long.
func (c *Console) work(ctx context.Context, do func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, c.cfg.Timeout)
	defer cancel()
	select {
	case c.working <- struct{}{}:
		defer func() { <-c.working }()
	case <-ctx.Done():
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return errBusy
		}
		return ctx.Err()
	}
	return do(ctx)
}

func (c *Console) apiEvents(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	f, err := parseFilter(q)
	if err != nil {
		return err
	}
	limit, err := limitOf(q)
	if err != nil {
		return err
	}
	cursor, err := c.index.cursorOf(q)
	if err != nil {
		return err
	}
	all, next, err := c.index.eventsBelow(f, cursor, limit)
	if err != nil {
		return err
	}
	list := schemas.EventList{Events: []schemas.EventRecord{}}
	for _, s := range all {
		list.Events = append(list.Events, s.record)
	}
	if next > 0 {
		list.Next = c.index.place(next)
	}
	writeJSON(w, http.StatusOK, list)
	return nil
}

func (c *Console) apiEntities(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	text, err := textOf(q, "q")
	if err != nil {
		return err
	}
	kinds, err := kindsOf(q)
	if err != nil {
		return err
	}
	limit, err := limitOf(q)
	if err != nil {
		return err
	}
	cursor, err := c.index.cursorOf(q)
	if err != nil {
		return err
	}
	list := schemas.EntityList{}
	var next uint64
	if list.Entities, next = c.index.search(text, kinds, cursor, limit); next > 0 {
		list.Next = c.index.place(next)
	}
	writeJSON(w, http.StatusOK, list)
	return nil
}

// kindsOf reads entity types.
func kindsOf(q url.Values) ([]string, error) {
	kinds, err := listOf(q, "type")
	if err != nil {
		return nil, err
	}
	for _, k := range kinds {
		if !slices.Contains(schemas.EntityTypes(), schemas.EntityType(k)) {
			return nil, badParameter("type", fmt.Sprintf("%.40q is no type of entity", k), "use organization, person, gpe, location or product")
		}
	}
	return kinds, nil
}

func (c *Console) apiEntity(w http.ResponseWriter, r *http.Request) error {
	p, _, _, err := c.index.profile(r.PathValue("id"), defaultPage)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, p)
	return nil
}

func (c *Console) apiArticles(w http.ResponseWriter, r *http.Request) error {
	list, err := c.articles(r)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, list)
	return nil
}

// articles is the page of articles that a request asks for.
func (c *Console) articles(r *http.Request) (list schemas.ArticleList, err error) {
	q := r.URL.Query()
	source, err := textOf(q, "source")
	if err != nil {
		return list, err
	}
	title, err := textOf(q, "q")
	if err != nil {
		return list, err
	}
	limit, err := limitOf(q)
	if err != nil {
		return list, err
	}
	cursor, err := c.index.cursorOf(q)
	if err != nil {
		return list, err
	}
	all, next, err := c.index.articlesBelow(source, title, cursor, limit)
	list.Articles = append([]schemas.ArticleSummary{}, all...)
	if next > 0 {
		list.Next = c.index.place(next)
	}
	return list, err
}

// apiArticle answers with an extraction, or with format=brat as standoff annotations.
func (c *Console) apiArticle(w http.ResponseWriter, r *http.Request) error {
	format := r.URL.Query().Get("format")
	if format != "" && format != "json" && format != "brat" {
		return badParameter("format", fmt.Sprintf("%.40q is neither json nor brat", format), "leave it out for json")
	}
	x, err := c.index.extraction(r.PathValue("id"))
	if err != nil {
		return err
	}
	if format == "brat" {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = io.WriteString(w, c.cfg.Brat(x)) // who asked may be gone
		return nil
	}
	writeJSON(w, http.StatusOK, x)
	return nil
}

func (c *Console) apiTypes(w http.ResponseWriter, _ *http.Request) error {
	writeJSON(w, http.StatusOK, schemas.EventTypeList{Types: c.types()})
	return nil
}

// types are the definitions with their live counts; types that have events and
// no definition here come last.
func (c *Console) types() []schemas.EventType {
	counts := c.index.countsByType()
	all := slices.Clone(c.cfg.Types)
	for i := range all {
		all[i].Events = counts[all[i].Name]
		delete(counts, all[i].Name)
	}
	for _, other := range counts.counts() {
		all = append(all, schemas.EventType{Name: other.Name, Summary: "Not defined in this console; a worker has definitions of its own.", Events: other.Count,
			Roles: []schemas.EventTypeRole{}, Triggers: []schemas.EventTypeTrigger{}, Frames: []string{}, Examples: []schemas.EventTypeExample{}, Rejects: []string{}})
	}
	return all
}

func (c *Console) apiDocument(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(schemas.OpenAPI()) // who asked may be gone
	return nil
}
