// Package deploy holds no code: its tests check the files beside them. That a
// NATS server starts with nats/nats-server.conf is checked in pipeline/jetstream.
package deploy

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"
)

// invocation is a way in which a deployed file starts the program.
type invocation struct {
	file string
	args []string
	env  []string
	// patience is how long the program gets to end before it is killed.
	patience time.Duration
}

// TestInvocations: the program knows every command and variable that the files
// use, and ends on its own before it would be killed.
func TestInvocations(t *testing.T) {
	program := filepath.Join(t.TempDir(), "gleaner")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, "../cmd/gleaner").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	run := func(in invocation, args ...string) []byte {
		cmd := exec.CommandContext(t.Context(), program, args...)
		cmd.Dir, cmd.Env = t.TempDir(), append([]string{}, in.env...)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Errorf("%s: gleaner %s: %v\n%s", in.file, strings.Join(args, " "), err, out)
		}
		return out
	}
	for _, in := range append(composeInvocations(t), containerInvocation(t), serviceInvocation(t)) {
		usage := "gleaner " + strings.Join(in.args, " ")
		if help := run(in, append(slices.Clone(in.args), "--help")...); !strings.Contains(string(help), "  "+usage+" ") {
			t.Errorf("%s: %q is no command", in.file, usage)
		}
		var config struct{ Worker struct{ Grace time.Duration } }
		if err := yaml.Unmarshal(run(in, "config"), &config); err != nil {
			t.Errorf("%s: %v", in.file, err)
		}
		if in.patience > 0 && in.patience <= config.Worker.Grace {
			t.Errorf("%s: killed after %s, but worker.grace is %s", in.file, in.patience, config.Worker.Grace)
		}
	}
}

// required returns the version of a module that go.mod asks for, or that of Go
// for "go", as major and minor number.
func required(t *testing.T, module string) string {
	t.Helper()
	mod := readFile(t, "../go.mod")
	m := regexp.MustCompile(`(?m)^\s*` + regexp.QuoteMeta(module) + ` v?(\d+\.\d+)\b`).FindStringSubmatch(mod)
	if m == nil {
		t.Fatalf("go.mod does not require %s", module)
	}
	return m[1]
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func mustExist(t *testing.T, path string) {
	t.Helper()
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}
