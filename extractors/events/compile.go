package events

import (
	"regexp"
	"slices"
	"strings"

	"gleaner/extractors/doc"

	"go.yaml.in/yaml/v3"
)

var typeName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// compileDefinition checks a file and turns it into a definition.
func compileDefinition(p *problems, raw *definitionFile) *Definition {
	d := &Definition{Type: raw.Type.text, Summary: raw.Summary.text, File: p.file}
	if !typeName.MatchString(d.Type) {
		p.add(raw.Type.at, "type %q: want lower case letters, digits and underscores", d.Type)
	}
	if d.Summary == "" {
		p.add(raw.Summary.at, "summary is missing")
	}
	d.Roles = compileRoles(p, &raw.Roles)
	frames := compileFrames(p, d, raw.Frames)
	checkWords(p, raw.Words)
	for i := range raw.Triggers {
		d.Triggers = append(d.Triggers, compileTrigger(p, d, &raw.Triggers[i], frames, raw.Words))
	}
	if len(d.Triggers) == 0 {
		p.add(raw.Type.at, "triggers are missing")
	}
	d.Cues = compileCues(p, raw.Cues)
	for i := range raw.Examples {
		d.Examples = append(d.Examples, compileExample(p, d, &raw.Examples[i]))
	}
	for _, r := range raw.Rejects {
		d.Rejects = append(d.Rejects, Reject{Text: r.text, Line: r.at})
	}
	return d
}

// everyType are the roles that all types share.
var everyType = []Role{
	{Name: "time", Kinds: KindTime},
	{Name: "place", Kinds: KindGPE | KindLocation},
}

// compileRoles reads "name: kinds" and "name: {kinds, required, else}" in order.
func compileRoles(p *problems, n *yaml.Node) []Role {
	var roles []Role
	if n.Kind != yaml.MappingNode {
		p.add(n.Line, "roles are missing")
		return slices.Clone(everyType)
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		var raw roleFile
		if value.Kind == yaml.ScalarNode {
			raw.Kinds = commaSeparated{items: splitList(value.Value), at: value.Line}
		} else if !p.decodeStrict(value, []string{"kinds", "required", "else"}, &raw) {
			continue
		}
		roles = append(roles, compileRole(p, key, &raw))
	}
	for _, shared := range everyType {
		if !slices.ContainsFunc(roles, func(r Role) bool { return r.Name == shared.Name }) {
			roles = append(roles, shared)
		}
	}
	return roles
}

func compileRole(p *problems, key *yaml.Node, raw *roleFile) Role {
	r := Role{Name: key.Value, Required: raw.Required}
	if !typeName.MatchString(r.Name) {
		p.add(key.Line, "role %q: want lower case letters, digits and underscores", r.Name)
	}
	for _, name := range raw.Kinds.items {
		i := slices.Index(kindSetNames[:], name)
		if i < 0 {
			p.add(raw.Kinds.at, "unknown kind %q, want some of %s", name, strings.Join(kindSetNames[:], ", "))
			continue
		}
		r.Kinds |= 1 << i
	}
	if r.Kinds == 0 {
		p.add(key.Line, "role %q has no kinds", r.Name)
	}
	for _, name := range raw.Else.items {
		at, ok := parsePosition(name)
		if !ok {
			p.add(raw.Else.at, "unknown place %q, want some of %s", name, strings.Join(positionNames[:], ", "))
			continue
		}
		r.Else = append(r.Else, at)
	}
	return r
}

func compileFrames(p *problems, d *Definition, lines []line) []*frame {
	var frames []*frame
	for _, l := range lines {
		f, err := parseFrame(d, l.text)
		if err != nil {
			p.add(l.at, "%v", err)
			continue
		}
		frames = append(frames, f)
	}
	return frames
}

// compileTrigger reads a group of triggers. Its own frames come before those
// that the definition has for all; words are the lists that its contexts may name.
func compileTrigger(p *problems, d *Definition, raw *triggerGroup, shared []*frame, words map[string]commaSeparated) *Trigger {
	t := &Trigger{Verbs: raw.Verbs.items, Nouns: raw.Nouns.items, Phrases: raw.Phrases.items, Weak: raw.Weak}
	t.line = max(raw.Verbs.at, raw.Nouns.at, raw.Phrases.at)
	if t.line == 0 {
		p.add(1, "a trigger needs verbs, nouns or phrases")
	}
	for _, list := range []commaSeparated{raw.Verbs, raw.Nouns, raw.Phrases} {
		for _, entry := range list.items {
			if strings.HasPrefix(entry, wildcard) || strings.HasSuffix(entry, wildcard) || strings.Contains(entry, wildcard+" "+wildcard) {
				p.add(list.at, "trigger %q: * stands between words", entry)
			}
		}
	}
	t.Status, t.HasStatus = p.status(raw.Status)
	t.frames = append(compileFrames(p, d, raw.Frames), shared...)
	for _, l := range raw.Not {
		contexts, err := parseAround(l.text, words)
		if err != nil {
			p.add(l.at, "not %q: %v", l.text, err)
			continue
		}
		t.not = append(t.not, contexts...)
	}
	for _, name := range raw.Needs.items {
		role := d.Role(name)
		if role < 0 {
			p.add(raw.Needs.at, "unknown role %q", name)
			continue
		}
		t.needs = append(t.needs, role)
	}
	if len(raw.Needs.items) == 0 {
		for i, r := range d.Roles {
			if r.Required {
				t.needs = append(t.needs, i)
			}
		}
	}
	return t
}

// compileCues reads the cues by status, in the order of the statuses.
func compileCues(p *problems, raw map[string]commaSeparated) []Cue {
	var cues []Cue
	for name, list := range raw {
		if _, ok := doc.ParseStatus(name); !ok {
			p.add(list.at, "unknown status %q, want actual, planned, possible, negated or cancelled", name)
		}
	}
	for s := range doc.NumStatuses {
		for _, words := range raw[s.String()].items {
			cues = append(cues, Cue{Status: s, Words: strings.Fields(words)})
		}
	}
	return cues
}

func compileExample(p *problems, d *Definition, raw *exampleFile) Example {
	e := Example{Text: raw.Text.text, Source: raw.Source.text, Line: raw.Text.at}
	if e.Text == "" {
		p.add(raw.Text.at, "an example needs a text")
	}
	e.Status, e.HasStatus = p.status(raw.Status)
	if raw.Roles.Kind == 0 {
		return e
	}
	if raw.Roles.Kind != yaml.MappingNode {
		p.add(raw.Roles.Line, "want roles and fillers")
		return e
	}
	for i := 0; i+1 < len(raw.Roles.Content); i += 2 {
		key, value := raw.Roles.Content[i], raw.Roles.Content[i+1]
		if d.Role(key.Value) < 0 {
			p.add(key.Line, "unknown role %q", key.Value)
			continue
		}
		fillers := []*yaml.Node{value}
		if value.Kind == yaml.SequenceNode {
			fillers = value.Content
		}
		for _, f := range fillers {
			e.Roles = append(e.Roles, Wanted{Role: key.Value, Text: f.Value})
		}
	}
	return e
}
