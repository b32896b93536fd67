package main

import (
	"context"
	"fmt"

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
		TLS:            jetstream.TLSConfig{CAFile: n.CA, CertFile: n.Cert, KeyFile: n.Key},
		ConnectTimeout: n.ConnectTimeout,
		Streams: jetstream.StreamsConfig{
			Replicas: s.Replicas, ArticlesMaxAge: s.ArticlesMaxAge, RecordsMaxAge: s.RecordsMaxAge,
			DeadMaxAge: s.DeadMaxAge, MaxBytes: s.MaxBytes, DuplicateWindow: s.DuplicateWindow,
		},
		Notify: func(c jetstream.ConnectionChange) {
			switch {
			case c.Connected:
				log.Info().Str("url", c.URL).Msg("connected to NATS again")
			case c.Err != nil: // without an error it was closed on purpose
				log.Warn().Str("url", c.URL).Err(c.Err).Msg("connection to NATS lost, trying again")
			}
		},
	}
}

// connect reaches NATS as the configuration says.
func connect(ctx context.Context, cfg *loaded, name string, log zerolog.Logger) (*jetstream.Client, error) {
	client, err := jetstream.Connect(ctx, natsConfig(cfg, name, log))
	if err != nil {
		return nil, fmt.Errorf("reach NATS: %w", err)
	}
	return client, nil
}

// withClient connects, calls do and closes.
func withClient(cmd *cobra.Command, name string, do func(*loaded, *jetstream.Client) error) error {
	cfg, err := loadConfig(cmd)
	if err != nil {
		return err
	}
	log, err := newLogger(cfg, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	client, err := connect(cmd.Context(), cfg, name, log)
	if err != nil {
		return err
	}
	err = do(cfg, client)
	if closing := client.Close(); err == nil {
		err = closing
	}
	return err
}
