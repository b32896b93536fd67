// Package console is the web page of Gleaner: what is extracted, live, and each
// article with its evidence; and the HTTP API beside it.
//
// It reads the streams through a Feed into an Index of its own, so that any
// number of consoles may run side by side, each independent of the others.
// Pages are rendered here and need no script to be read; scripts add what is
// live. Nothing is loaded from elsewhere, and the content security policy
// allows nothing but the embedded files.
package console

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"runtime"
	"strconv"
	"time"

	"github.com/rs/zerolog"
	"golang.org/x/sync/errgroup"

	"gleaner/schemas"
)

// Config is what a console needs. Feed, Engine, Index and Brat are required.
type Config struct {
	Feed   Feed
	Engine Engine
	Index  *Index
	// Publisher sends an article into the stream when somebody asks for it; nil
	// leaves that out.
	Publisher Publisher
	// Types are the definitions of the event types, in alphabetical order.
	Types []schemas.EventType
	// Samples are invented articles to try.
	Samples []Sample
	// Brat writes an extraction as standoff annotations.
	Brat func(*schemas.Extraction) string
	// Version is that of the program.
	Version string
	// Access says who may read.
	Access Access
	// Timeout bounds the work on one article. Default 20s.
	Timeout time.Duration
	// Log gets what goes wrong. The zero Logger writes nothing.
	Log zerolog.Logger
}

// Sample is an invented article to try.
type Sample struct {
	Name string
	// Text is what somebody would paste: text, HTML or JSON.
	Text string
}

// Console serves the pages and the API. It is safe for concurrent use.
type Console struct {
	cfg    Config
	index  *Index
	hub    *hub
	intake *intake
	views  *views
	state  cached[State]
	// working bounds the articles that are worked on at a time.
	working chan struct{}
	now     func() time.Time
}

// New makes a console. It fails when a part is missing or the access is not safe.
func New(cfg Config) (*Console, error) {
	if cfg.Feed == nil || cfg.Engine == nil || cfg.Index == nil || cfg.Brat == nil {
		return nil, errors.New("console: feed, engine, index and brat are required")
	}
	if err := cfg.Access.check(); err != nil {
		return nil, err
	}
	if cfg.Timeout <= 0 {
		cfg.Timeout = 20 * time.Second
	}
	views, err := loadViews()
	if err != nil {
		return nil, fmt.Errorf("console: %w", err)
	}
	h := newHub()
	c := &Console{
		cfg: cfg, index: cfg.Index, hub: h, intake: newIntake(cfg.Index, cfg.Feed, h), views: views,
		working: make(chan struct{}, max(2, runtime.GOMAXPROCS(0))), now: time.Now,
	}
	c.state.read = c.intake.state
	return c, nil
}

// readingHeader comes with answers of the API while stored records are read:
// how many are to go. What such an answer holds is not complete.
const readingHeader = "Gleaner-Reading"

// shutdownGrace is how long requests may take to end.
const shutdownGrace = 3 * time.Second

// Run reads the feed and serves on the listener until ctx ends (nil), and
// closes the listener.
func (c *Console) Run(ctx context.Context, listener net.Listener) error {
	if err := c.cfg.Access.checkAddress(listener.Addr()); err != nil {
		return errors.Join(err, listener.Close())
	}
	group, ctx := errgroup.WithContext(ctx)
	server := &http.Server{
		Handler: c.Handler(), BaseContext: func(net.Listener) context.Context { return ctx },
		ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 60 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		ErrorLog: nil,
	}
	group.Go(func() error { return c.intake.run(ctx) })
	group.Go(func() error {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serve the console: %w", err)
		}
		return nil
	})
	group.Go(func() error {
		<-ctx.Done() // live pages end with it, for it is the base of their contexts
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownGrace)
		defer cancel()
		if err := server.Shutdown(end); err != nil {
			return server.Close()
		}
		return nil
	})
	return group.Wait()
}

// Handler serves the pages and the API, guarded by the access of the configuration.
func (c *Console) Handler() http.Handler {
	mux := http.NewServeMux()
	page := func(pattern string, do func(http.ResponseWriter, *http.Request) error) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			_, err := readQuery(r.URL.RawQuery)
			if err == nil {
				err = do(w, r)
			}
			if err != nil {
				c.problemPage(w, r, err)
			}
		})
	}
	page("GET /{$}", c.overviewPage)
	page("GET /live", c.livePage)
	page("GET /live/stream", c.liveStream)
	page("GET /articles", c.articlesPage)
	page("GET /articles/{id}", c.articlePage)
	page("GET /articles/{id}/why", c.whyFragment)
	page("GET /entities", c.entitiesPage)
	page("GET /entities/{id}", c.entityPage)
	page("GET /types", c.typesPage)
	page("GET /types/{name}", c.typePage)
	page("GET /dead", c.deadPage)
	page("GET /try", c.tryPage)
	page("POST /try", c.tryPage)
	page("GET /api", c.apiPage)
	page("/", func(http.ResponseWriter, *http.Request) error { return errNoPage })

	for _, o := range c.operations() {
		mux.HandleFunc(o.path, func(w http.ResponseWriter, r *http.Request) {
			if n := c.intake.reading(); n > 0 {
				w.Header().Set(readingHeader, strconv.FormatInt(n, 10))
			}
			if err := o.answer(w, r); err != nil {
				c.problemJSON(w, r, err)
			}
		})
	}

	open := http.NewServeMux()
	open.HandleFunc("GET /assets/{name}", c.views.asset)
	open.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	open.HandleFunc("GET /login", c.loginPage)
	open.HandleFunc("POST /login", c.login)
	open.Handle("/", c.cfg.Access.guard(mux, c.refuse))

	crossOrigin := http.NewCrossOriginProtection()
	return headers(crossOrigin.Handler(open))
}

// headers sets what every answer carries.
func headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "+
			"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types gleaner")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}
