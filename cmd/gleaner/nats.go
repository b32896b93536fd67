package main

import (
	"context"
	"fmt"
	"time"

	"github.com/rs/zerolog"
	"github.com/spf13/cobra"

	"gleaner/pipeline/jetstream"
)

// natsConfig is how the configuration says to reach NATS. Lost and regained
// connections go to the log.
func natsConfig(cfg *loaded, name string, log zerolog.Logger) jetstream.Config {
	n, s := cfg.NATS, cfg.Streams
	return jetstream.Config{
		URL: n.URL, Name: name, Credentials: n.Credentials, NKeyFile: n.NKeyFile,
		User: n.User, PasswordFile: n.PasswordFile, Password: n.Password,
		NKeySeed: n.NKeySeed, CredentialsText: n.CredsText, InboxPrefix: n.InboxPrefix,
		TLS:            jetstream.TLSConfig{CAFile: n.CA, CertFile: n.Cert, KeyFile: n.Key},
		ConnectTimeout: n.ConnectTimeout, Compression: n.Compression,
		Streams: jetstream.StreamsConfig{
			Replicas: s.Replicas, ArticlesMaxAge: keptFor(s.ArticlesMaxAge), RecordsMaxAge: keptFor(s.RecordsMaxAge),
			DeadMaxAge: keptFor(s.DeadMaxAge), MaxBytes: s.MaxBytes, DuplicateWindow: s.DuplicateWindow,
			Memory: s.Storage == "memory", AckWait: cfg.Worker.AckWait,
		},
		Notify: logConnection(log),
	}
}

// logConnection logs lost and regained connections, and what else NATS complains
// of. The same complaint is told of once a minute: a login that is refused is
// tried again several times a second.
func logConnection(log zerolog.Logger) func(jetstream.ConnectionChange) {
	var told string
	var at time.Time
	return func(c jetstream.ConnectionChange) {
		switch {
		case c.Err == nil && c.Connected:
			told = ""
			log.Info().Str("url", c.URL).Msg("connected to NATS again")
		case c.Err == nil: // it was closed on purpose
		case !c.Awaited.IsZero():
			log.Warn().Str("url", c.URL).Dur("wait", time.Until(c.Awaited)).Err(c.Err).Msg("no NATS there yet, trying until nats.connect_timeout is over")
		case c.Err.Error() == told && time.Since(at) < time.Minute:
		default:
			told, at = c.Err.Error(), time.Now()
			what := "connection to NATS lost, trying again"
			if c.Connected {
				what = "NATS refuses something: see the permissions of the account"
			}
			log.Warn().Str("url", c.URL).Err(c.Err).Msg(what)
		}
	}
}

// keptFor is an age of the settings, where 0 is for ever, as that of a stream,
// where it is the default.
func keptFor(age time.Duration) time.Duration {
	if age == 0 {
		return -1
	}
	return age
}

// withClient reads the configuration, connects, calls do and closes.
func withClient(cmd *cobra.Command, name string, do func(*loaded, *jetstream.Client) error) error {
	return withClientAs(cmd, name, func(*jetstream.Config) {}, do)
}

// withClientAs is withClient with what the command itself says of the connection.
func withClientAs(cmd *cobra.Command, name string, adjust func(*jetstream.Config), do func(*loaded, *jetstream.Client) error) error {
	cfg, err := loadConfig(cmd)
	if err != nil {
		return err
	}
	log, err := newLogger(cfg, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	how := natsConfig(cfg, name, log)
	adjust(&how)
	return withConnection(cmd.Context(), how, func(client *jetstream.Client) error { return do(cfg, client) })
}

// awaitServer is for commands that run for long and may be started before the
// server is: they wait for it, within nats.connect_timeout.
func awaitServer(c *jetstream.Config) { c.Await = true }

// withConnection connects, calls do and closes.
func withConnection(ctx context.Context, how jetstream.Config, do func(*jetstream.Client) error) error {
	client, err := jetstream.Connect(ctx, how)
	switch {
	case how.Await && ctx.Err() != nil:
		return nil // asked to end while it waited, which is no failure
	case err != nil:
		return fmt.Errorf("reach NATS: %w", err)
	}
	err = do(client)
	if closing := client.Close(); err == nil {
		err = closing
	}
	return err
}
