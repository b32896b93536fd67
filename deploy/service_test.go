package deploy

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const servicePath = "systemd/gleaner-worker.service"

// serviceProgram is where the unit expects the program.
const serviceProgram = "/usr/local/bin/gleaner"

// parseService returns the unit's settings by "Section.Key".
func parseService(t *testing.T) map[string][]string {
	t.Helper()
	settings := map[string][]string{}
	section := ""
	for line := range strings.Lines(readFile(t, servicePath)) {
		line = strings.TrimSpace(line)
		key, value, ok := strings.Cut(line, "=")
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "["):
			section = strings.Trim(line, "[]")
		case !ok:
			t.Errorf("%s: %q is no setting", servicePath, line)
		default:
			settings[section+"."+key] = append(settings[section+"."+key], value)
		}
	}
	return settings
}

func TestService(t *testing.T) {
	unit := parseService(t)
	for key, want := range map[string]string{
		"Service.DynamicUser":     "yes", // not root
		"Service.NoNewPrivileges": "yes",
		"Service.ProtectSystem":   "strict",
		"Service.Restart":         "on-failure",
		"Service.KillSignal":      "SIGTERM", // asks the worker to finish
		"Service.ExecReload":      "/bin/kill -HUP $MAINPID",
		"Install.WantedBy":        "multi-user.target",
	} {
		if got := unit[key]; len(got) != 1 || got[0] != want {
			t.Errorf("%s=%v, want %s", key, got, want)
		}
	}
}

// TestServiceVerifies lets systemd read the unit, with a program that is there.
func TestServiceVerifies(t *testing.T) {
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("systemd-analyze is not installed: what systemd itself says of the unit is not checked")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	unit := strings.ReplaceAll(readFile(t, servicePath), "ExecStart="+serviceProgram, "ExecStart="+self)
	path := filepath.Join(t.TempDir(), filepath.Base(servicePath))
	if err := os.WriteFile(path, []byte(unit), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), analyze, "verify", "--man=no", path).CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	// What systemd does not know it only warns of.
	if strings.Contains(string(out), filepath.Base(servicePath)) {
		t.Errorf("%s", out)
	}
}

func serviceInvocation(t *testing.T) invocation {
	t.Helper()
	unit := parseService(t)
	in := invocation{file: servicePath, env: unit["Service.Environment"]}
	command := strings.Fields(strings.Join(unit["Service.ExecStart"], " "))
	if len(command) == 0 || command[0] != serviceProgram {
		t.Fatalf("ExecStart=%v, want %s", unit["Service.ExecStart"], serviceProgram)
	}
	in.args = command[1:]
	stop := strings.Join(unit["Service.TimeoutStopSec"], " ")
	var err error
	if in.patience, err = time.ParseDuration(stop); err != nil {
		t.Fatalf("TimeoutStopSec=%s: %v", stop, err)
	}
	return in
}
