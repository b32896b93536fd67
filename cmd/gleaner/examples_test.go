package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"gleaner/pipeline/warehouse/warehousetest"
	"gleaner/schemas"
)

// TestSubscribers runs the example subscribers of each language against a
// server: each tells of a ban on a supplier, of no other, and goes on where it was.
func TestSubscribers(t *testing.T) {
	t.Parallel()
	examples := filepath.Join("..", "..", "examples", "subscribers")
	cases := []struct {
		name    string
		command func(t *testing.T) []string
	}{
		{"go", func(t *testing.T) []string {
			program := filepath.Join(t.TempDir(), "bans")
			if out, err := exec.Command("go", "build", "-o", program, "./"+filepath.ToSlash(filepath.Join(examples, "go"))).CombinedOutput(); err != nil {
				t.Fatalf("build: %v\n%s", err, out)
			}
			return []string{program}
		}},
		{"python", func(t *testing.T) []string {
			if err := exec.Command("python3", "-c", "import nats").Run(); err != nil {
				warehousetest.Missing(t, "Python with NATS", "pip install nats-py, or source .ci/services")
			}
			return []string{"python3", filepath.Join(examples, "python", "bans.py")}
		}},
		{"javascript", func(t *testing.T) []string {
			if err := exec.Command("node", "-e", "require('@nats-io/jetstream'); require('@nats-io/transport-node')").Run(); err != nil {
				warehousetest.Missing(t, "Node.js with NATS", "npm install @nats-io/transport-node @nats-io/jetstream and set NODE_PATH, or source .ci/services")
			}
			return []string{"node", filepath.Join(examples, "javascript", "bans.js")}
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			command := c.command(t)
			_, url := startUp(t, "--warehouse", "none")
			server := subscribe(t, url)
			server.send("records.v1.event.ban", "", banRecord(t, "b1", "Skylark Robotics"))
			server.send("records.v1.event.ban", "", banRecord(t, "b2", "Nobody We Know"))
			server.send("records.v1.event.ban", "", tombstoneRecord(t))
			server.send("records.v1.event.ban", "", banRecord(t, "b3", "Bolt"))
			first := startProgram(t, url, command, "Skylark Robotics", "Bolt")
			first.shows(`(?m)^Skylark Robotics: ban actual: The regulator banned it\. \(b1\)\nBolt: ban actual: .* \(b3\)$`)
			first.kill()
			server.send("records.v1.event.ban", "", banRecord(t, "b4", "Bolt"))
			startProgram(t, url, command, "Bolt").shows(`\(b4\)`)
		})
	}
}

// startProgram runs a program of somebody else.
func startProgram(t *testing.T, url string, command []string, args ...string) *process {
	t.Helper()
	cmd := exec.Command(command[0], append(command[1:], args...)...)
	cmd.Env = append(os.Environ(), "NATS_URL="+url)
	return startCommand(t, cmd)
}

func banRecord(t *testing.T, article, target string) []byte {
	t.Helper()
	entity := schemas.Entity{ID: "org-" + target, Type: schemas.Organization, Name: target}
	return cloudEvent(t, article, schemas.TypeEvent, schemas.EventRecord{
		ArticleID: article, Article: schemas.ArticleInfo{ID: article}, Entities: []schemas.Entity{entity},
		Event: schemas.Event{ID: "ev-" + article, Type: "ban", Status: schemas.Actual, Sentence: schemas.Span{Text: "The regulator banned it."},
			Arguments: []schemas.Argument{{Role: "target", Text: target, EntityID: entity.ID}}},
	})
}

func tombstoneRecord(t *testing.T) []byte {
	t.Helper()
	return cloudEvent(t, "b2", schemas.TypeTombstone, schemas.Tombstone{ArticleID: "b2", Kind: "event", ID: "ev-b2", Type: "ban"})
}

func cloudEvent(t *testing.T, article, typ string, data any) []byte {
	t.Helper()
	content, err := json.Marshal(data)
	if err != nil {
		t.Fatal(err)
	}
	body, err := json.Marshal(schemas.CloudEvent{SpecVersion: "1.0", ID: typ + article, Source: "gleaner", Type: typ, Subject: article, Data: content})
	if err != nil {
		t.Fatal(err)
	}
	return body
}
