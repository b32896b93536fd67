package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// choiceFlag takes one of a few words.
type choiceFlag struct {
	to    *string
	words []string
}

// choice gives the command a flag that takes one of the words, and completes them.
func choice(cmd *cobra.Command, to *string, name, value, doc string, words ...string) {
	*to = value
	cmd.Flags().Var(&choiceFlag{to, words}, name, doc+": "+strings.Join(words, ", "))
	cobra.CheckErr(cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp)))
}

func (c *choiceFlag) String() string { return *c.to }
func (c *choiceFlag) Type() string   { return "word" }

func (c *choiceFlag) Set(word string) error {
	if !slices.Contains(c.words, word) {
		return fmt.Errorf("%q is none of %s", word, strings.Join(c.words, ", "))
	}
	*c.to = word
	return nil
}
