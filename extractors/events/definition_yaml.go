package events

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"gleaner/extractors/doc"
)

// definitionFile is a definition as its file writes it. Unknown keys are errors.
type definitionFile struct {
	Type     line                      `yaml:"type"`
	Summary  line                      `yaml:"summary"`
	Roles    yaml.Node                 `yaml:"roles"`
	Frames   []line                    `yaml:"frames"`
	Triggers []triggerGroup            `yaml:"triggers"`
	Cues     map[string]commaSeparated `yaml:"cues"`
	Words    map[string]commaSeparated `yaml:"words"`
	Examples []exampleFile             `yaml:"examples"`
	Rejects  []line                    `yaml:"rejects"`
}

// triggerGroup is one entry of triggers.
type triggerGroup struct {
	Verbs   commaSeparated `yaml:"verbs"`
	Nouns   commaSeparated `yaml:"nouns"`
	Phrases commaSeparated `yaml:"phrases"`
	Weak    bool           `yaml:"weak"`
	Status  line           `yaml:"status"`
	Needs   commaSeparated `yaml:"needs"`
	Not     []line         `yaml:"not"`
	Frames  []line         `yaml:"frames"`
}

// roleFile is a role in its long form; the short form is its kinds alone.
type roleFile struct {
	Kinds    commaSeparated `yaml:"kinds"`
	Required bool           `yaml:"required"`
	Else     commaSeparated `yaml:"else"`
}

// exampleFile is one entry of examples.
type exampleFile struct {
	Text   line      `yaml:"text"`
	Status line      `yaml:"status"`
	Source line      `yaml:"source"`
	Roles  yaml.Node `yaml:"roles"`
}

// line is a string that knows where it stands.
type line struct {
	text string
	at   int
}

// UnmarshalYAML reads a scalar.
func (l *line) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.ScalarNode {
		return &yaml.TypeError{Errors: []string{fmt.Sprintf("line %d: want a text", n.Line)}}
	}
	l.text, l.at = strings.TrimSpace(n.Value), n.Line
	return nil
}

// commaSeparated is a list written either as YAML list or as "a, b, c".
type commaSeparated struct {
	items []string
	at    int
}

// UnmarshalYAML reads a list or a scalar.
func (c *commaSeparated) UnmarshalYAML(n *yaml.Node) error {
	c.at = n.Line
	switch n.Kind {
	case yaml.ScalarNode:
		c.items = splitList(n.Value)
	case yaml.SequenceNode:
		return n.Decode(&c.items)
	default:
		return &yaml.TypeError{Errors: []string{fmt.Sprintf("line %d: want a list or words with commas", n.Line)}}
	}
	return nil
}

func splitList(s string) []string {
	var items []string
	for item := range strings.SplitSeq(s, ",") {
		if item = strings.Join(strings.Fields(item), " "); item != "" {
			items = append(items, item)
		}
	}
	return items
}

// problems collects what is wrong in one file.
type problems struct {
	file string
	errs []error
}

func (p *problems) add(at int, format string, args ...any) {
	p.errs = append(p.errs, fmt.Errorf("%s:%d: %s", p.file, max(at, 1), fmt.Sprintf(format, args...)))
}

// parseDefinition reads and compiles one file.
func parseDefinition(file string, text []byte) (*Definition, error) {
	p := &problems{file: file}
	var raw definitionFile
	dec := yaml.NewDecoder(bytes.NewReader(text))
	dec.KnownFields(true)
	if err := dec.Decode(&raw); err != nil {
		p.addYAML(err)
		return nil, errors.Join(p.errs...)
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		p.add(1, "one file holds one definition, but a second document follows")
	}
	d := compileDefinition(p, &raw)
	if len(p.errs) > 0 {
		return nil, errors.Join(p.errs...)
	}
	return d, nil
}

var (
	yamlLine  = regexp.MustCompile(`^(?:yaml: )?line (\d+): (.*)$`)
	yamlField = regexp.MustCompile(`^field (\S+) not found in type (\S+)$`)
)

// addYAML turns errors of the YAML reader into ours.
func (p *problems) addYAML(err error) {
	messages := []string{err.Error()}
	if typed := new(yaml.TypeError); errors.As(err, &typed) {
		messages = typed.Errors
	}
	if errors.Is(err, io.EOF) {
		messages = []string{"the file is empty"}
	}
	for _, m := range messages {
		at := 1
		if parts := yamlLine.FindStringSubmatch(m); parts != nil {
			_, _ = fmt.Sscan(parts[1], &at)
			m = parts[2]
		}
		if parts := yamlField.FindStringSubmatch(m); parts != nil {
			m = fmt.Sprintf("unknown key %q, want one of %s", parts[1], strings.Join(keysOf(parts[2]), ", "))
		}
		p.add(at, "%s", m)
	}
}

// keysOf lists the keys of one of the types of a file, by the name that Go gives it.
func keysOf(name string) []string {
	var keys []string
	for _, t := range []reflect.Type{reflect.TypeFor[definitionFile](), reflect.TypeFor[triggerGroup](), reflect.TypeFor[exampleFile]()} {
		for i := range t.NumField() {
			if t.String() == name {
				keys = append(keys, t.Field(i).Tag.Get("yaml"))
			}
		}
	}
	return keys
}

// decodeStrict decodes a node with unknown keys refused, which Node.Decode
// alone cannot do.
func (p *problems) decodeStrict(n *yaml.Node, known []string, into any) bool {
	if n.Kind != yaml.MappingNode {
		p.add(n.Line, "want keys and values")
		return false
	}
	for i := 0; i < len(n.Content); i += 2 {
		key := n.Content[i]
		if !slices.Contains(known, key.Value) {
			p.add(key.Line, "unknown key %q, want one of %s", key.Value, strings.Join(known, ", "))
			return false
		}
	}
	if err := n.Decode(into); err != nil {
		p.addYAML(err)
		return false
	}
	return true
}

// status reads the name of a status.
func (p *problems) status(l line) (s doc.Status, has bool) {
	if l.text == "" {
		return doc.Actual, false
	}
	s, ok := doc.ParseStatus(l.text)
	if !ok {
		p.add(l.at, "unknown status %q, want actual, planned, possible, negated or cancelled", l.text)
	}
	return s, ok
}
