package console

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"gleaner/schemas"
)

//go:embed assets templates
var embedded embed.FS

// views are the parsed templates and the assets. They are immutable.
type views struct {
	templates *template.Template
	assets    map[string][]byte
	// tag is a digest of all assets: a new program gets new URLs.
	tag string
}

func loadViews() (*views, error) {
	v := &views{assets: map[string][]byte{}}
	files, err := fs.ReadDir(embedded, "assets")
	if err != nil {
		return nil, fmt.Errorf("list assets: %w", err)
	}
	digest := sha256.New()
	for _, f := range files {
		body, err := embedded.ReadFile(path.Join("assets", f.Name()))
		if err != nil {
			return nil, fmt.Errorf("read asset: %w", err)
		}
		v.assets[f.Name()] = body
		digest.Write(body)
	}
	v.tag = hex.EncodeToString(digest.Sum(nil))[:12]
	v.templates, err = template.New("").Funcs(template.FuncMap{
		"asset":      func(name string) string { return "/assets/" + name + "?v=" + v.tag },
		"articleURL": articleURL, "entityURL": entityURL, "typeURL": typeURL, "liveURL": liveURL,
		"line": line, "number": number, "words": words, "kind": kindName, "entityClass": entityClass, "statusClass": statusClass,
		"ago": ago, "plural": plural, "share": share, "dateOf": dateOf, "shown": shown, "join": strings.Join, "statuses": schemas.Statuses, "color": func(i int) int { return min(i, maxSeries-1) },
		"number64": number64, "sentence": sentence, "weightBar": weightBar,
		"signed": func(w float64) string { return fmt.Sprintf("%+.1f", w) }, "percent": percent,
	}).ParseFS(embedded, "templates/*.html")
	if err != nil {
		return nil, fmt.Errorf("parse templates: %w", err)
	}
	return v, nil
}

// asset serves an embedded file; its URL changes with its content.
func (v *views) asset(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	body, ok := v.assets[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(body))
}

// execute runs a template into memory, so that a failure leaves no half page.
func (v *views) execute(name string, data any) ([]byte, error) {
	var b bytes.Buffer
	if err := v.templates.ExecuteTemplate(&b, name, data); err != nil {
		return nil, fmt.Errorf("render %s: %w", name, err)
	}
	return b.Bytes(), nil
}

// page is what the layout needs.
type page struct {
	// Name is the template of the content, Section the part of the menu it belongs to.
	Name, Section, Title string
	// Theme is light, dark, or "" for that of the system.
	Theme string
	// Search is what stands in the search field.
	Search  string
	Version string
	// Reading is how many stored records are still to be read.
	Reading int64
	Data    any
	Content template.HTML
}

// render answers with a page.
func (c *Console) render(w http.ResponseWriter, r *http.Request, status int, name, title string, data any) {
	p := page{Name: name, Section: sectionOf(name), Title: title, Theme: themeOf(r), Version: c.cfg.Version, Reading: c.intake.reading(), Data: data}
	if name == "entities" {
		p.Search = line(r.URL.Query().Get("q"), 100)
	}
	content, err := c.views.execute(name, data)
	if err == nil {
		p.Content = template.HTML(content)
		content, err = c.views.execute("layout", p)
	}
	if err != nil {
		c.cfg.Log.Error().Err(err).Str("path", r.URL.Path).Msg("the console could not answer")
		http.Error(w, "this went wrong; the log of the console says more", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(content) // who asked may be gone
}

// fragment answers with a part of a page.
func (c *Console) fragment(w http.ResponseWriter, name string, data any) error {
	body, err := c.views.execute(name, data)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(body) // who asked may be gone
	return nil
}

func sectionOf(name string) string {
	switch name {
	case "article":
		return "articles"
	case "entity":
		return "entities"
	case "type":
		return "types"
	}
	return name
}

func themeOf(r *http.Request) string {
	if cookie, err := r.Cookie("gleaner_theme"); err == nil && (cookie.Value == "dark" || cookie.Value == "light") {
		return cookie.Value
	}
	return ""
}

// The addresses of pages. An id may hold anything.
func articleURL(id string) string { return "/articles/" + escape(id) }
func entityURL(id string) string  { return "/entities/" + escape(id) }
func typeURL(name string) string  { return "/types/" + escape(name) }

func escape(s string) string { return url.PathEscape(short(s, maxKey)) }

// pageURL is an address with what is set of a query.
func pageURL(path string, q url.Values) string {
	maps.DeleteFunc(q, func(_ string, values []string) bool { return values[0] == "" })
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// liveURL is the live page with one filter.
func liveURL(name, value string) string {
	return pageURL("/live", url.Values{name: {short(value, maxParameter)}})
}

// words writes a name with spaces: stake sale.
func words(name string) string { return strings.ReplaceAll(line(name, 60), "_", " ") }

// kindName is a type of entity in words.
func kindName(kind string) string {
	switch schemas.EntityType(kind) {
	case schemas.GPE:
		return "country or city"
	case schemas.Location:
		return "place"
	}
	return line(kind, 40)
}

// entityClass and statusClass are what the style sheet calls a type and a
// status; what it does not know is "other".
func entityClass(kind string) string {
	if slices.Contains(schemas.EntityTypes(), schemas.EntityType(kind)) {
		return kind
	}
	return "other"
}

func statusClass(status string) string {
	if slices.Contains(schemas.Statuses(), schemas.Status(status)) {
		return status
	}
	return "other"
}

// sentence begins a text with a capital.
func sentence(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return ""
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// plural is a count with its noun.
func plural(n int, noun string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case strings.HasSuffix(noun, "y"):
		return number(n) + " " + strings.TrimSuffix(noun, "y") + "ies"
	case strings.HasSuffix(noun, "s"):
		return number(n) + " " + noun + "es"
	}
	return number(n) + " " + noun + "s"
}

// share is n as a part of the greatest, in percent, for the length of a bar.
func share(n, greatest int) int {
	if greatest <= 0 {
		return 0
	}
	return max(100*n/greatest, 1)
}

// ago is a time as it stands from now.
func ago(at time.Time) string {
	d := time.Since(at)
	switch {
	case d < 10*time.Second:
		return "just now"
	case d < time.Minute:
		return fmt.Sprintf("%d s ago", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%d min ago", int(d.Minutes()))
	case d < 24*time.Hour:
		return fmt.Sprintf("%d h ago", int(d.Hours()))
	}
	return at.Format("2 Jan 2006")
}

// number64 writes a count of the streams.
func number64(n any) string { return grouped(fmt.Sprint(n)) }

// weightBar draws a weight to the right of the middle when it speaks for, to
// the left when against.
func weightBar(weight float64) template.HTML {
	length := min(max(weight, -2.5), 2.5) * 14
	if length < 0 {
		return template.HTML(fmt.Sprintf(`<rect class="against" x="%.1f" y="0" width="%.1f" height="7"/>`, length, -length))
	}
	return template.HTML(fmt.Sprintf(`<rect class="for" x="0" y="0" width="%.1f" height="7"/>`, length))
}
