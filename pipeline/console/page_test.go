package console

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"gleaner/schemas"
)

// fetch asks for a page and checks what every page must be.
func fetch(t *testing.T, c *testConsole, path string, status int) string {
	t.Helper()
	answer, err := http.Get(c.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode != status {
		t.Errorf("%s gives %d, want %d:\n%.500s", path, answer.StatusCode, status, body)
	}
	if csp := answer.Header.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none'; style-src 'self'; script-src 'self';") {
		t.Errorf("%s has the policy %q", path, csp)
	}
	checkInert(t, path, string(body))
	return string(body)
}

// checkInert finds what a page must not hold: styles and scripts of its own,
// handlers, and addresses elsewhere, except as links.
func checkInert(t *testing.T, path, body string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		source := ""
		for _, a := range n.Attr {
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcdoc":
				t.Errorf("%s: <%s> has the attribute %s", path, n.Data, a.Key)
			case a.Key == "src":
				source = a.Val
			case a.Key == "href" && n.Data == "a":
				if u, err := url.Parse(a.Val); err != nil || u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" {
					t.Errorf("%s: a link to %.80q", path, a.Val)
				}
			case a.Key == "id":
				if ids[a.Val] {
					t.Errorf("%s: the id %q is there twice", path, a.Val)
				}
				ids[a.Val] = true
			}
		}
		switch n.Data {
		case "script":
			if !strings.HasPrefix(source, "/assets/") || n.FirstChild != nil {
				t.Errorf("%s: a script from %q", path, source)
			}
		case "style", "iframe", "object", "embed", "base", "img":
			t.Errorf("%s: <%s>", path, n.Data)
		}
	}
}

func TestPages(t *testing.T) {
	tape := newTape()
	tape.state = State{Lanes: []Lane{{"live", 1234, 2}}, Dead: 1}
	tape.add(Articles, rawOf(t, sampleArticle("a1")))
	tape.add(Records, recordsOf(t, sample("a1"), arrival)...)
	tape.add(DeadLetters, Entry{Body: []byte(`{"type":"gleaner.deadletter.v1","data":{"subject":"articles.raw.x","reason":"empty_body","stage":"decode","error":"the body is empty","hint":"send one","attempts":1,"first_seen":"","last_seen":""}}`)})
	c := startConsole(t, tape, nil)
	c.await(t, "text and letter", func() bool {
		x, err := c.index.extraction("a1")
		return err == nil && x.Article.Text != "" && len(c.intake.newestLetters(1)) == 1
	})
	for _, k := range []struct {
		path   string
		status int
		want   []string
	}{
		{"/", 200, []string{"2 events", "1,236", "dead letters", "Bolt Corp", "class=\"chart wide\"", ">lawsuit<"}},
		{"/?span=fortnight", 400, []string{"span: ", "is no span"}},
		{"/?type=ban&span=week", 200, []string{"1 event", `href="/?type=ban"`, `href="/?span=year&amp;type=ban"`}},
		{"/?span=week", 200, []string{"per hour", `aria-current="true">7 days`}},
		{"/live", 200, []string{"Regulator bans Bolt", "12,900,000 USD", "2026-03-02", "“said”", `data-after="`}},
		{"/live?type=ban&status=actual&min_confidence=0.5", 200, []string{`value="ban" checked`, `value="0.5" selected`, "/v1/events?min_confidence=0.5&amp;status=actual&amp;type=ban"}},
		{"/live?type=fine", 200, []string{"No event matches"}},
		{"/live?status=maybe", 400, []string{"is no status"}},
		{"/articles", 200, []string{"Regulator bans Bolt", "2 events", "3 entities"}},
		{"/articles?q=zebra", 200, []string{"No article matches"}},
		{"/articles/a1", 200, []string{`data-r="0:trigger"`, `en-organization`, `href="#event-0"`, "81 % likely", "38 % likely", `data-why="/articles/a1/why?event=ev-a1-ban"`}},
		{"/articles/a1?why=1", 200, []string{"ban.yaml", "{authority} &lt;verb&gt; {target}", "1 near miss"}},
		{"/articles/none", 404, []string{"Not found"}},
		{"/entities", 200, []string{"Anatel", "Jane Roe"}},
		{"/entities?q=anatel&type=organization", 200, []string{"Anatel"}},
		{"/entities?type=ghost", 400, []string{"is no type of entity"}},
		{"/entities/org:bolt", 200, []string{"class=\"chart network wide\"", "Jane Roe", "History"}},
		{"/entities/none", 404, []string{"Not found"}},
		{"/types", 200, []string{"Somebody forbids something.", "lawsuit", "not defined", "1 event"}},
		{"/types/ban", 200, []string{"required", "{authority} &lt;verb&gt; {target}", "The band played.", "lift"}},
		{"/types/nothing", 404, []string{"Not found", "event type of that name"}},
		{"/live?type=ban;fine", 400, []string{"query: cannot be read"}},
		{"/try", 200, []string{"A ban", "Send to the stream"}},
		{"/dead", 200, []string{"empty body", "the body is empty", "send one"}},
		{"/api", 200, []string{"/v1/openapi.json"}},
		{"/nothing", 404, []string{"Not found"}},
	} {
		body := fetch(t, c, k.path, k.status)
		for _, want := range k.want {
			if !strings.Contains(strings.ToLower(body), strings.ToLower(want)) {
				t.Errorf("%s does not show %q", k.path, want)
			}
		}
	}
	why, err := http.Get(c.url + "/articles/a1/why?event=ev-a1-ban")
	if err != nil {
		t.Fatal(err)
	}
	defer why.Body.Close()
	body, _ := io.ReadAll(why.Body)
	for _, want := range []string{"reported from 0.30", "Jane Roe</bdi> “said”"} {
		if !strings.Contains(string(body), want) {
			t.Errorf("why does not say %q: %s", want, body)
		}
	}
}

// TestAssets: only what is embedded is served, and it may be kept.
func TestAssets(t *testing.T) {
	c := startConsole(t, newTape(), nil)
	for _, asset := range regexp.MustCompile(`/assets/[a-z.]+\?v=[0-9a-f]+`).FindAllString(fetch(t, c, "/", 200), -1) {
		answer, err := http.Get(c.url + asset)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != 200 || !strings.Contains(answer.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s gives %d", asset, answer.StatusCode)
		}
	}
	for _, path := range []string{"/assets/none.js", "/assets/..%2ftemplates%2flayout.html"} {
		answer, err := http.Get(c.url + path)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != 404 {
			t.Errorf("%s gives %d", path, answer.StatusCode)
		}
	}
}

// hostile says bad things in every field.
func hostile(id string) *schemas.Extraction {
	const script = `"><script>alert(1)</script><img src=x onerror=alert(1)>`
	x := sample(id)
	x.Article.Title = script + "\u202egnp.exe"
	x.Article.Source = script
	x.Article.URL = "javascript:alert(1)"
	x.Article.Text = script + sampleText
	x.Article.ContentHash = schemas.ContentHash("", x.Article.Text)
	x.Article.Language = script
	x.Producer.Version = script
	x.Notes = []schemas.Note{{Code: script, Message: script}}
	for i := range x.Entities {
		x.Entities[i].Name = script
		x.Entities[i].Aliases = []string{script}
		x.Entities[i].Links = map[string]string{script: script}
	}
	x.Entities[2].Name = strings.Repeat("A", 10<<20)
	x.Entities[0].ID, x.Entities[0].Type = "javascript:alert(1)//"+script, schemas.EntityType(script)
	x.Events[0].ID += script
	x.Events[0].Type, x.Events[0].Status, x.Events[0].Rule = script, schemas.Status(script), script
	x.Events[0].Sentence.Text = script
	x.Events[0].Arguments[0] = schemas.Argument{Role: script, Text: script, EntityID: x.Entities[0].ID, Value: script, End: 20}
	x.Events[1].Attribution = &schemas.Attribution{Source: strings.Repeat("\u202e", 1<<20), Cue: script}
	return x
}

// TestHostile: nothing of a hostile article becomes markup, on any page.
func TestHostile(t *testing.T) {
	tape := newTape()
	const id = `../"><script>alert(1)</script>//x?y#z`
	x := hostile(id)
	tape.add(Records, recordsOf(t, x, arrival)...)
	tape.add(DeadLetters, Entry{Body: []byte(`{"type":"gleaner.deadletter.v1","data":{"subject":"<script>alert(1)</script>","reason":"<script>alert(1)</script>","stage":"<script>","error":"<script>alert(1)</script>","attempts":1,"first_seen":"","last_seen":""}}`)})
	c := startConsole(t, tape, nil)
	c.await(t, "the letter", func() bool { return len(c.intake.newestLetters(1)) == 1 })
	for _, path := range []string{
		"/", "/live", "/articles", articleURL(id), articleURL(id) + "?why=1", "/entities", entityURL(x.Entities[0].ID), entityURL("org:bolt"), "/types", typeURL(x.Events[0].Type), "/dead",
		"/live?entity=" + url.QueryEscape(`"><script>alert(1)</script>`), "/entities?q=" + url.QueryEscape(`"><script>alert(1)</script>`), "/articles?q=" + url.QueryEscape(`"><script>`),
	} {
		body := fetch(t, c, path, 200)
		if len(body) > 1<<20 {
			t.Errorf("%s has %d bytes", path, len(body))
		}
		if strings.Contains(body, "\u202e") {
			t.Errorf("%s lets a text turn its direction", path)
		}
	}
}

// TestTry: text, HTML and JSON are told apart; what cannot be read is told with
// its remedy; nothing is sent unless the form asks for it.
func TestTry(t *testing.T) {
	c := startConsole(t, newTape(), nil)
	post := func(values url.Values) string {
		t.Helper()
		answer, err := http.PostForm(c.url+"/try", values)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		checkInert(t, "/try", string(body))
		return string(body)
	}
	for text, kind := range map[string]string{
		sampleText: "text", "<p>" + sampleText: "HTML", `{"id":"mine","text":"Anatel banned Bolt Corp."}`: "JSON",
	} {
		body := post(url.Values{"article": {text}})
		if !strings.Contains(body, "read as "+kind) || !strings.Contains(body, `data-event="0"`) || !strings.Contains(body, "ban.yaml") {
			t.Errorf("%.40q: %.300s", text, body)
		}
	}
	if body := post(url.Values{"article": {`{"text":1}`}}); !strings.Contains(body, "text: expected a string") {
		t.Errorf("a wrong article gives %s", body)
	}
	if body := post(url.Values{"article": {"Umlaute"}}); !strings.Contains(body, "--language any") {
		t.Errorf("another language gives %s", body)
	}
	if len(c.mail.bodies) != 0 {
		t.Errorf("%d articles were sent", len(c.mail.bodies))
	}
	if body := post(url.Values{"article": {`{"id":"mine","text":"Anatel banned Bolt Corp."}`}, "send": {"1"}}); !strings.Contains(body, `href="/articles/mine"`) || len(c.mail.bodies) != 1 {
		t.Errorf("sending gives %d articles", len(c.mail.bodies))
	}
	r, err := http.NewRequest("POST", c.url+"/try", strings.NewReader(sampleText))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "text/plain")
	r.Header.Set("X-Fragment", "1")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if body, _ := io.ReadAll(answer.Body); strings.Contains(string(body), "<html") || !strings.Contains(string(body), `data-event="0"`) {
		t.Errorf("the fragment is %.300s", body)
	}
}

// streamLines reads server-sent events until the pattern was seen, and returns
// what came.
func streamLines(t *testing.T, r *bufio.Reader, until string) string {
	t.Helper()
	var all strings.Builder
	for {
		text, err := r.ReadString('\n')
		all.WriteString(text)
		if err != nil {
			t.Fatalf("the stream ends (%v) before %q:\n%s", err, until, all.String())
		}
		if strings.Contains(text, until) {
			return all.String()
		}
	}
}

// TestLiveStream: what came since the page was rendered, then what comes, as
// the filter wants it; the end of the console ends the stream.
func TestLiveStream(t *testing.T) {
	tape := newTape()
	tape.add(Records, recordsOf(t, sample("a1"), arrival)...)
	tape.add(Records, recordsOf(t, sample("a2"), arrival)...)
	c := startConsole(t, tape, nil)
	r, err := http.NewRequestWithContext(t.Context(), "GET", c.url+"/live/stream?type=ban&after="+c.index.place(2), nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if kind := answer.Header.Get("Content-Type"); kind != "text/event-stream" {
		t.Fatalf("the stream is %q", kind)
	}
	lines := bufio.NewReader(answer.Body)
	missed := streamLines(t, lines, "event: rates")
	if !strings.Contains(missed, "id: "+c.index.place(5)+"\nevent: card") || strings.Contains(missed, "ev-a1-ban") || strings.Contains(missed, "lawsuit</a>") {
		t.Errorf("sent again was:\n%s", missed)
	}
	c.publish(t, sample("a3"))
	streamLines(t, lines, "event: card")
	fresh := streamLines(t, lines, "</article>")
	if !strings.Contains(fresh, `id="ev-a3-ban"`) {
		t.Errorf("what came was:\n%s", fresh)
	}
}

// TestLiveSkipped: a page goes on saying how many events it lacks.
func TestLiveSkipped(t *testing.T) {
	c := startConsole(t, newTape(), nil)
	answer, err := http.Get(c.url + "/live/stream?type=ban")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	lines := bufio.NewReader(answer.Body)
	streamLines(t, lines, "event: rates")
	var many []Entry // at once, for however slow the machine is they must come too fast
	for i := range 3 * eventsASlice {
		many = append(many, recordsOf(t, sample(fmt.Sprint("a", i)), time.Now())...)
	}
	c.tape.add(Records, many...)
	streamLines(t, lines, "came too fast")
	streamLines(t, lines, "event: rates")
	if again := streamLines(t, lines, "</section>"); !strings.Contains(again, `came too fast to be shown here. <a href="/live?type=ban">`) {
		t.Errorf("two seconds later it says:\n%s", again)
	}
}

// TestLiveRenew: a page of an earlier run of the console, whose places mean
// nothing here, is told to renew itself.
func TestLiveRenew(t *testing.T) {
	tape := newTape()
	tape.add(Records, recordsOf(t, sample("a1"), arrival)...)
	c := startConsole(t, tape, nil)
	for _, seen := range []string{"earlier-2", "2", "-"} {
		answer, err := http.Get(c.url + "/live/stream?after=" + seen)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || string(body) != "event: renew\ndata: \n\n" {
			t.Errorf("after %s: %q, %v", seen, body, err)
		}
	}
}

// TestLiveFromNothing: what comes between an empty page and its stream is sent.
func TestLiveFromNothing(t *testing.T) {
	c := startConsole(t, newTape(), nil)
	after := regexp.MustCompile(`data-after="([^"]+)"`).FindStringSubmatch(fetch(t, c, "/live", 200))
	c.publish(t, sample("a1"))
	answer, err := http.Get(c.url + "/live/stream?after=" + after[1])
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if sent := streamLines(t, bufio.NewReader(answer.Body), "event: rates"); !strings.Contains(sent, "ev-a1-lawsuit") {
		t.Errorf("sent was:\n%s", sent)
	}
}

// TestLiveOlder: a page of older events is not live, and leads back.
func TestLiveOlder(t *testing.T) {
	tape := newTape()
	for i := range 40 {
		tape.add(Records, recordsOf(t, sample(fmt.Sprint("a", i)), arrival)...)
	}
	c := startConsole(t, tape, nil)
	older := regexp.MustCompile(`id="older"><a class="button" href="([^"]+)"`).FindStringSubmatch(fetch(t, c, "/live?status=actual,planned&since=2026-01-01", 200))
	if older == nil {
		t.Fatal("no older events")
	}
	body := fetch(t, c, html.UnescapeString(older[1]), 200)
	for _, want := range []string{"data-older", `href="/live?since=2026-01-01T00%3A00%3A00Z&amp;status=actual&amp;status=planned">To the newest`, "Regulator bans Bolt", `name="since" value="2026-01-01" type="date"`} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not show %q", want)
		}
	}
	if strings.Contains(body, `id="pulse"`) {
		t.Error("the page says it is live")
	}
}

// TestLiveFilterKept: whatever filter an address holds, the form holds it too.
func TestLiveFilterKept(t *testing.T) {
	c := startConsole(t, newTape(), nil)
	body := fetch(t, c, "/live?min_confidence=0.333&since=2026-01-01T10:00:00Z&until=2026-02-01", 200)
	for _, want := range []string{`<option value="0.333" selected>33.3%`, `name="since" value="2026-01-01T10:00:00Z" type="text"`, `name="until" value="2026-02-01" type="date"`} {
		if !strings.Contains(body, want) {
			t.Errorf("the form does not hold %q", want)
		}
	}
}

// TestSpanWithinFilter: a span makes the time of the filter shorter, never longer.
func TestSpanWithinFilter(t *testing.T) {
	tape := newTape()
	for id, published := range map[string]string{"earlier": "2026-01-05", "later": "2026-02-20"} {
		x := sample(id)
		x.Article.PublishedAt = published
		tape.add(Records, recordsOf(t, x, arrival)...)
	}
	c := startConsole(t, tape, nil)
	for query, events := range map[string]int{"span=year": 4, "span=week": 2, "span=year&since=2026-02-01": 2, "span=year&until=2026-02-01": 2} {
		if body := fetch(t, c, "/?"+query, 200); !strings.Contains(body, fmt.Sprintf("<b>%d</b><span>events</span>", events)) {
			t.Errorf("%s does not show %d events", query, events)
		}
	}
}

func TestExport(t *testing.T) {
	var b strings.Builder
	e, err := NewExporter(&b, "Two articles", fakeBrat)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []*schemas.Extraction{sample("a1"), hostile("a2")} {
		if x.Article.Text == "" {
			x.Article.Text = sampleText
		}
		why, _ := parrot{}.Explain(t.Context(), nil)
		if err := e.Add(x, why); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	scripts := 0
	for n := range root.Descendants() {
		if n.Data == "script" {
			scripts++
			if policy := digest(n.FirstChild.Data); !strings.Contains(b.String(), strings.ReplaceAll(policy, "+", "&#43;")) {
				t.Error("the policy does not know the script")
			}
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "src" || a.Key == "href" && !strings.HasPrefix(a.Val, "#") {
				t.Errorf("<%s %s=%q> in the file", n.Data, a.Key, a.Val)
			}
		}
	}
	if scripts != 1 {
		t.Errorf("%d scripts in the file", scripts)
	}
}

// TestDeadLettersGone: letters that were sent again are not shown for ever.
func TestDeadLettersGone(t *testing.T) {
	tape := newTape()
	for range 3 {
		tape.add(DeadLetters, Entry{Body: []byte(`{"type":"gleaner.deadletter.v1","data":{"subject":"articles.raw.x","reason":"empty_body","stage":"decode","error":"the body is empty (send one)","hint":"send one","attempts":1,"first_seen":"","last_seen":""}}`)})
	}
	for dead, want := range map[uint64]string{3: "the body is empty (send one)<br>articles.raw.x", 2: "1 letter of those", 0: "Every article could be read"} {
		tape.state = State{Dead: dead}
		c := startConsole(t, tape, nil)
		c.await(t, "the letters", func() bool { return len(c.intake.newestLetters(5)) == 3 })
		if body := fetch(t, c, "/dead", 200); !strings.Contains(body, want) || dead == 3 && strings.Contains(body, "notice") {
			t.Errorf("with %d letters the page does not say %q", dead, want)
		}
	}
}

// TestReading: while stored records are read the API says so.
func TestReading(t *testing.T) {
	c := startConsole(t, newTape(), nil)
	for waiting, want := range map[int64]string{12: "12", -1: ""} {
		c.intake.waiting.Store(waiting)
		answer, err := http.Get(c.url + "/v1/events")
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if got := answer.Header.Get("Gleaner-Reading"); got != want {
			t.Errorf("with %d to go the header is %q", waiting, got)
		}
	}
}

// TestStreamsAway: a live page says when nothing can come.
func TestStreamsAway(t *testing.T) {
	tape := newTape()
	tape.away = errors.New("no servers")
	c := startConsole(t, tape, nil)
	if body := fetch(t, c, "/live", 200); !strings.Contains(body, "The streams do not answer") {
		t.Error("the page does not say that the streams are away")
	}
	fetch(t, c, "/", 200)
	fetch(t, c, "/dead", 200)
}
