package events

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestEmbeddedDefinitionsLoad(t *testing.T) {
	defs, err := LoadDefinitions(Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range defs.All() {
		if len(d.Examples) < MinExamples || len(d.Rejects) < MinRejects {
			t.Errorf("%s has %d examples and %d rejects, want at least %d and %d", d.Type, len(d.Examples), len(d.Rejects), MinExamples, MinRejects)
		}
		if defs.Lookup(d.Type) != d {
			t.Errorf("Lookup(%q) finds another definition", d.Type)
		}
	}
}

const minimal = `type: merge
summary: Two firms become one.
roles:
  party: organization
triggers:
  - verbs: merge
`

// TestLoadingRefusesYML: a file that would not be read is told of.
func TestLoadingRefusesYML(t *testing.T) {
	_, err := LoadDefinitions(fstest.MapFS{"merge.yml": {Data: []byte(minimal)}})
	if err == nil || !strings.Contains(err.Error(), "merge.yml: a definition ends in .yaml") {
		t.Errorf("got %v", err)
	}
}

// TestLoadingIsStrict: each mistake is named with file and line.
func TestLoadingIsStrict(t *testing.T) {
	cases := []struct{ name, text, want string }{
		{"unknown key", minimal + "colour: red\n", `merge.yaml:7: unknown key "colour", want one of type, summary, roles, frames, triggers, cues, words, examples, rejects`},
		{"unknown key of a trigger", minimal + "    wek: true\n", `merge.yaml:7: unknown key "wek", want one of verbs, nouns, phrases, weak, status, needs, not, frames`},
		{"unknown role in a frame", minimal + "    frames:\n      - '{firm} <verb>'\n", `merge.yaml:8: frame "{firm} <verb>": unknown role {firm}`},
		{"frame without trigger", minimal + "frames: ['{party} merges']\n", `merge.yaml:7: frame "{party} merges" lacks the trigger: write <verb>, <noun> or <phrase>`},
		{"unknown status", minimal + "cues: {dropped: scrap}\n", `merge.yaml:7: unknown status "dropped", want actual, planned, possible, negated or cancelled`},
		{"unknown kind", "type: merge\nsummary: s\nroles:\n  party: firm\ntriggers: [{verbs: merge}]\n",
			"merge.yaml:4: unknown kind \"firm\", want some of organization, person, gpe, location, product, amount, time, count, phrase\nmerge.yaml:4: role \"party\" has no kinds"},
		{"context without trigger", minimal + "    not: ['a deal']\n", `merge.yaml:7: not "a deal": name the trigger as <verb>, <noun> or <phrase>`},
		{"trigger twice in a context", minimal + "    not: ['<verb> a <noun>']\n", `merge.yaml:7: not "<verb> a <noun>": name the trigger once`},
		{"unknown list in a context", minimal + "    not: ['<verb> @goods|cars']\n", `merge.yaml:7: not "<verb> @goods|cars": there is no list "goods" under words`},
		{"too many optional words", minimal + "    not: ['<verb> *? *? *? *? *? files']\n", `merge.yaml:7: not "<verb> *? *? *? *? *? files": *? stands in it too often`},
		{"list of phrases", minimal + "words: {goods: 'cars, used cars'}\n", `merge.yaml:7: words "goods": "used cars" is not a single word`},
		{"name of a list", minimal + "words: {Goods: cars}\n", `merge.yaml:7: words "Goods": want lower case letters, digits and underscores`},
		{"name of the file", "type: fusion\nsummary: s\nroles: {party: organization}\ntriggers: [{verbs: merge}]\n",
			`merge.yaml:1: type is "fusion", but a file is named after its type: want fusion.yaml`},
		{"broken YAML", "type: [\n", "merge.yaml:1: did not find expected node content"},
		{"empty", "", "merge.yaml:1: the file is empty"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := LoadDefinitions(fstest.MapFS{"merge.yaml": {Data: []byte(c.text)}})
			if err == nil {
				t.Fatal("loads, want an error")
			}
			if err.Error() != c.want {
				t.Errorf("error\n%v\nwant\n%v", err, c.want)
			}
		})
	}
}

// TestLaterFolderReplaces: --events DIR overrides a type and adds others.
func TestLaterFolderReplaces(t *testing.T) {
	mine := "type: ban\nsummary: mine\nroles: {target: phrase}\ntriggers: [{verbs: verboten}]\n"
	own := fstest.MapFS{"ban.yaml": {Data: []byte(mine)}, "merge.yaml": {Data: []byte(minimal)}}
	plain, err := LoadDefinitions(Embedded())
	if err != nil {
		t.Fatal(err)
	}
	both, err := LoadDefinitions(Embedded(), own)
	if err != nil {
		t.Fatal(err)
	}
	if got := both.Lookup("ban").Summary; got != "mine" {
		t.Errorf("ban is %q, want the later one", got)
	}
	if both.Lookup("merge") == nil {
		t.Error("merge is missing")
	}
	if plain.Digest() == both.Digest() {
		t.Error("the digest does not tell the two sets apart")
	}
	if again, _ := LoadDefinitions(Embedded()); again.Digest() != plain.Digest() {
		t.Error("the digest of the same files differs")
	}
}
