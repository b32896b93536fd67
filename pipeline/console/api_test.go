package console

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"gleaner/pipeline/console/apiclient"
	"gleaner/schemas"
)

// TestAPI asks through the client that is generated from the document.
func TestAPI(t *testing.T) {
	tape := newTape()
	tape.add(Articles, rawOf(t, sampleArticle("a/1 ü")))
	tape.add(Records, recordsOf(t, sample("a/1 ü"), arrival)...)
	tape.add(Records, recordsOf(t, sample("a2"), arrival)...)
	c := startConsole(t, tape, nil)
	api, err := apiclient.NewClientWithResponses(c.url)
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()

	x, err := api.ExtractWithResponse(ctx, apiclient.Article{Text: ptr(sampleText), Id: ptr("mine")})
	if err != nil || x.JSON200 == nil || len(x.JSON200.Events) != 2 || x.JSON200.Article.Id != "mine" {
		t.Fatalf("extract gives %s, %v", x.Body, err)
	}
	plain, err := api.ExtractWithTextBodyWithResponse(ctx, sampleText)
	if err != nil || plain.JSON200 == nil || plain.JSON200.Events[0].Trigger.Text != "banned" {
		t.Fatalf("extract of text gives %s, %v", plain.Body, err)
	}
	bad, err := api.ExtractWithTextBodyWithResponse(ctx, "refuse this")
	if err != nil || bad.StatusCode() != http.StatusUnprocessableEntity || bad.JSONDefault == nil || *bad.JSONDefault.Field != "text" || *bad.JSONDefault.Hint == "" {
		t.Errorf("a refused article gives %s, %v", bad.Body, err)
	}

	events, err := api.ListEventsWithResponse(ctx, &apiclient.ListEventsParams{
		Type: &[]string{"ban", "fine"}, MinConfidence: ptr(float32(0.5)), Entity: ptr("Anatel"), Limit: ptr(1),
	})
	if err != nil || events.JSON200 == nil || len(events.JSON200.Events) != 1 || events.JSON200.Events[0].Event.Type != "ban" || events.JSON200.Next == nil {
		t.Fatalf("events are %s, %v", events.Body, err)
	}
	rest, err := api.ListEventsWithResponse(ctx, &apiclient.ListEventsParams{Type: &[]string{"ban"}, Cursor: events.JSON200.Next})
	if err != nil || rest.JSON200 == nil || len(rest.JSON200.Events) != 1 || rest.JSON200.Next != nil || rest.JSON200.Events[0].ArticleId == events.JSON200.Events[0].ArticleId {
		t.Errorf("the second page is %s, %v", rest.Body, err)
	}

	found, err := api.FindEntitiesWithResponse(ctx, &apiclient.FindEntitiesParams{Q: ptr("bolt")})
	if err != nil || found.JSON200 == nil || len(found.JSON200.Entities) != 1 {
		t.Fatalf("entities are %s, %v", found.Body, err)
	}
	names := map[string]bool{}
	for cursor := (*string)(nil); ; {
		page, err := api.FindEntitiesWithResponse(ctx, &apiclient.FindEntitiesParams{Limit: ptr(2), Cursor: cursor})
		if err != nil || page.JSON200 == nil || len(page.JSON200.Entities) == 0 {
			t.Fatalf("a page of entities is %s, %v", page.Body, err)
		}
		for _, e := range page.JSON200.Entities {
			names[e.Name] = true
		}
		if cursor = page.JSON200.Next; cursor == nil {
			break
		}
	}
	if len(names) != 3 {
		t.Errorf("the pages hold the entities %v", names)
	}
	profile, err := api.GetEntityWithResponse(ctx, found.JSON200.Entities[0].Id)
	if err != nil || profile.JSON200 == nil || len(profile.JSON200.Partners) != 2 || len(profile.JSON200.Events) != 4 {
		t.Errorf("the profile is %s, %v", profile.Body, err)
	}
	articles, err := api.ListArticlesWithResponse(ctx, &apiclient.ListArticlesParams{Q: ptr("bolt")})
	if err != nil || articles.JSON200 == nil || len(articles.JSON200.Articles) != 2 {
		t.Errorf("articles are %s, %v", articles.Body, err)
	}
	c.await(t, "the text", func() bool {
		article, err := api.GetArticleWithResponse(ctx, "a/1 ü", nil)
		return err == nil && article.JSON200 != nil && article.JSON200.Article.Text != nil && *article.JSON200.Article.Text == sampleText
	})
	annotations, err := api.GetArticleWithResponse(ctx, "a2", &apiclient.GetArticleParams{Format: ptr(apiclient.GetArticleParamsFormat("brat"))})
	if err != nil || string(annotations.Body) != "E1\tban of a2" {
		t.Errorf("annotations are %s, %v", annotations.Body, err)
	}
	missing, err := api.GetArticleWithResponse(ctx, "nobody", nil)
	if err != nil || missing.StatusCode() != http.StatusNotFound || missing.JSONDefault == nil || missing.JSONDefault.Code != "not_found" {
		t.Errorf("a missing article gives %s, %v", missing.Body, err)
	}
	types, err := api.ListTypesWithResponse(ctx)
	if err != nil || types.JSON200 == nil || len(types.JSON200.Types) != 3 || types.JSON200.Types[0].Events != 2 {
		t.Errorf("types are %s, %v", types.Body, err)
	}
}

func ptr[T any](v T) *T { return &v }

// TestAPIRefuses: every bound is told with the parameter and the remedy.
func TestAPIRefuses(t *testing.T) {
	c := startConsole(t, newTape(), nil)
	long := strings.Repeat("x", maxParameter+1)
	for _, k := range []struct {
		method, path, contentType, body string
		status                          int
		field                           string
	}{
		{"GET", "/v1/events?status=maybe", "", "", 400, "status"},
		{"GET", "/v1/events?min_confidence=2", "", "", 400, "min_confidence"},
		{"GET", "/v1/events?min_confidence=NaN", "", "", 400, "min_confidence"},
		{"GET", "/v1/events?since=yesterday", "", "", 400, "since"},
		{"GET", "/v1/events?limit=100000", "", "", 400, "limit"},
		{"GET", "/v1/events?cursor=-", "", "", 400, "cursor"},
		{"GET", "/v1/events?cursor=earlier-5", "", "", 400, "cursor"},
		{"GET", "/v1/articles?cursor=1f", "", "", 400, "cursor"},
		{"GET", "/v1/events?entity=" + long, "", "", 400, "entity"},
		{"GET", "/v1/events?type=" + strings.Repeat("a,", 10) + long + strings.Repeat(",b", 4000), "", "", 400, "type"},
		{"GET", "/v1/entities?type=ghost", "", "", 400, "type"},
		{"GET", "/v1/articles/a?format=xml", "", "", 400, "format"},
		{"GET", "/v1/nothing", "", "", 404, ""},
		{"GET", "/v1/events?types=ban", "", "", 400, "types"},
		{"GET", "/v1/events?type=ban;fine", "", "", 400, "query"},
		{"GET", "/v1/events?type=%zz", "", "", 400, "query"},
		{"GET", "/v1/events?source=a&source=b", "", "", 400, "source"},
		{"GET", "/v1/events?since=2026-01-02&until=2026-01-01", "", "", 400, "until"},
		{"GET", "/v1/events?since=2026-01-02T08:00:00+02:00", "", "", 400, "since"},
		{"GET", "/v1/entities/a?limit=1", "", "", 400, "limit"},
		{"GET", "/v1/entities?type=person,ghost", "", "", 400, "type"},
		{"GET", "/v1/extract", "", "", 405, ""},
		{"POST", "/v1/events", "text/plain", "x", 405, ""},
		{"DELETE", "/v1/articles/a", "", "", 405, ""},
		{"POST", "/v1/extract", "application/json", `{"text":1}`, 400, "text"},
		{"POST", "/v1/extract", "image/png", "x", 415, ""},
		{"POST", "/v1/extract", "text/plain", "Umlaute", 422, ""},
		{"POST", "/v1/extract", "text/plain", strings.Repeat("a", schemas.MaxArticleBytes+1), 413, ""},
	} {
		r, err := http.NewRequest(k.method, c.url+k.path, strings.NewReader(k.body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", k.contentType)
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		var p schemas.Problem
		if err := json.NewDecoder(answer.Body).Decode(&p); err != nil {
			t.Errorf("%.60s: %v", k.path, err)
		}
		answer.Body.Close()
		if answer.StatusCode != k.status || p.Field != k.field || p.Message == "" || p.Hint == "" {
			t.Errorf("%s %.60s: %d %+v, want %d in %q", k.method, k.path, answer.StatusCode, p, k.status, k.field)
		}
	}
}

// TestAPIMethods: what may be done is said, and HEAD is answered as GET is.
func TestAPIMethods(t *testing.T) {
	c := startConsole(t, newTape(), nil)
	for _, k := range []struct {
		method, path string
		status       int
		allow        string
	}{
		{"HEAD", "/v1/events", 200, ""},
		{"PUT", "/v1/events", 405, "GET"},
		{"HEAD", "/v1/extract", 405, "POST"},
		{"GET", "/v1/entities?type=person,organization", 200, ""},
	} {
		r, err := http.NewRequest(k.method, c.url+k.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != k.status || answer.Header.Get("Allow") != k.allow {
			t.Errorf("%s %s: %d, Allow %q", k.method, k.path, answer.StatusCode, answer.Header.Get("Allow"))
		}
	}
}

// TestAPIBusy: with all hands at work a request is told so in time.
func TestAPIBusy(t *testing.T) {
	block := make(chan struct{})
	c := startConsole(t, newTape(), func(cfg *Config) { cfg.Engine, cfg.Timeout = parrot{block}, 300e6 })
	for range cap(c.working) {
		c.working <- struct{}{}
	}
	answer, err := http.Post(c.url+"/v1/extract", "text/plain", strings.NewReader("some text"))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, _ := io.ReadAll(answer.Body)
	if answer.StatusCode != http.StatusServiceUnavailable || answer.Header.Get("Retry-After") == "" || !strings.Contains(string(body), "busy") {
		t.Errorf("got %d %s", answer.StatusCode, body)
	}
	<-c.working
	answer, err = http.Post(c.url+"/v1/extract", "text/plain", strings.NewReader("some text"))
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("an article that takes too long gives %d", answer.StatusCode)
	}
}

// TestCrossOrigin: another site cannot send articles in somebody's name.
func TestCrossOrigin(t *testing.T) {
	c := startConsole(t, newTape(), nil)
	r, err := http.NewRequest("POST", c.url+"/try", strings.NewReader("article=x&send=1"))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "https://evil.example")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusForbidden || len(c.mail.bodies) > 0 {
		t.Errorf("got %d, sent %d", answer.StatusCode, len(c.mail.bodies))
	}
}
