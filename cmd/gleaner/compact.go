package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/rs/zerolog"
	"github.com/spf13/cobra"

	"gleaner/pipeline/warehouse"
)

func newCompactCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "compact parquet:DIR",
		Short: "Merge the files of a Parquet warehouse",
		Long: `Merge the files of a Parquet warehouse, month by month, and drop the rows of
older extractions, so that readers without the views see what the views show.

It may run while loaders write and others read. A query that began before may
find a file gone; start it again. Give the folder, or s3://BUCKET/PREFIX.`,
		Example: `  gleaner compact parquet:gleaner-data/warehouse
  gleaner compact parquet:s3://news/gleaner`,
		Args: usage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, err := loadConfig(cmd)
			if err != nil {
				return err
			}
			log, err := newLogger(cfg, cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			p, err := openFiles(cmd.Context(), cfg, args[0], log)
			if err != nil {
				return err
			}
			done := 0
			err = p.Compact(cmd.Context(), func(c warehouse.Compaction) {
				done++
				fmt.Fprintf(cmd.OutOrStdout(), "%-30s %4d files -> %d, %d rows\n", c.What, c.FilesBefore, c.FilesAfter, c.RowsAfter)
			})
			if err == nil && done == 0 {
				fmt.Fprintln(cmd.OutOrStdout(), "nothing to merge")
			}
			return err
		},
	}
	addSettings(cmd, cmd.Flags(), "s3")
	return cmd
}

// openFiles opens a warehouse of files that is there. It reaches no other
// target and makes none.
func openFiles(ctx context.Context, cfg *loaded, target string, log zerolog.Logger) (*warehouse.Parquet, error) {
	location, ok := strings.CutPrefix(target, "parquet:")
	if !ok {
		return nil, usageError{fmt.Errorf("%s has no files to merge", warehouse.Redact(target)), "compact is for parquet: warehouses: write parquet:DIR or parquet:s3://BUCKET/PREFIX"}
	}
	options := targetOptions(cfg, log)
	options.Existing = true
	p, err := warehouse.OpenParquet(ctx, location, options)
	return p, targetUsage(err)
}
