package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"sync"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// feed is the screen of "up": records as they come, what failed, and, once the
// samples were shown, how to go on. It is safe for concurrent use.
type feed struct {
	mu   sync.Mutex
	view recordView
	url  string
	data string
	// query is a line that queries the warehouse, "" without one.
	query string
	// awaited are the samples that were not shown yet; nil once the tips were given.
	awaited map[string]bool
}

func newFeed(v *view, url, data string, samples []sample) *feed {
	f := &feed{view: recordView{view: v}, url: url, data: data, awaited: map[string]bool{}}
	for _, s := range samples {
		f.awaited[s.id] = true
	}
	return f
}

// say writes a line. When nothing is awaited, the tips follow.
func (f *feed) say(text string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	io.WriteString(f.view.w, text)
	f.tips()
}

// show writes a record.
func (f *feed) show(e schemas.CloudEvent) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.view.show(e); err != nil {
		return err
	}
	if e.Type == schemas.TypeArticle {
		delete(f.awaited, e.Subject)
		f.tips()
	}
	return nil
}

// settled tells of an article that gave no records.
func (f *feed) settled(s pipeline.Settlement) {
	if s.Err == nil || s.Disposition == pipeline.Retry {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	p := f.view.palette
	what, kept := p.red("✕ refused"), schemas.SubjectDead+s.Reason
	if s.Disposition == pipeline.Ack {
		what, kept = p.yellow("− left out"), schemas.SubjectSkipped+s.Reason
	}
	reason, _, _ := strings.Cut(reasonOf(s.Err), "\n")
	fmt.Fprintf(f.view.w, "  %s %s: %s\n    %s\n\n", what, s.Subject, oneLine(reason), p.dim("kept on "+kept))
	delete(f.awaited, s.ArticleID)
	f.tips()
}

// tips tells once, when all samples were seen, how to go on.
func (f *feed) tips() {
	if f.awaited == nil || len(f.awaited) > 0 {
		return
	}
	f.awaited = nil
	at, nats := "", "nats"
	if f.url != defaultConfig().NATS.URL {
		at, nats = " --nats "+f.url, "nats -s "+f.url
	}
	b := f.view.palette.bold
	fmt.Fprintf(f.view.w, "%s  %s publish%s my.txt\n%*sor %s pub articles.raw.me -H Content-Type:text/plain < my.txt\n",
		b("Send an article: "), program(), at, 19, "", nats)
	fmt.Fprintf(f.view.w, "%s  %s tail%s --type ban\n%*sor %s sub 'records.v1.event.>'\n",
		b("Subscribe:       "), program(), at, 19, "", nats)
	if f.query != "" {
		fmt.Fprintf(f.view.w, "%s  %s\n", b("Query:           "), f.query)
	}
	fmt.Fprintf(f.view.w, "%s  %s, kept for the next time. Ctrl-C ends.\n\n", b("Data:            "), filepath.Clean(f.data))
}
