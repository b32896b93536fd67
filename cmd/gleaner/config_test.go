package main

import (
	"strings"
	"testing"
	"time"
)

// TestSettings: every setting says what it is for, has names of its own, and
// reads what it writes.
func TestSettings(t *testing.T) {
	flags, variables := map[string]bool{}, map[string]bool{}
	defaults := defaultConfig()
	for _, s := range settings() {
		if s.doc == "" || strings.HasPrefix(s.path, ".") || strings.HasSuffix(s.path, ".") {
			t.Errorf("%+v has no name or no explanation", s)
		}
		if s.secret == (s.flag != "") {
			t.Errorf("%s: a secret has no flag, everything else has one", s.path)
		}
		// Two sections may share a flag that no command has of both.
		section, _, _ := strings.Cut(s.path, ".")
		if flags[section+s.flag] && s.flag != "" || variables[s.env()] {
			t.Errorf("%s: flag %q or variable %s is taken", s.path, s.flag, s.env())
		}
		flags[section+s.flag], variables[s.env()] = true, true
		text := s.get(&defaults)
		var again Config
		if err := s.set(&again, text); err != nil {
			t.Errorf("%s does not read its default %q: %v", s.path, text, err)
		} else if got := s.get(&again); got != text {
			t.Errorf("%s: %q became %q", s.path, text, got)
		}
	}
}

func TestSettingRefuses(t *testing.T) {
	cases := []struct{ path, text, want string }{
		{"worker.timeout", "soon", "is no duration"},
		{"worker.timeout", "-5s", "is no duration"},
		{"worker.workers", "many", "is no whole number"},
		{"worker.workers", "-1", "is no whole number"},
		{"worker.prefetch", "1.5", "is no whole number"},
		{"log.level", "loud", "none of debug, info, warn, error"},
		{"streams.replicas", "2", "none of 1, 3, 5"},
		{"worker.max_attempts", "0", "too small: the least is 1"},
		{"worker.ack_wait", "0s", "too small: the least is 1s"},
		{"worker.workers", "1000000", "too large: the most is 1024"},
		{"trace.percent", "101", "too large: the most is 100"},
	}
	for _, c := range cases {
		s, ok := findSetting(c.path)
		if !ok {
			t.Fatalf("no setting %s", c.path)
		}
		if err := s.set(&Config{}, c.text); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s = %q gives %v, want an error with %q", c.path, c.text, err, c.want)
		}
	}
}

func TestShortDuration(t *testing.T) {
	cases := map[time.Duration]string{
		0: "0s", 5 * time.Second: "5s", time.Minute: "1m", 90 * time.Second: "1m30s",
		time.Hour: "1h", 90 * time.Minute: "1h30m", 720 * time.Hour: "720h", 10 * time.Minute: "10m", time.Hour + time.Second: "1h0m1s",
	}
	for d, want := range cases {
		if got := shortDuration(d); got != want {
			t.Errorf("shortDuration(%d) = %q, want %q", d, got, want)
		}
	}
}

func TestWithoutPasswords(t *testing.T) {
	cases := map[string]string{
		"nats://127.0.0.1:4222":                    "nats://127.0.0.1:4222",
		"nats://me:sesame@a:4222,nats://b:4222":    "nats://me:xxxxx@a:4222,nats://b:4222",
		"nats://a:4222, tls://you:sesame@b.c:4222": "nats://a:4222,tls://you:xxxxx@b.c:4222",
	}
	for in, want := range cases {
		if got := withoutPasswords(in); got != want {
			t.Errorf("withoutPasswords(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestParseSince(t *testing.T) {
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	cases := []struct {
		text string
		want time.Time
		ok   bool
	}{
		{"", time.Time{}, true},
		{"2h", now.Add(-2 * time.Hour), true},
		{"2026-11-23", time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), true},
		{"2026-11-23T08:30:00Z", time.Date(2026, 11, 23, 8, 30, 0, 0, time.UTC), true},
		{"-2h", time.Time{}, false},
		{"yesterday", time.Time{}, false},
	}
	for _, c := range cases {
		got, err := parseSince(c.text, now)
		if !got.Equal(c.want) || (err == nil) != c.ok {
			t.Errorf("parseSince(%q) = %v, %v", c.text, got, err)
		}
	}
}
