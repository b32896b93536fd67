package main

import (
	"fmt"
	"io"
	"time"

	"github.com/rs/zerolog"
)

// newLogger writes JSON lines, or readable ones on a terminal, to w.
func newLogger(cfg *loaded, w io.Writer) (zerolog.Logger, error) {
	level, err := zerolog.ParseLevel(cfg.Log.Level)
	if err != nil {
		return zerolog.Nop(), fmt.Errorf("log level: %w", err)
	}
	if cfg.Log.Format == "text" || cfg.Log.Format == "auto" && isTerminal(w) {
		w = zerolog.ConsoleWriter{Out: w, TimeFormat: time.TimeOnly, NoColor: !colored(cfg.Output.Color, w)}
	}
	return zerolog.New(w).Level(level).With().Timestamp().Logger(), nil
}
