package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"gleaner/schemas"
)

func newSchemaCommand() *cobra.Command {
	var dir, root string
	cmd := &cobra.Command{
		Use:   "schema [NAME]",
		Short: "Print the contract: JSON Schemas, AsyncAPI, SQL",
		Long: `Print the contract that subscribers and analysts rely on. Without a name the
documents are listed; with --out all of them are written to a folder.

article, event_record, entity_record, article_record, tombstone, dead_letter,
cloudevent and extraction are JSON Schemas; asyncapi describes every subject and
refers to them; postgres and duckdb are the SQL of the warehouse. --root puts the
place of a Parquet warehouse into the latter.

Within v1 fields and columns are only added.`,
		Example: `  gleaner schema event_record
  gleaner schema --out contract
  gleaner schema duckdb --root s3://news/gleaner > views.sql`,
		Args: usage(cobra.MaximumNArgs(1)),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return schemaNames(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case dir != "" && len(args) > 0:
				return usageError{fmt.Errorf("--out writes all documents"), "leave the name out, or --out"}
			case dir != "":
				return writeContract(cmd, dir)
			case len(args) == 0:
				for _, name := range schemaNames() {
					fmt.Fprintf(cmd.OutOrStdout(), "%-14s  %s\n", name, documents[name])
				}
				return nil
			}
			return printSchema(cmd, args[0], root)
		},
	}
	cmd.Flags().StringVarP(&dir, "out", "o", "", "write all documents to this `folder`")
	cmd.Flags().StringVar(&root, "root", "", "with duckdb: where the Parquet warehouse is, an absolute `path` or s3:// URL")
	return cmd
}

// documents says what the documents of the contract are.
var documents = map[string]string{
	"article":        "JSON Schema of what is sent in",
	"event_record":   "JSON Schema of an event, on records.v1.event.TYPE",
	"entity_record":  "JSON Schema of an entity of an article, on records.v1.entity.TYPE",
	"article_record": "JSON Schema of what closes an article, on records.v1.article.ID",
	"tombstone":      "JSON Schema of what takes a record back",
	"dead_letter":    "JSON Schema of an article that could not be read, on articles.dead.REASON",
	"cloudevent":     "JSON Schema of a record in a CloudEvents envelope",
	"extraction":     "JSON Schema of all that was found in one article, as gleaner extract writes it",
	"asyncapi":       "AsyncAPI: every subject, with its messages",
	"postgres":       "SQL: the tables of the warehouse in PostgreSQL",
	"duckdb":         "SQL: the views of a Parquet warehouse for DuckDB",
}

// schemaName is what a document of the contract is called here.
func schemaName(file string) string {
	for _, ending := range []string{".schema.json", ".json", ".sql"} {
		file = strings.TrimSuffix(file, ending)
	}
	return strings.TrimPrefix(file, "warehouse.")
}

func contractFiles() []string {
	files, err := fs.Glob(schemas.Contract(), "*")
	if err != nil {
		panic(err) // the pattern is right and the files are in the program
	}
	return files
}

func schemaNames() []string {
	var names []string
	for _, f := range contractFiles() {
		names = append(names, schemaName(f))
	}
	return names
}

func printSchema(cmd *cobra.Command, name, root string) error {
	if root != "" && name != "duckdb" {
		return usageError{fmt.Errorf("--root is for duckdb"), "leave it out"}
	}
	for _, f := range contractFiles() {
		if schemaName(f) != name {
			continue
		}
		body, err := fs.ReadFile(schemas.Contract(), f)
		if err != nil {
			return err
		}
		if root != "" {
			body = []byte(schemas.DuckDBViews(root))
		}
		_, err = cmd.OutOrStdout().Write(body)
		return err
	}
	return usageError{fmt.Errorf("no document is called %q", name), didYouMean(name, schemaNames())}
}

func writeContract(cmd *cobra.Command, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	for _, f := range contractFiles() {
		body, err := fs.ReadFile(schemas.Contract(), f)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, f), body, 0o644)
		}
		if err != nil {
			return fmt.Errorf("write contract: %w", err)
		}
		fmt.Fprintln(cmd.OutOrStdout(), filepath.Join(dir, f))
	}
	return nil
}
