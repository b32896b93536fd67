package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"go.yaml.in/yaml/v3"
)

// defaultConfigFile is read when it exists and no other file is named.
const defaultConfigFile = "gleaner.yaml"

// loaded is the effective configuration and where each value came from.
type loaded struct {
	Config
	// origins tells by path: "default", "gleaner.yaml:3", "GLEANER_LOG_LEVEL" or "--log-level".
	origins map[string]string
}

// readNamed has articles in any language read unless some are chosen: who names
// the files wants them read.
func (l *loaded) readNamed() {
	if l.origins["engine.languages"] == "default" {
		l.Engine.Languages = []string{"any"}
	}
}

// loadConfig puts the layers on one another: defaults, file, variables, flags.
func loadConfig(cmd *cobra.Command) (*loaded, error) {
	l := &loaded{Config: defaultConfig(), origins: map[string]string{}}
	for _, s := range settings() {
		l.origins[s.path] = "default"
	}
	name, must := configFile(cmd)
	if err := l.readFile(name, must); err != nil {
		return nil, err
	}
	if err := l.readEnv(os.Environ()); err != nil {
		return nil, err
	}
	var err error
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if v, ok := f.Value.(*settingFlag); ok && err == nil {
			if withoutPasswords(v.text) != v.text && v.path == "nats.url" {
				err = usageError{errors.New("--nats: a password does not belong on the command line, where everybody on this machine can read it"), "set GLEANER_NATS_URL, or --user and --password-file"}
				return
			}
			err = l.put(v.setting, v.text, "--"+f.Name)
		}
	})
	return l, err
}

// configFile says which file to read and whether it must exist.
func configFile(cmd *cobra.Command) (name string, must bool) {
	if f := cmd.Flags().Lookup("config"); f != nil && f.Value.String() != "" {
		return f.Value.String(), true
	}
	if name := os.Getenv("GLEANER_CONFIG"); name != "" {
		return name, true
	}
	return defaultConfigFile, false
}

func (l *loaded) put(s setting, text, origin string) error {
	if err := s.set(&l.Config, text); err != nil {
		return usageError{fmt.Errorf("%s: %w", origin, err), s.doc}
	}
	l.origins[s.path] = origin
	return nil
}

// reservedEnv are variables that are not settings: which file to read, the
// folder of training data, and a switch of the tests.
var reservedEnv = []string{"GLEANER_CONFIG", "GLEANER_DATA", "GLEANER_REQUIRE_SERVICES", "GLEANER_NATS_SERVERS"}

// readEnv takes the GLEANER_* variables.
func (l *loaded) readEnv(environ []string) error {
	byName := map[string]setting{}
	for _, s := range settings() {
		byName[s.env()] = s
	}
	slices.Sort(environ)
	for _, pair := range environ {
		name, value, _ := strings.Cut(pair, "=")
		if !strings.HasPrefix(name, "GLEANER_") || slices.Contains(reservedEnv, name) || fromKubernetes(name) {
			continue
		}
		s, ok := byName[name]
		if !ok {
			return usageError{fmt.Errorf("unknown variable %s", name), didYouMean(name, slices.Sorted(maps.Keys(byName)))}
		}
		if err := l.put(s, value, name); err != nil {
			return err
		}
	}
	return nil
}

// fromKubernetes tells the variables that Kubernetes sets in every pod when a
// service is called "gleaner".
func fromKubernetes(name string) bool {
	return strings.HasPrefix(name, "GLEANER_SERVICE_") || strings.HasPrefix(name, "GLEANER_PORT")
}

// tabbed finds a line that is indented with a tab.
var tabbed = regexp.MustCompile(`(?m)^ *\t`)

// readFile takes the settings of a YAML file.
func (l *loaded) readFile(name string, must bool) error {
	body, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) && !must {
		return nil
	}
	if err != nil {
		return usageError{fmt.Errorf("read configuration: %w", err), "check --config and GLEANER_CONFIG"}
	}
	var file, more yaml.Node
	documents := yaml.NewDecoder(bytes.NewReader(body))
	if err := documents.Decode(&file); err != nil && !errors.Is(err, io.EOF) {
		hint := `"gleaner config" prints a file to start from`
		if tabbed.Match(body) {
			hint = "indent with spaces: YAML takes no tabs there"
		}
		return usageError{fmt.Errorf("%s: %w", name, err), hint}
	}
	if len(file.Content) == 0 {
		return nil
	}
	if err := documents.Decode(&more); !errors.Is(err, io.EOF) {
		return usageError{fmt.Errorf("%s: one YAML document is wanted, and there is another after ---", name), "put all settings into one"}
	}
	return l.readNode(name, "", file.Content[0])
}

// readNode takes the settings under a path of the file.
func (l *loaded) readNode(name, path string, node *yaml.Node) error {
	at := func(n *yaml.Node) string { return fmt.Sprintf("%s:%d", name, n.Line) }
	if node.Tag == "!!null" {
		return nil // all of its keys are comments
	}
	if node.Kind != yaml.MappingNode {
		where := "here"
		if path != "" {
			where = fmt.Sprintf("under %q", path)
		}
		return usageError{fmt.Errorf("%s: keys are wanted %s, such as %s", at(node), where, knownKeys(path)[0]), `"gleaner config" prints a file to start from`}
	}
	lines := map[string]int{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		full := strings.TrimPrefix(path+"."+key.Value, ".")
		s, isSetting := findSetting(full)
		before, twice := lines[key.Value]
		lines[key.Value] = key.Line
		var err error
		switch {
		case twice:
			err = usageError{fmt.Errorf("%s: %s is there twice, first on line %d", at(key), full, before), "put what belongs together under one key"}
		case isSetting && s.secret:
			err = usageError{fmt.Errorf("%s: %s does not belong in this file", at(key), full), "set " + s.env() + ", or name a file with nats.password_file"}
		case isSetting:
			err = l.putNode(s, value, at(key))
		case path == "" && len(knownKeys(full)) > 0:
			err = l.readNode(name, full, value)
		default:
			err = usageError{fmt.Errorf("%s: unknown key %q", at(key), full), didYouMean(full, knownKeys(path))}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (l *loaded) putNode(s setting, value *yaml.Node, origin string) error {
	switch {
	case value.Kind == yaml.SequenceNode:
		var list []string
		err := value.Decode(&list)
		if err == nil {
			err = s.setList(&l.Config, list)
		}
		if err != nil {
			return usageError{fmt.Errorf("%s: %s: %w", origin, s.path, err), s.doc}
		}
		l.origins[s.path] = origin
		return nil
	case value.Kind != yaml.ScalarNode:
		return usageError{fmt.Errorf("%s: %s: a value is wanted here", origin, s.path), s.doc}
	case value.Tag == "!!null":
		return nil
	}
	if err := s.set(&l.Config, value.Value); err != nil {
		return usageError{fmt.Errorf("%s: %s: %w", origin, s.path, err), s.doc}
	}
	l.origins[s.path] = origin
	return nil
}

// knownKeys lists the paths under a path: the sections for "", else the
// settings of the section.
func knownKeys(path string) []string {
	var keys []string
	for _, s := range settings() {
		section, _, _ := strings.Cut(s.path, ".")
		switch {
		case path == "" && !slices.Contains(keys, section):
			keys = append(keys, section)
		case path == section && !s.secret:
			keys = append(keys, s.path)
		}
	}
	return keys
}
