package main

import (
	"fmt"
	"os"
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
			header := &doc.GenManHeader{Title: "GLEANER", Section: "1", Source: "gleaner", Manual: "Gleaner", Date: buildDate()}
			if err := doc.GenManTree(root, header, args[0]); err != nil {
				return fmt.Errorf("write man pages: %w", err)
			}
			return nil
		},
	}
}

// buildDate is the date of the source, so that the same source gives the same pages.
func buildDate() *time.Time {
	date, err := time.Parse(time.RFC3339, thisBuild().Time)
	if err != nil {
		date = time.Unix(0, 0).UTC()
	}
	return &date
}
