// Package clean turns an article as it was received, plain text or a web page,
// into the text that the other stages read.
//
// Plain text stays as it is; junk that scraping left in it is listed in
// Doc.Cuts, with a reason, and no token will touch it. Of a web page only the
// article is taken, and Doc.SourceMap leads every byte of it back to the page.
package clean

import "gleaner/extractors/doc"

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
// and Language are filled when they are empty. An article in another language
// than English is not an error: Language says so.
func (*Stage) Apply(d *doc.Doc) error {
	if d.HTML {
		readHTML(d)
	} else {
		d.Text = d.Raw
	}
	return d.Err()
}

// readHTML fills the document from a web page.
func readHTML(d *doc.Doc) {
	var meta metadata
	p := readPage(d.Raw, &meta)
	r := renderer{raw: d.Raw, points: d.SourceMap}
	for _, para := range findArticle(p) {
		r.paragraph(p, &para)
	}
	d.Text, d.SourceMap = r.out.String(), r.points
}
