package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/rs/zerolog"
	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"gleaner/pipeline"
	"gleaner/pipeline/jetstream"
	"gleaner/pipeline/warehouse"
	"gleaner/schemas"
)

func newUpCommand() *cobra.Command {
	var demo bool
	cmd := &cobra.Command{
		Use:   "up",
		Short: "Run all of Gleaner here: NATS, streams, a worker and the console",
		Long: `Run all of Gleaner in this process: a NATS server with JetStream on disk, the
streams, a worker, a warehouse of Parquet files that any SQL engine reads, and the
console, a web page (see "gleaner console --help"). Events are shown as they come.
Other programs can connect to the server; by default it and the console listen on
this machine only. Where other machines can reach the server, it demands a login:
--user and the password of --password-file or GLEANER_NATS_PASSWORD, else user
"gleaner" and a password that is made and kept in the data folder. --listen-cert
and --listen-key encrypt the connections.

With --demo a dozen invented articles are sent first, so that there is something
to see.

Ctrl-C finishes the work in hand and ends; a second one ends at once. What is
stored stays in the data folder and is there the next time.`,
		Example: `  gleaner up --demo
  gleaner up --listen 0.0.0.0:4222 --data /var/lib/gleaner
  gleaner publish my.txt        # in another terminal
  gleaner tail --type ban`,
		Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := loadConfig(cmd)
			if err != nil {
				return err
			}
			if cfg.origins["log.level"] == "default" {
				cfg.Log.Level = "warn" // the screen is for the records
			}
			log, err := newLogger(cfg, cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			return up(cmd.Context(), cfg, log, cmd.OutOrStdout(), demo)
		},
	}
	cmd.Flags().BoolVar(&demo, "demo", false, "send invented sample articles first")
	addSettings(cmd, cmd.Flags(), "up", "engine", "streams", "load.batch", "load.interval", "load.small_files", "s3",
		"nats.user", "nats.password_file", "worker.workers", "worker.timeout", "worker.grace", "console")
	return cmd
}

// up runs server, worker, console and feed until ctx ends.
func up(ctx context.Context, cfg *loaded, log zerolog.Logger, out io.Writer, demo bool) error {
	engine, err := openWork(cfg.Engine)
	if err != nil {
		return err
	}
	if err := demandLogin(cfg, log); err != nil {
		return err
	}
	server, err := startServer(cfg)
	if err != nil {
		return err
	}
	defer server.Shutdown()
	client, err := server.Connect(ctx, natsConfig(cfg, "gleaner up", log))
	if err != nil {
		return fmt.Errorf("reach the server in this process: %w", err)
	}
	defer client.Close() // nothing is buffered: every write was confirmed
	if _, err := client.ApplyStreams(ctx); err != nil {
		return fmt.Errorf("make streams: %w", err)
	}
	web, err := openConsole(cfg, client, engine, log, upFolder(cfg))
	if err != nil {
		return err
	}
	defer web.close()
	samples, err := sampleArticles(demo)
	if err != nil {
		return err
	}
	data, err := filepath.Abs(cfg.Up.Data)
	if err != nil {
		data = cfg.Up.Data
	}
	target, err := upTarget(ctx, cfg, log)
	if err != nil {
		return err
	}
	if target != nil {
		defer target.Close(context.WithoutCancel(ctx)) // what it wrote is durable
	}
	feed := newFeed(newView(out, cfg.Output.Color), server.ClientURL(), data, samples)
	feed.query = queryLine(cfg, target)
	feed.say(upGreeting(server.ClientURL(), web.url()))
	return serve(ctx, cfg, client, engine, log, feed, samples, target, web)
}

func upGreeting(nats, console string) string {
	greeting := fmt.Sprintf("Gleaner is up. NATS with JetStream listens on %s.\n", nats)
	if console != "" {
		greeting += fmt.Sprintf("The console is at %s\n", console)
	}
	return greeting + "\n"
}

// upTarget opens the warehouse of "up", nil for none.
func upTarget(ctx context.Context, cfg *loaded, log zerolog.Logger) (warehouse.Target, error) {
	to := cfg.Up.Warehouse
	switch to {
	case "none":
		return nil, nil
	case "":
		to = "parquet:" + filepath.Join(cfg.Up.Data, "warehouse")
	}
	return openTarget(ctx, cfg, to, log)
}

// queryLine is a line to type that queries the warehouse.
func queryLine(cfg *loaded, target warehouse.Target) string {
	const question = `"SELECT type, status, count(*) AS events FROM events GROUP BY type, status ORDER BY events DESC"`
	p, ok := target.(*warehouse.Parquet)
	switch {
	case target == nil:
		return ""
	case !ok:
		return fmt.Sprintf("psql %s -c %s", target, strings.Replace(question, "FROM events", "FROM gleaner.events", 1))
	}
	views := p.Root() + "/" + warehouse.ViewsFile
	if cfg.Up.Warehouse == "" && !filepath.IsAbs(cfg.Up.Data) {
		views = filepath.Join(cfg.Up.Data, "warehouse", warehouse.ViewsFile)
	}
	return fmt.Sprintf("duckdb -init %s -c %s", views, question)
}

// upUser is the user of a server that others can reach, unless another is named.
const upUser = "gleaner"

// demandLogin sees to it that a server which other machines can reach demands a
// user and a password: those of the settings, else a password that is made once
// and kept in the data folder.
func demandLogin(cfg *loaded, log zerolog.Logger) error {
	host, _, err := net.SplitHostPort(cfg.Up.Listen)
	n := &cfg.NATS
	if err != nil || jetstream.IsLoopback(host) && n.User == "" {
		return nil
	}
	n.User = cmp.Or(n.User, upUser)
	if n.Password != "" {
		return nil
	}
	n.PasswordFile = cmp.Or(n.PasswordFile, filepath.Join(cfg.Up.Data, "password"))
	if _, err := os.Stat(n.PasswordFile); errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(filepath.Dir(n.PasswordFile), 0o700); err != nil {
			return fmt.Errorf("make a password: %w", err)
		}
		if err := os.WriteFile(n.PasswordFile, []byte(rand.Text()+"\n"), 0o600); err != nil {
			return fmt.Errorf("make a password: %w", err)
		}
	}
	secret, err := os.ReadFile(n.PasswordFile)
	if err != nil {
		return fmt.Errorf("read the password: %w", err)
	}
	n.Password = strings.TrimSpace(string(secret))
	if n.Password == "" {
		return usageError{fmt.Errorf("%s is empty", n.PasswordFile), "write a password into it, or remove it to have one made"}
	}
	log.Warn().Str("user", n.User).Str("password_file", n.PasswordFile).Bool("tls", cfg.Up.Cert != "").
		Msg("the server listens beyond this machine and demands a login")
	return nil
}

func startServer(cfg *loaded) (*jetstream.Server, error) {
	host, portText, err := net.SplitHostPort(cfg.Up.Listen)
	port, portErr := strconv.ParseUint(portText, 10, 16)
	if err != nil || portErr != nil {
		return nil, usageError{fmt.Errorf("--listen %q is no address", cfg.Up.Listen), "write HOST:PORT, for example 127.0.0.1:4222; port 0 takes a free one"}
	}
	c := jetstream.ServerConfig{
		StoreDir: cfg.Up.Data, Host: host, Port: int(port),
		User: cfg.NATS.User, Password: cfg.NATS.Password, CertFile: cfg.Up.Cert, KeyFile: cfg.Up.Key,
	}
	if port == 0 {
		c.Port = -1
	}
	return jetstream.StartServer(c)
}

// serve works on articles and shows records, here and in the console, until
// ctx ends. The feed outlives the workers, so that it shows what they finish last.
func serve(ctx context.Context, cfg *loaded, client *jetstream.Client, engine pipeline.Extractor, log zerolog.Logger, feed *feed, samples []sample, target warehouse.Target, web *webConsole) error {
	showing, stopShowing := context.WithCancel(context.WithoutCancel(ctx))
	defer stopShowing()
	ready := make(chan struct{})
	filter := jetstream.TailFilter{Events: true, Articles: true, Ready: func() { close(ready) }}
	if len(samples) > 0 {
		filter.Since = time.Unix(1, 0) // from the beginning: the samples may be there already
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return client.Tail(showing, filter, feed.show) })
	group.Go(func() error { return web.run(ctx) })
	worked := make(chan struct{}) // closed when no more records come
	group.Go(func() error {
		defer stopShowing()
		defer close(worked)
		return (&workerRun{cfg: cfg, client: client, engine: engine, log: log, observe: feed.settled}).run(ctx)
	})
	if target != nil {
		group.Go(func() error {
			loading, stop := outlive(worked, cfg.Worker.Grace)
			defer stop()
			return upLoader(cfg, client, log, worked).load(loading, target)
		})
	}
	group.Go(func() error {
		select {
		case <-ready:
		case <-ctx.Done():
			return nil
		}
		return publishSamples(ctx, client, samples)
	})
	return group.Wait()
}

// outlive returns a context that ends some time after done was closed.
func outlive(done <-chan struct{}, grace time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		select {
		case <-done:
		case <-ctx.Done():
			return
		}
		timer := time.AfterFunc(grace, cancel)
		context.AfterFunc(ctx, func() { timer.Stop() })
	}()
	return ctx, cancel
}

// publishSamples sends the samples in order.
func publishSamples(ctx context.Context, client *jetstream.Client, samples []sample) error {
	for _, s := range samples {
		if _, err := client.PublishArticle(ctx, schemas.SubjectRaw+"demo", nil, s.body); err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return fmt.Errorf("send sample %s: %w", s.id, err)
		}
	}
	return nil
}

// program is how the user called this program.
func program() string { return os.Args[0] }
