package main

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"

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
		Deadline:            time.Now().Add(3 * time.Minute), // races are slow to look for
		Setup: func(env *testscript.Env) error {
			env.Setenv("NO_COLOR", "")
			env.Setenv("TERM", "xterm")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":        exits,
			"nats":         natsServer,
			"nats-send":    natsSend,
			"explains-all": explainsAll,
			"documented":   documented,
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

// explains-all wants help and an example of every command that does something.
func explainsAll(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: explains-all")
	}
	var visit func(*cobra.Command)
	visit = func(cmd *cobra.Command) {
		for _, sub := range cmd.Commands() {
			visit(sub)
		}
		if !cmd.HasParent() || cmd.HasSubCommands() {
			return
		}
		if cmd.Example == "" && cmd.Parent().Example == "" {
			ts.Fatalf("%s shows no example", cmd.CommandPath())
		}
		ts.Check(ts.Exec("gleaner", append(strings.Fields(cmd.CommandPath())[1:], "--help")...))
		if help := ts.ReadFile("stdout"); !strings.Contains(help, "Usage:") {
			ts.Fatalf("%s --help explains nothing:\n%s", cmd.CommandPath(), help)
		}
	}
	visit(newRootCommand())
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

// nats-send SUBJECT TEXT sends what is no message of Gleaner.
func natsSend(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: nats-send SUBJECT TEXT")
	}
	nc, err := nats.Connect(ts.Getenv("GLEANER_NATS_URL"))
	ts.Check(err)
	defer nc.Close()
	_, err = nc.Request(args[0], []byte(args[1]), 10*time.Second) // the stream answers
	ts.Check(err)
}

// documented PAGE HEADING runs the commands below a heading of a page, as they
// are written there.
func documented(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: documented PAGE HEADING")
	}
	page, err := os.ReadFile(filepath.Join("..", "..", args[0]))
	ts.Check(err)
	_, section, found := strings.Cut(string(page), "\n## "+args[1]+"\n")
	if !found {
		ts.Fatalf("%s has no heading %q", args[0], args[1])
	}
	section, _, _ = strings.Cut(section, "\n## ")
	commands := indentedCommand.FindAllString(section, -1)
	if len(commands) == 0 {
		ts.Fatalf("%s shows no command below %q", args[0], args[1])
	}
	ts.Check(ts.Exec("sh", "-e", "-c", strings.Join(commands, "\n")))
}

var indentedCommand = regexp.MustCompile(`(?m)^ {4,}(gleaner|mkdir) .*$`)
