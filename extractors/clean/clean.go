// Package clean turns an article as it was received, plain text or a web page,
// into the text that the other stages read.
//
// Plain text stays as it is; junk that scraping left in it is listed in
// Doc.Cuts, with a reason, and no token will touch it. Of a web page only the
// article is taken, and Doc.SourceMap leads every byte of it back to the page.
package clean

import (
	"regexp"
	"strings"

	"gleaner/extractors/doc"
)

// Stage cleans articles. It holds no state.
type Stage struct{}

// New returns the stage.
func New() *Stage { return &Stage{} }

// Name returns "clean".
func (*Stage) Name() string { return "clean" }

// Needs returns no layer.
func (*Stage) Needs() doc.Layer { return 0 }

// Adds returns the layer of the text.
func (*Stage) Adds() doc.Layer { return doc.Text }

// Apply fills Text and Cuts and, for a web page, SourceMap; Title, Published
// and Language are filled when they are empty. Raw that begins as a page does
// is read as one even when HTML is not set. An article in another language
// than English is not an error: Language says so.
func (*Stage) Apply(d *doc.Doc) error {
	d.HTML = d.HTML || looksLikePage(d.Raw)
	if d.HTML {
		readHTML(d)
	} else {
		d.Text = d.Raw
	}
	findJunk(d)
	if d.Language == "" {
		d.Language = language(d.Text)
	}
	return d.Err()
}

// looksLikePage says whether text begins with a document type or <html>, or is
// a piece of a page as feeds have it: paragraphs between tags.
func looksLikePage(text string) bool {
	text = afterProlog(text)
	start := strings.ToLower(text[:min(len(text), 16)])
	if strings.HasPrefix(start, "<!doctype html") || strings.HasPrefix(start, "<html") {
		return true
	}
	breaks := len(fragmentBreak.FindAllStringIndex(text, 2))
	return breaks > 1 || breaks > 0 && fragmentStart.MatchString(text)
}

var (
	fragmentStart = regexp.MustCompile(`(?i)^<(p|div|article|section|figure|h[1-6]|ul|ol|table|blockquote|span|img|a|b|em|strong)(\s[^<>]*)?/?>`)
	// fragmentBreak parts the paragraphs of a piece of a page.
	fragmentBreak = regexp.MustCompile(`(?i)</(p|div|li|h[1-6]|blockquote)\s*>|<br\s*/?>`)
)

// maxProlog is the most declarations and comments before a document type.
const maxProlog = 8

// afterProlog returns the text behind white space, XML declarations, comments
// and the begin of a CDATA section.
func afterProlog(text string) string {
	for range maxProlog {
		text = strings.TrimLeft(text, " \t\r\n\uFEFF")
		end := ""
		switch {
		case strings.HasPrefix(text, "<?xml"):
			end = "?>"
		case strings.HasPrefix(text, "<!--"):
			end = "-->"
		case strings.HasPrefix(text, cdata):
			text = text[len(cdata):]
			continue
		default:
			return text
		}
		at := strings.Index(text, end)
		if at < 0 {
			return text
		}
		text = text[at+len(end):]
	}
	return text
}

const cdata = "<![CDATA["

// readHTML fills the document from a web page: the headline, when the page
// shows it, and the paragraphs, parted by empty lines.
func readHTML(d *doc.Doc) {
	var meta metadata
	p := readPage(d.Raw, &meta)
	r := renderer{raw: d.Raw, points: d.SourceMap[:0]}
	headline, body := findArticle(p)
	title := meta.title()
	if headline != nil && len(body) > 0 {
		p.show(headline)
		r.paragraph(p, headline)
		title = r.out.String()
	}
	for i := range body {
		r.paragraph(p, &body[i])
	}
	d.Text, d.SourceMap = r.out.String(), r.points
	first(&d.Title, title)
	first(&d.Published, meta.published(d.URL))
}

// Body returns the text of a document that was a web page without its headline.
func Body(d *doc.Doc) string {
	if rest, ok := strings.CutPrefix(d.Text, d.Title+"\n\n"); ok {
		return rest
	}
	return d.Text
}
