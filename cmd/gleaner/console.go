package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net"
	"os"
	"path/filepath"
	"strings"

	"github.com/rs/zerolog"
	"github.com/spf13/cobra"

	"gleaner/extractors/events"
	"gleaner/pipeline/console"
	"gleaner/pipeline/export"
	"gleaner/pipeline/jetstream"
	"gleaner/schemas"
)

func newConsoleCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "console",
		Short: "Serve the web page: live events, articles with their evidence, an API",
		Long: `Serve a web page that shows what is extracted: events as they come, articles
with the words that prove each event, entities and their partners, counts over
time, and a place to try an article. The same is there for programs under /v1,
described by /v1/openapi.json.

The console reads the streams into an index of its own, of the newest articles,
and starts it anew with every run; any number of consoles may run side by side.

It listens on this machine only. To let others in, give it a token
(--console-token-file, or GLEANER_CONSOLE_TOKEN), or put it behind a proxy that
authenticates and names the user in a header (--console-user-header).`,
		Example: `  gleaner console
  gleaner console --nats nats://news:4222 --http 127.0.0.1:8080
  gleaner console --http 0.0.0.0:4280 --console-token-file token.txt`,
		Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withClientAs(cmd, "gleaner console", awaitServer, func(cfg *loaded, client *jetstream.Client) error {
				log, err := newLogger(cfg, cmd.ErrOrStderr())
				if err != nil {
					return err
				}
				engine, err := openWork(cfg.Engine)
				if err != nil {
					return err
				}
				web, err := openConsole(cfg, client, engine, log, cfg.Console.Folder)
				if err != nil {
					return err
				}
				defer web.close()
				if web.listener == nil {
					return usageError{errors.New("the console has no address to listen on"), "write --http 127.0.0.1:4280"}
				}
				fmt.Fprintf(cmd.OutOrStdout(), "The console is at %s\n", web.url())
				return web.run(cmd.Context())
			})
		},
	}
	addSettings(cmd, cmd.Flags(), "nats", "console", "engine")
	return cmd
}

// webConsole is a console that listens.
type webConsole struct {
	*console.Console
	index    *console.Index
	listener net.Listener // nil when it is switched off
	folder   string       // to be removed, "" for none
	log      zerolog.Logger
}

// openConsole prepares a console and listens; it does not serve yet. The index
// is kept in folder, "" for one of its own.
func openConsole(cfg *loaded, client *jetstream.Client, engine work, log zerolog.Logger, folder string) (_ *webConsole, err error) {
	web := &webConsole{log: log}
	if cfg.Console.Listen == "" || cfg.Console.Listen == "off" {
		return web, nil
	}
	defer func() {
		if err != nil {
			web.close()
		}
	}()
	access, err := consoleAccess(cfg.Console)
	if err != nil {
		return nil, err
	}
	web.listener, err = net.Listen("tcp", cfg.Console.Listen)
	if err != nil {
		return nil, usageError{fmt.Errorf("the console cannot listen: %w", err), "choose another address with --http HOST:PORT, or --http off for no console"}
	}
	if err := access.Check(web.listener.Addr()); err != nil {
		return nil, usageError{err, hintOf(err)}
	}
	if folder == "" {
		if folder, err = os.MkdirTemp("", "gleaner-console-"); err != nil {
			return nil, usageError{fmt.Errorf("make a folder for the console's index: %w", err), "name a folder with --console-folder"}
		}
		web.folder = folder
	}
	if web.index, err = console.OpenIndex(folder, cfg.Console.Articles); err != nil {
		return nil, err
	}
	reader, err := newConsoleEngine(engine)
	if err != nil {
		return nil, err
	}
	types, err := consoleTypes(cfg.Engine)
	if err != nil {
		return nil, err
	}
	samples, err := consoleSamples()
	if err != nil {
		return nil, err
	}
	web.Console, err = console.New(console.Config{
		Feed: consoleFeed{client}, Engine: reader, Index: web.index, Publisher: consolePublisher{client},
		Types: types, Samples: samples, Brat: export.Brat, Version: thisBuild().Version, Access: access, Log: log,
	})
	return web, err
}

// consoleAccess reads who may ask.
func consoleAccess(cfg ConsoleConfig) (console.Access, error) {
	token := cfg.Token
	if cfg.TokenFile != "" {
		text, err := os.ReadFile(cfg.TokenFile)
		if err != nil {
			return console.Access{}, usageError{fmt.Errorf("read the console's token: %w", err), ""}
		}
		token = strings.TrimSpace(string(text))
	}
	return console.Access{Token: token, UserHeader: cfg.UserHeader, Hosts: cfg.Hosts}, nil
}

// run serves until ctx ends; a console that is switched off does nothing.
func (w *webConsole) run(ctx context.Context) error {
	if w.Console == nil {
		return nil
	}
	w.log.Info().Str("url", w.url()).Msg("console started")
	return w.Run(ctx, w.listener)
}

// url is where the console is found from this machine.
func (w *webConsole) url() string {
	if w.listener == nil {
		return ""
	}
	host, port, err := net.SplitHostPort(w.listener.Addr().String())
	if ip := net.ParseIP(host); err == nil && ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// close removes the index.
func (w *webConsole) close() {
	if w.listener != nil {
		_ = w.listener.Close() // closed already when it has served
	}
	if w.index != nil {
		if err := w.index.Close(); err != nil {
			w.log.Warn().Err(err).Msg("the console's index could not be removed")
		}
	}
	if w.folder != "" {
		_ = os.Remove(w.folder) // what is left is for the system to clean
	}
}

// consoleFeed is the streams as the console reads them.
type consoleFeed struct{ client *jetstream.Client }

// Follow implements console.Feed.
func (f consoleFeed) Follow(ctx context.Context, log console.Log, last int, ready func(), handle func(console.Entry) error) error {
	streams := map[console.Log]jetstream.Followed{
		console.Records: jetstream.FollowRecords, console.Articles: jetstream.FollowArticles,
		console.Backfill: jetstream.FollowBackfill, console.DeadLetters: jetstream.FollowDead,
	}
	cfg := jetstream.FollowConfig{Stream: streams[log], Last: uint64(last), Ready: ready}
	return f.client.Follow(ctx, cfg, func(e jetstream.Entry) error {
		return handle(console.Entry{Body: e.Body, ContentType: mediaType(e.Header), Stored: e.Stored, Waiting: e.Waiting})
	})
}

// State implements console.Feed.
func (f consoleFeed) State(ctx context.Context) (console.State, error) {
	streams, err := f.client.ShowStreams(ctx)
	if err != nil {
		return console.State{}, err
	}
	var s console.State
	for _, stream := range streams {
		switch jetstream.Followed(stream.Name) {
		case jetstream.FollowArticles:
			s.Lanes = append(s.Lanes, consoleLane("live", stream))
		case jetstream.FollowBackfill:
			s.Lanes = append(s.Lanes, consoleLane("backfill", stream))
		case jetstream.FollowDead:
			s.Dead = stream.Messages
		case jetstream.FollowSkipped:
			s.Skipped = stream.Messages
		}
	}
	return s, nil
}

// consoleLane is how far the slowest consumer of a stream has come; without
// one, all waits.
func consoleLane(name string, stream jetstream.StreamState) console.Lane {
	lane := console.Lane{Name: name}
	if len(stream.Consumers) == 0 {
		lane.Waiting = stream.Messages
	}
	for _, c := range stream.Consumers {
		lane.Waiting, lane.InFlight = max(lane.Waiting, c.Pending), max(lane.InFlight, c.InFlight)
	}
	return lane
}

// consolePublisher sends what somebody tried.
type consolePublisher struct{ client *jetstream.Client }

// Publish implements console.Publisher.
func (p consolePublisher) Publish(ctx context.Context, body []byte) error {
	_, err := p.client.PublishArticle(ctx, schemas.SubjectRaw+"console", nil, body)
	return err
}

// consoleTypes are the definitions as the console shows them.
func consoleTypes(cfg EngineConfig) ([]schemas.EventType, error) {
	defs, err := configuredDefinitions(cfg)
	if err != nil {
		return nil, err
	}
	var all []schemas.EventType
	for _, d := range defs.All() {
		all = append(all, consoleType(d))
	}
	return all, nil
}

func consoleType(d *events.Definition) schemas.EventType {
	t := schemas.EventType{
		Name: d.Type, Summary: d.Summary, Frames: append([]string{}, d.Frames()...),
		Roles: []schemas.EventTypeRole{}, Triggers: []schemas.EventTypeTrigger{}, Examples: []schemas.EventTypeExample{}, Rejects: []string{},
	}
	for _, r := range d.Roles {
		t.Roles = append(t.Roles, schemas.EventTypeRole{Name: r.Name, Kinds: strings.Split(r.Kinds.String(), ", "), Required: r.Required})
	}
	for _, trigger := range d.Triggers {
		for _, class := range []struct {
			name  string
			words []string
		}{{"verb", trigger.Verbs}, {"noun", trigger.Nouns}, {"phrase", trigger.Phrases}} {
			if len(class.words) > 0 {
				t.Triggers = append(t.Triggers, schemas.EventTypeTrigger{Class: class.name, Words: class.words, Weak: trigger.Weak})
			}
		}
	}
	for _, c := range d.Cues {
		t.Cues = append(t.Cues, schemas.EventTypeCue{Status: schemas.Status(c.Status.String()), Words: strings.Join(c.Words, " ")})
	}
	for _, e := range d.Examples {
		example := schemas.EventTypeExample{Text: e.Text, Roles: []schemas.EventTypeExampleRole{}}
		if e.HasStatus {
			example.Status = schemas.Status(e.Status.String())
		}
		for _, r := range e.Roles {
			example.Roles = append(example.Roles, schemas.EventTypeExampleRole{Role: r.Role, Text: r.Text})
		}
		t.Examples = append(t.Examples, example)
	}
	for _, r := range d.Rejects {
		t.Rejects = append(t.Rejects, r.Text)
	}
	return t
}

// consoleSamples are five of the samples, in the forms that can be pasted.
func consoleSamples() ([]console.Sample, error) {
	all, err := sampleArticles(true)
	if err != nil {
		return nil, err
	}
	byID := map[string]*schemas.Article{}
	for _, s := range all {
		if byID[s.id], err = schemas.DecodeArticle(s.body, "application/json"); err != nil {
			return nil, fmt.Errorf("read sample %s: %w", s.id, err)
		}
	}
	text := func(a *schemas.Article) string { return a.Title + "\n\n" + a.Text }
	page := func(a *schemas.Article) string {
		paragraphs := strings.ReplaceAll(html.EscapeString(a.Text), "\n\n", "</p>\n  <p>")
		return fmt.Sprintf("<article>\n  <h1>%s</h1>\n  <p>%s</p>\n</article>", html.EscapeString(a.Title), paragraphs)
	}
	record := func(a *schemas.Article) string {
		body, _ := json.MarshalIndent(a, "", "  ") // strings alone cannot fail
		return string(body)
	}
	var out []console.Sample
	for _, s := range []struct {
		name, id string
		write    func(*schemas.Article) string
	}{
		{"A fine, as text", "demo-02-fine-payments", text}, {"A takeover that failed, as text", "demo-03-takeover-collapsed", text},
		{"A lawsuit, as HTML", "demo-06-lawsuit-patents", page}, {"A ban, as JSON", "demo-01-ban-drones", record},
		{"A funding round, as JSON", "demo-11-funding-startup", record},
	} {
		a := byID[s.id]
		if a == nil {
			return nil, fmt.Errorf("there is no sample %s", s.id)
		}
		out = append(out, console.Sample{Name: s.name, Text: s.write(a)})
	}
	return out, nil
}

// upFolder is where "up" keeps the console's index: beside its streams.
func upFolder(cfg *loaded) string {
	return cmp.Or(cfg.Console.Folder, filepath.Clean(cfg.Up.Data))
}
