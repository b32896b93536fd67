package main

import (
	"errors"
	"flag"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"gleaner/pipeline/jetstream"
)

var update = flag.Bool("update", false, "rewrite the expected output of the scripts")

// TestScripts drives the real program: every command, what it prints and how
// it ends.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		UpdateScripts:       *update,
		Setup: func(env *testscript.Env) error {
			env.Setenv("NO_COLOR", "")
			env.Setenv("TERM", "xterm")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits,
			"nats":  natsServer,
		},
	})
}

// exits CODE PROGRAM ARGS... runs a program and wants its exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARGS...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	got := 0
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// nats starts a NATS server for the script and points the program to it.
func natsServer(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: nats")
	}
	server, err := jetstream.StartServer(jetstream.ServerConfig{StoreDir: ts.MkAbs(".nats"), Host: "127.0.0.1", Port: -1})
	ts.Check(err)
	ts.Defer(server.Shutdown)
	ts.Setenv("GLEANER_NATS_URL", server.ClientURL())
}
