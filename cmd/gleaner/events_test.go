package main

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"gleaner/extractors/events"
)

// runEvents runs "gleaner events ARGS" and returns what it wrote.
func runEvents(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(append([]string{"events"}, args...), strings.NewReader(""), &out, &errs)
	return out.String(), errs.String(), code
}

func TestEventsNewWritesADefinitionThatLoads(t *testing.T) {
	text, _, code := runEvents(t, "new", "relocation")
	if code != exitOK {
		t.Fatalf("exit code %d", code)
	}
	defs, err := events.LoadDefinitions(fstest.MapFS{"relocation.yaml": {Data: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	d := defs.Lookup("relocation")
	if d == nil || len(d.Examples) < 5 || len(d.Rejects) < 3 {
		t.Errorf("the template gives %+v, want relocation with examples and rejects", d)
	}
}

func TestEventsListAndShow(t *testing.T) {
	list, _, code := runEvents(t, "list")
	if code != exitOK || len(strings.Split(strings.TrimSpace(list), "\n")) != len(eventTypes()) {
		t.Errorf("list: exit code %d and\n%s", code, list)
	}
	show, _, code := runEvents(t, "show", "ban")
	for _, want := range []string{"authority", "verbs: ban, prohibit", "{authority} <verb> on {target}", "cancelled: lift"} {
		if code != exitOK || !strings.Contains(show, want) {
			t.Errorf("show ban: exit code %d, lacks %q", code, want)
		}
	}
}

// TestEventsCheckTakesTheTypesOfGleaner: models judge them, and may err on some.
func TestEventsCheckTakesTheTypesOfGleaner(t *testing.T) {
	stdout, stderr, code := runEvents(t, "check")
	if code != exitOK {
		t.Errorf("exit code %d: %s", code, stderr)
	}
	for line := range strings.Lines(stdout) {
		if !strings.HasPrefix(line, " ") && !strings.Contains(line, ": note: ") {
			t.Errorf("not a note: %s", line)
		}
	}
}

func TestEventsRefuses(t *testing.T) {
	cases := []struct {
		args []string
		want string
	}{
		{[]string{"show", "bann"}, "did you mean ban?"},
		{[]string{"new", "Two Words"}, "lower case letters"},
		{[]string{"check", t.TempDir()}, "no *.yaml file"},
		{[]string{"check", "nowhere"}, "nowhere is no folder"},
		{[]string{"check", "--events", "nowhere"}, "nowhere is no folder"},
		{[]string{"list", "--events", "nowhere"}, "nowhere is no folder"},
		{[]string{"show", "ban", "--events", "nowhere"}, "nowhere is no folder"},
	}
	for _, c := range cases {
		if _, stderr, code := runEvents(t, c.args...); code != exitUsage || !strings.Contains(stderr, c.want) {
			t.Errorf("%v: exit code %d and %q, want %q", c.args, code, stderr, c.want)
		}
	}
}
