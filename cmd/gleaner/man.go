package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

func newManCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "man DIR",
		Short: "Write the man pages",
		Long:  "Write a man page for every command into a folder, which is made when missing.",
		Example: `  gleaner man ~/.local/share/man/man1
  man gleaner-extract`,
		Args: usage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o755); err != nil {
				return fmt.Errorf("make folder for man pages: %w", err)
			}
			root := cmd.Root()
			root.DisableAutoGenTag = true
			inMarkdown(root)
			header := &doc.GenManHeader{Section: "1", Source: "gleaner", Manual: "Gleaner", Date: buildDate()}
			if err := doc.GenManTree(root, header, args[0]); err != nil {
				return fmt.Errorf("write man pages: %w", err)
			}
			return nil
		},
	}
}

// inMarkdown rewrites the descriptions of a command and all below it for the
// generator of man pages, which takes them for Markdown.
func inMarkdown(cmd *cobra.Command) {
	cmd.Long = markdown(cmd.Long)
	for _, below := range cmd.Commands() {
		inMarkdown(below)
	}
}

// aligned finds a line whose layout matters: indented, or in columns.
var aligned = regexp.MustCompile(`^[ \t]|\S {2,}\S`)

// markdown writes help in Markdown: lines whose layout matters as they stand,
// and in the others no character means more than itself.
func markdown(help string) string {
	var b strings.Builder
	asIs := false
	for l := range strings.Lines(help) {
		if was := asIs; strings.TrimSpace(l) != "" {
			if asIs = aligned.MatchString(l); asIs != was {
				b.WriteString("\n")
			}
		}
		if asIs {
			b.WriteString("    " + l)
		} else {
			b.WriteString(special.Replace(l))
		}
	}
	return b.String()
}

var special = strings.NewReplacer(`\`, `\\`, "<", `\<`, "*", `\*`, "_", `\_`, "`", "\\`", "[", `\[`)

// buildDate is the date of the source, so that the same source gives the same pages.
func buildDate() *time.Time {
	date, err := time.Parse(time.RFC3339, thisBuild().Time)
	if err != nil {
		date = time.Unix(0, 0).UTC()
	}
	return &date
}
