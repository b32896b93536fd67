package console

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"gleaner/schemas"
)

// maxForm bounds a form; text takes up to three times its size in one.
const maxForm = 3*schemas.MaxArticleBytes + (64 << 10)

type try struct {
	Samples []Sample
	Text    string
	Kind    string // what the text was taken for: text, HTML or JSON
	View    *articleView
	Problem *schemas.Problem
	// CanSend says that an article can be sent into the stream; Sent that it was.
	CanSend bool
	Sent    string
}

// tryPage shows what is in a pasted article. Nothing is stored, unless the form
// asks to send the article into the stream.
func (c *Console) tryPage(w http.ResponseWriter, r *http.Request) error {
	t := try{Samples: c.cfg.Samples, CanSend: c.cfg.Publisher != nil}
	status := http.StatusOK
	if r.Method == http.MethodPost {
		if err := t.read(w, r); err != nil {
			return err
		}
		if err := c.tryArticle(r, &t); err != nil {
			var p schemas.Problem
			status, p = c.problem(r, err)
			t.Problem = &p
		}
	}
	if r.Header.Get("X-Fragment") != "" {
		return c.fragment(w, "tryresult", t)
	}
	c.render(w, r, status, "try", "Try", t)
	return nil
}

// read takes the text out of a form; its fields are read one after the other,
// so that a large one is not held twice.
func (t *try) read(w http.ResponseWriter, r *http.Request) error {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxForm))
	if err != nil {
		return err
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind == "text/plain" {
		t.Text = string(body)
		return nil
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return &schemas.FieldError{Code: schemas.CodeInvalidValue, Message: "the form cannot be read", Hint: "send it from the page"}
	}
	t.Text = strings.ReplaceAll(form.Get("article"), "\r\n", "\n")
	if form.Get("send") != "" {
		t.Sent = "asked"
	}
	return nil
}

// tryArticle reads the article and prepares its view.
func (c *Console) tryArticle(r *http.Request, t *try) error {
	sent := t.Sent != ""
	t.Sent = ""
	body, contentType := []byte(t.Text), ""
	t.Kind, contentType = guess(t.Text)
	a, err := schemas.DecodeArticle(body, contentType)
	if err != nil {
		return err
	}
	x, err := c.extract(r.Context(), a)
	if err != nil {
		return err
	}
	if x.Article.Text == "" {
		x.Article.Text = a.Text
	}
	t.View = newArticleView(x)
	if err := t.View.standalone(x, c.cfg.Brat); err != nil {
		return err
	}
	all, err := c.explanations(r.Context(), x)
	if err != nil {
		return err
	}
	t.View.explain(all)
	if !sent || c.cfg.Publisher == nil {
		return nil
	}
	article, err := json.Marshal(a)
	if err != nil {
		return err
	}
	if err := c.cfg.Publisher.Publish(r.Context(), article); err != nil {
		return err
	}
	t.Sent = a.ID
	return nil
}

// guess tells JSON, HTML and text apart by how they begin.
func guess(text string) (kind, contentType string) {
	head := strings.ToLower(strings.TrimSpace(text[:min(len(text), 2000)]))
	switch {
	case strings.HasPrefix(head, "{"):
		return "JSON", "application/json"
	case strings.HasPrefix(head, "<"):
		return "HTML", "text/html"
	}
	return "text", "text/plain"
}
