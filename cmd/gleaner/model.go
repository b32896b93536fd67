package main

import (
	"errors"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"gleaner/extractors/linear"
	"gleaner/extractors/models"
)

func newModelCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "model",
		Short: "Show the embedded models: where they come from, how good they are, their weights",
		Long: `Show the models that are embedded in this program. Each has a card: what it
decides, the data it learned from and their licences, the command and seed that
made it, its scores on data it did not learn from, its size and checksum.`,
		Args: unknownCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.SuggestionsMinimumDistance = 2
	cmd.AddCommand(newModelListCommand(), newModelInfoCommand(), newModelDumpCommand())
	return cmd
}

func newModelListCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "list",
		Short:   "List the models",
		Example: "  gleaner model list",
		Args:    usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			cards, err := models.Cards()
			if err != nil {
				return err
			}
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			fmt.Fprintln(w, "NAME\tKB\tDATE\tDECIDES")
			total := 0
			for _, c := range cards {
				fmt.Fprintf(w, "%s\t%d\t%s\t%s\n", c.Name, c.Bytes/1000, c.Date, c.Summary)
				total += c.Bytes
			}
			fmt.Fprintf(w, "all\t%d\t\t\n", total/1000)
			return w.Flush()
		},
	}
}

func newModelInfoCommand() *cobra.Command {
	return &cobra.Command{
		Use:               "info NAME",
		Short:             "Show the card of a model and what it is made of",
		Example:           "  gleaner model info tag",
		Args:              usage(cobra.ExactArgs(1)),
		ValidArgsFunction: completeModels,
		RunE: func(cmd *cobra.Command, args []string) error {
			card, parts, err := openCard(args[0])
			if err != nil {
				return err
			}
			return printCard(cmd.OutOrStdout(), card, parts)
		},
	}
}

func newModelDumpCommand() *cobra.Command {
	var part int
	cmd := &cobra.Command{
		Use:   "dump NAME",
		Short: "Write the weights of a model as text",
		Long: `Write a model as text, for comparing two of them. A linear model gives one line
a weight: the key of the feature in hexadecimal, the label, the weight; keys
ascend. Features are hashes, so their words cannot be read back. Parts that are
no linear model, such as the tagger's word list, are written as they are.`,
		Example:           "  gleaner model dump tag | head\n  gleaner model dump events --part 3",
		Args:              usage(cobra.ExactArgs(1)),
		ValidArgsFunction: completeModels,
		RunE: func(cmd *cobra.Command, args []string) error {
			_, parts, err := openCard(args[0])
			if err != nil {
				return err
			}
			if part < 0 || part > len(parts) {
				return usageError{fmt.Errorf("model %s has %d parts, not %d", args[0], len(parts), part), "\"gleaner model info " + args[0] + "\" lists them"}
			}
			for i := range parts {
				if part == 0 || part == i+1 {
					if err := dumpPart(cmd.OutOrStdout(), i+1, parts[i]); err != nil {
						return err
					}
				}
			}
			return nil
		},
	}
	cmd.Flags().IntVar(&part, "part", 0, "write part `N` only, counted from 1")
	return cmd
}

func completeModels(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	cards, err := models.Cards()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var names []string
	for _, c := range cards {
		names = append(names, c.Name+"\t"+c.Summary)
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// openCard returns the card and the parts of a model.
func openCard(name string) (*models.Card, [][]byte, error) {
	cards, err := models.Cards()
	if err != nil {
		return nil, nil, err
	}
	var known []string
	for i := range cards {
		known = append(known, cards[i].Name)
		if cards[i].Name != name {
			continue
		}
		file, err := models.Open(name)
		if err != nil {
			return nil, nil, err
		}
		parts, err := linear.Parts(file)
		if err != nil {
			return nil, nil, fmt.Errorf("model %s: %w", name, err)
		}
		return &cards[i], parts, nil
	}
	return nil, nil, usageError{fmt.Errorf("no model %q is embedded", name), didYouMean(name, known)}
}

func printCard(out io.Writer, c *models.Card, parts [][]byte) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "name\t%s\n", c.Name)
	fmt.Fprintf(w, "decides\t%s\n", c.Summary)
	for _, o := range c.Origins {
		fmt.Fprintf(w, "learned from\t%s, %s (%s)\n", o.Source, o.Split, o.Licence)
	}
	fmt.Fprintf(w, "made\t%s by %q, seed %d\n", c.Date, c.Command, c.Seed)
	for _, s := range c.Scores {
		fmt.Fprintf(w, "score\t%s, %s: %.4f\n", s.On, s.Measure, s.Value)
	}
	fmt.Fprintf(w, "file\t%d bytes, SHA-256 %s\n", c.Bytes, c.SHA256)
	for i, part := range parts {
		m, err := linear.Open(part)
		switch {
		case errors.Is(err, linear.ErrNotModel):
			fmt.Fprintf(w, "part %d\ttable, %d bytes\n", i+1, len(part))
		case err != nil:
			return fmt.Errorf("model %s, part %d: %w", c.Name, i+1, err)
		default:
			fmt.Fprintf(w, "part %d\tlinear model, %d labels, %d features, %d bytes in memory\n", i+1, len(m.Labels()), m.Size(), m.Bytes())
		}
	}
	return w.Flush()
}

// dumpPart writes a part after a line that tells its number.
func dumpPart(out io.Writer, number int, part []byte) error {
	fmt.Fprintf(out, "# part %d\n", number)
	m, err := linear.Open(part)
	if errors.Is(err, linear.ErrNotModel) {
		_, err := fmt.Fprintf(out, "%s\n", part)
		return err
	}
	if err != nil {
		return fmt.Errorf("part %d: %w", number, err)
	}
	return m.Dump(out)
}
