package console

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"

	"gleaner/schemas"
)

// Exporter writes articles with their evidence as one HTML file that needs
// nothing else. It is for one goroutine.
type Exporter struct {
	w     io.Writer
	views *views
	brat  func(*schemas.Extraction) string
	count int
}

// NewExporter begins a file of the title. brat writes an extraction as standoff
// annotations.
func NewExporter(w io.Writer, title string, brat func(*schemas.Extraction) string) (*Exporter, error) {
	views, err := loadViews()
	if err != nil {
		return nil, fmt.Errorf("write HTML: %w", err)
	}
	css, js := string(views.assets["style.css"]), string(views.assets["console.js"])
	head := struct {
		Title, Policy string
		CSS           template.CSS
	}{line(title, 160), fmt.Sprintf("default-src 'none'; style-src 'sha256-%s'; script-src 'sha256-%s'; img-src data:; base-uri 'none'; form-action 'none'", digest(css), digest(js)), template.CSS(css)}
	e := &Exporter{w: w, views: views, brat: brat}
	return e, e.write("exporthead", head)
}

// Add writes an article. Its text must be set; explanations may be nil.
func (e *Exporter) Add(x *schemas.Extraction, explanations []Explanation) error {
	v := newArticleView(x)
	if err := v.standalone(x, e.brat); err != nil {
		return fmt.Errorf("write HTML: %w", err)
	}
	if e.count++; e.count > 1 {
		v.Prefix = fmt.Sprintf("a%d-", e.count)
	}
	if explanations != nil {
		v.explain(explanations)
	}
	return e.write("exportarticle", v)
}

// Close ends the file. It does not close what is written to.
func (e *Exporter) Close() error {
	return e.write("exportfoot", template.JS(e.views.assets["console.js"]))
}

func (e *Exporter) write(name string, data any) error {
	body, err := e.views.execute(name, data)
	if err != nil {
		return err
	}
	if _, err := e.w.Write(body); err != nil {
		return fmt.Errorf("write HTML: %w", err)
	}
	return nil
}

// digest is what a content security policy knows an inline script by.
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.StdEncoding.EncodeToString(sum[:])
}
