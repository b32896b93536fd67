package main

import (
	"fmt"
	"net/url"
	"reflect"
	"strings"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v3"
)

func newConfigCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Show the settings in force and where each came from",
		Long: `Show the settings in force as YAML, each with what it does and where its value
came from. The output is itself a configuration file.

Later ones win: defaults, the YAML file (--config, else GLEANER_CONFIG, else
gleaner.yaml in the working directory), variables, flags. The variable of
worker.ack_wait is GLEANER_WORKER_ACK_WAIT. Secrets come from variables or from
files that a setting names; they are never shown.`,
		Example: `  gleaner config > gleaner.yaml
  GLEANER_LOG_LEVEL=debug gleaner config
  gleaner config --config production.yaml`,
		Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := loadConfig(cmd)
			if err != nil {
				return err
			}
			return cfg.write(yaml.NewEncoder(cmd.OutOrStdout()))
		},
	}
	addSettings(cmd, cmd.Flags(), "nats", "streams", "worker", "engine", "up")
	return cmd
}

// write prints the configuration with a comment on each value.
func (l *loaded) write(to *yaml.Encoder) error {
	root := &yaml.Node{Kind: yaml.MappingNode}
	var section *yaml.Node
	last := ""
	for _, s := range settings() {
		name, key, _ := strings.Cut(s.path, ".")
		if name != last {
			section, last = &yaml.Node{Kind: yaml.MappingNode}, name
			root.Content = append(root.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: name}, section)
		}
		if s.secret {
			continue
		}
		keyNode := &yaml.Node{Kind: yaml.ScalarNode, Value: key, HeadComment: s.doc + l.secretNote(s)}
		section.Content = append(section.Content, keyNode, l.valueNode(s))
	}
	to.SetIndent(2)
	if err := to.Encode(root); err != nil {
		return fmt.Errorf("print configuration: %w", err)
	}
	return to.Close()
}

// valueNode is the value with its origin as a comment.
func (l *loaded) valueNode(s setting) *yaml.Node {
	node := &yaml.Node{Kind: yaml.ScalarNode, LineComment: l.origins[s.path]}
	value := s.field(&l.Config)
	switch {
	case value.Kind() == reflect.Slice:
		node.Kind, node.Style = yaml.SequenceNode, yaml.FlowStyle
		for i := range value.Len() {
			node.Content = append(node.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: value.Index(i).String()})
		}
	case s.path == "nats.url":
		node.SetString(withoutPasswords(s.get(&l.Config)))
	case value.Kind() == reflect.String:
		node.SetString(s.get(&l.Config))
	default:
		node.Value = s.get(&l.Config)
	}
	return node
}

// secretNote says next to a password file that the password came otherwise.
func (l *loaded) secretNote(s setting) string {
	if s.path != "nats.password_file" || l.NATS.Password == "" {
		return ""
	}
	return "; a password is set by " + l.origins["nats.password"]
}

// withoutPasswords hides the passwords of server URLs.
func withoutPasswords(servers string) string {
	list := strings.Split(servers, ",")
	for i, s := range list {
		if u, err := url.Parse(strings.TrimSpace(s)); err == nil {
			list[i] = u.Redacted()
		}
	}
	return strings.Join(list, ",")
}
